//! Filling a slot with a number, a bool or text, without a call through a vtable.

use core::any::TypeId;

use crate::construct::Partial;
use crate::reflect::slotted::Slotted;
use crate::value::Value;

impl Partial<'_> {
    /// Fills the own slot of a `T` in that row, if the struct is a `T`, and the slot is empty and
    /// holds a number, a bool or text to which the value converts without loss. Otherwise
    /// returns the value: [`fill`](Partial::fill) decides.
    #[inline(always)]
    pub(crate) fn fill_scalar<T: Slotted>(
        &mut self,
        row: usize,
        value: Value,
    ) -> Result<(), Value> {
        let Some(info) = T::LAYOUT.slots().get(row) else { return Err(value) };
        if self.layout.type_id() != TypeId::of::<T>() || !info.is_free() || self.holds(row) {
            return Err(value);
        }
        // SAFETY: the memory is for a value that `layout` describes (invariant 1), which is a `T`,
        // as just compared. So `T::LAYOUT` describes it too (contract of `Slotted`), and a field
        // lies at the offset of its slot.
        let memory = unsafe { self.memory.reborrow().field(info.offset()) };
        // SAFETY: a free slot is not optional, so the field is of the type of the vtable `value`
        // (invariant 1 of `SlotVTables`).
        unsafe { info.vtables().value().move_in(memory, value) }?;
        // The row of an own slot is its number.
        self.filled.insert(row);
        Ok(())
    }
}
