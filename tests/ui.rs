//! What must not compile, and what the compiler says then: `tests/ui/<rule>/`, one fault a file.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the expected messages anew; read them before they land.

use std::process::Command;

/// The messages are those of one compiler; on another one there is nothing to compare.
fn is_pinned_toolchain() -> bool {
    let pinned = include_str!("../rust-toolchain.toml")
        .lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .expect("a channel is pinned")
        .trim_matches('"');
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("there is a compiler");
    String::from_utf8_lossy(&version.stdout).contains(&format!("rustc {pinned} "))
}

#[test]
fn what_must_not_compile_does_not_and_says_why() {
    if !is_pinned_toolchain() {
        eprintln!("skipped: the messages are those of the toolchain in rust-toolchain.toml");
        return;
    }
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/ui/*/*.rs");
}
