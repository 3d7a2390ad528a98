//! One step of a path, and what lies inside a value, one step further.

use alloc::boxed::Box;

use crate::reflect::attr::AttrMut;
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_value::SlotValue;
use crate::value::dict::Dict;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To an attribute, or an entry of a map.
    Name(Box<str>),
    /// To an item of a list.
    Index(usize),
}

impl Step {
    pub(crate) fn as_name(&self) -> Option<&str> {
        match self {
            Step::Name(name) => Some(name),
            Step::Index(_) => None,
        }
    }
}

/// What lies inside a value, one step further.
pub enum Inside<'a> {
    /// It is a slotted struct.
    Object(ObjectMut<'a>),
    /// It is a dict, which takes new names.
    Dict(&'a mut Dict),
    /// It is a list or a map, and this its item.
    Item(AttrMut<'a>),
    /// It is a list or a map, and has no such item.
    Missing,
    /// It is shared, and cannot be changed.
    Shared,
    /// There is nothing inside such a value.
    Nothing,
}

impl<'a> Inside<'a> {
    /// The item of a list.
    pub(crate) fn item<T: SlotValue>(items: &'a mut [T], step: &Step) -> Self {
        match step {
            Step::Name(_) => Inside::Nothing,
            Step::Index(index) => items
                .get_mut(*index)
                .map_or(Inside::Missing, |item| Inside::Item(AttrMut::of(item))),
        }
    }
}
