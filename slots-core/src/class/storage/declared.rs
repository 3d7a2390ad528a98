//! The slot of an instance that a given class declares, also where another one hides its name.

use crate::class::Class;
use crate::class::storage::instance::Instance;
use crate::class::storage::table::Table;
use crate::erased::ptr::PtrMut;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::vtable::put::{Dest, Source};
use crate::value::conversion_error::ConversionError;

/// A slot that a class itself declares.
#[derive(Clone, Copy)]
pub(in crate::class) struct Declared<'a> {
    class: &'a Class,
    /// The index of the slot among those that the class itself declares.
    index: usize,
}

impl<'a> Declared<'a> {
    pub(in crate::class) fn new(class: &'a Class, index: usize) -> Self {
        Declared { class, index }
    }

    /// Whether instances of a class with that table have the slot, at the same place.
    fn is_in(self, table: &Table) -> bool {
        table.has_field_of(self.class.table(), self.class.table().inherited() + self.index)
    }

    /// The row of the slot in the layout of the class that declares it. Of two slots of one name,
    /// the class shows the first, which is the one that `Class::descriptor` finds.
    fn info(self) -> &'a SlotInfo {
        let table = self.class.table();
        let name = table.own()[self.index].name();
        table.layout().slot(name).expect("a class shows its own slots")
    }

    /// Borrows the slot of an instance. `None` if the instance does not have it.
    pub(in crate::class) fn of(self, object: &'a Instance) -> Option<SlotRef<'a>> {
        if !self.is_in(object.class().table()) {
            return None;
        }
        let info = self.info();
        // SAFETY: the instance has that field at that offset, as just checked. The slot is not
        // lazy, so the struct that declares it does not matter.
        Some(unsafe { SlotRef::at(object.shared(), info.offset(), info) })
    }

    /// Borrows the field of an instance. `None` if the instance does not have it.
    fn field(self, object: &mut Instance) -> Option<PtrMut<'_>> {
        let (offset, is_in) = (self.info().offset(), self.is_in(object.class().table()));
        // SAFETY: the instance has that field at that offset, as just checked.
        is_in.then(|| unsafe { object.exclusive().field(offset) })
    }

    /// Writes the slot of an instance. `None` if the instance does not have it.
    pub(in crate::class) fn write(
        self,
        object: &mut Instance,
        source: Source<'_>,
    ) -> Option<Result<(), ConversionError>> {
        let info = self.info();
        let dest = Dest::Init(self.field(object)?);
        // SAFETY: `dest` is the field of `info`, whose type the vtables are for (invariant 1 of
        // `SlotInfo`).
        Some(unsafe { info.vtables().put(dest, source, info.validator()) })
    }

    /// Unbinds the slot of an instance, if it is optional.
    pub(in crate::class) fn unbind(self, object: &mut Instance) {
        if let Some(option) = self.info().vtables().option()
            && let Some(field) = self.field(object)
        {
            // SAFETY: the field is that of `info`, whose type the vtables are for (invariant 1 of
            // `SlotInfo`).
            unsafe { option.unbind(field) }
        }
    }
}
