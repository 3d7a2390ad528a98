//! What must not compile, and what the compiler says then: `tests/ui/<rule>/`, one fault a file.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the expected messages anew; read them before they land.

mod toolchain;

#[test]
fn what_must_not_compile_does_not_and_says_why() {
    if !toolchain::is_pinned() {
        return;
    }
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/ui/*/*.rs");
}
