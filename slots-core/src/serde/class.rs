//! Objects of run-time classes in data.

use serde_core::de::{DeserializeSeed, Deserializer};
use serde_core::ser::{Serialize, Serializer};

use crate::class::Class;
use crate::class::storage::instance::Instance;
use crate::class::storage::row::Row;
use crate::construct::Partial;
use crate::reflect::attributes::Attributes;
use crate::reflect::reading::{ReadContext, ReadState};
use crate::serde::object::ObjectSer;
use crate::serde::struct_visitor::{StructVisitor, deserialize_closed};

macro_rules! written {
    ($($object:ty),*) => {$(
        /// Writes what a static type with the same slots writes: a map of the bound slots and of
        /// the entries of the `Dict`; in a format that does not describe itself, all slots in
        /// order.
        impl Serialize for $object {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                ObjectSer::<()>::new(self.__object()).serialize(to)
            }
        }
    )*};
}
written!(Instance, Row);

/// Reads an [`Instance`] of a class from data, as one of serde's seeds: what [`Class::seed`]
/// returns.
///
/// ```
/// use serde_core::de::DeserializeSeed;
/// use slotted::Class;
/// use slotted::prelude::*;
///
/// let point = Class::builder("Point").slot::<f64>("x").build()?;
/// let o = point.seed().deserialize(&mut serde_json::Deserializer::from_str(r#"{"x": 1}"#))?;
/// assert_eq!(o.getattr("x")?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ClassSeed<'c>(&'c Class);

impl Class {
    /// Reads an instance from data, as serde's traits read a static type.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::Class;
    ///
    /// let event = Class::builder("Event").slot::<f64>("magnitude").slots(["place"]).build()?;
    /// let text = r#"{"magnitude": 4.5, "place": ["Ridgecrest", "CA"]}"#;
    /// let o = event.deserialize(&mut serde_json::Deserializer::from_str(text))?;
    /// assert_eq!(o.getattr_path("place[1]")?, "CA");
    /// assert_eq!(serde_json::to_string(&o)?, r#"{"magnitude":4.5,"place":["Ridgecrest","CA"]}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and where reading a static type with the same slots fails: at
    /// a key that is repeated, or is no slot where there is no `Dict`; at a value that a slot
    /// refuses; at a slot that has neither a value nor a default.
    pub fn deserialize<'de, D: Deserializer<'de>>(&self, from: D) -> Result<Instance, D::Error> {
        Instance::make(self, |partial| fill(partial, from))
    }

    /// Returns what reads an instance from data where serde asks for a seed: in a list, or as the
    /// value of a map.
    #[must_use]
    pub fn seed(&self) -> ClassSeed<'_> {
        ClassSeed(self)
    }
}

impl<'de> DeserializeSeed<'de> for ClassSeed<'_> {
    type Value = Instance;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Instance, D::Error> {
        self.0.deserialize(from)
    }
}

/// Reads the fields of an instance.
fn fill<'de, D: Deserializer<'de>>(partial: &mut Partial<'_>, from: D) -> Result<(), D::Error> {
    let layout = partial.layout();
    let describes_itself = from.is_human_readable();
    let state = ReadState::new(describes_itself);
    let visitor = StructVisitor::new(partial, ReadContext::new(&state));
    if describes_itself || layout.has_dict() {
        from.deserialize_map(visitor)
    } else {
        deserialize_closed(layout, from, visitor)
    }
}
