//! The recipes of paths, patches and merges print what they say.

#![cfg(feature = "serde")]

#[allow(dead_code)] // `fault` is of programs that report by themselves.
mod common;

/// Runs a recipe with these variables as its whole environment. Returns what it prints, or the
/// error that it prints if it fails.
fn run(name: &str, vars: &[(&str, &str)], flags: &[&str]) -> Result<String, String> {
    let mut command = common::example(name, flags);
    let output = command.env_clear().envs(vars.iter().copied()).output().unwrap();
    let (stdout, stderr) = (common::text(output.stdout), common::text(output.stderr));
    if output.status.success() { Ok(stdout) } else { Err(stderr) }
}

#[test]
fn layers_are_merges() {
    let vars = [("APP_SERVER__TIMEOUT", "9"), ("APP_LIMITS__BOB", "9"), ("PATH", "")];
    let text = run("layers", &vars, &["server.host=example.org", "limits.bob=10"]).unwrap();
    assert_eq!(
        text,
        "server.host = 'example.org'\n\
         server.timeout = 9\n\
         limits.alice = 7\n\
         limits.bob = 10\n\
         \n\
         Not by default:\n\
         server.host: None -> 'example.org'\n\
         server.timeout: 30 -> 9\n\
         limits.alice: + 7\n\
         limits.bob: + 10\n"
    );
    let text = run("layers", &[], &["server.timeout=61"]).unwrap_err();
    assert!(
        text.contains(
            "server.timeout: attribute 'timeout' of 'Server' objects: 61 is not in 1..=60"
        ),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_an_error_only_where_it_is_a_setting() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let not_utf_8 = OsStr::from_bytes(b"\xff");
    let layers = || {
        let mut command = common::example("layers", &[]);
        command.env_clear().env("OTHER", not_utf_8).env(not_utf_8, "x");
        command
    };
    assert!(layers().output().unwrap().status.success());
    let output = layers().env("APP_SERVER__HOST", not_utf_8).output().unwrap();
    let text = common::text(output.stderr);
    assert!(text.contains("APP_SERVER__HOST is not UTF-8") && !text.contains("panicked"), "{text}");
}

/// An edit after an undo drops what could be done again, and a patch that does not apply is kept.
#[test]
fn undo_and_redo_are_two_stacks_of_patches() {
    let text = run("undo", &[], &[]).unwrap();
    assert_eq!(
        text,
        "title: 'a line' -> '': Drawing { title: \"\", points: [] }\n\
         title: '' -> 'a line': Drawing { title: \"a line\", points: [] }\n\
         title: 'a line' -> '': Drawing { title: \"\", points: [] }\n\
         points[0]: the list must have 1 items for this change, not 0; 1 left\n"
    );
}

#[test]
fn a_template_is_filled_from_unlike_objects() {
    let text = run("template", &[], &[]).unwrap();
    assert_eq!(
        text,
        "Acme reports to Bo.\n\
         boss.name: there is nothing inside a value of type NoneType\n"
    );
    let texts = ["1} {name} {boss.name}", "{name} {boss.name} 1}", "{boss.name}1}"];
    let stray = ["`1}` has no `{`", "` 1}` has no `{`", "`1}` has no `{`"];
    for (text, stray) in texts.iter().zip(stray) {
        let error = run("template", &[], &[text]).unwrap_err();
        assert!(error.contains(stray), "{error}");
    }
}

#[test]
fn a_filter_takes_a_path_and_checks_it_before_any_row() {
    assert_eq!(run("filter", &[], &["orders[0].total", "9"]).unwrap(), "Ada\nBo\n");
    assert_eq!(run("filter", &[], &["orders[1].total", "9"]).unwrap(), "Ada\n");
    assert_eq!(run("filter", &[], &["age", "35"]).unwrap(), "Ada\nBo\n");
    let text = run("filter", &[], &["orders[0].totl", "9"]).unwrap_err();
    assert!(
        text.contains("'Order' object has no attribute 'totl'. Did you mean: 'total'?"),
        "{text}"
    );
}
