//! The objects by their number, and the state of each.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::any::type_name;

use crate::name::short_type_name;
use crate::rc::by_id::queue::Task;
use crate::rc::by_id::{BYTES_OF_LEVEL, OWN_LEVELS, Reading, Result};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dyn_obj::SharedHandle;

/// Where the making of an object stands.
pub(super) enum State {
    Data,
    /// It could not be made when that many objects were made or completed.
    Blocked(usize),
    /// It is being made, or waits for what is inside it.
    Pending,
    /// It is made, to be made anew when what it refers to may be there.
    Dangling(Dangling),
    Made(Box<dyn SharedHandle>),
}

pub(super) struct Entry {
    data: Rc<Value>,
    /// How many lists and maps are inside one another in the data.
    levels: usize,
    state: State,
}

/// An object that refers weakly to one that is not made yet, or that owns such an object.
pub(super) struct Dangling {
    pub(super) object: Box<dyn SharedHandle>,
    /// What is not made yet.
    pub(super) to: i64,
    /// How many objects were made or completed when that was not there.
    pub(super) since: usize,
    /// How the object is made anew.
    pub(super) task: Task,
}

impl Entry {
    pub(super) fn new(data: Value, levels: usize) -> Self {
        Entry { data: Rc::new(data), levels, state: State::Data }
    }
}

/// What a strong reference leads to.
pub(super) enum Found<H> {
    Made(H),
    /// It is dangling, until the object with this number is there.
    Dangling(H, i64),
    /// It cannot be made now.
    Later,
    Data,
}

/// Returns how many lists and maps are inside one another in a value, and how many values it has.
pub(super) fn measure(value: &Value) -> (usize, usize) {
    let add = |(levels, values): (usize, usize), value: &Value| {
        let (inner, more) = measure(value);
        (levels.max(inner + 1), values + more)
    };
    match value {
        Value::List(items) => items.iter().fold((1, 1), add),
        Value::Map(dict) => dict.values().fold((1, 1), add),
        _ => (0, 1),
    }
}

impl Reading {
    /// Returns what a strong reference leads to. Fails if there is no such object, or one of
    /// another type.
    pub(super) fn found<H: Clone + 'static>(&self, id: i64) -> Result<Found<H>> {
        if let Some(object) = self.made(id)? {
            return Ok(Found::Made(object));
        }
        Ok(match &self.entries.borrow()[&id].state {
            State::Dangling(it) if self.is_missing(it.to, it.since) => {
                Found::Dangling(handle(id, &*it.object)?, it.to)
            }
            State::Pending => Found::Later,
            State::Blocked(made) if *made == self.made.get() => Found::Later,
            _ => Found::Data,
        })
    }

    /// Returns the object, if it is made. Fails if there is none, or one of another type.
    pub(super) fn made<H: Clone + 'static>(&self, id: i64) -> Result<Option<H>> {
        let entries = self.entries.borrow();
        let Some(entry) = entries.get(&id) else {
            return Err(ConversionError::said(format_args!("there is no object {id}")));
        };
        let State::Made(object) = &entry.state else { return Ok(None) };
        handle(id, &**object).map(Some)
    }

    pub(super) fn is_made(&self, id: i64) -> bool {
        matches!(self.entries.borrow()[&id].state, State::Made(_))
    }

    /// Whether an object is still not there that was missing when so many objects were made or
    /// completed. One that is dangling may be there as soon as what owns it is read again.
    fn is_missing(&self, id: i64, since: usize) -> bool {
        match self.entries.borrow()[&id].state {
            State::Made(_) => false,
            State::Dangling(..) => self.made.get() == since,
            _ => true,
        }
    }

    /// Returns how a dangling object is made anew, if it may be whole now.
    pub(super) fn dangling_task(&self, id: i64) -> Option<Task> {
        match &self.entries.borrow().get(&id)?.state {
            State::Dangling(it) if !self.is_missing(it.to, it.since) => Some(it.task),
            _ => None,
        }
    }

    pub(super) fn data(&self, id: i64) -> Rc<Value> {
        self.entries.borrow()[&id].data.clone()
    }

    /// The levels that making an object takes.
    pub(super) fn cost<T>(&self, id: i64) -> usize {
        self.entries.borrow()[&id].levels + OWN_LEVELS + size_of::<T>() / BYTES_OF_LEVEL
    }

    pub(super) fn set(&self, id: i64, state: State) {
        let mut entries = self.entries.borrow_mut();
        let entry = entries.get_mut(&id).expect("its data was read");
        let before = core::mem::replace(&mut entry.state, state);
        drop(entries);
        // User code may run: a dangling object drops here.
        drop(before);
    }

    pub(super) fn set_made(&self, id: i64, object: Box<dyn SharedHandle>) {
        self.set(id, State::Made(object));
        self.note_made();
    }

    pub(super) fn note_made(&self) {
        self.made.set(self.made.get() + 1);
    }
}

/// Returns the object as what a reference refers to. Fails if it is of another type.
fn handle<H: Clone + 'static>(id: i64, object: &dyn SharedHandle) -> Result<H> {
    object.as_any().downcast_ref::<H>().cloned().ok_or_else(|| {
        ConversionError::said(format_args!(
            "object {id} is {} elsewhere, and {} here",
            short_type_name(object.type_name()),
            short_type_name(type_name::<H>()),
        ))
    })
}
