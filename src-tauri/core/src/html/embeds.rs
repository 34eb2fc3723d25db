//! What pages embed from elsewhere: players, posts, maps. Nothing of it is loaded; the reader gets a link to the page
//! that the embed shows, which the window draws as a quiet card.

use url::Url;

use super::tokens::Tag;
use super::{line, links};

/// An embed of a known site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Embed {
    /// The page that it shows.
    pub(super) page: Url,
    /// What it is called, where the markup says more than what kind of thing it is.
    pub(super) title: Option<String>,
}

/// Longest title that is taken over, in characters.
const LONGEST_TITLE: usize = 160;

/// Titles that name the player and not the film (YouTube's, Vimeo's, Facebook's and WordPress's own ones).
const SAYS_NOTHING: &[&str] = &["player", "iframe", "embed", "widget", "مشغل", "post by", "twitter", "x post", "tweet"];

/// Whether an element that is not a frame stands for one, which a script would put in its place.
pub(super) fn is_placeholder(tag: &Tag<'_>) -> bool {
    tag.name.starts_with("amp-")
        || matches!(tag.name.as_str(), "lite-youtube" | "youtube-video" | "lite-vimeo")
        || tag.name == "div"
            && tag.get("class").is_some_and(|class| {
                class.split_ascii_whitespace().any(|one| {
                    matches!(one, "fb-post" | "fb-video" | "rll-youtube-player" | "youtube-player" | "lazy-youtube")
                })
            })
}

/// The page that a frame, a script or a placeholder shows, where that is of a known site.
pub(super) fn page(tag: &Tag<'_>, base: Option<&Url>) -> Option<Embed> {
    let page = match tag.name.as_str() {
        "iframe" | "amp-iframe" | "embed" => {
            let src = tag.get("data-src").or_else(|| tag.get("data-lazy-src")).or_else(|| tag.get("src"))?;
            of_player(src, base)
        }
        "script" => tag
            .get("data-telegram-post")
            .filter(|post| post.split('/').count() == 2 && post.split('/').all(is_id))
            .and_then(|post| Url::parse(&format!("https://t.me/{post}")).ok()),
        "amp-youtube" | "lite-youtube" | "youtube-video" => {
            by_id("https://www.youtube.com/watch?v=", tag.get("data-videoid").or_else(|| tag.get("videoid")))
        }
        "amp-vimeo" | "lite-vimeo" => {
            by_id("https://vimeo.com/", tag.get("data-videoid").or_else(|| tag.get("videoid")))
        }
        "amp-dailymotion" => by_id("https://www.dailymotion.com/video/", tag.get("data-videoid")),
        "amp-twitter" => by_id("https://x.com/i/status/", tag.get("data-tweetid")),
        "amp-instagram" => by_id("https://www.instagram.com/p/", tag.get("data-shortcode")),
        "amp-facebook" => tag.get("data-href").and_then(of_facebook),
        "amp-video" | "amp-audio" => tag.get("src").and_then(|src| links::web_address(src, base)),
        "div" => tag
            .get("data-href")
            .and_then(of_facebook)
            .or_else(|| by_id("https://www.youtube.com/watch?v=", tag.get("data-id")))
            .or_else(|| tag.get("data-src").and_then(|src| of_player(src, base))),
        _ => None,
    }?;
    Some(Embed { page, title: tag.get("title").and_then(title) })
}

fn title(raw: &str) -> Option<String> {
    let title = line::to_line(raw);
    let small = title.to_lowercase();
    let telling = title.chars().count() <= LONGEST_TITLE
        && title.chars().any(char::is_alphabetic)
        && !small.contains("://")
        && !SAYS_NOTHING.iter().any(|word| small.contains(word));
    telling.then_some(title)
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn by_id(before: &str, id: Option<&str>) -> Option<Url> {
    let id = id.map(str::trim).filter(|id| is_id(id))?;
    Url::parse(&format!("{before}{id}")).ok()
}

fn of_facebook(href: &str) -> Option<Url> {
    let url = links::web_address(href, None)?;
    let host = url.host_str()?;
    (host == "facebook.com" || host.ends_with(".facebook.com") || host == "fb.watch").then_some(url)
}

/// The page that an embedded player shows, for players of known sites.
fn of_player(src: &str, base: Option<&Url>) -> Option<Url> {
    let url = links::web_address(src, base)?;
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let parts: Vec<&str> = url.path_segments().map(|parts| parts.filter(|part| !part.is_empty()).collect())?;
    let last = parts.last().copied().unwrap_or_default();
    let embed = parts.contains(&"embed");
    let query = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match host.as_str() {
        "youtube.com" | "youtube-nocookie.com" | "m.youtube.com" if embed && is_id(last) && last != "videoseries" => {
            by_id("https://www.youtube.com/watch?v=", Some(last))
        }
        "player.vimeo.com" if is_id(last) => by_id("https://vimeo.com/", Some(last)),
        "dailymotion.com" if embed && is_id(last) => by_id("https://www.dailymotion.com/video/", Some(last)),
        "geo.dailymotion.com" => by_id("https://www.dailymotion.com/video/", query("video").as_deref()).or(Some(url)),
        "platform.twitter.com" | "platform.x.com" => by_id("https://x.com/i/status/", query("id").as_deref()),
        "instagram.com" if matches!(parts.first(), Some(&("p" | "reel" | "tv"))) && parts.len() >= 2 => {
            by_id(&format!("https://www.instagram.com/{}/", parts[0]), parts.get(1).copied())
        }
        "facebook.com" if parts.first() == Some(&"plugins") => query("href").and_then(|href| of_facebook(&href)),
        "tiktok.com" if matches!(parts.first(), Some(&("embed" | "player"))) && is_id(last) => {
            by_id("https://www.tiktok.com/@/video/", Some(last))
        }
        "t.me" | "telegram.me" if parts.len() >= 2 && parts.iter().all(|part| is_id(part)) => {
            let mut page = url;
            page.set_query(None);
            Some(page)
        }
        "open.spotify.com" if parts.first() == Some(&"embed") && parts.len() == 3 => {
            by_id(&format!("https://open.spotify.com/{}/", parts[1]), Some(last)).filter(|_| is_id(parts[1]))
        }
        "w.soundcloud.com" => {
            query("url").and_then(|address| links::web_address(&address, None)).filter(is_soundcloud).or(Some(url))
        }
        "youtube.com"
        | "youtube-nocookie.com"
        | "youtu.be"
        | "vimeo.com"
        | "dailymotion.com"
        | "rumble.com"
        | "odysee.com"
        | "ted.com"
        | "embed.ted.com"
        | "facebook.com"
        | "open.spotify.com"
        | "embed.podcasts.apple.com"
        | "bitchute.com"
        | "streamable.com"
        | "ok.ru"
        | "rutube.ru"
        | "archive.org"
        | "players.brightcove.net"
        | "cdn.jwplayer.com"
        | "content.jwplatform.com"
        | "datawrapper.dwcdn.net"
        | "flo.uri.sh"
        | "e.infogram.com" => Some(url),
        _ => None,
    }
}

fn is_soundcloud(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host == "soundcloud.com" || host.ends_with(".soundcloud.com"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::{RawHtml, links as hrefs, sanitise, to_text};

    /// The links and the text of markup from outside.
    fn of(raw: &str) -> (Vec<String>, String) {
        let html = sanitise(&RawHtml(raw.to_owned()), None).html;
        (hrefs(&html), to_text(&html))
    }

    #[test]
    fn embeds_of_known_sites_become_links_to_their_pages() {
        let cases = [
            ("<iframe src='//www.youtube.com/embed/abc-1?rel=0'></iframe>", "https://www.youtube.com/watch?v=abc-1"),
            (
                "<iframe src=https://www.youtube-nocookie.com/embed/ab_1></iframe>",
                "https://www.youtube.com/watch?v=ab_1",
            ),
            ("<iframe data-src=https://player.vimeo.com/video/77 src=about:blank></iframe>", "https://vimeo.com/77"),
            (
                "<iframe src='https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1234'></iframe>",
                "https://x.com/i/status/1234",
            ),
            (
                "<iframe src=https://www.instagram.com/p/Cx_1/embed/captioned/></iframe>",
                "https://www.instagram.com/p/Cx_1",
            ),
            (
                "<iframe src='https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fp%2Fvideos%2F1%2F'></iframe>",
                "https://www.facebook.com/p/videos/1/",
            ),
            ("<iframe src=https://www.tiktok.com/embed/v2/7123></iframe>", "https://www.tiktok.com/@/video/7123"),
            ("<iframe src='https://t.me/paper/12?embed=1'></iframe>", "https://t.me/paper/12"),
            (
                "<script async src=https://telegram.org/js/telegram-widget.js data-telegram-post=paper/12></script>",
                "https://t.me/paper/12",
            ),
            ("<amp-youtube data-videoid=abc width=1></amp-youtube>", "https://www.youtube.com/watch?v=abc"),
            ("<lite-youtube videoid=abc></lite-youtube>", "https://www.youtube.com/watch?v=abc"),
            ("<div class='rll-youtube-player' data-src=x data-id=abc></div>", "https://www.youtube.com/watch?v=abc"),
            (
                "<div class=fb-video data-href=https://www.facebook.com/p/videos/1/></div>",
                "https://www.facebook.com/p/videos/1/",
            ),
            ("<amp-twitter data-tweetid=99></amp-twitter>", "https://x.com/i/status/99"),
        ];
        for (raw, want) in cases {
            let (links, _) = of(&format!("<p>قبل</p>{raw}<p>بعد</p>"));
            assert_eq!(links, [want], "{raw}");
        }
    }

    #[test]
    fn what_is_not_known_or_not_an_address_leaves_nothing() {
        for raw in [
            "<iframe src=https://ads.example/frame title=إعلان></iframe>",
            "<iframe src=javascript:alert(1)></iframe>",
            "<iframe src='https://www.facebook.com/plugins/post.php?href=javascript:alert(1)'></iframe>",
            "<iframe src='https://www.facebook.com/plugins/post.php?href=https://facebook.com.evil.example/'></iframe>",
            "<iframe src='https://platform.twitter.com/embed/Tweet.html?id=../../x'></iframe>",
            "<script data-telegram-post='a/b/c'></script>",
            "<script data-telegram-post='a/<b>'></script>",
            "<amp-youtube data-videoid='\"><script>'></amp-youtube>",
            "<div class=fb-post data-href=https://evil.example/></div>",
            "<div data-id=abc></div>",
        ] {
            let (links, text) = of(&format!("<p>قبل</p>{raw}<p>بعد</p>"));
            assert!(links.is_empty(), "{raw}: {links:?}");
            assert_eq!(text, "قبل\nبعد", "{raw}");
        }
    }

    #[test]
    fn a_telling_title_is_shown() {
        let frame = |title: &str| format!("<iframe src=https://www.youtube.com/embed/a title=\"{title}\"></iframe>");
        assert_eq!(of(&frame("افتتاح الخط الحديدي")).1, "افتتاح الخط الحديدي");
        assert_eq!(of(&frame("YouTube video player")).1, "www.youtube.com");
        assert!(!of(&frame("&lt;script&gt;x")).1.contains('<'));
    }
}
