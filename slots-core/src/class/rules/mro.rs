//! The order of resolution (C3), and its errors.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::class::error::{ClassError, ClassErrorKind};
use crate::class::rules::shape::TypeObject;

/// The order of resolution of a class with these bases, without the class itself.
///
/// # Errors
///
/// Where a base is listed twice, or no order agrees with those of all bases.
pub(crate) fn ancestors<T: TypeObject>(bases: &[T]) -> Result<Vec<T>, ClassError> {
    if let [only] = bases {
        return Ok(with_ancestors(only).cloned().collect());
    }
    for (at, base) in bases.iter().enumerate() {
        if bases[at + 1..].iter().any(|other| other.is(base)) {
            let text = format!("duplicate base class {}", base.name());
            return Err(ClassError::new(ClassErrorKind::DuplicateBase, text));
        }
    }
    merge(bases)
}

fn with_ancestors<T: TypeObject>(of: &T) -> impl Iterator<Item = &T> {
    core::iter::once(of).chain(of.ancestors())
}

/// C3: of the orders of all bases, and of the list of the bases, always the first head that is in
/// no tail.
fn merge<T: TypeObject>(bases: &[T]) -> Result<Vec<T>, ClassError> {
    let mut orders: Vec<Vec<&T>> = bases.iter().map(|b| with_ancestors(b).collect()).collect();
    orders.push(bases.iter().collect());
    let mut heads: Vec<usize> = orders.iter().map(|_| 0).collect();
    let mut merged = Vec::new();
    loop {
        let left = || orders.iter().zip(&heads).map(|(order, &head)| &order[head..]);
        if left().all(<[_]>::is_empty) {
            return Ok(merged);
        }
        let in_tail =
            |head: &T| left().any(|order| order.iter().skip(1).any(|other| other.is(head)));
        let Some(next) = left().filter_map(|order| order.first()).find(|head| !in_tail(head))
        else {
            return Err(inconsistent(left().filter_map(|order| order.first().copied())));
        };
        let next: &T = next;
        merged.push(next.clone());
        for (order, head) in orders.iter().zip(&mut heads) {
            if order.get(*head).is_some_and(|other| other.is(next)) {
                *head += 1;
            }
        }
    }
}

fn inconsistent<'a, T: TypeObject + 'a>(heads: impl Iterator<Item = &'a T>) -> ClassError {
    let mut distinct: Vec<&T> = Vec::new();
    for head in heads {
        if !distinct.iter().any(|other| other.is(head)) {
            distinct.push(head);
        }
    }
    let mut text =
        String::from("Cannot create a consistent method resolution\norder (MRO) for bases ");
    for (at, head) in distinct.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { ", " });
        text.push_str(head.name());
    }
    ClassError::new(ClassErrorKind::InconsistentMro, text)
}
