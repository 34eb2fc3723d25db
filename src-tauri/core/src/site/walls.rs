//! What stands in front of a site, or in its place: challenges, sign-in pages, captive portals, parked domains, shops.
//! None of them is ever a source.

use dom_query::Document;

use crate::extract::{CHALLENGE_MARKS, CHALLENGE_TITLES, words};
use crate::text::fold;

/// What a page is instead of a site's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wall {
    /// A check that only a browser passes (Cloudflare and its like).
    Challenge,
    /// A page that wants a sign-in, the publisher's or a network's.
    SignIn,
    /// A domain without a site.
    Parked,
    /// Goods for sale.
    Shop,
}

impl Wall {
    /// As it is written in an error's parameters.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::SignIn => "sign_in",
            Self::Parked => "parked",
            Self::Shop => "shop",
        }
    }
}

/// What parked domains say, folded.
const PARKED: [&str; 10] = [
    "this domain is for sale",
    "domain is parked",
    "buy this domain",
    "domain may be for sale",
    "parked free",
    "domain name is available",
    "النطاق معروض للبيع",
    "هذا النطاق للبيع",
    "نطاق محجوز",
    "شراء هذا النطاق",
];
/// Words of a basket, folded.
const BASKETS: [&str; 6] =
    ["add to cart", "add to basket", "اضف الي السله", "اضافه الي السله", "سله التسوق", "اضف للسله"];

/// What a page is that came with a refusal.
pub(crate) fn of_refusal(bytes: &[u8]) -> Option<Wall> {
    let page = String::from_utf8_lossy(bytes);
    if page.trim().is_empty() {
        return None;
    }
    let page = crate::extract::bounded(&page)?;
    std::panic::catch_unwind(|| of(page, &Document::from(page), 0)).ok().flatten()
}

/// What the page is, if it is not a site's own. `articles`: how many it seems to list.
pub(crate) fn of(page: &str, doc: &Document, articles: usize) -> Option<Wall> {
    let title = fold(&doc.select("title").nodes().first().map(|node| node.text().to_string()).unwrap_or_default());
    let lower = page.get(..floor(page, 200_000)).unwrap_or_default().to_ascii_lowercase();
    // Sites behind Cloudflare carry its script on all pages: only one that lists nothing is a challenge.
    let marked = CHALLENGE_MARKS.iter().any(|mark| lower.contains(mark));
    let named = CHALLENGE_TITLES.iter().any(|name| words(&title).contains(name));
    if articles < 5 && (marked && page.len() < 60_000 || named && page.len() < 200_000) {
        return Some(Wall::Challenge);
    }
    let text = doc.text();
    let text = fold(text.get(..floor(&text, 400_000)).unwrap_or_default());
    if text.len() < 20_000 && PARKED.iter().any(|words| text.contains(&fold(words)) || title.contains(&fold(words))) {
        return Some(Wall::Parked);
    }
    if is_shop(doc, &text) {
        return Some(Wall::Shop);
    }
    if articles < 5 && wants_sign_in(doc) {
        return Some(Wall::SignIn);
    }
    None
}

fn floor(text: &str, limit: usize) -> usize {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

fn is_shop(doc: &Document, text: &str) -> bool {
    let declared =
        doc.select("meta[property='og:type'][content^='product'], [itemtype$='schema.org/Product']").length();
    let baskets: usize = BASKETS.iter().map(|words| text.matches(&fold(words)).count()).sum();
    let forms = doc.select("[class*='add-to-cart'], [class*='add_to_cart'], form[action*='cart']").length();
    // One basket in the head is a newspaper's own shop.
    declared >= 3 || baskets >= 4 || forms >= 4
}

/// A page that is little but a form for a name, a room or a password.
fn wants_sign_in(doc: &Document) -> bool {
    let fields = doc.select("input[type='password']").length();
    let forms = doc.select("form").nodes().iter().any(|form| {
        let action = form.attr("action").map(|action| action.to_ascii_lowercase()).unwrap_or_default();
        ["login", "signin", "sign-in", "auth", "portal", "account"].iter().any(|word| action.contains(word))
    });
    let links = doc.select("a[href]").length();
    links < 40 && (fields > 0 || forms)
}

#[cfg(test)]
mod tests {
    use super::{Wall, of};
    use dom_query::Document;

    fn wall(page: &str, articles: usize) -> Option<Wall> {
        of(page, &Document::from(page), articles)
    }

    #[test]
    fn walls_are_told_apart_and_papers_from_them() {
        let cloudflare =
            "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h/b/orchestrate'></script>";
        assert_eq!(wall(cloudflare, 0), Some(Wall::Challenge));
        assert_eq!(wall("<title>الجسر</title><script src='/cdn-cgi/challenge-platform/x'></script>", 30), None);
        assert_eq!(wall("<title>دخول</title><form action=/login><input type=password></form>", 0), Some(Wall::SignIn));
        assert_eq!(wall("<p>هذا النطاق معروض للبيع</p>", 0), Some(Wall::Parked));
        let shop = "<li><a href=/p/1>حذاء رياضي أسود</a> أضف إلى السلة</li>".repeat(6);
        assert_eq!(wall(&shop, 6), Some(Wall::Shop));
        assert_eq!(wall("<p>خبر عن متجر: أضف إلى السلة</p>", 20), None);
        assert_eq!(wall("<p>نص</p>", 0), None);
    }
}
