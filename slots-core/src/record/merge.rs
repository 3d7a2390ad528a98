//! Deep merges: the attributes of a layer into an object.

use alloc::vec::Vec;

use crate::path::AttrPath;
use crate::record::patch::change::Change;
use crate::record::patch::error::PatchError;
use crate::record::patch::plan;
use crate::reflect::attr::AttrRef;
use crate::reflect::find::find;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::step::Step;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::depth::MAX_DEPTH;
use crate::value::dict::Dict;

/// Merges the attributes into the object: all of them, or none.
pub(crate) fn merge(object: ObjectMut<'_>, attrs: Dict) -> Result<(), PatchError> {
    let mut merge = Merge { steps: Vec::new(), changes: Vec::new() };
    merge.object(object.shared(), attrs);
    // The values that are there may be any.
    plan::apply(object, &merge.changes, true)
}

/// Walks through the layer, with what the object has in the same place.
struct Merge {
    steps: Vec<Step>,
    changes: Vec<Change>,
}

impl Merge {
    fn object(&mut self, object: Object<'_>, attrs: Dict) {
        let layout = object.layout();
        for (name, value) in attrs.into_entries() {
            let name = layout.name_given(&name);
            self.steps.push(Step::Name(name.into()));
            self.value(find(object, name), value);
            self.steps.pop();
        }
    }

    /// Merges a map into a slotted struct or a map; any other value replaces what is there.
    fn value(&mut self, current: Option<AttrRef<'_>>, value: Value) {
        let nests = self.steps.len() <= MAX_DEPTH;
        match (current.map(|current| current.view().unshared()), value) {
            (Some(ValueRef::Object(object)), Value::Map(attrs))
                if nests && object.layout().variant().is_none() =>
            {
                self.object(object.__object(), attrs);
            }
            (Some(ValueRef::Map(map)), Value::Map(entries)) if nests => {
                for (key, value) in entries.into_entries() {
                    self.steps.push(Step::Name((*key).into()));
                    self.value(map.get(&key), value);
                    self.steps.pop();
                }
            }
            (_, value) => {
                let path = AttrPath::of(&self.steps);
                self.changes.push(Change { path, old: None, new: Some(value), len: None });
            }
        }
    }
}
