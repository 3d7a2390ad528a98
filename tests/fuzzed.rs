//! The operations of `fuzz/`, without an engine: its corpora, and random inputs.

#![cfg(all(feature = "serde", feature = "wait"))]

// It is a crate of its own there.
#[allow(unreachable_pub)]
#[path = "../fuzz/src/mod.rs"]
mod fuzz;

#[path = "../fuzz/without_engine.rs"]
mod without_engine;

use std::path::Path;

#[test]
fn random_operations_do_what_the_models_say() {
    for target in fuzz::targets() {
        without_engine::random(300, |input| fuzz::run(target, input));
    }
}

#[test]
fn each_input_of_the_corpora_does_what_the_models_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for target in fuzz::targets() {
        without_engine::corpus(&folder.join(target), |input| fuzz::run(target, input));
    }
}
