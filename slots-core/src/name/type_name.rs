//! Type names without module paths.

use core::fmt::{self, Write};

/// Returns a type name without its module paths, to be printed: `Vec<Option<f64>>` for
/// `alloc::vec::Vec<core::option::Option<f64>>`.
pub(crate) fn short_type_name(full: &str) -> ShortTypeName<'_> {
    ShortTypeName(full)
}

#[derive(Clone, Copy)]
pub(crate) struct ShortTypeName<'a>(&'a str);

impl fmt::Display for ShortTypeName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(next) = rest.chars().next() {
            let word =
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            if word == 0 {
                f.write_char(next)?;
                rest = &rest[next.len_utf8()..];
            } else if let Some(after) = rest[word..].strip_prefix("::") {
                rest = after;
            } else {
                f.write_str(&rest[..word])?;
                rest = &rest[word..];
            }
        }
        Ok(())
    }
}
