//! The methods of references to shared objects that take a path.

use crate::ext::attributes::parsed;
use crate::path::error::{PathError, Reason};
use crate::path::through;
use crate::rc::handle::for_references;
use crate::reflect::attr::AttrRef;
use crate::reflect::shared::SharedRef;
use crate::reflect::vtable::put::Source;
use crate::value::Value;

fn get(shared: SharedRef<'_>, path: &str) -> Result<Value, PathError> {
    let path = parsed(path)?;
    through::with_in(shared.held(), path.steps(), 0, |found| {
        let opaque = || Reason::Opaque { expected: found.type_name() };
        found.to_value().ok_or_else(|| PathError::at(path.steps(), opaque()))
    })?
}

fn set(shared: SharedRef<'_>, path: &str, source: Source<'_>) -> Result<(), PathError> {
    through::set(shared.held(), parsed(path)?.steps(), 0, source)
}

/// Declares the access by path of a type that borrows as a `SharedRef`.
macro_rules! by_path {
    ($({$($generics:tt)*} $type:ty, |$this:ident| $shared:expr;)*) => {$(
        impl<$($generics)*> $type {
            /// Returns an owned copy of the attribute that the path leads to from this object,
            /// through shared objects and weak references: one lock is held at a time.
            ///
            /// # Errors
            ///
            /// Fails if the text is no path, if a step leads nowhere, if a shared object on the way
            /// is locked or dead, or if the value is opaque. The error names the step.
            pub fn getattr_path(&self, path: &str) -> Result<Value, PathError> {
                let $this = self;
                get($shared, path)
            }

            /// Calls `read` with the attribute that the path leads to from this object, under the
            /// lock of the last shared object on the way, and returns the result.
            ///
            /// # Errors
            ///
            /// Fails if the text is no path, if a step leads nowhere, or if a shared object on the
            /// way is locked or dead.
            pub fn with_attr_path<R>(
                &self,
                path: &str,
                read: impl FnOnce(AttrRef<'_>) -> R,
            ) -> Result<R, PathError> {
                let $this = self;
                through::with_in($shared.held(), parsed(path)?.steps(), 0, read)
            }

            /// Writes the attribute that the path leads to from this object, as
            /// [`AttrPath::set`](crate::AttrPath::set) does: the value is converted and validated
            /// before the lock of the last shared object is taken, and the old one drops after it.
            ///
            /// ```
            /// use slotted::ObjLock;
            /// use slotted::prelude::*;
            ///
            /// #[derive(Slots)]
            /// struct Engine { rpm: u32 }
            /// #[derive(Slots)]
            /// struct Car { engine: ObjLock<Engine>, seats: Vec<u8> }
            ///
            /// let engine = ObjLock::new(Engine { rpm: 900 });
            /// let car = ObjLock::new(Car { engine: engine.clone(), seats: vec![2, 3] });
            /// car.setattr_path("engine.rpm", 1000)?;
            /// car.setattr_path_str("seats[1]", "4")?;
            /// assert_eq!(engine.getattr("rpm").unwrap(), Value::from(1000));
            /// assert_eq!(car.getattr_path("seats[1]")?, Value::from(4));
            /// # Ok::<(), slotted::PathError>(())
            /// ```
            ///
            /// # Errors
            ///
            /// Fails where [`AttrPath::set`](crate::AttrPath::set) fails, and if a shared object on
            /// the way is locked, is dead or has no lock. Nothing is changed then.
            pub fn setattr_path(
                &self,
                path: &str,
                value: impl Into<Value>,
            ) -> Result<(), PathError> {
                let $this = self;
                let mut value = value.into();
                let result = set($shared, path, Source::Value(&mut value));
                drop(value);
                result
            }

            /// Writes the attribute that the path leads to from text, parsed as by
            /// [`AttrPath::set_str`](crate::AttrPath::set_str), before the lock of the last shared
            /// object is taken.
            ///
            /// # Errors
            ///
            /// Fails if the text cannot be parsed, and where [`setattr_path`](Self::setattr_path)
            /// fails.
            pub fn setattr_path_str(&self, path: &str, text: &str) -> Result<(), PathError> {
                let $this = self;
                set($shared, path, Source::Text(&text))
            }

            /// Deletes the attribute or the entry of a map that the path leads to, and returns its
            /// value.
            ///
            /// # Errors
            ///
            /// Fails where [`AttrPath::delete`](crate::AttrPath::delete) fails, and if a shared
            /// object on the way is locked, is dead or has no lock.
            pub fn delattr_path(&self, path: &str) -> Result<Value, PathError> {
                let $this = self;
                through::delete_in($shared.held(), parsed(path)?.steps(), 0)
            }
        }
    )*};
}
for_references!(by_path);
