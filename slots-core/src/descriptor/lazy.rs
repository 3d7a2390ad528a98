//! Lazy slots, which are computed at the first read.

use core::fmt;

use crate::descriptor::slot::ReadOnlySlot;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::object::Object;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::option_like::OnceLike;

/// One lazy slot of `Base`, whose field is a `Cell`: what `#[slots(lazy = …)]` declares. Python's
/// `cached_property`, which does not work with `__slots__` there.
///
/// The value is computed at the first read, through this descriptor or by name. If the computation
/// panics, the slot stays unbound.
///
/// ```
/// # use slotted::prelude::*;
/// use std::cell::OnceCell;
///
/// #[derive(Slots)]
/// struct Circle {
///     radius: f64,
///     #[slots(lazy = Circle::compute_area)]
///     area: OnceCell<f64>,
/// }
///
/// impl Circle {
///     fn compute_area(&self) -> f64 {
///         3.0 * self.radius * self.radius
///     }
/// }
///
/// let mut circle = Circle { radius: 2.0, area: OnceCell::new() };
/// assert_eq!(*Circle::SLOTS.area.get_or_init(&circle), 12.0);
/// circle.radius = 1.0;
/// circle.delattr("area")?;            // what was computed is out of date
/// assert_eq!(circle.getattr("area")?, 3.0);
/// # Ok::<(), slotted::AttributeError>(())
/// ```
///
/// Invariant 1: `cell` is the descriptor of a lazy slot that `Base` itself declares, not one of its
/// bases.
///
/// Invariant 2: `repr(transparent)`, since `table::descriptors` writes descriptors of every kind as
/// the same two words.
#[repr(transparent)]
#[doc(alias = "cached_property")]
pub struct LazySlot<Base, Cell> {
    cell: ReadOnlySlot<Base, Cell>,
}

impl<Base: Slotted, Cell: OnceLike> LazySlot<Base, Cell> {
    fn of(self, base: &Base) -> SlotRef<'_> {
        // SAFETY: `info` describes a slot that `Base` itself declares (invariant 1), so one of the
        // own slots of the object's layout, which is `Base::LAYOUT`.
        unsafe { Object::of(base).own_slot(self.info()) }
    }

    /// Returns the slot's value in `base`. Computes it first, if the slot is unbound.
    pub fn get_or_init(self, base: &Base) -> &Cell::Inner {
        let value = self.of(base).get().expect("a lazy slot has a value once it is read");
        value.cast().expect("it is what the cell holds")
    }

    /// Returns the slot's value in `base`, if it was computed or written before.
    pub fn get(self, base: &Base) -> Option<&Cell::Inner> {
        let value = self.of(base).read()?;
        Some(value.cast().expect("it is what the cell holds"))
    }

    /// Returns what the layout says of the slot.
    #[must_use]
    pub fn info(self) -> &'static SlotInfo {
        self.cell.info()
    }

    /// Returns the slot's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.cell.name()
    }
}

impl<Base, Cell> Clone for LazySlot<Base, Cell> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Base, Cell> Copy for LazySlot<Base, Cell> {}

impl<Base: Slotted, Cell: OnceLike> fmt::Debug for LazySlot<Base, Cell> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<member '{}' of '{}' objects>", self.name(), Base::LAYOUT.name())
    }
}
