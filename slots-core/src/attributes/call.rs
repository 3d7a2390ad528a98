//! Calling a method by name, in functions that are compiled once for all types.

use alloc::boxed::Box;
use core::any::Any;

use crate::attributes::call_error::{CallError, Fault};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::methods::MethodLocation;
use crate::reflect::method::arguments::{Arguments, Stop};
use crate::reflect::method::info::Receiver;
use crate::reflect::method::this::This;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::shared::Unreachable;
use crate::value::Value;

/// Calls a method that needs no more than a shared object.
pub(crate) fn call(
    object: Object<'_>,
    name: &str,
    arguments: &mut [Value],
) -> Result<Value, CallError> {
    let layout = object.layout();
    let Some((found, this)) = object.method(name) else {
        return Err(no_method(object, name));
    };
    match This::of_shared(this, found.info().receiver()) {
        Some(this) => run(layout, &found, this, arguments),
        None => Err(CallError::of(layout, &found, not_received(&found))),
    }
}

/// Calls a method that needs no more than an exclusively borrowed object.
pub(crate) fn call_mut(
    object: ObjectMut<'_>,
    name: &str,
    arguments: &mut [Value],
) -> Result<Value, CallError> {
    let layout = object.layout();
    let Some(found) = layout.locate_method(name) else {
        return Err(no_method(object.shared(), name));
    };
    if found.info().receiver() == Receiver::Mut && found.is_frozen() {
        return Err(CallError::of(layout, &found, Fault::Frozen));
    }
    let this = object.method(name).map(|(_, this)| this);
    match this.and_then(|this| This::of_exclusive(this, found.info().receiver())) {
        Some(this) => run(layout, &found, this, arguments),
        None => Err(CallError::of(layout, &found, not_received(&found))),
    }
}

/// Returns why a method that takes `self`, or the shared object, cannot be called.
pub(crate) fn not_received(found: &MethodLocation<'_>) -> Fault {
    match found.info().receiver() {
        // It would be given the whole instead of its base.
        Receiver::Owned | Receiver::Shared if found.is_inherited() => Fault::OfBase,
        _ => Fault::Receiver,
    }
}

/// Finds the method if it consumes its object, which `call_once` then gives to [`consume`].
/// Returns `None` if `call_mut` can call it, or if there is no such method.
pub(crate) fn consuming(
    layout: &'static SlotLayout,
    name: &str,
) -> Result<Option<MethodLocation<'static>>, CallError> {
    match layout.locate_method(name) {
        Some(found) if found.info().receiver() == Receiver::Owned => match found.is_inherited() {
            true => Err(CallError::of(layout, &found, not_received(&found))),
            false => Ok(Some(found)),
        },
        _ => Ok(None),
    }
}

/// Calls a method that consumes its object.
pub(crate) fn consume(
    layout: &SlotLayout,
    found: &MethodLocation<'_>,
    object: Box<dyn Any>,
    arguments: &mut [Value],
) -> Result<Value, CallError> {
    run(layout, found, This::Owned(object), arguments)
}

fn run(
    layout: &SlotLayout,
    found: &MethodLocation<'_>,
    this: This<'_>,
    arguments: &mut [Value],
) -> Result<Value, CallError> {
    run_anywhere(layout, found, this, arguments).map_err(|(error, _)| error)
}

/// Calls the method. Tells apart why an object with a lock was not reached.
pub(crate) fn run_anywhere(
    layout: &SlotLayout,
    found: &MethodLocation<'_>,
    this: This<'_>,
    arguments: &mut [Value],
) -> Result<Value, (CallError, Option<Unreachable>)> {
    let info = found.info();
    let given = arguments.len();
    if given > info.parameters().len() || given < info.required() {
        let error = CallError::of(layout, found, Fault::Count(given));
        drop(this);
        return Err((error, None));
    }
    let mut arguments = Arguments::new(arguments);
    (info.body)(this, &mut arguments);
    match arguments.into_outcome() {
        Ok(value) => Ok(value),
        Err(stop) => {
            let why = if let Stop::Unreachable(why) = stop { Some(why) } else { None };
            Err((CallError::of(layout, found, stop.into()), why))
        }
    }
}

#[cold]
pub(crate) fn no_method(object: Object<'_>, name: &str) -> CallError {
    let fault = match crate::reflect::find::find(object, name) {
        Some(attribute) => Fault::NotCallable(attribute.kind().name()),
        None => Fault::NoSuchMethod,
    };
    CallError::new(object.layout(), name, fault)
}
