//! The Hijri calendar of Umm al-Qura, Saudi Arabia's official one, which papers of the Gulf date by. Its months begin by
//! computation and follow no simple rule, so their lengths are listed; they were written out with ECMAScript's
//! `islamic-umalqura` calendar. Years outside of the list follow the tabular calendar (leap years 2, 5, 7, 10, 13, 16,
//! 18, 21, 24, 26 and 29 of 30), which may be a day off.

/// The first year of the list.
const FIRST: i64 = 1391;
/// 1 Muharram 1391, in days since 1970.
const FIRST_DAY: i64 = 422;
/// A year each: bit 0 is Muharram; set where the month has 30 days, else it has 29.
const MONTHS: [u16; 110] = [
    0x5b4, 0xda9, 0xd52, 0xaa5, 0x92d, 0x26d, 0x8ed, 0x2da, 0xad5, 0xaa5, 0xa4b, 0x497, 0x937, 0x2b6, 0x975, 0xd69,
    0xd52, 0xc95, 0x92b, 0x25b, 0x4db, 0x9d5, 0x5d2, 0xda5, 0xd4a, 0xa95, 0x54d, 0xaad, 0x3aa, 0xbd2, 0xbc4, 0xb89,
    0xa95, 0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9, 0xd92, 0xaa6, 0x956, 0x2ae, 0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d,
    0x95d, 0x2ba, 0x5b5, 0x5aa, 0xd55, 0xa9a, 0x92e, 0x26e, 0x55d, 0xada, 0x6d4, 0x6a5, 0xb27, 0xa4d, 0x4ad, 0x56d,
    0xb5a, 0x754, 0xf49, 0xe92, 0xd26, 0xa56, 0x356, 0x6b5, 0xbaa, 0xb92, 0xb25, 0x68b, 0xa9b, 0x55a, 0xada, 0x5b4,
    0xda9, 0xb52, 0xa9a, 0x536, 0x276, 0x575, 0xaf2, 0x6d4, 0x6a9, 0x555, 0x2ad, 0x4bd, 0x9ba, 0x574, 0xb69, 0xb52,
    0xa95, 0x52d, 0xa5d, 0x4da, 0xad9, 0x6b2, 0xe95, 0xe2a, 0xc96, 0x92e, 0xaad, 0x56a, 0xd65, 0xd4a,
];

/// Days since 1970 of a Hijri day; `None` where there is no such day. Years 1200 to 1600, which no feed means otherwise.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1_200..=1_600).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let at = usize::try_from(year - FIRST).ok();
    match at.and_then(|at| Some((MONTHS.get(..at)?, *MONTHS.get(at)?))) {
        Some((years, months)) => {
            let long = u16::try_from(month - 1).ok().map(|bit| months >> bit & 1 == 1)?;
            let passed: i64 = years.iter().map(|months| 348 + i64::from(months.count_ones())).sum();
            let before = months & ((1u16 << u16::try_from(month - 1).ok()?) - 1);
            let of_year = (month - 1) * 29 + i64::from(before.count_ones());
            (long || day <= 29).then_some(FIRST_DAY + passed + of_year + day - 1)
        }
        None => {
            let leap = (11 * year + 14) % 30 < 11;
            let long = month % 2 == 1 || month == 12 && leap;
            // 1 Muharram 1 is 16 July 622 of the Julian calendar.
            let start = (year - 1) * 354 + (3 + 11 * year) / 30 - 492_148;
            (long || day <= 29).then_some(start + (month - 1) * 29 + month / 2 + day - 1)
        }
    }
}

/// The month that one or two words name, and how many words did. Letters as [`super::parse`] leaves them: hamza carriers
/// and `ى` folded, `ة` as it is.
pub(super) fn month(first: &str, second: Option<&str>) -> Option<(i64, usize)> {
    let one = |month| Some((month, 1));
    let first = first.strip_prefix("ال").unwrap_or(first);
    let later = |second: &str| match second {
        "اول" | "الاول" | "اولي" | "الاولي" | "1" | "i" => Some(0),
        "ثاني" | "الثاني" | "ثان" | "ثانية" | "الثانية" | "اخر" | "الاخر" | "اخرة" | "الاخرة" | "اخري" | "الاخري"
        | "2" | "ii" => Some(1),
        _ => None,
    };
    match first {
        "محرم" | "muharram" => one(1),
        "صفر" | "safar" => one(2),
        "ربيع" | "rabi" => Some((3 + later(second?)?, 2)),
        "جمادي" | "جماد" | "jumada" => Some((5 + later(second?)?, 2)),
        "رجب" | "rajab" => one(7),
        "شعبان" | "shaban" | "sha'ban" => one(8),
        "رمضان" | "ramadan" => one(9),
        "شوال" | "shawwal" => one(10),
        "ذو" | "ذي" | "ذوالقعدة" | "ذوالحجة" | "ذيالقعدة" | "ذيالحجة" => {
            let (name, words) = match first.get("ذو".len()..).filter(|rest| !rest.is_empty()) {
                Some(rest) => (rest, 1),
                None => (second?, 2),
            };
            match name.strip_prefix("ال").unwrap_or(name) {
                "قعدة" | "قعده" => Some((11, words)),
                "حجة" | "حجه" => Some((12, words)),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::days;

    fn gregorian(year: i64, month: i64, day: i64) -> i64 {
        super::super::days(year, month, day)
    }

    #[test]
    fn known_days() {
        for (hijri, (year, month, day)) in [
            ((1391, 1, 1), (1971, 2, 27)),
            ((1443, 7, 30), (2022, 3, 3)),
            ((1445, 9, 1), (2024, 3, 11)),
            ((1448, 6, 12), (2026, 11, 22)),
            // Tabular: 1 Muharram 1300 was 12 November 1882.
            ((1300, 1, 1), (1882, 11, 12)),
        ] {
            assert_eq!(days(hijri.0, hijri.1, hijri.2), Some(gregorian(year, month, day)), "{hijri:?}");
        }
        assert_eq!(days(1445, 13, 1), None);
        assert_eq!(days(2024, 1, 1), None);
    }

    #[test]
    fn every_year_follows_the_one_before_it() {
        for year in 1_200..1_600 {
            let last = (29..=30).rev().find_map(|day| days(year, 12, day)).unwrap();
            let next = days(year + 1, 1, 1).unwrap();
            // The tabular years join the listed ones within a day.
            assert!((next - last - 1).abs() <= 1, "{year}");
            for month in 1..12 {
                let last = (29..=30).rev().find_map(|day| days(year, month, day)).unwrap();
                assert_eq!(days(year, month + 1, 1), Some(last + 1), "{year} {month}");
            }
        }
    }
}
