//! Runs the recipes: what each prints.

// Other tests use the rest of it.
#[allow(dead_code)]
mod common;

use std::fs;
use std::path::Path;

/// Runs a recipe, and asserts what it prints.
#[track_caller]
fn assert_prints(recipe: &str, expected: &[&str]) {
    let output = common::example(recipe, &[]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(common::text(output.stdout).lines().collect::<Vec<_>>(), expected);
}

/// Neither comments nor blank lines are counted.
#[test]
fn a_recipe_has_at_most_thirty_lines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/recipes");
    let mut recipes = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().map(str::trim_start);
        let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        assert!(code <= 30, "{} has {code}", path.display());
        recipes += 1;
    }
    assert!(recipes >= 13, "{recipes}");
}

#[test]
fn an_enum_of_ones_own_is_text() {
    assert_prints(
        "own_enum",
        &[
            "warning error",
            "attribute 'level' of 'Log' objects: 'eror' is not a valid Level: it must be one of 'error', \
             'warning', 'info'. Did you mean: 'error'?",
            "error: It stops the program.",
            "warning: It may be wrong.",
            "info: It is usual.",
        ],
    );
}

#[test]
fn a_method_is_called_by_its_name() {
    let says = |arguments: &[&str]| {
        let output = common::example("method", arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        common::text(output.stdout)
    };
    assert_eq!(
        says(&[]),
        "deposit(&mut self, amount: f64) -> f64: Adds to the balance, and returns it.\n\
         withdraw(&mut self, amount: f64, fee: f64 = …) -> Result<f64, String>: Takes from the \
         balance, and returns what is left.\n"
    );
    assert_eq!(says(&["deposit", "5"]), "15.0\n");
    assert_eq!(says(&["withdraw", "4"]), "5.0\n");
    assert_eq!(says(&["withdraw", "4", "0"]), "6.0\n");
    assert_eq!(says(&["withdraw", "40"]), "overdrawn\n");
    assert_eq!(
        says(&["deposits", "5"]),
        "'Account' object has no attribute 'deposits'. Did you mean: 'deposit'?\n"
    );
    assert_eq!(
        says(&["deposit"]),
        "Account.deposit() missing 1 required positional argument: 'amount'\n"
    );
    assert_eq!(
        says(&["deposit", "much"]),
        "Account.deposit() argument 'amount' must be f64, not str\n"
    );
}

#[cfg(feature = "serde")]
#[test]
fn an_enum_with_data_is_an_object() {
    assert_prints(
        "tagged_enum",
        &[
            r#"{"shape":{"type":"circle","radius":3.0}}"#,
            "shape.radius: attribute 'radius' of 'circle' objects: 101.0 is not in 0.0..=100.0",
            "shape.width: 'Shape' object has no attribute 'width' while its variant is 'circle': it \
             is an attribute of 'box'",
            "box(width=2.0)",
            "Point",
        ],
    );
}

#[cfg(feature = "serde")]
#[test]
fn a_foreign_type_is_a_slot() {
    assert_prints(
        "foreign_type",
        &[
            "{'memory': 512, 'disk': 64}",
            r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","limits":{"cpu":2},"timeout":60}"#,
            "attribute 'id' of 'Job' objects: UUID parsing failed: invalid character: found `n` at 0",
        ],
    );
}

#[cfg(feature = "serde")]
#[test]
fn serdes_words_mean_the_same() {
    assert_prints(
        "serde_attributes",
        &[
            "Server { host_name: \"a.example\", listen_port: 8080, tags: [], proxy: None, workers: \
             4, requests: 1 }",
            r#"{"host":"a.example","listen-port":8080,"workers":"4"}"#,
            "{'host': 'b.example', 'listen-port': 8080, 'tags': [], 'workers': '4'}",
            "attribute 'listen-port' of 'Server' objects must be u16, not str at line 1 column 29",
        ],
    );
}
