//! Whether an instance may change its class.

use crate::class::error::{ClassError, ClassErrorKind};
use crate::class::rules::shape::{DictPlace, Origin, Shape, TypeObject, WORD};

/// Whether an instance of `old` may become one of `new`, in `instance.__class__ = new`.
///
/// The types of equal slots are not compared here: Python's are all of one type.
pub(crate) fn set_class<T: TypeObject>(old: &T, new: &T) -> Result<(), ClassError> {
    if [old, new].iter().any(|class| class.shape().origin == Origin::Builtin) {
        let text = "__class__ assignment only supported for mutable types or ModuleType subclasses";
        return Err(ClassError::new(ClassErrorKind::ImmutableClass, text));
    }
    let managed = |of: &T| of.shape().dict == DictPlace::Managed;
    let (new_root, old_root) = (without_additions(new), without_additions(old));
    let same = new_root.is(old_root) || same_additions(new_root, old_root);
    if same && managed(old) == managed(new) {
        return Ok(());
    }
    Err(ClassError::layout_differs(new.name(), old.name()))
}

/// The first type on the chain of `__base__` whose instances differ from those of its base.
fn without_additions<T: TypeObject>(mut of: &T) -> &T {
    while let Some(base) = of.base()
        && is_like_base(of, base)
    {
        of = base;
    }
    of
}

/// CPython also asks whether both clear their instances alike: builtin types of one size do.
fn is_like_base<T: TypeObject>(of: &T, base: &T) -> bool {
    let (of, base) = (of.shape(), base.shape());
    let storage = |of: &Shape| (of.basic_size, of.item_size, of.dict, of.weakref, of.collected);
    storage(of) == storage(base)
}

/// Whether two classes add the same to the same base.
fn same_additions<T: TypeObject>(a: &T, b: &T) -> bool {
    let (Some(base_a), Some(base_b)) = (a.base(), b.base()) else { return false };
    let (a, b) = (a.shape(), b.shape());
    if !base_a.is(base_b) || a.origin == Origin::Builtin || b.origin == Origin::Builtin {
        return false;
    }
    let mut size = base_a.shape().basic_size;
    // CPython looks for the word of the weak references right after the base alone: it finds it
    // only where no slot precedes it.
    if a.weakref == Some(size) && b.weakref == Some(size) {
        size += WORD;
    }
    if let (Some(slots_a), Some(slots_b)) = (&a.slots, &b.slots) {
        if slots_a != slots_b {
            return false;
        }
        size += slots_a.len() * WORD;
    }
    size == a.basic_size && size == b.basic_size
}
