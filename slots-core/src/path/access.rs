//! Reading, writing and deleting by a path, in any object.

use crate::path::AttrPath;
use crate::path::error::{PathError, Reason};
use crate::path::{through, walk};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::attributes::Attributes;
use crate::reflect::vtable::put::Source;
use crate::value::Value;

impl AttrPath {
    /// Reads the attribute that the path leads to.
    ///
    /// A path leads through slotted structs, active variants, `Option`, `Box`, `Arc`, lists,
    /// arrays, maps and the `Dict`. Reading makes nothing that is missing.
    ///
    /// # Errors
    ///
    /// Fails if a step leads nowhere: the error names the step and the reason.
    pub fn get<'a>(&self, object: &'a dyn Attributes) -> Result<AttrRef<'a>, PathError> {
        walk::read(object, self.steps())
    }

    /// Reads the attribute that the path leads to, where [`get`](AttrPath::get) would not fail. A
    /// miss costs no more than a hit, because no error is made.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::AttrPath;
    ///
    /// #[derive(Slots)]
    /// struct Order { total: f64 }
    /// #[derive(Slots)]
    /// struct Customer { orders: Vec<Order> }
    ///
    /// let some = Customer { orders: vec![Order { total: 9.5 }] };
    /// let none = Customer { orders: vec![] };
    /// let total: AttrPath = "orders[0].total".parse()?;
    /// assert_eq!(total.get_opt(&some).expect("there is one"), 9.5);
    /// assert!(total.get_opt(&none).is_none());
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    pub fn get_opt<'a>(&self, object: &'a dyn Attributes) -> Option<AttrRef<'a>> {
        walk::find_along(object.__object(), self.steps())
    }

    /// Borrows the attribute that the path leads to mutably, to change it in place. It makes
    /// nothing that is missing. What is written there counts its depth from there on (spec 7.12).
    ///
    /// # Errors
    ///
    /// Fails if a step leads nowhere or into a value that cannot be changed, and wherever
    /// [`getattr_mut`](crate::AttributesExt::getattr_mut) fails.
    pub fn get_mut<'a>(&self, object: &'a mut dyn Attributes) -> Result<AttrMut<'a>, PathError> {
        walk::borrow(object.__object_mut(), self.steps())
    }

    /// Returns an owned copy of the attribute that the path leads to. It goes through shared
    /// objects, with or without a lock, and through weak references: one lock is held at a time.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::{AttrPath, Obj};
    ///
    /// #[derive(Slots)]
    /// struct Engine { rpm: u32 }
    /// #[derive(Slots)]
    /// struct Car { engine: Obj<Engine> }
    ///
    /// let car = Car { engine: Obj::new(Engine { rpm: 900 }) };
    /// let path: AttrPath = "engine.rpm".parse()?;
    /// assert_eq!(path.value(&car)?, Value::from(900));
    /// assert_eq!(path.with(&car, |rpm| rpm.as_u64().map(|rpm| rpm * 2))?, Some(1800));
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where [`get`](AttrPath::get) fails, and if the value is opaque or holds something
    /// opaque.
    pub fn value(&self, object: &dyn Attributes) -> Result<Value, PathError> {
        self.with(object, |found| {
            found.to_value().ok_or_else(|| {
                PathError::at(self.steps(), Reason::Opaque { expected: found.type_name() })
            })
        })?
    }

    /// Calls `read` with the attribute that the path leads to, and returns the result. It goes
    /// through shared objects as [`value`](AttrPath::value) does, and calls `read` under the lock
    /// of the last.
    ///
    /// # Errors
    ///
    /// Fails where [`get`](AttrPath::get) fails in what can be borrowed, and if a shared object on
    /// the way is locked or dead: the error names the step.
    pub fn with<R>(
        &self,
        object: &dyn Attributes,
        read: impl FnOnce(AttrRef<'_>) -> R,
    ) -> Result<R, PathError> {
        through::with(object, self.steps(), read)
    }

    /// Writes the attribute that the path leads to, with the conversions of
    /// [`setattr`](crate::AttributesExt::setattr).
    ///
    /// A path goes through shared objects with a lock and through weak references, and writes under
    /// the lock of the last object. The value is converted and validated before that lock is taken,
    /// and the old one drops after it.
    ///
    /// A write makes what is missing where the type says how: an entry of a map or a
    /// [`Dict`](crate::Dict), a map on the way, an optional slot or an `Option` of a type whose
    /// other slots have defaults (spec 8.30). No item of a list is made.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use slotted::prelude::*;
    /// use slotted::AttrPath;
    ///
    /// #[derive(Slots)]
    /// struct Proxy { host: String, #[slots(default = 8080)] port: u16 }
    /// #[derive(Slots)]
    /// struct Settings { limits: HashMap<String, u64>, proxy: Option<Proxy> }
    ///
    /// let mut settings = Settings { limits: HashMap::new(), proxy: None };
    /// settings.setattr_path("limits.alice", 7)?;
    /// let host: AttrPath = "proxy.host".parse()?;
    /// host.set(&mut settings, "localhost")?;
    /// assert_eq!(settings.limits["alice"], 7);
    /// assert_eq!(settings.proxy.expect("it was made").port, 8080);
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if a step leads nowhere or into a value that cannot be changed, or if the write is
    /// refused. Nothing is changed or made then.
    pub fn set(
        &self,
        object: &mut dyn Attributes,
        value: impl Into<Value>,
    ) -> Result<(), PathError> {
        let mut value = value.into();
        let source = Source::Value(&mut value);
        let result = through::write(object.__object_mut(), self.steps(), source);
        value.let_go();
        result
    }

    /// Writes the attribute that the path leads to from text, parsed as by
    /// [`setattr_str`](crate::AttributesExt::setattr_str).
    ///
    /// # Errors
    ///
    /// Fails where [`set`](AttrPath::set) fails, and if the text cannot be parsed.
    pub fn set_str(&self, object: &mut dyn Attributes, text: &str) -> Result<(), PathError> {
        through::write(object.__object_mut(), self.steps(), Source::Text(&text))
    }

    /// Deletes the attribute or the entry that the path leads to, and returns its value.
    ///
    /// # Errors
    ///
    /// Fails if a step leads nowhere or into a value that cannot be changed, and if what it leads
    /// to cannot be deleted: see [`delattr`](crate::AttributesExt::delattr).
    pub fn delete(&self, object: &mut dyn Attributes) -> Result<Value, PathError> {
        through::delete(object.__object_mut(), self.steps())
    }
}
