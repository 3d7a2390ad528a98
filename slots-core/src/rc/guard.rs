//! Guards of an object's lock: access to its value while they live.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

use crate::rc::count::{AtomicLock, LocalLock, Locked};
use crate::rc::shared::Shared;
use crate::rc::value_lock::ValueLock;
use crate::reflect::attributes::Attributes;
use crate::reflect::shared::Unreachable;

/// The object is locked: it is being written, or, for who wants to write, read.
///
/// On another thread, that may be over soon; on this one, a guard is still alive.
///
/// ```
/// use slotted::ObjLock;
/// use slotted::prelude::*;
///
/// #[derive(Slots, Debug)]
/// struct Node { rank: u32 }
///
/// let node = ObjLock::new(Node { rank: 1 });
/// let guard = node.try_read()?;
/// assert!(node.try_read().is_ok());                               // others may read
/// assert_eq!(node.try_write().unwrap_err().to_string(), "object is locked");
/// drop(guard);
/// node.try_write()?.rank = 2;
/// # Ok::<(), slotted::rc::ObjectLocked>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectLocked(());

impl fmt::Display for ObjectLocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("object is locked")
    }
}

impl core::error::Error for ObjectLocked {}

/// The value of an [`ObjLock`](crate::ObjLock) or [`ObjCell`](crate::ObjCell), to read. Nobody
/// writes it while a guard is alive.
///
/// ```
/// use slotted::ObjCell;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node = ObjCell::new(Node { rank: 1 });
/// let (one, other) = (node.borrow(), node.borrow());
/// assert_eq!(one.rank, other.rank);
/// assert!(node.try_borrow_mut().is_err());
/// ```
///
/// Invariants:
///
/// 1. This holds the lock of `object` as a reader.
/// 2. This stays on the thread where it was made: it is not `Send`.
#[must_use = "the value is locked only as long as the guard lives"]
pub struct ReadGuard<'a, T: Attributes, C: Locked> {
    object: &'a Shared<T, C>,
    stays: PhantomData<*const ()>,
}

/// The value of an [`ObjLock`](crate::ObjLock) or [`ObjCell`](crate::ObjCell), to read and write.
/// Nobody else has access to it while the guard is alive.
///
/// ```
/// use slotted::ObjLock;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let node = ObjLock::new(Node { rank: 1 });
/// let mut guard = node.try_write()?;
/// guard.rank += 1;
/// guard.setattr("rank", 7).expect("it is a u32");
/// assert!(node.try_read().is_err());
/// drop(guard);
/// assert_eq!(node.try_read()?.rank, 7);
/// # Ok::<(), slotted::rc::ObjectLocked>(())
/// ```
///
/// Invariants:
///
/// 1. This holds the lock of `object` as the writer.
/// 2. This stays on the thread where it was made: it is not `Send`.
#[must_use = "the value is locked only as long as the guard lives"]
pub struct WriteGuard<'a, T: Attributes, C: Locked> {
    object: &'a Shared<T, C>,
    stays: PhantomData<*const ()>,
}

/// Remembers that this thread holds the lock of an object, if such locks are waited for.
#[inline]
fn taken<T: Attributes, C: Locked>(object: &Shared<T, C>) {
    #[cfg(all(feature = "wait", not(loom)))]
    if C::IS_ATOMIC {
        crate::rc::held::add((&raw const object.inner().header.lock).addr());
    }
    #[cfg(not(all(feature = "wait", not(loom))))]
    let _ = object;
}

#[inline]
fn given_back<T: Attributes, C: Locked>(object: &Shared<T, C>) {
    #[cfg(all(feature = "wait", not(loom)))]
    if C::IS_ATOMIC {
        crate::rc::held::remove((&raw const object.inner().header.lock).addr());
    }
    #[cfg(not(all(feature = "wait", not(loom))))]
    let _ = object;
}

impl<'a, T: Attributes, C: Locked> ReadGuard<'a, T, C> {
    /// # Safety
    ///
    /// The caller has just taken the lock of `object` as a reader, for this guard.
    #[inline]
    unsafe fn new(object: &'a Shared<T, C>) -> Self {
        taken(object);
        ReadGuard { object, stays: PhantomData }
    }

    fn try_new(object: &'a Shared<T, C>) -> Result<Self, ObjectLocked> {
        if !object.inner().header.lock.try_read() {
            return Err(ObjectLocked(()));
        }
        // SAFETY: `try_read` has just taken the lock.
        Ok(unsafe { ReadGuard::new(object) })
    }
}

impl<'a, T: Attributes, C: Locked> WriteGuard<'a, T, C> {
    /// # Safety
    ///
    /// The caller has just taken the lock of `object` as the writer, for this guard.
    #[inline]
    unsafe fn new(object: &'a Shared<T, C>) -> Self {
        taken(object);
        WriteGuard { object, stays: PhantomData }
    }

    fn try_new(object: &'a Shared<T, C>) -> Result<Self, ObjectLocked> {
        if !object.inner().header.lock.try_write() {
            return Err(ObjectLocked(()));
        }
        // SAFETY: `try_write` has just taken the lock.
        Ok(unsafe { WriteGuard::new(object) })
    }
}

impl<T: Attributes, C: Locked> Drop for ReadGuard<'_, T, C> {
    #[inline]
    fn drop(&mut self) {
        given_back(self.object);
        // SAFETY: this holds the lock as a reader (invariant 1), and ends here.
        unsafe { self.object.inner().header.lock.end_read() }
    }
}

impl<T: Attributes, C: Locked> Drop for WriteGuard<'_, T, C> {
    #[inline]
    fn drop(&mut self) {
        given_back(self.object);
        // SAFETY: this holds the lock as the writer (invariant 1), and ends here.
        unsafe { self.object.inner().header.lock.end_write() }
    }
}

impl<T: Attributes, C: Locked> Deref for ReadGuard<'_, T, C> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the object lives, since `object` borrows a reference to it. The lock is held
        // (invariant 1), so that nobody writes the value.
        unsafe { &*self.object.inner().value.get() }
    }
}

impl<T: Attributes, C: Locked> Deref for WriteGuard<'_, T, C> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the object lives, since `object` borrows a reference to it. Only this guard gives
        // access to the value (invariant 1), and is borrowed as long as the result.
        unsafe { &*self.object.inner().value.get() }
    }
}

impl<T: Attributes, C: Locked> DerefMut for WriteGuard<'_, T, C> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the object lives, since `object` borrows a reference to it. Only this guard gives
        // access to the value (invariant 1), and is mutably borrowed as long as the result.
        unsafe { &mut *self.object.inner().value.get() }
    }
}

// SAFETY: a `&ReadGuard` gives a `&T`, and nothing that ends the holding.
unsafe impl<T: Attributes + Sync> Sync for ReadGuard<'_, T, AtomicLock> {}
// SAFETY: a `&WriteGuard` gives a `&T`, and nothing that ends the holding.
unsafe impl<T: Attributes + Sync> Sync for WriteGuard<'_, T, AtomicLock> {}

impl<T: Attributes + fmt::Debug, C: Locked> fmt::Debug for ReadGuard<'_, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Attributes + fmt::Debug, C: Locked> fmt::Debug for WriteGuard<'_, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// The lock of an [`ObjLock`](crate::ObjLock).
impl<T: Attributes> Shared<T, AtomicLock> {
    /// Returns the value to read, if nobody is writing it.
    ///
    /// # Errors
    ///
    /// [`ObjectLocked`] while there is a [`WriteGuard`].
    #[inline]
    pub fn try_read(&self) -> Result<ReadGuard<'_, T, AtomicLock>, ObjectLocked> {
        ReadGuard::try_new(self)
    }

    /// Returns the value to read and write, if nobody is reading or writing it.
    ///
    /// # Errors
    ///
    /// [`ObjectLocked`] while there is another guard.
    #[inline]
    pub fn try_write(&self) -> Result<WriteGuard<'_, T, AtomicLock>, ObjectLocked> {
        WriteGuard::try_new(self)
    }

    /// Returns the value to read, and waits while another thread writes it. Readers do not wait for
    /// writers that wait, so a thread may read twice.
    ///
    /// # Panics
    ///
    /// If this thread has a [`WriteGuard`] of the object, since it would wait for itself.
    #[cfg(feature = "wait")]
    #[inline]
    pub fn read(&self) -> ReadGuard<'_, T, AtomicLock> {
        let lock = &self.inner().header.lock;
        if !lock.try_read() {
            not_for_oneself::<T>(lock.key());
            lock.wait_to_read();
        }
        // SAFETY: `try_read` or `wait_to_read` has just taken the lock.
        unsafe { ReadGuard::new(self) }
    }

    /// Returns the value to read and write, and waits while another thread reads or writes it.
    ///
    /// # Panics
    ///
    /// If this thread has a guard of the object, since it would wait for itself. (That is told of
    /// the first 16 guards that a thread has at a time.)
    #[cfg(feature = "wait")]
    #[inline]
    pub fn write(&self) -> WriteGuard<'_, T, AtomicLock> {
        let lock = &self.inner().header.lock;
        if !lock.try_write() {
            not_for_oneself::<T>(lock.key());
            lock.wait_to_write();
        }
        // SAFETY: `try_write` or `wait_to_write` has just taken the lock.
        unsafe { WriteGuard::new(self) }
    }
}

/// Takes a lock for an access by name.
macro_rules! take {
    ($lock:ident $try:ident $wait:ident) => {
        if !$lock.$try() {
            #[cfg(not(all(feature = "wait", not(loom))))]
            return Err(Unreachable::Locked);
            #[cfg(all(feature = "wait", not(loom)))]
            {
                if crate::rc::held::has_any() {
                    return Err(Unreachable::Locked);
                }
                $lock.$wait();
            }
        }
    };
}

/// Access by name waits for other threads, if it may, unless this thread holds a lock, of this
/// object or of another one: two threads that each hold what the other waits for would wait for
/// ever. That is the error `object is locked`.
impl<T: Attributes> Shared<T, AtomicLock> {
    pub(crate) fn read_by_name(&self) -> Result<ReadGuard<'_, T, AtomicLock>, Unreachable> {
        let lock = &self.inner().header.lock;
        take!(lock try_read wait_to_read);
        // SAFETY: `try_read` or `wait_to_read` has just taken the lock.
        Ok(unsafe { ReadGuard::new(self) })
    }

    pub(crate) fn write_by_name(&self) -> Result<WriteGuard<'_, T, AtomicLock>, Unreachable> {
        let lock = &self.inner().header.lock;
        take!(lock try_write wait_to_write);
        // SAFETY: `try_write` or `wait_to_write` has just taken the lock.
        Ok(unsafe { WriteGuard::new(self) })
    }
}

impl<T: Attributes> Shared<T, LocalLock> {
    pub(crate) fn read_by_name(&self) -> Result<ReadGuard<'_, T, LocalLock>, Unreachable> {
        self.try_borrow().map_err(|_| Unreachable::Locked)
    }

    pub(crate) fn write_by_name(&self) -> Result<WriteGuard<'_, T, LocalLock>, Unreachable> {
        self.try_borrow_mut().map_err(|_| Unreachable::Locked)
    }
}

/// Panics if this thread would wait for itself.
#[cfg(feature = "wait")]
#[cold]
fn not_for_oneself<T: Attributes>(key: usize) {
    #[cfg(not(loom))]
    assert!(
        !crate::rc::held::has(key),
        "deadlock: this thread has a guard of this '{}' already, and would wait for itself; drop \
         that guard first, or use `try_read` or `try_write`",
        crate::rc::forward::name_of::<T>(),
    );
    #[cfg(loom)]
    let _ = key;
}

/// The lock of an [`ObjCell`](crate::ObjCell).
impl<T: Attributes> Shared<T, LocalLock> {
    /// Returns the value to read, if it is not being written.
    ///
    /// # Errors
    ///
    /// [`ObjectLocked`] while there is a [`WriteGuard`].
    #[inline]
    pub fn try_borrow(&self) -> Result<ReadGuard<'_, T, LocalLock>, ObjectLocked> {
        ReadGuard::try_new(self)
    }

    /// Returns the value to read and write, if it is not being read or written.
    ///
    /// # Errors
    ///
    /// [`ObjectLocked`] while there is another guard.
    #[inline]
    pub fn try_borrow_mut(&self) -> Result<WriteGuard<'_, T, LocalLock>, ObjectLocked> {
        WriteGuard::try_new(self)
    }

    /// Returns the value to read.
    ///
    /// # Panics
    ///
    /// While there is a [`WriteGuard`].
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> ReadGuard<'_, T, LocalLock> {
        self.try_borrow().unwrap_or_else(|_| borrowed::<T>("written"))
    }

    /// Returns the value to read and write.
    ///
    /// # Panics
    ///
    /// While there is another guard.
    #[inline]
    #[track_caller]
    pub fn borrow_mut(&self) -> WriteGuard<'_, T, LocalLock> {
        self.try_borrow_mut().unwrap_or_else(|_| borrowed::<T>("read or written"))
    }
}

#[cold]
#[track_caller]
fn borrowed<T: Attributes>(how: &str) -> ! {
    panic!(
        "object is locked: this '{}' is being {how}; drop that guard first, or use `try_borrow` or \
         `try_borrow_mut`",
        crate::rc::forward::name_of::<T>(),
    )
}
