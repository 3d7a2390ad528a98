//! Access by name through references to shared objects.

use alloc::boxed::Box;
use core::any::Any;
use core::fmt;

use crate::attributes::access;
use crate::attributes::call;
use crate::attributes::call_error::CallError;
use crate::attributes::error::{AttributeError, Fault};
use crate::name::short_type_name;
use crate::rc::count::{AtomicLock, LocalLock};
use crate::rc::shared::Shared;
use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::layout::SlotLayout;
use crate::reflect::method::info::{MethodInfo, Receiver};
use crate::reflect::shared::{SharedRef, Unreachable};
use crate::reflect::slot_ref::SlotMut;
use crate::value::Value;
use crate::value::dyn_obj::{DynObj, SharedHandle};

/// Why an access by name through a reference to a shared object failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SharedError {
    /// The access to the attribute failed.
    Attribute(AttributeError),
    /// The call of a method failed.
    Call(CallError),
    /// The object is locked: by this thread, or, if it may not wait, by another one.
    Locked,
    /// The object of a weak reference has died.
    Dead,
    /// The object has no lock, so it cannot be changed while it is shared. Holds the name of its
    /// type.
    Immutable(&'static str),
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SharedError::Attribute(error) => fmt::Display::fmt(error, f),
            SharedError::Call(error) => fmt::Display::fmt(error, f),
            SharedError::Locked => f.write_str("object is locked"),
            // CPython's words.
            SharedError::Dead => f.write_str("weakly-referenced object no longer exists"),
            SharedError::Immutable(name) => {
                let name = short_type_name(name);
                write!(
                    f,
                    "a shared '{name}' has no lock, and is not changed while it is shared: an \
                           `ObjLock` has one"
                )
            }
        }
    }
}

impl core::error::Error for SharedError {}

impl From<AttributeError> for SharedError {
    fn from(error: AttributeError) -> Self {
        SharedError::Attribute(error)
    }
}

impl SharedError {
    pub(crate) fn of(why: Unreachable, shared: SharedRef<'_>) -> Self {
        match why {
            Unreachable::Dead => SharedError::Dead,
            Unreachable::Locked => SharedError::Locked,
            Unreachable::Immutable => SharedError::Immutable(shared.object_name()),
        }
    }
}

/// A write that is ready to be carried out by a swap, under a lock.
enum Prepared {
    Field(Box<dyn Any>),
    Entry(Value),
}

/// Converts and validates the value for an attribute of an object with that layout.
fn prepare(layout: &SlotLayout, name: &str, value: &mut Value) -> Result<Prepared, AttributeError> {
    let fail = |fault| Err(AttributeError::new(layout, name, fault));
    if let Err(error) = value.within_depth(0) {
        return Err(AttributeError::of_value(layout, name, error));
    }
    match layout.locate(name) {
        Some(found) if found.is_frozen() => fail(Fault::FrozenAssign),
        Some(found) if found.info().is_read_only() => fail(Fault::ReadOnly),
        Some(found) => match SlotMut::prepare_for(found.info(), value) {
            Ok(field) => Ok(Prepared::Field(field)),
            Err(error) => Err(AttributeError::refused(layout, name, found.info(), error)),
        },
        None if layout.is_dict_frozen() => fail(Fault::FrozenAssign),
        None if layout.has_dict() => Ok(Prepared::Entry(core::mem::take(value))),
        None => fail(Fault::NoSuchAttribute),
    }
}

/// Swaps what was prepared into the object, and returns what was there.
fn carry_out(object: &mut dyn Attributes, name: &str, prepared: Prepared) -> Option<Prepared> {
    match prepared {
        Prepared::Field(mut field) => {
            if let Ok(slot) = object.__object_mut().slot(name) {
                slot.swap_field(&mut *field);
            }
            Some(Prepared::Field(field))
        }
        Prepared::Entry(value) => {
            let dict = object.__object_mut().dict().ok()?;
            dict.insert(name, value).map(Prepared::Entry)
        }
    }
}

/// Writes an attribute. The value is converted and validated before the lock is taken, and the old
/// one drops after it.
pub(crate) fn set(shared: SharedRef<'_>, name: &str, value: &mut Value) -> Result<(), SharedError> {
    let Some(layout) = shared.static_layout() else {
        // Which variant of an enum is active is known under the lock only.
        let written = shared.write(|object| access::set_value(object.__object_mut(), name, value));
        return Ok(written.map_err(|why| SharedError::of(why, shared))??);
    };
    let name = layout.name_given(name);
    let prepared = prepare(layout, name, value)?;
    let written = shared.write(|object| carry_out(object, name, prepared));
    match written {
        Ok(old) => {
            drop(old);
            Ok(())
        }
        Err(why) => Err(SharedError::of(why, shared)),
    }
}

fn get(shared: SharedRef<'_>, name: &str) -> Result<Value, SharedError> {
    let copied = with(shared, name, |layout, attribute| {
        access::copied(layout, (name, attribute)).map(|(_, value)| value)
    })?;
    Ok(copied?)
}

fn with<R>(
    shared: SharedRef<'_>,
    name: &str,
    read: impl FnOnce(&SlotLayout, AttrRef<'_>) -> R,
) -> Result<R, SharedError> {
    let result = shared.read(|object| match object.__find(name) {
        Some(attribute) => Ok(read(object.__object().layout(), attribute)),
        None => Err(access::missing(object.__object(), name)),
    });
    Ok(result.map_err(|why| SharedError::of(why, shared))??)
}

/// Calls a method, under the object's lock, if it has one: as a reader for `&self`, as the writer
/// for `&mut self`.
fn call(shared: SharedRef<'_>, name: &str, arguments: &mut [Value]) -> Result<Value, SharedError> {
    let receiver = |layout: &SlotLayout| layout.method(name).map(MethodInfo::receiver);
    let receiver = match shared.static_layout() {
        Some(layout) => Ok(receiver(layout)),
        None => shared.read(|object| receiver(object.layout())),
    };
    let called = match receiver {
        Ok(Some(Receiver::Mut)) => {
            shared.write(|object| call::call_mut(object.__object_mut(), name, arguments))
        }
        Ok(_) => shared.read(|object| call::call(object.__object(), name, arguments)),
        Err(why) => Err(why),
    };
    called.map_err(|why| SharedError::of(why, shared))?.map_err(SharedError::Call)
}

/// Declares the access by name of a type that borrows as a `SharedRef`.
macro_rules! by_name {
    ($({$($generics:tt)*} $type:ty, |$this:ident| $shared:expr;)*) => {$(
        impl<$($generics)*> $type {
            /// Returns an owned copy of the attribute, read under the object's lock, if it has one.
            /// A copy of an attribute that is a shared object is a reference to the same object.
            ///
            /// # Errors
            ///
            /// Fails if there is no such attribute, if it is opaque, if the object is locked, or
            /// if it is dead.
            pub fn getattr(&self, name: &str) -> Result<Value, SharedError> {
                let $this = self;
                get($shared, name)
            }

            /// Calls `read` with the attribute, under the object's lock, if it has one, and returns
            /// the result.
            ///
            /// # Errors
            ///
            /// Fails if there is no such attribute, if the object is locked, or if it is dead.
            pub fn with_attr<R>(
                &self,
                name: &str,
                read: impl FnOnce(AttrRef<'_>) -> R,
            ) -> Result<R, SharedError> {
                let $this = self;
                with($shared, name, |_, attribute| read(attribute))
            }

            /// Writes the attribute, with the conversions of
            /// [`AttributesExt::setattr`](crate::AttributesExt::setattr). The value is converted
            /// and validated before the lock is taken, and the old one drops after it. (Of an enum
            /// with data, the active variant is known only under the lock: so it is converted
            /// there.)
            ///
            /// # Errors
            ///
            /// Fails if the write is refused, if the object is locked or has no lock, or if it is
            /// dead.
            pub fn setattr(
                &self,
                name: &str,
                value: impl Into<Value>,
            ) -> Result<(), SharedError> {
                let $this = self;
                let mut value = value.into();
                let result = set($shared, name, &mut value);
                drop(value);
                result
            }

            /// Calls a method by name, under the object's lock, if it has one: as a reader if the
            /// method takes `&self`, as the writer if it takes `&mut self`.
            ///
            /// A method that reaches its own object by another reference finds it locked.
            ///
            /// # Errors
            ///
            /// Fails where [`MethodsExt::call_mut`](crate::MethodsExt::call_mut) fails, if the
            /// object is locked, if it has no lock and the method takes `&mut self`, or if it is
            /// dead.
            pub fn call(
                &self,
                name: &str,
                mut arguments: impl AsMut<[Value]>,
            ) -> Result<Value, SharedError> {
                let $this = self;
                let result = call($shared, name, arguments.as_mut());
                drop(arguments);
                result
            }
        }
    )*};
}
by_name! {
    {} DynObj, |this| this.borrowed();
    {'a} SharedRef<'a>, |this| *this;
    {T: Attributes + Send + Sync} Shared<T, AtomicLock>,
        |this| SharedRef::new(this as &dyn SharedHandle);
    {T: Attributes} Shared<T, LocalLock>,
        |this| SharedRef::new(this as &dyn SharedHandle);
}
