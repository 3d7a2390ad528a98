//! Tests that `ci/layers` can fail: each test case breaks one of its rules in a copy of
//! `slots-core`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the tool on `folder`. Returns whether it passes, and its output; `None` without Python.
fn layers(folder: &Path) -> Option<(bool, String)> {
    let output = Command::new("python3").arg(root().join("ci/layers")).arg(folder).output().ok()?;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Some((output.status.success(), text(output.stdout) + &text(output.stderr)))
}

/// Copies the sources to a folder called `name` and appends `line` to `file` in the copy.
fn with(name: &str, file: &str, line: &str) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &target);
            } else {
                fs::copy(path, target).unwrap();
            }
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layers").join(name);
    copy(&root().join("slots-core/src"), &folder);
    let file = folder.join(file);
    let text = fs::read_to_string(&file).unwrap_or_default() + line;
    fs::write(file, text).unwrap();
    folder
}

#[test]
fn the_rooms_are_in_their_order() {
    if let Some((passes, says)) = layers(&root().join("slots-core/src")) {
        assert!(passes, "{says}");
        assert!(says.contains("arrows upward: 0"), "{says}");
    }
}

#[test]
fn what_breaks_the_order_is_reported() {
    for (name, file, line, expected) in [
        (
            "upward",
            "value/kind.rs",
            "use crate::record::error::RecordError;\n",
            "stands below `value`",
        ),
        ("by_path", "name/mod.rs", "fn f() { crate::ext::f() }\n", "stands below `name`"),
        ("unsafe", "path/parse.rs", "unsafe fn f() {}\n", "path/parse.rs: unsafe code"),
        ("unlisted", "attic.rs", "fn f() {}\n", "does not list the room `attic`"),
    ] {
        if let Some((passes, says)) = layers(&with(name, file, line)) {
            assert!(!passes && says.contains(expected), "{name}: {says}");
        }
    }
}

#[test]
fn tests_comments_and_text_are_left_out() {
    let line = "// use crate::ext::f;\nconst T: &str = \"unsafe\";\n\
                #[cfg(test)]\nmod more_tests {\n    use crate::ext::f;\n}\n";
    if let Some((passes, says)) = layers(&with("left_out", "value/kind.rs", line)) {
        assert!(passes, "{says}");
    }
}

/// Every folder's head names its files, so that a newcomer finds each from there.
#[test]
fn the_head_of_each_folder_names_its_files() {
    fn check(folder: &Path, head: &Path) {
        let text = fs::read_to_string(head).unwrap();
        let table: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let mut names = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if path != head {
                assert!(table.contains(&format!("`{name}`")), "{}: `{name}`", head.display());
                names += 1;
            }
            if path.join("mod.rs").exists() && !path.is_symlink() {
                check(&path, &path.join("mod.rs"));
            }
        }
        assert!(names > 1, "{}", folder.display());
    }
    for krate in ["slots-core", "slots-derive"] {
        let folder = root().join(krate).join("src");
        check(&folder, &folder.join("lib.rs"));
    }
}
