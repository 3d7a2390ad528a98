//! Memory for one value of an erased type, lent to be filled in place: what data is read into.

use core::any::TypeId;

use crate::construct::field_set::FieldSet;
use crate::construct::{Partial, fill_whole};
use crate::erased::ptr::PtrMut;
use crate::erased::uninit::Uninit;
use crate::reflect::shape::Shape;
use crate::reflect::vtable::list::ListVTable;
use crate::reflect::vtable::put::{Dest, Source};
use crate::reflect::vtable::value::ValueVTable;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Memory for a value, which is lent to be filled.
///
/// Invariants:
///
/// 1. `memory` is for a value of the type of `vtable`.
/// 2. It holds one exactly when `filled` says so. Whoever lent it drops the value then.
pub(crate) struct UninitValue<'a> {
    memory: Uninit<'a>,
    vtable: &'static ValueVTable,
    filled: &'a mut bool,
}

impl Partial<'_> {
    /// Lends the memory of a slot; `None` where it holds a value already, where its field is not the value itself, or
    /// where it is validated.
    #[inline(always)]
    pub(crate) fn with_uninit<R>(
        &mut self,
        field: usize,
        fill: impl FnOnce(UninitValue<'_>) -> R,
    ) -> Option<R> {
        /// Notes that the slot holds a value, even if what comes after it panics.
        struct Note<'a> {
            fields: &'a mut FieldSet,
            field: usize,
            filled: bool,
        }
        impl Drop for Note<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                if self.filled {
                    self.fields.insert(self.field);
                }
            }
        }
        if self.holds(field) {
            return None;
        }
        let (info, offset) = self.slot_at(field).filter(|(info, _)| info.is_plain())?;
        // SAFETY: the layout has a field at that offset (invariant 1 of `Partial`).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        let mut note = Note { fields: &mut self.filled, field, filled: false };
        // The field is the value itself: so the memory is for the type of `value`.
        let vtable = info.vtables().value;
        Some(fill(UninitValue { memory, vtable, filled: &mut note.filled }))
    }
}

impl<'a> UninitValue<'a> {
    /// What the value looks like in data.
    #[inline(always)]
    pub(crate) fn shape(&self) -> &'static Shape {
        self.vtable.shape()
    }

    /// Fills it with a `T`, or a `Some` of it, if that is the type, and `exact` gives one.
    #[inline(always)]
    pub(crate) fn fill_exact<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        if self.is::<T>() {
            self.fill_with(exact)
        } else if self.is::<Option<T>>() {
            self.fill_with(|| exact().map(Some))
        } else {
            false
        }
    }

    /// Fills it with a `T`, if that is the type, and `exact` gives one.
    #[inline(always)]
    fn fill_with<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        if *self.filled || !self.is::<T>() {
            return false;
        }
        let Some(value) = exact() else { return false };
        // SAFETY: it is memory for a `T`, by the identity just compared (invariant 1).
        unsafe { self.memory.reborrow().write(value) };
        *self.filled = true;
        true
    }

    /// Fills it by the conversions of its type.
    pub(crate) fn fill(&mut self, mut value: Value) -> Result<(), ConversionError> {
        assert!(!*self.filled, "it is filled once");
        let dest = Dest::Uninit(self.memory.reborrow());
        // SAFETY: it is memory for a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.put(dest, Source::Value(&mut value)) }?;
        *self.filled = true;
        Ok(())
    }

    /// Fills it with an empty list, to which items are added, if it is for a list; or gives it back.
    pub(crate) fn list(mut self) -> Result<List<'a>, Self> {
        let Some(vtable) = self.vtable.list().filter(|_| !*self.filled) else {
            return Err(self);
        };
        // SAFETY: it is memory for such a list (invariant 1).
        unsafe { vtable.begin(self.memory.reborrow()) };
        *self.filled = true;
        // SAFETY: the list is there as of now.
        Ok(List { list: unsafe { self.memory.assume_init() }, vtable })
    }

    /// The same memory for a shorter time.
    #[inline(always)]
    pub(crate) fn reborrow(&mut self) -> UninitValue<'_> {
        let memory = self.memory.reborrow();
        UninitValue { memory, vtable: self.vtable, filled: self.filled }
    }

    /// Whether it is for a slotted struct.
    pub(crate) fn is_object(&self) -> bool {
        self.vtable.layout().is_some()
    }

    /// Fills it with a slotted struct, [for which it is](UninitValue::is_object): `fill` fills all fields, or fails.
    pub(crate) fn object<E>(
        self,
        fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(!*self.filled, "it is filled once");
        let layout = self.vtable.layout().expect("it is for a slotted struct");
        // SAFETY: it is memory for a value of the type of `vtable` (invariant 1), which `layout` describes: that was
        // compared (`ValueVTable::layout`).
        unsafe { fill_whole(self.memory, layout, fill) }?;
        *self.filled = true;
        Ok(())
    }

    /// Whether it is for a `T`.
    #[inline(always)]
    fn is<T: 'static>(&self) -> bool {
        self.vtable.ty().id == TypeId::of::<T>()
    }
}

/// A list of an erased type, in the making.
///
/// Invariant 1: `list` points to a list of the type of `vtable`.
pub(crate) struct List<'a> {
    list: PtrMut<'a>,
    vtable: ListVTable,
}

impl List<'_> {
    /// What an item looks like in data.
    pub(crate) fn item_shape(&self) -> &'static Shape {
        self.vtable.item().shape()
    }

    /// The full name of an item's type.
    pub(crate) fn item_type_name(&self) -> &'static str {
        (self.vtable.item().ty().name)()
    }

    /// Lends the memory of one item more, which belongs to the list if it is filled.
    #[inline]
    pub(crate) fn with_uninit_item<R>(&mut self, fill: impl FnOnce(UninitValue<'_>) -> R) -> R {
        /// Adds the item, even if what comes after it panics.
        struct Add<'a> {
            list: PtrMut<'a>,
            vtable: ListVTable,
            filled: bool,
        }
        impl Drop for Add<'_> {
            #[inline]
            fn drop(&mut self) {
                if self.filled {
                    // SAFETY: such a list (invariant 1 of `List`), unchanged since `spare`; the memory behind its last
                    // item holds one (invariant 2 of `UninitValue`).
                    unsafe { self.vtable.add(self.list.reborrow()) };
                }
            }
        }
        let mut add = Add { list: self.list.reborrow(), vtable: self.vtable, filled: false };
        // SAFETY: `list` points to such a list (invariant 1).
        let memory = unsafe { add.vtable.spare(add.list.reborrow()) };
        fill(UninitValue { memory, vtable: add.vtable.item(), filled: &mut add.filled })
    }
}
