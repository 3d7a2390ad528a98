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
            } else if let Some((alias, of, after)) = shared(&rest[..word], &rest[word..]) {
                write!(f, "{alias}<{}>", ShortTypeName(of))?;
                rest = after;
            } else {
                f.write_str(&rest[..word])?;
                rest = &rest[word..];
            }
        }
        Ok(())
    }
}

/// Returns the name by which a shared object of a kind is known, the object's type, and the rest:
/// users write `Obj<Node>` for `Shared<Node, AtomicCount>`.
fn shared<'a>(word: &str, after: &'a str) -> Option<(&'static str, &'a str, &'a str)> {
    let is_weak = match word {
        "Shared" => false,
        "Weak" => true,
        _ => return None,
    };
    let inside = after.strip_prefix('<')?;
    let mut depth = 1_usize;
    let end = inside.find(|c| {
        // The arrow of a function's type closes nothing, and no such type is shared.
        depth = match c {
            '<' => depth + 1,
            '>' => depth - 1,
            _ => depth,
        };
        depth == 0
    })?;
    let (of, kind) = inside[..end].rsplit_once(", ")?;
    let alias = match (kind.strip_prefix("slots_core::rc::count::")?, is_weak) {
        ("AtomicCount", false) => "Obj",
        ("AtomicCount", true) => "WeakObj",
        ("AtomicLock", false) => "ObjLock",
        ("AtomicLock", true) => "WeakObjLock",
        ("LocalCount", false) => "LocalObj",
        ("LocalCount", true) => "LocalWeakObj",
        ("LocalLock", false) => "ObjCell",
        ("LocalLock", true) => "WeakObjCell",
        _ => return None,
    };
    Some((alias, of, &inside[end + 1..]))
}
