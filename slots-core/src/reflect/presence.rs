//! Whether a type has a special field, as a type-level boolean. A call that needs a special field
//! fails to compile without one, and so does a type that has two of a kind.

use crate::reflect::slotted::Slotted;

/// The type has the property in question: a `Dict`, a `WeakSlot` (its own or a base's), or
/// construction by name.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::presence::Present;
///
/// #[derive(Slots)]
/// #[slots(dict)]
/// struct Open { __dict__: Dict }
///
/// fn needs_dict<T: Slotted<Dict = Present>>(mut object: T) -> usize {
///     object.dict_mut().insert("a", 1);
///     object.dict().len()
/// }
/// assert_eq!(needs_dict(Open { __dict__: Dict::new() }), 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Present {}

/// The type does not have the property in question.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::presence::Absent;
///
/// #[derive(Slots)]
/// struct Point { x: f64 }
///
/// /// Takes only types whose attributes are the declared ones.
/// fn columns<T: Slotted<Dict = Absent>>() -> usize {
///     T::LAYOUT.iter().count()
/// }
/// assert_eq!(columns::<Point>(), 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Absent {}

/// A type-level boolean: [`Present`] or [`Absent`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::presence::Presence;
///
/// #[derive(Slots)]
/// struct Point { x: f64 }
/// #[derive(Slots)]
/// #[slots(dict)]
/// struct Open { __dict__: Dict }
///
/// fn has_dict<T: Slotted>() -> bool {
///     <T::Dict as Presence>::IS_PRESENT
/// }
/// assert!(has_dict::<Open>() && !has_dict::<Point>());
/// ```
pub trait Presence: sealed::Sealed + 'static {
    /// [`Present`] if both this and `Other` are.
    type And<Other: Presence>: Presence;

    /// Whether this is [`Present`].
    const IS_PRESENT: bool;

    /// Room for a `W`, if this is [`Present`]; otherwise nothing, which takes no bytes. It is the
    /// word for weak references in the header of a shared object.
    #[doc(hidden)]
    type Word<W: Default + 'static>: Word<W>;
}

impl Presence for Present {
    type And<Other: Presence> = Other;
    const IS_PRESENT: bool = true;
    type Word<W: Default + 'static> = Held<W>;
}

impl Presence for Absent {
    type And<Other: Presence> = Absent;
    const IS_PRESENT: bool = false;
    type Word<W: Default + 'static> = NotHeld;
}

/// A `W`, or nothing: see [`Presence`].
#[doc(hidden)]
pub trait Word<W>: Default {
    /// Returns the `W`, if there is one.
    fn word(&self) -> Option<&W>;
}

/// A `W` that is there.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Held<W>(W);

impl<W: Default> Word<W> for Held<W> {
    #[inline(always)]
    fn word(&self) -> Option<&W> {
        Some(&self.0)
    }
}

/// No `W`.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct NotHeld;

impl<W> Word<W> for NotHeld {
    #[inline(always)]
    fn word(&self) -> Option<&W> {
        None
    }
}

/// Combines the `Dict` of the type itself and of the bases so far with that of one more base.
///
/// There is no impl for two that are both [`Present`]. This is Python's error `__dict__ slot
/// disallowed: we already got one`.
#[diagnostic::on_unimplemented(
    message = "`__dict__` disallowed: we already got one",
    label = "with this base, the type would have two `Dict`s",
    note = "a type has one `Dict` for undeclared names, its own or that of one base; which of two \
            would a new name go to?",
    note = "remove the `Dict` of the type itself, or hold one of the bases in an ordinary field, \
            without `#[slots(base)]`"
)]
pub trait Join<Other: Presence>: Presence {
    /// [`Present`] if one of the two is.
    type Output: Presence;
}

impl<P: Presence> Join<P> for Absent {
    type Output = P;
}

impl Join<Absent> for Present {
    type Output = Present;
}

/// A type with a [`Dict`](crate::Dict) for undeclared names: its own, or a base's.
///
/// Implemented for exactly these types. So calling [`dict_mut`](Slotted::dict_mut) on a type
/// without a `Dict` does not compile, where Python would raise an error at run time.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::HasDict;
///
/// #[derive(Slots)]
/// #[slots(dict)]
/// struct Event { magnitude: f64, __dict__: Dict }
///
/// fn tag(object: &mut impl HasDict) {
///     object.dict_mut().insert("seen", true);
/// }
///
/// let mut event = Event { magnitude: 4.5, __dict__: Dict::new() };
/// tag(&mut event);
/// assert_eq!(event.getattr("seen")?, true);
/// # Ok::<(), slotted::AttributeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `__dict__`: its attributes are the declared ones",
    label = "an undeclared name needs a `Dict` to go to",
    note = "to allow undeclared names on `{Self}`: add `#[slots(dict)]` to the struct and the field \
            `__dict__: slotted::Dict` (8 bytes, no allocation while it is empty)",
    note = "or declare the attribute as a field"
)]
pub trait HasDict: Slotted<Dict = Present> {}

#[diagnostic::do_not_recommend]
impl<T: Slotted<Dict = Present>> HasDict for T {}

/// Combines the `WeakSlot` of the type itself and of the bases so far with that of one more base.
///
/// As with [`Join`], there is no impl for two that are both [`Present`].
#[diagnostic::on_unimplemented(
    message = "`__weakref__` disallowed: we already got one",
    label = "with this base, the type would have two `WeakSlot`s",
    note = "an object has one list of weak references, its own or that of one base",
    note = "remove the `WeakSlot` of the type itself, or hold one of the bases in an ordinary field, without \
            `#[slots(base)]`"
)]
pub trait JoinWeakref<Other: Presence>: Presence {
    /// [`Present`] if one of the two is.
    type Output: Presence;
}

impl<P: Presence> JoinWeakref<P> for Absent {
    type Output = P;
}

impl JoinWeakref<Absent> for Present {
    type Output = Present;
}

/// A type whose objects can have weak references: it has a [`WeakSlot`](crate::WeakSlot), its own
/// or a base's.
///
/// Implemented for exactly these types. So calling [`Obj::downgrade`](crate::Obj::downgrade) on an
/// object of another type does not compile, where Python would raise an error at run time.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{HasWeakref, Obj, WeakObj, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node { rank: u32, __weakref__: WeakSlot }
///
/// /// Refers to objects that others own.
/// fn watch<T: HasWeakref>(objects: &[Obj<T>]) -> Vec<WeakObj<T>> {
///     objects.iter().map(Obj::downgrade).collect()
/// }
///
/// let nodes = [Obj::new(Node { rank: 1, __weakref__: WeakSlot::new() })];
/// let watched = watch(&nodes);
/// drop(nodes);
/// assert!(watched[0].upgrade().is_none());
/// ```
#[diagnostic::on_unimplemented(
    message = "cannot create a weak reference to `{Self}`: it has no `__weakref__`",
    label = "a weak reference needs a `WeakSlot` in the object",
    note = "to allow weak references to `{Self}`: add `#[slots(weakref)]` to the struct and the field \
            `__weakref__: slotted::WeakSlot` (no room in the struct; 8 bytes in each shared object)",
    note = "or share it by strong references alone"
)]
pub trait HasWeakref: Slotted<Weakref = Present> {}

#[diagnostic::do_not_recommend]
impl<T: Slotted<Weakref = Present>> HasWeakref for T {}

/// A type that can be made from the values of its attributes: every slotted type, except those with
/// a skipped field that has no default.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// /// Makes any such type of text: `x=1 y=2.5`.
/// fn parse<T: FromAttrs>(text: &str) -> Result<T, slotted::RecordError> {
///     let pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
///     let number = |text: &str| text.parse::<f64>().expect("it is a number");
///     T::from_attrs(pairs.map(|(name, value)| (name, number(value))))
/// }
///
/// let p: Point = parse("x=1 y=2.5")?;
/// assert_eq!((p.x, p.y), (1.0, 2.5));
/// # Ok::<(), slotted::RecordError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from its attributes",
    label = "a skipped field, its own or a base's, has no default",
    note = "a field with `#[slots(skip)]` has no name that it could be given by: write `#[slots(skip, default)]` or \
            `#[slots(skip, default = …)]`"
)]
pub trait FromAttrs: Slotted<Whole = Present> {}

#[diagnostic::do_not_recommend]
impl<T: Slotted<Whole = Present>> FromAttrs for T {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Present {}
    impl Sealed for super::Absent {}
}
