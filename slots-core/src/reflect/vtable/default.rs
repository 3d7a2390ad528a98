//! A slot's default, type-erased.

use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::erased::function::ErasedFn;
use crate::erased::uninit::Uninit;
use crate::reflect::layout::lent::Lent;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::OptionLike;
use crate::value::Value;

/// How to call the `fn() -> T` that makes a default.
///
/// Invariant 1: for one `T`, both functions take an `ErasedFn` that was made from a `fn() -> T`,
/// and `write` takes memory for a `T`.
#[derive(Clone, Copy)]
pub(crate) struct DefaultVTable {
    /// Returns the default as a `Value`, if the field is accessed by name and the default can be a
    /// `Value`.
    value: unsafe fn(ErasedFn) -> Option<Value>,
    /// Writes the default to uninit memory.
    write: unsafe fn(ErasedFn, Uninit<'_>),
}

impl DefaultVTable {
    /// Makes the vtable for a field that is itself the value accessed by name.
    pub(crate) const fn plain<T: 'static, M: Mode<T>>() -> Self {
        DefaultVTable { value: value::<T, M>, write: write::<T> }
    }

    /// Makes the vtable for a field whose inner value is accessed by name.
    pub(crate) const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        DefaultVTable { value: inner_value::<O, M>, write: write::<O> }
    }

    /// Makes the vtable for a hidden field, which is not accessed by name.
    pub(crate) const fn hidden<T>() -> Self {
        DefaultVTable { value: no_value, write: write::<T> }
    }
}

/// The function that makes the default of a field, type-erased.
///
/// Invariant 1: `make` was made from a `fn() -> T`, for the `T` of `vtable`.
#[derive(Clone, Copy)]
pub(crate) struct DefaultValue {
    make: ErasedFn,
    vtable: DefaultVTable,
}

/// What makes the default of a field, as a row of a layout holds it.
///
/// Invariant 1: both make values of the field's type.
pub(crate) enum FieldDefault {
    Function(DefaultValue),
    /// That of a slot of a run-time class.
    Held(Lent<dyn HeldDefault>),
}

/// What makes the default of a slot of a run-time class.
///
/// # Safety
///
/// `write` writes a value of one type, that of the field whose default this is, and only if it
/// returns.
pub(crate) unsafe trait HeldDefault:
    Send + Sync + UnwindSafe + RefUnwindSafe
{
    /// Makes the default and returns it as a `Value`, if it can be one.
    fn value(&self) -> Option<Value>;

    /// Makes the default and writes it to the memory.
    ///
    /// # Safety
    ///
    /// `memory` is for a value of the field's type.
    unsafe fn write(&self, memory: Uninit<'_>);
}

impl FieldDefault {
    /// Makes the default and returns it as a `Value`, if it can be one.
    pub(crate) fn value(&self) -> Option<Value> {
        match self {
            FieldDefault::Function(default) => default.value(),
            FieldDefault::Held(default) => default.get().value(),
        }
    }

    /// Makes the default and writes it to the memory.
    ///
    /// # Safety
    ///
    /// `memory` is for a value of the field's type.
    pub(crate) unsafe fn write(&self, memory: Uninit<'_>) {
        match self {
            // SAFETY: both make values of the field's type (invariant 1), for which the memory is
            // (contract of this function).
            FieldDefault::Function(default) => unsafe { default.write(memory) },
            // SAFETY: `write` of the held default takes memory for the field's type (invariant 1,
            // and the contract of `HeldDefault`), which this is (contract of this function).
            FieldDefault::Held(default) => unsafe { default.get().write(memory) },
        }
    }
}

impl DefaultValue {
    /// # Safety
    ///
    /// `vtable` is for this `T`.
    pub(crate) const unsafe fn new<T>(make: fn() -> T, vtable: DefaultVTable) -> Self {
        DefaultValue { make: ErasedFn::new(make), vtable }
    }

    fn value(&self) -> Option<Value> {
        // SAFETY: `make` was made from a `fn() -> T` for the `T` of the vtable (invariant 1).
        unsafe { (self.vtable.value)(self.make) }
    }

    /// # Safety
    ///
    /// `memory` is for a value of the type that this makes, which is the field's type.
    unsafe fn write(&self, memory: Uninit<'_>) {
        // SAFETY: `make` was made from a `fn() -> T` for the `T` of the vtable (invariant 1), and
        // `memory` is for a `T` (contract of this function).
        unsafe { (self.vtable.write)(self.make, memory) }
    }
}

/// # Safety
///
/// `make` was made from a `fn() -> T`.
unsafe fn call<T>(make: ErasedFn) -> T {
    // SAFETY: `make` was made from a `fn() -> T` (contract of this function).
    let make = unsafe { make.cast::<fn() -> T>() };
    make()
}

/// # Safety
///
/// `make` was made from a `fn() -> T`.
unsafe fn value<T: 'static, M: Mode<T>>(make: ErasedFn) -> Option<Value> {
    // SAFETY: `make` was made from a `fn() -> T` (contract of this function).
    M::view(&unsafe { call::<T>(make) }).to_value()
}

/// # Safety
///
/// `make` was made from a `fn() -> O`.
unsafe fn inner_value<O: OptionLike, M: Mode<O::Inner>>(make: ErasedFn) -> Option<Value> {
    // SAFETY: `make` was made from a `fn() -> O` (contract of this function).
    let field = unsafe { call::<O>(make) };
    field.get().and_then(|value| M::view(value).to_value())
}

/// # Safety
///
/// There is no precondition: this does not call the function. It is unsafe only to fit the type of
/// the vtable's field.
unsafe fn no_value(_: ErasedFn) -> Option<Value> {
    None
}

/// # Safety
///
/// `make` was made from a `fn() -> T`, and `memory` is for a `T`.
unsafe fn write<T>(make: ErasedFn, memory: Uninit<'_>) {
    // Make the value before writing it, so that nothing is written if `make` panics.
    // SAFETY: `make` was made from a `fn() -> T` (contract of this function).
    let value = unsafe { call::<T>(make) };
    // SAFETY: `memory` is for a `T` (contract of this function).
    unsafe { memory.write(value) }
}
