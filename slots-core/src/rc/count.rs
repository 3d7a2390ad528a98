//! Reference counts, atomic and not: 32 bits each.

use core::cell::Cell;

// In the loom models, loom's types replace these: it explores their interleavings.
#[cfg(not(loom))]
use core::sync::atomic::{AtomicU32, Ordering};
#[cfg(loom)]
use loom::sync::atomic::{AtomicU32, Ordering};

use crate::rc::block_lock::{Alone, Spin};
use crate::rc::value_lock::{Borrows, ReadWrite, Unlocked};

/// How an object is shared: [`AtomicCount`], [`LocalCount`], [`AtomicLock`] or [`LocalLock`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::rc::{RefCount, Shared};
/// use slotted::{LocalObj, Obj};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// /// Works on all kinds of shared objects.
/// fn is_sole<T: Attributes, C: RefCount>(object: &Shared<T, C>) -> bool {
///     Shared::strong_count(object) == 1
/// }
///
/// assert!(is_sole(&Obj::new(Node { rank: 1 })));
/// let local = LocalObj::new(Node { rank: 2 });
/// let _other = local.clone();
/// assert!(!is_sole(&local));
/// ```
pub trait RefCount: sealed::RefCount {}
impl<C: sealed::RefCount> RefCount for C {}

/// A way to share an object whose value is immutable while it is shared: [`AtomicCount`] or
/// [`LocalCount`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::rc::{Immutable, Shared};
/// use slotted::{LocalObj, Obj};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// /// An object without a lock derefs to its value.
/// fn rank<C: Immutable>(node: &Shared<Node, C>) -> u32 {
///     node.rank
/// }
///
/// assert_eq!(rank(&Obj::new(Node { rank: 1 })) + rank(&LocalObj::new(Node { rank: 2 })), 3);
/// ```
pub trait Immutable: RefCount {}
impl Immutable for AtomicCount {}
impl Immutable for LocalCount {}

/// A count above this aborts the process when a reference is added: only a leak gets there. One more
/// than it has the highest bit clear, and two more have it set, which is one instruction to see.
///
/// The count has room for as many references again. Each thread adds one before it looks, so the
/// count would overflow only if two thousand million threads were between the two at a time.
const MAX_REFERENCES: u32 = i32::MAX as u32 - 1;

pub(crate) mod sealed {
    use crate::rc::block_lock::Lock;
    use crate::rc::value_lock::ValueLock;

    /// How an object is shared. The trait is sealed, since unsafe code relies on its
    /// implementations.
    pub trait RefCount: 'static {
        /// The count of strong references in the header, and of weak ones in the `Block`.
        type Count: Count;

        /// What lies beside the count in the header: a lock for the value, or nothing.
        type Lock: ValueLock;

        /// The lock for the `Block` of an object.
        type BlockLock: Lock;
    }

    /// The operations of a reference count.
    pub trait Count {
        /// Returns a count of one.
        fn one() -> Self;

        /// Returns the count, synchronized with the release of every reference that is gone.
        fn get(&self) -> u32;

        /// Adds one reference. The caller has one already.
        fn add(&self);

        /// Adds one reference, unless the count is zero. Returns whether it did.
        ///
        /// Contract: the caller holds the lock of the object's block, so that no other thread does
        /// this at the same time, and the object's memory is not freed meanwhile.
        fn add_if_any(&self) -> bool;

        /// Decrements; `true` at zero, synchronized with all earlier releases.
        fn release(&self) -> bool;
    }
}
use sealed::Count;

/// How an [`Obj`](crate::Obj) is shared: several threads may change its count.
///
/// ```
/// use slotted::Obj;
/// use slotted::prelude::*;
/// use slotted::rc::{AtomicCount, Shared};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node: Shared<Node, AtomicCount> = Obj::new(Node { rank: 1 });
/// let other = node.clone();
/// assert_eq!(std::thread::spawn(move || other.rank).join().expect("it returns"), node.rank);
/// ```
#[derive(Debug)]
pub enum AtomicCount {}

impl sealed::RefCount for AtomicCount {
    type Count = Atomic;
    type Lock = Unlocked;
    type BlockLock = Spin;
}

/// How a [`LocalObj`](crate::LocalObj) is shared: only one thread changes its count.
///
/// ```
/// use slotted::LocalObj;
/// use slotted::prelude::*;
/// use slotted::rc::{LocalCount, Shared};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node: Shared<Node, LocalCount> = LocalObj::new(Node { rank: 1 });
/// assert_eq!(node.rank, 1);
/// ```
#[derive(Debug)]
pub enum LocalCount {}

impl sealed::RefCount for LocalCount {
    type Count = Local;
    type Lock = Unlocked;
    type BlockLock = Alone;
}

/// How an [`ObjLock`](crate::ObjLock) is shared: as an [`Obj`](crate::Obj), with a lock beside the
/// count.
///
/// ```
/// use slotted::ObjLock;
/// use slotted::prelude::*;
/// use slotted::rc::{AtomicLock, Shared};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node: Shared<Node, AtomicLock> = ObjLock::new(Node { rank: 1 });
/// node.setattr("rank", 2)?;
/// assert_eq!(node.getattr("rank")?, Value::from(2));
/// # Ok::<(), slotted::rc::SharedError>(())
/// ```
#[derive(Debug)]
pub enum AtomicLock {}

impl sealed::RefCount for AtomicLock {
    type Count = Atomic;
    type Lock = ReadWrite;
    type BlockLock = Spin;
}

/// How an [`ObjCell`](crate::ObjCell) is shared: as a [`LocalObj`](crate::LocalObj), with a lock
/// beside the count.
///
/// ```
/// use slotted::ObjCell;
/// use slotted::prelude::*;
/// use slotted::rc::{LocalLock, Shared};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node: Shared<Node, LocalLock> = ObjCell::new(Node { rank: 1 });
/// node.borrow_mut().rank += 1;
/// assert_eq!(node.borrow().rank, 2);
/// ```
#[derive(Debug)]
pub enum LocalLock {}

impl sealed::RefCount for LocalLock {
    type Count = Local;
    type Lock = Borrows;
    type BlockLock = Alone;
}

/// A way to share an object whose value is written under a lock: [`AtomicLock`] or [`LocalLock`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::rc::{Locked, Shared};
/// use slotted::{ObjCell, ObjLock};
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// /// Holds a node of which it is not said how it is shared, but that it has a lock.
/// struct Handle<C: Locked>(Shared<Node, C>);
///
/// let handle = Handle(ObjLock::new(Node { rank: 1 }));
/// assert_eq!(handle.0.try_read()?.rank, 1);
/// let local = Handle(ObjCell::new(Node { rank: 2 }));
/// assert_eq!(local.0.try_borrow()?.rank, 2);
/// # Ok::<(), slotted::rc::ObjectLocked>(())
/// ```
pub trait Locked: RefCount {
    /// Whether several threads use the lock.
    #[doc(hidden)]
    const IS_ATOMIC: bool;
}

impl Locked for AtomicLock {
    const IS_ATOMIC: bool = true;
}

impl Locked for LocalLock {
    const IS_ATOMIC: bool = false;
}

/// A count that several threads may change.
#[derive(Debug)]
pub struct Atomic(AtomicU32);

impl Count for Atomic {
    fn one() -> Self {
        Atomic(AtomicU32::new(1))
    }

    #[inline]
    fn get(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }

    #[inline]
    fn add(&self) {
        // Relaxed: the caller has a reference already, so there is nothing to synchronize with.
        if self.0.fetch_add(1, Ordering::Relaxed) > MAX_REFERENCES {
            abort();
        }
    }

    #[inline]
    fn add_if_any(&self) -> bool {
        // Add first, and take it back at zero, which is rare: one operation instead of a load and
        // an exchange. Nobody mistakes the count between the two for a living object: whoever made
        // it zero has its answer already, only holders of a reference read it without the lock, and
        // other calls of this function wait for the lock.
        match self.0.fetch_add(1, Ordering::Acquire) {
            0 => {
                self.0.fetch_sub(1, Ordering::Relaxed);
                false
            }
            count => {
                if count > MAX_REFERENCES {
                    abort();
                }
                true
            }
        }
    }

    #[inline]
    fn release(&self) -> bool {
        if self.0.fetch_sub(1, Ordering::Release) != 1 {
            return false;
        }
        // Synchronizes with the releases of all other references. This is a load and not a fence,
        // because the thread sanitizer does not model fences: it would report a race for each
        // object that dies.
        self.0.load(Ordering::Acquire);
        true
    }
}

/// A count that only one thread changes.
#[derive(Debug)]
pub struct Local(Cell<u32>);

impl Count for Local {
    fn one() -> Self {
        Local(Cell::new(1))
    }

    #[inline]
    fn get(&self) -> u32 {
        self.0.get()
    }

    #[inline]
    fn add(&self) {
        // Add first: then one instruction counts, and its sign tells that the count was too high.
        self.0.set(self.0.get().wrapping_add(1));
        if self.0.get() > MAX_REFERENCES + 1 {
            abort();
        }
    }

    #[inline]
    fn add_if_any(&self) -> bool {
        let is_any = self.0.get() > 0;
        if is_any {
            self.add();
        }
        is_any
    }

    #[inline]
    fn release(&self) -> bool {
        self.0.set(self.0.get() - 1);
        self.0.get() == 0
    }
}

/// Aborts the process, as `Arc` does when its count would overflow.
#[cold]
fn abort() -> ! {
    #[cfg(feature = "std")]
    std::process::abort();
    #[cfg(not(feature = "std"))]
    {
        /// Panics while the first panic unwinds, which aborts the process.
        struct Twice;
        impl Drop for Twice {
            fn drop(&mut self) {
                panic!("too many references to one object");
            }
        }
        let _twice = Twice;
        panic!("too many references to one object");
    }
}

#[cfg(all(test, not(loom), unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    use crate::rc::count::sealed::Count;
    use crate::rc::count::{Atomic, AtomicU32, Cell, Local, MAX_REFERENCES};

    #[test]
    fn a_count_that_would_overflow_ends_the_program() {
        const WAY: &str = "WAY_TO_OVERFLOW";
        let over = MAX_REFERENCES + 1;
        // Each way runs in a process of its own, which has to abort.
        match std::env::var(WAY).as_deref() {
            Ok("atomic") => return Atomic(AtomicU32::new(over)).add(),
            Ok("upgrade") => return assert!(Atomic(AtomicU32::new(over)).add_if_any()),
            Ok("local") => return Local(Cell::new(over)).add(),
            Ok("local upgrade") => return assert!(Local(Cell::new(over)).add_if_any()),
            _ => {}
        }
        for way in ["atomic", "upgrade", "local", "local upgrade"] {
            let this = "rc::count::tests::a_count_that_would_overflow_ends_the_program";
            let program = std::env::current_exe().expect("it runs");
            let mut again = Command::new(program);
            let ended = again.args(["--exact", this]).env(WAY, way).output().expect("it runs");
            const ABORTED: i32 = 6;
            assert_eq!(ended.status.signal(), Some(ABORTED), "{way}");
        }
    }

    #[test]
    fn a_count_goes_up_to_the_most() {
        let count = Local(Cell::new(MAX_REFERENCES));
        count.add();
        assert_eq!(count.get(), MAX_REFERENCES + 1);
        assert!(!Local(Cell::new(0)).add_if_any());
    }
}
