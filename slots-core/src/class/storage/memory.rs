//! The memory of fields, of an instance or of a row: filled and dropped by the table of the class.

use core::ptr::NonNull;

use crate::class::storage::table::Table;
use crate::construct::{Partial, fill_whole};
use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;
use crate::reflect::vtable::field::SlotVTables;
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::value::dict::Dict;

/// The address of the fields of an instance or of a row: where offsets count from.
pub(super) type Fields = NonNull<()>;

/// Fills memory with the fields of an instance. On an error or a panic, it is uninit again.
///
/// # Panics
///
/// If `fill` succeeds and leaves a field without a value.
///
/// # Safety
///
/// `memory` has the size and the alignment of the table's layout, and is valid for reads and
/// writes. Nobody else uses it during the call.
pub(super) unsafe fn fill<E>(
    table: &Table,
    memory: Fields,
    fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
) -> Result<(), E> {
    // SAFETY: the memory is aligned, valid, and used by nobody else (contract of this function).
    let memory = unsafe { Uninit::from_raw(memory) };
    // SAFETY: the memory is for the fields that the layout describes (contract of this function).
    unsafe {
        fill_whole(memory, table.layout(), |partial| {
            partial.fill_presence();
            fill(partial)
        })
    }
}

/// Drops all fields of an instance, in CPython's order (spec 12.14): the slots of its class in
/// memory order, those of each base above it, the `Dict`; and then the value of a static base.
/// Should one panic, the others are dropped all the same.
///
/// # Safety
///
/// The memory holds the fields of an instance of the table's class, and is not used as such
/// afterwards.
pub(super) unsafe fn drop_fields(table: &Table, memory: Fields) {
    let mut rest = Rest { table, memory, next: 0 };
    rest.run();
}

/// The fields that are still to be dropped.
///
/// Invariant 1: `memory` holds the fields of an instance of the table's class, of which those
/// before `next` in the order of dropping are uninit.
struct Rest<'a> {
    table: &'a Table,
    memory: Fields,
    next: usize,
}

impl Rest<'_> {
    fn run(&mut self) {
        while let Some((offset, dropped)) = self.table.dropped(self.next) {
            self.next += 1;
            // SAFETY: there is a field at that offset, inside the memory (invariant 2 of `Table`).
            let field = unsafe { self.memory.byte_add(offset) };
            // SAFETY: the field holds a value (invariant 1), is aligned, and nobody else uses it.
            let field = unsafe { PtrMut::from_raw(field) };
            match dropped {
                // SAFETY: the field is of the type of the vtables (invariant 2 of `Table`), in an
                // instance whose presence bytes are live, and not used afterwards: `next` is past
                // it.
                Dropped::Slot(vtables) => unsafe { vtables.drop_field(field) },
                // SAFETY: the value is of that type (invariant 2 of `Table`), and not used
                // afterwards: `next` is past it.
                Dropped::Special(ty) => unsafe { ty.drop(field) },
            }
        }
    }
}

impl Drop for Rest<'_> {
    fn drop(&mut self) {
        self.run();
    }
}

/// How a field is dropped.
enum Dropped<'a> {
    Slot(&'a SlotVTables),
    /// The `Dict`, or the value of the static base.
    Special(TypeVTable),
}

impl Table {
    /// The offset of a field and how it is dropped, by its place in the order of dropping.
    fn dropped(&self, place: usize) -> Option<(usize, Dropped<'_>)> {
        if let Some(field) = self.drop_order().get(place) {
            let field = &self.fields()[usize::from(*field)];
            return Some((field.offset, Dropped::Slot(self.def(field).vtables())));
        }
        let after = place - self.drop_order().len();
        let dict = self.dict().map(|offset| (offset, TypeVTable::of::<Dict>()));
        let of_static = self.static_base().map(|base| (0, base.ty));
        let special = dict.into_iter().chain(of_static).nth(after);
        special.map(|(offset, ty)| (offset, Dropped::Special(ty)))
    }
}

/// Borrows the fields.
///
/// # Safety
///
/// The memory holds the fields of an instance, and is valid for reads of all of them for `'a`.
#[inline(always)]
pub(super) unsafe fn shared<'a>(memory: Fields) -> Ptr<'a> {
    // SAFETY: the fields are live and readable for `'a` (contract of this function). The pointer to
    // them comes from the allocation, whose provenance covers all.
    unsafe { Ptr::from_raw(memory) }
}

/// Borrows the fields exclusively.
///
/// # Safety
///
/// The memory holds the fields of an instance, and is valid for reads and writes of all of them for
/// `'a`, during which nobody else uses it.
#[inline(always)]
pub(super) unsafe fn exclusive<'a>(memory: Fields) -> PtrMut<'a> {
    // SAFETY: the fields are live, and used by nobody else for `'a` (contract of this function).
    // The pointer to them comes from the allocation, whose provenance covers all.
    unsafe { PtrMut::from_raw(memory) }
}
