//! Names of files.

use crate::model::EntryId;

/// The longest name in bytes, without its ending: file systems take 255, and what is saved twice gets a number.
const LONGEST: usize = 180;

/// Names that Windows gives to devices, whatever their ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

/// A name for the file of an article, without its ending: the headline's words, with nothing in it that a file system or a
/// shell takes amiss, that hides the file or that turns the order of its letters; the article's number where nothing is
/// left.
pub fn file_stem(title: &str, id: EntryId) -> String {
    let mut name = String::new();
    for word in title.split(|c: char| !is_kept(c)).filter(|word| !word.is_empty()) {
        let gap = usize::from(!name.is_empty());
        if name.len() + gap + word.len() > LONGEST {
            if name.is_empty() {
                name.extend(word.char_indices().take_while(|(at, c)| at + c.len_utf8() <= LONGEST).map(|(_, c)| c));
            }
            break;
        }
        if gap > 0 {
            name.push(' ');
        }
        name.push_str(word);
    }
    let name = name.trim_matches(|c: char| matches!(c, ' ' | '.' | '-' | '_')).to_owned();
    let device = name.to_lowercase();
    let device = device.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    if name.is_empty() || DEVICES.contains(&device) { format!("article-{id}") } else { name }
}

fn is_kept(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '،' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_becomes_a_name_that_every_system_takes() {
        let long = "كلمة ".repeat(100);
        let cases = [
            ("هزة خفيفة في الساحل الغربي: بلا أضرار", "هزة خفيفة في الساحل الغربي بلا أضرار"),
            ("../../etc/passwd", "etc passwd"),
            ("a\\b:c*d?e\"f<g>h|i\0j\nk", "a b c d e f g h i j k"),
            (".hidden. ", "hidden"),
            ("\u{202E}exe.txt", "exe.txt"),
            ("CON", "article-7"),
            ("com1.html", "article-7"),
            ("؟!…", "article-7"),
            ("", "article-7"),
            ("شُكرًا", "شُكرًا"),
        ];
        for (title, want) in cases {
            assert_eq!(file_stem(title, EntryId(7)), want, "{title:?}");
        }
        let name = file_stem(&long, EntryId(7));
        assert!(name.len() <= LONGEST && name.ends_with("كلمة"), "{name}");
        assert!(file_stem(&"ك".repeat(500), EntryId(7)).len() <= LONGEST);
    }
}
