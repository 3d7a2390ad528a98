//! How far two names are apart: CPython's own edit distance (spec 4.1).

/// The cost of inserting, removing or replacing a byte; and of changing the case of an ASCII letter.
pub(crate) const MOVE: usize = 2;
const CASE: usize = 1;

/// What is left of a name after the common beginning and end may be this long, in bytes.
const MAX_LENGTH: usize = 40;

/// The edit distance, if it is at most `most`.
pub(crate) fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[common..], &b[common..]);
    let common = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - common], &b[..b.len() - common]);
    if a.is_empty() || b.is_empty() {
        // Before the limit on the length: CPython's order.
        return Some((a.len() + b.len()) * MOVE).filter(|cost| *cost <= most);
    }
    if a.len().max(b.len()) > MAX_LENGTH || a.len().abs_diff(b.len()) * MOVE > most {
        return None;
    }

    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // row[k]: the cost from what was read of `long` to the first k + 1 bytes of `short`.
    let mut row = [0; MAX_LENGTH];
    for (k, cost) in row.iter_mut().enumerate() {
        *cost = (k + 1) * MOVE;
    }
    let mut last = 0;
    for (read, &byte) in long.iter().enumerate() {
        let mut diagonal = read * MOVE;
        last = diagonal;
        let mut lowest = usize::MAX;
        for (&other, cost) in short.iter().zip(&mut row) {
            let replaced = diagonal + replacement(byte, other);
            diagonal = *cost;
            last = replaced.min(last.min(diagonal) + MOVE);
            *cost = last;
            lowest = lowest.min(last);
        }
        if lowest > most {
            return None;
        }
    }
    Some(last).filter(|cost| *cost <= most)
}

fn replacement(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}
