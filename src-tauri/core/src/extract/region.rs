//! Which part of a page is the story: pages load the next story below the first, and put the paper's latest ones beside
//! a short one. What belongs to another story is taken out before the body is looked for.
//!
//! The rules ask how elements repeat, not what they are called. They hold only beside a headline that is found in the
//! page and a text of its own below it; where either is missing nothing goes.

use dom_query::{Document, NodeRef};

use super::blocks::named;
use super::container::unlinked;
use super::dom::NodeSet;
use super::labels::label;
use super::{dom, names, phrases, prune};

/// Headings in which the headline is looked for.
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4"];

/// Fewest characters of a text that is a story's own, and of a sentence of another's.
const OWN: usize = 40;

/// A text of so many characters stands out by itself, whatever repeats beside it.
const LONG: usize = 1_500;

/// Longest text of a card, in characters that aren't white space, and fewest cards in a row.
const LONGEST_CARD: usize = 420;
const FEWEST_CARDS: usize = 3;

/// Fewest letters of a link that is a story's title.
const SHORTEST_TITLE: usize = 12;

/// Most elements that are looked at.
const MOST: usize = 20_000;

/// Takes out of `doc` what belongs to other stories than the one called `title`.
pub(super) fn settle(doc: &Document, title: &str) {
    let Some(body) = doc.body() else { return };
    drop_headed(&body);
    let Some(headline) = headline(&body, title) else { return };
    drop_next(&headline);
    drop_cards(&body, &headline);
}

/// The heading that says the headline.
fn headline<'a>(body: &NodeRef<'a>, title: &str) -> Option<NodeRef<'a>> {
    let wanted = phrases::normal(title);
    if wanted.chars().count() < 4 {
        return None;
    }
    let mut close = None;
    for node in body.descendants_it().filter(|node| named(node, HEADINGS)).take(60) {
        let Some(said) = dom::short_text(&node, 400).map(|text| phrases::normal(&text)) else { continue };
        if said == wanted {
            return Some(node);
        }
        if close.is_none() && node.has_name("h1") && said.chars().count() >= 10 {
            close = (said.contains(&wanted) || wanted.contains(&said)).then_some(node);
        }
    }
    close
}

/// Lists of the paper's other stories under a heading that says so («الأكثر قراءة»), with words of theirs: what stands
/// there must not pass for the article. Lists that are worth having are left for [`super::read_also`].
fn drop_headed(body: &NodeRef<'_>) {
    let headings: Vec<NodeRef<'_>> = body
        .descendants_it()
        .take(MOST)
        .filter(|node| named(node, &["h2", "h3", "h4", "h5", "h6", "div", "p", "span", "strong"]))
        .filter(|node| {
            dom::short_text_if(node, 60, phrases::may_head_a_list).is_some_and(|text| {
                let normal = phrases::normal(&text);
                phrases::heads_a_list(&normal) || phrases::heads_comments(&normal)
            })
        })
        .take(60)
        .collect();
    for heading in headings {
        let said = dom::short_text(&heading, 60).unwrap_or_default();
        if phrases::heads_comments(&phrases::normal(&said)) {
            drop_comments(&heading);
            continue;
        }
        // «أخبار ذات صلة» within a text is worth having.
        let within = label(&said).is_some();
        let whole = prune::climb(&heading);
        if within
            && (std::iter::once(whole).chain(whole.ancestors_it(Some(12))).any(|a| is_named_body(&a))
                || std::iter::successors(whole.next_element_sibling(), NodeRef::next_element_sibling)
                    .take(20)
                    .any(|next| unlinked(&next) >= OWN))
        {
            continue;
        }
        if whole.id != heading.id
            && !whole.has_name("body")
            && whole.descendants_it().any(|text| text.is_text() && text.text().len() > 40 && is_of_card(&text))
        {
            whole.remove_from_parent();
        }
    }
}

/// What readers wrote, below a heading that says so: as far out as the heading is the first that is said.
fn drop_comments(heading: &NodeRef<'_>) {
    let mut whole = None;
    for outer in heading.ancestors(Some(4)) {
        let first = outer.descendants_it().find(|n| n.is_text() && n.text().chars().any(char::is_alphanumeric));
        let inside = first.is_some_and(|text| text.ancestors_it(Some(6)).any(|a| a.id == heading.id));
        if !inside
            || named(&outer, &["body", "main", "article"])
            || is_named_body(&outer)
            || outer.descendants_it().any(|n| n.has_name("h1"))
        {
            break;
        }
        whole = Some(outer);
    }
    if let Some(whole) = whole {
        whole.remove_from_parent();
    }
}

/// Stories that follow in elements of the same kind as the headline's.
fn drop_next(headline: &NodeRef<'_>) {
    for own in headline.ancestors(Some(12)) {
        if own.has_name("body") || own.has_name("html") {
            return;
        }
        if !named(&own, &["article", "div", "section", "main", "li"]) {
            continue;
        }
        let said = headline.text().chars().filter(|c| !c.is_whitespace()).count();
        if unlinked(&own) < said + OWN {
            continue;
        }
        let others: Vec<NodeRef<'_>> = std::iter::successors(own.next_element_sibling(), NodeRef::next_element_sibling)
            .take(60)
            .filter(|next| is_next(&own, headline, next))
            .collect();
        for other in others {
            other.remove_from_parent();
        }
    }
}

/// Whether an element beside the headline's own is a story as well. Sections of one article repeat too: something has to
/// say that another story begins.
fn is_next(own: &NodeRef<'_>, headline: &NodeRef<'_>, next: &NodeRef<'_>) -> bool {
    if own.node_name() != next.node_name() || !same_kind(own, next) || unlinked(next) < OWN {
        return false;
    }
    let Some(heading) = next.descendants_it().find(|node| named(node, HEADINGS)) else { return false };
    let said = phrases::normal(&heading.text());
    if said.chars().count() < 4 || said == phrases::normal(&headline.text()) {
        return false;
    }
    let linked = dom::links(&heading)
        .into_iter()
        .chain(heading.ancestors_it(Some(3)).filter(|a| a.has_name("a")))
        .any(|link| link.attr("href").is_some_and(|href| !href.starts_with('#')));
    let addressed = ["data-url", "data-href", "data-permalink", "data-post-id", "data-article-id"]
        .iter()
        .any(|name| next.has_attr(name));
    let bare = own.has_name("article") && next.class().is_none() && heading.has_name("h1");
    let called = || {
        dom::has_name_like(next, |name| {
            matches!(
                name,
                "hentry" | "post" | "type-post" | "single" | "single-post" | "story" | "article" | "news-article"
            )
        })
    };
    (own.has_name("article") || numbered(own, next)) && linked
        || addressed
        || bare
        || called() && !heading.has_name("h4")
}

/// Whether two elements have the same first class, or none.
fn same_kind(a: &NodeRef<'_>, b: &NodeRef<'_>) -> bool {
    let first = |node: &NodeRef<'_>| {
        node.class().and_then(|class| class.split_ascii_whitespace().next().map(str::to_ascii_lowercase))
    };
    first(a) == first(b)
}

/// Whether the ids of two elements differ in their number only («post-12», «post-15»).
fn numbered(a: &NodeRef<'_>, b: &NodeRef<'_>) -> bool {
    let stem = |node: &NodeRef<'_>| {
        node.id_attr().map(|id| id.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()).filter(|s| !s.is_empty())
    };
    stem(a).is_some_and(|a| Some(a) == stem(b))
}

/// Rows of cards outside of the part of the page that holds the headline and a short text below it.
fn drop_cards(body: &NodeRef<'_>, headline: &NodeRef<'_>) {
    let said = headline.text().chars().filter(|c| !c.is_whitespace()).count();
    let Some(story) = headline.ancestors_it(Some(12)).find(|a| said + OWN <= outside_cards(a)) else { return };
    if story.has_name("body") || unlinked(&story) >= LONG {
        return;
    }
    let above: NodeSet = headline.ancestors_it(None).map(|a| a.id).chain([headline.id]).collect();
    let holders: Vec<NodeRef<'_>> = body
        .descendants_it()
        .take(MOST)
        .filter(|node| named(node, &["div", "section", "ul", "ol", "aside", "main", "td"]))
        .filter(|node| !node.ancestors_it(None).any(|a| a.id == story.id) && node.id != story.id)
        .filter(|node| !std::iter::once(*node).chain(node.ancestors_it(Some(12))).any(|a| is_named_body(&a)))
        .collect();
    for holder in holders {
        let cards: Vec<NodeRef<'_>> = holder
            .element_children()
            .into_iter()
            .filter(|child| !above.contains(&child.id) && is_card(child))
            .collect();
        if cards.len() < FEWEST_CARDS {
            continue;
        }
        for card in cards {
            card.remove_from_parent();
        }
    }
}

/// Characters of a node's text that stand in no link and in no card.
fn outside_cards(node: &NodeRef<'_>) -> usize {
    let mut sum = 0;
    for child in node.element_children() {
        if !in_row(&child) {
            sum += unlinked(&child);
        }
    }
    sum
}

/// Whether an element is a card, and one of several beside each other.
fn in_row(node: &NodeRef<'_>) -> bool {
    let beside = |next: Option<NodeRef<'_>>| {
        next.is_some_and(|next| next.node_name() == node.node_name() && same_kind(node, &next) && is_card(&next))
    };
    is_card(node) && (beside(node.next_element_sibling()) || beside(node.prev_element_sibling()))
}

/// Whether an element is no more than another story's title that is a link, in a heading of its own, and a few words.
fn is_card(node: &NodeRef<'_>) -> bool {
    if !named(node, &["div", "li", "article", "section", "a"]) {
        return false;
    }
    let Some(text) = dom::short_text(node, LONGEST_CARD + LONGEST_CARD / 4) else { return false };
    if text.chars().filter(|c| !c.is_whitespace()).count() > LONGEST_CARD {
        return false;
    }
    let leads = |link: &NodeRef<'_>| {
        link.attr("href").is_some_and(|href| !href.starts_with(['#']) && !href.starts_with("javascript:"))
            && link.text().chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST_TITLE
    };
    let heading = node.descendants_it().find(|inner| {
        named(inner, &["h2", "h3", "h4", "h5", "h6"])
            || names::words(inner).is_some_and(|w| w.iter().any(|w| w == "title"))
    });
    heading.is_some_and(|heading| {
        dom::links(&heading).iter().any(leads)
            || heading.ancestors_it(Some(4)).take_while(|a| a.id != node.id).any(|a| a.has_name("a") && leads(&a))
            || node.has_name("a") && leads(node)
    })
}

/// Whether a text stands in a card of a list of them: it is no text of the article that the page is about.
pub(super) fn is_of_card(text: &NodeRef<'_>) -> bool {
    text.ancestors_it(Some(6)).take_while(|a| !a.has_name("body")).any(|a| in_row_of_links(&a))
}

/// As [`in_row`], below a heading that says what the list is: there a link is enough.
fn in_row_of_links(node: &NodeRef<'_>) -> bool {
    let is = |node: &NodeRef<'_>| {
        named(node, &["div", "li", "article", "section", "a"])
            && dom::short_text(node, LONGEST_CARD + LONGEST_CARD / 4).is_some()
            && dom::links(node).iter().any(|link| {
                link.text().chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST_TITLE
                    && link.attr("href").is_some_and(|href| !href.starts_with('#'))
            })
            // A paragraph with a link in it is no card: the title stands by itself.
            && !node.descendants_it().any(|p| p.has_name("p") && dom::links(&p).iter().any(|l| l.text().len() < p.text().len()))
    };
    let beside = |next: Option<NodeRef<'_>>| {
        next.is_some_and(|next| next.node_name() == node.node_name() && same_kind(node, &next) && is(&next))
    };
    is(node) && (beside(node.next_element_sibling()) || beside(node.prev_element_sibling()))
}

fn is_named_body(node: &NodeRef<'_>) -> bool {
    super::container::rank(node) == Some(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::extract;

    const OWN: &str = "<p>وصلت السفينة إلى الميناء صباح اليوم وعلى متنها ثلاثمئة راكب من مدن الساحل.</p>";
    const TITLE: &str = "وصول السفينة إلى الميناء";

    fn other(i: usize) -> String {
        format!(
            "<p>أعلن الاتحاد المحلي رقم {i} تأجيل المباراة النهائية لكأس البلاد إلى الشهر المقبل بسبب أعمال الصيانة في \
             الملعب الرئيسي، على أن تقام من دون تغيير في ترتيب الفريقين.</p>"
        )
    }

    fn cards(tag: &str, count: usize) -> String {
        let card =
            |i| format!("<div class='c'><{tag}><a href='/n/{i}'>عنوان خبر آخر طويل {i}</a></{tag}>{}</div>", other(i));
        (0..count).map(card).collect()
    }

    fn text(body: &str) -> String {
        let page = format!(
            "<html lang='ar' dir='rtl'><head><title>{TITLE}</title></head><body><nav><a href='/'>الرئيسية</a></nav>{body}\
             <footer><p>جميع الحقوق محفوظة للموقع</p></footer></body></html>"
        );
        extract(&page, None).unwrap().text
    }

    #[test]
    fn what_stands_beside_a_short_story_is_not_the_story() {
        let next = (0..5).map(other).collect::<String>();
        for body in [
            format!(
                "<article class='post'><h1>{TITLE}</h1>{OWN}</article><article class='post'><h2>خبر ثان</h2>{next}</article>"
            ),
            format!(
                "<div class='s'><h1>{TITLE}</h1><div>{OWN}</div></div><div class='s' data-url='/2'><h1>خبر ثان</h1>{next}</div>"
            ),
            format!("<main><article><h1>{TITLE}</h1>{OWN}</article><div class='x'>{}</div></main>", cards("h4", 5)),
            format!("<div><h1>{TITLE}</h1>{OWN}</div><div><h3>الأكثر قراءة</h3>{}</div>", cards("span", 4)),
        ] {
            let text = text(&body);
            assert!(text.contains("ثلاثمئة راكب") && !text.contains("الاتحاد المحلي"), "{body}\n{text}");
        }
    }

    #[test]
    fn what_repeats_within_a_story_stays() {
        let sections = |class: &str| {
            (1..4)
                .map(|i| format!("<section class='{class}'><h2>القسم رقم {i}</h2>{}</section>", other(i)))
                .collect::<String>()
        };
        for body in [
            format!("<article><section class='part'><h1>{TITLE}</h1>{OWN}</section>{}</article>", sections("part")),
            format!(
                "<article class='box'><h1>{TITLE}</h1>{OWN}</article>{}",
                sections("box").replace("section", "article")
            ),
            format!("<article><h1>{TITLE}</h1>{OWN}<div class='list'>{}</div></article>", cards("h3", 5)),
        ] {
            let text = text(&body);
            for i in 1..4 {
                assert!(text.contains(&format!("الاتحاد المحلي رقم {i}")), "{body}\n{text}");
            }
        }
    }

    #[test]
    fn a_text_behind_a_button_and_the_halves_of_verses() {
        let hidden: String = (0..3).map(other).collect();
        let found = text(&format!(
            "<article><h1>{TITLE}</h1>{OWN}<div class='z' style='display: none'>{hidden}</div><button>اقرأ المزيد</button></article>"
        ));
        assert!(found.contains("رقم 2") && !found.contains("المزيد"), "{found}");
        let verse = "<div class='b'><span class='x'>على قدر أهل العزم تأتي العزائم</span><span class='y'>وتأتي على قدر الكرام المكارم</span></div>";
        let found = text(&format!("<article><h1>{TITLE}</h1><div class='poem'>{}</div></article>", verse.repeat(3)));
        assert!(!found.contains("العزائموتأتي"), "{found}");
    }
}
