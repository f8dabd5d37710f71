//! The form in which texts are searched: in any case, and with accents ignored. Stored beside the texts as typed.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Folds a text for searching: compatibility forms, case and accents are all one. Blanks are kept as they are.
pub fn searchable(text: &str) -> String {
    // Twice, since folding can denormalise, and what was folded may fold again.
    text.nfkd().default_case_fold().nfkd().default_case_fold().nfkd().filter(|c| !is_accent(*c)).collect()
}

/// Folds several texts into one, each on a line of its own, so that no search finds what two of them spell together.
pub fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<_> = texts.into_iter().map(searchable).collect();
    parts.join("\n")
}

/// Marks above, below and through letters, and the points of Hebrew and Arabic. Not the signs that make another letter in the
/// scripts of India (class 0, 7 and 9) and Japan (8).
fn is_accent(c: char) -> bool {
    canonical_combining_class(c) >= 10
}

#[cfg(test)]
mod tests {
    use super::{lines, searchable};

    #[test]
    fn case_accents_and_compatibility_forms_are_one() {
        for (one, other) in [
            ("Café", "CAFE"),
            ("cafe\u{301}", "café"),
            ("Žižkov", "zizkov"),
            ("STRASSE", "straße"),
            ("ﬁne", "FINE"),
            ("ＶＡＮ ４", "van 4"),
            ("Σίσυφος", "σισυφοσ"),
            ("İstanbul", "istanbul"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(searchable(one), searchable(other), "{one} {other}");
            assert_eq!(searchable(&searchable(one)), searchable(one));
        }
        for (one, other) in [("がく", "かく"), ("कि", "क"), ("o", "ø")] {
            assert_ne!(searchable(one), searchable(other), "{one} {other}");
        }
    }

    #[test]
    fn each_text_has_a_line_of_its_own() {
        assert_eq!(lines(["442079460018", "Spring", "Vän"]), "442079460018\nspring\nvan");
    }
}
