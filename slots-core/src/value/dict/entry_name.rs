//! The name of an entry of a dict: a string of two words, in which most names lie whole.

#![allow(unsafe_code)]

use alloc::boxed::Box;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr::{self, NonNull};

/// The name of an entry.
///
/// ```text
/// bytes    0                8               15
///          | the name, and zeros after it   | its length, up to 15 |
///          | start         | length         | OUTSIDE              |
/// ```
///
/// Invariants:
///
/// 1. Where the last byte is [`OUTSIDE`], this is an [`Outside`], and owns a `Box<str>` that starts there and has that
///    length.
/// 2. Else it is an [`Inside`]; the last byte is at most [`MAX_INLINE`], and so many of its bytes are UTF-8.
#[repr(C)]
pub(crate) union EntryName {
    inside: Inside,
    outside: Outside,
}

/// Names of up to so many bytes lie inside.
const MAX_INLINE: usize = 15;

/// What stands for the length of a name that lies outside.
const OUTSIDE: u8 = u8::MAX;

/// The bytes of the name, then zeros, then its length.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Inside([u8; MAX_INLINE + 1]);

#[derive(Clone, Copy)]
#[repr(C)]
struct Outside {
    start: NonNull<u8>,
    /// The lower bytes of the length, the lowest first.
    length: [u8; MAX_INLINE - size_of::<usize>()],
    tag: u8,
}

// With `repr(C)`, both start where the union does: so the last byte of each is that of the other.
const _: () = assert!(size_of::<Inside>() == 16 && size_of::<Outside>() == 16);
const _: () = assert!(size_of::<EntryName>() == 16);

/// How many bytes of a length there is room for: on 64 bits, all but one.
const LENGTH: usize = if size_of::<usize>() < MAX_INLINE - size_of::<usize>() {
    size_of::<usize>()
} else {
    MAX_INLINE - size_of::<usize>()
};

// SAFETY: what is inside is plain data, and what is outside is owned, as by a `Box<str>`.
unsafe impl Send for EntryName {}
// SAFETY: the same.
unsafe impl Sync for EntryName {}

impl EntryName {
    /// The name itself, or, of a long one, its allocation.
    #[inline]
    pub(crate) fn new<K: AsRef<str> + Into<Box<str>>>(name: K) -> Self {
        match Inside::new(name.as_ref()) {
            Some(inside) => EntryName { inside },
            None => EntryName { outside: Outside::new(name.into()) },
        }
    }

    #[inline(always)]
    fn is_outside(&self) -> bool {
        // SAFETY: in both, the last byte is a number (asserted above: it is one byte).
        unsafe { self.inside.0[MAX_INLINE] == OUTSIDE }
    }
}

impl Inside {
    #[inline(always)]
    fn new(name: &str) -> Option<Self> {
        let name = name.as_bytes();
        let length = name.len();
        if length > MAX_INLINE {
            return None;
        }
        // By words that overlap: a copy of any length would be a call.
        let (low, high) = if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk())
        {
            let last = u64::from_le_bytes(*last);
            (u64::from_le_bytes(*first), (last >> 8) >> (8 * (MAX_INLINE - length)))
        } else if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            (u64::from(first) | u64::from(last) << (8 * (length - 4)), 0)
        } else {
            let byte = |at: usize| name.get(at).map_or(0, |byte| u64::from(*byte) << (8 * at));
            (byte(0) | byte(1) | byte(2), 0)
        };
        let both = u128::from(low) | u128::from(high) << 64 | (length as u128) << (8 * MAX_INLINE);
        Some(Inside(both.to_le_bytes()))
    }

    #[inline(always)]
    fn length(&self) -> u8 {
        self.0[MAX_INLINE]
    }
}

impl Outside {
    fn new(name: Box<str>) -> Self {
        let mut length = [0; MAX_INLINE - size_of::<usize>()];
        let bytes = name.len().to_le_bytes();
        assert!(bytes[LENGTH..].iter().all(|byte| *byte == 0), "there is no memory of that length");
        length[..LENGTH].copy_from_slice(&bytes[..LENGTH]);
        let start = NonNull::from(Box::leak(name)).cast();
        Outside { start, length, tag: OUTSIDE }
    }

    fn text(self) -> *mut str {
        let mut length = [0; size_of::<usize>()];
        length[..LENGTH].copy_from_slice(&self.length[..LENGTH]);
        let bytes =
            ptr::slice_from_raw_parts_mut(self.start.as_ptr(), usize::from_le_bytes(length));
        bytes as *mut str
    }
}

impl Deref for EntryName {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        if self.is_outside() {
            // SAFETY: it is owned by `self` (invariant 1).
            unsafe { &*self.outside.text() }
        } else {
            // SAFETY: it is an `Inside`, all bytes of which are numbers (invariant 2).
            let inside = unsafe { &self.inside };
            // SAFETY: so many there are, and they are UTF-8 (invariant 2).
            unsafe { str::from_utf8_unchecked(inside.0.get_unchecked(..inside.length().into())) }
        }
    }
}

impl Drop for EntryName {
    #[inline]
    fn drop(&mut self) {
        if self.is_outside() {
            // SAFETY: it is owned (invariant 1), and nobody has it after this.
            drop(unsafe { Box::from_raw(self.outside.text()) });
        }
    }
}

impl Clone for EntryName {
    fn clone(&self) -> Self {
        EntryName::new(&**self)
    }
}

impl AsRef<str> for EntryName {
    fn as_ref(&self) -> &str {
        self
    }
}

/// The name with an allocation of its own.
impl From<EntryName> for Box<str> {
    fn from(name: EntryName) -> Self {
        let name = ManuallyDrop::new(name);
        if name.is_outside() {
            // SAFETY: it is owned (invariant 1), and not dropped here.
            unsafe { Box::from_raw(name.outside.text()) }
        } else {
            Box::from(&**name)
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::boxed::Box;
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::value::dict::entry_name::{EntryName, MAX_INLINE};

    /// Names of all lengths around those where it matters, of one byte a letter and of more.
    fn names() -> Vec<String> {
        let lengths = (0..=2 * MAX_INLINE).chain([255, 256, 65_535, 65_536, 1 << 24]);
        lengths
            .flat_map(|length| {
                let letters = ('a'..='z').cycle().take(length).collect();
                let wide: String = "é日a\0😀".chars().cycle().take(length).collect();
                [letters, wide, "\0".repeat(length), "\u{7f}".repeat(length)]
            })
            .collect()
    }

    #[test]
    fn a_name_of_any_length_is_kept_as_it_is() {
        for name in names() {
            let kept = EntryName::new(&*name);
            assert_eq!(*kept, *name);
            assert_eq!(kept.is_outside(), name.len() > MAX_INLINE, "{} bytes", name.len());
            assert_eq!(*kept.clone(), *name);
            assert_eq!(*EntryName::new(kept), *name);
            assert_eq!(*Box::<str>::from(EntryName::new(&*name)), *name);
            assert_eq!(*EntryName::new(name.clone().into_boxed_str()), *name);
        }
    }

    #[test]
    fn a_long_name_keeps_its_allocation() {
        let long: Box<str> = "a".repeat(100).into();
        let start = long.as_ptr();
        let kept = EntryName::new(long);
        assert_eq!(kept.as_ptr(), start);
        let back = Box::<str>::from(kept);
        assert_eq!(back.as_ptr(), start);
    }
}
