//! The operations of `slots-arrow/fuzz`, without an engine: its corpus, and random inputs.

// It is a crate of its own there.
#[allow(dead_code, unreachable_pub)]
#[path = "../fuzz/src/mod.rs"]
mod fuzz;

#[path = "../../fuzz/without_engine.rs"]
mod without_engine;

use std::path::Path;

#[test]
fn random_operations_do_what_they_must() {
    without_engine::random(300, |input| fuzz::run("arrow", input));
}

#[test]
fn each_input_of_the_corpus_does_what_it_must() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/arrow");
    without_engine::corpus(&folder, |input| fuzz::run("arrow", input));
}
