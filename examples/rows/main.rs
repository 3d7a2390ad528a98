//! A store of rows in memory, over a schema that is read at run time: any CSV file.
//!
//! ```text
//! cargo run --release --example rows
//! cargo run --release --example rows -- --where "dep_delay > 60 and carrier == 'UA'" \
//!     --order-by dep_delay:desc --columns carrier,flight,dep_delay --limit 5
//! cargo run --release --example rows -- --describe
//! cargo run --release --example rows -- data.csv --schema data.toml
//! ```
//!
//! The types of the columns are inferred from the first records, or given in a schema file, TOML
//! with a line for each column: `bool`, `int`, `float` or `text`, with `?` where a field may be
//! empty.
//!
//! **Structure.** `load.rs` reads the file into `Rows` of a class that `TableSchema` makes.
//! `filter.rs` parses the condition and resolves its slots once; `order.rs` sorts by resolved
//! slots; `show.rs` prints the rows, and `describe.rs` the memory map and what a `HashMap` for each
//! row would take.

mod describe;
mod filter;
mod load;
mod order;
#[path = "../common/progress.rs"]
mod progress;
mod show;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::filter::Filter;
use crate::load::Options;
use crate::order::Order;

/// The table, relative to the root of the checkout.
const SAMPLE: &str = "examples/data/flights-2013-sample.csv";

/// Filters, sorts and prints the rows of a CSV file.
#[derive(Parser)]
#[command(name = "rows")]
struct Arguments {
    /// The table [default: a sample of the flights from New York in 2013].
    file: Option<PathBuf>,

    /// The types of the columns; by default, they are inferred.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,

    /// From how many records the types are inferred.
    #[arg(long, value_name = "N", default_value = "1000")]
    sample: usize,

    /// Widen a column where a later field does not fit, instead of an error.
    #[arg(long)]
    widen: bool,

    /// What stands for a value that is not there, besides an empty field.
    #[arg(long, value_name = "TEXT", default_value = "NA")]
    missing: String,

    /// Which rows, as in `dep_delay > 60 and carrier == 'UA'`.
    #[arg(long = "where", value_name = "CONDITION")]
    condition: Option<String>,

    /// The column to sort by, with `:desc` behind it for the greatest first.
    #[arg(long, value_name = "COLUMN")]
    order_by: Option<String>,

    /// Which columns, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Vec<String>,

    /// How many rows at the most.
    #[arg(long, value_name = "N", default_value = "20")]
    limit: usize,

    /// Print the columns, the memory map of a row, and what the store takes, instead of the rows.
    #[arg(long)]
    describe: bool,
}

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(io::stderr(), "rows: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Fault> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let options = Options {
        file: arguments.file.as_deref().unwrap_or(&sample),
        schema: arguments.schema.as_deref(),
        sample: arguments.sample,
        widen: arguments.widen,
        missing: &arguments.missing,
    };
    let mut table = load::load(&options)?;
    let mut out = io::stdout().lock();
    if arguments.describe {
        return describe::describe(&table, &options, &mut out);
    }
    // All that the user names is looked up before anything is done.
    let condition = arguments.condition.as_deref().unwrap_or_default();
    let filter = Filter::parse(condition, table.rows.class())?;
    let order = arguments.order_by.as_deref().map(|order| Order::parse(order, table.rows.class()));
    let order = order.transpose()?;
    let columns = show::columns(&arguments.columns, table.rows.class())?;
    let all = table.rows.len();
    table.rows.retain(|row| filter.takes(row));
    if let Some(order) = order {
        order.sort(&mut table.rows);
    }
    show::print(&table.rows, &columns, arguments.limit, &mut out)?;
    writeln!(out, "{} of {all} rows", table.rows.len())?;
    Ok(())
}
