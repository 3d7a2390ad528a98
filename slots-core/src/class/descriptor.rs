//! A slot of a class as a value: Python's member descriptor.

use core::fmt;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::class::Class;
use crate::class::storage::declared::Declared;
use crate::class::storage::instance::Instance;
use crate::reflect::attr::AttrRef;
use crate::reflect::vtable::put::Source;
use crate::unwind::keep_error;
use crate::value::Value;

/// A slot that a class itself declares, as a value: `C.__dict__['x']` in Python, a member
/// descriptor.
///
/// It reads and writes the slot of any instance of the class, also where a class below has an
/// attribute of the same name, and refuses any other object. Where the type of the slot is known,
/// [`ClassSlot`](crate::ClassSlot) is the quicker way.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::Class;
///
/// let a = Class::builder("A").slots(["x"]).build()?;
/// let b = Class::builder("B").bases([&a]).slots(["x"]).build()?;
/// let mut o = b.instance();
/// o.setattr("x", "of B")?;
/// let x = a.descriptor("x").expect("A declares it");
/// x.set(&mut o, "of A")?;
/// assert!(o.getattr("x")? == "of B" && x.get(&o)? == "of A");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[doc(alias = "member_descriptor")]
pub struct Descriptor {
    class: Class,
    /// The index of the slot among those that the class itself declares.
    index: usize,
}

impl Class {
    /// The slot of that name, mangled, that the class itself declares, as a value. `None` if it
    /// declares none.
    #[must_use]
    pub fn descriptor(&self, name: &str) -> Option<Descriptor> {
        let index = self.table().own().iter().position(|def| def.name() == name)?;
        Some(Descriptor { class: self.clone(), index })
    }
}

impl Descriptor {
    fn declared(&self) -> Declared<'_> {
        Declared::new(&self.class, self.index)
    }

    /// The name of the slot.
    #[must_use]
    pub fn name(&self) -> &str {
        self.class.table().own()[self.index].name()
    }

    /// The class that declares the slot: Python's `__objclass__`.
    #[must_use]
    pub fn class(&self) -> &Class {
        &self.class
    }

    /// Reads the slot: Python's `d.__get__(o)`.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class, or the slot is unbound.
    pub fn get<'a>(&'a self, object: &'a Instance) -> Result<AttrRef<'a>, AttributeError> {
        let Some(slot) = self.declared().of(object) else { return Err(self.other(object)) };
        slot.get().ok_or_else(|| self.fail(object, Fault::Unbound))
    }

    /// Writes the slot: Python's `d.__set__(o, value)`.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class, or the slot refuses the value.
    pub fn set(
        &self,
        object: &mut Instance,
        value: impl Into<Value>,
    ) -> Result<(), AttributeError> {
        let mut value = value.into();
        let written = self.write(object, &mut value);
        keep_error(written, value).map(drop)
    }

    fn write(&self, object: &mut Instance, value: &mut Value) -> Result<(), AttributeError> {
        let info = match self.declared().of(object) {
            None => return Err(self.other(object)),
            Some(slot) => slot.info(),
        };
        if info.is_read_only() {
            return Err(self.fail(object, Fault::ReadOnly));
        }
        let layout = object.class().clone();
        value
            .within_depth(0)
            .map_err(|error| AttributeError::of_value(layout.layout(), self.name(), error))?;
        let written = self.declared().write(object, Source::Value(value));
        let written = written.expect("the object has the slot");
        let info = self.class.layout().slot(self.name()).expect("the class shows its own slots");
        written.map_err(|error| AttributeError::refused(layout.layout(), self.name(), info, error))
    }

    /// Unbinds the slot and returns its value: Python's `d.__delete__(o)`.
    ///
    /// # Errors
    ///
    /// If the object is no instance of the class; if the slot is unbound, read-only, or always
    /// holds a value; or if its value is opaque, since that could not be returned.
    pub fn delete(&self, object: &mut Instance) -> Result<Value, AttributeError> {
        let Some(slot) = self.declared().of(object) else { return Err(self.other(object)) };
        let fault = match slot.read().map(|value| value.to_value()) {
            _ if slot.info().is_read_only() => Fault::ReadOnly,
            _ if !slot.info().is_optional() => Fault::NotDeletable,
            None => Fault::Unbound,
            Some(None) => Fault::OpaqueDelete,
            Some(Some(value)) => {
                self.declared().unbind(object);
                return Ok(value);
            }
        };
        Err(self.fail(object, fault))
    }

    #[cold]
    fn other(&self, object: &Instance) -> AttributeError {
        self.fail(object, Fault::OtherReceiver(self.class.name().into()))
    }

    #[cold]
    fn fail(&self, object: &Instance, fault: Fault) -> AttributeError {
        AttributeError::new(object.class().layout(), self.name(), fault)
    }
}

/// Prints what Python's `repr` of a member descriptor prints.
impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<member '{}' of '{}' objects>", self.name(), self.class.name())
    }
}
