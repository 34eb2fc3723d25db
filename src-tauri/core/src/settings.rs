//! Settings: each with a default and bounds, stored as one JSON value a key.

use serde_json::Value;

use crate::Core;
use crate::contract::{ApiError, ErrorCode, Settings, SettingsPatch};
use crate::store::settings;

const THEMES: &[&str] = &["system", "light", "white", "dark", "sepia", "contrast"];
const LANGUAGES: &[&str] = &["ar", "en"];
const DIGITS: &[&str] = &["auto", "arab", "latn"];
const CALENDARS: &[&str] = &["gregory", "both", "hijri"];
const MONTHS: &[&str] = &["common", "levant", "morocco", "algeria"];
const FONTS: &[&str] = &["naskh", "amiri", "plex", "kufi"];
const LATIN_FONTS: &[&str] = &["auto", "serif", "sans"];
const ALIGNMENTS: &[&str] = &["start", "justify"];

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "system".to_owned(),
            language: "ar".to_owned(),
            digits: "auto".to_owned(),
            calendar: "both".to_owned(),
            months: "common".to_owned(),
            hijri_shift: 0,
            reading_font: "naskh".to_owned(),
            latin_font: "auto".to_owned(),
            reading_align: "start".to_owned(),
            hide_vowels: false,
            reading_size: 19,
            reading_leading: 202,
            reading_width: 38,
            refresh_minutes: 60,
            load_pictures: true,
            refresh_on_metered: false,
            check_directory: true,
        }
    }
}

/// The settings as they are stored; what is not stored, or is out of its bounds, has its default.
pub(crate) async fn read(core: &Core) -> Result<Settings, ApiError> {
    let stored = core
        .inner
        .store
        .read(|db| {
            let keys = [
                "theme",
                "language",
                "digits",
                "calendar",
                "months",
                "hijri_shift",
                "reading_font",
                "latin_font",
                "reading_align",
                "hide_vowels",
                "reading_size",
                "reading_leading",
                "reading_width",
                "refresh_minutes",
                "load_pictures",
                "refresh_on_metered",
                "check_directory",
            ];
            let mut patch = serde_json::Map::new();
            for key in keys {
                if let Some(value) = settings::get(db, key)? {
                    patch.insert(key.to_owned(), value);
                }
            }
            Ok(patch)
        })
        .await?;
    let mut current = Settings::default();
    for (key, value) in stored {
        let one = serde_json::Map::from_iter([(key, value)]);
        // A value that an older or newer version wrote and this one does not take: the default holds.
        if let Ok(patch) = serde_json::from_value::<SettingsPatch>(Value::Object(one)) {
            let _ = apply(&mut current, &patch);
        }
    }
    Ok(current)
}

/// Applies a patch, or says which value is none.
pub(crate) fn apply(settings: &mut Settings, patch: &SettingsPatch) -> Result<(), ApiError> {
    let mut next = settings.clone();
    choice(&mut next.theme, patch.theme.as_ref(), THEMES, "theme")?;
    choice(&mut next.language, patch.language.as_ref(), LANGUAGES, "language")?;
    choice(&mut next.digits, patch.digits.as_ref(), DIGITS, "digits")?;
    choice(&mut next.calendar, patch.calendar.as_ref(), CALENDARS, "calendar")?;
    choice(&mut next.months, patch.months.as_ref(), MONTHS, "months")?;
    number(&mut next.hijri_shift, patch.hijri_shift, -1, 1, "hijri_shift")?;
    choice(&mut next.latin_font, patch.latin_font.as_ref(), LATIN_FONTS, "latin_font")?;
    choice(&mut next.reading_align, patch.reading_align.as_ref(), ALIGNMENTS, "reading_align")?;
    next.hide_vowels = patch.hide_vowels.unwrap_or(next.hide_vowels);
    choice(&mut next.reading_font, patch.reading_font.as_ref(), FONTS, "reading_font")?;
    number(&mut next.reading_size, patch.reading_size, 14, 32, "reading_size")?;
    number(&mut next.reading_leading, patch.reading_leading, 140, 260, "reading_leading")?;
    number(&mut next.reading_width, patch.reading_width, 24, 60, "reading_width")?;
    if patch.refresh_minutes == Some(0) {
        next.refresh_minutes = 0;
    } else {
        number(&mut next.refresh_minutes, patch.refresh_minutes, 15, 1_440, "refresh_minutes")?;
    }
    next.load_pictures = patch.load_pictures.unwrap_or(next.load_pictures);
    next.refresh_on_metered = patch.refresh_on_metered.unwrap_or(next.refresh_on_metered);
    next.check_directory = patch.check_directory.unwrap_or(next.check_directory);
    *settings = next;
    Ok(())
}

fn choice(slot: &mut String, wanted: Option<&String>, choices: &[&str], key: &str) -> Result<(), ApiError> {
    match wanted {
        None => Ok(()),
        Some(wanted) if choices.contains(&wanted.as_str()) => {
            slot.clone_from(wanted);
            Ok(())
        }
        Some(_) => Err(refused(key)),
    }
}

fn number<N: PartialOrd>(slot: &mut N, wanted: Option<N>, least: N, most: N, key: &str) -> Result<(), ApiError> {
    match wanted {
        None => Ok(()),
        Some(wanted) if (least..=most).contains(&wanted) => {
            *slot = wanted;
            Ok(())
        }
        Some(_) => Err(refused(key)),
    }
}

fn refused(key: &str) -> ApiError {
    ApiError::new(ErrorCode::InvalidRequest, "a setting does not take this value").with("setting", key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_is_taken_whole_or_not_at_all() {
        let mut settings = Settings::default();
        let bad = SettingsPatch { theme: Some("dark".into()), reading_size: Some(99), ..SettingsPatch::default() };
        assert!(apply(&mut settings, &bad).is_err());
        assert_eq!(settings, Settings::default());
        let good = SettingsPatch { theme: Some("dark".into()), refresh_minutes: Some(0), ..SettingsPatch::default() };
        assert!(apply(&mut settings, &good).is_ok());
        assert_eq!((settings.theme.as_str(), settings.refresh_minutes), ("dark", 0));
    }

    #[test]
    fn reading_choices_have_bounds() {
        let patch = |json: serde_json::Value| serde_json::from_value::<SettingsPatch>(json);
        for (json, taken) in [
            (serde_json::json!({ "hijri_shift": -1 }), true),
            (serde_json::json!({ "hijri_shift": 2 }), false),
            (serde_json::json!({ "months": "morocco" }), true),
            (serde_json::json!({ "months": "mars" }), false),
            (serde_json::json!({ "latin_font": "sans" }), true),
            (serde_json::json!({ "latin_font": "x; src: url(//evil)" }), false),
            (serde_json::json!({ "reading_align": "center" }), false),
            (serde_json::json!({ "theme": "white", "hide_vowels": true }), true),
            (serde_json::json!({ "reading_width": 23 }), false),
        ] {
            let outcome = patch(json.clone()).map(|patch| apply(&mut Settings::default(), &patch).is_ok());
            assert!(outcome.is_ok_and(|ok| ok == taken), "{json}");
        }
    }
}
