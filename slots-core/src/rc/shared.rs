//! Shared objects with a reference count.

use alloc::boxed::Box;
use core::marker::PhantomData;
use core::mem::{self, MaybeUninit};
use core::ops::Deref;
use core::ptr::NonNull;

use crate::erased::ptr::Ptr;
use crate::rc::block::Block;
use crate::rc::count::RefCount;
use crate::rc::memory::Inner;
use crate::rc::weak::Weak;
use crate::rc::weak_slot::WeakSlot;
use crate::reflect::presence::HasWeakref;
use crate::reflect::slotted::Slotted;

/// A strong reference to a shared object: [`Obj`](crate::Obj), or [`LocalObj`](crate::LocalObj).
///
/// ```text
///  Obj ──▶ ┌───────┐        WeakObj ──▶ ┌───────────────────────┐
///          │ count │            ┌─────▶ │ refs, lock            │
///          ├───────┤            │       │ object, or dead       │
///          │ value │            │       │ callbacks             │
///          │  __weakref__ ──────┘       └───────────────────────┘
///          └───────┘   null, until somebody asks for a weak reference
/// ```
///
/// Invariants:
///
/// 1. `inner` points to a live object: it was allocated as a box, its count includes this
///    reference, and its value is initialized.
/// 2. A `&mut` to the value exists only while this is the only strong reference and the value's
///    `WeakSlot` is null. Otherwise, a `mem::swap` would carry the weak references of one object to
///    another.
pub struct Shared<T: Slotted, C: RefCount> {
    inner: NonNull<Inner<T, C>>,
    owns: PhantomData<Inner<T, C>>,
    // Invariant in `T`: the `WeakSlot` points to a `Block` of exactly this type, and a subtype has
    // another `TypeId`.
    of: PhantomData<fn(T) -> T>,
}

impl<T: Slotted, C: RefCount> Shared<T, C> {
    /// Moves the value into a new shared object.
    #[inline]
    pub fn new(value: T) -> Self {
        let inner = Box::leak(Box::new(Inner { count: C::one(), value }));
        Shared { inner: inner.into(), owns: PhantomData, of: PhantomData }
    }

    #[inline]
    fn inner(&self) -> &Inner<T, C> {
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
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.inner == other.inner
    }

    /// Returns the number of strong references, this one included. Other threads may change it at
    /// any time.
    #[inline]
    pub fn strong_count(this: &Self) -> usize {
        this.inner().count.get()
    }

    /// Returns the value, to change in place, if there is no other reference to the object, strong
    /// or weak. A pending [`Finalizer`](crate::Finalizer) counts as a weak reference.
    #[inline]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        if !this.is_unique() {
            return None;
        }
        // SAFETY: the object is live (invariant 1). `is_unique` found no other reference, and a
        // null `WeakSlot` (as invariant 2 demands). `this` stays mutably borrowed as long as the
        // result.
        Some(unsafe { &mut (*this.inner.as_ptr()).value })
    }

    /// Returns the value, to change in place. If there are other references to the object, strong
    /// or weak, the value is cloned into a new object first. Weak references stay with the old
    /// object.
    pub fn make_mut(this: &mut Self) -> &mut T
    where
        T: Clone,
    {
        if !this.is_unique() {
            *this = Shared::new((**this).clone());
        }
        // SAFETY: the object is live (invariant 1). `this` is its only reference, and the
        // `WeakSlot` is null (as invariant 2 demands): either `is_unique` found so, or the object
        // is new, and a value outside of a `Shared` has a null `WeakSlot` (invariant 1 of
        // `WeakSlot`).
        unsafe { &mut (*this.inner.as_ptr()).value }
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
        Ok(inner.value)
    }

    /// Whether there is no other reference, strong or weak, and no pending callback. If so, the
    /// block of weak references is released, and the value's `WeakSlot` is null.
    fn is_unique(&self) -> bool {
        let inner = self.inner();
        // Load the count before the slot: downgrading stores the slot before the strong reference
        // is released.
        if inner.count.get() != 1 {
            return false;
        }
        let Some((slot, block)) = self.block() else { return true };
        // SAFETY: the block is allocated: its count includes one reference for the object, which
        // lives.
        if !unsafe { block.as_ref() }.is_unused(&inner.count) {
            return false;
        }
        slot.take();
        // SAFETY: the reference was the object's. The slot that held it is null now, so nobody uses
        // it afterwards.
        unsafe { Block::release(block) };
        true
    }

    /// The `WeakSlot` of the value, if the type has one.
    fn slot(&self) -> Option<&WeakSlot> {
        slot_of(&self.inner().value)
    }

    fn block(&self) -> Option<(&WeakSlot, NonNull<Block<T, C>>)> {
        let slot = self.slot()?;
        Some((slot, NonNull::new(slot.get())?.cast()))
    }

    /// Returns a weak reference. All weak references to an object share one block of memory, which
    /// is allocated for the first one. Only a callback takes memory of its own.
    pub fn downgrade(this: &Self) -> Weak<T, C>
    where
        T: HasWeakref,
    {
        let block = this.block().map_or_else(|| this.make_block(), |(_, block)| block);
        // SAFETY: the block is allocated: its count includes one reference for the object, which
        // lives.
        unsafe { block.as_ref() }.add_ref();
        // SAFETY: `add_ref` has just counted the returned reference.
        unsafe { Weak::counted(block) }
    }

    #[cold]
    fn make_block(&self) -> NonNull<Block<T, C>> {
        let block = NonNull::from(Box::leak(Block::new(self.inner)));
        let slot = self.slot().expect("`HasWeakref` says that there is one");
        match slot.set_first(block.as_ptr().cast()) {
            Ok(()) => block,
            Err(other) => {
                // Another thread has set the slot first.
                // SAFETY: the block was not published, so its one reference belongs to this
                // function, which does not use it afterwards.
                unsafe { Block::release(block) };
                NonNull::new(other).expect("there is one").cast()
            }
        }
    }

    /// Ends an object whose last strong reference is gone. As in CPython, all weak references
    /// become dead; then the callbacks run, the newest first; then the value is dropped; then the
    /// memory is freed.
    ///
    /// # Safety
    ///
    /// `inner` was allocated as a box by [`Shared::new`], and its value is initialized. The strong
    /// count is zero, synchronized with all earlier releases. The caller does not use `inner`
    /// afterwards.
    #[cold]
    unsafe fn end(inner: NonNull<Inner<T, C>>) {
        /// Frees the memory in any case, even if the value's own `Drop` panics.
        struct Memory<T, C>(NonNull<Inner<T, C>>);
        impl<T, C> Drop for Memory<T, C> {
            fn drop(&mut self) {
                // SAFETY: allocated as a box of an `Inner`, which has the layout of a `MaybeUninit`
                // of it. Nobody uses the memory afterwards: no strong reference is left (contract
                // of `end`), and the block no longer has the object.
                drop(unsafe { Box::from_raw(self.0.as_ptr().cast::<MaybeUninit<Inner<T, C>>>()) });
            }
        }
        let memory = Memory(inner);
        // SAFETY: `inner` points to an allocated object (contract of `end`).
        let value = unsafe { &raw mut (*memory.0.as_ptr()).value };
        /// Drops the value in any case, even if a callback panics and the panic cannot be caught.
        struct Value<T>(*mut T);
        impl<T> Drop for Value<T> {
            fn drop(&mut self) {
                // SAFETY: the value is initialized, and nobody uses it afterwards: no strong
                // reference is left (contract of `end`), and the block no longer has the object.
                unsafe { self.0.drop_in_place() }
            }
        }
        let value = Value(value);
        // SAFETY: the value is initialized (contract of `end`), and only the guard `value` drops
        // it.
        let block = slot_of(unsafe { &*value.0 }).and_then(|slot| NonNull::new(slot.take()));
        let panics = block.map(|block| {
            // SAFETY: the slot held a pointer to a `Block<T, C>` (invariant 1 of `WeakSlot`) and
            // the object's reference to it. The slot is null now, so the reference passes to
            // `weak`.
            let weak = unsafe { Weak::<T, C>::counted(block.cast()) };
            weak.call_all()
        });
        match panics {
            Some(mut panics) => {
                panics.catch(|| drop(value));
                drop(memory);
                panics.resume();
            }
            None => {
                drop(value);
                drop(memory);
            }
        }
    }
}

/// The `WeakSlot` in a value, its own or that of a base.
fn slot_of<T: Slotted>(value: &T) -> Option<&WeakSlot> {
    let offset = T::LAYOUT.weakref_offset()?;
    // SAFETY: a `WeakSlot` lies at that offset in every `T` (invariant 3 of `SlotLayout`, and the
    // contract of `Slotted`).
    Some(unsafe { Ptr::new(value).field(offset).cast::<WeakSlot>() })
}

impl<T: Slotted, C: RefCount> Deref for Shared<T, C> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.inner().value
    }
}

impl<T: Slotted, C: RefCount> Clone for Shared<T, C> {
    #[inline]
    fn clone(&self) -> Self {
        self.inner().count.add();
        // SAFETY: the object is live (invariant 1), and `add` has just counted the returned
        // reference.
        unsafe { Shared::counted(self.inner) }
    }
}

impl<T: Slotted, C: RefCount> Drop for Shared<T, C> {
    #[inline]
    fn drop(&mut self) {
        if self.inner().count.release() {
            // SAFETY: the object is as invariant 1 demands, but for the count: `release` returned
            // `true`, so it is zero, synchronized with all earlier releases. This reference was the
            // last, and is not used afterwards.
            unsafe { Shared::end(self.inner) }
        }
    }
}

// SAFETY: as for `Arc`, a reference on another thread gives access to the value there (`T: Sync`)
// and may be the last one, which drops the value there (`T: Send`). It may also run and drop
// callbacks there: those are `Send`, by the bounds of `downgrade_with` and `finalize`.
unsafe impl<T: Slotted + Send + Sync> Send for Shared<T, super::count::AtomicCount> {}
// SAFETY: a `&Shared` gives access to the value (`T: Sync`), and can be cloned to a `Shared` on
// another thread: that needs what the impl of `Send` needs. The count and the `WeakSlot` are
// atomic, and a lock protects the state of the block.
unsafe impl<T: Slotted + Send + Sync> Sync for Shared<T, super::count::AtomicCount> {}
