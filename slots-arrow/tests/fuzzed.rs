//! The operations of `slots-arrow/fuzz`, without an engine: its corpus, and random inputs.

// It is a crate of its own there.
#[allow(dead_code, unreachable_pub)]
#[path = "../fuzz/src/mod.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

#[test]
fn random_operations_do_what_they_must() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    for _ in 0..300 {
        let len = usize::from(next()) * 2;
        let bytes: Vec<u8> = (0..len).map(|_| next()).collect();
        fuzz::run("arrow", &bytes);
    }
}

#[test]
fn each_input_of_the_corpus_does_what_it_must() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/arrow");
    let mut inputs = 0;
    for input in fs::read_dir(folder).expect("there is a corpus") {
        let bytes = fs::read(input.expect("a file").path()).expect("it can be read");
        fuzz::run("arrow", &bytes);
        inputs += 1;
    }
    assert!(inputs > 0);
}
