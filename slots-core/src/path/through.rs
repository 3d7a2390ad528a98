//! Walking a path through shared objects, with one lock at a time.

use crate::attributes::shared::{self, SharedError};
use crate::path::error::{PathError, Reason};
use crate::path::walk::{self, Led};
use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::object::ObjectMut;
use crate::reflect::shared::{SharedRef, Unreachable};
use crate::reflect::step::Step;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::dyn_obj::DynObj;

/// Calls `read` with the attribute that the path leads to.
pub(crate) fn with<R>(
    object: &dyn Attributes,
    steps: &[Step],
    read: impl FnOnce(AttrRef<'_>) -> R,
) -> Result<R, PathError> {
    let (mut read, mut result) = (Some(read), None);
    visit(object, steps, 0, &mut |found| result = read.take().map(|read| read(found)))?;
    Ok(result.expect("it was called with the attribute"))
}

type Visitor<'v> = &'v mut dyn FnMut(AttrRef<'_>);

fn visit(
    object: &dyn Attributes,
    steps: &[Step],
    done: usize,
    visitor: Visitor<'_>,
) -> Result<(), PathError> {
    let mut next = match walk::lead(object, steps, done)? {
        Led::To(found) => {
            visitor(found);
            return Ok(());
        }
        Led::IntoShared(shared, at) => match shared.to_owned() {
            Some(owned) => (owned, at),
            // An object that must not leave its thread is not held apart from where it lies.
            None => return visit_local(shared, steps, at, visitor),
        },
    };
    // The lock of one object is released before that of the next is taken.
    loop {
        let (shared, at) = &next;
        let step = shared.borrowed().read(|object| match walk::lead(object, steps, *at)? {
            Led::To(found) => {
                visitor(found);
                Ok(None)
            }
            Led::IntoShared(inner, at) => match inner.to_owned() {
                Some(owned) => Ok(Some((owned, at))),
                None => visit_local(inner, steps, at, visitor).map(|()| None),
            },
        });
        match step.map_err(|why| unreachable(why, shared.borrowed(), &steps[..*at]))?? {
            Some(more) => next = more,
            None => return Ok(()),
        }
    }
}

/// Goes into an object of one thread, whose place stays borrowed meanwhile.
fn visit_local(
    shared: SharedRef<'_>,
    steps: &[Step],
    at: usize,
    visitor: Visitor<'_>,
) -> Result<(), PathError> {
    if at >= MOST_LOCAL {
        return Err(PathError::at(&steps[..at], Reason::Fixed("too many steps")));
    }
    let visited = shared.read(|object| visit(object, steps, at, visitor));
    visited.map_err(|why| unreachable(why, shared, &steps[..at]))?
}

/// The most steps of a path into objects of one thread, which are walked by recursion.
const MOST_LOCAL: usize = 128;

fn unreachable(why: Unreachable, shared: SharedRef<'_>, so_far: &[Step]) -> PathError {
    PathError::at(so_far, Reason::Shared(SharedError::of(why, shared)))
}

/// Writes the attribute that the path leads to, through shared objects too.
pub(crate) fn write(
    mut object: ObjectMut<'_>,
    steps: &[Step],
    value: &mut Value,
) -> Result<(), PathError> {
    match walk::write(object.reborrow(), steps, Source::Value(value)) {
        // The walk has stopped before the shared object, so that the value is still there.
        Err(error) if error.is_shared() => match walk::first_shared(object.shared(), steps) {
            Some((shared, done)) => set(&shared, steps, done, value),
            None => Err(error),
        },
        result => result,
    }
}

/// Writes the attribute to which the steps from index `done` on lead from a shared object.
pub(crate) fn set(
    first: &DynObj,
    steps: &[Step],
    done: usize,
    value: &mut Value,
) -> Result<(), PathError> {
    let (mut object, mut done) = (first.clone(), done);
    loop {
        if let [Step::Name(name)] = &steps[done..] {
            let result = shared::set(object.borrowed(), name, value);
            return result.map_err(|error| match error {
                // The write itself failed, or its object cannot be reached.
                SharedError::Attribute(error) => PathError::at(steps, Reason::Attribute(error)),
                error => PathError::at(&steps[..done], Reason::Shared(error)),
            });
        }
        let failed = |why| unreachable(why, object.borrowed(), &steps[..done]);
        let next = object.borrowed().read(|inner| match walk::lead(inner, steps, done) {
            Ok(Led::IntoShared(shared, at)) => shared.to_owned().map(|owned| (owned, at)),
            _ => None,
        });
        match next.map_err(failed)? {
            Some((inner, at)) => (object, done) = (inner, at),
            None => {
                let written = object.borrowed().write(|inner| {
                    let source = Source::Value(value);
                    walk::write(inner.__object_mut(), &steps[done..], source)
                });
                return written.map_err(failed)?.map_err(|error| error.after(&steps[..done]));
            }
        }
    }
}
