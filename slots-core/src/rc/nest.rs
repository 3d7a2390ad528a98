//! Deaths inside deaths: to a depth in place, from there on one after another.
//!
//! The last reference to the first of a chain of objects ends them all, each inside the one before.
//! Past a depth, an object is queued instead, and ends when the stack is short again. CPython calls
//! this the *trashcan*.

use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::ptr;

use crate::rc::death::Death;
use crate::rc::panics::Panics;

/// The number of deaths inside one another that run in place.
const DEPTH: u32 = 64;

/// The deaths on one thread that are inside one another.
struct Nest {
    depth: Cell<u32>,
    later: RefCell<Vec<Death>>,
}

std::thread_local! {
    /// Null, or the `Nest` of the outermost death on this thread.
    ///
    /// Invariant 1: that `Nest` lies in the frame of `outermost`, which stores it here, and has it
    /// taken out before it returns or unwinds. (It needs no destructor, so it is there even while
    /// the thread's other variables are destroyed.)
    static NEST: Cell<*const Nest> = const { Cell::new(ptr::null()) };
}

/// Ends an object: now, or, if too many deaths are running around this, before the outermost one
/// returns.
#[inline]
pub(crate) fn run(death: Death) {
    let nest = NEST.get();
    if nest.is_null() {
        return outermost(death);
    }
    // SAFETY: the `Nest` is in a frame of this thread that has not returned (invariant 1), so it
    // outlives this call. It is only accessed by shared references.
    inside(unsafe { &*nest }, death);
}

fn inside(nest: &Nest, death: Death) {
    /// Goes up again, even if the death panics.
    struct Up<'a>(&'a Cell<u32>);
    impl Drop for Up<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() - 1);
        }
    }
    if nest.depth.get() >= DEPTH {
        return nest.later.borrow_mut().push(death);
    }
    nest.depth.set(nest.depth.get() + 1);
    let _up = Up(&nest.depth);
    death.run();
}

fn outermost(death: Death) {
    /// Runs what was queued, and takes the `Nest` out, even if the outermost death panics.
    struct Rest<'a>(&'a Nest);
    impl Drop for Rest<'_> {
        fn drop(&mut self) {
            let mut panics = Panics::default();
            loop {
                // A statement of its own: nothing is borrowed while user code runs.
                let next = self.0.later.borrow_mut().pop();
                let Some(death) = next else { break };
                panics.catch(|| death.run());
            }
            NEST.set(ptr::null());
            panics.resume();
        }
    }
    let nest = Nest { depth: Cell::new(1), later: RefCell::new(Vec::new()) };
    // Invariant 1: `rest` takes it out before `nest` is gone.
    NEST.set(&raw const nest);
    let _rest = Rest(&nest);
    death.run();
}
