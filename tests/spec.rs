//! Checks references between files: tests named in `docs/spec.md` exist, each case in `tests/ui`
//! has its expected message, and the README quotes real messages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the parts of the text in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Returns the text of a file of tests: one in `tests`, or, with a folder, one in `slots-core/src`, or
/// with its path.
fn tests_in(file: &str) -> Option<String> {
    let folder = match file {
        _ if file.starts_with("slots-arrow/") => ".",
        _ if file.contains('/') => "slots-core/src",
        _ => "tests",
    };
    fs::read_to_string(root(&format!("{folder}/{file}.rs"))).ok()
}

/// Whether the attributes at the end of `before` include `#[test]`.
fn is_test(before: &str) -> bool {
    let attributes = before.lines().rev().skip_while(|line| line.trim().is_empty());
    attributes.take_while(|line| line.trim().starts_with("#[")).any(|line| line.trim() == "#[test]")
}

#[test]
fn every_test_that_the_spec_names_exists() {
    let spec = fs::read_to_string(root("docs/spec.md")).expect("the spec is there");
    let soundness = fs::read_to_string(root("docs/soundness.md")).expect("it is there");
    let readme = fs::read_to_string(root("README.md")).expect("it is there");
    // Its table of features names tests.
    let table = readme.split("## Compared with others").nth(1).expect("it has such a section");
    let mut named = 0;
    for word in quoted(&spec).chain(quoted(&soundness)).chain(quoted(table)) {
        if let Some(case) = word.strip_prefix("ui/")
            && !case.contains('<')
        {
            for ending in ["rs", "stderr"] {
                let path = root(&format!("tests/ui/{case}.{ending}"));
                assert!(path.exists(), "{}", path.display());
            }
            named += 1;
        } else if let Some((file, function)) = word.split_once("::")
            && let Some(source) = tests_in(file)
        {
            // Inside a `proptest!` too, a test function has the attribute `#[test]`.
            let declared = source.split(&format!("fn {function}(")).collect::<Vec<_>>();
            assert!(declared.len() == 2 && is_test(declared[0]), "{word}");
            named += 1;
        }
    }
    assert!(named > 80, "{named}");
}

/// Returns the types in the folder whose documentation has invariants.
fn with_invariants(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            with_invariants(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        let mut lines = source.lines().map(str::trim_start);
        while let Some(line) = lines.next() {
            if !line.starts_with("/// Invariant") {
                continue;
            }
            let code = |line: &&str| !line.starts_with("//") && !line.starts_with("#[");
            let item = lines.by_ref().find(code).expect("what the invariant is of");
            let mut words = item.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            // A static in `thread_local!` too.
            let kinds = ["struct", "union", "enum", "static"];
            if words.any(|word| kinds.contains(&word)) {
                found.extend(words.next().map(str::to_owned));
            }
        }
    }
}

#[test]
fn every_type_with_an_invariant_is_in_the_page_on_soundness() {
    let page = fs::read_to_string(root("docs/soundness.md")).expect("it is there");
    let listed: BTreeSet<&str> = quoted(&page).collect();
    let mut types = BTreeSet::new();
    with_invariants(&root("slots-core/src"), &mut types);
    assert!(types.len() > 70, "{}", types.len());
    let missing: Vec<_> = types.iter().filter(|name| !listed.contains(&***name)).collect();
    assert!(missing.is_empty(), "docs/soundness.md has no row for {missing:?}");
}

#[test]
fn every_refused_case_has_its_message_and_every_message_its_case() {
    let mut cases = BTreeSet::new();
    let mut messages = BTreeSet::new();
    for folder in fs::read_dir(root("tests/ui")).expect("the cases are there") {
        for file in fs::read_dir(folder.expect("a folder").path()).expect("a folder") {
            let path = file.expect("a file").path();
            let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_owned);
            match ending.as_deref() {
                Some("rs") => assert!(cases.insert(path.with_extension(""))),
                Some("stderr") => assert!(messages.insert(path.with_extension(""))),
                _ => panic!("{}", path.display()),
            }
        }
    }
    assert_eq!(cases, messages);
}

/// The README shortens the compiler's messages: each line it shows must occur in the full message,
/// in the same order.
#[test]
fn the_messages_in_the_readme_are_the_compilers() {
    let readme = fs::read_to_string(root("README.md")).expect("there is a README");
    let shown: Vec<&str> = readme.split("```text").skip(1).collect();
    let cases = ["unforeseen_name", "redeclared", "read_only"];
    assert_eq!(shown.len(), cases.len());
    for (case, shown) in cases.iter().zip(shown) {
        let message = fs::read_to_string(root(&format!("tests/ui/readme/{case}.stderr")));
        let message = message.expect("there is such a case").replace('\n', " ");
        let message: String = message.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = &*message;
        for line in shown.split("```").next().expect("it ends").lines() {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            let at = rest.find(&line).unwrap_or_else(|| panic!("{case}: {line}"));
            rest = &rest[at + line.len()..];
        }
    }
}

/// Who searches the documentation for what Python calls it finds what it is here.
#[test]
fn pythons_names_lead_to_ours_in_the_documentation() {
    fn sources(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, all);
            } else {
                all.push_str(&fs::read_to_string(&path).expect("a source"));
            }
        }
    }
    let mut all = String::new();
    sources(&root("slots-core/src"), &mut all);
    let names = "__slots__ __dict__ __weakref__ __getattr__ __setattr__ __delattr__ __dir__ \
        __getstate__ __setstate__ __replace__ __init__ __call__ __class__ __mro__ __bases__ __base__ \
        member_descriptor cached_property weakref.ref weakref.finalize WeakValueDictionary \
        operator.attrgetter copy.copy asdict inspect.signature";
    for name in names.split_whitespace() {
        assert!(all.contains(&format!("#[doc(alias = \"{name}\")]")), "{name}");
    }
}
