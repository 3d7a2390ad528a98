//! What a row says of a field, still with its type.

use alloc::boxed::Box;
use core::cell::OnceCell;
use core::fmt::Display;
use core::marker::PhantomData;

use crate::reflect::mode::{AsStr, Mode, Opaque, Plain};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::default::{DefaultVTable, DefaultValue};
use crate::reflect::vtable::field::SlotVTables;
use crate::reflect::vtable::lazy::Lazy;
use crate::reflect::vtable::option_like::{OnceLike, OptionLike};
use crate::reflect::vtable::validator::{Validate, Validator};

/// What a row says of a field of type `F`: its vtables, its default and its validator.
///
/// Invariant 1: `vtables` and `default_vtable` are of `F`, `default` makes an `F`, `validator` is of the value that is
/// seen by name, and `lazy` computes what is in an `F`.
pub struct FieldDef<F> {
    pub(crate) vtables: SlotVTables,
    default_vtable: DefaultVTable,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) validator: Option<Validator>,
    pub(crate) lazy: Option<Lazy>,
    types: PhantomData<fn(F) -> F>,
}

impl<F> FieldDef<F> {
    /// Both vtables are of `F`.
    const fn new(vtables: SlotVTables, default_vtable: DefaultVTable) -> Self {
        let (default, validator, lazy) = (None, None, None);
        FieldDef { vtables, default_vtable, default, validator, lazy, types: PhantomData }
    }

    /// The same with a default.
    #[must_use]
    pub const fn or(mut self, make: fn() -> F) -> Self {
        // SAFETY: `default_vtable` is of `F` (invariant 1).
        self.default = Some(unsafe { DefaultValue::new(make, self.default_vtable) });
        self
    }

    /// The same with a validator of the value that is seen by name, a `V`.
    #[must_use]
    pub const fn checked<V: 'static>(mut self, validate: Validate<V>) -> Self {
        self.validator = Some(Validator::new(validate));
        self
    }
}

impl<T: 'static> FieldDef<T> {
    /// A field that is the value itself.
    pub(crate) const fn plain<M: Mode<T>>() -> Self {
        FieldDef::new(SlotVTables::plain::<T, M>(), DefaultVTable::plain::<T, M>())
    }
}

impl<O: OptionLike> FieldDef<O> {
    /// A field that may hold no value.
    const fn option_like<M: Mode<O::Inner>>() -> Self {
        FieldDef::new(SlotVTables::option_like::<O, M>(), DefaultVTable::option_like::<O, M>())
    }
}

/// The result of a user's `validate`, its error as text.
pub fn validation(result: Result<(), impl Display>) -> Result<(), Box<str>> {
    result.map_err(|why| alloc::format!("{why}").into())
}

// What the derive calls for a field of type `T`: a bound that fails is reported at the field's type. In inline consts, so
// that the compiler works each out once for a type, and not for each field.

/// The tables of a slot that is read and written by its own conversions.
pub const fn plain<T: SlotValue>() -> FieldDef<T> {
    const { FieldDef::plain::<Plain>() }
}

/// The tables of a slot that is read and written as text.
pub const fn as_str<T: 'static>() -> FieldDef<T>
where
    AsStr: Mode<T>,
{
    const { FieldDef::plain::<AsStr>() }
}

/// The tables of a slot that is reached by its own type only.
pub const fn opaque<T: 'static>() -> FieldDef<T> {
    const { FieldDef::plain::<Opaque>() }
}

/// The tables of a slot that may be unbound; `M` is the mode of what is in the `Option`.
pub const fn optional<T: IsOption<M>, M>() -> FieldDef<T> {
    T::DEF
}

/// The tables of a slot that is computed at the first read, by `make`; `M` is the mode of what is in the cell. That
/// `T` is the struct, the derive promises with the table. (A `make` that reads its own slot never ends: on a
/// `OnceCell` by recursion, on a `OnceLock` by waiting.)
pub const fn lazy<F: IsCell<M>, M, T: 'static>(make: fn(&T) -> F::Inner) -> FieldDef<F> {
    let mut field = F::DEF;
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
    const DEF: FieldDef<Self>;
}

impl<T: 'static, M: Mode<T>> IsOption<M> for Option<T> {
    type Inner = T;
    const DEF: FieldDef<Self> = FieldDef::option_like::<M>();
}

/// A cell that is filled once: `#[slots(lazy = …)]`.
#[diagnostic::on_unimplemented(
    message = "`#[slots(lazy = …)]` needs a cell that is filled once, not `{Self}`",
    label = "the value is computed at the first read, through `&self`",
    note = "write the type as `OnceCell<{Self}>`, or `OnceLock<{Self}>` where it is read from several threads"
)]
pub trait IsCell<M>: sealed::Cell<M> + OnceLike + Sized {
    /// Its tables.
    const DEF: FieldDef<Self>;
}

macro_rules! cells {
    ($($cell:ident),*) => {$(
        impl<T: 'static, M: Mode<T>> IsCell<M> for $cell<T> {
            const DEF: FieldDef<Self> = FieldDef::option_like::<M>();
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
