//! Opaque values: dynamic values of types without conversions.

use alloc::sync::Arc;
use core::any::{Any, type_name};
use core::{fmt, ptr};

use crate::name::short_type_name;

/// A shared value of any `Send + Sync` type. Two are equal if they share one value, as in Python.
#[derive(Clone)]
pub struct OpaqueValue(Arc<dyn Held>);

/// The operations on a value of any type.
trait Held: Send + Sync {
    fn as_any(&self) -> &(dyn Any + Send + Sync);
    fn type_name(&self) -> &'static str;
}

impl<T: Send + Sync + 'static> Held for T {
    fn as_any(&self) -> &(dyn Any + Send + Sync) {
        self
    }

    fn type_name(&self) -> &'static str {
        type_name::<T>()
    }
}

impl OpaqueValue {
    /// Moves the value behind an `Arc`, which clones share.
    pub fn new<T: Send + Sync + 'static>(value: T) -> Self {
        OpaqueValue(Arc::new(value))
    }

    /// Borrows the value.
    pub(crate) fn borrowed(&self) -> OpaqueRef<'_> {
        OpaqueRef { value: self.get(), type_name: self.type_name(), shared: Some(self) }
    }

    /// Returns the value, to be downcast to its type.
    pub fn get(&self) -> &(dyn Any + Send + Sync) {
        // Dereferences the `Arc` first: it implements `Held` too, and would return itself.
        (*self.0).as_any()
    }

    /// Returns the full name of the value's type, as [`core::any::type_name`] does.
    pub fn type_name(&self) -> &'static str {
        (*self.0).type_name()
    }
}

impl PartialEq for OpaqueValue {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Prints `<Type object>`.
impl fmt::Debug for OpaqueValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.borrowed(), f)
    }
}

/// A borrowed value of any type, as in [`ValueRef::Opaque`](crate::ValueRef::Opaque). Two are equal
/// if they refer to the same value, as the same type.
#[derive(Clone, Copy)]
pub struct OpaqueRef<'a> {
    value: &'a dyn Any,
    type_name: &'static str,
    shared: Option<&'a OpaqueValue>,
}

impl<'a> OpaqueRef<'a> {
    /// Borrows the value.
    pub fn new<T: 'static>(value: &'a T) -> Self {
        OpaqueRef { value, type_name: type_name::<T>(), shared: None }
    }

    /// Returns the value, to be downcast to its type.
    pub fn get(self) -> &'a dyn Any {
        self.value
    }

    /// Returns the full name of the value's type, as [`core::any::type_name`] does.
    pub fn type_name(self) -> &'static str {
        self.type_name
    }

    /// Returns the shared value that this value was borrowed from, if it was: a clone of that can
    /// be kept.
    pub fn shared(self) -> Option<&'a OpaqueValue> {
        self.shared
    }
}

impl PartialEq for OpaqueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        // Values of different types may share an address, for instance if one of them has no size.
        ptr::addr_eq(self.value, other.value) && self.value.type_id() == other.value.type_id()
    }
}

/// Prints `<Type object>`.
impl fmt::Debug for OpaqueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} object>", short_type_name(self.type_name))
    }
}
