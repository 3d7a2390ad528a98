//! What a type takes in memory.

/// The size and the alignment of a type, in bytes, and what is made of them for the check of a layout.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) size: usize,
    pub(crate) align: usize,
    /// The bits that no offset of it has.
    pub(crate) align_mask: usize,
    /// A bit for each byte, for so many as there are bits.
    pub(crate) bytes: u128,
}

impl Extent {
    /// How many bytes of a struct are looked at as bits.
    pub(crate) const BITS: usize = 128;

    pub(crate) const fn of<T>() -> Self {
        let (size, align) = (size_of::<T>(), align_of::<T>());
        let bytes = match size {
            0 => 0,
            1..Self::BITS => u128::MAX >> (Self::BITS - size),
            _ => u128::MAX,
        };
        Extent { size, align, align_mask: align - 1, bytes }
    }
}
