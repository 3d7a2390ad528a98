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
    let (mut depth, mut before) = (1_usize, ' ');
    let end = inside.find(|c| {
        depth = match (before, c) {
            (_, '<') => depth + 1,
            // The arrow of a function's type closes nothing.
            ('-', '>') => depth,
            (_, '>') => depth - 1,
            _ => depth,
        };
        before = c;
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

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::short_type_name;

    #[test]
    fn a_type_name_loses_its_module_paths() {
        for (full, short) in [
            ("f64", "f64"),
            ("alloc::vec::Vec<core::option::Option<f64>>", "Vec<Option<f64>>"),
            ("[my_crate::é::A_1; 3]", "[A_1; 3]"),
            ("(&str, &mut [u8], *const a::B)", "(&str, &mut [u8], *const B)"),
            ("dyn a::B<C = d::E> + core::marker::Send", "dyn B<C = E> + Send"),
            ("fn(a::B) -> c::D", "fn(B) -> D"),
            ("<a::B as c::D>::E", "<B as D>::E"),
            ("", ""),
        ] {
            assert_eq!(short_type_name(full).to_string(), short);
        }
    }

    #[test]
    fn a_shared_object_has_the_name_that_users_write() {
        let full = |word: &str, of: &str, kind: &str| {
            alloc::format!("slots_core::rc::{word}<{of}, slots_core::rc::count::{kind}>")
        };
        let short = |full: &str| short_type_name(full).to_string();
        let inside = alloc::format!("(u8, {})", full("Weak", "b::C<u8>", "LocalLock"));
        for (kind, strong, weak) in [
            ("AtomicCount", "Obj", "WeakObj"),
            ("AtomicLock", "ObjLock", "WeakObjLock"),
            ("LocalCount", "LocalObj", "LocalWeakObj"),
            ("LocalLock", "ObjCell", "WeakObjCell"),
        ] {
            assert_eq!(short(&full("Shared", "a::B", kind)), alloc::format!("{strong}<B>"));
            assert_eq!(short(&full("Weak", "a::B", kind)), alloc::format!("{weak}<B>"));
            let nested = alloc::format!("[{}; 2]", full("Shared", &inside, kind));
            assert_eq!(short(&nested), alloc::format!("[{strong}<(u8, WeakObjCell<C<u8>>)>; 2]"));
        }
        // The arrow of a function's type is no bracket.
        let called = full("Shared", "a::B<fn(a::C) -> u8>", "AtomicCount");
        assert_eq!(short(&called), "Obj<B<fn(C) -> u8>>");
        // Types of others with such a name, or such a kind.
        for (full, expected) in [
            ("a::Shared<b::C, d::E>", "Shared<C, E>"),
            ("a::Weak<b::C>", "Weak<C>"),
            ("a::Shared", "Shared"),
            ("a::Other<b::C, slots_core::rc::count::LocalLock>", "Other<C, LocalLock>"),
            ("a::Shared<b::C, slots_core::rc::count::Odd>", "Shared<C, Odd>"),
            ("a::Shared<b::C", "Shared<C"),
        ] {
            assert_eq!(short(full), expected);
        }
    }
}
