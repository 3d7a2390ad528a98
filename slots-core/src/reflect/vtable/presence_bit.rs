//! Optional fields of run-time classes that hold the value alone, and whose presence is a bit
//! elsewhere in the instance.

use alloc::boxed::Box;
use core::any::{Any, TypeId};
use core::mem::{self, MaybeUninit};
use core::num::NonZeroU8;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::put::{Dest, Source, make_option};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::reflect::vtable::validator::Validator;
use crate::value::conversion_error::ConversionError;

/// Where the bit lies that says whether a field holds a value: in a byte behind the field, in the
/// same instance.
///
/// Its functions have one contract: the field belongs to a whole instance that the pointer is
/// derived from; the byte is live, at that distance from the field; and no other field has this
/// bit of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PresenceBit {
    // Not a `usize`, so that the row of a slot takes no more cache lines.
    distance: u32,
    mask: NonZeroU8,
}

/// How many presence bits are in a byte.
pub(crate) const BITS: usize = u8::BITS as usize;

impl PresenceBit {
    /// Returns one of the bits of the byte that lies `distance` bytes behind the field.
    pub(crate) const fn new(distance: u32, number: usize) -> Self {
        assert!(number < BITS, "a byte has eight bits");
        let mask = NonZeroU8::new(1 << number).expect("one bit is set");
        PresenceBit { distance, mask }
    }

    const fn distance(self) -> usize {
        self.distance as usize
    }

    /// Whether the field holds a value.
    ///
    /// # Safety
    ///
    /// That of [`PresenceBit`]: `field` is the field with this bit.
    #[inline(always)]
    pub(crate) unsafe fn is_set(self, field: Ptr<'_>) -> bool {
        // SAFETY: the byte lies there in the instance that `field` is derived from (contract of
        // this function).
        let byte = unsafe { field.behind(self.distance()) };
        // SAFETY: it is a live byte (contract of this function).
        unsafe { *byte.cast::<u8>() & self.mask.get() != 0 }
    }

    /// Notes whether the field holds a value.
    ///
    /// # Safety
    ///
    /// That of [`PresenceBit`]: `field` is the field with this bit.
    #[inline(always)]
    unsafe fn note(self, field: PtrMut<'_>, holds: bool) {
        // SAFETY: the byte lies there in the instance that `field` is derived from (contract of
        // this function).
        let byte = unsafe { field.behind(self.distance()) };
        // SAFETY: it is a live byte (contract of this function), which is exclusively borrowed with
        // the field's instance.
        let byte = unsafe { byte.cast::<u8>() };
        let mask = self.mask.get();
        *byte = if holds { *byte | mask } else { *byte & !mask };
    }
}

/// A field that holds a value if a bit elsewhere is set. Only the vtable of such fields names this
/// type, so that nobody takes one for a field of another type.
pub(super) struct BitField<V>(MaybeUninit<V>);

/// How a field that holds a value if a bit is set is written, for one type of value.
///
/// Invariant 1: all parts belong to one type `V`: `option` to `Option<V>`, `value` to `V`; `put`
/// and `swap` take a field of the type `BitField<V>`. (Only `new` makes a `BitVTable`.)
pub(crate) struct BitVTable {
    option: TypeVTable,
    value: TypeVTable,
    put: PutBit,
    swap: unsafe fn(PtrMut<'_>, PresenceBit, &mut dyn Any) -> bool,
    boxed_empty: fn() -> Box<dyn Any>,
}

type PutBit =
    unsafe fn(Dest<'_>, PresenceBit, Source<'_>, Option<&Validator>) -> Result<(), ConversionError>;

impl BitVTable {
    pub(crate) const fn new<V: 'static, M: Mode<V>>() -> Self {
        BitVTable {
            option: TypeVTable::of::<Option<V>>(),
            value: TypeVTable::of::<V>(),
            put: put::<V, M>,
            swap: swap::<V>,
            boxed_empty: || Box::new(None::<V>),
        }
    }

    /// The `Option` of the value's type: what the field is to those who write it.
    pub(crate) const fn option(&self) -> &TypeVTable {
        &self.option
    }
}

/// Whether an `Option<V>` takes more room than a `V`, so that a bit is better.
pub(crate) const fn needs_bit<V>() -> bool {
    size_of::<Option<V>>() > size_of::<V>()
}

/// A field that holds a value if a bit is set: how it is read and written, and its bit.
///
/// Invariant 1: the bit belongs to the field that this describes, whose type is `BitField<V>`
/// for the `V` of `vtable`: if it is set, the field holds a `V`.
#[derive(Clone, Copy)]
pub(crate) struct BitOption {
    vtable: &'static BitVTable,
    bit: PresenceBit,
}

/// The functions that take a field have one contract: it is the field that this describes, in an
/// instance of a class that has this bit for it, whose presence bytes are live; and the pointer is
/// derived from one to all of the instance's fields.
impl BitOption {
    pub(crate) const fn new(vtable: &'static BitVTable, bit: PresenceBit) -> Self {
        BitOption { vtable, bit }
    }

    pub(crate) const fn bit(self) -> PresenceBit {
        self.bit
    }

    /// Returns the value, if there is one.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`].
    #[inline(always)]
    pub(crate) unsafe fn get(self, field: Ptr<'_>) -> Option<Ptr<'_>> {
        // SAFETY: the bit is that of the field (invariant 1), in an instance with live presence
        // bytes (contract of this function).
        unsafe { self.bit.is_set(field) }.then_some(field)
    }

    /// Returns the value mutably, if there is one.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`].
    #[inline(always)]
    pub(crate) unsafe fn get_mut(self, field: PtrMut<'_>) -> Option<PtrMut<'_>> {
        // SAFETY: the bit is that of the field (invariant 1), in an instance with live presence
        // bytes (contract of this function).
        unsafe { self.bit.is_set(field.shared()) }.then_some(field)
    }

    /// Drops the value, if there is one, and notes that there is none.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`].
    pub(crate) unsafe fn unbind(self, mut field: PtrMut<'_>) {
        // SAFETY: the bit is that of the field (contract of this function).
        if unsafe { self.bit.is_set(field.shared()) } {
            // Noted first: should the `Drop` panic, the value is not dropped again.
            // SAFETY: the bit is that of the field (contract of this function).
            unsafe { self.bit.note(field.reborrow(), false) };
            // SAFETY: the bit was set, so the field holds a `V` (invariant 1), of which `value` is.
            // It is not used again: the bit is not set any more.
            unsafe { self.vtable.value.drop(field) };
        }
    }

    /// Notes of memory whether it holds a value.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`]; and if `holds` is set, a `V` was written to the memory, and no value
    /// was there before.
    pub(crate) unsafe fn note(self, memory: Uninit<'_>, holds: bool) {
        // SAFETY: the field is a `BitField<V>` (invariant 1), which is always live.
        let field = unsafe { memory.assume_init() };
        // SAFETY: the bit is that of the field (contract of this function).
        unsafe { self.bit.note(field, holds) }
    }

    /// Makes an `Option` of the value's type that holds none, in a box.
    pub(crate) fn boxed_empty(self) -> Box<dyn Any> {
        (self.vtable.boxed_empty)()
    }

    /// Converts the source and writes the result, if the validator accepts it. In a box, that is an
    /// `Option` of the value's type.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`], of a field that `dest` leads to; uninit memory has no value yet.
    pub(crate) unsafe fn put(
        self,
        dest: Dest<'_>,
        source: Source<'_>,
        validator: Option<&Validator>,
    ) -> Result<(), ConversionError> {
        // SAFETY: `put` takes a field of the type `BitField<V>` with its bit (invariant 1 of
        // `BitVTable`), which `dest` leads to (invariant 1, and the contract of this function).
        unsafe { (self.vtable.put)(dest, self.bit, source, validator) }
    }

    /// Swaps what the field holds with `other`, and returns `true`, if that is an `Option` of the
    /// value's type.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`].
    pub(crate) unsafe fn swap(self, field: PtrMut<'_>, other: &mut dyn Any) -> bool {
        // SAFETY: `swap` takes a field of the type `BitField<V>` with its bit (invariant 1 of
        // `BitVTable`), which `field` is (invariant 1, and the contract of this function).
        unsafe { (self.vtable.swap)(field, self.bit, other) }
    }

    /// Replaces what the field holds, and returns what it held.
    ///
    /// # Panics
    ///
    /// If `V` is not the type of the value.
    ///
    /// # Safety
    ///
    /// That of [`BitOption`].
    pub(crate) unsafe fn replace<V: 'static>(self, field: PtrMut<'_>, new: Option<V>) -> Option<V> {
        assert!(self.vtable.value.id() == TypeId::of::<V>(), "the field is for that type");
        // SAFETY: the field is a `BitField<V>`, as just checked, with that bit (invariant 1).
        unsafe { replace(field, self.bit, new) }
    }
}

/// Replaces what the field holds, and returns what it held.
///
/// # Safety
///
/// `field` is a `BitField<V>`, which holds a `V` if `bit` is set, and the contract of
/// [`PresenceBit`] is met.
unsafe fn replace<V>(mut field: PtrMut<'_>, bit: PresenceBit, new: Option<V>) -> Option<V> {
    // SAFETY: the bit is that of the field (contract of this function).
    let held = unsafe { bit.is_set(field.shared()) };
    // SAFETY: the bit is that of the field (contract of this function). Nothing between here and
    // the write of the value can panic.
    unsafe { bit.note(field.reborrow(), new.is_some()) };
    // SAFETY: the field is a `BitField<V>` (contract of this function).
    let place = unsafe { field.cast::<BitField<V>>() };
    let new = new.map_or_else(MaybeUninit::uninit, MaybeUninit::new);
    let BitField(old) = mem::replace(place, BitField(new));
    // SAFETY: the bit was set, so the field held a `V` (contract of this function), which was taken
    // out.
    held.then(|| unsafe { old.assume_init() })
}

/// # Safety
///
/// `dest` leads to a `BitField<V>`, which holds a `V` if `bit` is set, and the contract of
/// [`PresenceBit`] is met; or `dest` is a box. Uninit memory holds no value.
unsafe fn put<V: 'static, M: Mode<V>>(
    dest: Dest<'_>,
    bit: PresenceBit,
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<(), ConversionError> {
    let made = make_option::<Option<V>, M>(source, validator)?;
    match dest {
        // Replace first and drop afterwards, so that the new value is in place if the `Drop`
        // panics.
        // SAFETY: `field` is a `BitField<V>` with that bit (contract of this function).
        Dest::Init(field) => drop(unsafe { replace(field, bit, made) }),
        Dest::Uninit(memory) => {
            // SAFETY: a `BitField<V>` is always live.
            let mut field = unsafe { memory.assume_init() };
            // SAFETY: the bit is that of the field (contract of this function). The memory holds no
            // value, whatever the bit says.
            unsafe { bit.note(field.reborrow(), false) };
            // SAFETY: `field` is a `BitField<V>` with that bit (contract of this function),
            // which is not set, so nothing is returned.
            unsafe { replace(field, bit, made) };
        }
        Dest::Boxed(boxed) => *boxed = Some(Box::new(made)),
    }
    Ok(())
}

/// # Safety
///
/// `field` is a `BitField<V>`, which holds a `V` if `bit` is set, and the contract of
/// [`PresenceBit`] is met.
unsafe fn swap<V: 'static>(field: PtrMut<'_>, bit: PresenceBit, other: &mut dyn Any) -> bool {
    let Some(other) = other.downcast_mut::<Option<V>>() else { return false };
    // SAFETY: `field` is a `BitField<V>` with that bit (contract of this function).
    *other = unsafe { replace(field, bit, other.take()) };
    true
}
