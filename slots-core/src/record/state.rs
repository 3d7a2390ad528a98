//! The state of an object, in Python's sense: its content without its type, for copies and pickles.

use crate::attributes::access::copied;
use crate::attributes::error::AttributeError;
use crate::reflect::find::find;
use crate::reflect::object::Object;
use crate::reflect::vars::Vars;
use crate::value::dict::Dict;

/// The state of an object: the two parts of Python's `object.__getstate__`. See
/// [`get_state`](crate::AttributesExt::get_state).
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots, Debug, PartialEq)]
/// #[slots(dict)]
/// struct Event { magnitude: f64, __dict__: Dict }
///
/// let mut event = Event { magnitude: 4.5, __dict__: Dict::new() };
/// event.setattr("net", "ci")?;
/// let state = event.get_state()?;
/// assert_eq!(state.slots, Dict::from([("magnitude", 4.5)]));
/// assert_eq!(state.dict, Some(Dict::from([("net", "ci")])));
/// assert_eq!(Event::from_state(state)?, event);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
