//! The state of an object, in Python's sense: its content without its type, for copies and pickles.

use crate::attributes::access::copied;
use crate::attributes::error::AttributeError;
use crate::reflect::find::find;
use crate::reflect::object::Object;
use crate::reflect::vars::Vars;
use crate::value::dict::Dict;

/// The state of an object: the two parts of Python's `object.__getstate__`. See
/// [`get_state`](crate::AttributesExt::get_state).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectState {
    /// The entries of the `Dict`; `None` if the type has no `Dict`.
    pub dict: Option<Dict>,
    /// The values of the bound slots by name, including the slots of bases.
    pub slots: Dict,
}

/// Copies the state of the object. Fails if a slot is opaque or holds something opaque.
pub(crate) fn of(object: Object<'_>) -> Result<ObjectState, AttributeError> {
    let layout = object.layout();
    let slots = Vars::new(object).filter(|(name, _)| layout.slot(name).is_some());
    // As in CPython: the names of all slots are asked for, also of one that a class attribute
    // hides.
    let hidden = layout.slots_hidden_by_class();
    let hidden = hidden.filter_map(|name| Some((name, find(object, name)?)));
    let slots = slots.chain(hidden).map(|slot| copied(layout, slot));
    Ok(ObjectState { slots: slots.collect::<Result<_, _>>()?, dict: object.dict().cloned() })
}
