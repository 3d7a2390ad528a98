//! The special field for weak references: Python's `__weakref__`.

/// The field that makes a type weakly referenceable: `__weakref__: WeakSlot` under
/// `#[slots(weakref)]`.
///
/// It takes no room in the struct: it only says that weak references are wanted. The word that
/// leads to them lies in the header of each shared object of the type, because an object's identity
/// belongs to the object and not to its value: to swap the values of two objects, or to copy one,
/// carries no weak reference from one object to another.
///
/// ```
/// # use slotted::prelude::*;
/// # use slotted::WeakSlot;
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Airport { rank: u64, __weakref__: WeakSlot }
/// assert_eq!(size_of::<Airport>(), 8);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[doc(alias = "__weakref__")]
pub struct WeakSlot;

impl WeakSlot {
    /// Returns the value of the field, of which there is only one.
    #[must_use]
    pub const fn new() -> Self {
        WeakSlot
    }
}
