//! Four cells of a table of places, looked at together.

/// Four cells of one word each, as one number: the first cell in the lowest 16 bits. The low byte
/// of a cell is a place, or 255 if the cell is empty; the high byte is a tag.
#[derive(Clone, Copy)]
pub(super) struct Four(u64);

impl Four {
    const ONES: u64 = 0x0001_0001_0001_0001;
    const LOW_BYTES: u64 = 0xff * Four::ONES;
    const HIGHEST_BITS: u64 = 0x8000 * Four::ONES;

    #[inline(always)]
    pub(super) fn new([a, b, c, d]: &[u16; 4]) -> Self {
        let [a, b, c, d] = [a, b, c, d].map(|word| u64::from(*word));
        Four(a | b << 16 | c << 32 | d << 48)
    }

    /// Sets the highest bit of each cell whose byte in `bytes` is zero, and no other bit. `bytes`
    /// has the low byte of each cell.
    #[inline(always)]
    fn zeros(bytes: u64) -> u64 {
        !(bytes + (Four::HIGHEST_BITS - Four::ONES)) & Four::HIGHEST_BITS
    }

    /// Returns the first place with that tag for which `is` returns `true`. May ask for the place
    /// in an empty cell.
    #[inline(always)]
    pub(super) fn find(self, tag: u16, is: impl Fn(usize) -> bool) -> Option<usize> {
        let tags = self.0 >> 8 & Four::LOW_BYTES;
        let mut found = Four::zeros(tags ^ (u64::from(tag) * Four::ONES));
        while found != 0 {
            let place = (self.0 >> (found.trailing_zeros() & !15)) as u8;
            if is(place.into()) {
                return Some(place.into());
            }
            found &= found - 1;
        }
        None
    }

    #[inline(always)]
    pub(super) fn has_empty(self) -> bool {
        Four::zeros(!self.0 & Four::LOW_BYTES) != 0
    }
}

#[cfg(test)]
mod tests {
    use core::cell::RefCell;

    use alloc::vec::Vec;

    use super::Four;

    #[test]
    fn the_places_with_the_tag_are_found_in_order() {
        let bytes = [0, 1, 2, 127, 128, 254, 255];
        for (a, b) in bytes.iter().flat_map(|a| bytes.map(|b| (*a, b))) {
            for (c, d) in bytes.iter().flat_map(|c| bytes.map(|d| (*c, d))) {
                let tags: [u16; 4] = [a, b, c, d];
                let cells: Vec<u16> =
                    (10..).zip(tags).map(|(place, tag)| tag << 8 | place).collect();
                let four = Four::new(cells.first_chunk().unwrap());
                for tag in bytes {
                    let asked = RefCell::new(Vec::new());
                    four.find(tag, |place| {
                        asked.borrow_mut().push(place);
                        false
                    });
                    let with_tag = (10..).zip(tags).filter(|(_, other)| *other == tag);
                    let places: Vec<usize> = with_tag.map(|(place, _)| place).collect();
                    assert_eq!(asked.into_inner(), places, "{tag} in {tags:?}");
                    assert_eq!(four.find(tag, |_| true), places.first().copied());
                }
            }
        }
    }

    #[test]
    fn a_cell_is_empty_whose_place_is_255() {
        for empty in 0..16 {
            let cell = |at: u16| if empty >> at & 1 == 1 { 0x00ff } else { 0xff00 | at };
            let four = Four::new(&[0, 1, 2, 3].map(cell));
            assert_eq!(four.has_empty(), empty != 0, "{empty:b}");
        }
    }
}
