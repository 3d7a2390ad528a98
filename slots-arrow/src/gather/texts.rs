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

    /// Adds texts: their ends first, then their bytes, so that room is made once.
    #[inline(always)]
    pub(crate) fn add<'t, I: Iterator<Item = &'t [u8]>>(&mut self, texts: impl Fn() -> I) {
        let start = self.bytes.len();
        let mut end = start;
        self.ends.extend(texts().map(|text| {
            end += text.len();
            E::of(end)
        }));
        self.bytes.resize(end, 0);
        let mut rest = &mut self.bytes[start..];
        for text in texts() {
            let (place, behind) = rest.split_at_mut(text.len());
            copy(place, text);
            rest = behind;
        }
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

/// Copies a text into a place of its length. Most are short, and a call costs more than they do.
#[inline(always)]
fn copy(place: &mut [u8], text: &[u8]) {
    /// Copies the first and the last bytes, which overlap: together they are all.
    #[inline(always)]
    fn both_ends<const N: usize>(place: &mut [u8], text: &[u8]) {
        if let (Some(from), Some(to)) = (text.first_chunk::<N>(), place.first_chunk_mut()) {
            *to = *from;
        }
        if let (Some(from), Some(to)) = (text.last_chunk::<N>(), place.last_chunk_mut()) {
            *to = *from;
        }
    }
    match text.len() {
        0 => {}
        1 | 2 => both_ends::<1>(place, text),
        3 => both_ends::<2>(place, text),
        4..=8 => both_ends::<4>(place, text),
        9..=16 => both_ends::<8>(place, text),
        17..=32 => both_ends::<16>(place, text),
        _ => place.copy_from_slice(text),
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn texts_of_every_length_are_those_that_were_added() {
        let all: Vec<u8> = (0..100).collect();
        let texts: Vec<&[u8]> = (0..100).map(|len| &all[100 - len..]).collect();
        let mut some = Texts::<i32>::new();
        some.push(b"one");
        some.add(|| texts.iter().copied());
        some.add(|| texts.iter().copied().rev());
        let added: Vec<&[u8]> = some.iter().collect();
        assert_eq!((added.len(), added[0], added[1]), (201, &b"one"[..], &b""[..]));
        assert_eq!(added[1..101], texts);
        assert!(added[101..].iter().rev().eq(&texts));
        some.truncate(50);
        assert_eq!((some.len(), some.bytes.len()), (50, 3 + (0..49).sum::<usize>()));
    }
}
