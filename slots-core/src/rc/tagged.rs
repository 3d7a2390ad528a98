//! A pointer to one of two types, in one word.

use core::marker::PhantomData;
use core::ptr::NonNull;

/// A pointer to an `A` or to a `B`, in one word: the lowest bit, which is zero in the address of
/// both, says which.
pub(crate) struct Tagged<A, B> {
    word: NonNull<()>,
    of: PhantomData<(*mut A, *mut B)>,
}

/// What a [`Tagged`] points to.
pub(crate) enum Either<A, B> {
    First(NonNull<A>),
    Second(NonNull<B>),
}

impl<A, B> Tagged<A, B> {
    #[inline]
    pub(crate) fn first(pointer: NonNull<A>) -> Self {
        const { assert!(align_of::<A>() > 1, "the lowest bit is free") };
        Tagged { word: pointer.cast(), of: PhantomData }
    }

    #[inline]
    pub(crate) fn second(pointer: NonNull<B>) -> Self {
        const { assert!(align_of::<B>() > 1, "the lowest bit is free") };
        Tagged { word: pointer.cast().map_addr(|address| address | 1), of: PhantomData }
    }

    #[inline]
    pub(crate) fn get(self) -> Either<A, B> {
        let address = self.word.addr().get();
        if address & 1 == 0 {
            return Either::First(self.word.cast());
        }
        // `first` and `second` are given addresses that are even and not zero, so this one is not
        // below 3.
        let even = NonNull::new(self.word.as_ptr().map_addr(|address| address & !1));
        Either::Second(even.expect("an aligned pointer is no null").cast())
    }
}

impl<A, B> Clone for Tagged<A, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, B> Copy for Tagged<A, B> {}

#[cfg(test)]
mod tests {
    use core::ptr::NonNull;

    use crate::rc::tagged::{Either, Tagged};

    #[test]
    fn a_tagged_pointer_says_what_it_points_to() {
        let (mut one, mut two) = (1_u32, 2_u64);
        let (one, two) = (NonNull::from(&mut one), NonNull::from(&mut two));
        assert!(matches!(Tagged::<u32, u64>::first(one).get(), Either::First(p) if p == one));
        assert!(matches!(Tagged::<u32, u64>::second(two).get(), Either::Second(p) if p == two));
        assert_eq!(size_of::<Option<Tagged<u32, u64>>>(), size_of::<usize>());
    }
}
