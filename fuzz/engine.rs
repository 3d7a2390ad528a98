//! The program that libFuzzer runs. The environment says which target: `TARGET`.
#![no_main]

use std::sync::LazyLock;

static TARGET: LazyLock<String> =
    LazyLock::new(|| std::env::var("TARGET").expect("TARGET is the name of a target"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| slotted_fuzz::run(&TARGET, bytes));
