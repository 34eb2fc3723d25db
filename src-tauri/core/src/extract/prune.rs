//! Furniture of pages taken out before the body is looked for: share rows, author boxes, tags, comment forms,
//! newsletters, related stories. What is worth keeping of it («اقرأ أيضاً», «المصدر») was lifted out as data before.
//!
//! Two kinds of rule: names that themes and plugins give their blocks (TieLabs' Jannah and Sahifa, WordPress itself,
//! the commonest plugins), and phrases in short or link-heavy blocks, which need no knowledge of the theme.

use std::collections::HashSet;
use std::sync::LazyLock;

use dom_query::{Document, NodeRef};

use super::blocks::named;
use super::dom::{NodeMap, NodeSet};
use super::{calls, dom, phrases, region};

/// Classes and ids of blocks that are no part of an article, in lower case.
const FURNITURE: &[&str] = &[
    // Sharing.
    "share-buttons",
    "share-post",
    "share-links",
    "sharedaddy",
    "sd-sharing",
    "sd-sharing-enabled",
    "addtoany_share_save_container",
    "a2a_kit",
    "social-share",
    "post-share",
    "td-post-sharing",
    "td-post-sharing-top",
    "td-post-sharing-bottom",
    "td-crumb-container",
    "td-module-meta-info",
    "essb_links",
    "heateor_sss_sharing_container",
    "addthis_toolbox",
    "sharethis-inline-share-buttons",
    "share-buttons-top",
    "share-buttons-bottom",
    "jeg_share_button",
    "jeg_sharelist",
    "mashsb-container",
    // Authors.
    "about-author",
    "author-box",
    "post-author-box",
    "abh_box",
    "saboxplugin-wrap",
    "m-a-box",
    "td-author-box",
    "jeg_authorbox",
    // Tags, dates, counters.
    "post-bottom-tags",
    "post-tags",
    "post-tag",
    "entry-tags",
    "tags-links",
    "td-post-source-tags",
    "jeg_post_tags",
    "post-views",
    "post-meta",
    "entry-meta",
    "single-post-meta",
    "meta-reading-time",
    "post-extra-info",
    "post-cat-wrap",
    "post-cats",
    "cat-links",
    "entry-sub-title",
    "post-subtitle",
    // Other stories.
    "related-posts",
    "related_posts",
    "jp-relatedposts",
    "yarpp-related",
    "yarpp",
    "crp_related",
    "td_block_related_posts",
    "jeg_related",
    "check-also-box",
    "prev-next-post-nav",
    "post-navigation",
    "nav-links",
    "nav-previous",
    "breaking-news",
    "breaking",
    "outbrain",
    "taboola",
    "mgid",
    // Comments, newsletters.
    "comments",
    "comments-area",
    "respond",
    "comment-respond",
    "disqus_thread",
    "post-newsletter",
    "subscribe-widget",
    "mc4wp-form",
    "newsletter-signup",
    "fb-comments",
    // Ways about.
    "breadcrumb",
    "breadcrumbs",
    "crumbs",
    "rank-math-breadcrumb",
    "go-to-top",
    "topcontrol",
    "screen-reader-text",
    // Advertisements.
    "stream-item",
    "adsbygoogle",
    "ad-label",
    "stream-item-in-post",
];

/// Those of [`FURNITURE`] that hold what readers wrote.
const COMMENTS: &[&str] = &["comments", "comments-area", "respond", "comment-respond", "disqus_thread", "fb-comments"];

/// So many characters have to be left of a page without its comments.
const LEAST_LEFT: usize = 300;

/// Elements whose text may be a label or a line of its own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "strong",
    "b",
    "em",
    "u",
    "section",
    "aside",
    "blockquote",
    "small",
    "a",
    "font",
];

/// No block with more text than this is furniture by its words, in characters.
const SHORT: usize = 320;

/// No line of more characters is furniture by its words.
const LONGEST_LINE: usize = 200;

/// No words within a line are, if there are more characters of them.
const LONGEST_LABEL: usize = 80;

/// Those of [`BLOCKS`] that stand within lines.
const INLINE: &[&str] = &["span", "strong", "b", "em", "u", "a", "small", "font"];

/// Elements whose text isn't read.
const UNREAD: &[&str] = &["script", "style", "noscript"];

/// Takes furniture out of `doc`.
pub(super) fn prune(doc: &Document) {
    let mut work = Work { gone: NodeSet::default(), lengths: NodeMap::default() };
    let Some(body) = doc.body() else { return };
    work.measure(&body);
    let all = work.length(&body);
    // By name first: it is what says most.
    for node in body.descendants().into_iter().filter(NodeRef::is_element) {
        if work.gone.contains(&node.id) {
            continue;
        }
        work.by_name(&node, all);
    }
    for node in body.descendants().into_iter().filter(NodeRef::is_element) {
        if work.length(&node) == 0 || work.gone.contains(&node.id) {
            continue;
        }
        work.by_phrase(&node);
    }
}

struct Work {
    gone: NodeSet,
    /// Characters of text in each element, as measured before anything went.
    lengths: NodeMap<usize>,
}

impl Work {
    fn measure(&mut self, body: &NodeRef<'_>) {
        let nodes: Vec<NodeRef<'_>> = body.descendants_it().filter(|n| n.is_text() || n.is_element()).collect();
        // From the last to the first, so that each element is whole before it is added to its parent.
        for node in nodes.iter().rev() {
            let len = if node.is_element() {
                if UNREAD.iter().any(|name| node.has_name(name)) {
                    self.lengths.remove(&node.id);
                }
                self.length(node)
            } else {
                node.text().trim().chars().count()
            };
            if len > 0
                && let Some(parent) = node.parent()
            {
                *self.lengths.entry(parent.id).or_default() += len;
            }
        }
    }

    fn length(&self, node: &NodeRef<'_>) -> usize {
        self.lengths.get(&node.id).copied().unwrap_or_default()
    }

    fn by_name(&mut self, node: &NodeRef<'_>, all: usize) {
        static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| FURNITURE.iter().copied().collect());
        let mut comments = false;
        if !any_name(node, |name| {
            let is = NAMES.contains(name);
            comments |= is && COMMENTS.contains(&name);
            is
        }) || is_frame(node)
        {
            return;
        }
        // A theme that calls its whole page `related` doesn't lose it; comments may be longer than what they are on.
        let len = self.length(node);
        if len * 5 <= all * 2 || len <= SHORT || comments && all - len.min(all) >= LEAST_LEFT && !holds_article(node) {
            self.remove(node);
        }
    }

    fn by_phrase(&mut self, node: &NodeRef<'_>) {
        if !named(node, BLOCKS) {
            return;
        }
        let block = !named(node, INLINE);
        let most = if block { LONGEST_LINE } else { LONGEST_LABEL };
        if self.length(node) > 4 * most {
            return;
        }
        let Some(text) = dom::short_text_if(node, most, phrases::may_be_furniture) else { return };
        let normal = phrases::normal(&text);
        if phrases::is_furniture_heading(&normal) {
            // «شارك» in a sentence is a verb: a word in a line counts only when it is all of the line.
            if block
                || node.parent().and_then(|p| dom::short_text(&p, most)).is_some_and(|t| phrases::normal(&t) == normal)
            {
                self.remove(&climb(node));
            }
        } else if block
            && (phrases::is_furniture_line(&normal)
                || named(node, &["p", "div"]) && calls::is(&text, &normal, !dom::links(node).is_empty()))
        {
            self.remove(node);
        }
    }

    fn remove(&mut self, node: &NodeRef<'_>) {
        self.gone.insert(node.id);
        self.gone.extend(node.descendants_it().map(|n| n.id));
        node.remove_from_parent();
    }
}

/// Whether `is` holds of any class or id of an element, in lower case.
fn any_name(node: &NodeRef<'_>, mut is: impl FnMut(&str) -> bool) -> bool {
    dom::names_of(node, |class, id| {
        [class, id].into_iter().flatten().any(|names| {
            names.split_ascii_whitespace().take(24).any(|name| {
                if name.bytes().any(|b| b.is_ascii_uppercase()) { is(&name.to_ascii_lowercase()) } else { is(name) }
            })
        })
    })
}

/// Elements that hold the page or the article.
fn is_frame(node: &NodeRef<'_>) -> bool {
    node.node_name().is_none_or(|name| matches!(name.as_ref(), "html" | "body" | "main" | "article"))
        || node.attr("role").is_some_and(|role| role.as_ref() == "main")
        || node.attr("itemprop").is_some_and(|p| p.as_ref() == "articleBody")
        || any_name(node, |name| {
            matches!(
                name,
                "entry-content"
                    | "post-content"
                    | "article-content"
                    | "article-body"
                    | "the-post"
                    | "entry"
                    | "td-post-content"
            )
        })
}

/// Whether the article itself stands in it.
fn holds_article(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|n| n.is_element() && (n.has_name("h1") || is_frame(&n)))
}

/// The whole block that a furniture heading heads: as far out as nothing in it reads like an article.
pub(super) fn climb<'a>(node: &NodeRef<'a>) -> NodeRef<'a> {
    let mut found = *node;
    while let Some(parent) = found.parent() {
        if is_frame(&parent) || has_prose(&parent) || holds_article(&parent) {
            break;
        }
        found = parent;
    }
    found
}

/// Whether a text of more than a line stands in it that is no link.
fn has_prose(node: &NodeRef<'_>) -> bool {
    let mut total = 0;
    for text in node.descendants_it().filter(NodeRef::is_text) {
        let in_link = text
            .ancestors_it(Some(4))
            .any(|a| a.has_name("a") || a.has_name("script") || a.has_name("style") || a.has_name("form"));
        if in_link {
            continue;
        }
        let len = text.text().trim().chars().count();
        if len > 20 && region::is_of_card(&text) {
            continue;
        }
        total += len;
        if len > 60 || total > 500 {
            return true;
        }
    }
    false
}
