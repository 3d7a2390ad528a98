//! Shared objects with a reference count.

use alloc::boxed::Box;
use core::marker::PhantomData;
use core::mem;
use core::ops::Deref;
use core::ptr::NonNull;

use crate::rc::block::Block;
use crate::rc::count::sealed::Count;
use crate::rc::count::{AtomicCount, AtomicLock, Immutable, RefCount};
use crate::rc::death::end;
use crate::rc::memory::Inner;
use crate::rc::value_lock::ValueLock;
use crate::rc::weak::Weak;
use crate::rc::weak_word::WeakWord;
use crate::reflect::attributes::Attributes;
use crate::reflect::presence::HasWeakref;

/// A strong reference to a shared object: [`Obj`](crate::Obj), [`ObjLock`](crate::ObjLock),
/// [`LocalObj`](crate::LocalObj) or [`ObjCell`](crate::ObjCell).
///
/// ```text
///  Obj ──▶ ┌───────┐        WeakObj ──▶ ┌─────────────────────────┐
///          │ weak  │──────────────────▶ │ refs, lock              │
///          │ count │ ◀───────────────── │ object, and callbacks   │
///          ├───────┤                    └─────────────────────────┘
///          │ value │   `weak` is there where the type has a `WeakSlot`; it is null until
///          └───────┘   somebody asks for a weak reference
/// ```
///
/// ```
/// use slotted::ObjLock;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Node { rank: u32 }
///
/// let mut node = ObjLock::new(Node { rank: 1 });
/// ObjLock::get_mut(&mut node).expect("it is the only reference").rank = 2;
/// let other = node.clone();
/// assert!(ObjLock::ptr_eq(&node, &other) && ObjLock::strong_count(&node) == 2);
/// drop(other);
/// assert_eq!(ObjLock::try_unwrap(node).map(|node| node.rank).ok(), Some(2));
/// ```
///
/// Invariants:
///
/// 1. `inner` points to a live object: it was allocated as a box, its count includes this
///    reference, and its value is initialized.
/// 2. A `&mut` to the value, or the value itself, is handed out only while no other reference to
///    the object exists, strong or weak, so that none can be upgraded meanwhile; or under the write
///    lock, if `C` is [`Locked`](crate::Locked). A `&` to the value is handed out of a reference to
///    an object that has no lock; or under the lock.
pub struct Shared<T: Attributes, C: RefCount> {
    inner: NonNull<Inner<T, C>>,
    owns: PhantomData<Inner<T, C>>,
    // Invariant in `T`: the weak word points to a `Block` of exactly this type, and a subtype has
    // another `TypeId`.
    of: PhantomData<fn(T) -> T>,
}

impl<T: Attributes, C: RefCount> Shared<T, C> {
    /// Moves the value into a new shared object.
    #[inline]
    pub fn new(value: T) -> Self {
        let inner = Box::leak(Box::new(Inner::new(value)));
        Shared { inner: inner.into(), owns: PhantomData, of: PhantomData }
    }

    #[inline]
    pub(crate) fn inner(&self) -> &Inner<T, C> {
        // SAFETY: `inner` points to a live object while this reference exists (invariant 1).
        unsafe { self.inner.as_ref() }
    }

    /// Returns a strong reference that is already included in the count.
    ///
    /// # Safety
    ///
    /// `inner` points to a live object that was allocated as a box and whose value is initialized.
    /// Its count includes the returned reference.
    pub(crate) unsafe fn counted(inner: NonNull<Inner<T, C>>) -> Self {
        Shared { inner, owns: PhantomData, of: PhantomData }
    }

    /// Whether both references are to the same object.
    #[inline]
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.inner == other.inner
    }

    /// The address of the object, to hash.
    pub(crate) fn address(&self) -> usize {
        self.inner.addr().get()
    }

    /// Returns the number of strong references, this one included. Other threads may change it at
    /// any time.
    #[inline]
    #[must_use]
    pub fn strong_count(this: &Self) -> usize {
        this.inner().header.count.get() as usize
    }

    /// Returns the value, to change in place, if there is no other reference to the object, strong
    /// or weak. A pending [`Finalizer`](crate::Finalizer) counts as a weak reference.
    #[inline]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        if !this.is_unique() {
            return None;
        }
        // SAFETY: the object is live (invariant 1). `is_unique` found no other reference, strong or
        // weak (as invariant 2 demands), and none can be made meanwhile: `this` stays mutably
        // borrowed as long as the result.
        Some(unsafe { &mut *this.inner().value.get() })
    }

    /// Moves the value out of the object, if there is no other reference to it, strong or weak. A
    /// pending [`Finalizer`](crate::Finalizer) counts as a weak reference.
    ///
    /// # Errors
    ///
    /// If there are other references, returns `this` unchanged.
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        if !this.is_unique() {
            return Err(this);
        }
        let inner = mem::ManuallyDrop::new(this).inner;
        // SAFETY: the object was allocated as a box (invariant 1). `is_unique` found no other
        // reference, and `ManuallyDrop` keeps this one from being dropped.
        let inner = unsafe { Box::from_raw(inner.as_ptr()) };
        if let Some(block) = inner.weak().and_then(|word| NonNull::new(word.take())) {
            // SAFETY: the word held a pointer to a `Block<T, C>` with the object's reference to it
            // (invariant 1 of `WeakWord`), and no longer does. `is_unique` found no other reference
            // to the block, so nobody asks it for the object.
            unsafe { Block::release(block.cast::<Block<T, C>>()) };
        }
        Ok(inner.value.into_inner())
    }

    /// Whether there is no other reference, strong or weak, and no pending callback.
    fn is_unique(&self) -> bool {
        let inner = self.inner();
        // Load the count before the word: downgrading stores the word before the strong reference
        // is released.
        if inner.header.count.get() != 1 {
            return false;
        }
        match self.block() {
            None => true,
            // SAFETY: the block is allocated: its count includes one reference for the object,
            // which lives.
            Some(block) => unsafe { block.as_ref() }.is_unused(&inner.header.count),
        }
    }

    /// The block that the weak references share, if there is one.
    #[inline]
    fn block(&self) -> Option<NonNull<Block<T, C>>> {
        Some(NonNull::new(self.inner().weak()?.get())?.cast())
    }

    /// Returns a weak reference. All weak references to an object share one block of memory, which
    /// is allocated for the first one. Only a callback takes memory of its own.
    #[inline]
    #[must_use]
    pub fn downgrade(this: &Self) -> Weak<T, C>
    where
        T: HasWeakref,
    {
        this.downgraded().expect("`HasWeakref` says that there is a word")
    }

    /// Returns a weak reference to an object that says only at run time whether it can have some.
    /// `None` if it cannot, or if it cannot be asked now because it is being written.
    #[must_use]
    pub fn try_downgrade(this: &Self) -> Option<Weak<T, C>> {
        match T::__static_layout() {
            Some(_) => this.downgraded(),
            None => {
                let can = this.try_with(|value| value.layout().has_weakref());
                if can == Some(true) { this.downgraded() } else { None }
            }
        }
    }

    /// Runs `f` on the value, unless it is being written.
    pub(crate) fn try_with<R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        /// Ends the reading, even if `f` panics.
        struct Reads<'a, L: ValueLock>(&'a L);
        impl<L: ValueLock> Drop for Reads<'_, L> {
            fn drop(&mut self) {
                // SAFETY: `try_read` has taken the lock for this, which ends here.
                unsafe { self.0.end_read() }
            }
        }
        let inner = self.inner();
        if !inner.header.lock.try_read() {
            return None;
        }
        let _reads = Reads(&inner.header.lock);
        // SAFETY: the object lives (invariant 1), and the lock is held, if it has one (as invariant
        // 2 demands), until after the result was made.
        Some(f(unsafe { &*inner.value.get() }))
    }

    /// Swaps the value with another one, under the lock. Returns `false`, and swaps nothing, if the
    /// object has no lock, or if somebody holds it.
    #[cfg(all(feature = "serde", feature = "std"))]
    pub(crate) fn swap(&self, value: &mut T) -> bool {
        let inner = self.inner();
        if !inner.header.lock.try_write() {
            return false;
        }
        // SAFETY: the object lives (invariant 1), and the lock is held as the writer (as invariant
        // 2 demands) until the next statement. A swap runs no user code, so it does not panic.
        mem::swap(unsafe { &mut *inner.value.get() }, value);
        // SAFETY: `try_write` has taken the lock for this, which ends here.
        unsafe { inner.header.lock.end_write() }
        true
    }

    /// Returns a weak reference, if the header has a word for it.
    #[inline]
    fn downgraded(&self) -> Option<Weak<T, C>> {
        let word = self.inner().weak()?;
        let block = match NonNull::new(word.get()) {
            Some(block) => block.cast(),
            None => self.make_block(word),
        };
        // SAFETY: the block is allocated: its count includes one reference for the object, which
        // lives.
        unsafe { block.as_ref() }.add_ref();
        // SAFETY: `add_ref` has just counted the returned reference.
        Some(unsafe { Weak::counted(block) })
    }

    #[cold]
    fn make_block(&self, word: &WeakWord) -> NonNull<Block<T, C>> {
        let block = NonNull::from(Box::leak(Block::new(self.inner)));
        // SAFETY: `block` is a block of this object, in whose header `word` lies, and counts one
        // reference, which this function owns.
        match unsafe { word.set_first(block.as_ptr().cast()) } {
            Ok(()) => block,
            Err(other) => {
                // Another thread has set the word first.
                // SAFETY: the block was not published, so its one reference belongs to this
                // function, which does not use it afterwards.
                unsafe { Block::release(block) };
                NonNull::new(other).expect("there is one").cast()
            }
        }
    }
}

impl<T: Attributes, C: Immutable> Shared<T, C> {
    /// Returns the value, to change in place. If there are other references to the object, strong
    /// or weak, the value is cloned into a new object first. Weak references stay with the old
    /// object.
    ///
    /// ```
    /// use slotted::Obj;
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots, Clone)]
    /// struct Node { rank: u32 }
    ///
    /// let mut node = Obj::new(Node { rank: 1 });
    /// let other = node.clone();
    /// Obj::make_mut(&mut node).rank = 2;                               // a new object
    /// assert_eq!((node.rank, other.rank), (2, 1));
    /// ```
    pub fn make_mut(this: &mut Self) -> &mut T
    where
        T: Clone,
    {
        if !this.is_unique() {
            *this = Shared::new((**this).clone());
        }
        // SAFETY: the object is live (invariant 1). `this` is its only reference, strong or weak
        // (as invariant 2 demands): either `is_unique` found so, or the object is new. `this` stays
        // mutably borrowed as long as the result.
        unsafe { &mut *this.inner().value.get() }
    }
}

impl<T: Attributes, C: Immutable> Deref for Shared<T, C> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the object lives (invariant 1). It has no lock, so a `&mut` to the value exists
        // only while this is its only reference and is mutably borrowed (invariant 2).
        unsafe { &*self.inner().value.get() }
    }
}

impl<T: Attributes, C: RefCount> Clone for Shared<T, C> {
    #[inline]
    fn clone(&self) -> Self {
        self.inner().header.count.add();
        // SAFETY: the object is live (invariant 1), and `add` has just counted the returned
        // reference.
        unsafe { Shared::counted(self.inner) }
    }
}

impl<T: Attributes, C: RefCount> Drop for Shared<T, C> {
    #[inline]
    fn drop(&mut self) {
        if self.inner().header.count.release() {
            // SAFETY: the object is as invariant 1 demands, but for the count: `release` returned
            // `true`, so it is zero, synchronized with all earlier releases. This reference was the
            // last, and is not used afterwards.
            unsafe { end(self.inner) }
        }
    }
}

macro_rules! crosses_threads {
    ($($count:ident)*) => {$(
        // SAFETY: as for `Arc`, a reference on another thread gives access to the value there
        // (`T: Sync`) and may be the last one, which drops the value there (`T: Send`); so it is
        // with a lock, which several readers may hold. It may also run and drop callbacks there:
        // those are `Send`, by the bounds of `downgrade_with` and `finalize`.
        unsafe impl<T: Attributes + Send + Sync> Send for Shared<T, $count> {}
        // SAFETY: a `&Shared` gives access to the value (`T: Sync`), and can be cloned to a
        // `Shared` on another thread: that needs what the impl of `Send` needs. The count, the lock
        // and the weak word are atomic, and a lock protects the target of the block.
        unsafe impl<T: Attributes + Send + Sync> Sync for Shared<T, $count> {}
    )*};
}
crosses_threads!(AtomicCount AtomicLock);
