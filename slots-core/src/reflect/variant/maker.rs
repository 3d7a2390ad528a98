//! How the hidden struct of a variant is made.

use core::mem::MaybeUninit;

use crate::erased::uninit::Uninit;
use crate::reflect::layout::SlotLayout;
use crate::reflect::slotted::Slotted;

/// Makes the hidden struct of a variant.
///
/// Invariant 1: `fill` takes uninit memory for a value that the layout describes. If it returns
/// `true`, the memory holds such a value.
pub struct VariantMaker<'a> {
    fill: &'a mut dyn FnMut(Uninit<'_>, &'static SlotLayout) -> bool,
}

impl<'a> VariantMaker<'a> {
    /// # Safety
    ///
    /// If `fill` gets uninit memory for a value that the layout describes, and returns `true`, the
    /// memory holds such a value.
    pub(crate) unsafe fn new(
        fill: &'a mut dyn FnMut(Uninit<'_>, &'static SlotLayout) -> bool,
    ) -> Self {
        VariantMaker { fill }
    }

    /// Makes the hidden struct; `None` if that fails.
    pub fn make<H: Slotted>(&mut self) -> Option<H> {
        let mut memory = MaybeUninit::<H>::uninit();
        if !(self.fill)(Uninit::new(&mut memory), H::LAYOUT) {
            return None;
        }
        // SAFETY: `fill` got memory for an `H`, which `H::LAYOUT` describes (contract of `Slotted`),
        // and returned `true`, so the memory holds an `H` (invariant 1).
        Some(unsafe { memory.assume_init() })
    }
}
