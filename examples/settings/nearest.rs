//! "Did you mean", for names that are no attributes: commands, whole paths, variables.

use slotted::prelude::*;

/// Names that are known only at run time. Asked for another one, it suggests the nearest by the
/// same rule as for any attribute.
#[derive(Slots)]
#[slots(dict)]
struct Names {
    __dict__: Dict,
}

/// The one of `names` that was probably meant by `name`.
pub(crate) fn nearest(name: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let names = Names { __dict__: names.into_iter().map(|name| (name, Value::None)).collect() };
    let error = names.getattr(name).err()?;
    // In a short word, two letters that changed places are too much for that rule.
    let same_letters = || names.dir().find(|other| letters(other) == letters(name));
    error.suggestion().or_else(same_letters).map(str::to_owned)
}

fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// The same as the end of a sentence.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(". Did you mean '{name}'?")).unwrap_or_default()
}
