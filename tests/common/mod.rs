//! The examples, as programs to be run by tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The example of that name, which cargo builds before it runs tests, unless it was told to run one test only. (One
/// example a test file: it is looked for once.)
fn program(name: &str) -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let profile = test.parent().and_then(Path::parent).unwrap();
        let program =
            profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        if !program.exists() {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--example", name, "--target-dir"]);
            build.arg(profile.parent().unwrap());
            if cfg!(feature = "serde") {
                build.args(["--features", "serde"]);
            }
            if profile.ends_with("release") {
                build.arg("--release");
            }
            build.current_dir(env!("CARGO_MANIFEST_DIR"));
            assert!(build.status().unwrap().success());
        }
        program
    })
}

/// Where the files of the tests of an example lie; it runs there, so that it finds only what it is given.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The example with these arguments.
pub(crate) fn example(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program(name));
    command.args(arguments).current_dir(folder(name));
    command
}

pub(crate) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The error of a run that ended with status 2 and one line on stderr, and printed nothing.
pub(crate) fn fault(output: Output) -> String {
    let message = text(output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(text(output.stdout), "");
    assert_eq!(message.lines().count(), 1, "{message}");
    message.trim_end().to_owned()
}
