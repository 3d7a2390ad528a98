//! Making one object of its data, and completing it.

use alloc::boxed::Box;
use core::cell::Cell;

use crate::rc::by_id::plan::Plan;
use crate::rc::by_id::{Reading, Result, State, Stop, Swap, Task, never};
use crate::rc::count::RefCount;
use crate::rc::shared::Shared;
use crate::rc::value_lock::ValueLock;
use crate::reflect::attributes::Attributes;
use crate::reflect::slot_value::SlotValue;
use crate::value::conversion_error::ConversionError;
use crate::value::dyn_obj::SharedHandle;

impl Reading {
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
        if self.made::<Shared<T, C>>(id)?.is_some() {
            return Ok(());
        }
        let _up = Up(&self.depth, self.depth.get());
        self.depth.set(self.depth.get() + self.cost::<T>(id));
        self.set(id, State::Pending);
        let data = self.data(id);
        let mut plan = Plan::default();
        // Whether the lock of such an object admits a writer, who completes the object.
        let may_be_empty = C::Lock::default().try_write();
        loop {
            self.spend(self.values(id)).or_else(|error| self.failed(id, error))?;
            let (made, read) = self.attempt::<T>(&data, &plan);
            match (self.stop.take(), made, read) {
                (None, Some(value), Ok(())) => {
                    self.set(id, State::Made(Box::new(Shared::<T, C>::new(value))));
                    self.note_made();
                    if plan.has_empty() {
                        let task = Task { id, run: Self::complete::<T, C> };
                        self.unfinished.borrow_mut().push(task);
                    }
                    return Ok(());
                }
                (None, _, Err(error)) if plan.has_empty() => {
                    let error = ConversionError::said(format_args!(
                        "object {id} is in a circle of references, and is refused with an empty \
                         place there: {error}"
                    ));
                    *self.refused.borrow_mut() = Some(error);
                    return self.blocked(id);
                }
                (None, _, read) => return self.failed(id, self.error(read)),
                (Some(Stop::Deep), ..) => {
                    self.deep.borrow_mut().push(Task { id, run: Self::make::<T, C> });
                    return self.stopped(Stop::Deep, never(id));
                }
                (Some(Stop::Later), ..) if plan.put_off(may_be_empty) => {}
                (Some(Stop::Later), ..) => return self.blocked(id),
                (Some(Stop::Failed), ..) => return self.stopped(Stop::Failed, never(id)),
            }
        }
    }

    fn blocked<T>(&self, id: i64) -> Result<T> {
        self.set(id, State::Blocked(self.made.get()));
        self.stopped(Stop::Later, never(id))
    }

    /// Reads the whole value of an object that was made with empty entries. It is swapped in when
    /// all others are read, so that no circle is closed, and leaked, if the data is refused.
    fn complete<T, C>(&self, id: i64) -> Result<()>
    where
        T: Attributes + SlotValue,
        C: RefCount,
        Shared<T, C>: SharedHandle,
    {
        let object = self.made::<Shared<T, C>>(id)?.expect("it was made");
        let data = self.data(id);
        let mut plan = Plan::default();
        let again = || Task { id, run: Self::complete::<T, C> };
        loop {
            self.spend(self.values(id)).or_else(|error| self.failed(id, error))?;
            let (made, read) = self.attempt::<T>(&data, &plan);
            match (self.stop.take(), made, read) {
                (None, Some(value), Ok(())) => {
                    self.whole.borrow_mut().push((id, Box::new(Whole { object, value })));
                    self.note_made();
                    return Ok(());
                }
                (None, _, read) => return self.failed(id, self.error(read)),
                (Some(Stop::Deep), ..) => {
                    self.deep.borrow_mut().push(again());
                    return self.stopped(Stop::Deep, never(id));
                }
                (Some(Stop::Later), ..) if plan.put_off(false) => {}
                (Some(Stop::Later), ..) => {
                    self.unfinished.borrow_mut().push(again());
                    return self.stopped(Stop::Later, never(id));
                }
                (Some(Stop::Failed), ..) => return self.stopped(Stop::Failed, never(id)),
            }
        }
    }
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
