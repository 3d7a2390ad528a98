//! A slot's default, behind a type that is forgotten.

use core::mem;

use crate::slotted::mode::Mode;
use crate::value::Value;

/// Calls a `fn() -> T` whose type is forgotten, and reads what it made.
pub(crate) type CallDefault = unsafe fn(fn()) -> Option<Value>;

/// What makes the default of a slot.
///
/// Invariant 1: `make` is a `fn() -> T` for a `T` that `call` takes one of: `T` itself for [`default`], an
/// `Option` for [`default_option`].
#[derive(Clone, Copy)]
pub(crate) struct Constructor {
    make: fn(),
    call: CallDefault,
}

impl Constructor {
    /// # Safety
    ///
    /// `call` takes a `fn() -> T`.
    pub(crate) const unsafe fn new<T>(make: fn() -> T, call: CallDefault) -> Self {
        // SAFETY: both are function pointers, and it is called again as what it was only.
        let make = unsafe { mem::transmute::<fn() -> T, fn()>(make) };
        Constructor { make, call }
    }

    /// The default as a `Value`, where it is one.
    pub(crate) fn value(&self) -> Option<Value> {
        // SAFETY: invariant 1.
        unsafe { (self.call)(self.make) }
    }
}

// The bodies behind [`CallDefault`].

/// # Safety
///
/// `make` was a `fn() -> T`.
pub(crate) unsafe fn default<T: 'static, M: Mode<T>>(make: fn()) -> Option<Value> {
    // SAFETY: the caller; both are function pointers.
    let make = unsafe { mem::transmute::<fn(), fn() -> T>(make) };
    M::view(&make()).to_value()
}

/// Of a slot that may be unbound: by default too.
///
/// # Safety
///
/// `make` was a `fn() -> Option<T>`.
pub(crate) unsafe fn default_option<T: 'static, M: Mode<T>>(make: fn()) -> Option<Value> {
    // SAFETY: the caller; both are function pointers.
    let make = unsafe { mem::transmute::<fn(), fn() -> Option<T>>(make) };
    make().as_ref().and_then(|value| M::view(value).to_value())
}
