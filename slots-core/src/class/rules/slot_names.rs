//! Identifiers, mangling, the special slots, conflicts with class attributes.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use crate::class::error::{ClassError, ClassErrorKind};
use crate::class::rules::shape::{Shape, SlotNames};

/// An item of `__slots__`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlotItem<'a> {
    Name(&'a str),
    /// A value of this type, which cannot name a slot.
    Other(&'a str),
    /// The name of a slot that holds values of one Rust type. It is any text, and is taken as it
    /// is.
    Typed(&'a str),
}

/// What the items of `__slots__` ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked<'a> {
    pub dict: bool,
    pub weakref: bool,
    /// The names as they are written, each with whether it is mangled.
    pub names: Vec<(&'a str, bool)>,
}

/// Checks each item, in the order of the list. The first that is wrong is reported.
pub(crate) fn check<'a>(items: &[SlotItem<'a>], base: &Shape) -> Result<Asked<'a>, ClassError> {
    let mut asked = Asked::default();
    for item in items {
        let name = match *item {
            SlotItem::Name(name) => name,
            SlotItem::Typed(name) => {
                asked.names.push((name, false));
                continue;
            }
            SlotItem::Other(type_name) => {
                let text = format!("__slots__ items must be strings, not '{type_name}'");
                return Err(ClassError::new(ClassErrorKind::SlotNotString, text));
            }
        };
        if !is_identifier(name) {
            let text = "__slots__ must be identifiers";
            return Err(ClassError::new(ClassErrorKind::SlotNotIdentifier, text));
        }
        match name {
            "__dict__" if asked.dict || base.has_dict() => {
                let text = "__dict__ slot disallowed: we already got one";
                return Err(ClassError::new(ClassErrorKind::SecondDict, text));
            }
            "__weakref__" if asked.weakref || !may_add_weakref(base) => {
                let text = "__weakref__ slot disallowed: \
                            either we already got one, or __itemsize__ != 0";
                return Err(ClassError::new(ClassErrorKind::SecondWeakref, text));
            }
            "__dict__" => asked.dict = true,
            "__weakref__" => asked.weakref = true,
            _ => asked.names.push((name, true)),
        }
    }
    Ok(asked)
}

/// Whether a class below `base` can add weak references.
pub(crate) fn may_add_weakref(base: &Shape) -> bool {
    base.weakref.is_none() && !base.is_variable()
}

/// The names of the slots, mangled, in memory order: by code point. Equal names stay.
///
/// # Errors
///
/// Where one is the name of a class attribute; the first in the order of the list is reported.
pub(crate) fn in_memory_order(
    class: &str,
    names: &[(&str, bool)],
    is_class_attribute: &dyn Fn(&str) -> bool,
) -> Result<SlotNames, ClassError> {
    let mut mangled: Vec<Box<str>> = Vec::with_capacity(names.len());
    for &(name, mangled_by_class) in names {
        let name = if mangled_by_class { mangle(class, name) } else { Cow::Borrowed(name) };
        if conflicts(&name, is_class_attribute) {
            let text = format!("'{name}' in __slots__ conflicts with class variable");
            return Err(ClassError::new(ClassErrorKind::ClassVariable, text));
        }
        mangled.push(name.into());
    }
    // The order of UTF-8 bytes is that of code points.
    mangled.sort_unstable();
    Ok(mangled.into())
}

/// A class with slots has a class attribute `__slots__`. Two that CPython takes out of the body
/// before the slots are made may be slots.
fn conflicts(name: &str, is_class_attribute: &dyn Fn(&str) -> bool) -> bool {
    match name {
        "__slots__" => true,
        "__qualname__" | "__classcell__" => false,
        _ => is_class_attribute(name),
    }
}

/// A private name as the class stores it: `__p` in a class `_C` is `_C__p`.
pub(crate) fn mangle<'a>(class: &str, name: &'a str) -> Cow<'a, str> {
    let class = class.trim_start_matches('_');
    if class.is_empty() || !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("_{class}{name}"))
}

/// Python's `str.isidentifier`, with the newest Unicode: it knows more letters than CPython 3.11.
pub(crate) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
        && chars.all(unicode_ident::is_xid_continue)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{is_identifier, mangle};

    #[test]
    fn identifiers_are_those_of_the_interpreter() {
        for name in ["a", "_", "naïve", "Ω1", "名前", "a·b", "℘", "ªb", "class", "x٣"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["", "1a", "a b", "a-b", "·a", "٣x", "€", "a.b", "a\0", "\u{37a}", "²"] {
            assert!(!is_identifier(name), "{name}");
        }
    }

    /// Of all code points, these and the unassigned ones are where CPython 3.11 differs.
    #[test]
    fn identifiers_may_use_letters_of_later_versions_of_unicode() {
        assert!(is_identifier("\u{1c89}"), "unassigned in Unicode 14");
        for later in ["\u{200c}", "\u{200d}", "\u{30fb}", "\u{ff65}"] {
            assert!(is_identifier(&format!("a{later}")) && !is_identifier(later), "{later:?}");
        }
    }

    #[test]
    fn private_names_are_mangled_as_by_the_compiler() {
        let mangled = [
            ("C", "__p", "_C__p"),
            ("__Box", "__p", "_Box__p"),
            ("_C_", "__p", "_C___p"),
            ("___", "__p", "__p"),
            ("C", "__p__", "__p__"),
            ("C", "__", "__"),
            ("C", "__p_", "_C__p_"),
            ("C", "_p", "_p"),
            ("C", "__a.b", "__a.b"),
        ];
        for (class, name, expected) in mangled {
            assert_eq!(mangle(class, name), expected, "{name} in {class}");
        }
    }
}
