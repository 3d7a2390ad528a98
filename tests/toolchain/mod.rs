//! Identifies the compiler that runs the tests. Its messages and machine code are compared with
//! checked-in files only if it is the pinned one.

use std::process::Command;

/// Whether the compiler is the one pinned in `rust-toolchain.toml`. Prints a note if it is not.
pub(crate) fn is_pinned() -> bool {
    let pinned = include_str!("../../rust-toolchain.toml")
        .lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .expect("a channel is pinned")
        .trim_matches('"');
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("there is a compiler");
    let is_pinned = String::from_utf8_lossy(&version.stdout).contains(&format!("rustc {pinned} "));
    if !is_pinned {
        eprintln!("skipped: it is for the toolchain in rust-toolchain.toml");
    }
    is_pinned
}
