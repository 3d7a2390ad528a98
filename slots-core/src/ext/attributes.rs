//! The methods of every object, by a name known only at run time.

use alloc::boxed::Box;

use crate::attributes::access;
use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::path::AttrPath;
use crate::path::error::PathError;
use crate::path::{through, walk};
use crate::record::error::RecordError;
use crate::record::leaves::Leaves;
use crate::record::merge::merge;
use crate::record::patch::Patch;
use crate::record::patch::diff::diff;
use crate::record::patch::error::PatchError;
use crate::record::state::{self, ObjectState};
use crate::record::update;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::attributes::Attributes;
use crate::reflect::deep_size::{DeepSize, deep_size};
use crate::reflect::find::find_in_constant;
use crate::reflect::layout::SlotLayout;
use crate::reflect::object::ObjectMut;
use crate::reflect::vars::{Dir, Vars};
use crate::reflect::vtable::put::Source;
use crate::unwind::keep_error;
use crate::value::Value;
use crate::value::dict::Dict;

/// Attribute access by a name known only at run time, for every object and for `dyn Attributes`.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// let mut p = Point { x: 1.0, y: 2.0 };
/// let object: &mut dyn Attributes = &mut p;
/// object.setattr("x", 3)?;
/// assert_eq!(object.getattr("x")?, 3.0);
/// assert_eq!(object.dir().collect::<Vec<_>>(), ["x", "y"]);
/// assert!(!object.hasattr("z"));
/// # Ok::<(), slotted::AttributeError>(())
/// ```
pub trait AttributesExt: Attributes {
    /// Reads an attribute: Python's `getattr(object, name)`.
    ///
    /// # Errors
    ///
    /// Fails if there is no such attribute, or if it is unbound.
    #[inline]
    #[doc(alias = "__getattr__")]
    #[doc(alias = "__getattribute__")]
    fn getattr(&self, name: &str) -> Result<AttrRef<'_>, AttributeError> {
        match self.getattr_opt(name) {
            Some(attribute) => Ok(attribute),
            None => Err(access::missing(self.__object(), name)),
        }
    }

    /// Reads an attribute that may be missing: Python's `getattr(object, name, None)`.
    ///
    /// A miss costs no more than a hit, because no error is made.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Point { x: f64 }
    /// let p = Point { x: 1.0 };
    /// assert!(p.getattr_opt("x").is_some() && p.getattr_opt("colour").is_none());
    /// ```
    #[inline]
    fn getattr_opt(&self, name: &str) -> Option<AttrRef<'_>> {
        // For a type that is known here, the compiler knows the layout. For `dyn Attributes`, one
        // dispatched call is cheaper than one for the layout.
        if is_sized::<Self>() { find_in_constant(self.__object(), name) } else { self.__find(name) }
    }

    /// Borrows an attribute mutably, to change it in place.
    ///
    /// It fails wherever a write by name would (spec 3.10).
    ///
    /// # Errors
    ///
    /// Fails if there is no such attribute, or if it is unbound, read-only, frozen or validated.
    #[inline]
    fn getattr_mut(&mut self, name: &str) -> Result<AttrMut<'_>, AttributeError> {
        get_mut::<Self>(self.__object_mut(), name)
    }

    /// Writes an attribute from a [`Value`]; [`setattr`](AttributesExt::setattr) takes plain
    /// values.
    ///
    /// # Errors
    ///
    /// Fails where [`setattr`](AttributesExt::setattr) fails.
    #[inline]
    fn setattr_value(&mut self, name: &str, mut value: Value) -> Result<(), AttributeError> {
        let result = match is_sized::<Self>() {
            true => access::set_value_in_constant(self.__object_mut(), name, &mut value),
            false => access::set_value(self.__object_mut(), name, &mut value),
        };
        value.let_go();
        result
    }

    /// Writes an attribute from text, parsed by the slot's type: for `SET name=value`, environment
    /// variables, CSV.
    ///
    /// `FromStr` parses numbers, `bool`, `char`, text and `#[slots(as_str)]` slots. Lists and maps
    /// are parsed as Python writes them (`[1, 2]`, `{'a': 1}`). The text `None` is the `None` of an
    /// `Option`. The `to_string()` of an attribute is parsed back to an equal value, with two
    /// exceptions: a text in a slot of type `Value` that looks like another value, and the text
    /// `None` in an `Option` (spec 8.10, 8.11). A text for an undeclared name goes to the `Dict`
    /// unparsed.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Server { port: u16, tags: Vec<String> }
    /// let mut server = Server { port: 80, tags: Vec::new() };
    /// server.setattr_str("port", "8080")?;
    /// server.setattr_str("tags", "['a', 'b']")?;
    /// assert_eq!((server.port, server.tags.len()), (8080, 2));
    /// # Ok::<(), slotted::AttributeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where [`setattr`](AttributesExt::setattr) fails, and if the text cannot be parsed.
    #[inline]
    fn setattr_str(&mut self, name: &str, text: &str) -> Result<(), AttributeError> {
        access::set_text(self.__object_mut(), name, text)
    }

    /// Deletes an attribute and returns its value: unbinds an optional or lazy slot, or removes an
    /// entry of the `Dict`.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Quake { #[slots(optional)] felt: Option<u32> }
    /// let mut quake = Quake { felt: Some(12) };
    /// assert_eq!(quake.delattr("felt")?, Value::from(12));
    /// assert!(!quake.hasattr("felt") && quake.delattr("felt").is_err());
    /// # Ok::<(), slotted::AttributeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if there is no such attribute; if it is unbound, read-only, frozen, or a slot that
    /// always holds a value; or if its value is opaque, since that could not be returned (spec 3.5,
    /// 3.7).
    #[inline]
    #[doc(alias = "__delattr__")]
    fn delattr(&mut self, name: &str) -> Result<Value, AttributeError> {
        access::delete(self.__object_mut(), name)
    }

    /// Whether [`getattr`](AttributesExt::getattr) would find a value: Python's `hasattr`.
    #[inline]
    fn hasattr(&self, name: &str) -> bool {
        self.getattr_opt(name).is_some()
    }

    /// Returns the names of all attributes, bound or unbound.
    ///
    /// Slots come in declaration order, with the slots of a base in the place of its field. The
    /// entries of the `Dict` follow in insertion order (spec 3.11).
    #[inline]
    #[doc(alias = "__dir__")]
    fn dir(&self) -> Dir<'_> {
        Dir::new(self.__object())
    }

    /// Returns the bound attributes with their names, in the order of [`dir`](AttributesExt::dir).
    #[inline]
    fn vars(&self) -> Vars<'_> {
        Vars::new(self.__object())
    }

    /// Writes an attribute: Python's `setattr(object, name, value)`.
    ///
    /// The value is converted to the slot's type if the conversion loses nothing: an integer
    /// becomes another integer type that holds it, or a float that holds it exactly. An `f64`
    /// becomes an `f32` by rounding, as a literal does (spec 7). A value for an undeclared name
    /// goes to the `Dict`, if the type has one.
    ///
    /// # Errors
    ///
    /// Fails if there is no such attribute and no `Dict`; if the attribute is read-only or frozen;
    /// or if the value is of another type, out of range, refused by the slot's validator, or nested
    /// more than 128 levels deep (spec 7.12). The object is then unchanged.
    #[inline]
    #[doc(alias = "__setattr__")]
    fn setattr(&mut self, name: &str, value: impl Into<Value>) -> Result<(), AttributeError> {
        self.setattr_value(name, value.into())
    }

    /// Reads an attribute by its own type `T`, without conversion.
    ///
    /// For an entry of the `Dict`, and for a slot of type [`Value`], `T` is `Value` or the type of
    /// what it holds: `i64`, `f64`, `bool`, … or the opaque value's type. For an optional slot, `T`
    /// is the type inside the `Option`.
    ///
    /// # Errors
    ///
    /// Fails where [`getattr`](AttributesExt::getattr) fails, and if the attribute is of another
    /// type: the error names both types.
    #[inline]
    fn attr<T: 'static>(&self, name: &str) -> Result<&T, AttributeError> {
        let attribute = self.getattr(name)?;
        match attribute.downcast_ref() {
            Some(value) => Ok(value),
            None => Err(other_type::<T>(self.layout(), name, attribute.type_name())),
        }
    }

    /// Borrows an attribute mutably by its own type `T`, to change it in place.
    ///
    /// An opaque value inside a [`Value`] is shared, so it cannot be borrowed mutably by its type.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Post { tags: Vec<String> }
    /// let mut post = Post { tags: Vec::new() };
    /// post.attr_mut::<Vec<String>>("tags")?.push("rust".to_owned());
    /// assert_eq!(post.tags, ["rust"]);
    /// # Ok::<(), slotted::AttributeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where [`getattr_mut`](AttributesExt::getattr_mut) fails, and if the attribute is of
    /// another type.
    #[inline]
    fn attr_mut<T: 'static>(&mut self, name: &str) -> Result<&mut T, AttributeError> {
        let object = self.__object_mut();
        let layout = object.layout();
        match get_mut::<Self>(object, name)?.cast::<T>() {
            Ok(value) => Ok(value),
            Err(attribute) => {
                let actual = attribute.as_ref().type_name();
                attribute.downcast_mut().ok_or_else(|| other_type::<T>(layout, name, actual))
            }
        }
    }

    /// Writes an attribute by its own type `T`, without conversion, and returns the old value.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Point { x: f64 }
    /// let mut p = Point { x: 1.0 };
    /// assert_eq!(p.replace_attr("x", 2.0)?, 1.0);
    /// assert!(p.replace_attr("x", 2_u8).is_err());                     // another type
    /// # Ok::<(), slotted::AttributeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where [`setattr`](AttributesExt::setattr) fails; if `T` is not the attribute's own
    /// type; and if the attribute does not exist or is unbound, since there is no old value to
    /// return.
    #[inline]
    fn replace_attr<T: 'static>(&mut self, name: &str, value: T) -> Result<T, AttributeError> {
        match access::replace_in_constant(self.__object_mut(), name, value) {
            Ok(old) => Ok(old),
            Err(value) => swap(self.__object_mut(), name, value),
        }
    }

    /// Writes several attributes: all of them, or none.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots, Debug)]
    /// struct Point { x: f64, y: f64 }
    ///
    /// let mut p = Point { x: 1.0, y: 2.0 };
    /// p.update_attrs([("x", 3), ("y", 4)])?;
    /// let error = p.update_attrs([("x", Value::from(5)), ("z", 6.into())]).unwrap_err();
    /// assert_eq!(error.to_string(), "'Point' object has no attribute 'z'");
    /// assert_eq!((p.x, p.y), (3.0, 4.0));
    /// # Ok::<(), slotted::RecordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with every error that [`setattr`](AttributesExt::setattr) would return for one of the
    /// attributes. The object is then unchanged.
    fn update_attrs<N: Into<Box<str>>, V: Into<Value>>(
        &mut self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<(), RecordError> {
        let attrs = attrs.into_iter().map(|(name, value)| (name.into(), value.into()));
        update(self.__object_mut(), attrs.collect(), false)
    }

    /// Reads an attribute by a path, such as `engine.oil.temp` or `wheels[2].pressure`.
    ///
    /// A path leads through slotted structs, `Option`, `Box`, `Arc`, lists, arrays, maps and the
    /// `Dict`.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a valid path, or if a step leads nowhere: the error names the step
    /// and the reason.
    fn getattr_path(&self, path: &str) -> Result<AttrRef<'_>, PathError> {
        walk::read_object(self.__object(), parsed(path)?.steps())
    }

    /// Writes an attribute by a path, with the conversions of [`setattr`](AttributesExt::setattr).
    /// It makes what is missing on the way: see [`AttrPath::set`].
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Engine { rpm: u32 }
    /// # #[derive(Slots)]
    /// # struct Car { engine: Engine }
    /// let mut car = Car { engine: Engine { rpm: 900 } };
    /// car.setattr_path("engine.rpm", 1000)?;
    /// assert_eq!(car.engine.rpm, 1000);
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the text is not a valid path, if a step leads nowhere or into a value that cannot
    /// be changed, or if the write is refused.
    fn setattr_path(&mut self, path: &str, value: impl Into<Value>) -> Result<(), PathError> {
        let mut value = value.into();
        let result = parsed(path).and_then(|path| {
            through::write(self.__object_mut(), path.steps(), Source::Value(&mut value))
        });
        value.let_go();
        result
    }

    /// Writes an attribute by a path from text, parsed as by
    /// [`setattr_str`](AttributesExt::setattr_str).
    ///
    /// # Errors
    ///
    /// Fails where [`setattr_path`](AttributesExt::setattr_path) fails, and if the text cannot be
    /// parsed.
    fn setattr_path_str(&mut self, path: &str, text: &str) -> Result<(), PathError> {
        through::write(self.__object_mut(), parsed(path)?.steps(), Source::Text(&text))
    }

    /// Deletes an attribute or an entry of a map by a path and returns its value, as
    /// [`delattr`](AttributesExt::delattr) does.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a valid path, if a step leads nowhere or into a value that cannot
    /// be changed, or if the attribute cannot be deleted.
    fn delattr_path(&mut self, path: &str) -> Result<Value, PathError> {
        through::delete(self.__object_mut(), parsed(path)?.steps())
    }

    /// Copies all bound attributes into a [`Dict`], in the order of [`dir`](AttributesExt::dir).
    ///
    /// A slotted struct inside becomes a map. An unbound slot that has a default becomes `None`,
    /// which marks it as unbound: if it were left out, a record made from the dict would get the
    /// default (spec 8.20).
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// # #[derive(Slots)]
    /// # struct Point { x: f64, y: f64 }
    /// let dict = Point { x: 1.0, y: 2.0 }.to_dict()?;
    /// assert_eq!(dict, Dict::from([("x", 1.0), ("y", 2.0)]));
    /// # Ok::<(), slotted::AttributeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if an attribute is opaque or holds something opaque.
    #[doc(alias = "asdict")]
    #[doc(alias = "dataclasses.asdict")]
    fn to_dict(&self) -> Result<Dict, AttributeError> {
        let copied = |(name, value): (_, Option<_>)| match value {
            Some(value) => access::copied(self.layout(), (name, value)),
            None => Ok((name, Value::None)),
        };
        self.vars().told().map(copied).collect()
    }

    /// Copies the state of the object, its `Dict` and its bound slots: Python's
    /// `object.__getstate__`, which copies and pickles are made from.
    ///
    /// Lazy slots are part of the state if they have been computed.
    /// [`set_state`](crate::SlottedExt::set_state) restores the state.
    ///
    /// # Errors
    ///
    /// Fails if a slot is opaque or holds something opaque.
    #[doc(alias = "__getstate__")]
    #[doc(alias = "__reduce__")]
    #[doc(alias = "pickle")]
    #[doc(alias = "copy.copy")]
    fn get_state(&self) -> Result<ObjectState, AttributeError> {
        state::of(self.__object())
    }

    /// Merges attributes into the object, deeply: all of them, or none.
    ///
    /// A map is merged into a slotted struct by name, and into a map or a `Dict` by key. Any other
    /// value replaces what is there: a number, a text, a list, a variant of an enum. So layers of
    /// settings are merges: the file, then the environment, then the flags.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots)]
    /// struct Server { host: String, port: u16 }
    /// #[derive(Slots)]
    /// struct Settings { server: Server }
    ///
    /// let server = Server { host: "localhost".into(), port: 80 };
    /// let mut settings = Settings { server };
    /// settings.merge_attrs([("server", Dict::from([("port", 8080)]))])?;
    /// assert_eq!((&*settings.server.host, settings.server.port), ("localhost", 8080));
    ///
    /// let error = settings.merge_attrs([("server", Dict::from([("prt", 1)]))]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "server.prt: 'Server' object has no attribute 'prt'. Did you mean: 'port'?"
    /// );
    /// # Ok::<(), slotted::PatchError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where a write would fail: the error names every fault with its path. The object is
    /// then unchanged.
    fn merge_attrs<N: AsRef<str> + Into<Box<str>>, V: Into<Value>>(
        &mut self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<(), PatchError> {
        merge(self.__object_mut(), attrs.into_iter().collect())
    }

    /// Iterates over the leaves of the object, the bound attributes that hold no others, each with
    /// its path: through slotted structs, enums, lists, maps and the `Dict`. An empty list or map
    /// has none. Lazy slots that were not computed are not bound.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots)]
    /// struct Server { host: String, ports: Vec<u16> }
    /// #[derive(Slots)]
    /// struct Settings { server: Server }
    ///
    /// let server = Server { host: "localhost".into(), ports: vec![80, 8080] };
    /// let settings = Settings { server };
    /// let leaves: Vec<String> =
    ///     settings.leaves().map(|(path, value)| format!("{path}={value}")).collect();
    /// assert_eq!(leaves, ["server.host=localhost", "server.ports[0]=80", "server.ports[1]=8080"]);
    /// ```
    fn leaves(&self) -> Leaves<'_> {
        Leaves::of(self.__object())
    }

    /// Returns what turns this object into `other`: a [`Patch`] of all changes, each with its path,
    /// its old and its new value.
    ///
    /// It looks into slotted structs, enums, lists, maps and the `Dict`. A switched variant is one
    /// change, and so is a set. Items that are inserted into a list, or taken out, are told apart
    /// from changed ones, by position: what lies between a common beginning and a common end is
    /// paired. Computes lazy slots. What cannot be compared, such as opaque slots, is no change,
    /// but [omitted](Patch::omitted). It does not look into an object with a lock: two references
    /// to one are the same, whatever is written in it.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots, Clone)]
    /// struct Server { host: String, port: u16, #[slots(optional)] limit: Option<u32> }
    ///
    /// let a = Server { host: "localhost".into(), port: 80, limit: None };
    /// let b = Server { port: 8080, limit: Some(5), ..a.clone() };
    /// assert_eq!(a.diff(&b).to_string(), "port: 80 -> 8080\nlimit: + 5");
    /// assert!(a.diff(&a.clone()).is_empty());
    /// ```
    fn diff(&self, other: &dyn Attributes) -> Patch {
        diff(self.__object(), other.__object())
    }

    /// Returns how many bytes the object takes, with all that it owns: what Python's
    /// `sys.getsizeof` does not add up. See [`DeepSize`] for what is counted how.
    #[must_use]
    #[doc(alias = "sys.getsizeof")]
    fn deep_size(&self) -> DeepSize {
        deep_size(self.__object())
    }
}

impl<A: Attributes + ?Sized> AttributesExt for A {}

pub(super) fn parsed(path: &str) -> Result<AttrPath, PathError> {
    path.parse()
}

/// Whether `A` is no `dyn Attributes`: a reference to it is one word.
#[inline(always)]
const fn is_sized<A: ?Sized>() -> bool {
    size_of::<&A>() == size_of::<usize>()
}

/// Replaces an attribute's value wherever it is.
#[inline(never)]
fn swap<T: 'static>(object: ObjectMut<'_>, name: &str, mut value: T) -> Result<T, AttributeError> {
    let result = access::swap(object, name, &mut value, core::any::type_name::<T>());
    keep_error(result, value)
}

/// Borrows an attribute of an `S` mutably.
#[inline(always)]
fn get_mut<'a, S: Attributes + ?Sized>(
    object: ObjectMut<'a>,
    name: &str,
) -> Result<AttrMut<'a>, AttributeError> {
    match is_sized::<S>() {
        true => access::get_mut_in_constant(object, name),
        false => access::get_mut(object, name),
    }
}

#[cold]
fn other_type<T>(layout: &SlotLayout, name: &str, expected: &'static str) -> AttributeError {
    AttributeError::new(layout, name, Fault::wrong_type(expected, core::any::type_name::<T>()))
}
