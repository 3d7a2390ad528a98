//! Tests of the example `graph`: its figures compared with those worked out from the files, and the
//! one error line with which it ends on each fault. What is expected is worked out in `expected`.

#![cfg(feature = "wait")]

mod common;
#[path = "graph/expected.rs"]
mod expected;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use common::text;
use expected::{codes, codes_of_table, legs, numbers, routes, rows, traffic};

/// Returns the folder for the files of these tests.
fn folder() -> PathBuf {
    common::folder("graph")
}

fn graph(arguments: &[&str]) -> Command {
    let mut command = common::example("graph", arguments);
    command.stdin(Stdio::null());
    command
}

/// Runs the example, asserts that it succeeds with an empty stderr, and returns its stdout.
fn answer(arguments: &[&str]) -> String {
    let output = graph(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(output.stderr), "");
    text(output.stdout)
}

fn fault(arguments: &[&str]) -> String {
    common::fault(graph(arguments).output().unwrap())
}

#[test]
fn the_hubs_are_those_that_the_file_gives() {
    let (report, routes) = (answer(&[]), routes());
    let first = report.lines().next().unwrap();
    assert!(first.starts_with("305 airports and 5,366 routes between them: of the 3,376 airports"));
    assert_eq!((codes(&routes).len(), routes.len(), rows("airports.csv").len()), (305, 5366, 3376));

    let mut all: Vec<_> = codes(&routes)
        .into_iter()
        .map(|code| {
            let (out, into, flights) = traffic(&routes, &code);
            (out + into, flights, out, into, code)
        })
        .collect();
    all.sort_by(|one, other| other.cmp(one));
    let shown = codes_of_table(&report, "The airports with the most routes");
    assert_eq!(shown.len(), 10);
    for (code, (both, flights, out, into, expected)) in shown.iter().zip(&all) {
        assert_eq!(code, expected);
        assert_eq!(numbers(&report, &format!("{code} ")), [*both, *out, *into, *flights]);
    }
}

/// Compares the counts reported for the removal of an airport with those worked out from the file.
fn check_removal(report: &str, code: &str) {
    let routes = routes();
    let (out, into, _) = traffic(&routes, code);
    let (nodes, edges) = (codes(&routes).len() as u64, routes.len() as u64);
    assert!(report.contains(&format!("\nRemoving {code} ")), "{report}");
    assert_eq!(numbers(report, "airports that live"), [nodes, nodes - 1, nodes - 1]);
    assert_eq!(numbers(report, "routes that live"), [edges, edges - out, edges - out - into]);
    assert_eq!(numbers(report, "entries of the registry"), [nodes, nodes - 1, nodes - 1]);
    assert_eq!(numbers(report, "routes whose destination is dead"), [0, into, 0]);
    assert_eq!(numbers(report, "references to routes that are dead"), [0, out, 0]);
}

#[test]
fn a_hub_that_is_removed_takes_its_routes_along() {
    check_removal(&answer(&[]), "ATL");
    check_removal(&answer(&["--remove", "SLC"]), "SLC");
    // An airport where routes begin and none ends.
    check_removal(&answer(&["--remove", "PUB"]), "PUB");
}

/// The forms of the whole graph, as they are named in the report.
const FORMS: [&str; 4] =
    ["slotted: ObjLock or ObjCell", "Rc<RefCell<_>>", "Arc<Mutex<_>>", "Arc<RwLock<_>>"];

#[test]
fn bytes_are_counted_for_each_form() {
    let report = answer(&[]);
    let tables = report.split("\nBytes ").nth(1).unwrap();
    let (objects, wholes) = tables.split_once("\nAll of the graph").unwrap();
    let word = size_of::<usize>() as u64;
    for form in FORMS {
        let [airport, _, weak, first_weak, dead_airport] = numbers(objects, form)[..] else {
            panic!("{objects}")
        };
        let is_slotted = form.starts_with("slotted");
        assert_eq!(weak, word, "{form}");
        // The block of an object's weak references.
        assert_eq!(first_weak, if is_slotted { 16 } else { 0 }, "{form}");
        // A `Weak` keeps all memory of the dead airport; a `WeakObjLock` keeps only its block.
        assert_eq!(dead_airport, if is_slotted { first_weak } else { airport }, "{form}");
        assert!(numbers(wholes, form)[0] > airport, "{form}");
    }
}

/// Returns the bytes of each airport in a form, of a group of forms.
fn bytes(report: &str, group: &str, form: &str) -> u64 {
    let forms = report.split(&format!("\n{group} ")).nth(1).unwrap();
    let line = forms.lines().find(|line| line.starts_with(&format!("{form} "))).unwrap();
    let cells = line.split("  ").filter(|cell| !cell.is_empty());
    cells.map(str::trim).nth(1).unwrap().replace(',', "").parse().unwrap()
}

#[test]
fn the_graph_takes_as_many_bytes_as_the_budgets_say() {
    let report = answer(&[]);
    for (group, slotted, rc, most) in [
        ("All of the graph", FORMS[0], FORMS[1], 1.15),
        ("No weak references", FORMS[0], FORMS[1], 0.95),
        // Missed: an `Obj` of a type with weak references takes as much as an `ObjLock`.
        ("Routes without a lock", "slotted: routes are Obj", "Rc<RefCell<_>>, routes are Rc", 1.24),
    ] {
        let [slotted, rc] = [slotted, rc].map(|form| bytes(&report, group, form) as f64);
        assert!(slotted <= most * rc, "{group}: {slotted} bytes, where `Rc` takes {rc}");
    }
}

#[test]
fn copies_take_as_much_for_each_airport_as_one() {
    let [one, three] = [&[][..], &["--scale", "1000"]].map(answer);
    assert!(one.contains("\nMean of 305 airports in 1 graph, "), "{one}");
    assert!(three.contains("\nMean of 915 airports in 3 copies of the graph, "), "{three}");
    for form in FORMS {
        let [one, three] = [&one, &three].map(|report| bytes(report, "All of the graph", form));
        assert_eq!(one, three, "{form}");
    }
}

/// Runs the example for a path. Returns the airport codes on it and the number of legs.
fn path(arguments: &[&str]) -> (Vec<String>, usize) {
    let answer = answer(arguments);
    let first = answer.lines().next().unwrap();
    let (codes, legs) = first.split_once(": ").unwrap();
    let codes: Vec<_> = codes.split(" → ").map(str::to_owned).collect();
    assert_eq!(answer.lines().count(), codes.len() + 1);
    (codes, legs.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn a_path_is_a_shortest_one() {
    let routes = routes();
    for (from, to) in
        [("ATL", "ANC"), ("ROW", "BRW"), ("PUB", "YAK"), ("ITH", "HNL"), ("SFO", "SFO")]
    {
        let (codes, found) = path(&[from, to]);
        assert_eq!(Some(found), legs(&routes, from, to, ""), "{from} {to}");
        assert_eq!(codes.len(), found + 1);
        assert_eq!((&*codes[0], codes.last().unwrap().as_str()), (from, to));
        for leg in codes.windows(2) {
            assert!(routes.iter().any(|(from, to, _)| *from == leg[0] && *to == leg[1]), "{leg:?}");
        }
    }
    assert_eq!(legs(&routes, "PUB", "YAK", ""), Some(5));
    assert!(
        answer(&["ATL", "ANC"])
            .contains("\n  ANC Ted Stevens Anchorage International, Anchorage, AK, ")
    );
}

#[test]
fn of_equally_short_paths_the_one_with_the_most_flights_is_shown() {
    let routes = routes();
    let flights = |from: &str, to: &str| {
        let found =
            routes.iter().find(|(origin, destination, _)| origin == from && destination == to);
        found.map(|(_, _, flights)| *flights)
    };
    for (from, to) in [("ABE", "SFO"), ("BOI", "MIA"), ("BGR", "LAX")] {
        let (found, legs) = path(&[from, to]);
        assert_eq!(legs, 2, "{from} {to}");
        let over = |hub: &str| Some(flights(from, hub)? + flights(hub, to)?);
        let best = codes(&routes).iter().filter_map(|hub| over(hub)).max();
        assert_eq!(over(&found[1]), best, "{from} {to}");
    }
}

#[test]
fn a_path_leads_around_an_airport_that_was_removed() {
    let routes = routes();
    let direct = path(&["ABE", "MIA"]);
    let (around, found) = path(&["ABE", "MIA", "--remove", "ATL"]);
    assert_eq!(direct.0[1], "ATL");
    assert_eq!(Some(found), legs(&routes, "ABE", "MIA", "ATL"));
    assert!(!around.contains(&"ATL".to_owned()));
    // The removed airport is no longer in the registry.
    let message = fault(&["ATL", "ANC", "--remove", "ATL"]);
    assert!(message.starts_with("error: no airport 'ATL'"), "{message}");
}

#[test]
fn where_no_path_leads_one_line_says_so() {
    assert_eq!(legs(&routes(), "ATL", "PUB", ""), None);
    let output = graph(&["ATL", "PUB"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(output.stdout), "no path from ATL to PUB\n");
    assert_eq!(text(output.stderr), "");
}

#[test]
fn an_unknown_code_is_a_fault_with_the_nearest_one() {
    assert_eq!(fault(&["ATX", "ORD"]), "error: no airport 'ATX'. Did you mean 'AEX'?");
    assert_eq!(fault(&["ORD", "sfo"]), "error: no airport 'sfo'. Did you mean 'SFO'?");
    assert_eq!(fault(&["--remove", "nowhere"]), "error: no airport 'nowhere'");
    assert_eq!(fault(&["", "a\nb"]), "error: no airport ''");
    assert_eq!(fault(&["ATL", "long\nname"]), "error: no airport 'long\\nname'");
}

/// Asserts that a condition selects exactly the airports whose rows in the file satisfy `holds`.
fn check_condition(condition: &str, holds: impl Fn(&[String]) -> bool) {
    let named = codes(&routes());
    let rows = rows("airports.csv").into_iter();
    let expected: BTreeSet<_> = rows
        .filter(|row| named.contains(&row[0]) && holds(row))
        .map(|row| row[0].clone())
        .collect();
    let report = answer(&["--where", condition]);
    assert_eq!(BTreeSet::from_iter(codes_of_table(&report, "code")), expected, "{condition}");
    let ending = if expected.len() == 1 { "" } else { "s" };
    assert_eq!(report.lines().next_back().unwrap(), format!("{} airport{ending}", expected.len()));
}

#[test]
fn a_condition_gives_the_airports_for_which_it_holds() {
    let latitude = |row: &[String]| row[5].parse::<f64>().unwrap();
    check_condition("state == \"CA\"", |row| row[3] == "CA");
    check_condition("  country!=\"USA\" ", |row| row[4] != "USA");
    check_condition("city == \"Hilo\"", |row| row[2] == "Hilo");
    check_condition("code < \"AL\"", |row| *row[0] < *"AL");
    check_condition("name >= \"Y\"", |row| *row[1] >= *"Y");
    check_condition("latitude >= 61.5", |row| latitude(row) >= 61.5);
    check_condition("longitude<=-150", |row| row[6].parse::<f64>().unwrap() <= -150.0);
    check_condition("latitude > 90", |_| false);
    let report = answer(&["--where", "code == \"ATL\""]);
    assert_eq!(numbers(&report, "ATL "), [346, 173, 173, 829_034]);
    // The airport is removed before the condition is applied.
    let report = answer(&["--where", "code == \"ATL\"", "--remove", "ATL"]);
    assert!(report.ends_with("\n0 airports\n"), "{report}");
}

#[test]
fn a_condition_that_is_not_understood_is_a_fault() {
    for (condition, message) in [
        ("stat == \"CA\"", "'Airport' object has no attribute 'stat'. Did you mean: 'state'?"),
        ("edges == 1", "'Airport' object has no attribute 'edges'"),
        ("state == 4", "attribute 'state' of 'Airport' objects must be String, not f64"),
        ("", "--where '': it begins with the name of an attribute"),
        ("== 4", "--where '== 4': it begins with the name of an attribute"),
        ("state", "--where 'state': after the name comes one of ==, !=, <, <=, >, >="),
        ("state = 4", "--where 'state = 4': after the name comes one of ==, !=, <, <=, >, >="),
        ("state == CA", "--where 'state == CA': the value is a number, or a text in double quotes"),
        (
            "latitude < nan",
            "--where 'latitude < nan': the value is a number, or a text in double quotes",
        ),
    ] {
        assert_eq!(fault(&["--where", condition]), format!("error: {message}"));
    }
    for condition in ["state == \"CA", "state == \"", "state == \"C\"A\""] {
        let message = fault(&["--where", condition]);
        assert!(message.ends_with(": a text ends where its second quote is"), "{message}");
    }
}

const AIRPORTS: &str = "iata,name,city,state,country,latitude,longitude\n\
                        AAA,One,Here,CA,USA,40,-100\n\
                        BBB,Two,There,NY,USA,41,-101\n";
const ROUTES: &str = "origin,destination,count\nAAA,BBB,7\n";

/// Runs the example on files with these contents.
fn run_on(name: &str, airports: &str, routes: impl AsRef<[u8]>) -> Output {
    let files = ["airports", "routes"].map(|what| format!("{name}-{what}.csv"));
    fs::write(folder().join(&files[0]), airports).unwrap();
    fs::write(folder().join(&files[1]), routes).unwrap();
    graph(&["--airports", &files[0], "--routes", &files[1]]).output().unwrap()
}

#[test]
fn small_files_of_ones_own_are_read() {
    let reordered = "count,note,destination,origin\n7,x,BBB,AAA\n0,y,AAA,AAA\n";
    let output = run_on("own", AIRPORTS, reordered);
    assert_eq!(text(output.stderr), "");
    let report = text(output.stdout);
    assert!(report.starts_with("2 airports and 2 routes between them"), "{report}");
    // One of the routes of `AAA` begins and ends there.
    assert_eq!(numbers(&report, "AAA "), [3, 2, 1, 7]);
    assert_eq!(numbers(&report, "routes that live"), [2, 0, 0]);
    assert_eq!(numbers(&report, "references to routes that are dead"), [0, 1, 0]);
}

#[test]
fn a_malformed_file_is_a_fault_with_its_line() {
    let airports = |name, from: &str, to: &str| {
        common::fault(run_on(name, &AIRPORTS.replacen(from, to, 1), ROUTES))
    };
    let routes = |name, routes: &str| common::fault(run_on(name, AIRPORTS, routes));
    let error = |file: &str, what: &str| format!("error: {file}.csv:{what}");
    for (name, from, to, what) in [
        ("column", "state,", "", "1: no column 'state'"),
        ("north", "41", "91", "3: column 'latitude': '91' is not a number from -90 to 90"),
        ("east", "-101", "NaN", "3: column 'longitude': 'NaN' is not a number from -180 to 180"),
        ("empty", "Two", "", "3: column 'name': nothing stands here"),
        ("twice", "BBB", "AAA", "3: airport 'AAA' stands here again"),
        ("short", ",-101", "", "3: column 'longitude': the line ends before it"),
        ("long", "-100", "-100,1", "2: 8 fields, where the header has 7"),
    ] {
        assert_eq!(airports(name, from, to), error(&format!("{name}-airports"), what));
    }
    for (name, content, what) in [
        ("none", "origin,destination,count\n", "1: no routes below the header"),
        ("nothing", "", "1: no column 'origin'"),
        (
            "again",
            &format!("{ROUTES}AAA,BBB,8\n"),
            "3: the route from AAA to BBB stands here again",
        ),
        ("unknown", &format!("{ROUTES}AAA,CCC,8\n"), "3: no airport 'CCC' in unknown-airports.csv"),
        (
            "many",
            &format!("{ROUTES}BBB,AAA,4294967296\n"),
            "3: column 'count': '4294967296' is not a number from 0 to 4294967295",
        ),
    ] {
        assert_eq!(routes(name, content), error(&format!("{name}-routes"), what));
    }
    let latin = run_on("latin", AIRPORTS, b"origin,destination,count\nAAA,B\xffB,1\n");
    assert_eq!(
        common::fault(latin),
        "error: latin-routes.csv:2: column 'destination': not UTF-8 text"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_a_fault() {
    for option in ["--airports", "--routes"] {
        let message = fault(&[option, "no-such.csv"]);
        assert!(message.starts_with("error: no-such.csv: "), "{message}");
        let message = fault(&[option, "."]);
        assert!(message.starts_with("error: .: "), "{message}");
    }
}

#[test]
fn arguments_that_do_not_go_together_are_refused() {
    for arguments in [
        &["ATL"][..],
        &["ATL", "ANC", "--where", "state == \"CA\""],
        &["ATL", "ANC", "--scale", "1000"],
        &["--scale", "0"],
        &["--scale", "1000001"],
    ] {
        let output = graph(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(output.stderr).starts_with("error: "), "{arguments:?}");
    }
}

#[test]
fn a_map_shows_the_airports_and_replaces_what_the_file_held() {
    let path = folder().join("map.svg");
    fs::write(&path, "what was here before ".repeat(100_000)).unwrap();
    answer(&["ATL", "ANC", "--svg", "map.svg"]);
    let map = fs::read_to_string(path).unwrap();
    assert!(map.starts_with("<svg") && map.trim_end().ends_with("</svg>"));
    let named = codes(&routes());
    let on_map = rows("airports.csv").into_iter().filter(|row| {
        let [latitude, longitude] = [5, 6].map(|column: usize| row[column].parse::<f64>().unwrap());
        let inside = (24.0..50.0).contains(&latitude) && (-126.0..-66.0).contains(&longitude);
        named.contains(&row[0]) && inside
    });
    assert_eq!(map.matches("<circle").count(), on_map.count());
    assert!(map.contains("ATL") && map.contains("contiguous United States"));
}

#[test]
fn a_map_that_cannot_be_written_is_a_fault() {
    let message = fault(&["--svg", "no-such-folder/map.svg"]);
    assert!(message.starts_with("error: no-such-folder/map.svg: "), "{message}");
}

#[test]
fn a_closed_pipe_ends_the_run_in_silence() {
    // Copying this many airports would take long if the run did not end at once.
    let mut command = graph(&["--scale", "1000000"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(output.stderr), "");
}
