//! The commands. A key is one, and so is a line of a script.

/// What the inspector is told to do. In a text that is edited, the arrows move its cursor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    Enter,
    Escape,
    Edit,
    /// Unbinds the slot, or removes the entry. In a text, the character behind the cursor.
    Delete,
    Find,
    Next,
    Undo,
    Redo,
    Save,
    Apply,
    Help,
    Quit,
    /// Types this text.
    Type(String),
    Backspace,
    /// Empties the text.
    Clear,
}

/// The commands that have a name in scripts and a line in the help: the name, the key, what it
/// does.
pub(crate) const COMMANDS: [(Command, &str, &str, &str); 20] = [
    (Command::Up, "up", "↑ k", "the attribute above"),
    (Command::Down, "down", "↓ j", "the attribute below"),
    (Command::Right, "right", "→ l", "open, and go in"),
    (Command::Left, "left", "← h", "close, or go out"),
    (Command::PageUp, "pageup", "PgUp", "a screen up"),
    (Command::PageDown, "pagedown", "PgDn", "a screen down"),
    (Command::First, "first", "Home g", "the first attribute"),
    (Command::Last, "last", "End G", "the last attribute"),
    (Command::Enter, "enter", "Enter", "edit a value, open an object"),
    (Command::Escape, "escape", "Esc", "leave the text as it was"),
    (Command::Edit, "edit", "e", "edit any value, as text"),
    (Command::Delete, "delete", "d Del", "unbind a slot, remove an entry"),
    (Command::Find, "find", "/", "find by a part of the path"),
    (Command::Next, "next", "n", "find the next one"),
    (Command::Undo, "undo", "u", "undo the last change"),
    (Command::Redo, "redo", "r", "do it again"),
    (Command::Save, "save", "s", "save the changes as a patch"),
    (Command::Apply, "apply", "a", "apply the patch in a file"),
    (Command::Help, "help", "?", "show this"),
    (Command::Quit, "quit", "q", "quit"),
];

/// A line of a script.
#[derive(Debug, PartialEq)]
pub(crate) enum Line {
    Run(Vec<Command>),
    /// Print the screen.
    Screen,
    /// Change the size of the screen to that width and height.
    Size(u16, u16),
}

/// Parses a line of a script: the name of a command, and how often it is given (`down 3`), or what
/// is typed (`edit 120`, `find oil`, `save my.json`). Also `type TEXT`, `backspace`, `clear`,
/// `screen` and `size WIDTH HEIGHT`.
pub(crate) fn parse(line: &str) -> Result<Line, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(Line::Run(Vec::new()));
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim_start();
    let typed = || Command::Type(rest.to_owned());
    let command = match word {
        "screen" if rest.is_empty() => return Ok(Line::Screen),
        "size" => return size(rest),
        "type" => return Ok(Line::Run(vec![typed()])),
        "backspace" => Command::Backspace,
        "clear" => Command::Clear,
        word => {
            let named = COMMANDS.iter().find(|(_, name, ..)| *name == word);
            named.map(|(command, ..)| command.clone()).ok_or_else(|| {
                let names = COMMANDS.iter().map(|(_, name, ..)| *name);
                let meant = slotted::did_you_mean(word, names.chain(["screen", "size", "type"]));
                let meant = meant.map(|name| format!(". Did you mean '{name}'?"));
                format!("'{word}' is no command{}", meant.unwrap_or_default())
            })?
        }
    };
    let asks = [Command::Edit, Command::Find, Command::Save, Command::Apply].contains(&command);
    Ok(Line::Run(match rest {
        "" => vec![command],
        _ if asks => vec![command, Command::Clear, typed(), Command::Enter],
        rest => {
            let times =
                rest.parse::<u16>().map_err(|_| format!("'{rest}' is no number of times"))?;
            vec![command; times.into()]
        }
    }))
}

fn size(rest: &str) -> Result<Line, String> {
    let numbers =
        rest.split_once(' ').map(|(width, height)| (width.parse(), height.trim().parse()));
    match numbers {
        Some((Ok(width @ 1..=500), Ok(height @ 1..=500))) => Ok(Line::Size(width, height)),
        _ => Err("a size is a width and a height, from 1 to 500 each".to_owned()),
    }
}
