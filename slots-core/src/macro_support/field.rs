//! The tables of a field, still with its type: what the derive writes in a row.

use alloc::boxed::Box;
use core::cell::OnceCell;
use core::fmt::Display;
use core::marker::PhantomData;

use crate::reflect::mode::{AsStr, Mode, Opaque, Plain};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::default::{CallDefault, Constructor};
use crate::reflect::vtable::field::FieldTable;
use crate::reflect::vtable::lazy::Lazy;
use crate::reflect::vtable::option_like::{Holder, Once, OptionOps};
use crate::reflect::vtable::slot::SlotOps;
use crate::reflect::vtable::validator::Check;
use crate::reflect::vtable::value::ops;

/// The tables of a field of type `F`, its default and its check.
///
/// Invariant 1: `ops` is of `F`, and `call` calls a `fn() -> F`.
pub struct FieldOps<F> {
    pub(crate) ops: SlotOps,
    call: CallDefault,
    pub(crate) default: Option<Constructor>,
    pub(crate) check: Option<Check>,
    pub(crate) lazy: Option<Lazy>,
    types: PhantomData<fn(F) -> F>,
}

impl<T: 'static> FieldOps<T> {
    pub(crate) const fn always<M: Mode<T>>() -> Self {
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

macro_rules! cells {
    ($($cell:ident),*) => {$(
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

mod sealed {
    use crate::macro_support::field::Mode;

    /// What `IsOption` says of a type is trusted: nobody else says it.
    pub trait Option<M> {}
    impl<T: 'static, M: Mode<T>> Option<M> for core::option::Option<T> {}

    /// What `IsCell` says of a type is trusted: nobody else says it.
    pub trait Cell<M> {}
}
