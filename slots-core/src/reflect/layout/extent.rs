//! The size and the alignment of a type.

/// The size and the alignment of a type, in bytes, with two masks for the check of a layout.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) size: usize,
    pub(crate) align: usize,
    /// The bits that are zero in every aligned offset: `align - 1`.
    pub(crate) align_mask: usize,
    /// One set bit for each byte of the type, for up to [`BITS`](Extent::BITS) bytes.
    pub(crate) bytes: u128,
}

impl Extent {
    /// How many bytes of a struct, from its start, the check tracks with one bit each.
    pub(crate) const BITS: usize = 128;

    pub(crate) const fn of<T>() -> Self {
        Extent::new(size_of::<T>(), align_of::<T>())
    }

    /// Makes the extent of that size and that alignment, which is a power of two.
    pub(crate) const fn new(size: usize, align: usize) -> Self {
        let bytes = match size {
            0 => 0,
            1..Self::BITS => u128::MAX >> (Self::BITS - size),
            _ => u128::MAX,
        };
        Extent { size, align, align_mask: align - 1, bytes }
    }
}
