//! The words on a field that exclude one another.

use crate::attr::FieldWords;
use crate::diagnostic::Errors;

impl FieldWords {
    /// Reports the words on a field that exclude one another.
    pub(crate) fn exclusive(&self, errors: &Errors) {
        for (is_given, alone, why) in [
            (self.base.is_some(), "base", "a base is no slot: its own slots are the type's"),
            (self.dict.is_some(), "dict", "the `Dict` is no slot: what it holds are attributes"),
            (self.weakref.is_some(), "weakref", "the `WeakSlot` is no slot: it holds no value"),
            (self.skip.is_some(), "skip", "a skipped field is no slot"),
        ] {
            if is_given {
                let is_allowed = |word| word == alone || (alone == "skip" && word == "default");
                for (word, span) in self.given().into_iter().filter(|(word, _)| !is_allowed(*word))
                {
                    let message =
                        format!("`{word}` contradicts `{alone}`\n{why}\nremove one of the two");
                    errors.report(span, message);
                }
                return;
            }
        }
        if self.lazy.is_some() {
            for (span, word, why) in [
                (
                    self.optional.as_ref().map(|word| word.span),
                    "optional",
                    "a lazy slot is unbound until it is computed, by itself",
                ),
                (
                    self.default.as_ref().map(|word| word.span),
                    "default",
                    "a lazy slot is made unbound, and computed at the first read",
                ),
            ] {
                if let Some(span) = span {
                    let message =
                        format!("`{word}` contradicts `lazy`\n{why}\nremove one of the two");
                    errors.report(span, message);
                }
            }
        }
        if self.opaque.is_some() {
            for (word, name) in [(&self.range, "range"), (&self.len, "len")] {
                if let Some(word) = word {
                    let message = format!(
                        "`{name}` contradicts `opaque`\nan opaque slot is reached by its own type only, and \
                         nothing is known of its values\nremove one of the two, or write `validate = path`"
                    );
                    errors.report(word.span, message);
                }
            }
        }
        self.exclusive_serde(errors);
        if let (Some(_), Some(word)) = (&self.opaque, &self.as_str) {
            errors.report(
                word.span,
                "`as_str` contradicts `opaque`\nan opaque slot is reached by its own type only, a slot as text \
                 through `Display` and `FromStr`\nremove one of the two",
            );
        }
    }

    /// Reports the words for another mode beside `serde` or `with`.
    fn exclusive_serde(&self, errors: &Errors) {
        let word = match (&self.serde, &self.with) {
            (Some(_), _) => "serde",
            (None, Some(_)) => "with",
            (None, None) => return,
        };
        for (other, span, why) in [
            (
                "as_str",
                self.as_str.as_ref().map(|word| word.span),
                "a slot as text is read and written through `Display` and `FromStr`, and not through \
                 serde's traits",
            ),
            (
                "opaque",
                self.opaque.as_ref().map(|word| word.span),
                "an opaque slot is reached by its own type only, and has no form in data",
            ),
        ] {
            if let Some(span) = span {
                let message =
                    format!("`{other}` contradicts `{word}`\n{why}\nremove one of the two");
                errors.report(span, message);
            }
        }
    }
}
