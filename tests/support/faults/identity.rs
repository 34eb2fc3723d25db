//! Faults of identity: a publisher that changes what its entries are known by. None of it is news.

use super::{Fault, Outcome, document, healthy, reads};
use crate::feeds::Item;
use crate::server::Answer;

type Change = fn(&mut Item);

fn changed(change: Change) -> Answer {
    let mut items = healthy();
    items.iter_mut().for_each(change);
    Answer::rss(document(&items))
}

pub(super) fn table() -> Vec<Fault> {
    let mut all = all_at_once();
    all.extend(addresses());
    all.extend(among_themselves());
    all.extend(truly_new());
    all
}

fn new_guid(item: &mut Item) {
    item.guid = item.guid.take().map(|guid| format!("urn:x:{guid}"));
}

fn new_link(item: &mut Item) {
    item.link = format!("/2026/11{}-new", item.link);
}

fn new_title(item: &mut Item) {
    item.title = format!("تحديث: {}", item.title.replace("خبر رقم", "النبأ"));
}

fn new_date(item: &mut Item) {
    item.date = item.date.take().map(|date| date.replace("22 Nov", "21 Nov"));
}

fn new_text(item: &mut Item) {
    item.html = item.html.replace("كلمات كثيرة", "عبارات أخرى");
}

fn all_at_once() -> Vec<Fault> {
    let same = |name, about, change: Change| reads(name, about, changed(change), 0);
    let edited = |name, about, change: Change| Fault {
        outcome: Outcome::Reads { added: 0, updated: 6 },
        ..same(name, about, change)
    };
    vec![
        same("guid-churn", "gives every entry a new GUID", new_guid),
        same("guid-missing", "has no GUIDs any more", |item| item.guid = None),
        same("link-churn", "gives every entry a new address", new_link),
        same("date-churn", "gives every entry a new date", new_date),
        same("guid-and-link-churn", "changes GUIDs and addresses", |item| {
            new_guid(item);
            new_link(item);
        }),
        same("guid-link-and-date-churn", "changes GUIDs, addresses and dates", |item| {
            new_guid(item);
            new_link(item);
            new_date(item);
        }),
        edited("title-edited", "rewrites its titles", new_title),
        edited("text-edited", "rewrites its texts", new_text),
        edited("guid-and-title-churn", "changes GUIDs and titles", |item| {
            new_guid(item);
            new_title(item);
        }),
        edited("guid-and-text-churn", "changes GUIDs and texts", |item| {
            new_guid(item);
            new_text(item);
        }),
        edited("link-and-title-churn", "changes addresses and titles", |item| {
            new_link(item);
            new_title(item);
        }),
        edited("all-but-text", "changes everything but the texts", |item| {
            new_guid(item);
            new_link(item);
            new_title(item);
            new_date(item);
        }),
        edited("all-but-guid", "changes everything but GUIDs and dates", |item| {
            new_link(item);
            new_title(item);
            new_text(item);
        }),
        edited("all-but-link", "changes everything but the addresses", |item| {
            new_guid(item);
            new_title(item);
            new_text(item);
            new_date(item);
        }),
        edited("all-but-title-and-date", "changes GUIDs, addresses and texts", |item| {
            new_guid(item);
            new_link(item);
            new_text(item);
        }),
    ]
}

fn addresses() -> Vec<Fault> {
    let same = |name, about, change: Change| reads(name, about, changed(change), 0);
    vec![
        same("domain-moved", "moves to another domain, GUIDs and all", |item| {
            item.link = format!("https://new-home.example{}", item.link);
            item.guid = Some(item.link.clone());
        }),
        same("https-moved", "writes its addresses and GUIDs with https", |item| {
            item.link = format!("https://127.0.0.1{}", item.link);
            item.guid = Some(item.link.clone());
        }),
        same("slash-added", "adds a slash to its addresses", |item| {
            item.link.push('/');
            new_guid(item);
        }),
        same("utm-added", "adds its marks to the addresses", |item| {
            item.link.push_str("?utm_source=rss&amp;utm_medium=feed&amp;fbclid=x");
            new_guid(item);
        }),
        same("fragment-added", "adds a fragment to its addresses", |item| {
            item.link.push_str("#comments");
            new_guid(item);
        }),
        same("percent-encoded", "escapes what needs no escaping", |item| {
            item.link = item.link.replace("articles", "%61rticles");
            new_guid(item);
        }),
        same("wordpress-guids", "has WordPress's short addresses for GUIDs", |item| {
            item.guid = item.guid.take().map(|guid| format!("https://site.example/?p={}", guid.replace("guid-", "")));
        }),
        same("wordpress-plain", "links by ?p= instead of the title", |item| {
            item.link = format!("/?p={}", item.link.replace("/articles/", ""));
            item.guid = Some(item.link.clone());
        }),
    ]
}

fn among_themselves() -> Vec<Fault> {
    let items = |change: fn(Vec<Item>) -> Vec<Item>| Answer::rss(document(&change(healthy())));
    let churned = || {
        let mut items = healthy();
        items.iter_mut().for_each(new_guid);
        Answer::rss(document(&items))
    };
    let plain = || Answer::rss(document(&healthy())).header("x-again", "1");
    vec![
        reads("guid-all-same", "gives all entries one GUID", changed(|item| item.guid = Some("same".into())), 0),
        reads(
            "guid-swap",
            "exchanges the GUIDs of its entries",
            items(|mut items| {
                let guids: Vec<_> = items.iter().rev().map(|item| item.guid.clone()).collect();
                items.iter_mut().zip(guids).for_each(|(item, guid)| item.guid = guid);
                items
            }),
            0,
        ),
        reads(
            "guid-by-place",
            "numbers its entries from the top, and has one more",
            items(|mut items| {
                items.insert(0, Item::numbered(7));
                for (place, item) in items.iter_mut().enumerate() {
                    item.guid = Some(format!("guid-{}", place + 1));
                }
                items
            }),
            1,
        ),
        reads(
            "guid-of-a-dropped-entry",
            "exchanges GUIDs, and gives a new entry the one of an entry that it drops",
            items(|mut items| {
                let dropped = items.pop().and_then(|item| item.guid);
                let first = items[0].guid.take();
                items[0].guid = items[1].guid.take();
                items[1].guid = first;
                items.insert(0, Item { guid: dropped, ..Item::numbered(7) });
                items
            }),
            1,
        ),
        reads("reordered", "turns its order around", items(|items| items.into_iter().rev().collect()), 0),
        reads("vanishing", "drops all entries but one", items(|items| items.into_iter().take(1).collect()), 0),
        reads("duplicates-in-document", "sends every entry twice", items(|items| [items.clone(), items].concat()), 0),
        Fault::of(
            "vanishing-and-back",
            "drops its entries and has them back under new GUIDs",
            vec![Answer::rss(document(&[])), churned()],
            Outcome::Reads { added: 0, updated: 0 },
        ),
        Fault::of(
            "guid-alternating",
            "alternates between two kinds of GUIDs",
            vec![churned(), plain(), churned(), plain(), churned()],
            Outcome::Reads { added: 0, updated: 0 },
        ),
        Fault::of(
            "title-alternating",
            "tries out two titles by turns",
            vec![changed(new_title), plain(), changed(new_title)],
            Outcome::Reads { added: 0, updated: 6 },
        ),
        Fault::of(
            "guids-that-count",
            "has another GUID at each visit",
            (1..=5)
                .map(|visit| {
                    let mut items = healthy();
                    items.iter_mut().for_each(|item| item.guid = item.guid.take().map(|g| format!("{g}-{visit}")));
                    Answer::rss(document(&items))
                })
                .collect(),
            Outcome::Reads { added: 0, updated: 0 },
        ),
    ]
}

/// What is new stays new, however alike.
fn truly_new() -> Vec<Fault> {
    let with = |more: Vec<Item>| Answer::rss(document(&[more, healthy()].concat()));
    // With addresses of their own: what another feed of the server has brought already would come as it stands there.
    let flood = |section: &str, from: usize| {
        let short = |n: usize| Item {
            html: format!("<p>خبر {n} في سطر.</p>"),
            link: format!("/{section}/{n}"),
            ..Item::numbered(n)
        };
        with((from..from + 4_994).map(short).collect())
    };
    let alike = |n: usize| Item { title: "نشرة الأخبار".into(), ..Item::numbered(n) };
    let live = |n: usize| Item { link: "/live".into(), title: "تغطية مباشرة".into(), ..Item::numbered(n) };
    vec![
        reads(
            "guid-of-other-feed",
            "has an entry under another feed's GUID",
            with(vec![Item { guid: Some("healthy-1".into()), ..Item::numbered(7) }]),
            1,
        ),
        reads("look-alikes", "has two entries with one title", with(vec![alike(7), alike(8)]), 2),
        Fault::of(
            "bulletins",
            "calls every bulletin the same",
            vec![with(vec![alike(7)]), with(vec![alike(8)])],
            Outcome::Reads { added: 1, updated: 0 },
        ),
        Fault::of(
            "live-blog",
            "has one address and title for all that it adds, and drops what is older",
            vec![with((7..12).map(live).collect()), with((9..14).map(live).collect())],
            Outcome::Reads { added: 2, updated: 0 },
        ),
        Fault::of(
            "site-for-link",
            "links every entry to the site",
            vec![
                with(vec![Item { link: "/".into(), ..Item::numbered(7) }]),
                with(vec![Item { link: "/".into(), ..Item::numbered(8) }]),
            ],
            Outcome::Reads { added: 1, updated: 0 },
        ),
        reads(
            "new-among-churned",
            "changes all GUIDs and has one new entry",
            {
                let mut items = healthy();
                items.insert(0, Item::numbered(7));
                items.iter_mut().for_each(new_guid);
                Answer::rss(document(&items))
            },
            1,
        ),
        reads("flood", "adds 4,994 entries at once", flood("a", 10), 1_000).unread(12),
        Fault::of(
            "flood-again",
            "adds 4,994 other entries at each visit",
            vec![flood("b", 10), flood("b", 10_000)],
            Outcome::Reads { added: 1_000, updated: 0 },
        )
        .unread(7),
    ]
}
