//! A value of one word, of any type, beside a vtable: a trait object without an allocation.

use core::mem::{self, MaybeUninit};

/// A type whose values are seen as a `D`, a trait object.
///
/// # Safety
///
/// Nothing in a value of the type itself is changed through a shared reference: it has no cell.
/// (What it points to may be.)
pub(crate) unsafe trait AsDyn<D: ?Sized> {
    fn as_dyn(&self) -> &D;
}

type Word = MaybeUninit<*mut ()>;

/// An owned value of one word, of a type that is known only at run time.
///
/// Invariant 1: `word` holds an initialized value, which this owns, of the type `H` that `vtable`
/// was made for. `H` is `Send` and `Sync`, and has no cell (contract of `AsDyn`), so that a `&Word`
/// may be seen as a `&H`.
pub(crate) struct OneWord<D: ?Sized + 'static> {
    word: Word,
    vtable: &'static VTable<D>,
}

/// Invariant 1: each function takes a word that holds an `H`, for one type `H`.
struct VTable<D: ?Sized + 'static> {
    as_dyn: for<'a> unsafe fn(&'a Word) -> &'a D,
    drop: unsafe fn(&mut Word),
}

/// # Safety
///
/// `word` holds an initialized `H`.
unsafe fn as_dyn<H: AsDyn<D> + 'static, D: ?Sized>(word: &Word) -> &D {
    // SAFETY: `word` holds an `H` (contract of this function), from its first byte on, and a word
    // is aligned for it (checked in `OneWord::new`).
    unsafe { &*word.as_ptr().cast::<H>() }.as_dyn()
}

/// # Safety
///
/// `word` holds an initialized `H`, which is not used afterwards.
unsafe fn drop_word<H>(word: &mut Word) {
    // SAFETY: `word` holds an `H`, from its first byte on, which nobody uses afterwards (contract
    // of this function). A word is aligned for it (checked in `OneWord::new`).
    unsafe { word.as_mut_ptr().cast::<H>().drop_in_place() }
}

impl<D: ?Sized + 'static> OneWord<D> {
    pub(crate) fn new<H: AsDyn<D> + Send + Sync + 'static>(value: H) -> Self {
        const {
            assert!(size_of::<H>() == size_of::<Word>(), "it is one word");
            assert!(align_of::<H>() <= align_of::<Word>(), "it is aligned as a word");
        }
        // SAFETY: a `Word` has the size of an `H`, and any bytes are valid for it. `value` is
        // forgotten, so that its copy is the only one.
        let word = unsafe { mem::transmute_copy::<H, Word>(&value) };
        mem::forget(value);
        let vtable = const { &VTable { as_dyn: as_dyn::<H, D>, drop: drop_word::<H> } };
        OneWord { word, vtable }
    }

    #[inline]
    pub(crate) fn get(&self) -> &D {
        // SAFETY: `word` holds a value of the type that the vtable was made for (invariant 1).
        unsafe { (self.vtable.as_dyn)(&self.word) }
    }
}

impl<D: ?Sized + 'static> Drop for OneWord<D> {
    fn drop(&mut self) {
        // SAFETY: `word` holds a value of the type that the vtable was made for (invariant 1), and
        // is not used afterwards.
        unsafe { (self.vtable.drop)(&mut self.word) }
    }
}

// SAFETY: the value is `Send` (invariant 1), and the vtable holds functions only.
unsafe impl<D: ?Sized + 'static> Send for OneWord<D> {}
// SAFETY: a `&OneWord` gives a `&D` into the value, which is `Sync` (invariant 1).
unsafe impl<D: ?Sized + 'static> Sync for OneWord<D> {}

#[cfg(test)]
mod tests {
    use alloc::boxed::Box;
    use alloc::sync::Arc;
    use core::any::Any;

    use crate::erased::one_word::{AsDyn, OneWord};

    // SAFETY: an `Arc` is a pointer.
    unsafe impl AsDyn<dyn Any> for Arc<u32> {
        fn as_dyn(&self) -> &(dyn Any + 'static) {
            self
        }
    }

    // SAFETY: a `Box` is a pointer.
    unsafe impl AsDyn<dyn Any> for Box<u32> {
        fn as_dyn(&self) -> &(dyn Any + 'static) {
            self
        }
    }

    #[test]
    fn a_word_is_what_was_put_in_and_drops_once() {
        let counted = Arc::new(7);
        let word = OneWord::<dyn Any>::new(counted.clone());
        assert_eq!(**word.get().downcast_ref::<Arc<u32>>().expect("it is one"), 7);
        assert!(word.get().downcast_ref::<Box<u32>>().is_none());
        assert_eq!(Arc::strong_count(&counted), 2);
        drop(word);
        assert_eq!(Arc::strong_count(&counted), 1);
        let word = OneWord::<dyn Any>::new(Box::new(8));
        assert_eq!(word.get().downcast_ref::<Box<u32>>().map(|value| **value), Some(8));
        assert_eq!(size_of::<Option<OneWord<dyn Any>>>(), 2 * size_of::<usize>());
    }
}
