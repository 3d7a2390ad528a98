//! The tables of a field, still with its type: what the derive writes in a row.

use alloc::boxed::Box;
use core::cell::OnceCell;
use core::fmt::Display;
use core::marker::PhantomData;
use core::ptr::NonNull;

use super::constructor::{CallDefault, Constructor};
use super::holder::{Holder, OptionOps};
use super::lazy::Lazy;
use super::ops::ValueOps;
use super::ptr::{Ptr, PtrMut};
use super::put::Check;
use super::storage::FieldTable;
use crate::slotted::mode::{AsStr, Mode, Opaque, Plain};
use crate::value::{Mismatch, SlotValue};

/// What a layout knows of a slot's type.
///
/// Invariant 1: all are of one field type: `field` the table of the field, `value` the table of the value that
/// is seen by name, `option` the step from the field to that value where the two differ.
#[derive(Clone, Copy)]
pub(crate) struct SlotOps {
    pub(crate) field: &'static FieldTable,
    pub(crate) value: &'static ValueOps,
    pub(crate) option: Option<&'static OptionOps>,
}

impl SlotOps {
    /// The value that is seen by name, a `value`; `None` where the slot is unbound.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these tables.
    #[inline(always)]
    pub(super) unsafe fn value_in<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: the caller, and invariant 1.
            Some(option) => unsafe { option.get(field) },
        }
    }

    /// The same, to change.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these tables.
    #[inline(always)]
    pub(super) unsafe fn value_in_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: the caller, and invariant 1.
            Some(option) => unsafe { option.get_mut(field) },
        }
    }

    /// Asks the check of the value in the field, if there is one.
    ///
    /// # Safety
    ///
    /// `place` holds a field of these tables.
    pub(super) unsafe fn ask(
        &self,
        place: NonNull<()>,
        check: Option<&Check>,
    ) -> Result<(), Mismatch> {
        let Some(check) = check else { return Ok(()) };
        // SAFETY: the caller, twice.
        let value = unsafe { self.value_in(Ptr::of_place(place)) };
        // SAFETY: it is of the type of `value`.
        value.map_or(Ok(()), |value| unsafe { self.value.ask(value, check) })
    }
}

/// The tables of a field of type `F`, its default and its check.
///
/// Invariant 1: `ops` is of `F`, and `call` calls a `fn() -> F`.
pub struct FieldOps<F> {
    pub(super) ops: SlotOps,
    call: CallDefault,
    pub(super) default: Option<Constructor>,
    pub(super) check: Option<Check>,
    pub(super) lazy: Option<Lazy>,
    types: PhantomData<fn(F) -> F>,
}

impl<T: 'static> FieldOps<T> {
    pub(super) const fn always<M: Mode<T>>() -> Self {
        FieldOps {
            ops: SlotOps {
                field: const { &FieldTable::always::<T, M>() },
                value: ops::<T, M>(),
                option: None,
            },
            call: CallDefault::always::<T, M>(),
            default: None,
            check: None,
            lazy: None,
            types: PhantomData,
        }
    }
}

impl<F: 'static> FieldOps<F> {
    const fn held<M: Mode<F::Inner>>() -> Self
    where
        F: Holder,
    {
        FieldOps {
            ops: SlotOps {
                field: const { &FieldTable::held::<F, M>() },
                value: ops::<F::Inner, M>(),
                option: Some(const { &OptionOps::new::<F>() }),
            },
            call: CallDefault::held::<F, M>(),
            default: None,
            check: None,
            lazy: None,
            types: PhantomData,
        }
    }

    /// The same with a default.
    #[must_use]
    pub const fn or(mut self, make: fn() -> F) -> Self {
        // SAFETY: `call` calls a `fn() -> F` (invariant 1).
        self.default = Some(unsafe { Constructor::new(make, self.call) });
        self
    }

    /// The same with a check of the value that is seen by name, a `V`.
    #[must_use]
    pub const fn checked<V: 'static>(mut self, says: fn(&V) -> Result<(), Box<str>>) -> Self {
        self.check = Some(Check::new(says));
        self
    }
}

/// What a `validate` says, without its type.
pub fn verdict(said: Result<(), impl Display>) -> Result<(), Box<str>> {
    said.map_err(|why| alloc::format!("{why}").into())
}

// What the derive calls for a field of type `T`: a bound that fails is reported at the field's type. In inline consts, so
// that the compiler works each out once for a type, and not for each field.

/// The tables of a slot that is read and written by its own conversions.
pub const fn plain<T: SlotValue>() -> FieldOps<T> {
    const { FieldOps::always::<Plain>() }
}

/// The tables of a slot that is read and written as text.
pub const fn as_str<T: 'static>() -> FieldOps<T>
where
    AsStr: Mode<T>,
{
    const { FieldOps::always::<AsStr>() }
}

/// The tables of a slot that is reached by its own type only.
pub const fn opaque<T: 'static>() -> FieldOps<T> {
    const { FieldOps::always::<Opaque>() }
}

/// The tables of a slot that may be unbound; `M` is the mode of what is in the `Option`.
pub const fn optional<T: IsOption<M>, M>() -> FieldOps<T> {
    T::OPS
}

/// The tables of a slot that is computed at the first read, by `make`; `M` is the mode of what is in the cell. That
/// `T` is the struct, the derive promises with the table. (A `make` that reads its own slot never ends: on a
/// `OnceCell` by recursion, on a `OnceLock` by waiting.)
pub const fn lazy<F: IsCell<M>, M, T: 'static>(make: fn(&T) -> F::Inner) -> FieldOps<F> {
    let mut field = F::OPS;
    field.lazy = Some(Lazy::new::<T, F>(make));
    field
}

/// An `Option` whose `None` is *unbound*: `#[slots(optional)]`.
#[diagnostic::on_unimplemented(
    message = "`#[slots(optional)]` needs an `Option`, not `{Self}`",
    label = "only an `Option` can be unbound",
    note = "write the type as `Option<{Self}>`, or take `optional` away"
)]
pub trait IsOption<M>: sealed::Option<M> + Sized {
    /// What is in it.
    type Inner;

    /// Its tables.
    const OPS: FieldOps<Self>;
}

impl<T: 'static, M: Mode<T>> IsOption<M> for Option<T> {
    type Inner = T;
    const OPS: FieldOps<Self> = FieldOps::held::<M>();
}

/// A cell that is filled once: `#[slots(lazy = …)]`.
#[diagnostic::on_unimplemented(
    message = "`#[slots(lazy = …)]` needs a cell that is filled once, not `{Self}`",
    label = "the value is computed at the first read, through `&self`",
    note = "write the type as `OnceCell<{Self}>`, or `OnceLock<{Self}>` where it is read from several threads"
)]
pub trait IsCell<M>: sealed::Cell<M> + Once + Sized {
    /// Its tables.
    const OPS: FieldOps<Self>;
}

/// A cell that is filled once, through a shared reference.
pub trait Once: Holder {
    /// The value, made first if there is none. Where `make` panics, there is none afterwards.
    fn get_or_make(&self, make: impl FnOnce() -> Self::Inner) -> &Self::Inner;
}

macro_rules! cells {
    ($($cell:ident),*) => {$(
        impl<T: 'static> Holder for $cell<T> {
            type Inner = T;
            const TAKES_NONE: bool = false;

            fn wrap(value: T) -> Self {
                $cell::from(value)
            }

            fn empty() -> Self {
                $cell::new()
            }

            fn get(&self) -> Option<&T> {
                $cell::get(self)
            }

            fn get_mut(&mut self) -> Option<&mut T> {
                $cell::get_mut(self)
            }
        }

        impl<T: 'static> Once for $cell<T> {
            fn get_or_make(&self, make: impl FnOnce() -> T) -> &T {
                self.get_or_init(make)
            }
        }

        impl<T: 'static, M: Mode<T>> IsCell<M> for $cell<T> {
            const OPS: FieldOps<Self> = FieldOps::held::<M>();
        }

        impl<T: 'static, M: Mode<T>> sealed::Cell<M> for $cell<T> {}
    )*};
}
cells!(OnceCell);
#[cfg(feature = "std")]
use std::sync::OnceLock;
#[cfg(feature = "std")]
cells!(OnceLock);

impl<T: 'static> Holder for Option<T> {
    type Inner = T;
    const TAKES_NONE: bool = true;

    fn wrap(value: T) -> Self {
        Some(value)
    }

    fn empty() -> Self {
        None
    }

    fn get(&self) -> Option<&T> {
        self.as_ref()
    }

    fn get_mut(&mut self) -> Option<&mut T> {
        self.as_mut()
    }
}

/// The table of `T` in the mode `M`.
#[inline(always)]
pub(crate) const fn ops<T: 'static, M: Mode<T>>() -> &'static ValueOps {
    const { &ValueOps::new::<T, M>() }
}

mod sealed {
    use super::Mode;

    /// What `IsOption` says of a type is trusted: nobody else says it.
    pub trait Option<M> {}
    impl<T: 'static, M: Mode<T>> Option<M> for core::option::Option<T> {}

    /// What `IsCell` says of a type is trusted: nobody else says it.
    pub trait Cell<M> {}
}
