//! The answer in one sentence: what do slots save here?

use crate::results::{Access, Measured, Results};

/// The share of an instance's bytes, in percent, that `__slots__` is commonly claimed to save.
const CLAIM: std::ops::RangeInclusive<f64> = 40.0..=60.0;

/// The maximum ratio to the plain struct at which a read still counts as free. Not 1, since even
/// the fastest rounds differ by a few percent.
const FREE: f64 = 1.1;

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
    let ratio = |access| results.time_ratio(slotted, access).unwrap_or(f64::NAN);
    let (field, descriptor) = (ratio(Access::ReadField), ratio(Access::ReadDescriptor));
    let by_name = match (slotted.time(Access::ReadName), map.time(Access::ReadName)) {
        (Some(slotted), Some(map)) => saved(slotted, map),
        _ => f64::NAN,
    };
    let bytes = saved(slotted.bytes, map.bytes);
    let more = slotted.bytes - plain.bytes;
    let cost =
        if more == 0.0 && field <= FREE && descriptor <= FREE { "nothing" } else { "something" };
    format!(
        "a slotted struct saves {bytes:.0} % of the bytes of a HashMap<String, Value> and \
         {by_name:.0} % of the time of its read by name, and costs {cost} over the plain struct \
         ({more:+.0} bytes, ×{field:.2} its time by field, ×{descriptor:.2} by descriptor)"
    )
}
