//! A field of text, and what it could be.

use core::fmt;

use crate::value::convert::exact_f64;

/// What a column of text holds, from the narrowest to the widest.
///
/// ```
/// use slotted::TableSchema;
/// use slotted::class::ColumnKind;
///
/// let mut schema = TableSchema::infer(["depth"], &[["4"], ["5"]])?;
/// assert_eq!(schema.columns()[0].kind(), ColumnKind::Int);
/// schema.widen(["4.5"]);
/// assert_eq!(schema.columns()[0].kind(), ColumnKind::Float);
/// # Ok::<(), slotted::SchemaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ColumnKind {
    /// `true` and `false`, also written `True` and `False`: a slot of type `bool`.
    Bool,
    /// Integers: a slot of type `i64`.
    Int,
    /// Numbers, with a point or an exponent: a slot of type `f64`.
    Float,
    /// Anything else, dates among it: a slot of type `String`.
    Text,
}

impl ColumnKind {
    /// The narrowest kind that holds the text, which is not empty.
    ///
    /// A number with leading zeros or a plus sign is text: it names something, and printing the
    /// number would not give it back.
    pub(super) fn of(text: &str) -> ColumnKind {
        if matches!(text, "true" | "false" | "True" | "False") {
            ColumnKind::Bool
        } else if !is_number(text) {
            ColumnKind::Text
        } else if text == "-0" {
            // No integer, which would print `0`.
            ColumnKind::Float
        } else if text.parse::<i64>().is_ok() {
            ColumnKind::Int
        } else if text.parse::<f64>().is_ok_and(f64::is_finite) && !is_long_integer(text) {
            ColumnKind::Float
        } else {
            ColumnKind::Text
        }
    }

    /// The narrowest kind that holds what either holds.
    pub(super) fn join(self, other: ColumnKind) -> ColumnKind {
        match (self, other) {
            (a, b) if a == b => a,
            (ColumnKind::Int, ColumnKind::Float) | (ColumnKind::Float, ColumnKind::Int) => {
                ColumnKind::Float
            }
            _ => ColumnKind::Text,
        }
    }

    /// The narrowest kind that holds the text and what a column of this kind holds.
    pub(super) fn with(self, text: &str) -> ColumnKind {
        match self {
            ColumnKind::Float if is_rounded(text) => ColumnKind::Text,
            kind => kind.join(ColumnKind::of(text)),
        }
    }

    /// The name of the slot's type.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            ColumnKind::Bool => "bool",
            ColumnKind::Int => "i64",
            ColumnKind::Float => "f64",
            ColumnKind::Text => "String",
        }
    }
}

/// Prints the name of the slot's type.
impl fmt::Display for ColumnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.type_name())
    }
}

/// Whether the text is a number as one writes it: no name such as `inf`, and no leading zero.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    match digits {
        [b'0', next, ..] => !next.is_ascii_digit(),
        [first, ..] => first.is_ascii_digit(),
        [] => false,
    }
}

/// Whether the text is an integer that an `f64` would round.
pub(super) fn is_rounded(text: &str) -> bool {
    let exact = |integer: i64| exact_f64(integer.into()).is_some();
    // All integers of 15 digits are exact.
    text.len() > 15
        && is_number(text)
        && (is_long_integer(text) || text.parse().is_ok_and(|integer| !exact(integer)))
}

/// Whether it is an integer that no `i64` holds.
fn is_long_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::{ColumnKind, is_rounded};

    #[test]
    fn an_integer_that_a_float_would_round_makes_no_number_of_a_column() {
        for (text, rounded) in [
            ("9007199254740992", false),
            ("9007199254740993", true),
            ("-9007199254740993", true),
            ("9223372036854775807", true),
            ("9223372036854775808", true),
            ("9007199254740993.0", false),
            ("-0", false),
            ("1.5", false),
            ("007", false),
            ("0009007199254740993", false),
            ("", false),
        ] {
            assert_eq!(is_rounded(text), rounded, "{text}");
            let with = ColumnKind::Float.with(text);
            assert_eq!(
                with == ColumnKind::Text,
                rounded || text.starts_with("00") || text.is_empty(),
                "{text}"
            );
        }
        assert_eq!(ColumnKind::Int.with("9007199254740993"), ColumnKind::Int);
    }

    #[test]
    fn the_kind_of_a_field_is_the_narrowest_that_gives_it_back() {
        for (text, kind) in [
            ("true", ColumnKind::Bool),
            ("0", ColumnKind::Int),
            ("-7", ColumnKind::Int),
            ("-0", ColumnKind::Float),
            ("9223372036854775807", ColumnKind::Int),
            ("9223372036854775808", ColumnKind::Text),
            ("1.5", ColumnKind::Float),
            ("-0.25e-3", ColumnKind::Float),
            ("1e400", ColumnKind::Text),
            ("007", ColumnKind::Text),
            ("+1", ColumnKind::Text),
            ("inf", ColumnKind::Text),
            ("NaN", ColumnKind::Text),
            ("-", ColumnKind::Text),
            ("2013-01-01", ColumnKind::Text),
            ("1 2", ColumnKind::Text),
        ] {
            assert_eq!(ColumnKind::of(text), kind, "{text}");
        }
    }
}
