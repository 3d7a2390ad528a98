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
        if let (Some(_), Some(word)) = (&self.opaque, &self.as_str) {
            errors.report(
                word.span,
                "`as_str` contradicts `opaque`\nan opaque slot is reached by its own type only, a slot as text \
                 through `Display` and `FromStr`\nremove one of the two",
            );
        }
    }
}
