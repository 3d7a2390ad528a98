//! The mutants, as `cargo mutants --list --json` tells them. Their numbers are their places in
//! that list, from 1.

use std::{fs, path::Path};

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Mutant {
    pub name: String,
    pub file: String,
    pub genre: Genre,
    pub replacement: String,
    pub span: Span,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Debug)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

#[derive(Deserialize)]
pub struct Span {
    pub start: Position,
}

/// Both from 1; the column in characters.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The list beside the copy.
pub fn read(copy: &Path) -> Vec<Mutant> {
    let text = fs::read(copy.join("mutants.json")).expect("the list of mutants");
    serde_json::from_slice(&text).expect("a list as cargo-mutants 25 writes it")
}
