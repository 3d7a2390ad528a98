//! Classes made at run time, by CPython's rules; their instances and rows.
//!
//! | file | what |
//! |---|---|
//! | `builder` | how a class is made: the statement, checked and worked out |
//! | `descriptor` | a slot of a class as a value: Python's member descriptor |
//! | `error` | why a class cannot be made, or given to an instance |
//! | `instance` | making instances, copying them, giving them another class |
//! | `namespace` | which slot or class attribute a name leads to |
//! | `new_slot` | a slot of a class, as it is declared |
//! | `plan` | where the fields of an instance lie |
//! | `rows` | many instances of one class, side by side |
//! | `rules` | how CPython 3.11 makes a class, as functions over plain descriptions of types |
//! | `schema` | classes from schemas that nobody compiled |
//! | `storage` | what a class, an instance and rows are made of: the room's unsafe code |
//! | `type_object` | a class as the rules see it |

pub(crate) mod builder;
pub(crate) mod descriptor;
pub(crate) mod error;
pub(crate) mod instance;
mod namespace;
pub(crate) mod new_slot;
mod plan;
pub(crate) mod rows;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod storage;
mod type_object;

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::any::TypeId;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::attributes::error::AttributeError;
use crate::class::builder::ClassBuilder;
use crate::class::rules::in_cpython::{InCpython, in_cpython};
use crate::class::rules::shape::TypeObject;
use crate::class::storage::class_slot::ClassSlot;
use crate::class::storage::inner::Inner;
use crate::class::storage::optional_slot::OptionalClassSlot;
use crate::class::storage::table::{StaticBase, Table};
use crate::reflect::layout::SlotLayout;
use crate::reflect::slotted::Slotted;
use crate::value::Value;

/// A class that is made at run time, by CPython's rules: a schema read from a file, the `class`
/// statement of a script.
///
/// Its instances have fixed offsets, as a struct has: an [`Instance`](crate::Instance) is one block
/// of memory, and a row of [`Rows`](crate::Rows) is the fields alone. Access by name, paths,
/// patches, serde and errors are those of static types.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::Class;
///
/// let a = Class::builder("A").slots(["a"]).build()?;       // Python's slots: any value, unbound at first
/// let b = Class::builder("B").bases([&a]).build()?;        // without slots, it regains `__dict__`
/// let mut o = b.instance();
/// o.setattr("a", 1)?;
/// o.setattr("anything", "else")?;
/// assert!(!a.has_dict() && b.has_dict() && b.is_subclass(&a));
///
/// let c = Class::builder("C").slots(["c"]).build()?;
/// let error = Class::builder("D").bases([&a, &c]).build().unwrap_err();
/// assert_eq!(error.to_string(), "multiple bases have instance lay-out conflict");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A class is counted and cheap to clone. Its layout, names and docs live in it, and die with the
/// last of: its clones, its instances, the classes below it, the slots resolved in it, errors about
/// its instances. Two are equal if they are the same class. The rules are in `docs/spec.md` §12.
#[derive(Clone)]
#[doc(alias = "type")]
pub struct Class(Arc<Inner>);

/// Where a class comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It was made by a builder.
    Made,
    /// One of CPython's own types: `object`, or one that is only a base.
    Builtin(&'static str),
    /// A static type.
    Static(TypeId),
}

impl Class {
    /// Begins the statement of a class of that name: see [`ClassBuilder`].
    pub fn builder(name: impl Into<Box<str>>) -> ClassBuilder {
        ClassBuilder::new(name.into())
    }

    /// Returns a static type as a class, to be a base: its instances begin with a `T`.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::Class;
    ///
    /// #[derive(Slots)]
    /// struct Event { magnitude: f64 }
    ///
    /// let event = Class::of::<Event>();
    /// let felt = Class::builder("FeltEvent").bases([&event]).slot::<u32>("felt").build()?;
    /// let o = felt.from_attrs([("magnitude", 4.5), ("felt", 12.0)]);
    /// assert!(o.is_err(), "a number with a point is no `u32`");
    /// let o = felt.from_attrs([("magnitude", Value::from(4.5)), ("felt", 12.into())])?;
    /// assert_eq!(o.getattr("magnitude")?, 4.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of<T: Slotted + Send + Sync>() -> Class {
        builder::of_static(StaticBase::of::<T>(), TypeId::of::<T>())
    }

    /// One of CPython's own types, as a base; `None` for a name that the rules do not know.
    /// Instances of a class below have its slots, and no value of the builtin type: only the rules
    /// are modelled.
    #[doc(hidden)]
    #[must_use]
    pub fn __builtin(name: &str) -> Option<Class> {
        builder::builtin(name)
    }

    /// Where CPython keeps the slots of the class's instances.
    #[doc(hidden)]
    #[must_use]
    pub fn __in_cpython(&self) -> InCpython<'_> {
        in_cpython(self)
    }

    /// The name of the class: Python's `__name__`.
    #[inline]
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.facts.name
    }

    /// The bases as they are listed: Python's `__bases__`. Where none is listed, it is `object`.
    #[doc(alias = "__bases__")]
    #[must_use]
    pub fn bases(&self) -> &[Class] {
        &self.0.bases().listed
    }

    /// The base whose instances those of this class extend: Python's `__base__`. `None` of
    /// `object`.
    #[doc(alias = "__base__")]
    #[must_use]
    pub fn base(&self) -> Option<&Class> {
        self.0.base().or(self.bases().first())
    }

    /// The order in which attributes are looked up, the class itself first: Python's `__mro__`.
    #[doc(alias = "__mro__")]
    pub fn mro(&self) -> impl Iterator<Item = &Class> {
        core::iter::once(self).chain(&self.0.bases().ancestors)
    }

    /// The layout of an instance. Offsets count from the start of its fields.
    #[inline]
    #[must_use]
    pub fn layout(&self) -> &SlotLayout {
        self.table().layout()
    }

    /// Whether instances have a `Dict` for undeclared names.
    #[must_use]
    pub fn has_dict(&self) -> bool {
        self.layout().has_dict()
    }

    /// Whether instances can have weak references.
    #[must_use]
    pub fn has_weakref(&self) -> bool {
        self.layout().has_weakref()
    }

    /// Finds the slot of that name, which always holds a `V`, to be read and written at its offset.
    ///
    /// # Errors
    ///
    /// Fails if there is no such slot, if it is of another type, or if it is
    /// [optional](Class::optional_slot): the error names both types.
    pub fn slot<V: 'static>(&self, name: &str) -> Result<ClassSlot<V>, AttributeError> {
        ClassSlot::resolve(self, name)
    }

    /// Finds the slot of that name, which holds a `V` or is unbound, to be read and written at its
    /// offset. Python's slots are such, of any [`Value`].
    ///
    /// # Errors
    ///
    /// Fails if there is no such slot, if it is of another type, or if it always holds a value: the
    /// error names both types.
    pub fn optional_slot<V: 'static>(
        &self,
        name: &str,
    ) -> Result<OptionalClassSlot<V>, AttributeError> {
        OptionalClassSlot::resolve(self, name)
    }

    /// Whether this class is `other` or below it: Python's `issubclass`.
    #[doc(alias = "issubclass")]
    #[must_use]
    pub fn is_subclass(&self, other: &Class) -> bool {
        self.is_subclass_of(other)
    }

    /// The attribute of that name of the class itself, or of the first class in its order of
    /// resolution that has one.
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        let mut all = self.mro().flat_map(Class::own_attributes);
        all.find(|(own, _)| **own == *name).map(|(_, value)| value)
    }

    /// The names of the slots that the class itself declares, in the order of the statement,
    /// mangled: Python's `__slots__`, without the special ones. `None` if the class has no slots
    /// statement.
    #[doc(alias = "__slots__")]
    #[must_use]
    pub fn listed_slots(&self) -> Option<impl Iterator<Item = &str>> {
        Some(self.0.facts.listed.as_ref()?.iter().map(|name| &**name))
    }

    /// The attributes of the class itself, with their values, in the order of the statement.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.own_attributes().iter().map(|(name, value)| (&**name, value))
    }

    fn own_attributes(&self) -> &[(Box<str>, Value)] {
        &self.0.facts.attributes
    }

    /// The layout of the static type that this class is, if it is one.
    fn own_static(&self) -> Option<&'static SlotLayout> {
        match self.0.facts.kind {
            Kind::Static(_) => self.table().static_base().map(|base| base.layout),
            _ => None,
        }
    }

    /// Whether both are clones of one class. (Two made of one static type are equal, and not this.)
    #[inline(always)]
    fn is_same(&self, other: &Class) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    #[inline(always)]
    fn table(&self) -> &Table {
        self.0.table()
    }
}

impl PartialEq for Class {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other)
            || (self.0.facts.kind != Kind::Made && self.0.facts.kind == other.0.facts.kind)
    }
}

impl Eq for Class {}

impl Hash for Class {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// Prints what Python's `repr` of a class prints, without the module.
impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<class '{}'>", self.name())
    }
}
