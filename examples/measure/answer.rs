//! The answer in one sentence: what do slots save here?

use crate::results::{Access, Measured, Results};
use crate::spread::{Spread, Verdict};

/// The share of an instance's bytes, in percent, that `__slots__` is commonly claimed to save.
const CLAIM: std::ops::RangeInclusive<f64> = 40.0..=60.0;

/// Returns the answer for both languages in one sentence.
pub(crate) fn sentence(results: &Results) -> String {
    let rust = in_rust(results);
    match &results.python {
        Ok(python) => {
            let version = &python.version;
            let python = in_python(&python.forms);
            format!("What slots save here: in Python {version}, {python}; in Rust, {rust}.")
        }
        Err(_) => format!("What slots save here: in Rust, {rust}; Python was not measured."),
    }
}

fn in_python(forms: &[Measured]) -> String {
    let of =
        |name: &str| forms.iter().find(|form| form.name == name).map_or(0.0, |form| form.bytes);
    let slots = of("class with __slots__");
    let (class, dict) = (saved(slots, of("class")), saved(slots, of("dict")));
    let (low, high) = (CLAIM.start(), CLAIM.end());
    let (than_class, than_dict) = (verdict(class), verdict(dict));
    format!(
        "`__slots__` saves {class:.0} % of a plain class's bytes ({than_class} the {low}–{high} \
         % commonly claimed) and {dict:.0} % of a dict's ({than_dict} them)"
    )
}

/// Compares a saved share, in percent, with the claim.
fn verdict(saved: f64) -> &'static str {
    match saved.round() {
        saved if saved < *CLAIM.start() => "less than",
        saved if saved > *CLAIM.end() => "more than",
        _ => "within",
    }
}

/// Returns the share of `more` that `less` saves, in percent.
fn saved(less: f64, more: f64) -> f64 {
    (1.0 - less / more) * 100.0
}

fn in_rust(results: &Results) -> String {
    let [plain, slotted, _, map, ..] = results.rust.as_slice() else {
        unreachable!("the forms are always the same");
    };
    let by_name = match (slotted.time(Access::ReadName), map.time(Access::ReadName)) {
        (Some(slotted), Some(map)) => saved(slotted, map),
        _ => f64::NAN,
    };
    let bytes = saved(slotted.bytes, map.bytes);
    let spread = |access| results.spread(slotted, access);
    let cost = cost(
        slotted.bytes - plain.bytes,
        [
            ("by field", spread(Access::ReadField)),
            ("by descriptor", spread(Access::ReadDescriptor)),
        ],
    );
    format!(
        "a slotted struct saves {bytes:.0} % of the bytes of a HashMap<String, Value> and \
         {by_name:.0} % of the time of its read by name, and {cost}"
    )
}

/// Says what a slotted struct costs over the plain one, in bytes and in the time of each access.
fn cost(more: f64, reads: [(&str, Option<Spread>); 2]) -> String {
    let is_free =
        |spread: &Option<Spread>| spread.is_some_and(|spread| spread.verdict() != Verdict::Slower);
    let cost = match more == 0.0 && reads.iter().all(|(_, spread)| is_free(spread)) {
        true => "nothing",
        false => "something",
    };
    let reads = reads.map(|(by, spread)| match spread {
        Some(spread) => format!("its time {by}: {}", time(&spread)),
        None => format!("its time {by} was too short to measure"),
    });
    format!("costs {cost} over the plain struct ({more:+.0} bytes; {})", reads.join("; "))
}

/// Says whether a time differs, with the middle half of the ratios.
fn time(spread: &Spread) -> String {
    let median = spread.median;
    let what = match spread.verdict() {
        Verdict::NoDifference => "no difference measured".to_owned(),
        Verdict::Slower | Verdict::Faster => format!("×{median:.2}"),
    };
    let unstable = if spread.is_stable() { "" } else { ", unstable" };
    format!("{what}, half the samples {spread}{unstable}")
}
