//! Shared, counted objects.

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
/// 1. `inner` points to an object that lives: it was made as a box, this reference is counted in it, and its value is there.
/// 2. A `&mut` to the value exists only while this is the one strong reference, and the value's `WeakSlot` is null: else a
///    `mem::swap` would carry one object's weak references to another.
pub struct Shared<T: Slotted, C: RefCount> {
    inner: NonNull<Inner<T, C>>,
    owns: PhantomData<Inner<T, C>>,
    // Invariant in `T`: the block of weak references, behind the `WeakSlot`, is one of this very type, and a
    // subtype has another `TypeId`.
    of: PhantomData<fn(T) -> T>,
}

impl<T: Slotted, C: RefCount> Shared<T, C> {
    /// Makes the value a shared object.
    #[inline]
    pub fn new(value: T) -> Self {
        let inner = Box::leak(Box::new(Inner { count: C::one(), value }));
        Shared { inner: inner.into(), owns: PhantomData, of: PhantomData }
    }

    #[inline]
    fn inner(&self) -> &Inner<T, C> {
        // SAFETY: invariant 1.
        unsafe { self.inner.as_ref() }
    }

    /// A strong reference that was counted already.
    ///
    /// # Safety
    ///
    /// Invariant 1.
    pub(crate) unsafe fn counted(inner: NonNull<Inner<T, C>>) -> Self {
        Shared { inner, owns: PhantomData, of: PhantomData }
    }

    /// Whether both are references to one object.
    #[inline]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.inner == other.inner
    }

    /// How many strong references there are, this one included. Others may come and go meanwhile.
    #[inline]
    pub fn strong_count(this: &Self) -> usize {
        this.inner().count.get()
    }

    /// The value, to change: where this is the only reference to the object, strong or weak.
    #[inline]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        if !this.is_unique() {
            return None;
        }
        // SAFETY: invariants 1 and 2, as of `is_unique`; and `this` is borrowed as long.
        Some(unsafe { &mut (*this.inner.as_ptr()).value })
    }

    /// The value, to change; of an object that others refer to, strongly or weakly, a copy is made first. The weak
    /// references stay with the old one.
    pub fn make_mut(this: &mut Self) -> &mut T
    where
        T: Clone,
    {
        if !this.is_unique() {
            *this = Shared::new((**this).clone());
        }
        // SAFETY: it is the only reference, and a new object has a null slot.
        unsafe { &mut (*this.inner.as_ptr()).value }
    }

    /// The value itself: where this is the only reference to the object, strong or weak.
    ///
    /// # Errors
    ///
    /// There are others: the reference is given back.
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        if !this.is_unique() {
            return Err(this);
        }
        let inner = mem::ManuallyDrop::new(this).inner;
        // SAFETY: made as a box (invariant 1), and this was the only reference.
        let inner = unsafe { Box::from_raw(inner.as_ptr()) };
        Ok(inner.value)
    }

    /// Whether there is no other reference, strong or weak; then the value's `WeakSlot` is null.
    fn is_unique(&self) -> bool {
        let inner = self.inner();
        // First: who had a strong reference and made it a weak one has set the slot before.
        if inner.count.get() != 1 {
            return false;
        }
        let Some((slot, block)) = self.block() else { return true };
        // SAFETY: the object's own reference keeps the block.
        if !unsafe { block.as_ref() }.is_unused(&inner.count) {
            return false;
        }
        slot.take();
        // SAFETY: it was the slot's, which is null now.
        unsafe { Block::release(block) };
        true
    }

    /// The `WeakSlot`, of a type that has one.
    fn slot(&self) -> Option<&WeakSlot> {
        slot_of(&self.inner().value)
    }

    fn block(&self) -> Option<(&WeakSlot, NonNull<Block<T, C>>)> {
        let slot = self.slot()?;
        Some((slot, NonNull::new(slot.get())?.cast()))
    }

    /// A weak reference. All without a callback share one block of memory, which is made with the first.
    pub fn downgrade(this: &Self) -> Weak<T, C>
    where
        T: HasWeakref,
    {
        let block = this.block().map_or_else(|| this.make_block(), |(_, block)| block);
        // SAFETY: the object's own reference keeps the block.
        unsafe { block.as_ref() }.add_ref();
        // SAFETY: that reference is counted.
        unsafe { Weak::counted(block) }
    }

    #[cold]
    fn make_block(&self) -> NonNull<Block<T, C>> {
        let block = NonNull::from(Box::leak(Block::new(self.inner)));
        let slot = self.slot().expect("`HasWeakref` says that there is one");
        match slot.set_first(block.as_ptr().cast()) {
            Ok(()) => block,
            Err(other) => {
                // Another thread was quicker.
                // SAFETY: nobody else has seen this one.
                unsafe { Block::release(block) };
                NonNull::new(other).expect("there is one").cast()
            }
        }
    }

    /// What happens when the last strong reference is gone. As in CPython: all weak references go dead, the callbacks
    /// run, the newest first, the value drops, and the memory is freed at once.
    ///
    /// # Safety
    ///
    /// `inner` is an object as in invariant 1, but for the count, which is zero; nobody uses it afterwards.
    #[cold]
    unsafe fn end(inner: NonNull<Inner<T, C>>) {
        /// Freed in any case: also where the value's own `Drop` panics.
        struct Memory<T, C>(NonNull<Inner<T, C>>);
        impl<T, C> Drop for Memory<T, C> {
            fn drop(&mut self) {
                // SAFETY: made as a box of the same layout, and used by nobody any more.
                drop(unsafe { Box::from_raw(self.0.as_ptr().cast::<MaybeUninit<Inner<T, C>>>()) });
            }
        }
        let memory = Memory(inner);
        // SAFETY: the value is there.
        let value = unsafe { &raw mut (*memory.0.as_ptr()).value };
        /// Dropped in any case: also where there is no way to go on after a callback that panics.
        struct Value<T>(*mut T);
        impl<T> Drop for Value<T> {
            fn drop(&mut self) {
                // SAFETY: the value is there, and used by nobody any more.
                unsafe { self.0.drop_in_place() }
            }
        }
        let value = Value(value);
        // SAFETY: it is still there.
        let block = slot_of(unsafe { &*value.0 }).and_then(|slot| NonNull::new(slot.take()));
        let panics = block.map(|block| {
            // SAFETY: it was the slot's, which is null now.
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

/// The `WeakSlot` in a value, own or of a base.
fn slot_of<T: Slotted>(value: &T) -> Option<&WeakSlot> {
    let offset = T::LAYOUT.weakref_offset()?;
    // SAFETY: a `WeakSlot` lies at that offset of every `T` (an invariant of `SlotLayout`).
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
        // SAFETY: it is counted.
        unsafe { Shared::counted(self.inner) }
    }
}

impl<T: Slotted, C: RefCount> Drop for Shared<T, C> {
    #[inline]
    fn drop(&mut self) {
        if self.inner().count.release() {
            // SAFETY: that was the last one, and what the others did is seen.
            unsafe { Shared::end(self.inner) }
        }
    }
}

// SAFETY: as for an `Arc`: a reference elsewhere lends the value out there (`Sync`), and may be the last one, which drops
// it (`Send`). The callbacks can go there as well: `weak` asks.
unsafe impl<T: Slotted + Send + Sync> Send for Shared<T, super::count::AtomicCount> {}
// SAFETY: the same.
unsafe impl<T: Slotted + Send + Sync> Sync for Shared<T, super::count::AtomicCount> {}
