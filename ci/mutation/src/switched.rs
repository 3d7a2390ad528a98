//! The source with its mutants behind a switch.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    ops::Range,
    path::Path,
    process::Command,
};

use serde::{Deserialize, Serialize};

use crate::{
    edit::{self, Edit, Edited, Piece},
    list::{self, Genre, Mutant},
    places::{self, Found, Place},
};

/// What became of the mutants.
#[derive(Serialize, Deserialize, Default)]
pub struct Switched {
    /// Those in the source, each with the number under which its place is reported as reached.
    pub kept: BTreeMap<usize, usize>,
    /// Those that do not compile.
    pub do_not_compile: BTreeSet<usize>,
    /// Those that stand where a switch cannot, or broke the code around their switch.
    pub no_switch: BTreeSet<usize>,
}

pub fn read(copy: &Path) -> Switched {
    let text = fs::read(copy.join("switched.json")).expect("what `switch` wrote");
    serde_json::from_slice(&text).expect("what `switch` wrote")
}

/// Rewrites `slots-core` in `copy` until it compiles.
pub fn switch(copy: &Path) {
    let mutants = list::read(copy);
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, mutant) in mutants.iter().enumerate() {
        files.entry(&mutant.file).or_default().push(index + 1);
    }
    let sources: HashMap<&str, String> = files
        .keys()
        .map(|&file| (file, fs::read_to_string(copy.join(file)).expect("a source file")))
        .collect();

    let mut switched = Switched::default();
    let mut round = 0;
    loop {
        let mut parts: HashMap<&str, Edited> = HashMap::new();
        switched.kept.clear();
        for (&file, numbers) in &files {
            let edits = edits_of(&sources[file], numbers, &mutants, &mut switched);
            let mut edited = edit::make(&sources[file], edits);
            if file.ends_with("/lib.rs") {
                edited.text.push_str(&runtime(mutants.len()));
                // After the comments of the crate.
                let at = edited.text.find("#![no_std]").expect("the attributes of the crate");
                edited.text.insert_str(at, FEATURES);
            }
            fs::write(copy.join(file), &edited.text).expect("a file that can be written");
            parts.insert(file, edited);
        }
        round += 1;
        // Some of the code is there only without features.
        let mut errors = errors(copy, "--all-features");
        errors.extend(self::errors(copy, "--no-default-features"));
        println!("round {round}: {} mutants, {} errors", switched.kept.len(), errors.len());
        if errors.is_empty() {
            break;
        }
        let mut more = false;
        for error in errors {
            more |= drop_culprits(&error, &parts, &mutants, &mut switched);
        }
        assert!(more, "errors that no mutant made");
    }
    let text = serde_json::to_string(&switched).expect("JSON");
    fs::write(copy.join("switched.json"), text).expect("a file that can be written");
}

const FEATURES: &str =
    "#![allow(internal_features)]\n#![feature(core_intrinsics, const_eval_select)]\n";

/// The switch, which is part of the crate: without allocation, since tests count those.
fn runtime(count: usize) -> String {
    format!("const __MUTANTS: usize = {count};\n{}", include_str!("runtime.rs.txt"))
}

/// The edits that bring `numbers` into `source`, but for those left out.
fn edits_of(
    source: &str,
    numbers: &[usize],
    mutants: &[Mutant],
    switched: &mut Switched,
) -> Vec<Edit> {
    let places = places::of(source);
    let mut at_place: BTreeMap<(usize, u8), (&Place, Vec<usize>)> = BTreeMap::new();
    for &number in numbers {
        if switched.do_not_compile.contains(&number) || switched.no_switch.contains(&number) {
            continue;
        }
        let mutant = &mutants[number - 1];
        let Some(place) = places.get(&mutant.place()) else {
            switched.no_switch.insert(number);
            continue;
        };
        // An arm and its guard are one place.
        let (start, rank) = match place {
            Place::Body(bytes) => (bytes.start, 0),
            Place::Binary { original, .. } => (original.start, 1),
            Place::Unary { whole, .. } => (whole.start, 1),
            Place::Arm { pattern, .. } => (pattern.start, 2),
            Place::Field { whole, .. } => (whole.start, 3),
        };
        at_place.entry((start, rank)).or_insert((place, Vec::new())).1.push(number);
    }
    at_place
        .into_values()
        .map(|(place, numbers)| {
            for &number in &numbers {
                switched.kept.insert(number, numbers[0]);
            }
            edit_of(&places, place, numbers, mutants)
        })
        .collect()
}

fn edit_of(places: &Found, place: &Place, numbers: Vec<usize>, mutants: &[Mutant]) -> Edit {
    let now = format!("crate::__mutant({})", numbers[0]);
    let text = |text: &str| Piece::Text(text.to_owned());
    let part = |range: &Range<usize>| Piece::Source(range.clone());
    // An expression that each mutant of the place has in its own way.
    let each = |whole: &Range<usize>, rank, changed: &dyn Fn(usize) -> Vec<Piece>| {
        let mut pieces = vec![text(&format!("(match {now} {{ "))];
        for &number in &numbers {
            let mut arm = vec![text(&format!("{number} => "))];
            arm.extend(changed(number));
            arm.push(text(", "));
            pieces.push(Piece::Mutant(number, arm));
        }
        pieces.extend([text("_ => ("), part(whole), text(") })")]);
        (whole.clone(), rank, pieces)
    };
    let (range, rank, pieces) = match place {
        Place::Body(bytes) => {
            let mut pieces = vec![text(&format!("match {now} {{ "))];
            for &number in &numbers {
                let arm = format!("{number} => return {}, ", mutants[number - 1].replacement);
                pieces.push(Piece::Mutant(number, vec![text(&arm)]));
            }
            pieces.extend([text("_ => {} } "), part(bytes)]);
            (bytes.clone(), 0, pieces)
        }
        Place::Binary { whole, left, right, .. } => each(whole, 1, &|number| {
            let operator = format!(") {} (", mutants[number - 1].replacement);
            vec![text("("), part(left), text(&operator), part(right), text(")")]
        }),
        Place::Unary { whole, operand } => each(whole, 1, &|_| vec![part(operand)]),
        Place::Field { whole, .. } => each(whole, 3, &|number| {
            // The fields of one expression have one whole, and each a range of its own.
            let Some(Place::Field { field, .. }) = places.get(&mutants[number - 1].place()) else {
                unreachable!("the field of a place")
            };
            vec![part(&(whole.start..field.start)), part(&(field.end..whole.end))]
        }),
        Place::Arm { pattern, guard } => {
            let mut always = String::from("false");
            let mut never = String::from("true");
            for &number in &numbers {
                let mutant = &mutants[number - 1];
                match (mutant.genre, &*mutant.replacement) {
                    (Genre::MatchArmGuard, "true") => always = format!("{now} == {number}"),
                    _ => never += &format!(" && {now} != {number}"),
                }
            }
            let mut pieces = vec![part(pattern), text(&format!(" if {never}"))];
            if let Some(guard) = guard {
                pieces.extend([text(&format!(" && ({always} || (")), part(guard), text("))")]);
            }
            (pattern.start..guard.as_ref().unwrap_or(pattern).end, 2, pieces)
        }
    };
    Edit { range, rank, pieces, mutants: numbers }
}

/// A place where the compiler found an error: a file, and bytes in it.
struct Error {
    file: String,
    bytes: Range<usize>,
    message: String,
}

/// The errors of a check of the copy.
fn errors(copy: &Path, features: &str) -> Vec<Error> {
    let output = Command::new("cargo")
        .args(["check", "--package", "slots-core", features, "--message-format=json"])
        .current_dir(copy)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "--cap-lints=allow")
        .output()
        .expect("cargo");
    let mut errors = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let message = &line["message"];
        if message["level"] != "error" {
            continue;
        }
        let spans = message["spans"].as_array().into_iter().flatten();
        for span in spans.filter(|span| span["is_primary"] == true) {
            let number = |key: &str| span[key].as_u64().unwrap_or(0) as usize;
            errors.push(Error {
                file: span["file_name"].as_str().unwrap_or("").to_owned(),
                bytes: number("byte_start")..number("byte_end"),
                message: message["rendered"].as_str().unwrap_or("").to_owned(),
            });
        }
    }
    if errors.is_empty() && !output.status.success() {
        panic!("{}", String::from_utf8_lossy(&output.stderr));
    }
    errors
}

/// Leaves out what made `error`. Returns whether that was anything new.
fn drop_culprits(
    error: &Error,
    parts: &HashMap<&str, Edited>,
    list: &[Mutant],
    switched: &mut Switched,
) -> bool {
    let edited = parts.iter().find(|(file, _)| error.file.ends_with(**file));
    let Some((file, edited)) = edited else {
        println!("no such file: {}", error.message);
        return false;
    };
    // `lib.rs` begins with what was inserted.
    let shift = if file.ends_with("/lib.rs") { FEATURES.len() } else { 0 };
    let bytes = error.bytes.start.saturating_sub(shift)..error.bytes.end.saturating_sub(shift);
    let holds = |outer: &Range<usize>, inner: &Range<usize>| {
        outer.start <= inner.start && inner.end <= outer.end
    };
    let innermost = edited
        .parts
        .iter()
        .filter(|(part, _)| holds(part, &bytes))
        .min_by_key(|(part, _)| part.len());
    if let Some((_, mutants)) = innermost
        && let [mutant] = mutants[..]
    {
        return switched.do_not_compile.insert(mutant);
    }
    let before = switched.no_switch.len();
    if let Some((_, mutants)) = innermost {
        switched.no_switch.extend(mutants);
    } else {
        // The code around has the error: a `match` without its last arm, if it is one.
        let whole = places::match_of(&edited.text, &bytes).unwrap_or(bytes);
        let arms = edited.parts.iter().filter(|(part, _)| holds(&whole, part));
        for mutant in arms.flat_map(|(_, mutants)| mutants) {
            if list[mutant - 1].genre == Genre::MatchArm {
                switched.no_switch.insert(*mutant);
            }
        }
    }
    if switched.no_switch.len() == before {
        println!("{}", error.message);
    }
    switched.no_switch.len() > before
}
