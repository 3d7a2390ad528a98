//! Making shared objects of data in which each has a number, and references are numbers.
//!
//! A reference says the type of the object that it leads to, so an object is made when the first
//! strong reference to it is read. What it refers to weakly may not be made yet. The reference is a
//! dead one then, and the value that holds it is *dangling*: it is read to make what it owns, and
//! read again when the object is there. An object with a lock is made with such a value, and
//! completed when all others are there. One without a lock is made anew: until then, whatever
//! refers to it is dangling too.
//!
//! Two things may be in the way of a strong reference. Like a fault, they are told by a stop, an
//! error of whatever is being read:
//!
//! - *Deep*: too many objects are being made inside one another. They wait until the innermost one
//!   is made, so the stack is bounded, however long a chain of objects is. Those in the lower half
//!   of the stack go on where they were. The others are read again.
//! - *Later*: the object is being made already, which is a circle. The entry of the map that was
//!   being read is put off to the end. If that does not help, an object with a lock is made with an
//!   empty entry, and completed. An object without a lock is made later itself.
//! - *Failed*: the data is refused.
//!
//! | file | what |
//! |---|---|
//! | `current` | what is current in a thread: the objects that are read, or written |
//! | `entries` | the objects by their number, and the state of each |
//! | `make` | making one object, and completing it |
//! | `plan` | in which order the entries of an object are read, and which are empty at first |
//! | `queue` | the objects that wait to be made or completed |

pub(crate) mod current;
mod entries;
mod make;
pub(crate) mod plan;
mod queue;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::construct::in_place::UninitValue;
use crate::rc::by_id::current::{current, with_current};
use crate::rc::by_id::entries::{Entry, Found, measure};
use crate::rc::by_id::make::{Outcome, at};
use crate::rc::by_id::plan::Plan;
use crate::rc::by_id::queue::Task;
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

/// The number of levels up to which an object goes on where it was, when what it refers to was
/// stopped by `Stop::Deep`. The rest is left to what is made meanwhile.
const MOST_KEPT: usize = MOST / 2;

/// How often each value of the data may be read, on average. What is stopped is read again: a few
/// times in data that anybody wrote, but as often as there are objects in data that is made for
/// that.
const MOST_READS: usize = 16;

/// Why an object is not made now.
#[derive(Clone, Copy, PartialEq)]
enum Stop {
    Deep,
    Later,
    Failed,
}

/// An object whose whole value is read.
trait Swap {
    /// Swaps it with the value that the object has. Returns `false` if the object is locked.
    fn swap(&mut self) -> bool;
}

/// The objects of the data that is being read.
pub(crate) struct Reading {
    entries: RefCell<HashMap<i64, Entry>>,
    read: ReadObject,
    stop: Cell<Option<Stop>>,
    /// An object that is not made yet, to which the value that is being read refers weakly.
    dangling: Cell<Option<i64>>,
    /// The error behind `Stop::Failed`.
    failure: RefCell<Option<ConversionError>>,
    /// Why an object could not be made with an empty entry, or be completed.
    refused: RefCell<Option<ConversionError>>,
    /// What was stopped by `Stop::Deep`, the innermost object first.
    deep: RefCell<Vec<Task>>,
    /// What is to be done, the next one last.
    waiting: RefCell<Vec<Task>>,
    /// The objects that were made with empty entries, or with dead references.
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

impl Reading {
    pub(crate) fn new(data: HashMap<i64, Value>, read: ReadObject) -> Rc<Self> {
        let mut total = 0;
        let mut entry = |(id, data): (i64, Value)| {
            let (levels, values) = measure(&data);
            total += values;
            (id, Entry::new(data, levels))
        };
        let entries = data.into_iter().map(&mut entry).collect();
        Rc::new(Reading {
            entries: RefCell::new(entries),
            read,
            stop: Cell::new(None),
            dangling: Cell::new(None),
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

    fn run_current<R: SlotValue>(&self, data: &Value) -> Result<R> {
        let (_, values) = measure(data);
        self.left.set(self.left.get() + MOST_READS * values);
        let root = self.root(data)?;
        self.complete_all()?;
        self.swap_all()?;
        Ok(root)
    }

    fn root<R: SlotValue>(&self, data: &Value) -> Result<R> {
        let mut plan = Plan::of::<R>();
        loop {
            match self.value::<R>(data, &mut plan, false) {
                Outcome::Whole(root) => return Ok(root),
                // What an object refers to weakly may be owned where a circle was left open.
                Outcome::Dangling(_, to) => self.complete_or_fail(|| never(to))?,
                Outcome::Stopped(Stop::Later, error) => {
                    self.complete_or_fail(|| self.error(error))?;
                }
                Outcome::Doubtful(error) => self.complete_or_fail(|| error)?,
                Outcome::Stopped(Stop::Deep, _) => self.run_deep()?,
                Outcome::Stopped(Stop::Failed, error) => return Err(self.error(error)),
                Outcome::Refused(error) => return Err(error),
            }
        }
    }

    /// Swaps the whole values in.
    fn swap_all(&self) -> Result<()> {
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
        Ok(())
    }

    /// Counts one more reading of so many values. Fails if there were too many.
    fn spend(&self, values: usize) -> Result<()> {
        let left = self.left.get().checked_sub(values).ok_or_else(|| {
            ConversionError::said(
                "the objects refer to one another in too many ways to be read in reasonable time",
            )
        });
        left.map(|left| self.left.set(left))
    }

    /// The error to return, of a reading that was stopped.
    fn error(&self, read: Option<ConversionError>) -> ConversionError {
        let failure = self.failure.take().or(read);
        failure.unwrap_or_else(|| ConversionError::said("a reference cannot be read yet"))
    }

    fn stopped<T>(&self, stop: Stop, error: ConversionError) -> Result<T> {
        self.stop.set(Some(stop));
        Err(error)
    }

    /// Refuses the data of an object.
    fn failed<T>(&self, id: i64, error: ConversionError) -> Result<T> {
        self.failed_inside(Some(at(id, &error)))
    }

    /// Refuses the data for this reason, unless one is known.
    fn failed_inside<T>(&self, error: Option<ConversionError>) -> Result<T> {
        let mut failure = self.failure.borrow_mut();
        *failure = failure.take().or(error);
        self.stopped(Stop::Failed, ConversionError::said("an object is refused"))
    }

    fn weak<T: Attributes, C: RefCount>(&self, id: i64) -> Result<Weak<T, C>> {
        self.remake(id)?;
        match self.made::<Shared<T, C>>(id)? {
            Some(object) => Shared::try_downgrade(&object).ok_or_else(|| {
                ConversionError::said(format_args!("object {id} cannot be referred to weakly"))
            }),
            None => {
                self.dangling.set(Some(id));
                Ok(Weak::dead())
            }
        }
    }

    /// Makes an object anew that is dangling, if it may be whole now.
    fn remake(&self, id: i64) -> Result<()> {
        let Some(task) = self.dangling_task(id) else { return Ok(()) };
        let before = self.stop.get();
        let made = self.make_now(task);
        if self.stop.get() == Some(Stop::Later) {
            // Whatever owns it is stopped too. For the weak reference, it is not there yet.
            self.stop.set(before);
            return Ok(());
        }
        made
    }

    fn strong<T, C>(&self, id: i64) -> Result<Shared<T, C>>
    where
        T: Attributes + SlotValue,
        C: RefCount,
        Shared<T, C>: SharedHandle,
    {
        loop {
            match self.found(id)? {
                Found::Made(object) => return Ok(object),
                Found::Dangling(object, to) => {
                    self.dangling.set(Some(to));
                    return Ok(object);
                }
                Found::Later => return self.stopped(Stop::Later, never(id)),
                Found::Data => {
                    let cost = self.cost::<T>(id);
                    self.make_now(Task { id, cost, run: Self::make::<T, C> })?;
                }
            }
        }
    }

    /// Makes an object inside of what is being read, or stops that, if it is too deep for it.
    fn make_now(&self, task: Task) -> Result<()> {
        let depth = self.depth.get();
        if depth > 0 && depth + task.cost > MOST {
            let error = never(task.id);
            self.deep.borrow_mut().push(task);
            return self.stopped(Stop::Deep, error);
        }
        // A stop that whoever reads the outer object has passed over is still one.
        let before = self.stop.take();
        let made = (task.run)(self, task.id);
        if self.stop.get() == Some(Stop::Deep) && depth <= MOST_KEPT {
            self.stop.set(None);
            self.run_deep()?;
        } else {
            made?;
        }
        self.stop.set(before);
        Ok(())
    }
}

/// The error for a reference that no order of making the objects resolves.
fn never(id: i64) -> ConversionError {
    ConversionError::said(format_args!(
        "object {id} cannot be made: it is in a circle of references that no optional slot, list \
         or map of an object with a lock can break, or only weak references lead to it"
    ))
}
