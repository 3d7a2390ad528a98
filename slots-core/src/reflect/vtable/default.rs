//! A slot's default, type-erased.

use crate::erased::function::ErasedFn;
use crate::erased::uninit::Uninit;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::OptionLike;
use crate::value::Value;

/// How the `fn() -> T` that makes a default is called.
///
/// Invariant 1: both functions take what was made of a `fn() -> T`, for one `T`; `write` takes memory for
/// a `T`.
#[derive(Clone, Copy)]
pub(crate) struct DefaultVTable {
    /// The default as it is seen by name, if it is a value there.
    value: unsafe fn(ErasedFn) -> Option<Value>,
    /// Writes the default.
    write: unsafe fn(ErasedFn, Uninit<'_>),
}

impl DefaultVTable {
    /// Of a `T` that is seen by name itself.
    pub(crate) const fn plain<T: 'static, M: Mode<T>>() -> Self {
        DefaultVTable { value: value::<T, M>, write: write::<T> }
    }

    /// Of an `O` of which the inner value is seen by name.
    pub(crate) const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        DefaultVTable { value: inner_value::<O, M>, write: write::<O> }
    }

    /// Of a `T` that is not seen by name.
    pub(crate) const fn hidden<T>() -> Self {
        DefaultVTable { value: no_value, write: write::<T> }
    }
}

/// What makes the default of a field.
///
/// Invariant 1: `make` was made of a `fn() -> T`, for the `T` of `vtable`.
#[derive(Clone, Copy)]
pub(crate) struct DefaultValue {
    make: ErasedFn,
    vtable: DefaultVTable,
}

impl DefaultValue {
    /// # Safety
    ///
    /// `vtable` is of `T`.
    pub(crate) const unsafe fn new<T>(make: fn() -> T, vtable: DefaultVTable) -> Self {
        DefaultValue { make: ErasedFn::new(make), vtable }
    }

    /// The default as a `Value`, where it is one.
    pub(crate) fn value(&self) -> Option<Value> {
        // SAFETY: `make` is of the type of the vtable (invariant 1).
        unsafe { (self.vtable.value)(self.make) }
    }

    /// Writes the default.
    ///
    /// # Safety
    ///
    /// `memory` is for a value of the field's type.
    pub(crate) unsafe fn write(&self, memory: Uninit<'_>) {
        // SAFETY: `make` is of the type of the vtable (invariant 1), and so is the memory.
        unsafe { (self.vtable.write)(self.make, memory) }
    }
}

/// # Safety
///
/// `make` was made of a `fn() -> T`.
unsafe fn call<T>(make: ErasedFn) -> T {
    // SAFETY: it was made of a `fn() -> T`.
    let make = unsafe { make.cast::<fn() -> T>() };
    make()
}

/// # Safety
///
/// `make` was made of a `fn() -> T`.
unsafe fn value<T: 'static, M: Mode<T>>(make: ErasedFn) -> Option<Value> {
    // SAFETY: `make` was made of a `fn() -> T`.
    M::view(&unsafe { call::<T>(make) }).to_value()
}

/// # Safety
///
/// `make` was made of a `fn() -> O`.
unsafe fn inner_value<O: OptionLike, M: Mode<O::Inner>>(make: ErasedFn) -> Option<Value> {
    // SAFETY: `make` was made of a `fn() -> O`.
    let field = unsafe { call::<O>(make) };
    field.get().and_then(|value| M::view(value).to_value())
}

/// # Safety
///
/// None: nothing is called. It is unsafe for its place in the vtable.
unsafe fn no_value(_: ErasedFn) -> Option<Value> {
    None
}

/// # Safety
///
/// `make` was made of a `fn() -> T`, and `memory` is for a `T`.
unsafe fn write<T>(make: ErasedFn, memory: Uninit<'_>) {
    // Made before it is written: should it panic, nothing is written.
    // SAFETY: `make` was made of a `fn() -> T`.
    let value = unsafe { call::<T>(make) };
    // SAFETY: `memory` is for a `T`.
    unsafe { memory.write(value) }
}
