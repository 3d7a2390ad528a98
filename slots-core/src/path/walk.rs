//! Walking a path step by step, to read, write or delete.

use alloc::string::ToString;

use crate::attributes::access;
use crate::attributes::error::AttributeError;
use crate::path::AttrPath;
use crate::path::error::{PathError, Reason};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::depth::text_within_depth;

/// Returns the attribute that the path leads to.
pub(crate) fn read<'a>(object: Object<'a>, path: &str) -> Result<AttrRef<'a>, PathError> {
    let path = path.parse::<AttrPath>()?;
    let steps = path.steps();
    let Some(Step::Name(name)) = steps.first() else {
        return Err(PathError::at(steps, Reason::Syntax("a name")));
    };
    let first = access::get(object, name).map_err(|error| attribute(&steps[..1], error))?;
    read_inside(first, steps, 1)
}

/// Returns the attribute that the steps from index `done` on lead to from `value`, where the steps
/// before have led.
pub(crate) fn read_inside<'a>(
    mut value: AttrRef<'a>,
    steps: &[Step],
    mut done: usize,
) -> Result<AttrRef<'a>, PathError> {
    while let Some(step) = steps.get(done) {
        done += 1;
        let so_far = &steps[..done];
        let (view, kind) = (value.view(), value.kind());
        let found = match (view, step) {
            (ValueRef::Object(object), step) => {
                let object = object.__object();
                let Some(name) = attribute_name(object, step) else {
                    return Err(PathError::at(so_far, Reason::NothingInside(kind)));
                };
                let found = access::get(object, name);
                Some(found.map_err(|error| attribute(so_far, error))?)
            }
            (ValueRef::Map(map), Step::Name(name)) => map.get(name),
            (ValueRef::List(list), Step::Index(index)) => list.get(*index),
            (ValueRef::Bytes(bytes), Step::Index(index)) => bytes.get(*index).map(AttrRef::new),
            _ => return Err(PathError::at(so_far, Reason::NothingInside(kind))),
        };
        value = found.ok_or_else(|| PathError::at(so_far, Reason::Missing(kind)))?;
    }
    Ok(value)
}

/// The operation at the end of a path; one method for each kind of place where a path can end.
trait End {
    type Output;

    fn attribute(self, object: ObjectMut<'_>, name: &str) -> Result<Self::Output, AttributeError>;
    fn entry(self, dict: &mut crate::value::dict::Dict, name: &str)
    -> Result<Self::Output, Reason>;
    fn item(self, item: AttrMut<'_>) -> Result<Self::Output, Reason>;
}

/// Writes the value that the source makes.
struct Write<'a>(Source<'a>);

impl End for Write<'_> {
    type Output = ();

    fn attribute(self, object: ObjectMut<'_>, name: &str) -> Result<(), AttributeError> {
        access::set(object, name, self.0)
    }

    fn entry(self, dict: &mut crate::value::dict::Dict, name: &str) -> Result<(), Reason> {
        dict.insert(name, self.0.into_value());
        Ok(())
    }

    fn item(self, mut item: AttrMut<'_>) -> Result<(), Reason> {
        let type_name = item.as_ref().type_name();
        item.write(self.0).map_err(|mismatch| Reason::Refused(mismatch.of_type(type_name)))
    }
}

/// Deletes the attribute or entry, and returns its value.
struct Delete;

impl End for Delete {
    type Output = Value;

    fn attribute(self, object: ObjectMut<'_>, name: &str) -> Result<Value, AttributeError> {
        access::delete(object, name)
    }

    fn entry(self, dict: &mut crate::value::dict::Dict, name: &str) -> Result<Value, Reason> {
        dict.remove(name).ok_or(Reason::Missing(crate::value::kind::Kind::Map))
    }

    fn item(self, _: AttrMut<'_>) -> Result<Value, Reason> {
        Err(Reason::Fixed("an item of a list or a typed map cannot be deleted by name"))
    }
}

/// Writes the attribute that the path leads to.
pub(crate) fn write(
    object: ObjectMut<'_>,
    path: &str,
    source: Source<'_>,
) -> Result<(), PathError> {
    let path = path.parse::<AttrPath>()?;
    // The first step leads to an attribute of the object itself, which adds no depth to the value.
    let levels = path.steps().len() - 1;
    let depth = match &source {
        Source::Value(value) => value.within_depth(levels),
        Source::Text(text) => text_within_depth(text, levels),
    };
    depth.map_err(|mismatch| PathError::at(path.steps(), Reason::Refused(mismatch)))?;
    in_object(object, path.steps(), 0, Write(source))
}

/// Deletes the attribute that the path leads to.
pub(crate) fn delete(object: ObjectMut<'_>, path: &str) -> Result<Value, PathError> {
    let path = path.parse::<AttrPath>()?;
    // Bound the number of steps as for a write, because the walk recurses once for each step.
    let depth = Value::None.within_depth(path.steps().len() - 1);
    depth.map_err(|mismatch| PathError::at(path.steps(), Reason::Refused(mismatch)))?;
    in_object(object, path.steps(), 0, Delete)
}

/// Takes the step with index `done` in an object, and walks on from there.
fn in_object<E: End>(
    object: ObjectMut<'_>,
    steps: &[Step],
    done: usize,
    end: E,
) -> Result<E::Output, PathError> {
    let so_far = &steps[..=done];
    let name = steps.get(done).and_then(|step| attribute_name(object.shared(), step));
    let Some(name) = name else {
        return Err(PathError::at(so_far, Reason::NothingInside(crate::value::kind::Kind::Object)));
    };
    let failed = |error| attribute(so_far, error);
    if done + 1 == steps.len() {
        return end.attribute(object, name).map_err(failed);
    }
    in_value(access::get_mut(object, name).map_err(failed)?, steps, done + 1, end)
}

/// Takes the step with index `done` in a value, and walks on from there.
fn in_value<E: End>(
    value: AttrMut<'_>,
    steps: &[Step],
    done: usize,
    end: E,
) -> Result<E::Output, PathError> {
    let (so_far, is_last) = (&steps[..=done], done + 1 == steps.len());
    let fail = |reason| Err(PathError::at(so_far, reason));
    let kind = value.as_ref().kind();
    match (value.inside(&steps[done]), &steps[done]) {
        (Inside::Object(object), _) => in_object(object, steps, done, end),
        (Inside::Dict(dict), Step::Name(name)) if is_last => {
            end.entry(dict, name).map_err(|reason| PathError::at(so_far, reason))
        }
        (Inside::Dict(dict), Step::Name(name)) => match dict.get_mut(name) {
            Some(value) => in_value(AttrMut::new(value), steps, done + 1, end),
            None => fail(Reason::Missing(kind)),
        },
        (Inside::Item(item), _) if is_last => {
            end.item(item).map_err(|reason| PathError::at(so_far, reason))
        }
        (Inside::Item(item), _) => in_value(item, steps, done + 1, end),
        (Inside::Missing, _) => fail(Reason::Missing(kind)),
        (Inside::Fixed(why), _) => fail(Reason::Fixed(why)),
        (Inside::Shared, _) => fail(Reason::Fixed("the value is shared, and cannot be changed")),
        (Inside::Nothing | Inside::Dict(_), _) => fail(Reason::NothingInside(kind)),
    }
}

/// Returns the name of the attribute that a step leads to in an object: the fields of an enum's
/// variant that have no names are named by their index.
fn attribute_name<'s>(object: Object<'_>, step: &'s Step) -> Option<&'s str> {
    match step {
        Step::Name(name) => Some(name),
        Step::Index(index) => {
            let slot = object.layout().slots().get(*index)?;
            (object.layout().variant_of().is_some() && slot.name() == index.to_string())
                .then(|| slot.name())
        }
    }
}

fn attribute(steps: &[Step], error: AttributeError) -> PathError {
    PathError::at(steps, Reason::Attribute(error))
}
