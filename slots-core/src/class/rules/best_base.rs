//! The base whose instances the new ones extend; conflicts of layouts.

use alloc::format;
use alloc::vec::Vec;
use core::iter::successors;

use crate::class::error::{ClassError, ClassErrorKind};
use crate::class::rules::shape::{Origin, TypeObject, WORD};

/// The base that becomes `__base__`: the first whose solid base is a subclass of all others' solid
/// bases.
pub(crate) fn best_base<T: TypeObject>(bases: &[T]) -> Result<&T, ClassError> {
    let mut best: Option<(&T, &T)> = None;
    for base in bases {
        if !base.shape().is_base {
            let text = format!("type '{}' is not an acceptable base type", base.name());
            return Err(ClassError::new(ClassErrorKind::UnacceptableBase, text));
        }
        let candidate = solid_base(base);
        best = match best {
            Some((winner, of)) if winner.is_subclass_of(candidate) => Some((winner, of)),
            Some((winner, _)) if !candidate.is_subclass_of(winner) => {
                let text = "multiple bases have instance lay-out conflict";
                return Err(ClassError::new(ClassErrorKind::LayoutConflict, text));
            }
            _ => Some((candidate, base)),
        };
    }
    Ok(best.expect("a class has a base, if only `object`").1)
}

/// The nearest type on the chain of `__base__` that has storage beyond its own solid base.
fn solid_base<T: TypeObject>(of: &T) -> &T {
    let chain: Vec<&T> = successors(Some(of), |above| above.base()).collect();
    let from_the_root = chain.into_iter().rev();
    from_the_root
        .reduce(|solid, below| if adds_storage(below, solid) { below } else { solid })
        .unwrap_or(of)
}

/// Whether instances of `below` have storage that those of `above` lack. A dict takes none, and the
/// word of the weak references, when it is the last, does not count.
fn adds_storage<T: TypeObject>(below: &T, above: &T) -> bool {
    let (below, above) = (below.shape(), above.shape());
    if below.is_variable() || above.is_variable() {
        return (below.basic_size, below.item_size) != (above.basic_size, above.item_size);
    }
    let mut size = below.basic_size;
    let ends_in_weakref = below.weakref.is_some_and(|at| at + WORD == size);
    if ends_in_weakref && above.weakref.is_none() && below.origin == Origin::Statement {
        size -= WORD;
    }
    size != above.basic_size
}
