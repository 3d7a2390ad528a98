//! The table of error messages, `docs/errors.md`: its words are those of the code, and no message
//! of an error type is missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref())
        .unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

/// Returns the files of Rust code below the folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it is an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Returns the literals of text in Rust code, as they are at run time.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n").replace("'\"'", "' '");
    let mut rest = &*code;
    while let Some(start) = rest.find('"') {
        let mut text = String::new();
        let mut chars = rest[start + 1..].char_indices();
        let end = loop {
            match chars.next() {
                Some((at, '"')) => break at,
                Some((_, '\\')) => match chars.next() {
                    Some((_, '\n')) => {
                        let after = chars.as_str().trim_start();
                        let skipped = chars.as_str().len() - after.len();
                        let _ = (0..skipped).filter_map(|_| chars.next()).count();
                    }
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, other)) => text.push(other),
                    None => return found,
                },
                Some((_, other)) => text.push(other),
                None => return found,
            }
        };
        found.push(text);
        rest = &rest[start + 1 + end + 1..];
    }
    found
}

/// Returns the messages in the first cells of the tables.
fn messages(table: &str) -> Vec<&str> {
    let cells = table.lines().filter_map(|line| line.strip_prefix("| ``"));
    cells.map(|cell| cell.split_once("`` |").expect("the cell ends").0).collect()
}

/// Returns the words of a literal that are the same each time: what is around its `{…}`.
fn fixed(literal: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut depth = 0;
    for c in literal.chars() {
        match c {
            '{' => {
                depth += 1;
                pieces.push(String::new());
            }
            '}' => depth -= 1,
            c if depth == 0 => pieces.last_mut().expect("there is one").push(c),
            _ => {}
        }
    }
    pieces
}

/// Whether the message fits the literal: the words between its `…` stand there in that order.
fn fits(message: &str, literal: &str) -> bool {
    let literal = fixed(literal).join("…");
    let mut rest = &*literal;
    message.trim_end().split('…').filter(|piece| !piece.is_empty()).all(|piece| {
        let found = rest.find(piece);
        if let Some(at) = found {
            rest = &rest[at + piece.len()..];
        }
        found.is_some()
    })
}

#[test]
fn the_words_of_each_message_are_those_of_the_code() {
    let mut files = Vec::new();
    sources(&root("slots-core/src"), &mut files);
    let literals: Vec<String> = files.iter().flat_map(|file| literals(&read(file))).collect();
    let table = read(root("docs/errors.md"));
    let messages = messages(&table);
    assert!(messages.len() > 70, "{}", messages.len());
    for message in messages {
        let words = message.chars().filter(|c| c.is_alphabetic()).count();
        assert!(words > 3, "{message}");
        assert!(
            literals.iter().any(|literal| fits(message, literal)),
            "no such message: {message}"
        );
    }
}

/// The files with the `Display` of an error type.
const OF_ERRORS: [&str; 9] = [
    "attributes/error.rs",
    "attributes/call_error.rs",
    "attributes/shared.rs",
    "path/error.rs",
    "record/error.rs",
    "record/registry.rs",
    "rc/guard.rs",
    "value/conversion_error.rs",
    "value/literal.rs",
];

#[test]
fn no_message_of_an_error_type_is_missing() {
    let table = read(root("docs/errors.md"));
    let messages = messages(&table);
    for file in OF_ERRORS {
        let code = read(root("slots-core/src").join(file));
        let mut displays = code.split("impl fmt::Display for").skip(1).peekable();
        assert!(displays.peek().is_some(), "{file}");
        for display in displays {
            let display = display.split("\n}\n").next().expect("it ends");
            for literal in literals(display) {
                // Names and signs alone are no message.
                let longest = fixed(&literal).into_iter().max_by_key(String::len);
                let longest = longest.expect("there is one");
                if longest.split_whitespace().count() >= 3 {
                    assert!(
                        messages.iter().any(|message| message.contains(longest.trim())),
                        "{file}: {literal:?} is missing: {longest:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn each_error_type_has_a_table() {
    let mut files = Vec::new();
    sources(&root("slots-core/src"), &mut files);
    let exported = read(root("slots-core/src/lib.rs"));
    let table = read(root("docs/errors.md"));
    let headings: Vec<&str> = table.lines().filter(|line| line.starts_with("### ")).collect();
    let mut count = 0;
    for file in files {
        for part in read(&file).split("impl core::error::Error for ").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric()).collect();
            if exported.split(|c: char| !c.is_alphanumeric()).any(|word| word == name) {
                let quoted = format!("`{name}`");
                assert!(headings.iter().any(|it| it.contains(&quoted)), "{name} has no table");
                count += 1;
            }
        }
    }
    assert!(count > 10, "{count}");
}

#[test]
fn each_rule_about_code_that_must_not_compile_has_a_row() {
    let folders = fs::read_dir(root("tests/ui")).expect("the cases are there");
    let there: BTreeSet<String> = folders
        .map(|folder| format!("ui/{}", folder.expect("a folder").file_name().to_string_lossy()))
        .collect();
    let table = read(root("docs/errors.md"));
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `ui/"));
    let told: BTreeSet<String> =
        rows.map(|row| format!("ui/{}", row.split('`').next().expect("it ends"))).collect();
    assert_eq!(told, there);
}
