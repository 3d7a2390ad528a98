//! The shapes of the builtin types that can be bases.

use crate::class::rules::shape::{DictPlace, Origin, Shape};

impl Shape {
    /// A builtin type: its sizes, and whether the garbage collector knows its instances.
    pub(crate) const fn builtin(basic_size: usize, item_size: usize, collected: bool) -> Shape {
        Shape {
            basic_size,
            item_size,
            dict: DictPlace::Absent,
            weakref: None,
            slots: None,
            origin: Origin::Builtin,
            collected,
            is_base: true,
        }
    }

    /// `object`: a header of two words.
    pub(crate) const fn object() -> Shape {
        Shape::builtin(16, 0, false)
    }
}

/// The builtin types that the rules know: a name, its base, and its shape.
pub(crate) fn builtins() -> [(&'static str, Option<&'static str>, Shape); 18] {
    let exception = |size| Shape { dict: DictPlace::InInstance, ..Shape::builtin(size, 0, true) };
    let set = || Shape { weakref: Some(192), ..Shape::builtin(200, 0, true) };
    [
        ("object", None, Shape::object()),
        ("int", Some("object"), Shape::builtin(24, 4, false)),
        ("bool", Some("int"), Shape { is_base: false, ..Shape::builtin(32, 4, false) }),
        ("float", Some("object"), Shape::builtin(24, 0, false)),
        ("complex", Some("object"), Shape::builtin(32, 0, false)),
        ("str", Some("object"), Shape::builtin(80, 0, false)),
        ("bytes", Some("object"), Shape::builtin(33, 1, false)),
        ("bytearray", Some("object"), Shape::builtin(56, 0, false)),
        ("tuple", Some("object"), Shape::builtin(24, 8, true)),
        ("list", Some("object"), Shape::builtin(40, 0, true)),
        ("dict", Some("object"), Shape::builtin(48, 0, true)),
        ("set", Some("object"), set()),
        ("frozenset", Some("object"), set()),
        ("BaseException", Some("object"), exception(72)),
        ("Exception", Some("BaseException"), exception(72)),
        ("LookupError", Some("Exception"), exception(72)),
        ("KeyError", Some("LookupError"), exception(72)),
        ("OSError", Some("Exception"), exception(112)),
    ]
}
