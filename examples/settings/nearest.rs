//! "Did you mean" for names that are not attributes: commands, whole paths, variables.

/// Returns the one of `names` that `name` probably meant, by slotted's rule for attributes.
pub(crate) fn nearest(name: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.into_iter().collect();
    let all = || names.iter().map(String::as_str);
    // In a short word, two swapped letters exceed the distance that the rule allows.
    let same_letters = || all().find(|other| letters(other) == letters(name));
    slotted::did_you_mean(name, all()).or_else(same_letters).map(str::to_owned)
}

fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// Formats the suggestion as the end of a sentence; empty if there is none.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(". Did you mean '{name}'?")).unwrap_or_default()
}
