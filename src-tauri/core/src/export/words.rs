//! The words that a file has of its own. It outlives the window that wrote it, and goes to others: it speaks the
//! article's language, Arabic or else English, not the interface's.

use crate::model::{Direction, Subject, TextOrigin, Timestamp};

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Arabic,
    English,
}

impl Words {
    /// The language of a document's own words.
    pub(super) fn of(language: Option<&str>, direction: Direction) -> Self {
        match language.and_then(|tag| tag.split('-').next()) {
            Some("ar") => Self::Arabic,
            Some(_) => Self::English,
            None if direction == Direction::Rtl => Self::Arabic,
            None => Self::English,
        }
    }

    /// Its BCP 47 tag.
    pub(super) fn tag(self) -> &'static str {
        self.either("ar", "en")
    }

    /// Its direction.
    pub(super) fn direction(self) -> Direction {
        match self {
            Self::Arabic => Direction::Rtl,
            Self::English => Direction::Ltr,
        }
    }

    fn either(self, arabic: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Arabic => arabic,
            Self::English => english,
        }
    }

    pub(super) fn breaking(self) -> &'static str {
        self.either("عاجل", "Breaking")
    }

    pub(super) fn read_also(self) -> &'static str {
        self.either("اقرأ أيضًا", "Read also")
    }

    pub(super) fn published(self) -> &'static str {
        self.either("نُشر", "Published")
    }

    pub(super) fn updated(self) -> &'static str {
        self.either("عُدّل", "Updated")
    }

    pub(super) fn fetched(self) -> &'static str {
        self.either("حُفظ نصّه", "Text saved")
    }

    pub(super) fn source(self) -> &'static str {
        self.either("المصدر", "Source")
    }

    pub(super) fn address(self) -> &'static str {
        self.either("العنوان", "Address")
    }

    pub(super) fn canonical(self) -> &'static str {
        self.either("العنوان الأصلي", "Canonical address")
    }

    pub(super) fn tags(self) -> &'static str {
        self.either("الوسوم", "Tags")
    }

    pub(super) fn enclosures(self) -> &'static str {
        self.either("مرفقات", "Attachments")
    }

    pub(super) fn guessed(self) -> &'static str {
        self.either("تصنيف تلقائي", "classified automatically")
    }

    pub(super) fn colon(self) -> &'static str {
        ": "
    }

    /// How the text was obtained.
    pub(super) fn origin(self, origin: TextOrigin, whole: bool) -> &'static str {
        match (origin, whole) {
            (TextOrigin::Page, _) => self.either("النص من صفحة المقال.", "Text from the article's page."),
            (TextOrigin::Feed, true) => self.either("النص كما نشرته الخلاصة.", "Text as published in the feed."),
            (TextOrigin::Feed, false) => self.either(
                "ملخّص كما نشرته الخلاصة، وليس النص كله.",
                "An excerpt as published in the feed, not the whole text.",
            ),
        }
    }

    pub(super) fn saved_with(self) -> &'static str {
        self.either("حُفظ بقارئ الأخبار ورّاق.", "Saved with the news reader Warraq.")
    }

    pub(super) fn subject(self, subject: Subject) -> &'static str {
        match subject {
            Subject::Politics => self.either("سياسة", "Politics"),
            Subject::Local => self.either("محليات", "Local"),
            Subject::World => self.either("عالم", "World"),
            Subject::Economy => self.either("اقتصاد", "Economy"),
            Subject::Sports => self.either("رياضة", "Sports"),
            Subject::Society => self.either("مجتمع", "Society"),
            Subject::Culture => self.either("ثقافة وفن", "Culture"),
            Subject::Technology => self.either("تقنية", "Technology"),
            Subject::Science => self.either("علوم", "Science"),
            Subject::Health => self.either("صحة", "Health"),
            Subject::Religion => self.either("دين", "Religion"),
            Subject::Opinion => self.either("رأي", "Opinion"),
            Subject::Misc => self.either("منوعات", "Miscellaneous"),
        }
    }

    fn month(self, month: i8) -> &'static str {
        const ARABIC: [&str; 12] = [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ];
        const ENGLISH: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let names = match self {
            Self::Arabic => ARABIC,
            Self::English => ENGLISH,
        };
        usize::try_from(month).ok().and_then(|month| names.get(month.checked_sub(1)?)).copied().unwrap_or_default()
    }
}

/// A moment in a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Minutes that the local time is ahead of UTC.
    pub offset: i32,
}

impl Moment {
    fn local(self) -> Option<(jiff::civil::DateTime, i32)> {
        let offset = self.offset.clamp(-24 * 60 + 1, 24 * 60 - 1);
        let at = jiff::Timestamp::from_millisecond(self.at).ok()?;
        Some((jiff::tz::Offset::from_seconds(offset * 60).ok()?.to_datetime(at), offset))
    }

    /// As RFC 3339 has it; empty beyond the years that it can write.
    pub(super) fn machine(self) -> String {
        let Some((local, offset)) = self.local() else { return String::new() };
        format!("{}{}", local.strftime("%Y-%m-%dT%H:%M:%S"), zone(offset))
    }

    /// In words: «23 نوفمبر 2026، 06:28 (+03:00)».
    pub(super) fn readable(self, words: Words) -> String {
        let Some((local, offset)) = self.local() else { return String::new() };
        let comma = words.either("،", ",");
        let zone = if offset == 0 { "UTC".to_owned() } else { zone(offset) };
        format!(
            "{} {} {}{comma} {:02}:{:02} ({zone})",
            local.day(),
            words.month(local.month()),
            local.year(),
            local.hour(),
            local.minute()
        )
    }
}

fn zone(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_the_readers_own_time() {
        let at = 1_795_404_480_000; // 2026-11-23T03:28:00Z
        let moment = |offset| Moment { at, offset };
        assert_eq!(moment(180).readable(Words::Arabic), "23 نوفمبر 2026، 06:28 (+03:00)");
        assert_eq!(moment(0).readable(Words::English), "23 November 2026, 03:28 (UTC)");
        assert_eq!(moment(-300).machine(), "2026-11-22T22:28:00-05:00");
        assert_eq!(Moment { at: i64::MAX, offset: 0 }.readable(Words::Arabic), "");
    }

    #[test]
    fn a_file_speaks_the_articles_language() {
        assert_eq!(Words::of(Some("ar-EG"), Direction::Ltr), Words::Arabic);
        assert_eq!(Words::of(Some("en"), Direction::Ltr), Words::English);
        assert_eq!(Words::of(None, Direction::Rtl), Words::Arabic);
    }
}
