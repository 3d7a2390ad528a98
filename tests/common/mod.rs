//! Runs the example programs from tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// Returns the path of the example program `name`. Cargo builds examples before it runs tests,
/// except when it was told to run one test only; then this function builds the example, once.
fn program(name: &str) -> PathBuf {
    static BUILDS: Mutex<()> = Mutex::new(());
    let _one_at_a_time = BUILDS.lock();
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--example", name, "--target-dir"]);
        build.arg(profile.parent().unwrap());
        for (is_on, feature) in
            [(cfg!(feature = "serde"), "serde"), (cfg!(feature = "wait"), "wait")]
        {
            if is_on {
                build.args(["--features", feature]);
            }
        }
        if profile.ends_with("release") {
            build.arg("--release");
        }
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(build.status().unwrap().success());
    }
    program
}

/// Creates and returns the folder for the test files of the example `name`. The example runs in
/// this folder, so it finds only files that a test put there.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Returns a command that runs the example with these arguments.
pub(crate) fn example(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program(name));
    command.args(arguments).current_dir(folder(name));
    command
}

pub(crate) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// Asserts that a run ended with status 2, one line on stderr and nothing on stdout. Returns that
/// line.
pub(crate) fn fault(output: Output) -> String {
    let message = text(output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(text(output.stdout), "");
    assert_eq!(message.lines().count(), 1, "{message}");
    message.trim_end().to_owned()
}
