//! What stands in an article's place: a check for browsers, a wall of consent or money, a sign-in, «الصفحة غير موجودة».

use url::Url;

/// Why a page is not the article that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// A check that only a browser passes.
    Challenge,
    /// A page that wants a consent before anything else.
    Consent,
    /// The beginning of an article whose rest is for subscribers.
    Paywall,
    /// A page that wants a sign-in.
    Login,
    /// The article is gone, whatever the status says.
    NotFound,
}

impl Blocked {
    /// As it is written in answers and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Consent => "consent",
            Self::Paywall => "paywall",
            Self::Login => "login",
            Self::NotFound => "not_found",
        }
    }

    /// As [`Blocked::as_str`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Challenge, Self::Consent, Self::Paywall, Self::Login, Self::NotFound]
            .into_iter()
            .find(|b| b.as_str() == text)
    }
}

/// What is known of an answer beside its body. All of it may be unknown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// The status of the last hop.
    pub status: Option<u16>,
    /// Headers, names in any case.
    pub headers: &'a [(String, String)],
    /// What was asked for.
    pub asked: Option<&'a Url>,
    /// Where the answer came from in the end.
    pub from: Option<&'a Url>,
}

/// Whether the page is something else than the article that was asked for. Pure; [`super::extract`] asks the same of
/// the page alone.
pub fn blocked(_answer: &Answer<'_>, _page: &str) -> Option<Blocked> {
    None
}
