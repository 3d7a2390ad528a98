//! Runs the inputs of a target without an engine, for tests.

use std::fs;
use std::path::Path;

/// Runs random inputs, the same in each run.
pub(crate) fn random(inputs: usize, run: impl Fn(&[u8])) {
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
        run(&bytes);
    }
}

/// Runs each input of a corpus.
pub(crate) fn corpus(folder: &Path, run: impl Fn(&[u8])) {
    let mut inputs = 0;
    for input in fs::read_dir(folder).expect("there is a corpus") {
        run(&fs::read(input.expect("a file").path()).expect("it can be read"));
        inputs += 1;
    }
    assert!(inputs > 0, "{}", folder.display());
}
