//! The example `rows`: a store over a schema that is read at run time, held against a static
//! struct.

mod common;

use std::fs;
use std::path::Path;

use common::{example, fault, folder, text};
use slotted::prelude::*;

const SAMPLE: &str = "examples/data/flights-2013-sample.csv";

/// The columns of the sample that are asked for here.
#[derive(Slots, Debug)]
struct Flight {
    #[slots(optional)]
    dep_delay: Option<i64>,
    carrier: String,
    flight: i64,
    dest: String,
    distance: i64,
}

fn flights() -> Vec<Flight> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let mut reader = csv::Reader::from_path(path).expect("the sample is there");
    let header = reader.headers().expect("it has a header").clone();
    let flight = |record: csv::StringRecord| {
        let mut flight = Flight {
            dep_delay: None,
            carrier: String::new(),
            flight: 0,
            dest: String::new(),
            distance: 0,
        };
        for (name, field) in header.iter().zip(&record) {
            if Flight::LAYOUT.slot(name).is_some() && field != "NA" {
                flight.setattr_str(name, field).expect("it is of the column's type");
            }
        }
        flight
    };
    reader.records().map(|record| flight(record.expect("it is CSV"))).collect()
}

fn rows(arguments: &[&str]) -> String {
    let output = example("rows", arguments).output().expect("it runs");
    assert!(output.status.success(), "{}", text(output.stderr));
    text(output.stdout)
}

fn refused(arguments: &[&str]) -> String {
    fault(example("rows", arguments).output().expect("it runs"))
}

/// Writes a file into the folder of the example.
fn file(name: &str, content: &str) -> String {
    let path = folder("rows").join(name);
    fs::write(&path, content).expect("the folder is there");
    path.to_str().expect("its name is text").into()
}

#[test]
fn rows_of_a_schema_answer_as_a_static_struct_does() {
    let flights = flights();
    let mut late: Vec<&Flight> = flights
        .iter()
        .filter(|it| it.carrier == "UA" && it.dep_delay.is_some_and(|delay| delay > 60))
        .collect();
    late.sort_by_key(|it| std::cmp::Reverse(it.dep_delay));
    let printed = rows(&[
        "--where",
        "dep_delay > 60 and carrier == 'UA'",
        "--order-by",
        "dep_delay:desc",
        "--columns",
        "flight,dep_delay,dest",
        "--limit",
        "1000",
    ]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.last(), Some(&&*format!("{} of {} rows", late.len(), flights.len())));
    assert!(late.len() > 50 && lines.len() == late.len() + 2);
    for (line, flight) in lines[1..].iter().zip(late) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let delay = flight.dep_delay.expect("it was filtered").to_string();
        assert_eq!(fields, [&*flight.flight.to_string(), &*delay, &*flight.dest]);
    }
    for (condition, count) in [
        ("dep_delay == none", flights.iter().filter(|it| it.dep_delay.is_none()).count()),
        ("dep_delay != none", flights.iter().filter(|it| it.dep_delay.is_some()).count()),
        ("distance >= 1000.5", flights.iter().filter(|it| it.distance >= 1001).count()),
        ("dest != 'ATL' and dest < \"B\"", {
            flights.iter().filter(|it| it.dest != "ATL" && &*it.dest < "B").count()
        }),
    ] {
        let printed = rows(&["--where", condition, "--limit", "0"]);
        let last = printed.lines().last().expect("it has a last line");
        assert_eq!(last, format!("{count} of {} rows", flights.len()), "{condition}");
    }
}

#[test]
fn the_store_is_described_with_its_bytes() {
    let printed = rows(&["--describe"]);
    assert!(printed.starts_with("year: i64, month: i64, "), "{printed}");
    assert!(printed.contains("dep_delay       Option<i64>  optional"), "{printed}");
    let ratio = printed.lines().last().expect("it has a last line").trim_start_matches("  ratio");
    let ratio: f64 = ratio.trim().parse().expect("it is a number");
    assert!(ratio < 0.3, "{printed}");
}

#[test]
fn types_may_be_given_and_widened() {
    let table = file("small.csv", "id,n,ok\n007,1,true\n8,2.5,\n");
    let printed = rows(&[&table, "--sample", "1", "--widen"]);
    assert_eq!(printed, "id     n  ok\n007    1  true\n8    2.5\n2 of 2 rows\n");
    let schema = file("small.toml", "id = \"int\"\nn = \"float\"\nok = \"bool?\"\n");
    let printed = rows(&[&table, "--schema", &schema, "--order-by", "id:desc"]);
    assert_eq!(printed, "id    n  ok\n 8  2.5\n 7    1  true\n2 of 2 rows\n");
}

#[test]
fn a_fault_says_where_it_is() {
    let table = file("faulty.csv", "id,n\n1,2\n3,x\n4\n");
    let shown = |message: String| message.replace(&*folder("rows").to_string_lossy(), "F");
    assert_eq!(
        shown(refused(&[&table, "--sample", "1"])),
        "rows: F/faulty.csv: line 3, column 2: attribute 'n' of 'Row' objects: 'x' is not a valid i64: invalid \
         digit found in string"
    );
    assert_eq!(
        shown(refused(&[&table, "--sample", "2", "--widen"])),
        "rows: F/faulty.csv: line 4: 1 fields, where there are 2 columns"
    );
    let schema = file("faulty.toml", "id = \"integer\"\n");
    assert_eq!(
        shown(refused(&[&table, "--sample", "1", "--schema", &schema])),
        "rows: F/faulty.toml: id: 'integer' is none of 'bool', 'int', 'float' or 'text'"
    );
    assert_eq!(
        refused(&["nowhere.csv"]),
        "rows: nowhere.csv: No such file or directory (os error 2)"
    );
    for (arguments, message) in [
        (
            &["--where", "dep_dely > 1"][..],
            "there is no column 'dep_dely'. Did you mean: 'dep_delay'?",
        ),
        (
            &["--where", "dep_delay"],
            "'dep_delay' is no comparison: it has none of ==, !=, <=, >=, <, >",
        ),
        (&["--where", "dep_delay > late"], "'late' is no int for 'dep_delay'"),
        (&["--where", "year == none"], "'year' is never none: no field of it is empty"),
        (&["--order-by", "x:desc"], "there is no column 'x'"),
        (&["--columns", "year,moth"], "there is no column 'moth'. Did you mean: 'month'?"),
    ] {
        assert_eq!(refused(arguments), format!("rows: {message}"));
    }
}
