//! Airports and the routes between them: shared objects with strong references one way and weak
//! references back.
//!
//! ```text
//! cargo run --release --features wait --example graph
//! cargo run --release --features wait --example graph -- PUB YAK
//! cargo run --release --features wait --example graph -- --where 'state == "CA"'
//! ```
//!
//! **Ownership** is drawn in `airport.rs`. Each object has one owner, so nothing leaks, and
//! removing an airport also removes its routes. `removal.rs` counts what is left after a removal.
//!
//! **Access by name.** `filter.rs` resolves an attribute's name to a slot once, and then reads the
//! slot as fast as a field.
//!
//! **Memory** is counted in `bytes.rs` and compared with the same graph of `Rc` and of `Arc`, in
//! three groups (`forms`). An object takes 8 bytes for its count and its lock, and 8 more where it
//! can be referenced weakly: as much as two counts, and less than these with a lock or a borrow
//! flag. A weak reference is one word. But the first one to an object allocates a block of 16
//! bytes: that is the price of memory that is freed at death even while weak references exist. Here
//! every object has weak references.

mod airport;
mod bytes;
mod chart;
mod data;
mod fault;
mod file;
mod filter;
mod format;
mod forms;
mod graph;
mod path;
#[path = "../common/progress.rs"]
mod progress;
mod removal;
mod report;

use std::io::{ErrorKind, Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::bytes::{objects, whole};
use crate::data::Data;
use crate::fault::Fault;
use crate::file::Source;
use crate::filter::Condition;
use crate::format::{counted, grouped};
use crate::forms::{
    ArcMutex, ArcRwLock, RcAlone, RcFixed, RcRefCell, Slots, SlotsAlone, SlotsFixed,
};
use crate::graph::Graph;
use crate::progress::Progress;

/// The files if no `--airports` and `--routes` are given, relative to the root of the checkout.
const AIRPORTS: &str = "examples/data/airports.csv";
const ROUTES: &str = "examples/data/flights-airport.csv";

/// How many hubs are shown.
const HUBS: usize = 10;

/// Airports and the routes between them, as shared objects with weak references back. Shows the
/// largest hubs, the effect of removing one, and the memory that the objects take; or a path; or
/// the airports that meet a condition.
#[derive(Parser)]
#[command(name = "graph")]
struct Arguments {
    /// Show the path with the fewest legs from this airport, such as `ATL`; of several such paths,
    /// the one with the most flights in all.
    #[arg(value_name = "FROM", requires = "to")]
    from: Option<String>,

    /// The airport where the path ends.
    #[arg(value_name = "TO")]
    to: Option<String>,

    /// Show the airports that meet this condition: a name, one of == != < <= > >=, and a number or
    /// a text in double quotes, such as `state == "CA"`.
    #[arg(long = "where", value_name = "CONDITION", conflicts_with = "from")]
    condition: Option<String>,

    /// Remove this airport instead of the largest hub. With a path or a condition, the airport is
    /// removed before the search.
    #[arg(long, value_name = "CODE")]
    remove: Option<String>,

    /// Copy the graph until it has about this many airports, to measure their memory: 3 GB for a
    /// million.
    #[arg(long, value_name = "N", value_parser = parse_scale)]
    #[arg(conflicts_with_all = ["from", "condition"])]
    scale: Option<usize>,

    /// Draw the airports and routes of the contiguous United States into this file.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,

    /// The airports, a CSV file with the sample's columns [default: the sample].
    #[arg(long, value_name = "FILE")]
    airports: Option<PathBuf>,

    /// The routes, a CSV file with the sample's columns [default: the sample].
    #[arg(long, value_name = "FILE")]
    routes: Option<PathBuf>,
}

fn parse_scale(text: &str) -> Result<usize, String> {
    const MOST: usize = 1_000_000;
    match text.parse() {
        Ok(airports @ 1..=MOST) => Ok(airports),
        _ => Err(format!("not a number from 1 to {MOST}")),
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(stderr(), "error: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Fault> {
    let airports = Source::new(arguments.airports.as_deref(), AIRPORTS);
    let routes = Source::new(arguments.routes.as_deref(), ROUTES);
    let data = data::read(&airports, &routes)?;
    let mut graph = Graph::new(&data);
    let condition = arguments.condition.as_deref().map(Condition::parse).transpose()?;
    if let Some(code) = &arguments.remove {
        graph.find(code)?;
    }
    if let Some(path) = &arguments.svg {
        chart::write(path, &graph)?;
    }

    let ends = arguments.from.as_deref().zip(arguments.to.as_deref());
    if (ends.is_some() || condition.is_some())
        && let Some(code) = &arguments.remove
    {
        graph.remove(code);
    }
    match (ends, condition) {
        (Some((from, to)), _) => show_path(&graph, from, to),
        (None, Some(condition)) => show_matching(&graph, &condition),
        (None, None) => {
            let is_read = print(&format!(
                "{} and {} between them: of the {} airports of {},\nthose that {} names\n\n",
                counted(data.airports.len(), "airport"),
                counted(data.routes.len(), "route"),
                grouped(data.airports_in_file as u64),
                airports.shown,
                routes.shown,
            ))? && show_hubs(graph, arguments.remove.as_deref())?;
            if is_read {
                show_memory(&data, arguments.scale.unwrap_or(data.airports.len()))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn show_path(graph: &Graph, from: &str, to: &str) -> Result<ExitCode, Fault> {
    let (from, to) = (graph.find(from)?, graph.find(to)?);
    if let Some(path) = path::shortest(&from, &to) {
        print(&path::text(&path))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("no path from {} to {}\n", from.read().code, to.read().code))?;
    Ok(ExitCode::FAILURE)
}

fn show_matching(graph: &Graph, condition: &Condition) -> Result<ExitCode, Fault> {
    let all = graph.airports().iter();
    let matching: Vec<_> =
        all.filter(|airport| condition.holds(&airport.read())).cloned().collect();
    let count = counted(matching.len(), "airport");
    print(&format!("{}{count}\n", report::airports(&matching)))?;
    Ok(ExitCode::SUCCESS)
}

/// Shows the largest hubs, and the effect of removing the largest or the given airport. Returns
/// `false` if standard output is no longer read.
fn show_hubs(mut graph: Graph, removed: Option<&str>) -> Result<bool, Fault> {
    let mut hubs = graph.hubs();
    hubs.truncate(HUBS);
    let shown = report::airports(&hubs);
    let removed = removed.map_or_else(|| hubs[0].read().code.clone(), str::to_owned);
    // Strong references would keep the removed airport alive.
    drop(hubs);
    let removal = removal::report(&mut graph, &removed)?;
    print(&format!("The airports with the most routes\n{shown}\n{removal}\n"))
}

/// Shows the memory of the graph in each form, in enough copies to have about `airports` airports.
/// Returns `false` if standard output is no longer read.
fn show_memory(data: &Data, airports: usize) -> Result<bool, Fault> {
    let copies = (airports / data.airports.len()).max(1);
    let airports = copies * data.airports.len();
    let progress = Progress::new(airports * FORMS);
    let of = |count: fn(&Data, usize, &Progress) -> bytes::Whole| count(data, copies, &progress);
    let open = [whole::<Slots>, whole::<RcRefCell>, whole::<ArcMutex>, whole::<ArcRwLock>].map(of);
    let fixed = [whole::<SlotsFixed>, whole::<RcFixed>].map(of);
    let alone = [whole::<SlotsAlone>, whole::<RcAlone>].map(of);
    progress.finish();
    let objects =
        [objects::<Slots>(), objects::<RcRefCell>(), objects::<ArcMutex>(), objects::<ArcRwLock>()];
    let memory = report::memory([&open, &fixed, &alone], airports, copies);
    print(&format!("{}{memory}", report::objects(&objects)))
}

/// The number of forms of the whole graph that are measured.
const FORMS: usize = 8;

/// Prints a part of the report. Returns `false` if the reader has closed the pipe, which is not an
/// error.
fn print(text: &str) -> Result<bool, Fault> {
    match stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::of_file("standard output", &error)),
    }
}
