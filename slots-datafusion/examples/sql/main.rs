//! SQL over rows in memory: flights as slotted structs, or any CSV file as rows of a class that is
//! made at run time.
//!
//! ```text
//! cargo run --release --example sql
//! cargo run --release --example sql -- "SELECT origin, count(*) FROM rows WHERE dep_delay > 60 GROUP BY origin"
//! cargo run --release --example sql -- --file data.csv "SELECT * FROM rows LIMIT 5"
//! cargo run --release --example sql -- --parquet late.parquet "SELECT * FROM rows WHERE dep_delay > 60"
//! ```
//!
//! **Structure.** `examples/common/flight.rs` has the struct, and reads the file into it;
//! `table.rs` reads any other file, by a schema that is inferred from its first lines. `fault.rs`
//! shows where in the query an error is.

mod fault;
#[path = "../../../examples/common/flight.rs"]
mod flight;
mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use slots_datafusion::SlottedTable;

use crate::fault::{Fault, of_query};

/// The flights, relative to the root of the checkout.
const SAMPLE: &str = "../examples/data/flights-2013-sample.csv";

/// What is asked if no query is given.
const QUERY: &str = "\
SELECT carrier, count(*) AS flights, round(avg(dep_delay), 1) AS mean_delay, \
max(dep_delay) AS worst
FROM rows
WHERE dep_delay IS NOT NULL
GROUP BY carrier
ORDER BY mean_delay DESC";

/// Asks rows in memory by SQL.
#[derive(Parser)]
#[command(name = "sql")]
struct Arguments {
    /// The query; the table is named `rows` [default: the mean delay of each carrier].
    query: Option<String>,

    /// A CSV file [default: a sample of the flights from New York in 2013].
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// From how many records the types of the columns of `--file` are inferred.
    #[arg(long, value_name = "N", default_value = "1000")]
    sample: usize,

    /// What stands for a value that is not there, besides an empty field.
    #[arg(long, value_name = "TEXT", default_value = "NA")]
    missing: String,

    /// Write the result to a Parquet file, instead of printing it.
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,

    /// Print how the query is run, instead of its result.
    #[arg(long)]
    explain: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(io::stderr(), "sql: {fault}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Fault> {
    let table = match &arguments.file {
        Some(file) => SlottedTable::new(table::read(file, arguments.sample, &arguments.missing)?)?,
        None => {
            let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
            SlottedTable::new(flight::read(&sample, &arguments.missing)?)?
        }
    };
    // With the places of names, for errors.
    let config = SessionConfig::new().set_bool("datafusion.sql_parser.collect_spans", true);
    let context = SessionContext::new_with_config(config);
    context.register_table("rows", Arc::new(table))?;
    let query = arguments.query.as_deref().unwrap_or(QUERY);
    let at_fault = |error| of_query(query, &error);
    let start = Instant::now();
    let answer = context.sql(query).await.map_err(at_fault)?;
    let answer = match arguments.explain {
        true => answer.explain(false, true).map_err(at_fault)?,
        false => answer,
    };
    match &arguments.parquet {
        Some(file) => write(answer, file).await?,
        None => print(answer).await.map_err(at_fault)?,
    }
    writeln!(io::stderr(), "{:.1} ms", start.elapsed().as_secs_f64() * 1e3)?;
    Ok(())
}

async fn print(answer: DataFrame) -> datafusion::error::Result<()> {
    let batches = answer.collect().await?;
    let rows: usize = batches.iter().map(|batch| batch.num_rows()).sum();
    let mut out = io::stdout().lock();
    if batches.iter().any(|batch| batch.num_columns() > 0) {
        writeln!(out, "{}", pretty_format_batches(&batches)?)?;
    }
    writeln!(out, "{rows} row{}", if rows == 1 { "" } else { "s" })?;
    Ok(())
}

async fn write(answer: DataFrame, file: &Path) -> Result<(), Fault> {
    let path = file.to_str().ok_or("the path is no text")?;
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    answer.write_parquet(path, options, None).await?;
    let bytes = std::fs::metadata(file).map_err(|error| format!("{path}: {error}"))?.len();
    writeln!(io::stdout(), "{path}: {bytes} bytes")?;
    Ok(())
}
