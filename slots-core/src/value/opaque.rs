//! Opaque values: dynamic values of types without conversions.

use alloc::sync::Arc;
use core::any::{Any, type_name};
use core::{fmt, ptr};

use crate::name::short_type_name;

/// Compares two values.
pub(crate) type Equal = fn(&dyn Any, &dyn Any) -> bool;

/// Makes a shared copy of a value, with these operations.
pub(crate) type MakeCopy = fn(&dyn Any, &'static OpaqueOps) -> Option<OpaqueValue>;

/// What can be done with an opaque value. Each function compares the types when it is called.
pub struct OpaqueOps {
    pub(crate) type_name: fn() -> &'static str,
    /// Whether two values are equal: `#[slots(opaque(eq))]`.
    pub(crate) equal: Option<Equal>,
    /// Makes a shared copy, which has the operations that are passed: `#[slots(opaque(clone))]`.
    pub(crate) copy: Option<MakeCopy>,
}

impl OpaqueOps {
    /// Those of a value of which nothing is known but its type.
    const fn plain<T>() -> Self {
        OpaqueOps { type_name: type_name::<T>, equal: None, copy: None }
    }
}

/// A shared value of any `Send + Sync` type. Two are equal if they share one value, as in Python;
/// or if they come from slots that are `#[slots(opaque(eq))]`, and are equal.
///
/// ```
/// use slotted::Value;
/// use slotted::value::OpaqueValue;
///
/// struct Socket(u16);
///
/// let shared = OpaqueValue::new(Socket(80));
/// let value = Value::Opaque(shared.clone());
/// assert_eq!(value, Value::Opaque(shared.clone()));                // one value, shared
/// assert_eq!(shared.get().downcast_ref::<Socket>().map(|socket| socket.0), Some(80));
/// ```
#[derive(Clone)]
pub struct OpaqueValue(Arc<dyn Held>);

/// A value of any type, with its operations.
trait Held: Send + Sync {
    fn as_any(&self) -> &(dyn Any + Send + Sync);
    fn ops(&self) -> &'static OpaqueOps;
}

struct HeldValue<T> {
    ops: &'static OpaqueOps,
    value: T,
}

impl<T: Send + Sync + 'static> Held for HeldValue<T> {
    fn as_any(&self) -> &(dyn Any + Send + Sync) {
        &self.value
    }

    fn ops(&self) -> &'static OpaqueOps {
        self.ops
    }
}

impl OpaqueValue {
    /// Moves the value behind an `Arc`, which clones share.
    pub fn new<T: Send + Sync + 'static>(value: T) -> Self {
        OpaqueValue::with(value, const { &OpaqueOps::plain::<T>() })
    }

    /// Moves the value behind an `Arc`, with what can be done with it.
    pub(crate) fn with<T: Send + Sync + 'static>(value: T, ops: &'static OpaqueOps) -> Self {
        OpaqueValue(Arc::new(HeldValue { ops, value }))
    }

    /// Borrows the value.
    pub(crate) fn borrowed(&self) -> OpaqueRef<'_> {
        OpaqueRef { value: self.get(), ops: self.0.ops(), shared: Some(self) }
    }

    /// Returns the value, to be downcast to its type.
    #[must_use]
    pub fn get(&self) -> &(dyn Any + Send + Sync) {
        self.0.as_any()
    }

    /// Returns the full name of the value's type, as [`core::any::type_name`] does.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        (self.0.ops().type_name)()
    }
}

impl PartialEq for OpaqueValue {
    fn eq(&self, other: &Self) -> bool {
        self.borrowed() == other.borrowed()
    }
}

/// Prints `<Type object>`.
impl fmt::Debug for OpaqueValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.borrowed(), f)
    }
}

/// A borrowed value of any type, as in [`ValueRef::Opaque`](crate::ValueRef::Opaque). Two are equal
/// if they refer to the same value, as the same type; or, if both are of one type and one comes
/// from a slot that is `#[slots(opaque(eq))]`, if the values are equal.
///
/// ```
/// use slotted::ValueRef;
/// use slotted::prelude::*;
///
/// struct Socket(u16);
/// #[derive(Slots)]
/// struct Server { #[slots(opaque)] socket: Socket }
///
/// let server = Server { socket: Socket(80) };
/// let ValueRef::Opaque(socket) = server.getattr("socket")?.view() else { panic!("it is opaque") };
/// assert_eq!(socket.get().downcast_ref::<Socket>().map(|socket| socket.0), Some(80));
/// assert!(socket.type_name().ends_with("Socket"));
/// # Ok::<(), slotted::AttributeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct OpaqueRef<'a> {
    value: &'a dyn Any,
    ops: &'static OpaqueOps,
    shared: Option<&'a OpaqueValue>,
}

impl<'a> OpaqueRef<'a> {
    /// Borrows the value.
    pub fn new<T: 'static>(value: &'a T) -> Self {
        OpaqueRef::with(value, const { &OpaqueOps::plain::<T>() })
    }

    /// Borrows the value, with what can be done with it.
    pub(crate) fn with<T: 'static>(value: &'a T, ops: &'static OpaqueOps) -> Self {
        OpaqueRef { value, ops, shared: None }
    }

    /// Returns the value, to be downcast to its type.
    #[must_use]
    pub fn get(self) -> &'a dyn Any {
        self.value
    }

    /// Returns the full name of the value's type, as [`core::any::type_name`] does.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        (self.ops.type_name)()
    }

    /// Returns the shared value that this value was borrowed from, if it was: a clone of that can
    /// be kept.
    #[must_use]
    pub fn shared(self) -> Option<&'a OpaqueValue> {
        self.shared
    }

    /// Whether the two are equal; `None` if that cannot be said: they are two values of one type
    /// that has no `#[slots(opaque(eq))]`, and not both shared, which are compared by identity.
    pub(crate) fn compared(self, other: OpaqueRef<'_>) -> Option<bool> {
        let can_tell = self == other
            || self.value.type_id() != other.value.type_id()
            || self.ops.equal.or(other.ops.equal).is_some()
            || (self.shared.is_some() && other.shared.is_some());
        can_tell.then(|| self == other)
    }

    /// Returns the shared value that this value was borrowed from, or a copy of the value, if it
    /// can be copied: `#[slots(opaque(clone))]`.
    pub(crate) fn to_shared(self) -> Option<OpaqueValue> {
        match self.shared {
            Some(shared) => Some(shared.clone()),
            None => self.ops.copy?(self.value, self.ops),
        }
    }
}

impl PartialEq for OpaqueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        // Values of different types may share an address, for instance if one of them has no size.
        self.value.type_id() == other.value.type_id()
            && match self.ops.equal.or(other.ops.equal) {
                Some(equal) => equal(self.value, other.value),
                None => ptr::addr_eq(self.value, other.value),
            }
    }
}

/// Prints `<Type object>`.
impl fmt::Debug for OpaqueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} object>", short_type_name(self.type_name()))
    }
}
