//! Writing shared objects as numbers, and collecting them.

use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde_core::ser::Serialize;

use crate::rc::by_id::current::{current, with_current};
use crate::reflect::attr::AttrRef;
use crate::reflect::shared::{Held, SharedRef, Unreachable};
use crate::reflect::slot_value::SlotValue;
use crate::serde::format::ser::ValueSerializer;
use crate::serde::object::ObjectSer;
use crate::serde::write::AttrSer;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

type Result<T, E = ConversionError> = core::result::Result<T, E>;

/// A graph in data: the root, and each object with its number.
pub(crate) struct Written {
    pub(crate) root: Value,
    pub(crate) objects: Vec<(i64, Value)>,
}

/// The objects that were referred to so far. All are known by their identity: each is held here, so
/// that no other one gets its address.
#[derive(Default)]
struct Writing {
    known: RefCell<HashMap<usize, Known>>,
    /// The objects that are owned and not written yet.
    queue: RefCell<VecDeque<(i64, Rc<Held>)>>,
    /// Objects that nothing in the graph owns: a weak reference to one is as if it were dead.
    unowned: HashSet<usize>,
}

struct Known {
    number: i64,
    object: Rc<Held>,
    is_owned: bool,
}

std::thread_local! {
    static CURRENT: RefCell<Option<Rc<Writing>>> = const { RefCell::new(None) };
}

/// Whether shared objects are written as numbers.
pub(crate) fn is_writing() -> bool {
    current(&CURRENT).is_some()
}

/// Returns the number of an object, if shared objects are written as numbers: none for a weak
/// reference to one that is dead, or that nothing in the graph owns.
pub(crate) fn number(shared: SharedRef<'_>) -> Option<Result<Option<i64>>> {
    Some(current(&CURRENT)?.number(shared))
}

impl Writing {
    fn number(&self, shared: SharedRef<'_>) -> Result<Option<i64>> {
        if shared.is_any() {
            return Err(ConversionError::said(format_args!(
                "{shared:?} has no number in data: a `Value` does not tell its type, with which it \
                 would be read"
            )));
        }
        let object = match shared.strong() {
            Ok(object) => Rc::new(object),
            Err(Unreachable::Dead) => return Ok(None),
            Err(_) => return Err(ConversionError::said("object is locked")),
        };
        let identity = object.borrowed().identity();
        if shared.is_weak() && self.unowned.contains(&identity) {
            return Ok(None);
        }
        let mut all = self.known.borrow_mut();
        let next = all.len() as i64 + 1;
        let known =
            all.entry(identity).or_insert_with(|| Known { number: next, object, is_owned: false });
        if !shared.is_weak() && !known.is_owned {
            known.is_owned = true;
            self.queue.borrow_mut().push_back((known.number, known.object.clone()));
        }
        Ok(Some(known.number))
    }

    fn write<T: SlotValue>(&self, root: &T) -> Result<Written> {
        let root = AttrSer(AttrRef::new(root)).serialize(ValueSerializer::new())?;
        let mut objects = Vec::new();
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some((number, object)) = next else { return Ok(Written { root, objects }) };
            let value = object.borrowed().read(|object| {
                <ObjectSer<'_>>::new(object.__object()).serialize(ValueSerializer::new())
            });
            let at = |error| ConversionError::said(format_args!("object {number}: {error}"));
            match value {
                Ok(value) => objects.push((number, value.map_err(at)?)),
                Err(_) => return Err(at(ConversionError::said("object is locked"))),
            }
        }
    }
}

/// Writes a value and all objects that it owns.
pub(crate) fn write<T: SlotValue>(root: &T) -> Result<Written> {
    // The objects of all passes, which keep their identity until the end.
    let mut passes: Vec<Rc<Writing>> = Vec::new();
    loop {
        let mut unowned = HashSet::new();
        if let Some(before) = passes.last() {
            unowned.clone_from(&before.unowned);
            let known = before.known.borrow();
            unowned.extend(known.iter().filter(|(_, it)| !it.is_owned).map(|(of, _)| of));
        }
        let writing = Rc::new(Writing { unowned, ..Writing::default() });
        let written = with_current(&CURRENT, writing.clone(), || writing.write(root))?;
        // What is referred to weakly alone is known only now, so the numbers of it were written.
        let is_done = writing.known.borrow().values().all(|known| known.is_owned);
        passes.push(writing);
        if is_done {
            return Ok(written);
        }
    }
}
