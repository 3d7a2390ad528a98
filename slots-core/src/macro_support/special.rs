//! The types of special fields: what `#[slots(dict)]` and `#[slots(weakref)]` require of their
//! field.

use crate::rc::weak_slot::WeakSlot;
use crate::value::dict::Dict;

/// The type of the special field for undeclared names: [`Dict`] and no other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Dict`",
    label = "`#[slots(dict)]` says that undeclared names go to this field",
    note = "give the field the type `slotted::Dict`"
)]
pub trait IsDict: sealed::IsDict {}
impl IsDict for Dict {}

/// The type of the special field for weak references: [`WeakSlot`] and no other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `WeakSlot`",
    label = "`#[slots(weakref)]` says that this field is for weak references",
    note = "give the field the type `slotted::WeakSlot`"
)]
pub trait IsWeakSlot: sealed::IsWeakSlot {}
impl IsWeakSlot for WeakSlot {}

mod sealed {
    use crate::macro_support::special::{Dict, WeakSlot};

    pub trait IsDict {}
    impl IsDict for Dict {}

    pub trait IsWeakSlot {}
    impl IsWeakSlot for WeakSlot {}
}
