//! "Did you mean", for names that are no attributes: commands, whole paths, variables.

/// The one of `names` that was probably meant by `name`, by the rule for attributes.
pub(crate) fn nearest(name: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.into_iter().collect();
    let all = || names.iter().map(String::as_str);
    // In a short word, two letters that changed places are too much for that rule.
    let same_letters = || all().find(|other| letters(other) == letters(name));
    slotted::did_you_mean(name, all()).or_else(same_letters).map(str::to_owned)
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
