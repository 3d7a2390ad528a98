//! Making one object of its data, and completing it.

use alloc::boxed::Box;
use core::cell::Cell;

use crate::construct::in_place::made_in_place;
use crate::rc::by_id::entries::{Dangling, State};
use crate::rc::by_id::plan::Plan;
use crate::rc::by_id::queue::Task;
use crate::rc::by_id::{Reading, Result, Stop, Swap, never};
use crate::rc::count::RefCount;
use crate::rc::shared::Shared;
use crate::rc::value_lock::ValueLock;
use crate::reflect::attributes::Attributes;
use crate::reflect::slot_value::SlotValue;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dyn_obj::SharedHandle;

/// What became of a value that was read.
pub(super) enum Outcome<T> {
    Whole(T),
    /// A weak reference in it is dead, until the object with this number is made.
    Dangling(T, i64),
    Stopped(Stop, Option<ConversionError>),
    /// Its type refuses it; maybe because of a weak reference that is dead for now.
    Doubtful(ConversionError),
    Refused(ConversionError),
}

impl Reading {
    /// Reads a value, as often as its plan has something new to try. One that is not completed
    /// later is read until no more objects are made: they may be those that it refers to weakly.
    pub(super) fn value<T: SlotValue>(
        &self,
        data: &Value,
        plan: &mut Plan,
        is_completed: bool,
    ) -> Outcome<T> {
        loop {
            let before = self.made.get();
            let outcome = self.attempt(data, plan);
            if let Err(error) = self.spend(plan.take_read(data)) {
                return Outcome::Stopped(Stop::Failed, Some(error));
            }
            match outcome {
                Outcome::Dangling(..) if !is_completed && self.made.get() != before => {}
                Outcome::Stopped(Stop::Later, _) | Outcome::Doubtful(_)
                    if plan.put_off(is_completed) => {}
                outcome => return outcome,
            }
        }
    }

    fn attempt<T: SlotValue>(&self, data: &Value, plan: &Plan) -> Outcome<T> {
        self.stop.set(None);
        let outer = self.dangling.take();
        let (made, read) = made_in_place::<T, _>(|memory| (self.read)(memory, data, plan));
        match (self.stop.take(), self.dangling.replace(outer), read) {
            (Some(stop), _, read) => Outcome::Stopped(stop, read.err()),
            (None, dangling, Ok(())) => {
                let value = made.expect("reading fills the memory, or fails");
                match dangling {
                    None => Outcome::Whole(value),
                    Some(to) => Outcome::Dangling(value, to),
                }
            }
            (None, None, Err(error)) => Outcome::Refused(error),
            (None, Some(_), Err(error)) => Outcome::Doubtful(error),
        }
    }

    /// Makes an object, if it is not made yet.
    pub(super) fn make<T, C>(&self, id: i64) -> Result<()>
    where
        T: Attributes + SlotValue,
        C: RefCount,
        Shared<T, C>: SharedHandle,
    {
        /// Goes up again, even if reading panics.
        struct Up<'a>(&'a Cell<usize>, usize);
        impl Drop for Up<'_> {
            fn drop(&mut self) {
                self.0.set(self.1);
            }
        }
        if self.is_made(id) {
            return Ok(());
        }
        let _up = Up(&self.depth, self.depth.get());
        let cost = self.cost::<T>(id);
        self.depth.set(self.depth.get() + cost);
        self.set(id, State::Pending);
        let mut plan = Plan::of::<T>();
        // Whether the lock of such an object admits a writer, who completes the object.
        let has_lock = C::Lock::default().try_write();
        let object = |value| Box::new(Shared::<T, C>::new(value));
        let task = |run| Task { id, cost, run };
        match self.value::<T>(&self.data(id), &mut plan, has_lock) {
            Outcome::Whole(value) if !plan.has_empty() => self.set_made(id, object(value)),
            Outcome::Whole(value) => {
                self.set_made(id, object(value));
                self.unfinished.borrow_mut().push(task(Self::complete::<T, C>));
            }
            Outcome::Dangling(value, _) if has_lock => {
                self.set_made(id, object(value));
                self.unfinished.borrow_mut().push(task(Self::complete::<T, C>));
            }
            Outcome::Dangling(value, to) => {
                let (object, since) = (object(value), self.made.get());
                let task = task(Self::make::<T, C>);
                self.set(id, State::Dangling(Dangling { object, to, since, task }));
            }
            Outcome::Refused(error) | Outcome::Doubtful(error) if plan.has_empty() => {
                let error = ConversionError::said(format_args!(
                    "object {id} is in a circle of references, and is refused with an empty place \
                     there: {error}"
                ));
                return self.blocked(id, Some(error));
            }
            Outcome::Refused(error) => return self.failed(id, error),
            Outcome::Doubtful(error) => return self.blocked(id, Some(at(id, &error))),
            Outcome::Stopped(Stop::Later, _) => return self.blocked(id, None),
            Outcome::Stopped(Stop::Deep, _) => {
                self.deep.borrow_mut().push(task(Self::make::<T, C>));
                return self.stopped(Stop::Deep, never(id));
            }
            Outcome::Stopped(Stop::Failed, error) => return self.failed_inside(error),
        }
        Ok(())
    }

    fn blocked<T>(&self, id: i64, why: Option<ConversionError>) -> Result<T> {
        if why.is_some() {
            self.refused.replace(why);
        }
        self.set(id, State::Blocked(self.made.get()));
        self.stopped(Stop::Later, never(id))
    }

    /// Reads the whole value of an object that was made with empty entries, or with dead
    /// references. It is swapped in when all others are read, so that no circle is closed, and
    /// leaked, if the data is refused.
    fn complete<T, C>(&self, id: i64) -> Result<()>
    where
        T: Attributes + SlotValue,
        C: RefCount,
        Shared<T, C>: SharedHandle,
    {
        let object = self.made::<Shared<T, C>>(id)?.expect("it was made");
        let task = Task { id, cost: self.cost::<T>(id), run: Self::complete::<T, C> };
        let later = |task| {
            self.unfinished.borrow_mut().push(task);
            self.stopped(Stop::Later, never(id))
        };
        match self.value::<T>(&self.data(id), &mut Plan::of::<T>(), false) {
            Outcome::Whole(value) => {
                self.whole.borrow_mut().push((id, Box::new(Whole { object, value })));
                self.note_made();
                Ok(())
            }
            Outcome::Dangling(_, to) => {
                self.refused.borrow_mut().get_or_insert_with(|| never(to));
                later(task)
            }
            Outcome::Doubtful(error) => {
                self.refused.replace(Some(at(id, &error)));
                later(task)
            }
            Outcome::Stopped(Stop::Later, _) => later(task),
            Outcome::Stopped(Stop::Deep, _) => {
                self.deep.borrow_mut().push(task);
                self.stopped(Stop::Deep, never(id))
            }
            Outcome::Refused(error) => self.failed(id, error),
            Outcome::Stopped(Stop::Failed, error) => self.failed_inside(error),
        }
    }
}

/// The error of an object.
pub(super) fn at(id: i64, error: &ConversionError) -> ConversionError {
    ConversionError::said(format_args!("object {id}: {error}"))
}

/// An object, and the value that is to be swapped with its own.
struct Whole<T: Attributes, C: RefCount> {
    object: Shared<T, C>,
    value: T,
}

impl<T: Attributes, C: RefCount> Swap for Whole<T, C> {
    fn swap(&mut self) -> bool {
        self.object.swap(&mut self.value)
    }
}
