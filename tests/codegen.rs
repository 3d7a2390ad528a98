//! "As fast as the field" means the same machine code. This test compiles `tests/codegen`, compares
//! the functions in pairs, and compares all of them with the checked-in listing
//! `tests/codegen/listing.x86-64`. `UPDATE_LISTING=1` rewrites the listing.

#![cfg(all(target_arch = "x86_64", target_os = "linux"))]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod toolchain;

/// Compiles `tests/codegen` and returns the instructions of each function by its name. Functions
/// that the compiler merged as identical get the same instructions.
fn compile() -> BTreeMap<String, String> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/codegen");
    let status = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--release", "--package", "slotted-test-codegen"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "--emit", "asm", "-C", "codegen-units=1"])
        // Flags set for a sanitizer or for debugging would change the code that is compared.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo runs");
    assert!(status.success(), "tests/codegen compiles");
    let listing = newest(&target.join("release/deps"));
    functions(&fs::read_to_string(&listing).expect("the listing is text"))
}

fn newest(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder).expect("cargo has made it");
    let listings = entries.map(|entry| entry.expect("it can be read").path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("slotted_test_codegen") && name.ends_with(".s")
    });
    let modified = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    listings.max_by_key(modified).expect("a listing")
}

/// Returns the plain name of a mangled symbol: `get_by_field` for
/// `_ZN20slotted_test_codegen12get_by_field17h…E`.
fn plain_name(symbol: &str) -> Option<String> {
    let rest = symbol.strip_prefix("_ZN20slotted_test_codegen")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let length = rest[..digits].parse().ok()?;
    rest[digits..].get(..length).map(str::to_owned)
}

fn functions(listing: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in listing.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some((alias, of)) = line.split_once(" = ") {
            if let (Some(alias), Some(of)) = (plain_name(alias), plain_name(of)) {
                let same = found[&of].clone();
                found.insert(alias, same);
            }
        } else if let Some(label) = line.strip_suffix(':') {
            match (plain_name(label), &current) {
                (Some(name), _) => {
                    found.insert(name.clone(), String::new());
                    current = Some(name);
                }
                (None, Some(name)) if label.starts_with(".LBB") => {
                    // The label keeps its number within the function and loses the function's
                    // number.
                    writeln!(found.get_mut(name).expect("it is there"), "{}:", local(label))
                        .expect("a string takes all");
                }
                // Any other label ends the function.
                (None, _) => current = None,
            }
        } else if let Some(name) = &current
            && !line.is_empty()
            && !line.starts_with('.')
        {
            let text = found.get_mut(name).expect("it is there");
            writeln!(text, "    {}", local(&line.replace('\t', " "))).expect("a string takes all");
        }
    }
    found
}

/// Removes from a line what other code changes: the function's number in labels (`.LBB6_4` becomes
/// `.LBB_4`), and the hashes in the names of constants and functions.
fn local(line: &str) -> String {
    let without_hash = |part: &str| match part.len() {
        32 | 17 if part.trim_start_matches('h').chars().all(|c| c.is_ascii_hexdigit()) => "".into(),
        _ => match part.rfind("17h") {
            Some(at) if part[at..].len() >= 20 => format!("{}{}", &part[..at], &part[at + 19..]),
            _ => part.to_owned(),
        },
    };
    let line = &*line.split('.').map(without_hash).collect::<Vec<String>>().join(".");
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = [".LBB", ".LCPI"].iter().filter_map(|label| rest.find(label)).min() {
        let end = at + rest[at..].find(|c: char| c.is_ascii_digit()).expect("a number");
        let after = end + rest[end..].find('_').expect("a number in the function");
        out += &rest[..end];
        rest = &rest[after..];
    }
    out + rest
}

/// Numbers a function's constants (`.Lanon..35`) by their first appearance in it: otherwise, each new
/// constant elsewhere in the crate would change the listing.
fn renumbered(text: &str) -> String {
    let mut numbers: Vec<&str> = Vec::new();
    let mut parts = text.split(".Lanon..");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        let at = numbers.iter().position(|other| *other == number).unwrap_or_else(|| {
            numbers.push(number);
            numbers.len() - 1
        });
        write!(out, ".Lanon..{at}{rest}").expect("a string takes all");
    }
    out
}

/// What a function consists of, on all its paths.
struct Counts {
    instructions: usize,
    loads: usize,
}

/// Counts the instructions of a function, and those that read memory other than the stack.
fn counts(text: &str) -> Counts {
    let instructions = || text.lines().map(str::trim).filter(|line| !line.ends_with(':'));
    let loads = instructions().filter(|line| {
        let mut parts = line.splitn(2, ' ');
        let (name, operands) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let reads = operands.split_once('(').is_some_and(|(_, rest)| {
            // The last operand is written, unless nothing is written.
            let last = !rest.split_once(')').is_some_and(|(_, after)| after.starts_with(','));
            !last || ["cmp", "test"].iter().any(|compared| name.starts_with(compared))
        });
        reads && !name.starts_with("lea")
    });
    Counts { instructions: instructions().count(), loads: loads.count() }
}

#[test]
fn descriptors_and_folded_paths_are_the_field_itself() {
    if !toolchain::is_pinned() {
        return;
    }
    let functions = compile();
    for (field, other) in [
        ("get_by_field", "get_by_descriptor"),
        ("set_by_field", "set_by_descriptor"),
        ("path_by_field", "path_by_descriptor"),
        ("sum_by_field", "sum_by_descriptor"),
    ] {
        assert!(!functions[field].is_empty());
        assert_eq!(functions[field], functions[other], "{other} is not {field}");
    }
    // A read through a resolved slot is one load, whose address includes the slot's offset.
    let resolved: Vec<&str> = functions["resolved_by_slot"].lines().map(str::trim).collect();
    assert_eq!(resolved, ["movsd (%rdx,%rdi), %xmm0", "retq"]);

    // By name, for a concrete type: a hit makes no call, and neither do two names that are missed.
    for name in ["get_by_name_of_two", "get_by_name_of_eight"] {
        let calls: Vec<_> = functions[name].lines().filter(|line| line.contains("call")).collect();
        // For a name of more than 16 bytes, and for a value of another type.
        let rare = |line: &&str| line.contains("find_anywhere") || line.contains("held_in");
        assert!(calls.iter().all(rare), "{name} calls: {calls:?}");
    }

    let listing = functions.iter().fold(String::new(), |mut all, (name, text)| {
        let text = &renumbered(text);
        let Counts { instructions, loads } = counts(text);
        let counts = format!("# {instructions} instructions, {loads} of them loads");
        write!(all, "{name}: {counts}\n{text}\n").expect("a string takes all");
        all
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codegen/listing.x86-64");
    if std::env::var_os("UPDATE_LISTING").is_some() {
        fs::write(&path, &listing).expect("it can be written");
    }
    let checked_in = fs::read_to_string(&path).expect("the listing is there");
    assert_eq!(listing, checked_in, "tests/codegen/listing.x86-64 is out of date");
}
