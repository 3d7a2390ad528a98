//! The operations of `fuzz/`, without an engine: its corpora, and random inputs.

#![cfg(all(feature = "serde", feature = "wait"))]

// It is a crate of its own there.
#[allow(unreachable_pub)]
#[path = "../fuzz/src/mod.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

/// Runs random inputs of a target, the same in each run.
fn random(target: &str, inputs: usize) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    for _ in 0..inputs {
        let len = usize::from(next()) * 2;
        let bytes: Vec<u8> = (0..len).map(|_| next()).collect();
        fuzz::run(target, &bytes);
    }
}

#[test]
fn random_operations_do_what_the_models_say() {
    for target in fuzz::targets() {
        random(target, 300);
    }
}

#[test]
fn each_input_of_the_corpora_does_what_the_models_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for target in fuzz::targets() {
        let mut inputs = 0;
        for input in fs::read_dir(folder.join(target)).expect("each target has a corpus") {
            let bytes = fs::read(input.expect("a file").path()).expect("it can be read");
            fuzz::run(target, &bytes);
            inputs += 1;
        }
        assert!(inputs > 0, "{target}");
    }
}
