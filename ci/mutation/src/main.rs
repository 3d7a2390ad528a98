//! All mutants of `slots-core` in one build.
//!
//! `cargo mutants` builds the crate and its tests once for each mutant: half a minute for each of
//! seven thousand. Here the mutants that it lists are written into one copy of the source, each
//! behind a switch that is read when the program runs. So there is one build; a run of a test
//! with a mutant takes as long as the test.
//!
//! 1. [`switched`] rewrites the copy, and leaves out the mutants that do not compile.
//! 2. [`runs`] runs each test once, to learn which mutants it reaches, and then, for each mutant,
//!    the tests that reach it until one fails.
//! 3. [`report`] prints the results.
//!
//! What a `const` decides when the crate is compiled is not mutated: there the switch is off.

mod edit;
mod list;
mod places;
mod report;
mod runs;
mod switched;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["switch", copy] => switched::switch(Path::new(copy)),
        ["reach", copy] => runs::reach(Path::new(copy)),
        ["run", copy, ref files @ ..] => runs::run(Path::new(copy), files),
        ["report", copy, ref files @ ..] => report::print(Path::new(copy), files),
        _ => {
            eprintln!("usage: mutation switch|reach COPY, mutation run|report COPY [FILE…]");
            std::process::exit(2);
        }
    }
}
