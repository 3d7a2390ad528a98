//! The runs of the tests.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use crate::{list, switched};

/// A test, and what a run of it without a mutant showed.
#[derive(Serialize, Deserialize, Clone)]
pub struct Test {
    binary: PathBuf,
    arguments: Vec<String>,
    directory: PathBuf,
    name: String,
    seconds: f64,
    /// The places it reaches.
    reached: BTreeSet<usize>,
}

/// What the tests said of a mutant.
#[derive(Serialize, Deserialize, Clone, PartialEq)]
pub enum Verdict {
    /// No test gets there, or the place is decided when the crate is compiled.
    NotReached,
    Caught {
        by: String,
    },
    TimedOut {
        by: String,
    },
    Survived {
        tests: usize,
    },
}

#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub mutant: usize,
    pub verdict: Verdict,
}

/// The results, a line of JSON each: a run that was stopped goes on where it was.
pub fn outcomes(copy: &Path) -> Vec<Outcome> {
    let text = fs::read_to_string(copy.join("outcomes.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("an outcome")).collect()
}

/// Runs each test without a mutant, and writes down which places it reaches. A test that fails
/// is left out, and named: it may look at the source, or build something.
pub fn reach(copy: &Path) {
    let tests = Mutex::new(Vec::new());
    let all = Mutex::new([listed(copy), examples(copy)].concat());
    let worker = |number: usize| {
        let file = copy.join(format!("reached.{number}"));
        loop {
            let Some(mut test) = all.lock().unwrap().pop() else { return };
            let _ = fs::remove_file(&file);
            let start = Instant::now();
            let end = test.run(0, Some(&file), Duration::from_secs(60));
            test.seconds = start.elapsed().as_secs_f64();
            if end != End::Passed {
                println!("left out, as it does not pass: {} {}", test.binary.display(), test.name);
                continue;
            }
            let bytes = fs::read(&file).unwrap_or_default();
            let numbers = bytes.chunks_exact(4);
            test.reached = numbers
                .map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes")) as usize)
                .collect();
            tests.lock().unwrap().push(test);
        }
    };
    thread::scope(|scope| {
        for number in 0..WORKERS {
            scope.spawn(move || worker(number));
        }
    });
    let tests = tests.into_inner().unwrap();
    let seconds: f64 = tests.iter().map(|test| test.seconds).sum();
    println!("{} tests, {seconds:.0} seconds one after the other", tests.len());
    let text = serde_json::to_string(&tests).expect("JSON");
    fs::write(copy.join("reached.json"), text).expect("a file that can be written");
}

const WORKERS: usize = 2;

/// Runs the tests on the mutants of `files`, or on all: those that have no outcome yet.
pub fn run(copy: &Path, files: &[&str]) {
    let mutants = list::read(copy);
    let kept = switched::read(copy).kept;
    let text = fs::read(copy.join("reached.json")).expect("what `reach` wrote");
    let mut tests: Vec<Test> = serde_json::from_slice(&text).expect("what `reach` wrote");
    tests.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let mut reaching: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, test) in tests.iter().enumerate() {
        for &place in &test.reached {
            reaching.entry(place).or_default().push(index);
        }
    }
    let done: BTreeSet<usize> = outcomes(copy).iter().map(|outcome| outcome.mutant).collect();
    let mut left: Vec<(usize, usize)> = kept
        .into_iter()
        .filter(|(mutant, _)| !done.contains(mutant))
        .filter(|(mutant, _)| is_of(&mutants[mutant - 1].file, files))
        .collect();
    left.reverse();
    let count = left.len();
    let left = Mutex::new(left);
    let results = File::options().create(true).append(true).open(copy.join("outcomes.jsonl"));
    let results = Mutex::new(results.expect("a file that can be written"));
    // The tests that caught a mutant of a file come first for the next of that file.
    let caught: Mutex<BTreeMap<&str, Vec<usize>>> = Mutex::default();

    let worker = || {
        loop {
            let mut queue = left.lock().unwrap();
            let Some((mutant, place)) = queue.pop() else { return };
            if queue.len().is_multiple_of(100) {
                println!("{} of {count} left", queue.len());
            }
            drop(queue);
            let file = &*mutants[mutant - 1].file;
            let mut order = reaching.get(&place).cloned().unwrap_or_default();
            let first = caught.lock().unwrap().get(file).cloned().unwrap_or_default();
            order.sort_by_key(|test| {
                first.iter().rev().position(|first| first == test).unwrap_or(usize::MAX)
            });
            let mut verdict = match order.len() {
                0 => Verdict::NotReached,
                tests => Verdict::Survived { tests },
            };
            for index in order {
                let test = &tests[index];
                let by = test.name.clone();
                match test.run(mutant, None, Duration::from_secs_f64(10.0 + 5.0 * test.seconds)) {
                    End::Passed => continue,
                    End::Failed => verdict = Verdict::Caught { by },
                    End::TimedOut => verdict = Verdict::TimedOut { by },
                }
                let mut caught = caught.lock().unwrap();
                let first = caught.entry(file).or_default();
                first.retain(|&other| other != index);
                first.push(index);
                break;
            }
            let line = serde_json::to_string(&Outcome { mutant, verdict }).expect("JSON");
            writeln!(results.lock().unwrap(), "{line}").expect("a file that can be written");
        }
    };
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(worker);
        }
    });
}

/// Whether `file` is one of `files`, or lies in one; all are meant where none is named.
pub fn is_of(file: &str, files: &[&str]) -> bool {
    let file = file.trim_start_matches("slots-core/src/");
    files.is_empty() || files.iter().any(|place| file.starts_with(place))
}

#[derive(PartialEq)]
enum End {
    Passed,
    Failed,
    TimedOut,
}

impl Test {
    fn run(&self, mutant: usize, reached: Option<&Path>, limit: Duration) -> End {
        // A mutant may ask for memory without an end: 4 GiB of addresses, in KiB.
        let mut command = Command::new("sh");
        command
            .args(["-c", "ulimit -v 4194304; ulimit -c 0; exec \"$@\"", "sh"])
            .arg(&self.binary)
            .args(&self.arguments)
            .current_dir(&self.directory)
            .env("CARGO_MANIFEST_DIR", &self.directory)
            .env("SLOTTED_MUTANT", mutant.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(file) = reached {
            command.env("SLOTTED_REACHED", file);
        }
        let start = Instant::now();
        let mut child = command.spawn().expect("a test that can be run");
        loop {
            if let Some(status) = child.try_wait().expect("a child of this program") {
                return if status.success() { End::Passed } else { End::Failed };
            }
            if start.elapsed() > limit {
                // A process that is gone meanwhile is as good.
                let _ = child.kill();
                let _ = child.wait();
                return End::TimedOut;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The tests as `cargo nextest list --message-format json` tells them, but for those that are
/// ignored.
fn listed(copy: &Path) -> Vec<Test> {
    let text = fs::read(copy.join("tests.json")).expect("the list of tests");
    let list: serde_json::Value = serde_json::from_slice(&text).expect("a list of nextest");
    let mut tests = Vec::new();
    for suite in list["rust-suites"].as_object().into_iter().flat_map(|suites| suites.values()) {
        let path = |key: &str| PathBuf::from(suite[key].as_str().unwrap_or_default());
        for (name, test) in suite["testcases"].as_object().into_iter().flatten() {
            if test["ignored"] != true {
                tests.push(Test {
                    binary: path("binary-path"),
                    arguments: vec!["--exact".to_owned(), name.clone()],
                    directory: path("cwd"),
                    name: name.clone(),
                    seconds: 0.0,
                    reached: BTreeSet::new(),
                });
            }
        }
    }
    tests
}

/// The examples of the documentation, which rustdoc has kept as programs: one for each crate, and
/// one for each example that asks for that.
fn examples(copy: &Path) -> Vec<Test> {
    let inside = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
    let crates = inside(copy.join("doctests"));
    crates
        .flat_map(|of_crate| inside(of_crate.path()))
        .map(|folder| Test {
            binary: folder.path().join("rust_out"),
            arguments: Vec::new(),
            directory: copy.join("slots-core"),
            name: format!("examples in {}", folder.path().display()),
            seconds: 0.0,
            reached: BTreeSet::new(),
        })
        .filter(|test| test.binary.exists())
        .collect()
}
