//! The form in which two texts are compared: trimmed, Unicode NFKC, case folded. Stored beside the text as typed.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// Folds a text for comparison. Folding twice changes nothing.
pub fn folded(text: &str) -> String {
    // Compatibility caseless matching of the Unicode standard (D146): folding can denormalise, so normalise again after it.
    let once: String = text.trim().nfd().default_case_fold().nfkd().default_case_fold().nfkc().collect();
    once.trim().to_owned()
}

/// Whether a text holds a character that nobody can see or that could reorder what others see: control characters, and
/// bidirectional controls that are left open or closed without being opened.
pub fn is_deceptive(text: &str) -> bool {
    let (mut isolates, mut embeddings) = (0_u32, 0_u32);
    for c in text.chars() {
        match c {
            c if c.is_control() => return true,
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => embeddings += 1,
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{202C}' if embeddings > 0 => embeddings -= 1,
            '\u{2069}' if isolates > 0 => isolates -= 1,
            '\u{202C}' | '\u{2069}' => return true,
            _ => {}
        }
    }
    isolates + embeddings > 0
}

/// Whether nothing of a text can be seen: blanks and characters without a shape of their own.
pub fn is_invisible(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::{folded, is_deceptive, is_invisible};

    #[test]
    fn spelling_variants_of_one_text_fold_alike() {
        for (one, other) in [
            ("  Spring Issue ", "spring issue"),
            ("STRASSE", "straße"),
            ("ﬁne", "FINE"),
            ("ＶＡＮ", "van"),
            ("Café", "cafe\u{301}"),
            ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
            assert_eq!(folded(&folded(one)), folded(one));
        }
        assert_ne!(folded("cafe"), folded("café"));
    }

    #[test]
    fn controls_and_open_direction_marks_are_deceptive() {
        for bad in ["a\0b", "a\nb", "a\tb", "\u{7f}", "\u{85}", "abc\u{202E}def", "abc\u{202C}", "\u{2067}abc", "abc\u{2069}"] {
            assert!(is_deceptive(bad), "{bad:?}");
        }
        for good in ["plain", "שלום", "\u{2067}שלום\u{2069} van", "👩‍👩‍👧", "a\u{200F}b"] {
            assert!(!is_deceptive(good), "{good:?}");
        }
    }

    #[test]
    fn blanks_and_shapeless_characters_are_invisible() {
        assert!(is_invisible("") && is_invisible(" \u{200B}\u{2060} ") && !is_invisible(" a "));
    }
}
