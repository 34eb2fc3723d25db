//! The parts of article pages: stories that a text points to, walls, and whole pages after the structures that Arabic
//! papers are built with. Fixtures are in `tests/fixtures/{read_also,walls,articles}`; each test prints what it saw.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the scores are for a person; a fixture that can't be read ends the test"
)]

use url::Url;
use warraq_core::extract::{self, Answer, Blocked};
use warraq_tests::prose::cases;

use crate::Outcome;

const STORY: &str = "https://paper.example/news/100/today-story";

fn story() -> Url {
    Url::parse(STORY).unwrap()
}

/// Hits, and what was found and expected, over the cases of a fixture.
#[derive(Default)]
struct Tally {
    hits: usize,
    found: usize,
    expected: usize,
    in_place: usize,
    misses: Vec<String>,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.hits as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.hits as f64 / self.expected.max(1) as f64
    }
}

fn read_also(file: &str) -> Tally {
    let mut tally = Tally::default();
    for (name, case) in cases(file) {
        let (markup, expected) = case.split_once("---").unwrap();
        let page = if markup.trim_start().starts_with("<html") {
            markup.to_owned()
        } else {
            format!(
                "<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\"><head><title>عنوان خبر اليوم عن الواجهة البحرية - صحيفة المرفأ</title></head>\
                 <body><header><nav><a href=\"/politics\">سياسة</a> <a href=\"/economy\">اقتصاد</a></nav></header><main><article>\
                 <h1>عنوان خبر اليوم عن الواجهة البحرية</h1>{markup}</article></main><footer><p>جميع الحقوق محفوظة</p></footer></body></html>"
            )
        };
        let found = extract::extract(&page, Some(&story())).unwrap();
        let mut have: Vec<(usize, String, String)> = Vec::new();
        for story in &found.read_also {
            have.push((
                story.after,
                story.title.clone(),
                story.url.as_str().trim_start_matches("https://paper.example").to_owned(),
            ));
        }
        let want: Vec<(usize, String, String)> = expected
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| {
                let mut parts = line.split('|').map(str::trim);
                let mut next = || parts.next().unwrap().to_owned();
                (next().parse().unwrap(), next(), next())
            })
            .collect();
        tally.found += have.len();
        tally.expected += want.len();
        let same = |a: &(usize, String, String), b: &(usize, String, String)| a.1 == b.1 && a.2 == b.2;
        let hits = want.iter().filter(|w| have.iter().any(|h| same(h, w))).count();
        tally.hits += hits;
        tally.in_place += want.iter().filter(|w| have.contains(w)).count();
        // What became a card is no longer text.
        let left = want.iter().filter(|w| found.text.contains(w.1.as_str())).count();
        if hits < want.len() || hits < have.len() || left > 0 || want.iter().any(|w| !have.contains(w)) {
            tally.misses.push(format!("{name}: want {want:?}, have {have:?}, left in the text {left}\n{}", found.text));
        }
    }
    tally
}

#[test]
fn stories_that_a_text_points_to_are_data() {
    for (name, file, precision, recall) in [
        ("rules", include_str!("../fixtures/read_also/rules.txt"), 0.98, 0.95),
        ("held out", include_str!("../fixtures/read_also/held-out.txt"), 0.98, 0.95),
    ] {
        let tally = read_also(file);
        println!(
            "{name}: {} cases, precision {:.3}, recall {:.3}, in place {} of {}",
            cases(file).len(),
            tally.precision(),
            tally.recall(),
            tally.in_place,
            tally.expected
        );
        println!("{}", tally.misses.join("\n\n"));
        assert!(tally.precision() >= precision && tally.recall() >= recall, "{name}");
        assert!(tally.in_place * 100 >= tally.expected * 95, "{name}: out of place");
    }
}

#[test]
fn walls_are_told_from_articles() {
    let mut wrong = Vec::new();
    let mut count = std::collections::BTreeMap::<String, usize>::new();
    for (name, page) in cases(include_str!("../fixtures/walls/pages.txt")) {
        let kind = name.split(':').next().unwrap().to_owned();
        *count.entry(kind.clone()).or_default() += 1;
        let url = story();
        let answer = Answer { from: Some(&url), ..Answer::default() };
        let told = extract::blocked(&answer, &page).map_or("none", Blocked::as_str);
        let by_extract = extract::extract(&page, Some(&url)).map(|found| found.blocked.map_or("none", Blocked::as_str));
        if told != kind || by_extract.as_ref().is_ok_and(|b| *b != kind) || kind == "none" && by_extract.is_err() {
            wrong.push(format!("{name}: told {told}, extract {by_extract:?}"));
        }
    }
    println!("{count:?}");
    for kind in ["challenge", "consent", "paywall", "login", "not_found"] {
        assert!(count[kind] >= 8, "{kind}");
    }
    assert!(count["none"] >= 60);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A server that has no page to give: nothing of it is an article, and no wall stands before one.
#[test]
fn idle_pages_are_no_articles() {
    for (title, line) in [
        ("الموقع تحت الصيانة", "نعتذر عن الإزعاج، نقوم بأعمال صيانة مجدولة وسنعود قريباً."),
        ("Under maintenance | Paper", "We are making things better and will be back within the hour."),
        ("Error establishing a database connection", ""),
        ("Account Suspended", "This Account has been suspended. Contact your hosting provider for more information."),
        ("paper.example is for sale", "This domain may be for sale. Buy this domain."),
        ("502 Bad Gateway", "nginx"),
        ("503 Service Temporarily Unavailable", "The server is temporarily unable to service your request."),
        ("هذا النطاق للبيع", "تواصل معنا لشراء النطاق."),
    ] {
        let page =
            format!("<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{line}</p></body></html>");
        assert!(extract::extract(&page, Some(&story())).is_err(), "{title}");
    }
}

#[test]
fn answers_tell_walls_before_their_pages_do() -> Outcome {
    let (asked, front) = (story(), Url::parse("https://paper.example/")?);
    let (login, consent) = (
        Url::parse("https://paper.example/account/login?next=/news")?,
        Url::parse("https://consent.paper.example/v2")?,
    );
    let page = "<p>نص</p>";
    let at = |status, from| Answer { status, headers: &[], asked: Some(&asked), from: Some(from) };
    for (answer, want) in [
        (at(Some(200), &asked), None),
        (at(Some(404), &asked), Some(Blocked::NotFound)),
        (at(Some(410), &asked), Some(Blocked::NotFound)),
        (at(Some(401), &asked), Some(Blocked::Login)),
        (at(Some(402), &asked), Some(Blocked::Paywall)),
        (at(Some(200), &front), Some(Blocked::NotFound)),
        (at(Some(200), &login), Some(Blocked::Login)),
        (at(Some(200), &consent), Some(Blocked::Consent)),
    ] {
        assert_eq!(extract::blocked(&answer, page), want, "{answer:?}");
    }
    let headers = [("CF-Mitigated".to_owned(), "challenge".to_owned())];
    let answer = Answer { status: Some(403), headers: &headers, asked: Some(&asked), from: Some(&asked) };
    assert_eq!(extract::blocked(&answer, page), Some(Blocked::Challenge));
    Ok(())
}

/// Runs of four words, with how often each stands there (the measure of ScrapingHub's benchmark).
fn shingles(text: &str) -> std::collections::HashMap<Vec<&str>, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut out = std::collections::HashMap::new();
    for run in words.windows(4.min(words.len().max(1))) {
        *out.entry(run.to_vec()).or_default() += 1;
    }
    out
}

fn f1(have: &str, want: &str) -> f64 {
    let (have, want) = (shingles(have), shingles(want));
    let hits: usize = want.iter().map(|(run, count)| (*count).min(have.get(run).copied().unwrap_or_default())).sum();
    let all: usize = have.values().sum::<usize>() + want.values().sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * hits as f64 / all as f64 }
}

fn moment(at: Option<i64>) -> String {
    at.and_then(warraq_core::text::date::rfc3339).unwrap_or_default()
}

#[test]
fn pages_after_the_structures_of_arabic_papers_give_their_parts() {
    let mut wrong = Vec::new();
    let (mut total, mut count) = (0.0, 0);
    for (name, case) in cases(include_str!("../fixtures/articles/pages.txt")) {
        let (head, page) = case.split_once("\n---\n").unwrap();
        let found = extract::extract(page, Some(&story())).unwrap();
        let mut body = String::new();
        for line in head.lines() {
            let (field, want) = line.split_once(':').unwrap();
            let want = want.trim();
            let list = |names: &[String]| names.join("، ");
            let have = match field {
                "title" => found.title.clone(),
                "subtitle" => found.subtitle.clone().unwrap_or_default(),
                "authors" => list(&found.authors),
                "agency" => found.agency.clone().unwrap_or_default(),
                "source" => found.source.as_ref().map(|source| source.name.clone()).unwrap_or_default(),
                "source_url" => found.source.as_ref().and_then(|s| s.url.clone()).map(String::from).unwrap_or_default(),
                "published" => moment(found.published),
                "updated" => moment(found.updated),
                "categories" => list(&found.categories),
                "tags" => list(&found.tags),
                "image" => found.lead_image.as_ref().map(ToString::to_string).unwrap_or_default(),
                "caption" => found.lead_caption.clone().unwrap_or_default(),
                "dir" => format!("{:?}", found.direction.unwrap()).to_lowercase(),
                "also" => found.read_also.iter().map(|story| story.title.clone()).collect::<Vec<_>>().join("، "),
                "body" => {
                    body = want.replace(" / ", "\n");
                    for part in body.lines().filter(|part| !found.text.contains(*part)) {
                        wrong.push(format!("{name}: lost {part}"));
                    }
                    continue;
                }
                "drop" => {
                    for part in want.split(" / ").filter(|part| found.text.contains(*part)) {
                        wrong.push(format!("{name}: kept {part}"));
                    }
                    continue;
                }
                other => unreachable!("{other}"),
            };
            if have != want {
                wrong.push(format!("{name}: {field} is «{have}», not «{want}»"));
            }
        }
        // What a page doesn't have must not be made up.
        for (field, have) in [
            ("agency", found.agency.is_some()),
            ("source", found.source.is_some()),
            ("also", !found.read_also.is_empty()),
        ] {
            if have && !head.lines().any(|line| line.starts_with(&format!("{field}:"))) {
                wrong.push(format!("{name}: a made up {field}"));
            }
        }
        if found.blocked.is_some() {
            wrong.push(format!("{name}: blocked {:?}", found.blocked));
        }
        let score = f1(&found.text, &body);
        println!("{score:.3} {name}");
        if score < 0.97 {
            println!("{}", found.text);
        }
        total += score;
        count += 1;
    }
    println!("{count} pages, mean {:.4}\n{}", total / f64::from(count), wrong.join("\n"));
    assert!(count >= 30 && total / f64::from(count) >= 0.97);
    assert!(wrong.is_empty());
}
