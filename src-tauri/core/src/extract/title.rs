//! The headline: what JSON-LD, `og:title`, the headings and `<title>` agree on, never the site's name.

use crate::text::{fold, tokens};

/// What stands between a headline and a site's name in `<title>`.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", "|"];

/// What a page offers.
#[derive(Debug, Default)]
pub(super) struct Offers<'a> {
    pub(super) headline: Option<&'a str>,
    pub(super) og: Option<&'a str>,
    pub(super) document: Option<&'a str>,
    /// Headings of the first level, in order.
    pub(super) headings: &'a [String],
    pub(super) site: Option<&'a str>,
}

/// Chooses the headline; none when nothing is offered but the site's name.
pub(super) fn choose(offers: &Offers<'_>) -> Option<String> {
    let is_site = |text: &str| offers.site.is_some_and(|site| fold(site) == fold(text));
    let headings: Vec<&str> = offers.headings.iter().map(String::as_str).filter(|h| !is_site(h)).collect();
    let claims: Vec<&str> =
        [offers.headline, offers.og, offers.document].into_iter().flatten().filter(|c| !is_site(c)).collect();
    // A heading that a claim repeats is the headline as readers see it.
    for heading in &headings {
        let words = tokens(heading);
        if words.len() >= 2 && claims.iter().any(|claim| agree(&words, &tokens(claim))) {
            return Some(without_outlet(without_kicker(heading, &claims)).to_owned());
        }
    }
    let cleaned = claims.iter().map(|claim| without_site(claim, offers.site, &claims));
    cleaned
        .into_iter()
        .find(|claim| !claim.is_empty())
        .or_else(|| headings.iter().max_by_key(|h| h.chars().count()).map(|h| (*h).to_owned()))
        .or_else(|| offers.document.map(str::to_owned))
}

/// Whether a claim says the same as a heading: all of the one's words stand in the other, in order and together, or
/// nearly all are shared.
fn agree(heading: &[String], claim: &[String]) -> bool {
    if heading.is_empty() || claim.is_empty() {
        return false;
    }
    let (short, long) = if heading.len() <= claim.len() { (heading, claim) } else { (claim, heading) };
    if short.len() * 2 >= long.len() && long.windows(short.len()).any(|window| window == short) {
        return true;
    }
    // A claim may be a cut or a short form of the headline; the other way round it is a site's name.
    if claim.len() >= 2 && claim.len() * 3 >= heading.len() && heading.starts_with(claim) {
        return true;
    }
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared * 10 >= long.len() * 8
}

/// A heading without the section's name that a theme writes into it: a word or two before what a claim says, with
/// nothing between them. «عاجل | …» is a part of the headline.
fn without_kicker<'a>(heading: &'a str, claims: &[&'a str]) -> &'a str {
    let found = claims.iter().find(|claim| {
        tokens(claim).len() >= 3
            && heading.strip_suffix(**claim).is_some_and(|before| {
                before.ends_with(' ')
                    && before.trim_end().ends_with(char::is_alphanumeric)
                    && (1..=3).contains(&before.split_whitespace().count())
            })
    });
    found.copied().unwrap_or(heading)
}

/// First words of the names of papers and sites.
const OUTLETS: &[&str] = &["صحيفه", "جريده", "موقع", "وكاله", "قناه", "شبكه", "مجله", "بوابه", "موقعنا"];

/// Words before a bar that are a part of a headline, not a site's name.
const MARKS: &[&str] = &[
    "عاجل",
    "فيديو",
    "بالفيديو",
    "شاهد",
    "صور",
    "بالصور",
    "مباشر",
    "تقرير",
    "خاص",
    "راي",
    "مقال",
    "تحليل",
    "حوار",
    "حصري",
];

/// A headline without the name of a paper behind it («… - صحيفة المدى»).
fn without_outlet(text: &str) -> &str {
    for separator in SEPARATORS {
        let Some((before, after)) = text.split_once(separator) else { continue };
        let words = tokens(after);
        if tokens(before).len() >= 3
            && words.first().is_some_and(|first| OUTLETS.contains(&first.as_str()))
            && after.split(separator).all(|name| (2..=5).contains(&tokens(name).len()))
        {
            return before.trim();
        }
    }
    text
}

/// `claim` without a site's name at its end or head.
fn without_site(claim: &str, site: Option<&str>, claims: &[&str]) -> String {
    for separator in SEPARATORS {
        let Some((before, after)) = claim.rsplit_once(separator) else { continue };
        let (before, after) = (before.trim(), after.trim());
        let names_site =
            |text: &str| site.is_some_and(|site| fold(site) == fold(text) || fold(text).contains(&fold(site)));
        if names_site(after) || claims.iter().any(|other| fold(other) == fold(before)) {
            return before.to_owned();
        }
        if let Some((first, rest)) = claim.split_once(separator)
            && names_site(first.trim())
        {
            return rest.trim().to_owned();
        }
        // Unknown, but short beside what it follows: a name.
        if site.is_none() && tokens(after).len() <= 4 && tokens(before).len() >= 4 {
            return before.to_owned();
        }
        if site.is_none()
            && matches!(*separator, " | " | "|" | " :: ")
            && (1..=4).contains(&tokens(before).len())
            && tokens(after).len() >= 4
            && !MARKS.contains(&fold(before).as_str())
        {
            return after.to_owned();
        }
    }
    without_outlet(claim.trim()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Offers, choose};

    fn title(headline: &str, og: &str, document: &str, headings: &[&str], site: &str) -> Option<String> {
        let headings: Vec<String> = headings.iter().map(|h| (*h).to_owned()).collect();
        let some = |text| Some(text).filter(|t: &&str| !t.is_empty());
        choose(&Offers {
            headline: some(headline),
            og: some(og),
            document: some(document),
            headings: &headings,
            site: some(site),
        })
    }

    #[test]
    fn agreement_finds_the_headline() {
        let cases = [
            (
                ("", "قمة ثلاثية تبحث الممرات - الحدث اليوم", "", &["قمة ثلاثية تبحث الممرات"][..], "الحدث اليوم"),
                "قمة ثلاثية تبحث الممرات",
            ),
            (
                ("", "", "قمة ثلاثية تبحث الممرات | الحدث اليوم", &["الحدث اليوم"][..], "الحدث اليوم"),
                "قمة ثلاثية تبحث الممرات",
            ),
            (
                ("عنوان من البيانات المنظمة", "الحدث اليوم", "الحدث اليوم", &[][..], "الحدث اليوم"),
                "عنوان من البيانات المنظمة",
            ),
            (("", "", "One story of many words - Paper", &[][..], ""), "One story of many words"),
            (("", "", "", &["عنوان وحيد"][..], ""), "عنوان وحيد"),
            (("", "قمة ثلاثية تبحث الممرات", "", &["سياسة قمة ثلاثية تبحث الممرات"][..], ""), "قمة ثلاثية تبحث الممرات"),
            (
                ("", "قمة ثلاثية تبحث الممرات", "", &["عاجل | قمة ثلاثية تبحث الممرات"][..], ""),
                "عاجل | قمة ثلاثية تبحث الممرات",
            ),
            (("", "", "الحدث اليوم | قمة ثلاثية تبحث الممرات", &[][..], ""), "قمة ثلاثية تبحث الممرات"),
            (
                ("", "قمة ثلاثية تبحث الممرات - صحيفة الحدث", "", &["قمة ثلاثية تبحث الممرات - صحيفة الحدث"][..], ""),
                "قمة ثلاثية تبحث الممرات",
            ),
            (
                (
                    "",
                    "",
                    "مقال: كازاخستان تستثمر الحرب - صحيفة اليوم",
                    &["أخبار", "مقال: كازاخستان تستثمر الحرب"][..],
                    "",
                ),
                "مقال: كازاخستان تستثمر الحرب",
            ),
        ];
        for ((headline, og, document, headings, site), want) in cases {
            assert_eq!(title(headline, og, document, headings, site).as_deref(), Some(want));
        }
    }
}
