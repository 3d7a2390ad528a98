//! Access by name through references to shared objects.

use core::fmt;

use crate::attributes::access;
use crate::attributes::call_error::CallError;
use crate::attributes::error::AttributeError;
use crate::attributes::prepared::{prepare, take};
use crate::attributes::shared_call::call;
use crate::name::short_type_name;
use crate::rc::handle::for_references;
use crate::reflect::attr::AttrRef;
use crate::reflect::layout::SlotLayout;
use crate::reflect::shared::{SharedRef, Unreachable};
use crate::reflect::vtable::put::Source;
use crate::value::Value;

/// Why an access by name through a reference to a shared object failed.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::rc::SharedError;
/// use slotted::{DynObj, Obj, ObjLock};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let fixed: DynObj = Obj::new(Node { rank: 1 }).into();
/// let error = fixed.setattr("rank", 2).unwrap_err();
/// assert!(matches!(error, SharedError::Immutable(_)));
///
/// let node = ObjLock::new(Node { rank: 1 });
/// let error = node.setattr("rang", 2).unwrap_err();
/// assert!(matches!(error, SharedError::Attribute(_)));
/// let guard = node.try_write()?;
/// assert!(matches!(node.getattr("rank"), Err(SharedError::Locked)));
/// # Ok::<(), slotted::rc::ObjectLocked>(())
/// ```
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
    /// The method consumes its object, to which there are other references.
    NotSole,
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SharedError::Attribute(error) => fmt::Display::fmt(error, f),
            SharedError::Call(error) => fmt::Display::fmt(error, f),
            SharedError::Locked => f.write_str("object is locked"),
            // CPython's words.
            SharedError::Dead => f.write_str("weakly-referenced object no longer exists"),
            SharedError::NotSole => {
                f.write_str("the method takes `self`, and there are other references to the object")
            }
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

/// How often a write is tried again, while other threads switch the variant of an enum, or what
/// else says where the value goes, between its preparation and the write.
pub(crate) const TRIES: usize = 16;

/// A copy of the value that is to be written, if it may be needed again.
pub(crate) fn spare(source: &Source<'_>) -> Option<Value> {
    match source {
        Source::Value(value) => Some((**value).clone()),
        _ => None,
    }
}

/// Puts the copy back.
pub(crate) fn restore(source: &mut Source<'_>, spare: Option<&Value>) {
    if let (Source::Value(value), Some(spare)) = (source, spare) {
        **value = spare.clone();
    }
}

/// Writes an attribute. The value is converted and validated before the lock is taken, and the old
/// one drops after it.
pub(crate) fn set(
    shared: SharedRef<'_>,
    name: &str,
    mut source: Source<'_>,
) -> Result<(), SharedError> {
    let failed = |why| SharedError::of(why, shared);
    if let Some(layout) = shared.static_layout() {
        return match set_in(shared, layout, name, source)? {
            true => Ok(()),
            // All objects of the type have this layout.
            false => Err(SharedError::Locked),
        };
    }
    // Which variant of an enum is active is known under the lock only, and it may be another one
    // when the value is made.
    let spare = spare(&source);
    for _ in 0..TRIES {
        let layout = shared.read(|object| object.layout().kept()).map_err(failed)?;
        if set_in(shared, &layout, name, source.reborrow())? {
            return Ok(());
        }
        restore(&mut source, spare.as_ref());
    }
    Err(SharedError::Locked)
}

/// Does what [`set`] does, if the object has that layout. Otherwise returns `false`.
fn set_in(
    shared: SharedRef<'_>,
    layout: &SlotLayout,
    name: &str,
    source: Source<'_>,
) -> Result<bool, SharedError> {
    let name = layout.name_given(name);
    if let Source::Value(value) = &source
        && let Err(error) = value.within_depth(0)
    {
        return Err(AttributeError::of_value(layout, name, error).into());
    }
    let mut prepared = prepare(layout, name, source)?;
    let written = shared.write(|object| prepared.carry_out(object.__object_mut(), name));
    let result = written.map_err(|why| SharedError::of(why, shared));
    drop(prepared);
    result
}

/// Deletes an attribute, and returns its value. What was there drops after the lock.
pub(crate) fn delete(shared: SharedRef<'_>, name: &str) -> Result<Value, SharedError> {
    let taken = shared.write(|object| take(object.__object_mut(), name));
    let (value, out) = taken.map_err(|why| SharedError::of(why, shared))??;
    drop(out);
    Ok(value)
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
            /// and validated before the lock is taken, and the old one drops after it.
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
                let result = set($shared, name, Source::Value(&mut value));
                drop(value);
                result
            }

            /// Writes the attribute from text, parsed as by
            /// [`AttributesExt::setattr_str`](crate::AttributesExt::setattr_str), before the lock
            /// is taken.
            ///
            /// # Errors
            ///
            /// Fails if the text cannot be parsed, and where [`setattr`](Self::setattr) fails.
            pub fn setattr_str(&self, name: &str, text: &str) -> Result<(), SharedError> {
                let $this = self;
                set($shared, name, Source::Text(&text))
            }

            /// Deletes the attribute: unbinds an optional slot, or removes an entry of the
            /// [`Dict`](crate::Dict). Returns its value.
            ///
            /// # Errors
            ///
            /// Fails if there is no such attribute, if it is opaque or cannot be deleted, if the
            /// object is locked or has no lock, or if it is dead.
            pub fn delattr(&self, name: &str) -> Result<Value, SharedError> {
                let $this = self;
                delete($shared, name)
            }

            /// Calls a method by name, under the object's lock, if it has one: as a reader if the
            /// method takes `&self`, as the writer if it takes `&mut self`. The arguments are
            /// converted before the lock is taken, and the result becomes a value after it is
            /// released. (A `&T` or `&str` is copied and an error is boxed under the lock: these may
            /// borrow from the object.) A method with this reference as its first parameter,
            /// `this: &Obj<Self>`, is called without a lock.
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
for_references!(by_name);
