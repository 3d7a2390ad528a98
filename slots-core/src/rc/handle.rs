//! Shared objects and weak references as slots and as values.

use alloc::boxed::Box;
use core::any::{Any, type_name};

use crate::erased::one_word::AsDyn;
#[cfg(all(feature = "serde", feature = "std"))]
use crate::rc::by_id;
use crate::rc::count::{AtomicCount, AtomicLock, LocalCount, LocalLock};
use crate::rc::forward::long_name_of;
use crate::rc::shared::Shared;
use crate::rc::weak::Weak;
use crate::reflect::attr::AttrMut;
use crate::reflect::attributes::Attributes;
use crate::reflect::shape::Shape;
use crate::reflect::shared::{Reader, SharedOps, SharedRef, Unreachable, Writer};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dyn_obj::{DynObj, SharedHandle};
use crate::value::kind::Kind;

/// Returns the object, of a reference to one without a lock.
macro_rules! object {
    (immutable $count:ident) => {
        |handle| handle.downcast_ref::<Shared<T, $count>>().map(|object| &**object as _)
    };
    (locked $count:ident) => {
        |_| None
    };
}

/// Reads an object without a lock, or under its lock.
macro_rules! read {
    (immutable $object:ident, $reader:ident) => {{
        $reader(&**$object);
        Ok(())
    }};
    (locked $object:ident, $reader:ident) => {{
        let guard = $object.read_by_name()?;
        $reader(&*guard);
        Ok(())
    }};
}

/// Writes an object under its lock.
macro_rules! write {
    (immutable $object:ident, $writer:ident) => {{
        let _ = $writer;
        Err(Unreachable::Immutable)
    }};
    (locked $object:ident, $writer:ident) => {{
        let mut guard = $object.write_by_name()?;
        $writer(&mut *guard);
        Ok(())
    }};
}

/// Implements `SharedHandle` for one of the two references to an object.
macro_rules! handle {
    ($handle:ident $count:ident [$($send:ident)*] |$this:ident| $copied:expr) => {
        impl<T: Attributes $(+ $send)*> SharedHandle for $handle<T, $count> {
            fn as_any(&self) -> &dyn Any {
                self
            }

            fn copied(&self) -> Option<DynObj> {
                let $this = self;
                $copied
            }

            fn boxed(&self) -> Box<dyn SharedHandle> {
                Box::new(self.clone())
            }

            fn identity(&self) -> usize {
                self.address()
            }

            fn type_name(&self) -> &'static str {
                type_name::<Self>()
            }

            fn ops(&self) -> &'static (dyn Any + Send + Sync) {
                const { &Self::OPS }
            }
        }
    };
}

/// Implements the erasure of `Shared<T, $count>` and `Weak<T, $count>`.
macro_rules! handles {
    ($($count:ident $lock:ident [$($send:ident)*] |$this:ident| $copied:expr;)*) => {$(
        impl<T: Attributes $(+ $send)*> Shared<T, $count> {
            const OPS: SharedOps = SharedOps {
                is_weak: false,
                name: long_name_of::<T>,
                is_alive: |_| true,
                object: object!($lock $count),
                read: |handle, reader| match handle.downcast_ref::<Self>() {
                    Some(object) => object.read_erased(reader),
                    None => Err(Unreachable::Dead),
                },
                write: |handle, writer| match handle.downcast_ref::<Self>() {
                    Some(object) => object.write_erased(writer),
                    None => Err(Unreachable::Dead),
                },
                strong: |handle| match handle.downcast_ref::<Self>() {
                    Some(object) => Ok(SharedRef::new(object).held()),
                    None => Err(Unreachable::Dead),
                },
                layout: T::__static_layout,
            };

            fn write_erased(&self, writer: Writer<'_>) -> Result<(), Unreachable> {
                write!($lock self, writer)
            }

            fn read_erased(&self, reader: Reader<'_>) -> Result<(), Unreachable> {
                read!($lock self, reader)
            }
        }

        handle!(Shared $count [$($send)*] |$this| $copied);

        impl<T: Attributes $(+ $send)*> Weak<T, $count> {
            const OPS: SharedOps = SharedOps {
                is_weak: true,
                name: long_name_of::<T>,
                is_alive: |handle| handle.downcast_ref::<Self>().is_some_and(Weak::is_alive),
                object: |_| None,
                read: |handle, reader| {
                    let object = handle.downcast_ref::<Self>().and_then(Weak::upgrade);
                    object.ok_or(Unreachable::Dead)?.read_erased(reader)
                },
                write: |handle, writer| {
                    let object = handle.downcast_ref::<Self>().and_then(Weak::upgrade);
                    object.ok_or(Unreachable::Dead)?.write_erased(writer)
                },
                strong: |handle| {
                    let object = handle.downcast_ref::<Self>().and_then(Weak::upgrade);
                    Ok(SharedRef::new(&object.ok_or(Unreachable::Dead)?).held())
                },
                layout: T::__static_layout,
            };
        }

        handle!(Weak $count [$($send)*] |$this| $copied);

        /// A slot that is a shared object keeps the identity of an object that is assigned to it,
        /// and makes a new object of any other value. An object without a lock is read like its
        /// value.
        impl<T: Attributes + SlotValue $(+ $send)*> SlotValue for Shared<T, $count> {
            const KIND: Kind = T::KIND;
            const __SHAPE: Shape = T::__SHAPE;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                #[cfg(all(feature = "serde", feature = "std"))]
                if let Some(made) = by_id::strong(&value) {
                    return made;
                }
                match value {
                    Value::Object(object) => match object.downcast_ref::<Self>() {
                        Some(object) => Ok(object.clone()),
                        None => Err(ConversionError::refuse(Value::Object(object))),
                    },
                    value => T::from_value(value).map(Shared::new),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Shared(SharedRef::new(self))
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                let inner = Shared::get_mut(self);
                inner.map_or(Inside::Shared, |inner| AttrMut::new(inner).inside(step))
            }
        }

        /// A slot that is a weak reference takes a weak reference, and an object to refer to.
        impl<T: Attributes $(+ $send)*> SlotValue for Weak<T, $count> {
            const KIND: Kind = Kind::Object;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                #[cfg(all(feature = "serde", feature = "std"))]
                if let Some(made) = by_id::weak(&value) {
                    return made;
                }
                let Value::Object(object) = value else {
                    return Err(ConversionError::refuse(value));
                };
                let weak = match object.downcast_ref::<Self>() {
                    Some(weak) => Some(weak.clone()),
                    None => object.downcast_ref().and_then(Shared::<T, $count>::try_downgrade),
                };
                match weak {
                    Some(weak) => Ok(weak),
                    None => Err(ConversionError::refuse(Value::Object(object))),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Shared(SharedRef::new(self))
            }

            fn __inside(&mut self, _: &Step) -> Inside<'_> {
                Inside::Shared
            }
        }
    )*};
}
handles! {
    AtomicCount immutable [Send Sync] |this| Some(DynObj::new(this.clone()));
    AtomicLock locked [Send Sync] |this| Some(DynObj::new(this.clone()));
    LocalCount immutable [] |this| { let _ = this; None };
    LocalLock locked [] |this| { let _ = this; None };
}

/// Implements the conversions of references that may go to other threads.
macro_rules! sendable {
    ($($handle:ident $count:ident)*) => {$(
        // SAFETY: a handle is one pointer, which only a `&mut` to the handle changes.
        unsafe impl<T: Attributes + Send + Sync> AsDyn<dyn SharedHandle> for $handle<T, $count> {
            fn as_dyn(&self) -> &(dyn SharedHandle + 'static) {
                self
            }
        }

        impl<T: Attributes + Send + Sync> From<&$handle<T, $count>> for DynObj {
            fn from(handle: &$handle<T, $count>) -> Self {
                DynObj::new(handle.clone())
            }
        }

        impl<T: Attributes + Send + Sync> From<$handle<T, $count>> for DynObj {
            fn from(handle: $handle<T, $count>) -> Self {
                DynObj::new(handle)
            }
        }

        impl<T: Attributes + Send + Sync> From<&$handle<T, $count>> for Value {
            fn from(handle: &$handle<T, $count>) -> Self {
                Value::Object(handle.into())
            }
        }

        impl<T: Attributes + Send + Sync> From<$handle<T, $count>> for Value {
            fn from(handle: $handle<T, $count>) -> Self {
                Value::Object(handle.into())
            }
        }
    )*};
}
sendable!(Shared AtomicCount Shared AtomicLock Weak AtomicCount Weak AtomicLock);

/// Calls a macro with each type of reference to a shared object that has access by name and by
/// path, and with how it borrows as a `SharedRef`.
macro_rules! for_references {
    ($declare:ident) => {
        $declare! {
            {} $crate::value::dyn_obj::DynObj, |this| this.borrowed();
            {'a} $crate::reflect::shared::SharedRef<'a>, |this| *this;
            {T: $crate::Attributes + Send + Sync}
                $crate::rc::shared::Shared<T, $crate::AtomicLock>,
                |this| $crate::reflect::shared::SharedRef::new(this);
            {T: $crate::Attributes}
                $crate::rc::shared::Shared<T, $crate::LocalLock>,
                |this| $crate::reflect::shared::SharedRef::new(this);
            {T: $crate::Attributes + Send + Sync}
                $crate::rc::weak::Weak<T, $crate::AtomicCount>,
                |this| $crate::reflect::shared::SharedRef::new(this);
            {T: $crate::Attributes + Send + Sync}
                $crate::rc::weak::Weak<T, $crate::AtomicLock>,
                |this| $crate::reflect::shared::SharedRef::new(this);
            {T: $crate::Attributes}
                $crate::rc::weak::Weak<T, $crate::LocalCount>,
                |this| $crate::reflect::shared::SharedRef::new(this);
            {T: $crate::Attributes}
                $crate::rc::weak::Weak<T, $crate::LocalLock>,
                |this| $crate::reflect::shared::SharedRef::new(this);
        }
    };
}
pub(crate) use for_references;
