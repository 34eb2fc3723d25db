//! What walls say of themselves. Phrases are folded ([`crate::text::fold`]) words with one space between; marks are
//! looked for in the markup, in lower case.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A line of no more words is all said by whoever says a part of it.
const SHORT_LINE: usize = 8;

/// So many words may stand before a phrase at the head of a longer line, itself counted («عذرا عزيزنا القارئ، …»).
const NEAR_HEAD: usize = 4;

/// Phrases by their first word: a text is gone through once for all of them.
#[derive(Debug)]
pub(super) struct Phrases {
    by_first: HashMap<&'static str, Vec<&'static str>>,
}

impl Phrases {
    fn new(list: &[&'static str]) -> Self {
        let mut by_first: HashMap<_, Vec<_>> = HashMap::new();
        for phrase in list {
            by_first.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push(*phrase);
        }
        Self { by_first }
    }

    /// The longest of them that begins a folded text, at a word's end.
    fn at_head(&self, text: &str) -> Option<&'static str> {
        let first = text.split(' ').next().unwrap_or_default();
        let found =
            self.by_first.get(first)?.iter().filter(|phrase| {
                text.strip_prefix(**phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
        found.copied().max_by_key(|phrase| phrase.len())
    }

    /// Whether a folded text begins with one of them.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.at_head(text).is_some()
    }

    /// Whether the first so many words of a folded text begin with one of them.
    pub(super) fn begin_within(&self, text: &str, words: usize) -> bool {
        let Some(first) = self.by_first.get(text.split(' ').next().unwrap_or_default()) else { return false };
        let end = text.match_indices(' ').nth(words.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
        let head = &text[..end];
        first
            .iter()
            .any(|phrase| head.strip_prefix(*phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    }

    /// Whether a folded name is one or several of them, and at most `more` words besides.
    pub(super) fn are_all_of(&self, name: &str, more: usize) -> bool {
        let mut rest = name;
        let mut any = false;
        loop {
            if let Some(phrase) = self.at_head(rest) {
                any = true;
                rest = rest[phrase.len()..].trim_start();
            } else if let Some(after) = rest.split_once(' ').filter(|(first, _)| REGRETS.contains(first)) {
                rest = after.1;
            } else {
                break;
            }
        }
        any && rest.split(' ').filter(|word| !word.is_empty()).count() <= more
    }

    /// Whether a folded line is a saying of theirs: it begins with one or nearly so, or it is short and holds one. A
    /// sentence that tells of such a saying comes to it later.
    pub(super) fn speak(&self, line: &str) -> bool {
        let words = line.split(' ').count();
        let heads = std::iter::once(0).chain(line.match_indices(' ').map(|(at, _)| at + 1));
        let within = if words <= SHORT_LINE { usize::MAX } else { NEAR_HEAD };
        heads.take(within).any(|at| self.begin(&line[at..]))
    }

    /// Whether one of them stands in a folded text, from a word's beginning to a word's end.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        let heads = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
        heads.into_iter().any(|at| self.begin(&text[at..]))
    }
}

/// See the lists of the same names.
macro_rules! phrases {
    ($($name:ident = $list:ident),* $(,)?) => {
        $(pub(super) static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::new($list));)*
    };
}

phrases! {
    CHALLENGE = CHALLENGE_LINES,
    CHALLENGE_NAMES = CHALLENGE_TITLES,
    CONSENT = CONSENT_LINES,
    ACCEPT_BUTTONS = ACCEPT,
    PAYWALL = PAYWALL_LINES,
    LOGIN = LOGIN_LINES,
    LOGIN_NAMES = LOGIN_TITLES,
    GONE = GONE_LINES,
    GONE_NAMES = GONE_TITLES,
    HOME_NAMES = HOME_TITLES,
    IDLE = IDLE_LINES,
    IDLE_NAMES = IDLE_TITLES,
}

/// Marks that only a challenge's own script or form has.
pub(crate) const CHALLENGE_MARKS: &[&str] = &[
    "/cdn-cgi/challenge-platform/",
    "cf-browser-verification",
    "cf_chl_opt",
    "cf-challenge",
    "ddos-guard",
    "_incapsula_resource",
    "sucuri_cloudproxy",
    "px-captcha",
    "geo.captcha-delivery.com",
    "aws-waf-token",
    "awswafintegration",
    "perimeterx",
    "errors.edgesuite.net",
    "distil_r_captcha",
    "kasada",
];

/// Titles of challenges.
pub(crate) const CHALLENGE_TITLES: &[&str] = &[
    "just a moment",
    "attention required",
    "checking your browser",
    "ddos guard",
    "access denied",
    "access to this page has been denied",
    "security check",
    "one moment please",
    "please wait",
    "verifying you are human",
    "are you a robot",
    "robot or human",
    "human verification",
    "pardon our interruption",
    "request unsuccessful",
    "you have been blocked",
    "your access to this site has been limited",
    "your access to this service has been limited",
    "making sure you re not a bot",
    "establishing a secure connection",
    "browser check",
    "لحظه من فضلك",
    "لحظه واحده",
    "التحقق من انك",
    "التحقق من متصفحك",
    "التحقق من هويتك",
    "التحقق من الزاير",
    "التحقق الامني",
    "تحقق امني",
    "فحص امني",
    "يرجي الانتظار",
    "الرجاء الانتظار",
    "جار التحقق",
    "جاري التحقق",
    "تم رفض الوصول",
    "تم حظر الوصول",
    "تم حظر عنوان",
    "تم حظر زيارتك",
    "تم حظرك",
    "الوصول مرفوض",
    "الوصول محظور",
];

/// What challenges say.
const CHALLENGE_LINES: &[&str] = &[
    "checking your browser before accessing",
    "checking if the site connection is secure",
    "verify you are human",
    "verifying you are human",
    "verify that you are human",
    "enable javascript and cookies to continue",
    "needs to review the security of your connection",
    "performing security verification",
    "ddos protection by",
    "press hold",
    "press and hold",
    "please complete the security check",
    "complete the security check",
    "complete the captcha",
    "unusual traffic from your",
    "unusual activity from your",
    "request unsuccessful incapsula incident",
    "incapsula incident id",
    "you don t have permission to access",
    "you have been blocked",
    "please enable js and disable any ad blocker",
    "confirm you are a human",
    "your access to this site has been limited",
    "your access to this service has been limited",
    "access to this service has been limited",
    "generated by wordfence",
    "protected by anubis",
    "making sure you re not a bot",
    "you re not a bot",
    "you are not a bot",
    "this page is protected by",
    "establishing a secure connection",
    "your request is being verified",
    "confirm you are human",
    "confirm that you are human",
    "confirm that you are not a robot",
    "sucuri website firewall",
    "powered by imunify",
    "has been blocked by",
    "made us think you were a bot",
    "made us think that you are a bot",
    "are not a robot",
    "not a robot",
    "this process is automatic your browser will redirect",
    "using a security service to protect itself",
    "تحقق من انك انسان",
    "التحقق من انك انسان",
    "اثبت انك انسان",
    "انك انسان ولست",
    "اكمال اختبار التحقق",
    "اكمل اختبار التحقق",
    "انك لست روبوت",
    "انك لست روبوتا",
    "لست برنامج روبوت",
    "لست روبوتا",
    "نتحقق من متصفحك",
    "فحص متصفحك",
    "التحقق من متصفحك",
    "التحقق من امان اتصالك",
    "مراجعه امان اتصالك",
    "فعل جافا سكريبت وملفات تعريف الارتباط",
    "تفعيل جافا سكريبت وملفات تعريف الارتباط",
    "تمكين جافا سكريبت وملفات تعريف الارتباط",
    "نشاطا غير اعتيادي",
    "حركه مرور غير اعتياديه",
    "ليس لديك اذن للوصول",
    "ليست لديك صلاحيه الوصول",
];

/// What consent walls say at the head of a line.
const CONSENT_LINES: &[&str] = &[
    "we value your privacy",
    "your privacy matters",
    "your privacy is important to us",
    "your privacy choices",
    "we care about your privacy",
    "we and our partners",
    "before you continue",
    "cookie consent",
    "cookie preferences",
    "manage your consent",
    "privacy preference center",
    "consent to cookies",
    "this website uses cookies",
    "this site uses cookies",
    "we use cookies",
    "welcome to a world of choice",
    "نحن نقدر خصوصيتك",
    "نقدر خصوصيتك",
    "نحترم خصوصيتك",
    "نحن نحترم خصوصيتك",
    "نهتم بخصوصيتك",
    "نحن نهتم بخصوصيتك",
    "خصوصيتك تهمنا",
    "خصوصيتكم تهمنا",
    "خصوصيتك مهمه",
    "قبل المتابعه",
    "قبل ان تتابع",
    "اداره ملفات تعريف الارتباط",
    "الموافقه علي ملفات تعريف الارتباط",
    "تفضيلات ملفات تعريف الارتباط",
    "يستخدم هذا الموقع ملفات تعريف الارتباط",
    "نستخدم ملفات تعريف الارتباط",
    "نحن نستخدم ملفات تعريف الارتباط",
    "نحن وشركاونا",
    "مركز تفضيلات الخصوصيه",
    "اداره الموافقه",
    "vos choix",
    "nous respectons votre vie privee",
    "votre vie privee",
];

/// Words of consent: a line with two of them speaks of it.
pub(super) const CONSENT_WORDS: &[&str] = &[
    "cookie",
    "partners",
    "privacy",
    "consent",
    "personal data",
    "on a device",
    "legitimate interest",
    "personalised ads",
    "personalized",
    "vendors",
    "ملفات تعريف الارتباط",
    "الكوكيز",
    "كوكيز",
    "شركاونا",
    "شركاينا",
    "خصوصيه",
    "موافقه",
    "موافقتك",
    "بيانات شخصيه",
    "بياناتك",
    "البيانات الشخصيه",
    "اعلانات مخصصه",
    "علي جهازك",
    "تفضيلات",
];

/// Marks of consent managers.
pub(super) const CONSENT_MARKS: &[&str] = &[
    "onetrust",
    "optanon",
    "collectconsent",
    "consent.yahoo",
    "consent.google",
    "privacy-mgmt",
    "sp_message",
    "didomi",
    "qc-cmp2",
    "quantcast",
    "cookiebot",
    "fundingchoices",
    "truste",
    "cookielaw",
    "iubenda",
    "usercentrics",
    "cmp-container",
    "consent-wall",
    "cookie-wall",
];

/// Buttons of consent.
const ACCEPT: &[&str] = &[
    "accept",
    "i accept",
    "agree",
    "i agree",
    "allow all",
    "reject all",
    "got it",
    "ok",
    "continue",
    "manage options",
    "manage preferences",
    "موافق",
    "اوافق",
    "قبول",
    "اقبل",
    "قبول الكل",
    "السماح",
    "رفض الكل",
    "رفض",
    "حسنا",
    "متابعه",
    "اداره الخيارات",
    "accepter",
    "tout accepter",
];

/// What paywalls say, anywhere in a short line.
const PAYWALL_LINES: &[&str] = &[
    "هذا المحتوي للمشتركين",
    "هذا المحتوي مخصص للمشتركين",
    "هذا المحتوي متاح للمشتركين",
    "هذا المقال للمشتركين",
    "هذا المقال مخصص للمشتركين",
    "هذه الماده للمشتركين",
    "هذه الماده مخصصه للمشتركين",
    "هذا التقرير للمشتركين",
    "محتوي خاص بالمشتركين",
    "محتوي للمشتركين",
    "للمشتركين فقط",
    "للاعضاء فقط",
    "متاح للاعضاء",
    "متاحه للاعضاء",
    "متاحه للمشتركين",
    "مخصص للاعضاء",
    "حصري للاعضاء",
    "حصريه للمشتركين",
    "هذا المحتوي للاعضاء",
    "هذا المقال للاعضاء",
    "محتوي مدفوع للمشتركين",
    "للاستمرار في القراءه",
    "للاستمرار بالقراءه",
    "لمتابعه القراءه",
    "اشترك لمتابعه",
    "اشترك لقراءه المزيد",
    "اشترك لتقرا",
    "يرجي الاشتراك",
    "يتطلب اشتراكا",
    "يتطلب الاشتراك",
    "متاح للمشتركين",
    "حصري للمشتركين",
    "حصريا للمشتركين",
    "اشترك لقراءه",
    "اشترك لمتابعه القراءه",
    "اشترك لمواصله القراءه",
    "اشترك لتكمل القراءه",
    "اشترك الان لقراءه",
    "اشترك الان لمتابعه القراءه",
    "اشترك للوصول",
    "اشترك للحصول علي وصول",
    "لقراءه المقال كاملا اشترك",
    "لقراءه المقال كاملا",
    "لقراءه النص كاملا",
    "لقراءه الخبر كاملا",
    "لمتابعه قراءه المقال",
    "لاستكمال القراءه",
    "لمواصله القراءه",
    "لاكمال القراءه",
    "تابع القراءه باشتراك",
    "سجل الدخول او اشترك",
    "سجل او اشترك",
    "لديك اشتراك",
    "هل انت مشترك",
    "مشترك بالفعل",
    "مشترك لدينا",
    "استنفدت رصيدك",
    "استنفدت عدد المقالات",
    "عدد المقالات المجانيه",
    "المقالات المجانيه المتاحه",
    "لقد وصلت الي الحد",
    "بلغت الحد الاقصي",
    "بقي لديك",
    "بقي لك",
    "تبقي لك",
    "تبقي لديك",
    "رصيدك من المقالات",
    "subscribe to continue",
    "subscribe to read",
    "subscribe now to read",
    "subscribe to unlock",
    "to continue reading",
    "to keep reading",
    "to read the full",
    "to read the rest",
    "continue reading with",
    "for subscribers only",
    "for members only",
    "members only",
    "is for members",
    "exclusive to members",
    "become a member to read",
    "become a member to continue",
    "join to read",
    "register to continue reading",
    "register to read",
    "subscribe for full access",
    "this is premium content",
    "left this month",
    "subscribers only",
    "exclusive to subscribers",
    "exclusive for subscribers",
    "this article is for subscribers",
    "this content is for subscribers",
    "is for subscribers",
    "is reserved for subscribers",
    "already a subscriber",
    "already subscribed",
    "have a subscription",
    "reached your limit",
    "reached your article limit",
    "read your last free article",
    "free articles this month",
    "free articles remaining",
    "create a free account to",
    "unlock this article",
    "unlock full access",
    "reserve aux abonnes",
    "reservee aux abonnes",
];

/// Marks of teasers.
pub(super) const PAYWALL_MARKS: &[&str] = &[
    "paywall",
    "subscriber-only",
    "subscribers-only",
    "premium-content",
    "meteredcontent",
    "regwall",
    "piano.io",
    "tinypass",
    "subscription-wall",
    "content-locked",
    "locked-content",
];

/// Titles of sign-in pages.
const LOGIN_TITLES: &[&str] = &[
    "تسجيل الدخول",
    "تسجيل دخول",
    "سجل الدخول",
    "سجل دخولك",
    "دخول الاعضاء",
    "دخول المشتركين",
    "الدخول",
    "دخول",
    "بوابه الدخول",
    "مرحبا بعودتك",
    "login",
    "log in",
    "sign in",
    "signin",
    "member login",
    "please log in",
    "please sign in",
    "authentication required",
    "welcome back",
    "connexion",
];

/// What sign-in pages say at the head of a line.
const LOGIN_LINES: &[&str] = &[
    "سجل الدخول للمتابعه",
    "سجل الدخول لمتابعه",
    "سجل دخولك للمتابعه",
    "يرجي تسجيل الدخول",
    "الرجاء تسجيل الدخول",
    "يجب تسجيل الدخول",
    "يجب عليك تسجيل الدخول",
    "قم بتسجيل الدخول",
    "تسجيل الدخول مطلوب",
    "نسيت كلمه المرور",
    "هل نسيت كلمه المرور",
    "please log in",
    "please sign in",
    "you must be logged in",
    "you need to sign in",
    "you need to log in",
    "log in to continue",
    "sign in to continue",
    "log in to your account",
    "sign in to your account",
    "forgot your password",
    "forgot password",
];

/// Titles of pages that are gone.
const GONE_TITLES: &[&str] = &[
    "404",
    "خطا 404",
    "error 404",
    "الصفحه غير موجوده",
    "الصفحه غير متوفره",
    "الصفحه غير متاحه",
    "الصفحه المطلوبه غير موجوده",
    "صفحه غير موجوده",
    "لم يتم العثور علي الصفحه",
    "لم يتم العثور علي شيء",
    "لم يتم العثور علي المحتوي",
    "لم يتم العثور علي المقال",
    "لم يتم العثور علي الخبر",
    "لم يتم العثور علي نتايج",
    "لم يتم العثور علي اي",
    "لم يتم العثور علي ما",
    "لم نعثر علي الصفحه",
    "لم نعثر علي المقال",
    "لم نعثر علي الخبر",
    "لم نعثر علي ما",
    "لم نعثر علي شيء",
    "لم نجد الصفحه",
    "لم نجد ما",
    "لا يمكن العثور علي الصفحه",
    "لا يمكن العثور علي هذه",
    "لا توجد صفحه",
    "هذه الصفحه غير",
    "خطا في الصفحه",
    "الصفحه محذوفه",
    "الرابط غير صحيح",
    "الرابط غير موجود",
    "عذرا الصفحه",
    "عفوا الصفحه",
    "المقال غير موجود",
    "المقال غير متوفر",
    "الخبر غير موجود",
    "الخبر غير متوفر",
    "المحتوي غير موجود",
    "المحتوي غير متوفر",
    "المحتوي غير متاح",
    "المحتوي محذوف",
    "الخبر الذي تبحث عنه غير موجود",
    "تم حذف الصفحه",
    "تم حذف الخبر",
    "تم حذف المقال",
    "تم حذف المحتوي",
    "تم حذف هذا",
    "page not found",
    "not found",
    "page introuvable",
    "this page could not be found",
    "this page doesn t exist",
    "this page does not exist",
    "page doesn t exist",
    "article not found",
    "story not found",
    "content not found",
    "content not available",
    "oops that page can",
    "sorry page not found",
    "sorry this page",
    "sorry we can t find",
    "we can t find that page",
    "we couldn t find",
    "nothing found",
];

/// What pages that are gone say at the head of a line.
const GONE_LINES: &[&str] = &[
    "الصفحه غير موجوده",
    "الصفحه المطلوبه غير موجوده",
    "الصفحه التي تبحث عنها",
    "الصفحه التي طلبتها",
    "الصفحه التي تحاول الوصول اليها",
    "عذرا الصفحه",
    "عذرا لم يتم العثور",
    "عذرا لم نتمكن",
    "عذرا هذا المحتوي",
    "عذرا المحتوي",
    "عذرا الرابط",
    "عفوا الصفحه",
    "عفوا لم يتم العثور",
    "نعتذر الصفحه",
    "ناسف الصفحه",
    "ناسف لم يتم العثور",
    "للاسف الصفحه",
    "لم يتم العثور علي الصفحه",
    "لم يتم العثور علي شيء",
    "لم نتمكن من العثور علي الصفحه",
    "لم نتمكن من العثور علي المقال",
    "لم نتمكن من العثور علي الخبر",
    "لم نتمكن من العثور علي ما",
    "عذرا لا يمكن العثور",
    "عذرا لا توجد",
    "عذرا هذه الصفحه",
    "عذرا هذا الخبر",
    "عذرا هذا المقال",
    "يبدو ان الصفحه",
    "يبدو اننا لم نستطع",
    "يبدو اننا لم نتمكن",
    "يبدو انه لم يتم العثور",
    "لم يتم العثور علي اي",
    "لم يتم العثور علي المقال",
    "لم يتم العثور علي الخبر",
    "الرابط الذي اتبعته",
    "المحتوي الذي تحاول",
    "المحتوي الذي تبحث عنه",
    "الخبر الذي تبحث عنه",
    "المقال الذي تبحث عنه",
    "هذا الخبر غير موجود",
    "هذا المقال غير موجود",
    "هذه الصفحه غير موجوده",
    "the page you are looking for",
    "the page you requested",
    "the page you were looking for",
    "the page you re looking for",
    "the requested url",
    "the article you are looking for",
    "the article you requested",
    "this page could not be found",
    "this page is no longer available",
    "this article is no longer available",
    "this story is no longer available",
    "sorry the page",
    "sorry we couldn t find",
    "sorry we can t find",
    "we re sorry the page",
    "we couldn t find the page",
    "we can t find the page",
    "it looks like nothing was found",
    "oops that page can",
];

/// Words before a name that say nothing.
const REGRETS: &[&str] = &["عذرا", "عفوا", "ناسف", "نعتذر", "خطا", "sorry", "oops", "error", "whoops"];

/// Titles of front pages.
const HOME_TITLES: &[&str] = &[
    "الرييسيه",
    "الصفحه الرييسيه",
    "الصفحه الاولي",
    "home",
    "home page",
    "homepage",
    "front page",
    "accueil",
    "page d accueil",
];

/// Titles of what a server says when it has no page to give: works, faults, unpaid bills, names for sale.
const IDLE_TITLES: &[&str] = &[
    "الموقع تحت الصيانه",
    "الموقع قيد الصيانه",
    "الموقع في وضع الصيانه",
    "الموقع متوقف",
    "الموقع مغلق",
    "تحت الصيانه",
    "صيانه الموقع",
    "وضع الصيانه",
    "نعود قريبا",
    "سنعود قريبا",
    "تم ايقاف الموقع",
    "تم ايقاف الحساب",
    "تم تعليق الحساب",
    "حساب موقوف",
    "حساب معلق",
    "هذا النطاق للبيع",
    "النطاق معروض للبيع",
    "خطا في الاتصال بقاعده البيانات",
    "خطا في الخادم",
    "الخدمه غير متوفره",
    "الخدمه غير متاحه",
    "under maintenance",
    "site under maintenance",
    "site is under maintenance",
    "website under maintenance",
    "down for maintenance",
    "maintenance mode",
    "scheduled maintenance",
    "site maintenance",
    "briefly unavailable for scheduled maintenance",
    "we ll be back soon",
    "we will be back soon",
    "be right back",
    "coming soon",
    "under construction",
    "account suspended",
    "this account has been suspended",
    "website suspended",
    "site suspended",
    "error establishing a database connection",
    "database error",
    "internal server error",
    "500 internal server error",
    "bad gateway",
    "502 bad gateway",
    "service unavailable",
    "503 service unavailable",
    "503 service temporarily unavailable",
    "service temporarily unavailable",
    "gateway timeout",
    "504 gateway time out",
    "504 gateway timeout",
    "fatal error",
    "parse error",
    "domain for sale",
    "this domain is for sale",
    "this domain may be for sale",
    "buy this domain",
    "domain parked",
    "parked domain",
    "default web site page",
    "apache2 ubuntu default page",
    "welcome to nginx",
];

/// What such pages say at the head of a line.
const IDLE_LINES: &[&str] = &[
    "this domain is for sale",
    "this domain may be for sale",
    "buy this domain",
    "the domain is for sale",
    "this domain is parked",
    "this account has been suspended",
    "briefly unavailable for scheduled maintenance",
    "error establishing a database connection",
    "there has been a critical error on",
    "هذا النطاق للبيع",
    "النطاق معروض للبيع",
    "شراء هذا النطاق",
    "الموقع تحت الصيانه",
    "الموقع قيد الصيانه",
    "نعتذر الموقع",
    "حدث خطا فادح في",
    "كان هناك خطا فادح في",
];

/// Words with which pages speak to whom they let go astray: a line with two of them is no article's.
pub(super) const ASTRAY: &[&str] = &[
    "تبحث",
    "طلبتها",
    "طلبته",
    "الصفحه",
    "الرابط",
    "العنوان",
    "البحث",
    "البحث عن",
    "حاول",
    "جرب",
    "يمكنك",
    "العوده",
    "عد الي",
    "الرييسيه",
    "غير متوفر",
    "غير موجود",
    "نقلها",
    "حذفها",
    "حذفه",
    "you",
    "page",
    "link",
    "search",
    "homepage",
    "home page",
    "moved",
    "removed",
    "deleted",
    "try",
    "url",
    "address",
];

/// Words of those who ask and of those who are asked.
pub(super) const YOU_AND_WE: &[&str] = &[
    "نحن",
    "نستخدم",
    "نخزن",
    "نعالج",
    "موقعنا",
    "خدماتنا",
    "شركاونا",
    "شركاينا",
    "جهازك",
    "موافقتك",
    "بياناتك",
    "خصوصيتك",
    "يمكنك",
    "اختياراتك",
    "تفضيلاتك",
    "we",
    "our",
    "you",
    "your",
    "us",
    "nous",
    "vous",
    "vos",
    "notre",
];

/// Words with which sign-ins speak to whom they let in.
pub(super) const SIGNING_IN: &[&str] = &[
    "ادخل",
    "سجل",
    "انشي حساب",
    "بريدك",
    "حسابك",
    "كلمه مرورك",
    "كلمه المرور",
    "اسم المستخدم",
    "البريد الالكتروني",
    "email address",
    "تذكرني",
    "نسيت",
    "log in",
    "sign in",
    "enter your",
    "your account",
    "your email",
    "your password",
    "username",
    "register",
    "create an account",
    "remember me",
];

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_folded() {
        for list in [
            super::REGRETS,
            super::HOME_TITLES,
            super::IDLE_TITLES,
            super::IDLE_LINES,
            super::ASTRAY,
            super::YOU_AND_WE,
            super::SIGNING_IN,
            super::CHALLENGE_TITLES,
            super::CHALLENGE_LINES,
            super::CONSENT_LINES,
            super::CONSENT_WORDS,
            super::ACCEPT,
            super::PAYWALL_LINES,
            super::LOGIN_TITLES,
            super::LOGIN_LINES,
            super::GONE_TITLES,
            super::GONE_LINES,
        ] {
            for phrase in list {
                assert!(*phrase == crate::text::fold(phrase), "{phrase}");
            }
        }
        for mark in super::CHALLENGE_MARKS.iter().chain(super::CONSENT_MARKS).chain(super::PAYWALL_MARKS) {
            assert_eq!(*mark, mark.to_ascii_lowercase());
        }
    }
}
