//! The leaves of an object or of a layout: the attributes that hold no others.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::any::TypeId;
use core::fmt;

use crate::path::AttrPath;
use crate::reflect::attr::AttrRef;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::iter::SlotIter;
use crate::reflect::object::Object;
use crate::reflect::shape::Shape;
use crate::reflect::step::Step;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vars::Vars;

/// What is left to visit of one value.
type Frame<'a> = Box<dyn Iterator<Item = (Step, AttrRef<'a>)> + 'a>;

/// Iterates over the leaves of an object with their paths: what
/// [`leaves`](crate::AttributesExt::leaves) returns.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Server { host: String, port: u16 }
/// #[derive(Slots)]
/// struct Settings { server: Server, tags: Vec<String> }
///
/// let server = Server { host: "localhost".to_owned(), port: 80 };
/// let settings = Settings { server, tags: vec!["a".to_owned()] };
/// let leaves: Vec<String> =
///     settings.leaves().map(|(path, value)| format!("{path}={value}")).collect();
/// assert_eq!(leaves, ["server.host=localhost", "server.port=80", "tags[0]=a"]);
/// ```
pub struct Leaves<'a> {
    steps: Vec<Step>,
    /// Of the object, and of each value on the way inside it. On the heap, so that no nesting
    /// overflows the stack.
    frames: Vec<Frame<'a>>,
}

impl<'a> Leaves<'a> {
    pub(crate) fn of(object: Object<'a>) -> Self {
        Leaves { steps: Vec::new(), frames: alloc::vec![attributes(object)] }
    }
}

/// Iterates over the bound attributes. Those of a variant that have no names are indexes.
fn attributes(object: Object<'_>) -> Frame<'_> {
    if object.layout().variant_of().is_none() {
        let named = |(name, value): (&str, _)| (Step::Name(name.into()), value);
        return Box::new(Vars::new(object).map(named));
    }
    Box::new(object.slots().enumerate().filter_map(|(number, slot)| {
        let name = slot.info().name();
        let step = match name == number.to_string() {
            true => Step::Index(number),
            false => Step::Name(name.into()),
        };
        Some((step, slot.read()?))
    }))
}

/// Iterates over what is in the value; `None` if it is a leaf.
fn inside<'a>(value: &AttrRef<'a>) -> Option<Frame<'a>> {
    Some(match value.view().unshared() {
        // A variant without fields is its name.
        ValueRef::Object(object) if object.layout().unit_variant().is_none() => {
            attributes(object.__object())
        }
        ValueRef::List(list) => {
            Box::new(list.iter().enumerate().map(|(index, item)| (Step::Index(index), item)))
        }
        ValueRef::Map(map) => {
            Box::new(map.iter().map(|(key, value)| (Step::Name((*key.text()).into()), value)))
        }
        _ => return None,
    })
}

impl<'a> Iterator for Leaves<'a> {
    type Item = (AttrPath, AttrRef<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((step, value)) = self.frames.last_mut()?.next() else {
                self.frames.pop();
                self.steps.pop();
                continue;
            };
            self.steps.push(step);
            match inside(&value) {
                Some(frame) => self.frames.push(frame),
                None => {
                    let path = AttrPath::of(&self.steps);
                    self.steps.pop();
                    return Some((path, value));
                }
            }
        }
    }
}

impl fmt::Debug for Leaves<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Leaves").finish_non_exhaustive()
    }
}

/// Iterates over the leaves of a layout with their paths: what
/// [`SlotLayout::leaves`] returns.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Engine { rpm: u32 }
/// #[derive(Slots)]
/// struct Car { name: String, engine: Engine }
///
/// let paths: Vec<String> = Car::LAYOUT.leaves().map(|(path, _)| path.to_string()).collect();
/// assert_eq!(paths, ["name", "engine.rpm"]);
/// ```
pub struct LayoutLeaves<'a> {
    steps: Vec<Step>,
    /// The slots that are left, of each layout on the way, with the identity of its type.
    frames: Vec<(TypeId, SlotIter<'a>)>,
}

impl SlotLayout {
    /// Iterates over the slots that hold no slotted struct, with their paths: own and inherited
    /// ones, and those of slotted structs inside, in an `Option`, a `Box`, an `Arc` or an `Rc` too.
    ///
    /// Which items a list or a map has is known of an object only, so a slot of such a type is a
    /// leaf. So is a slot of a type that it lies in itself.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots)]
    /// struct Server { host: String, port: u16 }
    /// #[derive(Slots)]
    /// struct Settings { server: Server, tags: Vec<String> }
    ///
    /// let leaves: Vec<String> =
    ///     Settings::LAYOUT.leaves().map(|(path, slot)| format!("{path}: {}", slot.kind())).collect();
    /// assert_eq!(leaves, ["server.host: str", "server.port: int", "tags: list"]);
    /// ```
    #[must_use]
    pub fn leaves(&self) -> LayoutLeaves<'_> {
        let frames = alloc::vec![(SlotLayout::type_id(self), self.iter())];
        LayoutLeaves { steps: Vec::new(), frames }
    }
}

impl<'a> Iterator for LayoutLeaves<'a> {
    type Item = (AttrPath, &'a SlotInfo);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(location) = self.frames.last_mut()?.1.next() else {
                self.frames.pop();
                self.steps.pop();
                continue;
            };
            let info = location.info();
            self.steps.push(Step::Name(info.name().into()));
            let layout = layout_of(info.vtables().value().shape());
            let is_on_the_way = |layout: &SlotLayout| {
                self.frames.iter().any(|(ty, _)| *ty == SlotLayout::type_id(layout))
            };
            match layout.filter(|layout| !is_on_the_way(layout)) {
                Some(layout) => self.frames.push((SlotLayout::type_id(layout), layout.iter())),
                None => {
                    let path = AttrPath::of(&self.steps);
                    self.steps.pop();
                    return Some((path, info));
                }
            }
        }
    }
}

/// Returns the layout of the value, or of what is in an `Option`.
fn layout_of(shape: &Shape) -> Option<&'static SlotLayout> {
    match shape {
        Shape::Object(layout) => Some(layout()),
        Shape::Option(shape) => layout_of(shape),
        _ => None,
    }
}

impl fmt::Debug for LayoutLeaves<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LayoutLeaves").finish_non_exhaustive()
    }
}
