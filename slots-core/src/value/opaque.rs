//! A dynamic value of a type that has no conversions.

use alloc::sync::Arc;
use core::any::{Any, type_name};
use core::fmt;

use crate::layout::short_type_name;

/// A shared value of any `Send + Sync` type; two are equal if they share one value, as in Python.
#[derive(Clone)]
pub struct OpaqueValue {
    value: Arc<dyn Any + Send + Sync>,
    type_name: &'static str,
}

impl OpaqueValue {
    /// Takes the value.
    pub fn new<T: Send + Sync + 'static>(value: T) -> Self {
        OpaqueValue {
            value: Arc::new(value),
            type_name: type_name::<T>(),
        }
    }

    /// The value, to downcast.
    pub fn get(&self) -> &(dyn Any + Send + Sync) {
        &*self.value
    }

    /// The full name of its type, as the compiler gives it.
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }
}

impl PartialEq for OpaqueValue {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.value, &other.value)
    }
}

/// `<Type object>`.
impl fmt::Debug for OpaqueValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} object>", short_type_name(self.type_name))
    }
}
