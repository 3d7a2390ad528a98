//! A dynamic value of a type that has no conversions.

use alloc::sync::Arc;
use core::any::{Any, type_name};
use core::{fmt, ptr};

use crate::name::short_type_name;

/// A shared value of any `Send + Sync` type; two are equal if they share one value, as in Python.
#[derive(Clone)]
pub struct OpaqueValue(Arc<dyn Held>);

/// What is known of the value.
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
    /// Takes the value.
    pub fn new<T: Send + Sync + 'static>(value: T) -> Self {
        OpaqueValue(Arc::new(value))
    }

    /// The value, as it is borrowed.
    pub(crate) fn borrowed(&self) -> OpaqueRef<'_> {
        OpaqueRef { value: self.get(), type_name: self.type_name(), shared: Some(self) }
    }

    /// The value, to downcast.
    pub fn get(&self) -> &(dyn Any + Send + Sync) {
        // Of the value: an `Arc` is `Held` as well.
        (*self.0).as_any()
    }

    /// The full name of its type, as the compiler gives it.
    pub fn type_name(&self) -> &'static str {
        (*self.0).type_name()
    }
}

impl PartialEq for OpaqueValue {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// `<Type object>`.
impl fmt::Debug for OpaqueValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.borrowed(), f)
    }
}

/// A borrowed value of any type; see [`ValueRef::Opaque`](super::ValueRef::Opaque). Two are equal if they are one
/// value of one type.
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

    /// The value, to downcast.
    pub fn get(self) -> &'a dyn Any {
        self.value
    }

    /// The full name of its type, as the compiler gives it.
    pub fn type_name(self) -> &'static str {
        self.type_name
    }

    /// The shared value that this is borrowed from, if it is: that can be kept.
    pub fn shared(self) -> Option<&'a OpaqueValue> {
        self.shared
    }
}

impl PartialEq for OpaqueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        // Values of no size may share an address.
        ptr::addr_eq(self.value, other.value) && self.value.type_id() == other.value.type_id()
    }
}

/// `<Type object>`.
impl fmt::Debug for OpaqueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} object>", short_type_name(self.type_name))
    }
}
