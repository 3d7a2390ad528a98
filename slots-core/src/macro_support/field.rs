//! The definition of a field, while its type is still known.

use core::cell::OnceCell;
use core::fmt::Display;
use core::marker::PhantomData;

use crate::reflect::layout::info::SlotInfo;
use crate::reflect::mode::{AsStr, Mode, Plain};
use crate::reflect::opaque_mode::Opaque;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::default::{DefaultVTable, DefaultValue};
use crate::reflect::vtable::field::SlotVTables;
use crate::reflect::vtable::lazy::Lazy;
use crate::reflect::vtable::option_like::{OnceLike, OptionLike};
use crate::reflect::vtable::skip_if::SkipIf;
use crate::reflect::vtable::validator::{Refusal, Validate, ValidateFn};
use crate::value::conversion_error::ConversionError;

/// The definition of a field of type `F`: its vtables, its default, its validator, and the function
/// that computes it if it is lazy.
///
/// Invariant 1: `vtables` and `default_vtable` are of `F`, `default` makes an `F`, `lazy` computes
/// what is in an `F`, and `skip` takes an `F`. (`validator` should be for the value that is read by
/// name. No unsafe code depends on it: a validator compares the types when it runs, and panics if
/// they differ.)
pub struct FieldDef<F> {
    vtables: SlotVTables,
    default_vtable: DefaultVTable,
    default: Option<DefaultValue>,
    validator: Option<ValidateFn>,
    lazy: Option<Lazy>,
    skip: Option<SkipIf>,
    types: PhantomData<fn(F) -> F>,
}

impl<F> FieldDef<F> {
    /// Returns a definition without default, validator and lazy function.
    ///
    /// # Safety
    ///
    /// Both vtables are of `F`.
    const unsafe fn new(vtables: SlotVTables, default_vtable: DefaultVTable) -> Self {
        let (default, validator, lazy, skip) = (None, None, None, None);
        FieldDef { vtables, default_vtable, default, validator, lazy, skip, types: PhantomData }
    }

    /// Returns the definition with a default.
    #[must_use]
    pub const fn or(mut self, make: fn() -> F) -> Self {
        // SAFETY: `default_vtable` is of `F` (invariant 1), and `make` returns an `F`.
        self.default = Some(unsafe { DefaultValue::new(make, self.default_vtable) });
        self
    }

    /// Returns the definition with a validator for the value that is read by name, which is a `V`.
    #[must_use]
    pub const fn checked<V: 'static>(mut self, validate: Validate<V>) -> Self {
        self.validator = Some(ValidateFn::new(validate));
        self
    }
}

impl<F: 'static> FieldDef<F> {
    /// Returns the definition of a field that is left out in data where `skips` says so.
    #[must_use]
    pub const fn skipped_if(mut self, skips: fn(&F) -> bool) -> Self {
        self.skip = Some(SkipIf::new(skips));
        self
    }
}

impl<T: 'static> FieldDef<T> {
    /// Returns the definition of a field that is the value itself.
    pub(crate) const fn plain<M: Mode<T>>() -> Self {
        // SAFETY: both are of `T`.
        unsafe { FieldDef::new(SlotVTables::plain::<T, M>(), DefaultVTable::plain::<T, M>()) }
    }
}

impl<O: OptionLike> FieldDef<O> {
    /// Returns the definition of a field that holds a value or none.
    const fn option_like<M: Mode<O::Inner>>() -> Self {
        let (vtables, default) =
            (SlotVTables::option_like::<O, M>(), DefaultVTable::option_like::<O, M>());
        // SAFETY: both are of `O`.
        unsafe { FieldDef::new(vtables, default) }
    }
}

/// Returns the row of a slot. `key` is the `name_key` of `name`; `offset` is in bytes from the
/// start of the struct.
#[must_use]
pub const fn slot<F>(name: &'static str, key: u128, offset: usize, field: FieldDef<F>) -> SlotInfo {
    let FieldDef { vtables, default, validator, lazy, skip, .. } = field;
    SlotInfo::new(name, key, offset, vtables, default, validator, lazy, skip)
}

/// Converts the result of a user's `validate`: its error becomes text.
pub fn validation(result: Result<(), impl Display>) -> Result<(), Refusal> {
    match result {
        Ok(()) => Ok(()),
        Err(why) => {
            let text = alloc::format!("{why}").into();
            // Before the text is returned, so that it is dropped if this panics.
            drop(why);
            Err(Refusal::Says(text))
        }
    }
}

/// Returns the value if the validator of its type accepts it.
pub fn validated<T: SlotValue, E: Display>(
    value: T,
    validate: impl FnOnce(&T) -> Result<(), E>,
) -> Result<T, ConversionError> {
    match validation(validate(&value)) {
        Ok(()) => Ok(value),
        Err(why) => {
            let error = why.into_error(&value.as_value());
            // Before the error is returned, so that it is dropped if this panics.
            drop(value);
            Err(error)
        }
    }
}

// The derive calls these functions with the field's type as `T`, so that the compiler reports an
// unmet bound at that type. Their bodies are inline consts, so that the compiler evaluates each
// once for a type and not once for each field.

/// Returns the definition of a slot that is read and written by its type's own conversions.
#[must_use]
pub const fn plain<T: SlotValue>() -> FieldDef<T> {
    const { FieldDef::plain::<Plain>() }
}

/// Returns the definition of a slot that is read and written as text.
#[must_use]
pub const fn as_str<T: 'static>() -> FieldDef<T>
where
    AsStr: Mode<T>,
{
    const { FieldDef::plain::<AsStr>() }
}

/// Returns the definition of a slot that is read and written in the mode `M`.
#[must_use]
pub const fn in_mode<T: 'static, M: Mode<T>>() -> FieldDef<T> {
    const { FieldDef::plain::<M>() }
}

/// Returns the definition of a slot that can be accessed by its own type only.
#[must_use]
pub const fn opaque<T: 'static>() -> FieldDef<T> {
    const { FieldDef::plain::<Opaque>() }
}

/// Returns the definition of a slot that may be unbound. `M` is the mode of the value in the
/// `Option`.
#[must_use]
pub const fn optional<T: IsOption<M>, M>() -> FieldDef<T> {
    T::DEF
}

/// Returns the definition of a slot that `make` computes at the first read. `M` is the mode of the
/// value in the cell.
///
/// `T` must be the struct that declares the slot: the derive asserts that with `Table::trusted`. A
/// `make` that reads its own slot never ends: on a `OnceCell` it recurses, on a `OnceLock` it waits
/// for itself.
pub const fn lazy<F: IsCell<M>, M, T: 'static>(make: fn(&T) -> F::Inner) -> FieldDef<F> {
    let mut field = F::DEF;
    field.lazy = Some(Lazy::new::<T, F>(make));
    field
}

/// An `Option` whose `None` means *unbound*: the type of a `#[slots(optional)]` field.
#[diagnostic::on_unimplemented(
    message = "`#[slots(optional)]` needs an `Option`, not `{Self}`",
    label = "only an `Option` can be unbound",
    note = "write the type as `Option<{Self}>`, or take `optional` away"
)]
pub trait IsOption<M>: sealed::Option<M> + Sized {
    /// The type of the value in the `Option`.
    type Inner;

    /// The definition of a field of this type.
    const DEF: FieldDef<Self>;
}

impl<T: 'static, M: Mode<T>> IsOption<M> for Option<T> {
    type Inner = T;
    const DEF: FieldDef<Self> = FieldDef::option_like::<M>();
}

/// A cell that is filled once: the type of a `#[slots(lazy = …)]` field.
#[diagnostic::on_unimplemented(
    message = "`#[slots(lazy = …)]` needs a cell that is filled once, not `{Self}`",
    label = "the value is computed at the first read, through `&self`",
    note = "write the type as `OnceCell<{Self}>`, or `OnceLock<{Self}>` where it is read from several threads"
)]
pub trait IsCell<M>: sealed::Cell<M> + OnceLike + Sized {
    /// The definition of a field of this type.
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

    /// Seals `IsOption`, since the rest of the crate relies on its implementations.
    pub trait Option<M> {}
    impl<T: 'static, M: Mode<T>> Option<M> for core::option::Option<T> {}

    /// Seals `IsCell`, since the rest of the crate relies on its implementations.
    pub trait Cell<M> {}
}
