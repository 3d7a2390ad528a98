//! Text and bytes with their ends.

/// An offset into text: of 32 or of 64 bits.
pub(crate) trait End: Copy + Default {
    /// Makes an offset. It wraps around where it is too large: the block that brought it there is
    /// taken back.
    fn of(len: usize) -> Self;

    fn index(self) -> usize;
}

impl End for i32 {
    #[inline(always)]
    fn of(len: usize) -> Self {
        len as i32
    }

    fn index(self) -> usize {
        self as usize
    }
}

impl End for i64 {
    #[inline(always)]
    fn of(len: usize) -> Self {
        len as i64
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// Texts one after the other, with the offset of each end; the first offset is 0.
#[derive(Debug)]
pub(crate) struct Texts<E> {
    pub(crate) ends: Vec<E>,
    pub(crate) bytes: Vec<u8>,
}

impl<E: End> Texts<E> {
    pub(crate) fn new() -> Self {
        Texts { ends: vec![E::default()], bytes: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(E::of(self.bytes.len()));
    }

    /// Iterates over the texts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.ends.windows(2).map(|ends| &self.bytes[ends[0].index()..ends[1].index()])
    }

    /// The number of texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Drops all but the first texts.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.ends.truncate(len + 1);
        self.bytes.truncate(self.ends[len].index());
    }
}
