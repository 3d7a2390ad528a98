//! Type-erased memory for one value, lent out so that the value can be read into it from data.

use core::any::{Any, TypeId};
use core::cell::Cell;

use crate::construct::field_set::FieldSet;
use crate::construct::typed::made;
use crate::construct::variant::with_maker;
use crate::construct::{Partial, fill_whole};
use crate::erased::ptr::PtrMut;
use crate::erased::uninit::Uninit;
use crate::reflect::mode::Plain;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::variant::EnumInfo;
use crate::reflect::vtable::list::ListVTable;
#[cfg(feature = "serde")]
use crate::reflect::vtable::put::Made;
use crate::reflect::vtable::put::{Dest, Source};
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Uninit memory for one value of a type-erased type, lent out to be filled.
///
/// Invariants:
///
/// 1. `memory` is for a value of the type of `vtable`.
/// 2. `memory` holds a value exactly if `filled` is set. That value belongs to the lender, who
///    drops it.
pub(crate) struct UninitValue<'a> {
    memory: Uninit<'a>,
    vtable: &'static ValueVTable,
    filled: &'a Cell<bool>,
}

/// Makes a `T`, whose memory is lent to `fill`. Returns `None` if that leaves it uninit.
pub(crate) fn made_in_place<T: SlotValue, R>(
    fill: impl FnOnce(&mut UninitValue<'_>) -> R,
) -> (Option<T>, R) {
    made::<T, R>(|empty| {
        // SAFETY: `UninitValue` keeps the memory and what says that it is filled as `Empty` does
        // (invariant 2 of both).
        let (memory, filled) = unsafe { empty.into_parts() };
        // Invariants of `UninitValue`: those of `Empty`, for a `T`, of which the vtable is.
        fill(&mut UninitValue { memory, vtable: value_vtable::<T, Plain>(), filled })
    })
}

impl Partial<'_> {
    /// Lends the memory of a slot to `fill`. Returns `None` if the field is not a slot, holds a
    /// value already, is not the value itself (an optional or lazy slot), or is validated.
    #[inline(always)]
    pub(crate) fn with_uninit<R>(
        &mut self,
        field: usize,
        fill: impl FnOnce(&mut UninitValue<'_>) -> R,
    ) -> Option<R> {
        /// Records that the slot holds a value, even if `fill` panics after it was filled.
        struct Note<'a> {
            fields: &'a mut FieldSet,
            field: usize,
            filled: &'a Cell<bool>,
        }
        impl Drop for Note<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                if self.filled.get() {
                    self.fields.insert(self.field);
                }
            }
        }
        if self.holds(field) {
            return None;
        }
        let (info, offset) = self.slot_at(field).filter(|(info, _)| info.is_plain())?;
        // SAFETY: `slot_at` found a field of `layout` at `offset` (invariant 1 of `Partial`).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        let filled = &Cell::new(false);
        let _note = Note { fields: &mut self.filled, field, filled };
        // Invariants of `UninitValue`: a plain slot's field is the value itself, so `memory` is for
        // the type of `value`. It holds no value, as `holds` was checked above.
        let vtable = info.vtables().value();
        Some(fill(&mut UninitValue { memory, vtable, filled }))
    }
}

impl<'a> UninitValue<'a> {
    /// The shape that the value has in data.
    #[inline(always)]
    pub(crate) fn shape(&self) -> &'static Shape {
        self.vtable.shape()
    }

    /// The full name of the type that the memory is for.
    pub(crate) fn type_name(&self) -> &'static str {
        self.vtable.ty().name()
    }

    /// Fills the memory with what `exact` returns, if the memory is for a `T` or an `Option<T>`.
    /// Returns whether the memory was filled: not if `exact` returns `None`.
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

    /// Fills the memory with what `exact` returns, if the memory is for a `T`. Returns whether it
    /// was filled.
    #[inline(always)]
    fn fill_with<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        if self.filled.get() || !self.is::<T>() {
            return false;
        }
        let Some(value) = exact() else { return false };
        // SAFETY: the memory is for a value of the type of `vtable` (invariant 1), which is `T`, as
        // just compared.
        unsafe { self.memory.reborrow().write(value) };
        self.filled.set(true);
        true
    }

    /// Fills the memory with what `value` converts to.
    pub(crate) fn fill(&mut self, mut value: Value) -> Result<(), ConversionError> {
        self.fill_from(Source::Value(&mut value))
    }

    /// Fills the memory with what `text` is parsed to.
    pub(crate) fn fill_text(&mut self, text: &str) -> Result<(), ConversionError> {
        self.fill_from(Source::Text(&text))
    }

    /// Fills the memory with what is in the `Option<T>` that `made` is, which was made for it.
    pub(crate) fn fill_made(&mut self, made: &mut dyn Any) -> Result<(), ConversionError> {
        self.fill_from(Source::Made(&mut Made(made)))
    }

    #[inline]
    fn fill_from(&mut self, source: Source<'_>) -> Result<(), ConversionError> {
        assert!(!self.filled.get(), "it is filled once");
        let dest = Dest::Uninit(self.memory.reborrow());
        // SAFETY: the memory is for a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.put(dest, source) }?;
        self.filled.set(true);
        Ok(())
    }

    /// Fills the memory with an empty list, if it is for a list, and returns that to add items.
    /// Otherwise, or if it is filled already, returns the memory unchanged.
    pub(crate) fn list(mut self) -> Result<List<'a>, Self> {
        let Some(vtable) = self.vtable.list().filter(|_| !self.filled.get()) else {
            return Err(self);
        };
        // SAFETY: the memory is for a value of the type of `self.vtable` (invariant 1), whose list
        // vtable this is.
        unsafe { vtable.begin(self.memory.reborrow()) };
        self.filled.set(true);
        // SAFETY: `begin` has just written an empty list there.
        Ok(List { list: unsafe { self.memory.assume_init() }, vtable })
    }

    /// Reborrows the memory.
    #[inline(always)]
    pub(crate) fn reborrow(&mut self) -> UninitValue<'_> {
        let memory = self.memory.reborrow();
        UninitValue { memory, vtable: self.vtable, filled: self.filled }
    }

    /// Whether the memory is for a slotted struct.
    pub(crate) fn is_object(&self) -> bool {
        self.vtable.layout().is_some()
    }

    /// Fills the memory with a slotted struct. `fill` either fills all fields or returns an error.
    ///
    /// # Panics
    ///
    /// If the memory is filled already or [not for a slotted struct](UninitValue::is_object), or if
    /// `fill` succeeds and leaves a field without a value.
    pub(crate) fn object<E>(
        self,
        fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(!self.filled.get(), "it is filled once");
        let layout = self.vtable.layout().expect("it is for a slotted struct");
        // SAFETY: the memory is for a value of the type of `vtable` (invariant 1), and `layout`
        // describes that type: `ValueVTable::layout` compares the type ids.
        unsafe { fill_whole(self.memory, layout, fill) }?;
        self.filled.set(true);
        Ok(())
    }

    /// Whether the memory is for the enum that `info` describes.
    pub(crate) fn is_enum(&self, info: &EnumInfo) -> bool {
        info.is_of(self.vtable.ty().id())
    }

    /// Fills the memory with the variant of that number. `fill` fills the variant's hidden struct:
    /// all of its fields, or it returns an error. It is not called for a variant without fields.
    ///
    /// # Panics
    ///
    /// If the memory is filled already or [not for this enum](UninitValue::is_enum), or if `fill`
    /// succeeds and leaves a field without a value.
    pub(crate) fn variant<E>(
        self,
        info: &EnumInfo,
        number: usize,
        fill: &mut dyn FnMut(&mut Partial<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(!self.filled.get() && self.is_enum(info), "it is for this enum, and filled once");
        let memory = self.memory;
        // SAFETY: the memory is for a value of the type of `vtable` (invariant 1), which `info`
        // describes, as just checked.
        let (made, filled) = with_maker(fill, |maker| unsafe { info.make(number, maker, memory) });
        self.filled.set(made);
        filled?;
        assert!(self.filled.get(), "an enum makes each of its variants");
        Ok(())
    }

    /// Whether the memory is for a `T`.
    #[inline(always)]
    fn is<T: 'static>(&self) -> bool {
        self.vtable.ty().id() == TypeId::of::<T>()
    }
}

/// A list of a type-erased type, which is filled item by item.
///
/// Invariant 1: `list` points to a list of the type of `vtable`.
pub(crate) struct List<'a> {
    list: PtrMut<'a>,
    vtable: ListVTable,
}

impl List<'_> {
    /// The shape that an item has in data.
    pub(crate) fn item_shape(&self) -> &'static Shape {
        self.vtable.item().shape()
    }

    /// Lends the memory of one more item to `fill`. The item is added to the list if it was filled.
    #[inline]
    pub(crate) fn with_uninit_item<R>(
        &mut self,
        fill: impl FnOnce(&mut UninitValue<'_>) -> R,
    ) -> R {
        /// Adds the item, even if `fill` panics after it was filled.
        struct Add<'a> {
            list: PtrMut<'a>,
            vtable: ListVTable,
            filled: &'a Cell<bool>,
        }
        impl Drop for Add<'_> {
            #[inline]
            fn drop(&mut self) {
                if self.filled.get() {
                    // SAFETY: `list` points to a list of the type of `vtable` (invariant 1 of
                    // `List`), which has not changed since `spare`. The memory behind the last item
                    // holds an item, since `filled` is set (invariant 2 of `UninitValue`).
                    unsafe { self.vtable.add(self.list.reborrow()) };
                }
            }
        }
        let filled = &Cell::new(false);
        let mut add = Add { list: self.list.reborrow(), vtable: self.vtable, filled };
        // SAFETY: `list` points to a list of the type of `vtable` (invariant 1).
        let memory = unsafe { add.vtable.spare(add.list.reborrow()) };
        fill(&mut UninitValue { memory, vtable: add.vtable.item(), filled })
    }
}
