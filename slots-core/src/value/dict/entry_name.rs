//! The name of a dict entry: a string of 16 bytes, which stores most names inline.

#![allow(unsafe_code)]

use alloc::boxed::Box;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr::{self, NonNull};

use crate::name::NameKey;

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
/// 1. If the last byte is [`OUTSIDE`], the union holds an [`Outside`]. It owns a `Box<str>` with
///    the start and the length that the `Outside` holds.
/// 2. If not, the union holds an [`Inside`], and its last byte is a length of at most
///    [`MAX_INLINE`]. That many of its first bytes are valid UTF-8.
#[repr(C)]
pub(crate) union EntryName {
    inside: Inside,
    outside: Outside,
}

/// The maximum length, in bytes, of a name that is stored inline.
const MAX_INLINE: usize = 15;

/// The last byte of a name that has an allocation, where an inline name has its length.
const OUTSIDE: u8 = u8::MAX;

/// A name to look up, as the number that an inline name is.
#[derive(Clone, Copy)]
pub(crate) struct ShortName(u128);

impl ShortName {
    /// Returns the name that has that length and that key; `None` if an inline name has no room for
    /// it. Does not branch on the length, unless it is below four: lengths come in random order.
    #[inline(always)]
    pub(crate) fn new(length: usize, key: NameKey) -> Option<Self> {
        if length > MAX_INLINE {
            return None;
        }
        let (head, tail) = key.words();
        // The key is the first and the last four or eight bytes, which overlap in a shorter name.
        let (low, high) = if length >= 8 {
            (head, (tail >> 8) >> (8 * (MAX_INLINE - length)))
        } else if length >= 4 {
            (head & 0xffff_ffff | (head >> 32) << (8 * (length - 4)), 0)
        } else {
            (head & !(u64::MAX << (8 * length)), 0)
        };
        let number = u128::from(low) | u128::from(high) << 64;
        Some(ShortName(number | (length as u128) << (8 * MAX_INLINE)))
    }

    /// Returns the name as a number: two short names are equal if their numbers are.
    #[inline(always)]
    pub(crate) fn number(self) -> u128 {
        self.0
    }
}

/// An inline name: its bytes, then zeros, then its length.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Inside([u8; MAX_INLINE + 1]);

/// A name with an allocation: its start and its length.
#[derive(Clone, Copy)]
#[repr(C)]
struct Outside {
    start: NonNull<u8>,
    /// The low bytes of the length, in little-endian order.
    length: [u8; MAX_INLINE - size_of::<usize>()],
    /// Always [`OUTSIDE`].
    tag: u8,
}

// In a `repr(C)` union, both fields start at offset 0. They have the same size, so their last bytes
// are the same byte.
const _: () = assert!(size_of::<Inside>() == 16 && size_of::<Outside>() == 16);
const _: () = assert!(size_of::<EntryName>() == 16);

/// The number of bytes of the length that an [`Outside`] stores: all but the highest on 64-bit
/// targets, all on narrower ones.
const LENGTH: usize = if size_of::<usize>() < MAX_INLINE - size_of::<usize>() {
    size_of::<usize>()
} else {
    MAX_INLINE - size_of::<usize>()
};

// SAFETY: an `Inside` is plain bytes, and an `Outside` owns a `Box<str>` (invariant 1). Both may be
// sent to another thread.
unsafe impl Send for EntryName {}
// SAFETY: a shared `EntryName` only reads the bytes of an `Inside`, or the `Box<str>` that an
// `Outside` owns (invariant 1). Both may be read by several threads at once.
unsafe impl Sync for EntryName {}

impl EntryName {
    /// Stores a short name inline; turns a longer one into a `Box<str>` and keeps its allocation.
    #[inline]
    pub(crate) fn new<K: AsRef<str> + Into<Box<str>>>(name: K) -> Self {
        EntryName::with(Inside::new(name.as_ref()), name)
    }

    /// Does what [`new`](EntryName::new) does, where `inside` was made from the name already.
    #[inline]
    pub(crate) fn with(inside: Option<Inside>, name: impl Into<Box<str>>) -> Self {
        match inside {
            Some(inside) => EntryName { inside },
            None => EntryName { outside: Outside::new(name.into()) },
        }
    }

    /// Whether this is the name `short`.
    #[inline(always)]
    pub(crate) fn is_short(&self, short: ShortName) -> bool {
        // The last byte of an `Outside` is no length of a short name.
        self.number() == short.0
    }

    /// Returns the name as a number, if it is stored inline.
    #[inline(always)]
    pub(crate) fn short(&self) -> Option<ShortName> {
        (!self.is_outside()).then(|| ShortName(self.number()))
    }

    /// Returns all bytes as a number, whichever field the union holds.
    #[inline(always)]
    fn number(&self) -> u128 {
        // SAFETY: all bytes are initialized, whichever field the union holds: `Inside` and
        // `Outside` have the same size (asserted above) and no padding.
        u128::from_le_bytes(unsafe { self.inside.0 })
    }

    /// The bytes that it has allocated: none for a short name.
    pub(crate) fn heap_size(&self) -> usize {
        if self.is_outside() { self.len() } else { 0 }
    }

    #[inline(always)]
    fn is_outside(&self) -> bool {
        // SAFETY: the last byte is initialized, whichever field the union holds: `Inside` and
        // `Outside` have the same size (asserted above), and the last byte of each is a `u8`.
        unsafe { self.inside.0[MAX_INLINE] == OUTSIDE }
    }
}

impl Inside {
    #[inline(always)]
    pub(crate) fn new(name: &str) -> Option<Self> {
        let name = name.as_bytes();
        let length = name.len();
        if length > MAX_INLINE {
            return None;
        }
        // Combines two words that overlap: a copy of a variable length would compile to a call.
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

    /// Returns the name as a number.
    #[inline(always)]
    pub(crate) fn short(self) -> ShortName {
        ShortName(u128::from_le_bytes(self.0))
    }

    #[inline(always)]
    fn length(&self) -> u8 {
        self.0[MAX_INLINE]
    }
}

impl Outside {
    /// Takes over the allocation of `name`.
    fn new(name: Box<str>) -> Self {
        let mut length = [0; MAX_INLINE - size_of::<usize>()];
        let bytes = name.len().to_le_bytes();
        assert!(bytes[LENGTH..].iter().all(|byte| *byte == 0), "there is no memory of that length");
        length[..LENGTH].copy_from_slice(&bytes[..LENGTH]);
        let start = NonNull::from(Box::leak(name)).cast();
        Outside { start, length, tag: OUTSIDE }
    }

    /// Returns a pointer to the name.
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
            // SAFETY: the union holds an `Outside`, which owns the string that `text` points to
            // (invariant 1). The string lives as long as `self`, and is not written while `self` is
            // borrowed.
            unsafe { &*self.outside.text() }
        } else {
            // SAFETY: the union holds an `Inside` (invariant 2).
            let inside = unsafe { &self.inside };
            // SAFETY: the length is at most `MAX_INLINE`, so it is within the array, and that many
            // first bytes are valid UTF-8 (invariant 2).
            unsafe { str::from_utf8_unchecked(inside.0.get_unchecked(..inside.length().into())) }
        }
    }
}

impl Drop for EntryName {
    #[inline]
    fn drop(&mut self) {
        if self.is_outside() {
            // SAFETY: the union holds an `Outside`, which owns the `Box<str>` that `text` points to
            // (invariant 1). `self` is not used after `drop`, so the box is freed once.
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

/// Turns the name into a `Box<str>`: allocates one for an inline name, and keeps the allocation of
/// another.
impl From<EntryName> for Box<str> {
    fn from(name: EntryName) -> Self {
        let name = ManuallyDrop::new(name);
        if name.is_outside() {
            // SAFETY: the union holds an `Outside`, which owns the `Box<str>` that `text` points to
            // (invariant 1). `ManuallyDrop` keeps `name` from freeing it too.
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

    use crate::name::NameKey;
    use crate::value::dict::entry_name::{EntryName, MAX_INLINE, ShortName};

    /// Returns names of all lengths around the limits, with characters of one byte and of several.
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
    fn a_short_name_is_found_as_the_number_that_it_is() {
        let names: Vec<String> = names().into_iter().filter(|name| name.len() < 100).collect();
        for name in &names {
            let short = ShortName::new(name.len(), NameKey::of(name));
            assert_eq!(short.is_some(), name.len() <= MAX_INLINE);
            let Some(short) = short else { continue };
            for other in &names {
                assert_eq!(
                    EntryName::new(&**other).is_short(short),
                    name == other,
                    "{name} {other}"
                );
            }
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
