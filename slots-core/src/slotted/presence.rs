//! Whether a type has an escape, as a type: so that a call that needs one fails to compile, and a type
//! with two of them as well.

use super::Slotted;
use crate::dict::Dict;

/// The type has the escape, in a field of its own or of a base.
#[derive(Clone, Copy, Debug)]
pub enum Present {}

/// The type does not have the escape.
#[derive(Clone, Copy, Debug)]
pub enum Absent {}

/// [`Present`] or [`Absent`].
pub trait Presence: sealed::Sealed + 'static {
    /// Present where both are.
    type And<Other: Presence>: Presence;
}

impl Presence for Present {
    type And<Other: Presence> = Other;
}

impl Presence for Absent {
    type And<Other: Presence> = Absent;
}

/// An escape of the type itself, or of the bases so far, together with that of one more base. Twice
/// present has no impl: Python's `__dict__ slot disallowed: we already got one`.
#[diagnostic::on_unimplemented(
    message = "`__dict__` disallowed: we already got one",
    label = "with this base, the type would have two `Dict`s",
    note = "a type has one `Dict` for undeclared names, its own or that of one base; which of two \
            would a new name go to?",
    note = "remove the `Dict` of the type itself, or hold one of the bases in an ordinary field, \
            without `#[slots(base)]`"
)]
pub trait Join<Other: Presence>: Presence {
    /// Present if one of them is.
    type Output: Presence;
}

impl<P: Presence> Join<P> for Absent {
    type Output = P;
}

impl Join<Absent> for Present {
    type Output = Present;
}

/// A type with a [`Dict`](crate::Dict) for undeclared names: its own, or a base's.
///
/// Implemented for each such type and for no other; so [`dict_mut`](Slotted::dict_mut) on a type without one
/// does not compile, where Python would raise at run time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `__dict__`: its attributes are the declared ones",
    label = "an undeclared name needs a `Dict` to go to",
    note = "to allow undeclared names on `{Self}`: add `#[slots(dict)]` to the struct and the field \
            `__dict__: slotted::Dict` (8 bytes, no allocation while it is empty)",
    note = "or declare the attribute as a field"
)]
pub trait HasDict: Slotted<Dict = Present> {}

#[diagnostic::do_not_recommend]
impl<T: Slotted<Dict = Present>> HasDict for T {}

/// A type that can be made from the values of its attributes: each slotted type, unless a field is skipped without
/// a default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from its attributes",
    label = "a skipped field, its own or a base's, has no default",
    note = "a field with `#[slots(skip)]` has no name that it could be given by: write `#[slots(skip, default)]` or \
            `#[slots(skip, default = …)]`"
)]
pub trait FromAttrs: Slotted<Whole = Present> {}

#[diagnostic::do_not_recommend]
impl<T: Slotted<Whole = Present>> FromAttrs for T {}

/// The type of the escape's field: [`Dict`] and no other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Dict`",
    label = "`#[slots(dict)]` says that undeclared names go to this field",
    note = "give the field the type `slotted::Dict`"
)]
pub trait IsDict: sealed::IsDict {}
impl IsDict for Dict {}

mod sealed {
    pub trait IsDict {}
    impl IsDict for crate::dict::Dict {}

    pub trait Sealed {}
    impl Sealed for super::Present {}
    impl Sealed for super::Absent {}
}
