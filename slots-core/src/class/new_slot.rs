//! A slot of a class, as it is declared.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt::{self, Display};
use core::marker::PhantomData;

use crate::class::storage::slot_def::{HeldMeta, SlotDef, SlotParts};
use crate::macro_support::field::validation;
use crate::macro_support::range::{RangeOf, Ranged, in_length, in_range, length_of, range_of};
use crate::reflect::layout::meta::MetaValue;
use crate::reflect::mode::Plain;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::validator::Refusal;

/// The declaration of a slot of type `V`, for
/// [`ClassBuilder::declare`](crate::ClassBuilder::declare): what the attributes of the derive say
/// of a static slot.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Class, NewSlot};
///
/// let server = Class::builder("Server")
///     .declare(NewSlot::<String>::new("host").len(1..=253).doc("The name or the address."))
///     .declare(NewSlot::<u16>::new("port").default(80).range(1..))
///     .declare(NewSlot::<f64>::new("timeout").optional().meta("unit", "s"))
///     .build()?;
///
/// let mut o = server.from_attrs([("host", "localhost")])?;
/// assert_eq!(o.getattr("port")?, 80);
/// assert!(!o.hasattr("timeout"));
/// assert_eq!(
///     o.setattr("port", 0).unwrap_err().to_string(),
///     "attribute 'port' of 'Server' objects: 0 is not in 1.."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct NewSlot<V> {
    name: Box<str>,
    parts: SlotParts<V>,
    of: PhantomData<fn(V) -> V>,
}

impl<V: SlotValue + Send + Sync> NewSlot<V> {
    /// Declares a slot that always holds a `V`. The name is any text.
    #[must_use]
    pub fn new(name: impl Into<Box<str>>) -> Self {
        NewSlot { name: name.into(), parts: SlotParts::new(), of: PhantomData }
    }

    /// Lets the slot be unbound. Where an `Option<V>` takes more room than a `V`, the field holds
    /// the value alone, and a bit in each instance says whether there is one.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.parts.optional = true;
        self
    }

    /// Forbids to write the slot by name or by descriptor.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.parts.read_only = true;
        self
    }

    /// Gives the slot a default: a clone of the value.
    #[must_use]
    pub fn default(self, value: V) -> Self
    where
        V: Clone,
    {
        self.default_with(move || value.clone())
    }

    /// Gives the slot a default: what the function makes for each instance.
    #[must_use]
    pub fn default_with(mut self, make: impl Fn() -> V + Send + Sync + 'static) -> Self {
        self.parts.default = Some(Box::new(make));
        self
    }

    /// Refuses values for which the function returns an error: the error says why.
    #[must_use]
    pub fn validate<E: Display>(
        self,
        validate: impl Fn(&V) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.checked(move |value| validation(validate(value)))
    }

    /// Refuses numbers outside of the range.
    #[must_use]
    pub fn range<R>(mut self, range: R) -> Self
    where
        V: Ranged,
        R: RangeOf<V::Bound> + Clone + Send + Sync + 'static,
    {
        self.parts.range = Some(range_of::<V>(range.clone()));
        self.checked(move |value| in_range(value, range.clone()))
    }

    /// Refuses text, lists and maps whose length is outside of the range.
    #[must_use]
    pub fn len<R>(mut self, range: R) -> Self
    where
        R: RangeOf<usize> + Clone + Send + Sync + 'static,
    {
        self.parts.length = Some(length_of(range.clone()));
        self.checked(move |value| in_length::<V, Plain>(value, range.clone()))
    }

    /// Adds a check behind those that are there.
    fn checked(
        mut self,
        check: impl Fn(&V) -> Result<(), Refusal> + Send + Sync + 'static,
    ) -> Self {
        self.parts.check = Some(match self.parts.check.take() {
            None => Box::new(check),
            Some(first) => Box::new(move |value| {
                first(value)?;
                check(value)
            }),
        });
        self
    }

    /// Sets the slot's documentation.
    #[must_use]
    pub fn doc(mut self, doc: impl Display) -> Self {
        self.parts.doc = doc.to_string().into();
        self
    }

    /// Adds an entry of metadata.
    #[must_use]
    pub fn meta<'a>(mut self, key: &str, value: impl Into<MetaValue<'a>>) -> Self {
        self.parts.meta.push((key.into(), HeldMeta::of(value.into())));
        self
    }

    pub(super) fn into_def(self) -> SlotDef {
        SlotDef::new(self.name, self.parts)
    }
}

impl<V> fmt::Debug for NewSlot<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewSlot({:?})", self.name)
    }
}

impl<V> SlotParts<V> {
    pub(super) fn new() -> Self {
        SlotParts {
            default: None,
            check: None,
            range: None,
            length: None,
            doc: "".into(),
            meta: Vec::new(),
            read_only: false,
            optional: false,
        }
    }
}
