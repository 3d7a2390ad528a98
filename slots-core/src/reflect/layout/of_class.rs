//! The layout of a run-time class.

use alloc::boxed::Box;
use alloc::sync::Weak;
use core::any::TypeId;

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::extent::Extent;
use crate::reflect::layout::kept::{Home, LayoutOwner};
use crate::reflect::layout::lent::Lent;
use crate::reflect::layout::make::Rows;
use crate::value::Value;

/// The type whose identity all run-time classes have. Nobody outside this file can name it, so that
/// a pointer to an instance's fields is never taken for one to a Rust type.
struct RuntimeClass;

/// An attribute of a run-time class, which each instance shows and none can write.
pub(crate) struct ClassAttribute {
    pub(crate) name: Box<str>,
    pub(crate) value: Value,
    /// Whether a class behind the one that has it has a slot of that name.
    pub(crate) hides_slot: bool,
}

impl SlotLayout {
    /// Makes the layout of a run-time class.
    ///
    /// # Safety
    ///
    /// - What `name`, `rows`, `attributes` and `owner` refer to, and what that refers to, lives for
    ///   as long as the layout does: it is `'static` by its type only.
    /// - `rows` name all fields of the class's instances.
    /// - The layout comes to lie in what `owner` refers to.
    pub(crate) unsafe fn of_class(
        name: &'static str,
        rows: Rows,
        attributes: &'static [ClassAttribute],
        (size, align): (usize, usize),
        owner: &'static Weak<dyn LayoutOwner>,
    ) -> Self {
        let id = TypeId::of::<RuntimeClass>();
        let of_type = (id, no_full_name as fn() -> &'static str, Extent::new(size, align));
        let mut layout =
            SlotLayout::of_rows(name, rows, false, Home::Class(Lent::new(owner)), of_type);
        layout.class_attributes = Lent::new(attributes);
        layout
    }

    /// The attribute of that name of the class itself, if this is the layout of a run-time class.
    #[cold]
    pub(crate) fn class_attribute(&self, name: &str) -> Option<&Value> {
        let found = self.class_attributes.get().iter().find(|held| *held.name == *name);
        found.map(|held| &held.value)
    }

    /// The names of the attributes of the class itself.
    pub(crate) fn class_attribute_names(&self) -> impl Iterator<Item = &str> {
        self.class_attributes.get().iter().map(|held| &*held.name)
    }

    /// The names of the class attributes that hide a slot of a class behind theirs.
    pub(crate) fn slots_hidden_by_class(&self) -> impl Iterator<Item = &str> {
        let hiding = self.class_attributes.get().iter().filter(|held| held.hides_slot);
        hiding.map(|held| &*held.name)
    }

    /// Whether there are attributes of the class itself.
    #[inline(always)]
    pub(crate) const fn has_class_attributes(&self) -> bool {
        !self.class_attributes.get().is_empty()
    }

    /// Whether an attribute may be something other than a slot: an entry of the `Dict`, or an
    /// attribute of a run-time class.
    #[inline(always)]
    pub(crate) const fn has_more_than_slots(&self) -> bool {
        self.has_dict() || self.has_class_attributes()
    }
}

/// A run-time class has its name only: see [`SlotLayout::type_name`].
fn no_full_name() -> &'static str {
    ""
}
