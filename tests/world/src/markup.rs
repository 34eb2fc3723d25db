//! The markup of an article's body. Blocks are parted by empty lines:
//!
//! `## subhead` · `> quotation` (a last line `> — who`) · `- item` lines · `| cell | cell |` lines, the first being the
//! head · `![picture](caption)` · `@also paper/name` («اقرأ أيضاً: …» as a paragraph) · `@link paper/name` (a paragraph that
//! is nothing but a link) · `@later text` (a paragraph that is added with `publish_more`) · `@box paper/name paper/name` (the theme's own box, on the page and not in the feed).
//! Inside a paragraph: `**strong**`, `[words](paper/name)`.

use crate::content::Theme;
use crate::template::escape;

/// One block of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Paragraph(String),
    Subhead(String),
    /// What was said, and by whom.
    Quote(String, Option<String>),
    List(Vec<String>),
    Table(Vec<Vec<String>>),
    /// A picture's name and its caption.
    Figure(String, String),
    /// An in-paragraph «اقرأ أيضاً».
    Also(String),
    /// A paragraph that is a link alone.
    Link(String),
    /// The theme's box of further reading.
    Box(Vec<String>),
    /// A paragraph that was added when more news came out.
    Later(String),
}

/// Reads a body.
pub(crate) fn parse(body: &str) -> Vec<Block> {
    body.split("\n\n").map(str::trim).filter(|b| !b.is_empty()).map(block).collect()
}

fn block(text: &str) -> Block {
    if let Some(subhead) = text.strip_prefix("## ") {
        return Block::Subhead(subhead.to_owned());
    }
    if text.starts_with('>') {
        let mut lines: Vec<&str> = text.lines().map(|l| l.trim_start_matches('>').trim()).collect();
        let who = lines.last().and_then(|l| l.strip_prefix("— ")).map(str::to_owned);
        if who.is_some() {
            lines.pop();
        }
        return Block::Quote(lines.join(" "), who);
    }
    if text.starts_with("- ") {
        return Block::List(text.lines().map(|l| l.trim_start_matches("- ").to_owned()).collect());
    }
    if text.starts_with('|') {
        let row = |l: &str| l.trim().trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect();
        return Block::Table(text.lines().map(row).collect());
    }
    if let Some((name, caption)) =
        text.strip_prefix("![").and_then(|t| t.strip_suffix(')')).and_then(|t| t.split_once("]("))
    {
        return Block::Figure(name.to_owned(), caption.to_owned());
    }
    if let Some(id) = text.strip_prefix("@also ") {
        return Block::Also(id.trim().to_owned());
    }
    if let Some(id) = text.strip_prefix("@link ") {
        return Block::Link(id.trim().to_owned());
    }
    if let Some(text) = text.strip_prefix("@later ") {
        return Block::Later(text.replace('\n', " "));
    }
    if let Some(ids) = text.strip_prefix("@box ") {
        return Block::Box(ids.split_whitespace().map(str::to_owned).collect());
    }
    Block::Paragraph(text.replace('\n', " "))
}

/// What the renderer must know of the rest of the world.
pub(crate) trait Links {
    /// Address and title of an article by its id.
    fn article(&self, id: &str) -> Option<(String, String)>;
    /// Address of a picture of this paper by its file name.
    fn picture(&self, file: &str) -> String;
}

/// Where the body is going.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'a> {
    pub(crate) theme: Theme,
    pub(crate) language: &'a str,
    /// On the page there are boxes and lazy pictures; in the feed there are not.
    pub(crate) page: bool,
    /// Whether what was added later is there.
    pub(crate) later: bool,
}

/// `**strong**` and `[words](paper/name)` in escaped text.
fn inline(text: &str, links: &dyn Links) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '*']) {
        out.push_str(&escape(&rest[..at]));
        rest = &rest[at..];
        if let Some((strong, after)) = rest.strip_prefix("**").and_then(|r| r.split_once("**")) {
            out.push_str("<strong>");
            out.push_str(&escape(strong));
            out.push_str("</strong>");
            rest = after;
        } else if let Some((words, id, after)) = rest
            .strip_prefix('[')
            .and_then(|r| r.split_once("]("))
            .and_then(|(w, r)| r.split_once(')').map(|(id, after)| (w, id, after)))
        {
            let url = links.article(id).map_or_else(|| "#missing".to_owned(), |(url, _)| url);
            out.push_str(&format!("<a href=\"{}\">{}</a>", escape(&url), escape(words)));
            rest = after;
        } else {
            out.push_str(&escape(&rest[..1]));
            rest = &rest[1..];
        }
    }
    out.push_str(&escape(rest));
    out
}

/// Text alone, without marks; for excerpts and for counting words.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        match link.split_once("](").and_then(|(w, r)| r.split_once(')').map(|(_, after)| (w, after))) {
            Some((words, after)) => {
                out.push_str(words);
                rest = after;
            }
            None => rest = link,
        }
    }
    out.push_str(rest);
    out.replace("**", "")
}

/// A picture with its caption, the way the theme writes it. `file` is without its ending.
pub(crate) fn figure(name: &str, caption: &str, form: Form<'_>, links: &dyn Links) -> String {
    let large = escape(&links.picture(&format!("{name}.jpg")));
    let small = escape(&links.picture(&format!("{name}-640x360.jpg")));
    let caption = escape(caption);
    let size = "width=\"1280\" height=\"720\"";
    if !form.page {
        return format!(
            "<figure><img src=\"{large}\" alt=\"{caption}\" {size}><figcaption>{caption}</figcaption></figure>"
        );
    }
    match form.theme {
        Theme::Jannah => format!(
            "<figure class=\"wp-caption aligncenter\"><img loading=\"lazy\" class=\"size-full\" {size} src=\"{large}\" \
             srcset=\"{small} 640w, {large} 1280w\" sizes=\"(max-width: 780px) 100vw, 780px\" alt=\"{caption}\">\
             <figcaption class=\"wp-caption-text\">{caption}</figcaption></figure>"
        ),
        Theme::Newspaper => format!(
            "<figure class=\"wp-block-image\"><img class=\"lazyload entry-thumb\" {size} \
             src=\"data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\" \
             data-src=\"{large}\" data-srcset=\"{small} 640w, {large} 1280w\" data-sizes=\"auto\" alt=\"{caption}\">\
             <noscript><img src=\"{large}\" alt=\"{caption}\"></noscript><figcaption>{caption}</figcaption></figure>"
        ),
        Theme::Block => format!(
            "<figure class=\"wp-block-image size-large\"><img decoding=\"async\" {size} src=\"{small}\" \
             srcset=\"{large} 1280w, {small} 640w\" sizes=\"(max-width: 1280px) 100vw, 1280px\" alt=\"{caption}\">\
             <figcaption class=\"wp-element-caption\">{caption}</figcaption></figure>"
        ),
        Theme::Custom => {
            let webp = escape(&links.picture(&format!("{name}.webp")));
            format!(
                "<figure class=\"art-pic\"><picture><source type=\"image/webp\" srcset=\"{webp}\">\
                 <img {size} src=\"{large}\" alt=\"{caption}\"></picture><figcaption>{caption}</figcaption></figure>"
            )
        }
    }
}

fn also_words(language: &str) -> &'static str {
    if language.starts_with("ar") { "اقرأ أيضاً" } else { "Read also" }
}

/// The theme's box of further reading.
fn reading_box(ids: &[String], form: Form<'_>, links: &dyn Links) -> String {
    let words = also_words(form.language);
    let items = ids.iter().filter_map(|id| links.article(id)).fold(String::new(), |all, (url, title)| {
        let (url, title) = (escape(&url), escape(&title));
        all + &match form.theme {
            Theme::Jannah => format!(
                "<li class=\"widget-single-post-item widget-post-list\"><div class=\"post-widget-body\">\
                 <a class=\"post-title the-subtitle\" href=\"{url}\">{title}</a></div></li>"
            ),
            Theme::Newspaper => {
                format!(
                    "<div class=\"td_module_wrap\"><h3 class=\"entry-title\"><a href=\"{url}\">{title}</a></h3></div>"
                )
            }
            Theme::Block | Theme::Custom => format!("<li><a href=\"{url}\">{title}</a></li>"),
        }
    });
    match form.theme {
        Theme::Jannah => format!(
            "<div id=\"inline-related-post\" class=\"mag-box mini-posts-box content-only\"><div class=\"container-wrapper\">\
             <div class=\"widget-title the-global-title\"><div class=\"the-subtitle\">{words}</div></div>\
             <div class=\"mag-box-container clearfix\"><ul class=\"posts-items posts-list-container\">{items}</ul></div></div></div>"
        ),
        Theme::Newspaper => format!(
            "<div class=\"td_block_wrap td_block_inline_related\"><h4 class=\"td-block-title\"><span>{words}</span></h4>{items}</div>"
        ),
        Theme::Block => {
            format!(
                "<aside class=\"wp-block-group read-also\"><p class=\"has-small-font-size\">{words}</p><ul>{items}</ul></aside>"
            )
        }
        Theme::Custom => format!("<section class=\"see-also\"><h5>{words}</h5><ul>{items}</ul></section>"),
    }
}

/// Renders a body.
pub(crate) fn html(blocks: &[Block], form: Form<'_>, links: &dyn Links) -> String {
    let mut out = String::new();
    for block in blocks {
        out.push_str(&match block {
            Block::Paragraph(text) => format!("<p>{}</p>", inline(text, links)),
            Block::Subhead(text) => {
                let class = if form.theme == Theme::Block { " class=\"wp-block-heading\"" } else { "" };
                format!("<h2{class}>{}</h2>", inline(text, links))
            }
            Block::Quote(text, who) => {
                let who = who.as_ref().map_or_else(String::new, |w| format!("<cite>{}</cite>", escape(w)));
                format!("<blockquote><p>{}</p>{who}</blockquote>", inline(text, links))
            }
            Block::List(items) => {
                let items: String = items.iter().map(|i| format!("<li>{}</li>", inline(i, links))).collect();
                format!("<ul>{items}</ul>")
            }
            Block::Table(rows) => table(rows, links),
            Block::Figure(name, caption) => figure(name, caption, form, links),
            Block::Also(id) => links.article(id).map_or_else(String::new, |(url, title)| {
                let (url, title, words) = (escape(&url), escape(&title), also_words(form.language));
                match form.theme {
                    Theme::Custom => format!("<p>{words}: <a href=\"{url}\" target=\"_blank\">{title}</a></p>"),
                    _ => format!("<p><strong>{words}: <a href=\"{url}\">{title}</a></strong></p>"),
                }
            }),
            Block::Link(id) => links.article(id).map_or_else(String::new, |(url, title)| {
                format!("<p><a href=\"{}\">{}</a></p>", escape(&url), escape(&title))
            }),
            Block::Box(ids) if form.page => reading_box(ids, form, links),
            Block::Later(text) if form.later => format!("<p>{}</p>", inline(text, links)),
            Block::Box(_) | Block::Later(_) => String::new(),
        });
        out.push('\n');
    }
    out
}

fn table(rows: &[Vec<String>], links: &dyn Links) -> String {
    let line = |cells: &Vec<String>, tag: &str| -> String {
        let cells: String = cells.iter().map(|c| format!("<{tag}>{}</{tag}>", inline(c, links))).collect();
        format!("<tr>{cells}</tr>")
    };
    let Some((head, body)) = rows.split_first() else { return String::new() };
    let body: String = body.iter().map(|r| line(r, "td")).collect();
    format!(
        "<figure class=\"wp-block-table\"><table><thead>{}</thead><tbody>{body}</tbody></table></figure>",
        line(head, "th")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nowhere;
    impl Links for Nowhere {
        fn article(&self, id: &str) -> Option<(String, String)> {
            (id == "a/b").then(|| ("http://x/".to_owned(), "T & T".to_owned()))
        }
        fn picture(&self, file: &str) -> String {
            format!("/p/{file}")
        }
    }

    #[test]
    fn blocks_are_told_apart() {
        let blocks = parse(
            "one\ntwo\n\n## h\n\n> q\n> — who\n\n- x\n- y\n\n| a | b |\n| 1 | 2 |\n\n![p](c)\n\n@also a/b\n\n@box a/b c/d",
        );
        assert_eq!(blocks[0], Block::Paragraph("one two".into()));
        assert_eq!(blocks[2], Block::Quote("q".into(), Some("who".into())));
        assert_eq!(blocks[4], Block::Table(vec![vec!["a".into(), "b".into()], vec!["1".into(), "2".into()]]));
        assert_eq!(blocks[5], Block::Figure("p".into(), "c".into()));
        assert_eq!(blocks[7], Block::Box(vec!["a/b".into(), "c/d".into()]));
    }

    #[test]
    fn boxes_stay_out_of_feeds_and_text_is_escaped() {
        let blocks = parse("**a<b** [w](a/b) & x\n\n@box a/b\n\n@also a/b");
        let form = Form { theme: Theme::Jannah, language: "ar", page: false, later: false };
        let feed = html(&blocks, form, &Nowhere);
        assert!(feed.contains("<strong>a&lt;b</strong> <a href=\"http://x/\">w</a> &amp; x"), "{feed}");
        assert!(!feed.contains("inline-related-post") && feed.contains("اقرأ أيضاً: <a"), "{feed}");
        assert!(html(&blocks, Form { page: true, ..form }, &Nowhere).contains("inline-related-post"));
    }
}
