//! Walking a path step by step, to read, write or delete.

use alloc::string::ToString;

use crate::attributes::access;
use crate::attributes::error::AttributeError;
use crate::attributes::prepared::TakenOut;
use crate::path::end::{Borrow, End, Take, Write};
use crate::path::error::{PathError, Reason};
use crate::path::make::Missing;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::attributes::Attributes;
use crate::reflect::find::{find, find_by_key};
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::shape::Shape;
use crate::reflect::shared::{Held, SharedRef};
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::depth::text_within_depth;
use crate::value::kind::Kind;

/// Why no path that borrows mutably leads into a shared value.
pub(crate) const SHARED: &str = "the value is shared, and cannot be changed";

/// Why no path leads into a `#[slots(serde)]` slot.
const FOREIGN: &str = "a slot with `#[slots(serde)]` is read and written as a whole";

/// Why no path that borrows leads into a shared object.
fn not_lent(shared: SharedRef<'_>) -> &'static str {
    if shared.is_weak() {
        "nothing is borrowed through a weak reference: its object may die; read it with `value` or `with`"
    } else {
        "nothing is borrowed from an object with a lock: read it with `value` or `with`"
    }
}

/// Returns the attribute that the path leads to.
pub(crate) fn read<'a>(
    object: &'a dyn Attributes,
    steps: &[Step],
) -> Result<AttrRef<'a>, PathError> {
    read_object(object.__object(), steps)
}

/// Where a walk that borrows has led.
pub(crate) enum Led<'a> {
    /// To the end of the path.
    To(AttrRef<'a>),
    /// To a shared object inside which the path goes on, with the number of steps until there.
    IntoShared(SharedRef<'a>, usize),
}

/// Does what [`read`] does with the steps from index `done` on, as far as a value can be borrowed.
pub(crate) fn lead<'a>(
    object: &'a dyn Attributes,
    steps: &[Step],
    done: usize,
) -> Result<Led<'a>, PathError> {
    let Some(step) = steps.get(done) else {
        return Err(PathError::at(steps, Reason::Syntax("a name")));
    };
    let view = ValueRef::Object(object);
    match step_inside(view, step) {
        Some(found) => lead_inside(found, steps, done + 1),
        None => Err(failed_inside(view, &steps[..=done])),
    }
}

/// Does what [`lead`] does from a value on, to which `done` steps have led.
fn lead_inside<'a>(
    mut found: AttrRef<'a>,
    steps: &[Step],
    done: usize,
) -> Result<Led<'a>, PathError> {
    for at in done..steps.len() {
        let view = found.view().unshared();
        if let ValueRef::Shared(shared) = view {
            return Ok(Led::IntoShared(shared, at));
        }
        match step_inside(view, &steps[at]) {
            Some(inner) => found = inner,
            None => return Err(failed_inside(view, &steps[..=at])),
        }
    }
    Ok(Led::To(found))
}

/// Returns the shared object that is the first on the way in which nothing can be borrowed, with
/// the number of steps until there.
pub(crate) fn first_shared(object: Object<'_>, steps: &[Step]) -> Option<(Held, usize)> {
    let first = find_step(object, steps.first()?)?;
    match lead_inside(first, steps, 1) {
        Ok(Led::IntoShared(shared, at)) => Some((shared.held(), at)),
        _ => None,
    }
}

/// Returns what [`read`] returns, of an object that is not behind `dyn`.
pub(crate) fn read_object<'a>(
    object: Object<'a>,
    steps: &[Step],
) -> Result<AttrRef<'a>, PathError> {
    if let Some(first) = steps.first().and_then(|step| find_step(object, step)) {
        return read_inside(first, steps, 1);
    }
    let name = first_name(object, steps)?;
    Err(missing(object, &steps[..1], name))
}

/// Returns the name of the attribute of the object itself that the path begins with.
fn first_name<'s>(object: Object<'_>, steps: &'s [Step]) -> Result<&'s str, PathError> {
    let first = steps.first().ok_or_else(|| PathError::at(steps, Reason::Syntax("a name")))?;
    let name = attribute_name(object, first);
    name.ok_or_else(|| PathError::at(&steps[..1], Reason::NothingInside(Kind::Object)))
}

/// Returns the attribute that the steps from index `done` on lead to from `value`, where the steps
/// before have led.
pub(crate) fn read_inside<'a>(
    mut value: AttrRef<'a>,
    steps: &[Step],
    done: usize,
) -> Result<AttrRef<'a>, PathError> {
    let mut rest = steps.get(done..).unwrap_or_default();
    while let Some((step, after)) = rest.split_first() {
        value = match step_in(value, step) {
            Some(found) => found,
            None => return Err(failed_inside(value.view(), &steps[..steps.len() - after.len()])),
        };
        rest = after;
    }
    Ok(value)
}

/// Returns what [`read`] returns, or `None` where that fails, which costs no error.
pub(crate) fn find_along<'a>(object: Object<'a>, steps: &[Step]) -> Option<AttrRef<'a>> {
    let (first, rest) = steps.split_first()?;
    find_inside(find_step(object, first)?, rest)
}

/// Returns what the steps lead to from `value`.
pub(crate) fn find_inside<'a>(value: AttrRef<'a>, steps: &[Step]) -> Option<AttrRef<'a>> {
    steps.iter().try_fold(value, step_in)
}

/// Returns the attribute or item that one step leads to from `value`.
#[inline(always)]
fn step_in<'a>(value: AttrRef<'a>, step: &Step) -> Option<AttrRef<'a>> {
    match value.own_object() {
        Some(object) => find_step(object, step),
        None => step_inside(value.view(), step),
    }
}

/// Returns the attribute of an object that one step leads to.
#[inline(always)]
fn find_step<'a>(object: Object<'a>, step: &Step) -> Option<AttrRef<'a>> {
    match step {
        Step::Name(name) => find_by_key(object, name, name.key()),
        Step::Index(_) => find(object, attribute_name(object, step)?),
    }
}

/// Returns the attribute or item that one step leads to.
#[inline(always)]
fn step_inside<'a>(view: ValueRef<'a>, step: &Step) -> Option<AttrRef<'a>> {
    match (view.unshared(), step) {
        (ValueRef::Object(object), Step::Name(name)) => object.__find(name),
        (ValueRef::Object(object), step) => object.__find(attribute_name(object.__object(), step)?),
        (ValueRef::Map(map), Step::Name(name)) => map.get(name),
        (ValueRef::List(list), Step::Index(index)) => list.get(*index),
        (ValueRef::Bytes(bytes), Step::Index(index)) => bytes.get(*index).map(AttrRef::new),
        _ => None,
    }
}

/// Returns the error of the last of the steps, which leads nowhere in `view`.
#[cold]
fn failed_inside(view: ValueRef<'_>, so_far: &[Step]) -> PathError {
    let kind = view.kind();
    let Some(step) = so_far.last() else {
        return PathError::at(so_far, Reason::NothingInside(kind));
    };
    match (view.unshared(), step) {
        (ValueRef::Shared(shared), _) => PathError::at(so_far, Reason::Fixed(not_lent(shared))),
        (ValueRef::Object(object), step) => match attribute_name(object.__object(), step) {
            Some(name) => missing(object.__object(), so_far, name),
            None => PathError::at(so_far, Reason::NothingInside(kind)),
        },
        (ValueRef::Map(_), Step::Name(_))
        | (ValueRef::List(_) | ValueRef::Bytes(_), Step::Index(_)) => {
            PathError::at(so_far, Reason::Missing(kind))
        }
        (ValueRef::Foreign(_), _) => PathError::at(so_far, Reason::Fixed(FOREIGN)),
        _ => PathError::at(so_far, Reason::NothingInside(kind)),
    }
}

#[cold]
fn missing(object: Object<'_>, steps: &[Step], name: &str) -> PathError {
    attribute(steps, access::missing(object, name))
}

/// Writes the attribute that the path leads to.
pub(crate) fn write(
    object: ObjectMut<'_>,
    steps: &[Step],
    source: Source<'_>,
) -> Result<(), PathError> {
    within_levels(steps, &source)?;
    in_object(object, steps, 0, Write(source))
}

/// Bounds the depth of what is written, together with the number of steps.
pub(crate) fn within_levels(steps: &[Step], source: &Source<'_>) -> Result<(), PathError> {
    // The first step leads to an attribute of the object itself, which adds no depth to the value.
    let levels = steps.len().saturating_sub(1);
    let depth = match source {
        Source::Value(value) => value.within_depth(levels),
        Source::Text(text) => text_within_depth(text, levels),
        #[cfg(feature = "serde")]
        Source::Made(_) => Ok(()),
    };
    depth.map_err(|mismatch| PathError::at(steps, Reason::Refused(mismatch)))
}

/// Deletes the attribute that the path leads to.
pub(crate) fn delete(object: ObjectMut<'_>, steps: &[Step]) -> Result<Value, PathError> {
    let (value, out) = take(object, steps)?;
    drop(out);
    Ok(value)
}

/// Does what [`delete`] does, but for dropping what was there.
pub(crate) fn take(object: ObjectMut<'_>, steps: &[Step]) -> Result<(Value, TakenOut), PathError> {
    within_depth(steps)?;
    in_object(object, steps, 0, Take)
}

/// Borrows the attribute that the path leads to.
pub(crate) fn borrow<'a>(object: ObjectMut<'a>, steps: &[Step]) -> Result<AttrMut<'a>, PathError> {
    within_depth(steps)?;
    in_object(object, steps, 0, Borrow)
}

/// Bounds the number of steps as for a write, because the walk recurses once for each step.
fn within_depth(steps: &[Step]) -> Result<(), PathError> {
    let depth = Value::None.within_depth(steps.len().saturating_sub(1));
    depth.map_err(|mismatch| PathError::at(steps, Reason::Refused(mismatch)))
}

/// Takes the step with index `done` in an object, and walks on from there.
pub(crate) fn in_object<'a, E: End<'a>>(
    object: ObjectMut<'a>,
    steps: &[Step],
    done: usize,
    end: E,
) -> Result<E::Output, PathError> {
    let Some(step) = steps.get(done) else {
        return Err(PathError::at(steps, Reason::Syntax("a name")));
    };
    let so_far = &steps[..=done];
    let Some(name) = attribute_name(object.shared(), step) else {
        return Err(PathError::at(so_far, Reason::NothingInside(Kind::Object)));
    };
    let failed = |error| attribute(so_far, error);
    if done + 1 == steps.len() {
        return end.attribute(object, name).map_err(failed);
    }
    let object = match object.probe(name) {
        Ok((_, value)) => return in_value(value, steps, done + 1, end),
        Err(object) => object,
    };
    // What is there but must not be changed is no matter of making it.
    if E::MAKES && find(object.shared(), name).is_none() && can_be_made(object.shared(), name) {
        let unmade = access::missing(object.shared(), name);
        let result = end.make(Missing::Attribute(object), steps, done + 1);
        return result.map_err(|error| error.unwrap_or_else(|| failed(unmade)));
    }
    in_value(access::get_mut(object, name).map_err(failed)?, steps, done + 1, end)
}

/// Whether the attribute, which is missing, is an optional slot or may be an entry of the `Dict`.
fn can_be_made(object: Object<'_>, name: &str) -> bool {
    match object.layout().slot(name) {
        Some(slot) => slot.is_optional(),
        None => object.layout().has_dict(),
    }
}

/// Takes the step with index `done` in a value, and walks on from there.
fn in_value<'a, E: End<'a>>(
    value: AttrMut<'a>,
    steps: &[Step],
    done: usize,
    end: E,
) -> Result<E::Output, PathError> {
    let (so_far, is_last) = (&steps[..=done], done + 1 == steps.len());
    let at = |reason| PathError::at(so_far, reason);
    let kind = value.as_ref().kind();
    if matches!(value.as_ref().view(), ValueRef::Foreign(_)) {
        return Err(at(Reason::Fixed(FOREIGN)));
    }
    if E::MAKES && kind == Kind::None && matches!(value.as_ref().vtable().shape(), Shape::Option(_))
    {
        let result = end.make(Missing::None(value), steps, done);
        return result.map_err(|error| error.unwrap_or_else(|| at(Reason::NothingInside(kind))));
    }
    match (value.inside(&steps[done]), &steps[done]) {
        (Inside::Object(object), _) => in_object(object, steps, done, end),
        (Inside::Dict(dict), Step::Name(name)) if is_last => end.entry(dict, name).map_err(at),
        (Inside::Map(map), Step::Name(name)) if is_last => end.map_entry(map, name).map_err(at),
        (Inside::Dict(dict), Step::Name(name)) if dict.contains_key(name) => {
            let value = dict.get_mut(name).expect("it was just found");
            in_value(AttrMut::new(value), steps, done + 1, end)
        }
        (Inside::Dict(dict), Step::Name(_)) => {
            let result = end.make(Missing::Entry(dict), steps, done + 1);
            result.map_err(|error| error.unwrap_or_else(|| at(Reason::Missing(kind))))
        }
        (Inside::Map(map), Step::Name(name)) => match map.lend(name) {
            Ok(value) => in_value(value, steps, done + 1, end),
            Err(map) => {
                let result = end.make(Missing::MapEntry(map), steps, done + 1);
                result.map_err(|error| error.unwrap_or_else(|| at(Reason::Missing(kind))))
            }
        },
        (Inside::Item(item), _) if is_last => end.item(item).map_err(at),
        (Inside::Item(item), _) => in_value(item, steps, done + 1, end),
        (Inside::Missing, _) => Err(at(Reason::Missing(kind))),
        (Inside::Fixed(why), _) => Err(at(Reason::Fixed(why))),
        (Inside::Shared, _) => Err(at(Reason::Fixed(SHARED))),
        (Inside::Nothing | Inside::Dict(_) | Inside::Map(_), _) => {
            Err(at(Reason::NothingInside(kind)))
        }
    }
}

/// Returns the name of the attribute that a step leads to in an object: the fields of an enum's
/// variant that have no names are named by their index.
pub(crate) fn attribute_name<'s>(object: Object<'_>, step: &'s Step) -> Option<&'s str> {
    match step {
        Step::Name(name) => Some(name),
        Step::Index(index) => {
            let variant = object.layout().variant_of()?.info();
            let name = variant.layout.slots().get(*index)?.name();
            (name == index.to_string()).then_some(name)
        }
    }
}

fn attribute(steps: &[Step], error: AttributeError) -> PathError {
    PathError::at(steps, Reason::Attribute(error))
}
