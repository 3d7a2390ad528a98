//! What an object is apart from its type: Python's state of an object for copies and pickles.

use crate::attributes::access::copied;
use crate::attributes::error::AttributeError;
use crate::reflect::object::Object;
use crate::reflect::vars::Vars;
use crate::value::dict::Dict;

/// The attributes of an object, in Python's two parts; see [`get_state`](crate::AttributesExt::get_state).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectState {
    /// The entries of the `Dict`; `None` where the type has none.
    pub dict: Option<Dict>,
    /// The bound slots, by name, those of the bases included.
    pub slots: Dict,
}

pub(crate) fn of(object: Object<'_>) -> Result<ObjectState, AttributeError> {
    let layout = object.layout();
    let slots = Vars::new(object).filter(|(name, _)| layout.slot(name).is_some());
    let slots = slots.map(|slot| copied(layout, slot));
    Ok(ObjectState { slots: slots.collect::<Result<_, _>>()?, dict: object.dict().cloned() })
}
