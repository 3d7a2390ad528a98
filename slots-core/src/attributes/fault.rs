//! What can be wrong with an access by name.

use alloc::boxed::Box;

use crate::reflect::layout::info::SlotInfo;

/// What went wrong, with the data for the message.
pub(crate) enum Fault {
    NoSuchAttribute,
    Unbound,
    ReadOnly,
    Validated,
    Missing,
    MissingDefault,
    Unexpected,
    Repeated,
    FrozenAssign,
    FrozenDelete,
    NotDeletable,
    OpaqueDelete,
    WrongType {
        expected: &'static str,
        found: &'static str,
    },
    /// A slot of a run-time class was to be resolved as one of another form.
    OtherForm {
        expected: &'static str,
        found: &'static str,
        form: SlotForm,
    },
    Opaque {
        expected: &'static str,
        found: &'static str,
    },
    OutOfRange {
        expected: &'static str,
        value: Box<str>,
    },
    Invalid {
        expected: &'static str,
        value: Box<str>,
        why: Box<str>,
    },
    Refused {
        value: Box<str>,
        why: Box<str>,
    },
    NotIn {
        expected: &'static str,
        what: Box<str>,
        range: Box<str>,
    },
    TooDeep,
    /// A descriptor was given an object of another class than its own, which has this name.
    OtherReceiver(Box<str>),
    /// What an implementation of serde's traits says.
    Said {
        expected: &'static str,
        why: Box<str>,
    },
}

/// What the field of a slot holds, which decides how the slot of a class is resolved.
pub(crate) enum SlotForm {
    /// Always a value.
    Plain,
    /// A value, or nothing while the slot is unbound.
    Optional,
    /// A value once it was computed.
    Lazy,
}

impl SlotForm {
    pub(crate) fn of(info: &SlotInfo) -> Self {
        match (info.is_lazy(), info.is_optional()) {
            (true, _) => SlotForm::Lazy,
            (false, true) => SlotForm::Optional,
            (false, false) => SlotForm::Plain,
        }
    }
}

impl Fault {
    pub(crate) fn wrong_type(expected: &'static str, found: &'static str) -> Self {
        Fault::WrongType { expected, found }
    }

    pub(super) fn kind(&self) -> AttributeErrorKind {
        match *self {
            Fault::NoSuchAttribute => AttributeErrorKind::NoSuchAttribute,
            Fault::Unbound => AttributeErrorKind::Unbound,
            Fault::ReadOnly | Fault::FrozenAssign | Fault::FrozenDelete => {
                AttributeErrorKind::ReadOnly
            }
            Fault::NotDeletable | Fault::OpaqueDelete => AttributeErrorKind::NotDeletable,
            Fault::WrongType { expected, found } | Fault::OtherForm { expected, found, .. } => {
                AttributeErrorKind::WrongType { expected, found }
            }
            Fault::Opaque { expected, .. } => AttributeErrorKind::Opaque { expected },
            Fault::OutOfRange { expected, .. } | Fault::NotIn { expected, .. } => {
                AttributeErrorKind::OutOfRange { expected }
            }
            Fault::Invalid { expected, .. } | Fault::Said { expected, .. } => {
                AttributeErrorKind::Invalid { expected }
            }
            Fault::Refused { .. } => AttributeErrorKind::Refused,
            Fault::TooDeep => AttributeErrorKind::TooDeep,
            Fault::OtherReceiver(_) => AttributeErrorKind::OtherReceiver,
            Fault::Validated => AttributeErrorKind::Validated,
            Fault::Missing | Fault::MissingDefault => AttributeErrorKind::Missing,
            Fault::Unexpected => AttributeErrorKind::Unexpected,
            Fault::Repeated => AttributeErrorKind::Repeated,
        }
    }
}

/// The kinds of [`AttributeError`](crate::AttributeError), to match on.
///
/// ```
/// use slotted::AttributeErrorKind;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: u8, #[slots(readonly)] id: u64 }
///
/// let mut p = Point { x: 1, id: 7 };
/// let mut write = |name: &str, value: i64| p.setattr(name, value).unwrap_err().kind();
/// assert_eq!(write("y", 1), AttributeErrorKind::NoSuchAttribute);
/// assert_eq!(write("id", 8), AttributeErrorKind::ReadOnly);
/// assert_eq!(write("x", 300), AttributeErrorKind::OutOfRange { expected: "u8" });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttributeErrorKind {
    /// The type has no such attribute, neither declared nor in a `Dict`.
    NoSuchAttribute,
    /// The slot is declared, but holds no value.
    Unbound,
    /// The slot is read-only, or its struct is frozen.
    ReadOnly,
    /// The attribute cannot be deleted: its slot always holds a value, or its value is opaque and
    /// would be lost.
    NotDeletable,
    /// The value is of another type.
    WrongType {
        /// The full name of the attribute's type; inside a list or a map, of the item's type.
        expected: &'static str,
        /// The type that was given or requested: the full name of a Rust type, or Python's name for
        /// the value's kind.
        found: &'static str,
    },
    /// The value is of a type that fits, but is too large, too small, or cannot be held exactly; or
    /// it is not in the slot's `range`, or its length not in the slot's `len`.
    OutOfRange {
        /// The full name of the attribute's type; inside a list or a map, of the item's type.
        expected: &'static str,
    },
    /// The type refuses this value, for a reason of its own.
    Invalid {
        /// The full name of the attribute's type; inside a list or a map, of the item's type.
        expected: &'static str,
    },
    /// The slot's `validate` refuses this value.
    Refused,
    /// The slot is validated, and a mutable borrow or a descriptor that writes would bypass the
    /// validator: write the whole value by name instead.
    Validated,
    /// A record lacks a value for this slot, or a default for this skipped field.
    Missing,
    /// A record was given a name that is no slot, and its type has no `Dict`.
    Unexpected,
    /// A record was given two values for this slot.
    Repeated,
    /// Lists and maps in the value are nested more than 128 levels deep (spec 7.12).
    TooDeep,
    /// A slot that was resolved in a run-time class was given an object that is no instance of it.
    OtherReceiver,
    /// The slot is opaque: it can be accessed by its own type only.
    Opaque {
        /// The full name of the slot's type.
        expected: &'static str,
    },
}
