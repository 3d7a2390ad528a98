//! The completion of the last word of a line.

/// The path of a setting, with the words that the setting accepts; empty if it accepts more than a
/// few words.
pub(crate) type Known = (String, Vec<&'static str>);

/// Returns where the last word of `line` starts, in bytes, and what may stand there: a command, the
/// next step of a path, `ALL`, or a word that the setting accepts.
pub(crate) fn complete(line: &str, commands: &[&str], known: &[Known]) -> (usize, Vec<String>) {
    let indent = line.len() - line.trim_start().len();
    let Some((command, rest)) = line[indent..].split_once(char::is_whitespace) else {
        let typed = line[indent..].to_uppercase();
        let commands = commands.iter().filter(|command| command.starts_with(&typed));
        return (indent, commands.map(|command| format!("{command} ")).collect());
    };
    let is = |name: &str| command.eq_ignore_ascii_case(name);
    if is("SET")
        && let Some((path, value)) = rest.split_once('=')
    {
        let typed = value.trim_start();
        let choices = known.iter().find(|(known, _)| known == path.trim()).map(|(_, words)| words);
        let choices = choices.into_iter().flatten().filter(|word| word.starts_with(typed));
        return (line.len() - typed.len(), choices.map(|word| (*word).to_owned()).collect());
    }
    let typed = rest.trim_start();
    let start = line.len() - typed.len();
    if typed.contains(char::is_whitespace)
        || !["SET", "RESET", "SHOW", "EXPLAIN"].into_iter().any(is)
    {
        return (start, Vec::new());
    }
    let mut words = Vec::new();
    for (path, _) in known.iter().filter(|(path, _)| path.starts_with(typed)) {
        words.push(match path[typed.len()..].find('.') {
            Some(dot) => path[..typed.len() + dot + 1].to_owned(),
            None if is("SET") => format!("{path} = "),
            None => path.clone(),
        });
    }
    // The paths of one group are adjacent, so `dedup` leaves the group once.
    words.dedup();
    let takes_all = is("SHOW") || is("RESET");
    if takes_all && "ALL".starts_with(&typed.to_uppercase()) {
        words.push("ALL".to_owned());
    }
    (start, words)
}
