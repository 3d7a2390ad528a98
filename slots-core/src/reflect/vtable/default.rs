//! A slot's default, behind a type that is forgotten.

use core::mem;
use core::ptr::NonNull;

use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::Holder;
use crate::value::Value;

/// How a `fn() -> T` whose type is forgotten is called.
#[derive(Clone, Copy)]
pub(crate) struct CallDefault {
    /// Reads what it made.
    value: unsafe fn(fn()) -> Option<Value>,
    /// Writes what it made where nothing is yet.
    write: unsafe fn(fn(), NonNull<()>),
}

impl CallDefault {
    /// Of a `T` that is seen by name itself.
    pub(crate) const fn always<T: 'static, M: Mode<T>>() -> Self {
        CallDefault { value: value::<T, M>, write: write::<T> }
    }

    /// Of an `H` whose value is seen by name.
    pub(crate) const fn held<H: Holder, M: Mode<H::Inner>>() -> Self {
        CallDefault { value: held_value::<H, M>, write: write::<H> }
    }

    /// Of a `T` that is not seen by name.
    pub(crate) const fn hidden<T>() -> Self {
        CallDefault { value: no_value, write: write::<T> }
    }
}

/// What makes the default of a field.
///
/// Invariant 1: `make` is a `fn() -> T` for the `T` that `call` is of.
#[derive(Clone, Copy)]
pub(crate) struct Constructor {
    make: fn(),
    call: CallDefault,
}

impl Constructor {
    /// # Safety
    ///
    /// `call` is of `T`.
    pub(crate) const unsafe fn new<T>(make: fn() -> T, call: CallDefault) -> Self {
        // SAFETY: both are function pointers, and it is called again as what it was only.
        let make = unsafe { mem::transmute::<fn() -> T, fn()>(make) };
        Constructor { make, call }
    }

    /// The default as a `Value`, where it is one.
    pub(crate) fn value(&self) -> Option<Value> {
        // SAFETY: invariant 1.
        unsafe { (self.call.value)(self.make) }
    }

    /// Writes the default.
    ///
    /// # Safety
    ///
    /// `place` is memory for a value of the field's type, and nothing is there yet.
    pub(crate) unsafe fn write(&self, place: NonNull<()>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.call.write)(self.make, place) }
    }
}

// The bodies behind `CallDefault`; for each, `make` was a `fn() -> T`.

unsafe fn call<T>(make: fn()) -> T {
    // SAFETY: the caller; both are function pointers.
    let make = unsafe { mem::transmute::<fn(), fn() -> T>(make) };
    make()
}

unsafe fn value<T: 'static, M: Mode<T>>(make: fn()) -> Option<Value> {
    // SAFETY: the caller.
    M::view(&unsafe { call::<T>(make) }).to_value()
}

unsafe fn held_value<H: Holder, M: Mode<H::Inner>>(make: fn()) -> Option<Value> {
    // SAFETY: the caller.
    let held = unsafe { call::<H>(make) };
    held.get().and_then(|value| M::view(value).to_value())
}

unsafe fn no_value(_: fn()) -> Option<Value> {
    None
}

unsafe fn write<T>(make: fn(), place: NonNull<()>) {
    // SAFETY: the caller. Made first: should it panic, nothing is written.
    let value = unsafe { call::<T>(make) };
    // SAFETY: the caller.
    unsafe { place.cast::<T>().write(value) }
}
