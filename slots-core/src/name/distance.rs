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

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{MAX_LENGTH, MOVE, distance, replacement};

    /// The cost of the cheapest changes, without limits and short cuts.
    fn model(a: &[u8], b: &[u8]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).map(|n| n * MOVE).collect();
        for (read, from) in a.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = (read + 1) * MOVE;
            for (at, to) in b.iter().enumerate() {
                let replaced = diagonal + replacement(*from, *to);
                diagonal = row[at + 1];
                row[at + 1] = replaced.min(diagonal.min(row[at]) + MOVE);
            }
        }
        row[b.len()]
    }

    #[test]
    fn the_distance_is_the_cost_of_the_cheapest_changes_up_to_a_limit() {
        // All names of up to four letters.
        let mut names = alloc::vec![String::new()];
        let mut start = 0;
        for _ in 0..4 {
            let end = names.len();
            for at in start..end {
                names.extend(["a", "A", "b"].map(|letter| alloc::format!("{}{letter}", names[at])));
            }
            start = end;
        }
        for (a, b) in names.iter().flat_map(|a| names.iter().map(move |b| (a, b))) {
            let cost = model(a.as_bytes(), b.as_bytes());
            for most in [0, 1, cost.saturating_sub(1), cost, cost + 1, usize::MAX] {
                let expected = (cost <= most).then_some(cost);
                assert_eq!(distance(a.as_bytes(), b.as_bytes(), most), expected, "{a} {b} {most}");
            }
        }
    }

    #[test]
    fn a_change_costs_two_and_one_of_case_one() {
        let any = |a: &str, b: &str| distance(a.as_bytes(), b.as_bytes(), usize::MAX);
        assert_eq!([any("a", "a"), any("a", "A"), any("a", "b")], [Some(0), Some(1), Some(2)]);
        assert_eq!([any("a", ""), any("[", "{")], [Some(2), Some(2)]);
    }

    #[test]
    fn what_is_left_of_both_names_is_limited() {
        let names = |n: usize, m: usize| {
            distance("n".repeat(n).as_bytes(), "m".repeat(m).as_bytes(), usize::MAX)
        };
        assert_eq!(names(MAX_LENGTH, MAX_LENGTH), Some(2 * MAX_LENGTH));
        assert_eq!([names(MAX_LENGTH + 1, 1), names(1, MAX_LENGTH + 1)], [None, None]);
        assert_eq!(names(MAX_LENGTH + 1, 0), Some(2 * MAX_LENGTH + 2));
    }
}
