//! A layout that is kept by what outlives the object: an error.

use alloc::sync::{Arc, Weak};
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::lent::Lent;

/// What a layout that was made at run time lies in: a class.
pub(crate) trait LayoutOwner: Send + Sync + UnwindSafe + RefUnwindSafe {
    /// Returns the layout that lies in this.
    fn owned_layout(&self) -> &SlotLayout;
}

/// Where a layout lies.
pub(crate) enum Home {
    /// In static memory: the function returns it. (An enum's variant knows its own.)
    Static(fn() -> &'static SlotLayout),
    /// In a run-time class.
    Class(Lent<Weak<dyn LayoutOwner>>),
}

/// A layout for as long as its holder lives.
///
/// Type-erased objects borrow their layout, and an error outlives the object that it is about. So
/// it keeps the layout, which keeps the class that it lies in.
pub(crate) enum KeptLayout {
    Static(&'static SlotLayout),
    Class(Arc<dyn LayoutOwner>),
}

impl SlotLayout {
    /// Returns the layout, kept for as long as the result lives.
    #[cold]
    pub(crate) fn kept(&self) -> KeptLayout {
        match &self.home {
            Home::Static(_) => KeptLayout::Static(self.in_static().expect("it says so")),
            Home::Class(owner) => {
                let owner = owner.get().upgrade();
                KeptLayout::Class(owner.expect("whoever borrows the layout keeps the class"))
            }
        }
    }

    /// Returns this layout as it lies in static memory; `None` if it is that of a run-time class.
    pub(crate) fn in_static(&self) -> Option<&'static SlotLayout> {
        match (self.variant_of(), &self.home) {
            (Some(variant), _) => Some(&variant.info().layout),
            (None, Home::Static(layout)) => Some(layout()),
            (None, Home::Class(_)) => None,
        }
    }
}

impl Deref for KeptLayout {
    type Target = SlotLayout;

    fn deref(&self) -> &SlotLayout {
        match self {
            KeptLayout::Static(layout) => layout,
            KeptLayout::Class(owner) => owner.owned_layout(),
        }
    }
}
