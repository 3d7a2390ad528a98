//! The creation of a class: all rules in order.

use alloc::format;
use alloc::vec::Vec;

use crate::class::error::{ClassError, ClassErrorKind};
use crate::class::rules::best_base::best_base;
use crate::class::rules::mro::ancestors;
use crate::class::rules::shape::{DictPlace, Origin, Shape, SlotNames, TypeObject, WORD};
use crate::class::rules::slot_names::{self, Asked, SlotItem, may_add_weakref};

/// A class as it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct NewClass<'a, T> {
    pub name: &'a str,
    /// At least one: where none is written, `object`.
    pub bases: &'a [T],
    /// `None` if the class has no `__slots__`. A single string is a list of one.
    pub slots: Option<&'a [SlotItem<'a>]>,
    /// The type of the value of `__slots__`, if that is neither a string nor can be iterated over.
    pub not_iterable: Option<&'a str>,
    /// Whether the class's own body has a class attribute of this name.
    pub is_class_attribute: &'a dyn Fn(&str) -> bool,
}

/// A class as the rules make it.
pub(crate) struct Created<T> {
    /// `__base__`.
    pub base: T,
    /// `__mro__` without the class itself.
    pub ancestors: Vec<T>,
    /// Whether the class itself adds a `__dict__`.
    pub adds_dict: bool,
    /// Its own slots are `shape.slots`, in memory order.
    pub shape: Shape,
}

/// Makes a class. The rules are called in the order in which CPython reports their errors.
pub(crate) fn create<T: TypeObject>(new: NewClass<'_, T>) -> Result<Created<T>, ClassError> {
    let base = best_base(new.bases)?;
    let (asked, slots) = match new.slots {
        None => (without_slots(base.shape()), None),
        Some(items) => {
            let (asked, slots) = with_slots(&new, base, items)?;
            (asked, Some(slots))
        }
    };
    if new.name.contains('\0') {
        let text = "type name must not contain null characters";
        return Err(ClassError::new(ClassErrorKind::NullInName, text));
    }
    let shape = shape_below(base.shape(), &asked, slots);
    Ok(Created {
        base: base.clone(),
        ancestors: ancestors(new.bases)?,
        adds_dict: asked.dict,
        shape,
    })
}

/// A class without `__slots__` has a dict and weak references, wherever its base allows them.
fn without_slots<'a>(base: &Shape) -> Asked<'a> {
    Asked { dict: !base.has_dict(), weakref: may_add_weakref(base), names: Vec::new() }
}

fn with_slots<'a, T: TypeObject>(
    new: &NewClass<'a, T>,
    base: &T,
    items: &[SlotItem<'a>],
) -> Result<(Asked<'a>, SlotNames), ClassError> {
    if let Some(type_name) = new.not_iterable {
        let text = format!("'{type_name}' object is not iterable");
        return Err(ClassError::new(ClassErrorKind::SlotsNotIterable, text));
    }
    if !items.is_empty() && base.shape().is_variable() {
        let text = format!("nonempty __slots__ not supported for subtype of '{}'", base.name());
        return Err(ClassError::new(ClassErrorKind::SlotsBelowVariableSize, text));
    }
    let mut asked = slot_names::check(items, base.shape())?;
    let slots = slot_names::in_memory_order(new.name, &asked.names, new.is_class_attribute)?;
    // What another base has, and the best base has not, the class adds.
    for other in new.bases.iter().filter(|other| !other.is(base)).map(T::shape) {
        asked.dict |= other.has_dict() && !base.shape().has_dict();
        asked.weakref |= other.weakref.is_some() && may_add_weakref(base.shape());
    }
    Ok((asked, slots))
}

/// The base's storage, then the slots, then the word of the weak references. A dict takes a word
/// only where instances differ in size.
fn shape_below(base: &Shape, asked: &Asked<'_>, slots: Option<SlotNames>) -> Shape {
    let mut size = base.basic_size;
    let mut dict = base.dict;
    if asked.dict {
        dict = if base.is_variable() { DictPlace::InInstance } else { DictPlace::Managed };
    }
    if asked.dict && dict == DictPlace::InInstance {
        size += WORD;
    }
    size += slots.as_deref().unwrap_or_default().len() * WORD;
    let mut weakref = base.weakref;
    if asked.weakref {
        weakref = Some(size);
        size += WORD;
    }
    Shape {
        basic_size: size,
        item_size: base.item_size,
        dict,
        weakref,
        slots,
        origin: Origin::Statement,
        collected: true,
        is_base: true,
    }
}
