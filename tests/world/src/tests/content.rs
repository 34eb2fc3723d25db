//! What is written: enough of it, and every link and picture in it leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::BASE;
use crate::content::{self, Article};
use crate::markup::Block;
use crate::world::Request;
use crate::{World, view};

fn articles(world: &World) -> Vec<&Article> {
    world.papers.iter().flat_map(|p| &p.articles).collect()
}

fn get(world: &World, address: &str) -> (u16, Option<String>, Vec<u8>) {
    let address = address.split('#').next().unwrap();
    let rest = address.strip_prefix("http://127.0.0.1:").unwrap();
    let (port, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = port.parse::<usize>().unwrap() - 8700;
    let request = Request { method: "GET".into(), target: format!("/{path}"), ..Request::default() };
    let answer = match host.checked_sub(1) {
        Some(paper) => world.respond(paper, &request),
        None => world.respond_index(&request),
    };
    (answer.status, answer.location, answer.body.into_owned())
}

/// Addresses of this world in a page or a feed: whatever begins like one, up to a quotation mark, bracket or space.
fn addresses(text: &str) -> BTreeSet<String> {
    text.match_indices("http://127.0.0.1:")
        .map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.find(['"', '<', '\'', ' ', ']', '\\', ',']).unwrap_or(rest.len());
            rest[..end].replace("&amp;", "&")
        })
        .collect()
}

#[test]
fn there_is_enough_of_everything() {
    let world = World::at(BASE);
    let all = articles(&world);
    assert!(world.papers.len() >= 8);
    assert!(all.iter().filter(|a| !a.hold).count() >= 42, "{}", all.len());
    assert_eq!(all.iter().filter(|a| a.hold).count(), 3);
    let categories: BTreeSet<&str> = all.iter().flat_map(|a| &a.categories).map(String::as_str).collect();
    for wanted in ["الأخبار العاجلة", "سياسة", "اقتصاد", "علوم", "ثقافة وفن", "رياضة", "صحة", "تقنية"]
    {
        assert!(categories.contains(wanted), "{wanted}");
    }
    let mut events: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for article in &all {
        if let Some(event) = &article.event {
            events.entry(event).or_default().insert(article.id.split('/').next().unwrap());
        }
    }
    assert!(events.values().filter(|papers| papers.len() >= 2).count() >= 4, "{events:?}");
    assert!(events.values().filter(|papers| papers.contains("harbour")).count() >= 2);
    let has = |test: fn(&Block) -> bool| all.iter().any(|a| a.body.iter().any(test));
    assert!(has(|b| matches!(b, Block::Table(rows) if rows.len() > 3)));
    assert!(has(|b| matches!(b, Block::List(_))) && has(|b| matches!(b, Block::Quote(_, Some(_)))));
    assert!(has(|b| matches!(b, Block::Also(_))) && has(|b| matches!(b, Block::Box(_))));
    assert!(has(|b| matches!(b, Block::Link(_))) && has(|b| matches!(b, Block::Subhead(_))));
    assert!(all.iter().any(|a| a.title.starts_with(|c: char| c.is_ascii_alphabetic()) && a.id.starts_with("souq")));
    assert!(all.iter().filter(|a| !a.comments.is_empty()).count() >= 8);
}

#[test]
fn every_article_is_whole() {
    let world = World::at(BASE);
    let mut numbers = BTreeSet::new();
    for article in articles(&world) {
        let id = &article.id;
        let paragraphs = article.body.iter().filter(|b| matches!(b, Block::Paragraph(_))).count();
        assert!(paragraphs >= 4, "{id} has {paragraphs} paragraphs");
        for block in &article.body {
            if let Block::Paragraph(text) = block {
                assert!(!text.starts_with(['#', '>', '|', '@', '!', '-']), "{id}: a mark was not understood: {text}");
            }
        }
        assert!(!article.title.is_empty() && !article.author.is_empty() && !article.slug.is_empty(), "{id}");
        assert!(article.minutes > 0 && !article.categories.is_empty() && !article.tags.is_empty(), "{id}");
        assert!(view::excerpt(article).len() > 20, "{id}");
        assert!(numbers.insert((id.split('/').next().unwrap(), article.number)), "{id}: its number is taken");
        let pictures = article.body.iter().filter_map(|b| match b {
            Block::Figure(name, caption) => Some((name, caption)),
            _ => None,
        });
        for (name, caption) in pictures.chain(article.picture.as_ref().map(|(n, c)| (n, c))) {
            assert!(!caption.is_empty(), "{id}: {name} has no caption");
            for file in [format!("{name}.jpg"), format!("{name}-640x360.jpg"), format!("{name}.webp")] {
                let bytes = content::file(&format!("pictures/{file}")).unwrap_or_else(|| panic!("{id}: no {file}"));
                assert!(bytes.len() <= 60_000, "{file} weighs {}", bytes.len());
            }
        }
    }
}

#[test]
fn what_is_held_back_is_newer_than_all_else() {
    let world = World::at(BASE);
    for paper in &world.papers {
        let first_out = paper.articles.iter().filter(|a| !a.hold).map(|a| a.minutes).min().unwrap();
        assert!(paper.articles.iter().filter(|a| a.hold).all(|a| a.minutes < first_out), "{}", paper.slug);
    }
}

#[test]
fn every_link_leads_somewhere() {
    let world = World::at(BASE);
    world.publish_more();
    let mut known = BTreeSet::new();
    let mut next: Vec<String> = world.papers().into_iter().flat_map(|p| [p.site_url, p.feed_url]).collect();
    next.extend(["/", "/agency/", "/world.opml", "/papers.json"].map(|p| format!("http://127.0.0.1:8700{p}")));
    while let Some(address) = next.pop() {
        if !known.insert(address.split('#').next().unwrap().to_owned()) || address.ends_with("/wp-comments-post.php") {
            continue;
        }
        let (status, location, body) = get(&world, &address);
        assert!(status == 200 || status == 301, "{address} is answered with {status}");
        next.extend(location);
        if let Ok(text) = String::from_utf8(body) {
            assert!(!text.contains("{{") && !text.contains("#missing"), "{address} has something unfilled");
            next.extend(addresses(&text));
        }
    }
    for article in articles(&world) {
        let (paper, _) = world.article_by_id(&article.id).unwrap();
        assert!(known.contains(&world.article_url(paper, article)), "nothing leads to {}", article.id);
    }
    assert!(known.len() > 200, "{}", known.len());
}

#[test]
fn feeds_are_what_they_say() {
    let world = World::at(BASE);
    let feed = |slug: &str| {
        let paper = world.papers().into_iter().find(|p| p.slug == slug).unwrap();
        (String::from_utf8(get(&world, &paper.feed_url).2).unwrap(), paper.articles)
    };
    let (ufuq, count) = feed("ufuq");
    assert_eq!(ufuq.matches("<item>").count(), count);
    assert!(ufuq.contains("<content:encoded>") && ufuq.contains("pixel.gif") && ufuq.contains("<wfw:commentRss>"));
    assert!(ufuq.contains("<slash:comments>4</slash:comments>"));
    let (taqa, _) = feed("taqa");
    assert!(!taqa.contains("content:encoded>") && taqa.contains("أكمل القراءة"));
    let (souq, _) = feed("souq");
    assert!(souq.starts_with("<br />\n<b>Warning</b>") && souq.contains("خيوط & ألوان"));
    assert!(feed("fadaat").0.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\""));
    assert!(feed("waraq").0.contains("<rdf:RDF") && feed("waraq").0.contains("كَأَنَّهُ سَطْرٌ"));
    let marsad: serde_json::Value = serde_json::from_str(&feed("marsad").0).unwrap();
    assert_eq!(marsad["version"], "https://jsonfeed.org/version/1.1");
    assert!(marsad["items"].as_array().unwrap().iter().all(|i| i["content_html"].as_str().unwrap().len() > 500));
    assert!(feed("harbour").0.contains("<language>en</language>"));
}

#[test]
fn punctuation_between_arabic_letters_is_arabic() {
    // Straight quotation marks and Latin punctuation between Arabic letters are slips of the keyboard.
    let arabic = |c: char| ('\u{0621}'..='\u{064A}').contains(&c);
    for article in articles(&World::at(BASE)) {
        for block in &article.body {
            let Block::Paragraph(text) = block else { continue };
            let letters: Vec<char> = text.chars().collect();
            for three in letters.windows(3) {
                let slip = arabic(three[0]) && matches!(three[1], ',' | ';' | '?' | '"') && !three[2].is_ascii_digit();
                assert!(!slip, "{}: {}", article.id, three.iter().collect::<String>());
            }
        }
    }
}
