//! The commands and links in the documents: what they name is there.

use std::fs;
use std::path::{Path, PathBuf};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The documents, by their paths.
fn documents() -> Vec<String> {
    let mut found: Vec<String> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "examples/README.md"]
            .map(String::from)
            .into();
    found.extend(["examples/data/README.md".into(), "benches/README.md".into()]);
    for entry in fs::read_dir(root("docs")).expect("it is a folder") {
        let name = entry.expect("it is an entry").file_name().into_string().expect("it is plain");
        if name.ends_with(".md") {
            found.push(format!("docs/{name}"));
        }
    }
    found
}

/// Returns the commands in a document: those in backquotes, which may be broken over lines, and the
/// lines of blocks of the language `console`.
fn commands(document: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut outside = String::new();
    for (number, part) in document.split("```").enumerate() {
        match number % 2 {
            0 => outside.push_str(part),
            _ => found.extend(
                part.strip_prefix("console\n").into_iter().flat_map(str::lines).map(String::from),
            ),
        }
    }
    let spans = outside.split('`').skip(1).step_by(2);
    found.extend(spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")));
    found.retain(|command| {
        let words = command.split(' ').skip_while(|word| word.contains('='));
        let words: Vec<&str> = words.collect();
        match words.as_slice() {
            ["cargo", next, ..] => !next.starts_with('-'),
            [first, ..] => first.starts_with("ci/") || first.starts_with(".ci/"),
            [] => false,
        }
    });
    found
}

/// A manifest, and the folder that it is in.
struct Manifest {
    folder: &'static str,
    table: toml::Table,
}

impl Manifest {
    fn read(folder: &'static str) -> Self {
        let table = read(&format!("{folder}Cargo.toml")).parse().expect("it is TOML");
        Manifest { folder, table }
    }

    /// Returns the features that the target needs; `None` if there is no such target.
    fn target(&self, kind: &str, name: &str) -> Option<Vec<String>> {
        let listed = self.table.get(kind).and_then(toml::Value::as_array).into_iter().flatten();
        let named = |it: &&toml::Value| it.get("name").and_then(toml::Value::as_str) == Some(name);
        let features = match listed.into_iter().find(named) {
            Some(target) => target.get("required-features").cloned(),
            None => {
                let folder = match kind {
                    "bench" => "benches",
                    "example" => "examples",
                    _ => "tests",
                };
                let there = ["{}.rs", "{}/main.rs"].iter().any(|form| {
                    root(self.folder).join(folder).join(form.replace("{}", name)).exists()
                });
                there.then_some(())?;
                None
            }
        };
        let features = features.as_ref().and_then(toml::Value::as_array).cloned();
        let features = features.unwrap_or_default().into_iter();
        Some(features.map(|it| it.as_str().expect("it is text").to_owned()).collect())
    }

    fn has_feature(&self, name: &str) -> bool {
        self.table.get("features").and_then(|all| all.get(name)).is_some()
    }
}

/// Returns what is wrong with a command of cargo.
fn fault_of_cargo(command: &str, manifests: &[Manifest]) -> Option<String> {
    let (command, arguments) = command.split_once(" -- ").unwrap_or((command, ""));
    for argument in arguments.split(' ').filter(|argument| argument.contains('/')) {
        if !root(argument).exists() {
            return Some(format!("there is no {argument}"));
        }
    }
    let words: Vec<&str> = command.split(' ').skip_while(|word| *word != "cargo").skip(1).collect();
    let known = [
        "run", "test", "bench", "nextest", "fmt", "clippy", "doc", "check", "build", "deny", "new",
    ];
    let verb = words.first()?;
    if !known.contains(verb) {
        return Some(format!("`cargo {verb}` is not known here"));
    }
    let after = |flag: &str| {
        let at = words.iter().position(|word| *word == flag)?;
        Some(words.get(at + 1).copied().unwrap_or_default())
    };
    let given: Vec<&str> =
        after("--features").map(|all| all.split(',').collect()).unwrap_or_default();
    if let Some(feature) = given.iter().find(|feature| !manifests[0].has_feature(feature)) {
        return Some(format!("there is no feature {feature}"));
    }
    let manifest = after("--manifest-path").unwrap_or("Cargo.toml");
    if !root(manifest).is_file() {
        return Some(format!("there is no {manifest}"));
    }
    for (flag, kind) in [("--example", "example"), ("--bench", "bench"), ("--test", "test")] {
        // `NAME` stands for any of a table.
        let Some(name) = after(flag).filter(|name| *name != "NAME") else { continue };
        let folder = manifest.trim_end_matches("Cargo.toml");
        let mut of_folder = manifests.iter().filter(|it| folder.is_empty() || it.folder == folder);
        let Some(needed) = of_folder.find_map(|it| it.target(kind, name)) else {
            return Some(format!("there is no {kind} {name}"));
        };
        let all = words.contains(&"--all-features");
        if let Some(feature) = needed.iter().find(|it| !all && !given.contains(&it.as_str())) {
            return Some(format!("the {kind} {name} needs the feature {feature}"));
        }
    }
    None
}

/// Returns what is wrong with a command that runs a script.
fn fault_of_script(command: &str) -> Option<String> {
    let script = command.split(' ').next()?;
    let Ok(metadata) = fs::metadata(root(script)) else {
        return Some("there is no such script".into());
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o111 == 0 {
            return Some("it is not executable".into());
        }
    }
    metadata.is_dir().then(|| "it is a folder".into())
}

fn fault(command: &str, manifests: &[Manifest]) -> Option<String> {
    match command.contains("cargo ") {
        true => fault_of_cargo(command, manifests),
        false => fault_of_script(command),
    }
}

#[test]
fn what_the_commands_of_the_documents_name_is_there() {
    let manifests = ["", "benches/peers/", "slots-datafusion/"].map(Manifest::read);
    let mut faults = Vec::new();
    let mut count = 0;
    for path in documents() {
        for command in commands(&read(&path)) {
            count += 1;
            if let Some(fault) = fault(&command, &manifests) {
                faults.push(format!("{path}: `{command}`: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(count > 40, "{count}");
}

#[test]
fn a_command_that_names_what_is_not_there_is_found() {
    let manifests = [Manifest::read("")];
    for (command, expected) in [
        ("cargo run --example grap", "there is no example grap"),
        ("cargo run --example events", "the example events needs the feature serde"),
        ("cargo run --features serd --example events", "there is no feature serd"),
        ("cargo bench --bench nothing", "there is no bench nothing"),
        ("cargo test --test nothing", "there is no test nothing"),
        ("cargo frob", "`cargo frob` is not known here"),
        ("cargo run --manifest-path no/Cargo.toml", "there is no no/Cargo.toml"),
        ("cargo run --example graph -- examples/nothing", "there is no examples/nothing"),
        ("ci/nothing", "there is no such script"),
    ] {
        let found = commands(&format!("As `{}` says.", command.replace(" --", "\n--")));
        assert_eq!(found, [command]);
        assert_eq!(fault(command, &manifests).as_deref(), Some(expected));
    }
}

/// The table of recipes in the README lists all of them, and each runs with the command above it.
#[test]
fn the_readme_lists_all_recipes() {
    let readme = read("README.md");
    let manifest = Manifest::read("");
    let mut listed: Vec<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| [`")?.split_once("`](examples/recipes/"))
        .map(|(name, _)| name.to_owned())
        .collect();
    for name in &listed {
        let needed = manifest.target("example", name).unwrap_or_else(|| panic!("no {name}"));
        assert!(needed.iter().all(|feature| feature == "serde"), "{name}");
    }
    let files = fs::read_dir(root("examples/recipes")).expect("it is a folder");
    let mut there: Vec<String> = files
        .map(|file| file.expect("it is a file").path())
        .map(|path| path.file_stem().expect("it has a name").to_str().expect("plain").to_owned())
        .collect();
    listed.sort();
    there.sort();
    assert_eq!(listed, there);
}

#[test]
fn the_links_of_the_documents_lead_somewhere() {
    let mut count = 0;
    for path in documents() {
        let text = read(&path);
        let folder = Path::new(&path).parent().expect("it has one");
        for (number, part) in text.split("```").enumerate() {
            for link in part.split("](").skip(1).filter(|_| number % 2 == 0) {
                let link = link.split(')').next().expect("there is one");
                let (file, heading) = link.split_once('#').unwrap_or((link, ""));
                if link.contains("://") {
                    continue;
                }
                count += 1;
                let target = if file.is_empty() { PathBuf::from(&path) } else { folder.join(file) };
                let target = root(target.to_str().expect("it is plain"));
                assert!(target.exists(), "{path}: {link}");
                if !heading.is_empty() {
                    let there = fs::read_to_string(&target).expect("it is text");
                    let mut anchors =
                        there.lines().filter(|line| line.starts_with('#')).map(|line| {
                            let words = line.trim_start_matches('#').trim().to_lowercase();
                            let kept =
                                words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                            kept.collect::<String>().replace(' ', "-")
                        });
                    assert!(anchors.any(|anchor| anchor == heading), "{path}: {link}");
                }
            }
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_readme_names_the_version_that_this_is() {
    let [major, minor] = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR")];
    let line = format!("\nslotted = \"{major}.{minor}\"");
    assert!(read("README.md").contains(&line), "{line}");
}
