//! "Did you mean": CPython's own rule (spec 4.1).

use alloc::vec::Vec;

use crate::name::{MOVE, distance};

/// From this many candidates on, none is offered.
pub(crate) const MAX_CANDIDATES: usize = 750;

/// The one of `candidates` that was probably meant by `name`, by the rule of [`AttributeError`](crate::AttributeError): for
/// names that are no attributes.
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

/// The candidate nearest to `name`, of those near enough; of equally near ones, the first. CPython goes
/// through them in sorted order.
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
            // The next one must be nearer; nothing is nearer than 0, and that is the name itself.
            limit = cost.saturating_sub(1);
        }
    }
    best
}
