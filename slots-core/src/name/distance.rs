//! The edit distance between two names, computed as CPython does (spec 4.1).

/// The cost of inserting, removing or replacing a byte.
pub(crate) const MOVE: usize = 2;
/// The cost of changing the case of an ASCII letter.
const CASE: usize = 1;

/// The maximum length of a name, in bytes, after the common prefix and suffix are cut off.
const MAX_LENGTH: usize = 40;

/// Returns the edit distance between two names: the sum of the costs of the cheapest changes.
///
/// `None` if the distance exceeds `most`, or if more than [`MAX_LENGTH`] bytes of a name are left
/// after the common prefix and suffix are cut off. That length is not limited if nothing is left of
/// the other name.
pub(crate) fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[common..], &b[common..]);
    let common = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - common], &b[..b.len() - common]);
    if a.is_empty() || b.is_empty() {
        // CPython tests for this before it tests the length limit.
        return Some((a.len() + b.len()) * MOVE).filter(|cost| *cost <= most);
    }
    if a.len().max(b.len()) > MAX_LENGTH || a.len().abs_diff(b.len()) * MOVE > most {
        return None;
    }

    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // `row[k]` is the cost of turning the bytes of `long` read so far into the first `k + 1` bytes
    // of `short`.
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
