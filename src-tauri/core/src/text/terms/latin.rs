//! English endings, and those alone: other languages in Latin letters keep theirs.

/// The stem of a folded word without Arabic letters.
pub(super) fn stem(word: &str) -> String {
    let letters = word.chars().count();
    if word.bytes().any(|b| !b.is_ascii_lowercase()) || letters < 4 || matches!(word, "news" | "series" | "species") {
        return word.to_owned();
    }
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= least);
    if let Some(rest) = cut("ies", 2) {
        return format!("{rest}y");
    }
    if let Some(rest) = cut("sses", 2) {
        return format!("{rest}ss");
    }
    if let Some(rest) = ["ches", "shes", "xes"].iter().find_map(|ending| cut(ending, 2)) {
        let kept =
            if word.ends_with("xes") { "x" } else { word.get(word.len() - 4..word.len() - 2).unwrap_or_default() };
        return format!("{rest}{kept}");
    }
    if let Some(rest) =
        cut("ing", 3).or_else(|| cut("ed", 3)).filter(|rest| rest.bytes().any(|b| b"aeiouy".contains(&b)))
    {
        // «running» and «run», «making» and «make».
        let bytes = rest.as_bytes();
        return match bytes {
            [head @ .., a, b] if a == b && !matches!(a, b'l' | b's' | b'z') && head.len() > 1 => {
                rest.get(..rest.len() - 1).unwrap_or(rest).to_owned()
            }
            _ => rest.strip_suffix('e').unwrap_or(rest).to_owned(),
        };
    }
    if ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    let bare = cut("s", 3).unwrap_or(word);
    // «make» and «making» share what is left.
    bare.strip_suffix('e').filter(|rest| rest.len() >= 3).unwrap_or(bare).to_owned()
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn english_forms_meet() {
        for group in [
            "election elections",
            "party parties",
            "run running",
            "make making makes",
            "church churches",
            "tax taxes",
            "attack attacks attacked attacking",
            "g20",
            "process processes",
        ] {
            let mut forms = group.split(' ').map(stem);
            let first = forms.next();
            assert!(forms.all(|form| Some(&form) == first.as_ref()), "{group}");
        }
        assert_ne!(stem("new"), stem("news"));
        assert_ne!(stem("iran"), stem("iraq"));
    }
}
