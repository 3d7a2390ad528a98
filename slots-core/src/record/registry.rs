//! Types by name, to make objects from data that says what they are.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::any::{TypeId, type_name};
use core::fmt;

use crate::record::construct::from_attrs_by_layout;
use crate::record::error::RecordError;
use crate::reflect::attributes::Attributes;
use crate::reflect::layout::SlotLayout;
use crate::reflect::presence::FromAttrs;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::suggest::did_you_mean;

/// Types by name: it makes an object of any registered type from its attributes.
///
/// ```
/// use slotted::Registry;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Circle { radius: f64 }
/// #[derive(Slots)]
/// struct Label { text: String, #[slots(default)] size: u8 }
///
/// let mut registry = Registry::new();
/// registry.register::<Circle>()?.register::<Label>()?;
///
/// let circle = registry.make("Circle", [("radius", 2)])?;
/// assert_eq!(circle.getattr("radius").unwrap(), 2.0);
///
/// // A map tagged by the name of the type: `{"Label": {"text": "hello"}}`.
/// let value = Value::from(Dict::from([("Label", Dict::from([("text", "hello")]))]));
/// let label: Box<dyn Attributes> = registry.from_value(value)?;
/// assert_eq!(label.getattr("text").unwrap(), "hello");
///
/// let error = registry.make("Lable", [("text", "hello")]).err().expect("a typing error");
/// assert_eq!(
///     error.to_string(),
///     "there is no type 'Lable': it must be one of 'Circle', 'Label'. Did you mean: 'Label'?"
/// );
/// # Ok::<(), slotted::record::RegistryError>(())
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    types: BTreeMap<Box<str>, Registered>,
    /// The key of the type's name among the attributes, if these are not under the name.
    tag: Option<Box<str>>,
}

type Attrs = Vec<(Box<str>, Value)>;

#[derive(Clone, Copy)]
struct Registered {
    id: fn() -> TypeId,
    type_name: fn() -> &'static str,
    layout: &'static SlotLayout,
    make: fn(Attrs) -> Result<Box<dyn Attributes>, RecordError>,
}

fn make<T: FromAttrs>(attrs: Attrs) -> Result<Box<dyn Attributes>, RecordError> {
    Ok(Box::new(from_attrs_by_layout::<T, _, _>(attrs)?))
}

impl Registry {
    /// Makes a registry without types.
    #[must_use]
    pub const fn new() -> Self {
        Registry { types: BTreeMap::new(), tag: None }
    }

    /// Makes a registry whose [`from_value`](Registry::from_value) finds the name of the type among
    /// the attributes, under `tag`: `{"type": "Label", "text": "hello"}`.
    ///
    /// ```
    /// use slotted::Registry;
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// struct Circle { radius: f64 }
    ///
    /// let mut registry = Registry::tagged("type");
    /// registry.register::<Circle>()?;
    /// let value = Dict::from([("type", Value::from("Circle")), ("radius", 2.into())]);
    /// assert_eq!(registry.from_value(value)?.getattr("radius").unwrap(), 2.0);
    /// # Ok::<(), slotted::record::RegistryError>(())
    /// ```
    pub fn tagged(tag: impl Into<Box<str>>) -> Self {
        Registry { types: BTreeMap::new(), tag: Some(tag.into()) }
    }

    /// Registers a type under its own name, that of its layout.
    ///
    /// # Errors
    ///
    /// Fails if another type has that name. To register a type again changes nothing.
    pub fn register<T: FromAttrs>(&mut self) -> Result<&mut Self, RegistryError> {
        self.register_as::<T>(T::LAYOUT.name())
    }

    /// Registers a type under a name.
    ///
    /// ```
    /// use slotted::Registry;
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// struct Circle { radius: f64 }
    ///
    /// let mut shapes = Registry::new();
    /// shapes.register_as::<Circle>("circle")?.register_as::<Circle>("disc")?;
    /// assert_eq!(shapes.make("disc", [("radius", 2)])?.getattr("radius")?, 2.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if another type has that name. To register a type again changes nothing.
    pub fn register_as<T: FromAttrs>(
        &mut self,
        name: impl Into<Box<str>>,
    ) -> Result<&mut Self, RegistryError> {
        let ty = Registered {
            id: TypeId::of::<T>,
            type_name: type_name::<T>,
            layout: T::LAYOUT,
            make: make::<T>,
        };
        self.insert(name.into(), ty)
    }

    fn insert(&mut self, name: Box<str>, ty: Registered) -> Result<&mut Self, RegistryError> {
        match self.types.get(&name) {
            Some(there) if (there.id)() != (ty.id)() => Err(RegistryError::new(Fault::Taken {
                there: (there.type_name)(),
                new: (ty.type_name)(),
                name,
            })),
            _ => {
                self.types.insert(name, ty);
                Ok(self)
            }
        }
    }

    /// Iterates over the names of the types, sorted, with their layouts.
    pub fn types(&self) -> impl Iterator<Item = (&str, &'static SlotLayout)> {
        self.types.iter().map(|(name, ty)| (&**name, ty.layout))
    }

    /// Makes an object of the type of that name, as
    /// [`from_attrs`](crate::SlottedExt::from_attrs) does.
    ///
    /// # Errors
    ///
    /// Fails if no type has that name, with all names and the nearest; and where `from_attrs`
    /// fails.
    pub fn make<N: Into<Box<str>>, V: Into<Value>>(
        &self,
        name: &str,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Box<dyn Attributes>, RegistryError> {
        let attrs = attrs.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.make_of(name, attrs.collect())
    }

    fn make_of(&self, name: &str, attrs: Attrs) -> Result<Box<dyn Attributes>, RegistryError> {
        let Some(ty) = self.types.get(name) else {
            let error = self.no_such_type(name);
            drop(attrs);
            return Err(error);
        };
        (ty.make)(attrs)
            .map_err(|error| RegistryError::new(Fault::Record { name: name.into(), error }))
    }

    /// Makes an object from a map with one entry, the type's name with the attributes; or, of a
    /// registry made by [`tagged`](Registry::tagged), from the attributes with the type's name
    /// among them.
    ///
    /// # Errors
    ///
    /// Fails if the value is no such map, and where [`make`](Registry::make) fails.
    pub fn from_value(
        &self,
        value: impl Into<Value>,
    ) -> Result<Box<dyn Attributes>, RegistryError> {
        match (value.into(), &self.tag) {
            (Value::Map(mut attrs), Some(tag)) => match attrs.remove(tag) {
                Some(Value::Str(name)) => self.make_of(&name, pairs(attrs)),
                _ => Err(RegistryError::new(Fault::NoTag(tag.clone()))),
            },
            (Value::Map(entries), None) if entries.len() == 1 => match entries.into_iter().next() {
                Some((name, Value::Map(attrs))) => self.make_of(&name, pairs(attrs)),
                Some((name, other)) => {
                    let found = other.kind().name();
                    drop(other);
                    Err(RegistryError::new(Fault::NoAttributes { name, found }))
                }
                None => Err(RegistryError::new(Fault::NoName)),
            },
            _ => Err(RegistryError::new(match &self.tag {
                Some(tag) => Fault::NoTag(tag.clone()),
                None => Fault::NoName,
            })),
        }
    }

    #[cold]
    fn no_such_type(&self, name: &str) -> RegistryError {
        let nearest = did_you_mean(name, self.types.keys().map(|name| &**name));
        RegistryError::new(Fault::NoSuchType {
            name: name.into(),
            names: self.types.keys().cloned().collect(),
            nearest: nearest.map(Into::into),
        })
    }
}

fn pairs(attrs: Dict) -> Attrs {
    attrs.into_iter().collect()
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registry").field(&self.types.keys().collect::<Vec<_>>()).finish()
    }
}

/// Why a [`Registry`] made no object, or took no type.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::Registry;
///
/// #[derive(Slots)]
/// struct Circle { radius: f64 }
///
/// let mut shapes = Registry::new();
/// shapes.register::<Circle>()?;
/// let error = shapes.make("Circel", [("radius", 1)]).err().expect("there is no such type");
/// assert_eq!(error.type_name(), Some("Circel"));
/// assert!(error.to_string().ends_with("Did you mean: 'Circle'?"));
/// let error = shapes.make("Circle", [("radios", 1)]).err().expect("it lacks its radius");
/// assert!(error.record_error().is_some());
/// # Ok::<(), slotted::record::RegistryError>(())
/// ```
pub struct RegistryError(Box<Fault>);

enum Fault {
    NoSuchType { name: Box<str>, names: Vec<Box<str>>, nearest: Option<Box<str>> },
    Taken { name: Box<str>, there: &'static str, new: &'static str },
    Record { name: Box<str>, error: RecordError },
    NoAttributes { name: Box<str>, found: &'static str },
    NoName,
    NoTag(Box<str>),
}

impl RegistryError {
    #[cold]
    fn new(fault: Fault) -> Self {
        RegistryError(Box::new(fault))
    }

    /// Returns the error of the record, if the type was found and refuses the attributes.
    #[must_use]
    pub fn record_error(&self) -> Option<&RecordError> {
        match &*self.0 {
            Fault::Record { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Returns the name of the type, if the value names one.
    #[must_use]
    pub fn type_name(&self) -> Option<&str> {
        match &*self.0 {
            Fault::NoSuchType { name, .. }
            | Fault::Taken { name, .. }
            | Fault::Record { name, .. }
            | Fault::NoAttributes { name, .. } => Some(name),
            Fault::NoName | Fault::NoTag(_) => None,
        }
    }
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Fault::NoSuchType { name, names, nearest } => {
                write!(f, "there is no type '{name}'")?;
                match &**names {
                    [] => f.write_str(": none is registered"),
                    names => {
                        let names: Vec<String> =
                            names.iter().map(|name| alloc::format!("'{name}'")).collect();
                        let one_of = if names.len() == 1 { "" } else { "one of " };
                        write!(f, ": it must be {one_of}{}", names.join(", "))
                    }
                }?;
                match nearest {
                    Some(nearest) => write!(f, ". Did you mean: '{nearest}'?"),
                    None => Ok(()),
                }
            }
            Fault::Taken { name, there, new } => write!(
                f,
                "the name '{name}' is that of {there}: register {new} under another name, with register_as"
            ),
            Fault::Record { error, .. } => write!(f, "{error}"),
            Fault::NoAttributes { name, found } => {
                write!(f, "the attributes of '{name}' must be a dict, not {found}")
            }
            Fault::NoName => f.write_str(
                "an object is a dict with one entry, the name of its type with its attributes",
            ),
            Fault::NoTag(tag) => write!(
                f,
                "an object is a dict of its attributes, with the name of its type under '{tag}'"
            ),
        }
    }
}

impl fmt::Debug for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryError({:?})", self.to_string())
    }
}

impl core::error::Error for RegistryError {}
