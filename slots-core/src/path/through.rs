//! Walking a path through shared objects, with one lock at a time.

use crate::attributes::prepared::TakenOut;
use crate::attributes::shared::{self, SharedError, TRIES};
use crate::path::error::{PathError, Reason};
use crate::path::place;
use crate::path::walk::{self, Led};
use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::object::ObjectMut;
use crate::reflect::shared::{Held, SharedRef, Unreachable};
use crate::reflect::step::Step;
use crate::reflect::vtable::put::Source;
use crate::value::Value;

/// Calls `read` with the attribute that the path leads to.
pub(crate) fn with<R>(
    object: &dyn Attributes,
    steps: &[Step],
    read: impl FnOnce(AttrRef<'_>) -> R,
) -> Result<R, PathError> {
    match walk::lead(object, steps, 0)? {
        Led::To(found) => Ok(read(found)),
        Led::IntoShared(shared, at) => with_in(shared.held(), steps, at, read),
    }
}

/// Calls `read` with the attribute to which the steps from index `done` on lead from a shared
/// object.
pub(crate) fn with_in<R>(
    first: Held,
    steps: &[Step],
    done: usize,
    read: impl FnOnce(AttrRef<'_>) -> R,
) -> Result<R, PathError> {
    let (mut read, mut result) = (Some(read), None);
    visit(first, steps, done, &mut |found| result = read.take().map(|read| read(found)))?;
    Ok(result.expect("it was called with the attribute"))
}

fn visit(
    first: Held,
    steps: &[Step],
    done: usize,
    visitor: &mut dyn FnMut(AttrRef<'_>),
) -> Result<(), PathError> {
    let mut next = (first, done);
    // The lock of one object is released before that of the next is taken.
    loop {
        let (shared, at) = &next;
        let step = shared.borrowed().read(|object| match walk::lead(object, steps, *at)? {
            Led::To(found) => {
                visitor(found);
                Ok(None)
            }
            Led::IntoShared(inner, at) => Ok(Some((inner.held(), at))),
        });
        match step.map_err(|why| unreachable(why, shared.borrowed(), &steps[..*at]))?? {
            Some(more) => next = more,
            None => return Ok(()),
        }
    }
}

fn unreachable(why: Unreachable, shared: SharedRef<'_>, so_far: &[Step]) -> PathError {
    PathError::at(so_far, Reason::Shared(SharedError::of(why, shared)))
}

/// Writes the attribute that the path leads to, through shared objects too.
pub(crate) fn write(
    mut object: ObjectMut<'_>,
    steps: &[Step],
    mut source: Source<'_>,
) -> Result<(), PathError> {
    match walk::write(object.reborrow(), steps, source.reborrow()) {
        // The walk has stopped before the shared object, so that the value is still there.
        Err(error) if error.is_shared() => match walk::first_shared(object.shared(), steps) {
            Some((shared, done)) => set(shared, steps, done, source),
            None => Err(error),
        },
        result => result,
    }
}

/// Deletes what the path leads to, through shared objects too.
pub(crate) fn delete(mut object: ObjectMut<'_>, steps: &[Step]) -> Result<Value, PathError> {
    match walk::delete(object.reborrow(), steps) {
        Err(error) if error.is_shared() => match walk::first_shared(object.shared(), steps) {
            Some((shared, done)) => delete_in(shared, steps, done),
            None => Err(error),
        },
        result => result,
    }
}

/// Returns the last shared object with a lock on the way, and the number of steps until there.
fn last(first: Held, steps: &[Step], done: usize) -> Result<(Held, usize), PathError> {
    let (mut object, mut done) = (first, done);
    while steps.len() > done + 1 {
        let next = object.borrowed().read(|inner| match walk::lead(inner, steps, done) {
            Ok(Led::IntoShared(shared, at)) => Some((shared.held(), at)),
            _ => None,
        });
        let next = next.map_err(|why| unreachable(why, object.borrowed(), &steps[..done]))?;
        match next {
            Some(next) => (object, done) = next,
            None => break,
        }
    }
    Ok((object, done))
}

/// Returns the error of an access to an attribute of an object to which `done` steps lead.
fn at_end(error: SharedError, steps: &[Step], done: usize) -> PathError {
    match error {
        // The access itself failed, or its object cannot be reached.
        SharedError::Attribute(error) => PathError::at(steps, Reason::Attribute(error)),
        error => PathError::at(&steps[..done], Reason::Shared(error)),
    }
}

/// Writes the attribute to which the steps from index `done` on lead from a shared object. The
/// value is converted and validated before the last lock is taken, and the old one drops after it.
pub(crate) fn set(
    first: Held,
    steps: &[Step],
    done: usize,
    source: Source<'_>,
) -> Result<(), PathError> {
    let (object, done) = last(first, steps, done)?;
    if let [Step::Name(name)] = &steps[done..] {
        let result = shared::set(object.borrowed(), name, source);
        return result.map_err(|error| at_end(error, steps, done));
    }
    set_inside(object.borrowed(), steps, done, source)
}

/// Writes what lies deeper in a shared object.
fn set_inside(
    object: SharedRef<'_>,
    steps: &[Step],
    done: usize,
    mut source: Source<'_>,
) -> Result<(), PathError> {
    let failed = |why| unreachable(why, object, &steps[..done]);
    let (before, steps) = steps.split_at(done);
    walk::within_levels(steps, &source).map_err(|error| error.after(before))?;
    // What the value is made for may be another thing when it is made: an enum's other variant, an
    // item of another type.
    let spare = shared::spare(&source);
    for _ in 0..TRIES {
        let place = object.write(|inner| place::find(inner.__object_mut(), steps));
        let place = place.map_err(failed)?;
        let ready = place.and_then(|place| place.make(steps, source.reborrow()));
        let mut ready = ready.map_err(|error| error.after(before))?;
        let put = object.write(|inner| ready.put(inner.__object_mut()));
        drop(ready);
        if put.map_err(failed)? {
            return Ok(());
        }
        shared::restore(&mut source, spare.as_ref());
    }
    Err(failed(Unreachable::Locked))
}

/// Deletes what the steps from index `done` on lead to from a shared object. What was there drops
/// after the lock.
pub(crate) fn delete_in(first: Held, steps: &[Step], done: usize) -> Result<Value, PathError> {
    let (object, done) = last(first, steps, done)?;
    if let [Step::Name(name)] = &steps[done..] {
        let result = shared::delete(object.borrowed(), name);
        return result.map_err(|error| at_end(error, steps, done));
    }
    let taken = object.borrowed().write(|inner| walk::take(inner.__object_mut(), &steps[done..]));
    let taken = taken.map_err(|why| unreachable(why, object.borrowed(), &steps[..done]))?;
    let (value, out): (Value, TakenOut) = taken.map_err(|error| error.after(&steps[..done]))?;
    drop(out);
    Ok(value)
}
