//! Copies of values, and whether two values are the same.
//!
//! *Same* is stricter than *equal*: an integer is no float, and `0.0` is not `-0.0`, since they
//! differ in data. What is not a number is the same as itself, or an object would differ from its
//! own clone.

use core::cmp::Ordering;

use crate::record::patch::change::OmissionKind;
use crate::reflect::attr::AttrRef;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::depth::MAX_DEPTH;

/// Returns a copy of a value that lies `steps` levels deep, or why there is none. In it, `unbound`
/// makes what stands for an unbound slot that has a default.
pub(crate) fn copy(
    value: &ValueRef<'_>,
    steps: usize,
    unbound: fn() -> Value,
) -> Result<Value, OmissionKind> {
    let levels = MAX_DEPTH.checked_sub(steps);
    if !levels.is_some_and(|levels| nests_within(value, levels)) {
        return Err(OmissionKind::TooDeep);
    }
    let copy = value.copied(unbound).ok_or(OmissionKind::NotCopied)?;
    // What a slot of serde's traits becomes is known only now.
    if copy.within_depth(steps).is_err() {
        return Err(OmissionKind::TooDeep);
    }
    Ok(copy)
}

/// Whether at most `most` lists, maps and objects are nested in one another, counting the value
/// itself.
pub(super) fn nests_within(value: &ValueRef<'_>, most: usize) -> bool {
    let within = |inside: usize, value: AttrRef<'_>| nests_within(&value.view(), inside);
    // A copy refers to the same shared object.
    match (value, most.checked_sub(1)) {
        (ValueRef::List(_) | ValueRef::Map(_) | ValueRef::Object(_), None) => false,
        (ValueRef::List(list), Some(inside)) => list.iter().all(|item| within(inside, item)),
        (ValueRef::Map(map), Some(inside)) => map.iter().all(|(_, item)| within(inside, item)),
        (ValueRef::Object(object), Some(inside)) => {
            let object = object.__object();
            let mut slots = object.slots().filter_map(|slot| slot.read());
            slots.all(|slot| within(inside, slot))
                && object.dict().is_none_or(|dict| {
                    dict.values().all(|value| nests_within(&value.view(), inside))
                })
        }
        _ => true,
    }
}

/// Whether two values that hold nothing are the same. `None` if one of them is a list, a map or an
/// object, if both are opaque, or if both are of slots of serde's traits that fail to write them.
pub(crate) fn scalars(a: &ValueRef<'_>, b: &ValueRef<'_>) -> Option<bool> {
    use ValueRef::{
        Bool, Bytes, Float, Foreign, Int, List, Map, Object, Opaque, Shared, Single, Str, Text,
        UInt,
    };
    Some(match (*a, *b) {
        (List(_) | Map(_) | Object(_) | Shared(_), _)
        | (_, List(_) | Map(_) | Object(_) | Shared(_)) => return None,
        (Opaque(_), Opaque(_)) => return None,
        (Foreign(_), _) | (_, Foreign(_)) => match (a.to_value(), b.to_value()) {
            (Some(a), Some(b)) => is_same(&a, &b),
            (None, None) => return None,
            _ => false,
        },
        (ValueRef::None, ValueRef::None) => true,
        (Bool(a), Bool(b)) => a == b,
        (Int(_) | UInt(_), Int(_) | UInt(_)) => a == b,
        (Single(a), Single(b)) => floats(a.into(), b.into()),
        (Single(a), Float(b)) | (Float(b), Single(a)) => floats(a.into(), b),
        (Float(a), Float(b)) => floats(a, b),
        (Str(_) | Text(_), Str(_) | Text(_)) => a == b,
        (Bytes(a), Bytes(b)) => a == b,
        _ => false,
    })
}

fn floats(a: f64, b: f64) -> bool {
    a.total_cmp(&b) == Ordering::Equal || (a.is_nan() && b.is_nan())
}

/// Whether two values are the same. Bytes are the same as a list of these numbers, which they
/// become in formats without bytes.
pub(crate) fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        (Value::Bytes(bytes), Value::List(items)) | (Value::List(items), Value::Bytes(bytes)) => {
            bytes.len() == items.len()
                && bytes.iter().zip(items).all(|(byte, item)| {
                    matches!(item, Value::Int(_) | Value::UInt(_)) && *item == *byte
                })
        }
        (Value::Object(a), Value::Object(b)) => a == b,
        (Value::Opaque(a), Value::Opaque(b)) => a == b,
        _ => scalars(&a.view(), &b.view()).unwrap_or(false),
    }
}
