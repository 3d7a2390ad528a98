//! Code that must not compile, and the compiler's messages for it: `tests/ui/<rule>/`, one fault
//! per file.
//!
//! `TRYBUILD=overwrite cargo test --test ui` rewrites the expected messages. Read them before you
//! commit.

mod toolchain;

#[test]
fn what_must_not_compile_does_not_and_says_why() {
    if !toolchain::is_pinned() {
        return;
    }
    let tests = trybuild::TestCases::new();
    let folders = std::fs::read_dir("tests/ui").expect("the cases are there");
    for rule in folders.map(|folder| folder.expect("a folder").file_name()) {
        let rule = rule.to_str().expect("its name is plain");
        // The messages in `data` need the feature `serde`: without it, the items that they name do
        // not exist. Those in `without_serde` are about that.
        let fits = match rule {
            "data" => cfg!(feature = "serde"),
            "without_serde" => !cfg!(feature = "serde"),
            _ => true,
        };
        if fits {
            tests.compile_fail(format!("tests/ui/{rule}/*.rs"));
        }
    }
}
