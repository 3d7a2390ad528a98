//! Making shared objects of data in which each has a number, and references are numbers.
//!
//! A reference says the type of the object that it leads to, so an object is made when the first
//! strong reference to it is read. Then three things may be in the way. All are told by a stop, an
//! error of whatever is being read:
//!
//! - *Deep*: too many objects are being made inside one another. They wait until the innermost one
//!   is made, so the stack is bounded, however long a chain of objects is.
//! - *Later*: the object is being made already, which is a circle, or the reference is weak, and
//!   nothing has made its object. The entry of the map that was being read is put off to the end.
//!   If that does not help, an object with a lock is made with an empty entry, and completed when
//!   all others are there. An object without a lock is made later itself.
//! - *Failed*: the data is refused.
//!
//! | file | what |
//! |---|---|
//! | `current` | what is current in a thread: the objects that are read, or written |
//! | `make` | making one object, and completing it |
//! | `plan` | in which order the entries of an object are read, and which are empty at first |

pub(crate) mod current;
mod make;
pub(crate) mod plan;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::any::type_name;
use core::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::construct::in_place::{UninitValue, made_in_place};
use crate::name::short_type_name;
use crate::rc::by_id::current::{current, with_current};
use crate::rc::by_id::plan::Plan;
use crate::rc::count::RefCount;
use crate::rc::shared::Shared;
use crate::rc::weak::Weak;
use crate::reflect::attributes::Attributes;
use crate::reflect::slot_value::SlotValue;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::depth::MAX_DEPTH;
use crate::value::dyn_obj::SharedHandle;

type Result<T, E = ConversionError> = core::result::Result<T, E>;

/// Reads the data of an object into memory for a value of its type.
pub(crate) type ReadObject = fn(&mut UninitValue<'_>, &Value, &Plan) -> Result<()>;

/// The number of levels that objects may take that are made in place, inside one another: as many
/// as any value has.
const MOST: usize = MAX_DEPTH;

/// The levels that an object takes besides those of its data, and the bytes of a value that count
/// as one more: for the stack that making it takes.
const OWN_LEVELS: usize = 2;
const BYTES_OF_LEVEL: usize = 256;

/// How often each value of the data may be read, on average. What is stopped is read again from its
/// beginning: once or twice in data that anybody wrote, but as often as there are objects in data
/// that is made for that.
const MOST_READS: usize = 16;

/// Why an object is not made now.
#[derive(Clone, Copy, PartialEq)]
enum Stop {
    Deep,
    Later,
    Failed,
}

enum State {
    Data,
    /// It could not be made when that many objects were made or completed.
    Blocked(usize),
    /// It is being made, or waits for what is inside it.
    Pending,
    Made(Box<dyn SharedHandle>),
}

struct Entry {
    data: Rc<Value>,
    /// How many lists and maps are inside one another in the data.
    levels: usize,
    /// How many values the data has, itself included.
    values: usize,
    state: State,
}

/// An object whose whole value is read.
trait Swap {
    /// Swaps it with the value that the object has. Returns `false` if the object is locked.
    fn swap(&mut self) -> bool;
}

/// An object that is to be made, or to be completed.
struct Task {
    id: i64,
    run: fn(&Reading, i64) -> Result<()>,
}

/// The objects of the data that is being read.
pub(crate) struct Reading {
    entries: RefCell<HashMap<i64, Entry>>,
    read: ReadObject,
    stop: Cell<Option<Stop>>,
    /// The error behind `Stop::Failed`.
    failure: RefCell<Option<ConversionError>>,
    /// Why an object could not be made with an empty entry.
    refused: RefCell<Option<ConversionError>>,
    /// What was stopped by `Stop::Deep`, the innermost object first.
    deep: RefCell<Vec<Task>>,
    /// What is to be done, the next one last.
    waiting: RefCell<Vec<Task>>,
    /// The objects that were made with empty entries.
    unfinished: RefCell<Vec<Task>>,
    /// Those of them whose whole values are read.
    whole: RefCell<Vec<(i64, Box<dyn Swap>)>>,
    /// How many objects were made, or have a whole value.
    made: Cell<usize>,
    /// How many levels the objects take that are being made.
    depth: Cell<usize>,
    /// How many values may be read again.
    left: Cell<usize>,
}

std::thread_local! {
    static CURRENT: RefCell<Option<Rc<Reading>>> = const { RefCell::new(None) };
}

/// Whether a number may stand for a shared object.
pub(crate) fn is_reading() -> bool {
    current(&CURRENT).is_some()
}

/// Returns the object that a value stands for, if it is a number and references are numbers.
pub(crate) fn strong<T, C>(value: &Value) -> Option<Result<Shared<T, C>>>
where
    T: Attributes + SlotValue,
    C: RefCount,
    Shared<T, C>: SharedHandle,
{
    let &Value::Int(id) = value else { return None };
    Some(current(&CURRENT)?.strong(id))
}

/// Returns a weak reference to the object that a value stands for, as [`strong`] does.
pub(crate) fn weak<T: Attributes, C: RefCount>(value: &Value) -> Option<Result<Weak<T, C>>> {
    let &Value::Int(id) = value else { return None };
    Some(current(&CURRENT)?.weak(id))
}

/// Returns how many lists and maps are inside one another in a value, and how many values it has.
fn measure(value: &Value) -> (usize, usize) {
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
    pub(crate) fn new(data: HashMap<i64, Value>, read: ReadObject) -> Rc<Self> {
        let mut total = 0;
        let mut entry = |(id, data): (i64, Value)| {
            let (levels, values) = measure(&data);
            total += values;
            (id, Entry { data: Rc::new(data), levels, values, state: State::Data })
        };
        let entries = data.into_iter().map(&mut entry).collect();
        Rc::new(Reading {
            entries: RefCell::new(entries),
            read,
            stop: Cell::new(None),
            failure: RefCell::default(),
            refused: RefCell::default(),
            deep: RefCell::default(),
            waiting: RefCell::default(),
            unfinished: RefCell::default(),
            whole: RefCell::default(),
            made: Cell::new(0),
            depth: Cell::new(0),
            left: Cell::new(MOST_READS * total),
        })
    }

    /// Reads a value whose references are numbers, and makes the objects.
    pub(crate) fn run<R: SlotValue>(self: Rc<Self>, root: &Value) -> Result<R> {
        with_current(&CURRENT, self.clone(), || self.run_current(root))
    }

    fn run_current<R: SlotValue>(&self, root: &Value) -> Result<R> {
        let mut plan = Plan::default();
        let (_, values) = measure(root);
        self.left.set(self.left.get() + MOST_READS * values);
        let root = loop {
            self.spend(values)?;
            let (made, read) = self.attempt::<R>(root, &plan);
            match self.stop.take() {
                None => break read.map(|()| made)?,
                Some(Stop::Deep) => self.run_deep()?,
                Some(Stop::Later) if plan.put_off(false) => {}
                Some(Stop::Later) => {
                    let error = self.refused.take();
                    return Err(error.unwrap_or_else(|| self.error(read)));
                }
                Some(Stop::Failed) => return Err(self.error(read)),
            }
        };
        loop {
            let round = self.unfinished.take();
            let Some(first) = round.first().map(|task| task.id) else { break };
            let before = self.made.get();
            self.waiting.borrow_mut().extend(round.into_iter().rev());
            self.run_waiting()?;
            if self.made.get() == before {
                return Err(self.refused.take().unwrap_or_else(|| never(first)));
            }
        }
        let mut whole = self.whole.take();
        for at in 0..whole.len() {
            if !whole[at].1.swap() {
                // Somebody has a guard, who got the reference while the data was read. (That the
                // circles are opened again may fail for the same reason, and then they are leaked.)
                whole[..at].iter_mut().for_each(|(_, whole)| _ = whole.swap());
                let id = whole[at].0;
                return Err(ConversionError::said(format_args!("object {id}: object is locked")));
            }
        }
        // What is swapped out drops now, while no object is locked.
        drop(whole);
        Ok(root.expect("reading fills the memory, or fails"))
    }

    /// Counts one more reading of so many values. Fails if there were too many.
    fn spend(&self, values: usize) -> Result<()> {
        let left = self.left.get().checked_sub(values).ok_or_else(|| {
            ConversionError::said("too many references lead to one another to read it in time")
        });
        left.map(|left| self.left.set(left))
    }

    fn attempt<T: SlotValue>(&self, data: &Value, plan: &Plan) -> (Option<T>, Result<()>) {
        self.stop.set(None);
        made_in_place::<T, _>(|memory| (self.read)(memory, data, plan))
    }

    /// The error to return, of a reading that was stopped.
    fn error(&self, read: Result<()>) -> ConversionError {
        let failure = self.failure.take().or_else(|| read.err());
        failure.unwrap_or_else(|| ConversionError::said("a reference cannot be read yet"))
    }

    fn stopped<T>(&self, stop: Stop, error: ConversionError) -> Result<T> {
        self.stop.set(Some(stop));
        Err(error)
    }

    /// Refuses the data of an object.
    fn failed<T>(&self, id: i64, error: ConversionError) -> Result<T> {
        let error = ConversionError::said(format_args!("object {id}: {error}"));
        self.failure.borrow_mut().get_or_insert(error);
        self.stopped(Stop::Failed, ConversionError::said("an object is refused"))
    }

    fn run_deep(&self) -> Result<()> {
        let deep = self.deep.take();
        self.waiting.borrow_mut().extend(deep.into_iter().rev());
        self.run_waiting()
    }

    /// Makes and completes what waits for that.
    fn run_waiting(&self) -> Result<()> {
        loop {
            let next = self.waiting.borrow_mut().pop();
            let Some(task) = next else { return Ok(()) };
            let ran = (task.run)(self, task.id);
            match (self.stop.take(), ran) {
                (Some(Stop::Deep), _) => {
                    let deep = self.deep.take();
                    self.waiting.borrow_mut().extend(deep.into_iter().rev());
                }
                // Whatever refers to it tries again.
                (Some(Stop::Later), _) | (None, Ok(())) => {}
                (_, ran) => return Err(self.error(ran)),
            }
        }
    }

    fn weak<T: Attributes, C: RefCount>(&self, id: i64) -> Result<Weak<T, C>> {
        match self.made::<Shared<T, C>>(id)? {
            Some(object) => Shared::try_downgrade(&object).ok_or_else(|| {
                ConversionError::said(format_args!("object {id} cannot be referred to weakly"))
            }),
            None => self.stopped(Stop::Later, never(id)),
        }
    }

    fn strong<T, C>(&self, id: i64) -> Result<Shared<T, C>>
    where
        T: Attributes + SlotValue,
        C: RefCount,
        Shared<T, C>: SharedHandle,
    {
        loop {
            if let Some(object) = self.made(id)? {
                return Ok(object);
            }
            match self.entries.borrow().get(&id).map(|entry| &entry.state) {
                Some(State::Pending) => return self.stopped(Stop::Later, never(id)),
                Some(State::Blocked(made)) if *made == self.made.get() => {
                    return self.stopped(Stop::Later, never(id));
                }
                _ => {}
            }
            let depth = self.depth.get();
            if depth > 0 && depth + self.cost::<T>(id) > MOST {
                self.deep.borrow_mut().push(Task { id, run: Self::make::<T, C> });
                return self.stopped(Stop::Deep, never(id));
            }
            // A stop that whoever reads the outer object has passed over is still one.
            let before = self.stop.take();
            self.make::<T, C>(id)?;
            self.stop.set(before);
        }
    }

    /// Returns the object, if it is made. Fails if there is none, or one of another type.
    fn made<H: Clone + 'static>(&self, id: i64) -> Result<Option<H>> {
        let entries = self.entries.borrow();
        let Some(entry) = entries.get(&id) else {
            return Err(ConversionError::said(format_args!("there is no object {id}")));
        };
        let State::Made(object) = &entry.state else { return Ok(None) };
        match object.as_any().downcast_ref::<H>() {
            Some(object) => Ok(Some(object.clone())),
            None => Err(ConversionError::said(format_args!(
                "object {id} is {} elsewhere, and {} here",
                short_type_name(object.type_name()),
                short_type_name(type_name::<H>()),
            ))),
        }
    }

    fn data(&self, id: i64) -> Rc<Value> {
        self.entries.borrow()[&id].data.clone()
    }

    /// The levels that making an object takes.
    fn cost<T>(&self, id: i64) -> usize {
        self.entries.borrow()[&id].levels + OWN_LEVELS + size_of::<T>() / BYTES_OF_LEVEL
    }

    /// How many values the data of an object has.
    fn values(&self, id: i64) -> usize {
        self.entries.borrow()[&id].values
    }

    fn set(&self, id: i64, state: State) {
        let mut entries = self.entries.borrow_mut();
        let entry = entries.get_mut(&id).expect("its data was read");
        // No object is replaced, so no user code runs while this is borrowed.
        entry.state = state;
    }

    fn note_made(&self) {
        self.made.set(self.made.get() + 1);
    }
}

/// The error for a reference that no order of making the objects resolves.
fn never(id: i64) -> ConversionError {
    ConversionError::said(format_args!(
        "object {id} is in a circle of references without a place that may be empty at first, in \
         an object with a lock; or it is referred to weakly before anything owns it"
    ))
}
