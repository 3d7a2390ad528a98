//! The results in tables.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crate::{
    list,
    runs::{self, Verdict},
    switched,
};

const COLUMNS: [&str; 7] =
    ["mutants", "caught", "timed out", "survived", "not reached", "do not compile", "no switch"];

/// Prints how many mutants each room has and what became of them, then those that were not caught
/// by name.
pub fn print(copy: &Path, files: &[&str]) {
    let mutants = list::read(copy);
    let switched = switched::read(copy);
    let outcomes: HashMap<usize, Verdict> =
        runs::outcomes(copy).into_iter().map(|outcome| (outcome.mutant, outcome.verdict)).collect();
    let mut rooms: BTreeMap<&str, [usize; 7]> = BTreeMap::new();
    let mut left = Vec::new();
    for (index, mutant) in mutants.iter().enumerate() {
        let number = index + 1;
        if !runs::is_of(&mutant.file, files) {
            continue;
        }
        let column = match outcomes.get(&number) {
            Some(Verdict::Caught { .. }) => 1,
            Some(Verdict::TimedOut { .. }) => 2,
            Some(Verdict::Survived { tests }) => {
                left.push(format!("{number} survived {tests} tests: {}", mutant.name));
                3
            }
            Some(Verdict::NotReached) => {
                left.push(format!("{number} not reached: {}", mutant.name));
                4
            }
            None if switched.do_not_compile.contains(&number) => 5,
            None if switched.no_switch.contains(&number) => {
                left.push(format!("{number} no switch: {}", mutant.name));
                6
            }
            None => continue,
        };
        let path = mutant.file.trim_start_matches("slots-core/src/");
        let room = path.split('/').next().unwrap_or(path);
        let row = rooms.entry(room).or_default();
        row[0] += 1;
        row[column] += 1;
    }
    println!("| room | {} |", COLUMNS.join(" | "));
    println!("|---|{}", "---|".repeat(COLUMNS.len()));
    let mut sum = [0; 7];
    for (room, row) in &rooms {
        print_row(&format!("`{room}`"), row);
        for (sum, cell) in sum.iter_mut().zip(row) {
            *sum += cell;
        }
    }
    print_row("together", &sum);
    println!();
    for line in left {
        println!("{line}");
    }
}

fn print_row(name: &str, row: &[usize; 7]) {
    let cells: Vec<String> = row.iter().map(usize::to_string).collect();
    println!("| {name} | {} |", cells.join(" | "));
}
