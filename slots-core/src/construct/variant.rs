//! Construction of an enum's variant: of its hidden struct field by field, which then moves into
//! the enum.

use crate::construct::{Partial, fill_whole};
use crate::erased::uninit::Uninit;
use crate::reflect::layout::SlotLayout;
use crate::reflect::variant::VariantMaker;

/// Calls `run` with a maker whose hidden structs are filled by `fill`, which either fills all
/// fields or returns an error. Returns what `run` returns, with that error, if there was one.
///
/// # Panics
///
/// If `fill` succeeds and leaves a field without a value.
pub(crate) fn with_maker<R, E>(
    fill: &mut dyn FnMut(&mut Partial<'_>) -> Result<(), E>,
    run: impl FnOnce(&mut VariantMaker<'_>) -> R,
) -> (R, Result<(), E>) {
    let mut failed = None;
    let mut fill_memory = |memory: Uninit<'_>, layout: &'static SlotLayout| {
        // SAFETY: only the maker calls this, with memory for a value that the layout describes
        // (invariant 1 of `VariantMaker`).
        let filled = unsafe { fill_whole(memory, layout, &mut *fill) };
        filled.map_err(|error| failed = Some(error)).is_ok()
    };
    // SAFETY: `fill_whole` returns `Ok` only if the memory holds a whole value that the layout
    // describes.
    let made = run(&mut unsafe { VariantMaker::new(&mut fill_memory) });
    (made, failed.map_or(Ok(()), Err))
}
