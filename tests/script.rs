//! Runs scripts over the airports: `examples/script`.

#![cfg(feature = "wait")]

#[allow(dead_code)] // `fault` is of programs that report by themselves.
mod common;

/// Runs the scripts side by side. Returns what they print, and what is reported.
fn run(scripts: &[&str]) -> (String, String) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/script/");
    let files: Vec<String> = scripts.iter().map(|name| format!("{folder}{name}.rhai")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let output = common::example("script", &files).output().unwrap();
    (common::text(output.stdout), common::text(output.stderr).replace(folder, ""))
}

#[test]
fn a_script_reads_writes_and_calls() {
    let (printed, reported) = run(&["hubs"]);
    assert!(printed.contains("LaGuardia: 10506\n") && printed.ends_with("fog\n"), "{printed}");
    assert_eq!(reported, "");
}

#[test]
fn an_error_has_the_place_in_the_script_and_our_words() {
    for (script, says) in [
        ("twice", "Runtime error: ORD is closed already: snow (line 3, position 3)"),
        (
            "range",
            "Runtime error: attribute 'rank' of 'Airport' objects: 101 is not in 0..=100 (line 2, \
             position 2)",
        ),
        (
            "typo",
            "Runtime error: 'Airport' object has no attribute 'citty'. Did you mean: 'city'? (line 1, \
             position 22)",
        ),
        (
            "count",
            "Runtime error: Airport.close() missing 1 required positional argument: 'why' (line 1, \
             position 17)",
        ),
        ("endless", "Too many operations (line 1, position 8)"),
    ] {
        assert_eq!(run(&[script]).1, format!("{script}.rhai: {says}\n"));
    }
}

#[test]
fn scripts_on_several_threads_share_one_graph() {
    // Each adds to the rank of one airport twenty times; no addition is lost.
    let (printed, reported) = run(&["promote", "promote", "promote", "promote"]);
    assert_eq!(reported, "");
    let mut ranks: Vec<u32> = printed.lines().map(|line| line.parse().unwrap()).collect();
    ranks.sort_unstable();
    assert_eq!(ranks.len(), 4);
    assert_eq!(ranks.last(), Some(&80), "{printed}");
}
