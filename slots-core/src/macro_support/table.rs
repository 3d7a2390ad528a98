//! The doors through which `#[derive(Slots)]` makes layouts and descriptors.
//!
//! Rows are made in safe code, and nobody trusts them: a user's own expressions stand among them. The two
//! steps that make a row a promise are `unsafe`, and the derive takes them around nothing of the
//! user's: [`Table::trusted`] and [`descriptors`].
//!
//! What the derive has read need not be what the compiler sees: `Self`, a name that the expansion shadows, a macro, or
//! another macro that changes the struct afterwards. So there is a *witness*, code that is compiled and never run: for each
//! field, it makes the descriptor of the row and of a pointer to the field, and puts it where that descriptor is
//! declared. So all three are of one type. (A raw pointer, since it is invariant, and nothing is dereferenced on
//! the way to it.)

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::descriptor::lazy::LazySlot;
use crate::descriptor::slot::Slot;
use crate::macro_support::field::FieldDef;
use crate::macro_support::special::{IsDict, IsWeakSlot};
use crate::rc::weak_slot::WeakSlot;
use crate::reflect::access::ReadOnly;
use crate::reflect::layout::info::{BaseInfo, Hidden, SlotInfo, Special};
use crate::reflect::layout::{Rows, SlotLayout};
use crate::reflect::mode::Opaque;
use crate::reflect::presence::Presence;
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::default::{DefaultVTable, DefaultValue};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::value::dict::Dict;

/// No `T`: what a witness would look at.
#[must_use]
pub const fn assert_types<T>() -> Option<&'static mut T> {
    None
}

// What the witness calls. None of it is ever run.
impl<F> FieldDef<F> {
    /// The descriptor of that field.
    #[must_use]
    pub const fn descriptor<T, A>(self, _: *mut F) -> Slot<T, F, A> {
        panic!("a witness is not run")
    }

    /// The descriptor of that field, which is computed at the first read.
    #[must_use]
    pub const fn lazy_descriptor<T>(self, _: *mut F) -> LazySlot<T, F> {
        panic!("a witness is not run")
    }
}

impl<B> BaseDef<B> {
    /// The descriptor of that field.
    #[must_use]
    pub const fn descriptor<T, A>(self, _: *mut B) -> Slot<T, B, A> {
        panic!("a witness is not run")
    }
}

impl<F> HiddenDef<F> {
    /// The row is of that field.
    pub const fn of(self, _: *mut F) {}
}

/// A slot; `key` is the name's, by `name_key`.
pub const fn slot<F>(name: &'static str, key: u128, offset: usize, field: FieldDef<F>) -> SlotInfo {
    let FieldDef { vtables, default, validator, lazy, .. } = field;
    SlotInfo::new(name, key, offset, vtables, default, validator, lazy)
}

/// What a layout knows of a base of type `B`.
///
/// Invariant 1: `field` and `layout` are of `B`.
pub struct BaseDef<B> {
    field: FieldDef<B>,
    layout: &'static SlotLayout,
}

/// The tables of a base. (`Slotted` is asked for here alone: at the type.)
#[must_use]
pub const fn based<B: Slotted>() -> BaseDef<B> {
    BaseDef { field: FieldDef::plain::<Opaque>(), layout: B::LAYOUT }
}

/// A base, declared after `before` slots.
pub const fn base<B>(
    field: &'static str,
    offset: usize,
    base: BaseDef<B>,
    before: usize,
) -> BaseInfo {
    BaseInfo::new(slot(field, 0, offset, base.field), base.layout, before)
}

/// What a layout knows of a field of type `F` that is no slot.
///
/// Invariant 1: `ty` and `default` are of `F`, which is a `Dict` or a `WeakSlot` where `special` says so.
pub struct HiddenDef<F> {
    ty: TypeVTable,
    default: Option<DefaultValue>,
    special: Option<Special>,
    of: PhantomData<fn(F) -> F>,
}

/// The escape for undeclared names.
#[must_use]
pub const fn dict<D: IsDict>() -> HiddenDef<D> {
    // `IsDict` is sealed: a `D` is a `Dict`.
    let ty = TypeVTable::of::<Dict>();
    HiddenDef { ty, default: None, special: Some(Special::Dict), of: PhantomData }
}

/// The escape for weak references.
#[must_use]
pub const fn weakref<W: IsWeakSlot>() -> HiddenDef<W> {
    // `IsWeakSlot` is sealed: a `W` is a `WeakSlot`.
    let ty = TypeVTable::of::<WeakSlot>();
    // SAFETY: both are of `WeakSlot`.
    let empty = unsafe {
        DefaultValue::new(<WeakSlot as Default>::default, DefaultVTable::hidden::<WeakSlot>())
    };
    HiddenDef { ty, default: Some(empty), special: Some(Special::WeakSlot), of: PhantomData }
}

/// A field that is skipped.
#[must_use]
pub const fn skipped<F: 'static>() -> HiddenDef<F> {
    HiddenDef { ty: TypeVTable::of::<F>(), default: None, special: None, of: PhantomData }
}

impl<F> HiddenDef<F> {
    /// The same with a default.
    #[must_use]
    pub const fn or(mut self, make: fn() -> F) -> Self {
        // SAFETY: both are of `F`.
        self.default = Some(unsafe { DefaultValue::new(make, DefaultVTable::hidden::<F>()) });
        self
    }
}

/// A field that is no slot.
pub const fn hidden<F>(field: &'static str, offset: usize, ops: HiddenDef<F>) -> Hidden {
    Hidden::new(field, offset, ops.ty, ops.default, ops.special)
}

/// The [`Rows`] as an expansion writes them: a tuple is shorter.
type RowTuple =
    (&'static [SlotInfo], &'static [BaseInfo], &'static [Hidden], &'static [u16], &'static [u16]);

/// What a derive says of `T`, not yet trusted.
pub struct Table(SlotLayout);

/// All rows of `T`.
///
/// # Panics
///
/// In const, so at compile time: where a field lies outside the struct, is not aligned, or overlaps another; where the
/// rows have other escapes than the impl says.
pub const fn table<T: Slotted>(
    name: &'static str,
    (slots, bases, hidden, cells, seeds): RowTuple,
    frozen: bool,
) -> Table {
    let rows = Rows { slots, bases, hidden, cells, seeds };
    let layout = SlotLayout::new::<T>(name, rows, frozen);
    // A macro in the type of a base may expand to another type each time.
    let dicts_agree = layout.has_dict() == <T::Dict as Presence>::IS_PRESENT;
    assert!(
        dicts_agree,
        "the type of a field is not the same each time: its macro must not change"
    );
    let weakrefs_agree = layout.has_weakref() == <T::Weakref as Presence>::IS_PRESENT;
    assert!(
        weakrefs_agree,
        "the type of a field is not the same each time: its macro must not change"
    );
    Table(layout)
}

impl Table {
    /// The same, of a type that passes over unknown keys in data.
    #[must_use]
    pub const fn ignoring_unknown(self) -> Self {
        Table(self.0.ignoring_unknown())
    }

    /// The layout.
    ///
    /// # Safety
    ///
    /// Each row has the offset of the field that a witness ties it to, in the type that the table is of, which is a
    /// struct; every field has a row; what computes a lazy slot takes that type.
    #[must_use]
    pub const unsafe fn trusted(self) -> SlotLayout {
        self.0
    }
}

/// The layout of `T`.
#[must_use]
pub fn layout<T: Slotted>() -> &'static SlotLayout {
    T::LAYOUT
}

/// The descriptors of `T`: of its slots and bases, in the order of declaration.
///
/// # Safety
///
/// `T::Slots` is `repr(C)` and consists of [`Slot`]s and [`LazySlot`]s of `T`, in that order, each tied to its row by a
/// witness, and of [`ReadWrite`](crate::ReadWrite) only where the row may be written; besides, of fields without a size.
pub const unsafe fn descriptors<T: Slotted>() -> T::Slots {
    let (slots, bases) = (T::LAYOUT.slots(), T::LAYOUT.bases());
    let count = slots.len() + bases.len();
    assert!(size_of::<T::Slots>() == count * size_of::<AnySlot>(), "a descriptor for each row");
    let mut all = MaybeUninit::<T::Slots>::uninit();
    let start = all.as_mut_ptr().cast::<AnySlot>();
    let (mut slot, mut base) = (0, 0);
    while slot + base < count {
        let info = if base < bases.len() && bases[base].before() <= slot {
            base += 1;
            bases[base - 1].info()
        } else {
            slot += 1;
            &slots[slot - 1]
        };
        // SAFETY: there is room for `count` of them (asked above). All kinds of descriptors are the same two words (invariant 2
        // of `Slot` and of `LazySlot`); that this one is true of `T`, the caller promises.
        unsafe { start.add(slot + base - 1).write(Slot::from_raw(info.offset(), info)) };
    }
    // SAFETY: each descriptor was written, and there is nothing else in it (the caller, and the size).
    unsafe { all.assume_init() }
}

/// A descriptor whose types are forgotten.
type AnySlot = Slot<(), (), ReadOnly>;

macro_rules! copied {
    ($($ops:ident)*) => {$(
        impl<F> Clone for $ops<F> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<F> Copy for $ops<F> {}
    )*};
}
copied!(FieldDef BaseDef HiddenDef);
