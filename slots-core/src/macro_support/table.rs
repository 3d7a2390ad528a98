//! The functions by which an expansion of `#[derive(Slots)]` makes layouts and descriptors.
//!
//! Rows are made in safe code and are unvalidated input: they contain a user's own expressions.
//! [`Table::trusted`] and [`descriptors`] assert their invariants. Both are `unsafe`, and the
//! derive puts no code of the user inside their `unsafe` blocks.
//!
//! The derive reads tokens, and the compiler may give them another meaning: because of `Self`, a
//! name that the expansion shadows, a macro, or another macro that changes the struct afterwards.
//! So the expansion contains a *type assertion*: code that is compiled and never run. For each
//! field, it passes a pointer to the field to the row's `descriptor`, and stores the result in the
//! field of `T::Slots` where that descriptor is declared. This compiles only if the row, the field
//! and the declared descriptor have one type. (The pointer is raw because it is invariant in its
//! type, and because no deref coercion leads to it: a `&mut Box<F>` does not become a `*mut F`.)

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::descriptor::lazy::LazySlot;
use crate::descriptor::slot::Slot;
use crate::macro_support::field::{FieldDef, slot};
use crate::macro_support::special::{IsDict, IsWeakSlot};
use crate::rc::weak_slot::WeakSlot;
use crate::reflect::access::ReadOnly;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::base::BaseInfo;
use crate::reflect::layout::hidden::{Hidden, Special};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::make::Rows;
use crate::reflect::method::HasMethods;
use crate::reflect::opaque_mode::Opaque;
use crate::reflect::presence::Presence;
use crate::reflect::slotted::{Slotted, layout};
use crate::reflect::vtable::default::{DefaultVTable, DefaultValue};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::value::dict::Dict;

/// Returns `None`, typed as a reference to a `T`. The type assertion matches it with a pattern that
/// names all fields of `T`.
#[must_use]
pub const fn assert_types<T>() -> Option<&'static mut T> {
    None
}

// The type assertion calls these functions. None of them is ever run.
impl<F> FieldDef<F> {
    /// Returns a descriptor of this row's type `F`. The pointer is to the field, which so must be
    /// an `F` too.
    #[must_use]
    pub const fn descriptor<T, A>(self, _: *mut F) -> Slot<T, F, A> {
        panic!("a type assertion is not run")
    }

    /// Returns a lazy descriptor of this row's type `F`. The pointer is to the field, which so must
    /// be an `F` too.
    #[must_use]
    pub const fn lazy_descriptor<T>(self, _: *mut F) -> LazySlot<T, F> {
        panic!("a type assertion is not run")
    }
}

impl<B> BaseDef<B> {
    /// Returns a descriptor of this row's type `B`. The pointer is to the field, which so must be a
    /// `B` too.
    #[must_use]
    pub const fn descriptor<T, A>(self, _: *mut B) -> Slot<T, B, A> {
        panic!("a type assertion is not run")
    }
}

impl<F> HiddenDef<F> {
    /// Takes a pointer to the field, which so must be of this row's type `F`.
    pub const fn of(self, _: *mut F) {}
}

/// The definition of a base of type `B`.
///
/// Invariant 1: `field` and `layout` are of `B`.
pub struct BaseDef<B> {
    field: FieldDef<B>,
    layout: &'static SlotLayout,
}

/// Returns the definition of a base. Only this function requires `Slotted`, so that an unmet bound
/// is reported once, at the base's type.
#[must_use]
pub const fn based<B: Slotted>() -> BaseDef<B> {
    BaseDef { field: FieldDef::plain::<Opaque>(), layout: B::LAYOUT }
}

/// Returns the row of a base that is declared after `before` of the type's own slots.
#[must_use]
pub const fn base<B>(
    field: &'static str,
    offset: usize,
    base: BaseDef<B>,
    before: usize,
) -> BaseInfo {
    BaseInfo::new(slot(field, 0, offset, base.field), base.layout, before)
}

/// The definition of a hidden field of type `F`.
///
/// Invariant 1: `ty` and `default` are of `F`. If `special` is set, `F` is the `Dict` or the
/// `WeakSlot` that it stands for.
pub struct HiddenDef<F> {
    ty: TypeVTable,
    default: Option<DefaultValue>,
    special: Option<Special>,
    of: PhantomData<fn(F) -> F>,
}

/// Returns the definition of the special field for undeclared names.
#[must_use]
pub const fn dict<D: IsDict>() -> HiddenDef<D> {
    // `IsDict` is sealed, so `D` is `Dict`.
    let ty = TypeVTable::of::<Dict>();
    HiddenDef { ty, default: None, special: Some(Special::Dict), of: PhantomData }
}

/// Returns the definition of the special field for weak references.
#[must_use]
pub const fn weakref<W: IsWeakSlot>() -> HiddenDef<W> {
    // `IsWeakSlot` is sealed, so `W` is `WeakSlot`.
    let ty = TypeVTable::of::<WeakSlot>();
    // SAFETY: the function returns a `WeakSlot`, and the vtable is of `WeakSlot`.
    let empty = unsafe {
        DefaultValue::new(<WeakSlot as Default>::default, DefaultVTable::hidden::<WeakSlot>())
    };
    HiddenDef { ty, default: Some(empty), special: Some(Special::WeakSlot), of: PhantomData }
}

/// Returns the definition of a field that is skipped.
#[must_use]
pub const fn skipped<F: 'static>() -> HiddenDef<F> {
    HiddenDef { ty: TypeVTable::of::<F>(), default: None, special: None, of: PhantomData }
}

impl<F> HiddenDef<F> {
    /// Returns the definition with a default.
    #[must_use]
    pub const fn or(mut self, make: fn() -> F) -> Self {
        // SAFETY: `make` returns an `F`, and the vtable is of `F`.
        self.default = Some(unsafe { DefaultValue::new(make, DefaultVTable::hidden::<F>()) });
        self
    }
}

/// Returns the row of a hidden field.
#[must_use]
pub const fn hidden<F>(field: &'static str, offset: usize, ops: HiddenDef<F>) -> Hidden {
    Hidden::new(field, offset, ops.ty, ops.default, ops.special)
}

/// The [`Rows`] as an expansion writes them: as a tuple, which is shorter.
type RowTuple =
    (&'static [SlotInfo], &'static [BaseInfo], &'static [Hidden], &'static [u16], &'static [u16]);

/// The layout of a type, as the derive describes it. Its invariants are not asserted yet: see
/// [`trusted`](Table::trusted).
pub struct Table(SlotLayout);

/// Makes the table of `T` from all its rows.
///
/// # Panics
///
/// In const evaluation, so at compile time: if a field lies outside the struct, is not aligned, or
/// overlaps another one; if the special fields among the rows differ from those that the impl of
/// [`Slotted`] declares.
pub const fn table<T: Slotted>(
    name: &'static str,
    (slots, bases, hidden, cells, seeds): RowTuple,
    frozen: bool,
) -> Table {
    let rows = Rows { slots, bases, hidden, cells, seeds };
    let layout = SlotLayout::new::<T>(name, rows, frozen, layout::<T>);
    #[cfg(slotted_type_info)]
    crate::reflect::layout::compiler::assert_same(
        crate::reflect::layout::compiler::difference::<T>(&layout),
    );
    // They can differ: a macro in the type of a base may expand to another type each time.
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
    /// Returns the table of a type that ignores unknown keys when it is read from data.
    #[must_use]
    pub const fn ignoring_unknown(self) -> Self {
        Table(self.0.ignoring_unknown())
    }

    /// Returns the table of a type of whose own slots some have aliases.
    #[must_use]
    pub const fn with_aliases(self) -> Self {
        Table(self.0.with_aliases())
    }

    /// Returns the table of a type of whose own slots some may be left out in data.
    #[must_use]
    pub const fn with_skips(self) -> Self {
        Table(self.0.with_skips())
    }

    /// Returns the table of a type with methods.
    #[must_use]
    pub const fn with_methods<T: HasMethods>(self) -> Self {
        Table(self.0.with_methods(T::TABLE))
    }

    /// Asserts that the table describes its type, and returns the layout.
    ///
    /// # Safety
    ///
    /// The type that the table is of is a struct, and every field of it has a row. Each row has the
    /// offset of the field that a type assertion ties it to. The function that computes a lazy slot
    /// takes that struct.
    #[must_use]
    pub const unsafe fn trusted(self) -> SlotLayout {
        self.0
    }
}

/// Returns the descriptors of the slots and bases of `T`, in declaration order.
///
/// # Panics
///
/// In const evaluation, so at compile time: if `T::Slots` does not have the size of one descriptor
/// for each slot and base.
///
/// # Safety
///
/// `T::Slots` is `repr(C)`. It consists of one [`Slot`] or [`LazySlot`] of `T` for each slot and
/// base, in declaration order, and of fields of size zero. A type assertion ties each descriptor to
/// its row. A descriptor is [`ReadWrite`](crate::ReadWrite) only if the row may be written.
#[must_use]
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
        // SAFETY: there is room for `count` descriptors, as asserted above, and this is one of
        // them. Every descriptor consists of the same two words (invariant 2 of `Slot` and of
        // `LazySlot`), so it can be written as an `AnySlot`; it is never used as one. As a field of
        // `T::Slots`, it is valid: `info` describes a field of `T` at that offset (contract of
        // `Slotted`), of the type and access of that descriptor (contract of this function).
        unsafe { start.add(slot + base - 1).write(Slot::from_raw(info.offset(), info)) };
    }
    // SAFETY: all `count` descriptors are written. `T::Slots` has no other bytes: that is its whole
    // size, as asserted above, and its other fields have size zero (contract of this function).
    unsafe { all.assume_init() }
}

/// A type-erased descriptor.
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
