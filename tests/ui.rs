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
    let folders = std::fs::read_dir("tests/ui").expect("the cases are there");
    for rule in folders.map(|folder| folder.expect("a folder").file_name()) {
        let rule = rule.to_str().expect("its name is plain");
        // Without the feature, there is nothing that could be refused.
        if rule != "data" || cfg!(feature = "serde") {
            tests.compile_fail(format!("tests/ui/{rule}/*.rs"));
        }
    }
}
