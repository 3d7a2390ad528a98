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

/// Returns the literals of text in Rust code, as they are at run time, each in one line.
fn literals(code: &str) -> Vec<String> {
    literals_in_place(code).into_iter().map(|(_, text)| text).collect()
}

/// Returns the literals of text in Rust code, each with the code before it, from the literal before
/// it on.
fn literals_in_place(code: &str) -> Vec<(String, String)> {
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
                    Some((_, 'n')) => text.push(' '),
                    Some((_, other)) => text.push(other),
                    None => return found,
                },
                Some((_, other)) => text.push(other),
                None => return found,
            }
        };
        found.push((rest[..start].to_owned(), text));
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

/// Whether the literal is among the messages. Names and signs alone are no message.
fn is_listed(messages: &[&str], literal: &str) -> bool {
    let longest = fixed(literal).into_iter().max_by_key(String::len).expect("there is one");
    let is_message = longest.split_whitespace().count() >= 3;
    !is_message || messages.iter().any(|message| message.contains(longest.trim()))
}

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
                assert!(is_listed(&messages, &literal), "{file}: {literal:?} is missing");
            }
        }
    }
}

/// What makes an error of its words.
const MAKERS: [&str; 10] = [
    "ConversionError::said(",
    "::invalid(",
    "::invalid_whole(",
    "SchemaError::pointer(",
    "SchemaError::whole(",
    "SchemaError::at(",
    "ClassError::new(",
    "::custom(",
    "PatchFault::unmet(",
    // What a rule of a schema says of a value: it becomes one of those.
    "Err(format!(",
];

/// What a caller never sees, or only one that breaks the protocol of serde's traits.
const NEVER_SEEN: [&str; 10] = [
    "a reference cannot be read yet",
    "a value is read before its key",
    "a value of another type",
    "a value without a key",
    "an object is refused",
    "the type made no value",
    "there is no entry",
    "the value was made for another type",
    "the value was read",
    "the value was taken",
];

/// Returns the functions in Rust code, each with what stands behind it.
fn functions(code: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let words = line.split_whitespace();
        let mut words = words.skip_while(|word| word.starts_with("pub") || *word == "const");
        if words.next() == Some("fn") {
            found.push(String::new());
        }
        let function = found.last_mut().expect("there is one");
        function.push_str(line);
        function.push('\n');
    }
    found
}

/// The words of an error may stand beside the call that makes it: all literals of the function are
/// read.
#[test]
fn no_message_of_a_function_that_makes_an_error_is_missing() {
    let table = read(root("docs/errors.md"));
    let messages = messages(&table);
    let mut files = Vec::new();
    sources(&root("slots-core/src"), &mut files);
    let mut unseen = BTreeSet::from(NEVER_SEEN);
    let mut makers = BTreeSet::from(MAKERS);
    let mut missing = Vec::new();
    for file in files {
        let code = read(&file);
        let code = code.split("#[cfg(test)]").next().expect("there is a first part");
        for function in functions(code) {
            if !MAKERS.iter().any(|maker| function.contains(maker)) {
                continue;
            }
            makers.retain(|maker| !function.contains(maker));
            for (before, literal) in literals_in_place(&function) {
                let before = before.trim_end();
                let is_panic = before.ends_with("expect(") || before.ends_with("unreachable!(");
                if is_panic || unseen.remove(&*literal) || NEVER_SEEN.contains(&&*literal) {
                    continue;
                }
                if !is_listed(&messages, &literal) {
                    missing.push(format!("{}: {literal:?}", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "missing in docs/errors.md:\n{}", missing.join("\n"));
    assert!(unseen.is_empty() && makers.is_empty(), "no longer there: {unseen:?} {makers:?}");
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
