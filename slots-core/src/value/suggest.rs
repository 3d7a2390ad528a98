//! "Did you mean" suggestions, by CPython's rule (spec 4.1).

use alloc::vec::Vec;

use crate::name::{MOVE, distance};

/// From this many candidates on, no suggestion is made (spec 4.4).
pub(crate) const MAX_CANDIDATES: usize = 750;

/// Returns the one of `candidates` that `name` was probably meant to be.
///
/// Use it to suggest names that are not attributes. It follows the rule of
/// [`AttributeError::suggestion`](crate::AttributeError::suggestion), CPython's (spec 4.1): the
/// candidate at the least edit distance, if that is small enough; among equally near ones, the
/// first in sorted order. It returns `None` for 750 or more candidates.
///
/// ```
/// assert_eq!(slotted::did_you_mean("flase", ["true", "false"]), Some("false"));
/// assert_eq!(slotted::did_you_mean("blue", ["true", "false"]), None);
/// ```
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut candidates: Vec<&str> = candidates.into_iter().collect();
    candidates.sort_unstable();
    nearest(name, &candidates)
}

/// Returns the candidate nearest to `name`, if one is near enough; of equally near ones, the first.
/// Callers sort `candidates`, since CPython searches them in sorted order.
pub(crate) fn nearest<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best = None;
    let mut limit = usize::MAX;
    for candidate in candidates {
        if *candidate == name {
            continue;
        }
        let own = (name.len() + candidate.len() + 3) * MOVE / 6;
        let most = own.min(limit);
        if let Some(cost) = distance(name.as_bytes(), candidate.as_bytes(), most) {
            best = Some(*candidate);
            // A later candidate must be strictly nearer. The cost is at least 1, because only
            // `name` itself costs 0, and it was skipped.
            limit = cost.saturating_sub(1);
        }
    }
    best
}
