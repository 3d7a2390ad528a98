//! A layout that is kept by what outlives the object: an error.

use core::ops::Deref;

use crate::reflect::layout::SlotLayout;

/// A layout for as long as its holder lives.
///
/// Type-erased objects borrow their layout, and an error outlives the object that it is about. So
/// it keeps the layout.
pub(crate) struct KeptLayout(&'static SlotLayout);

impl SlotLayout {
    /// Returns the layout, kept for as long as the result lives.
    #[cold]
    pub(crate) fn kept(&self) -> KeptLayout {
        KeptLayout(self.in_static())
    }

    /// Returns this layout, as it lies in static memory.
    pub(crate) fn in_static(&self) -> &'static SlotLayout {
        match self.variant_of() {
            Some(variant) => &variant.info().layout,
            None => (self.itself)(),
        }
    }
}

impl Deref for KeptLayout {
    type Target = SlotLayout;

    fn deref(&self) -> &SlotLayout {
        self.0
    }
}
