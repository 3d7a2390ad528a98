//! Reading, writing and deleting by name, in functions that are compiled once for all types.

use core::any::Any;
use core::mem;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::slot_ref::SlotMut;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::depth::held_within_depth;

/// Returns the attribute's name with a copy of its value. Fails if the value is opaque or holds
/// something opaque.
pub(crate) fn copied<'a>(
    layout: &SlotLayout,
    (name, attribute): (&'a str, AttrRef<'_>),
) -> Result<(&'a str, Value), AttributeError> {
    match attribute.to_value() {
        Some(copy) => Ok((name, copy)),
        None => {
            if let ValueRef::Foreign(value) = attribute.view()
                && let Err(error) = value.to_value()
            {
                return Err(AttributeError::of_value(layout, name, error));
            }
            let fault = Fault::Opaque { expected: attribute.type_name(), found: "a value" };
            Err(AttributeError::new(layout, name, fault))
        }
    }
}

pub(crate) fn get_mut<'a>(
    object: ObjectMut<'a>,
    name: &str,
) -> Result<AttrMut<'a>, AttributeError> {
    match object.probe(name) {
        Ok((_, value)) => Ok(value),
        Err(object) => get_mut_anywhere(object, name),
    }
}

/// Does what [`get_mut`] does, inlined: for a type that the caller knows, so that the layout is a
/// constant.
#[inline(always)]
pub(crate) fn get_mut_in_constant<'a>(
    object: ObjectMut<'a>,
    name: &str,
) -> Result<AttrMut<'a>, AttributeError> {
    match object.probe_in_constant(name) {
        Ok((_, value)) => Ok(value),
        Err(object) => get_mut_anywhere(object, name),
    }
}

#[inline(never)]
fn get_mut_anywhere<'a>(object: ObjectMut<'a>, name: &str) -> Result<AttrMut<'a>, AttributeError> {
    let layout = object.layout();
    let slot = match object.slot(name) {
        Ok(slot) => writable(slot, name, Fault::FrozenAssign)?,
        Err(object) => return get_mut_in_dict(object, name),
    };
    if slot.info().is_validated() {
        return Err(AttributeError::new(layout, name, Fault::Validated));
    }
    // `get` computes a lazy slot; `read`, below, would not.
    if slot.shared().get().is_none() {
        return Err(missing(slot.object(), name));
    }
    slot.read().ok_or_else(|| AttributeError::new(layout, name, Fault::Unbound))
}

fn get_mut_in_dict<'a>(object: ObjectMut<'a>, name: &str) -> Result<AttrMut<'a>, AttributeError> {
    let layout = object.layout();
    if layout.is_dict_frozen() {
        return Err(AttributeError::new(layout, name, Fault::FrozenAssign));
    }
    // Look the name up before borrowing mutably: a borrow that is returned on one path would last
    // on the other path too, where the error needs the object.
    if !object.shared().dict().is_some_and(|dict| dict.contains_key(name)) {
        if layout.class_attribute(name).is_some() {
            return Err(AttributeError::new(layout, name, Fault::ReadOnly));
        }
        return Err(missing(object.shared(), name));
    }
    let found = object.dict().ok().and_then(|dict| dict.get_mut(name));
    found
        .map(AttrMut::from)
        .ok_or_else(|| AttributeError::new(layout, name, Fault::NoSuchAttribute))
}

/// Writes the attribute and takes the value out of `value`.
///
/// On failure, the caller drops what is left in `value` while the error is a local, because the
/// `Drop` of a user type may panic.
pub(crate) fn set_value(
    object: ObjectMut<'_>,
    name: &str,
    value: &mut Value,
) -> Result<(), AttributeError> {
    let layout = object.layout();
    match object.probe(name) {
        Ok((info, slot)) => match slot.copy_in(value) {
            Ok(()) => Ok(()),
            Err(slot) => set_slot(layout, name, info, slot, value),
        },
        Err(object) => set_anywhere(object, name, value),
    }
}

/// Does what [`set_value`] does, inlined: for a type that the caller knows, so that the layout is a
/// constant.
#[inline(always)]
pub(crate) fn set_value_in_constant(
    object: ObjectMut<'_>,
    name: &str,
    value: &mut Value,
) -> Result<(), AttributeError> {
    let layout = object.layout();
    match object.probe_in_constant(name) {
        Ok((info, slot)) => match slot.copy_in(value) {
            Ok(()) => Ok(()),
            Err(slot) => set_slot(layout, name, info, slot, value),
        },
        Err(object) => set_anywhere(object, name, value),
    }
}

/// Writes a slot that a probe found.
#[inline(never)]
fn set_slot(
    layout: &SlotLayout,
    name: &str,
    info: &SlotInfo,
    mut slot: AttrMut<'_>,
    value: &mut Value,
) -> Result<(), AttributeError> {
    if let Err(error) = value.within_depth(0) {
        return Err(AttributeError::of_value(layout, name, error));
    }
    slot.write(Source::Value(value))
        .map_err(|error| AttributeError::refused(layout, name, info, error))
}

#[inline(never)]
fn set_anywhere(
    object: ObjectMut<'_>,
    name: &str,
    value: &mut Value,
) -> Result<(), AttributeError> {
    if let Err(error) = value.within_depth(0) {
        return Err(AttributeError::of_value(object.layout(), name, error));
    }
    set(object, name, Source::Value(value))
}

/// Replaces a slot's value of type `T`, if one probe finds the slot and nothing has to be checked.
/// Otherwise returns the value.
#[inline(always)]
pub(crate) fn replace_in_constant<T: 'static>(
    object: ObjectMut<'_>,
    name: &str,
    value: T,
) -> Result<T, T> {
    match object.probe_in_constant(name) {
        Ok((_, slot)) if slot.is_scalar() => match slot.cast::<T>() {
            Ok(place) => Ok(mem::replace(place, value)),
            Err(_) => Err(value),
        },
        _ => Err(value),
    }
}

/// Writes the value that the slot's type parses from the text.
pub(crate) fn set_text(
    object: ObjectMut<'_>,
    name: &str,
    text: &str,
) -> Result<(), AttributeError> {
    set(object, name, Source::Text(&text))
}

/// Writes the value that `source` makes. The caller has bounded the depth of a `Value`; parsing
/// bounds that of a text.
#[inline(never)]
pub(crate) fn set(
    object: ObjectMut<'_>,
    name: &str,
    source: Source<'_>,
) -> Result<(), AttributeError> {
    let layout = object.layout();
    let name = layout.name_given(name);
    match object.slot(name) {
        Ok(slot) => {
            let slot = writable(slot, name, Fault::FrozenAssign)?;
            let info = slot.info();
            slot.write(source).map_err(|error| AttributeError::refused(layout, name, info, error))
        }
        Err(_) if layout.is_dict_frozen() => {
            Err(AttributeError::new(layout, name, Fault::FrozenAssign))
        }
        Err(object) => match object.dict() {
            Ok(dict) => {
                dict.insert(name, source.into_value());
                Ok(())
            }
            Err(object) => Err(missing(object.shared(), name)),
        },
    }
}

pub(crate) fn delete(object: ObjectMut<'_>, name: &str) -> Result<Value, AttributeError> {
    let layout = object.layout();
    let fail = |fault| Err(AttributeError::new(layout, name, fault));
    match object.slot(name) {
        Ok(slot) => {
            let slot = writable(slot, name, Fault::FrozenDelete)?;
            // Copy the value before unbinding, so that a value that cannot be returned stays in
            // place.
            let value = deletable(&slot, name)?;
            slot.unbind();
            Ok(value)
        }
        Err(_) if layout.is_dict_frozen() => fail(Fault::FrozenDelete),
        Err(mut object) => {
            if let Some(value) = object.reborrow().dict().ok().and_then(|dict| dict.remove(name)) {
                return Ok(value);
            }
            Err(missing(object.shared(), name))
        }
    }
}

/// Returns a copy of the slot's value, if that may be deleted.
pub(crate) fn deletable(slot: &SlotMut<'_>, name: &str) -> Result<Value, AttributeError> {
    let fail = |fault| Err(AttributeError::new(slot.object().layout(), name, fault));
    if !slot.info().is_optional() {
        return fail(Fault::NotDeletable);
    }
    match slot.shared().read() {
        None => Err(missing(slot.object(), name)),
        Some(attribute) => match attribute.to_value() {
            Some(value) => Ok(value),
            None => fail(Fault::OpaqueDelete),
        },
    }
}

/// Returns the slot if it may be written by name. `frozen` is the fault to report for a frozen
/// slot.
pub(crate) fn writable<'a>(
    slot: SlotMut<'a>,
    name: &str,
    frozen: Fault,
) -> Result<SlotMut<'a>, AttributeError> {
    let fault = if slot.is_frozen() {
        frozen
    } else if slot.info().is_read_only() {
        Fault::ReadOnly
    } else {
        return Ok(slot);
    };
    Err(AttributeError::new(slot.object().layout(), name, fault))
}

/// Returns why an attribute that is neither a slot nor an entry cannot be written or deleted.
pub(crate) fn absent(layout: &SlotLayout, name: &str) -> Fault {
    match layout.class_attribute(name) {
        // It can be read.
        Some(_) => Fault::ReadOnly,
        None => Fault::NoSuchAttribute,
    }
}

/// Makes the error for an attribute that does not exist or is unbound.
#[cold]
#[inline(never)]
pub(crate) fn missing(object: Object<'_>, name: &str) -> AttributeError {
    let layout = object.layout();
    let fault = if layout.slot(name).is_some() {
        Fault::Unbound
    } else if layout.has_dict() {
        // A class attribute can be written there, and there is nothing to delete.
        Fault::NoSuchAttribute
    } else {
        absent(layout, name)
    };
    AttributeError::new(layout, name, fault).with_names_of(object.dict())
}

/// Swaps the attribute's value with `other`, which must be of the attribute's own type.
/// `other_type` is the name of the type of `other`, for the error.
pub(crate) fn swap(
    mut object: ObjectMut<'_>,
    name: &str,
    other: &mut dyn Any,
    other_type: &'static str,
) -> Result<(), AttributeError> {
    let layout = object.layout();
    if let Ok(slot) = object.reborrow().slot(name) {
        let slot = writable(slot, name, Fault::FrozenAssign)?;
        let info = slot.info();
        if slot.shared().get().is_none() {
            return Err(missing(slot.object(), name));
        }
        match slot.swap(other) {
            None => return Err(AttributeError::new(layout, name, Fault::Unbound)),
            Some(Ok(true)) => return Ok(()),
            // What a validated slot of type `Value` holds cannot be swapped past the validator.
            Some(Ok(false)) if info.is_validated() => {
                let fault = Fault::wrong_type(info.value_type_name(), other_type);
                return Err(AttributeError::new(layout, name, fault));
            }
            Some(Ok(false)) => {}
            Some(Err(error)) => {
                return Err(AttributeError::refused(layout, name, info, error));
            }
        }
    }
    // Otherwise swap what a `Value` holds: that of a slot of type `Value`, or of an entry of the
    // `Dict`.
    if let Err(error) = held_within_depth(other) {
        return Err(AttributeError::of_value(layout, name, error));
    }
    get_mut(object, name)?
        .exchange(other)
        .map_err(|actual| AttributeError::new(layout, name, Fault::wrong_type(actual, other_type)))
}
