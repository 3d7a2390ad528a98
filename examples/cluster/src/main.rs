//! SQL over rows on many machines: flights as slotted structs, written in Parquet parts, queried
//! through Ballista.
//!
//! ```text
//! cargo run                                            # scheduler and executor in this process
//! cargo run -- --scheduler http://127.0.0.1:50050      # a cluster that is there
//! cargo run -- scheduler                               # a scheduler
//! cargo run -- executor                                # an executor of it
//! ./failover                                           # all of them; one executor is killed
//! ```
//!
//! Each question is answered three times: by a loop over the rows, by DataFusion over the rows, and
//! by Ballista over the Parquet parts. The answers have to be the same.
//!
//! **Structure.** `questions.rs` has the questions, their SQL and their loops; `parts.rs` writes
//! the parts; `ask.rs` asks and compares; `nodes.rs` runs a scheduler or an executor.
//! `examples/common/flight.rs` has the struct, and reads the file into it.

mod ask;
#[path = "../../common/flight.rs"]
mod flight;
mod nodes;
mod parts;
mod questions;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Asks a cluster about flights, and compares the answers with those of one machine.
#[derive(Parser)]
#[command(name = "cluster", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    node: Option<Node>,

    #[command(flatten)]
    ask: Ask,
}

#[derive(clap::Args)]
struct Ask {
    /// The scheduler of a cluster, such as `http://127.0.0.1:50050` [default: one in this process].
    #[arg(long, value_name = "URL")]
    scheduler: Option<String>,

    /// A CSV file with the columns of the default [default: a sample of the flights from New York
    /// in 2013].
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// How many times each row is taken.
    #[arg(long, value_name = "N", default_value = "10")]
    repeat: usize,

    /// How many Parquet files are written.
    #[arg(long, value_name = "N", default_value = "6")]
    parts: usize,

    /// Let the scheduler plan the later stages by what the earlier ones have found.
    #[arg(long)]
    adaptive: bool,

    /// Which question [default: all]: `carriers`, `months` or `planes`.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

#[derive(Subcommand)]
enum Node {
    /// Runs a scheduler.
    Scheduler {
        #[arg(long, default_value = "50050")]
        port: u16,
        /// After how many seconds without a heartbeat an executor counts as dead.
        #[arg(long, value_name = "SECONDS", default_value = "180")]
        executor_timeout: u64,
        /// Wait until executors ask for tasks, instead of sending them.
        #[arg(long)]
        pull: bool,
    },
    /// Runs an executor.
    Executor {
        /// The port of the scheduler on this machine.
        #[arg(long, default_value = "50050")]
        scheduler_port: u16,
        /// The first of two ports that it listens on.
        #[arg(long, default_value = "50051")]
        port: u16,
        /// The seconds between two heartbeats.
        #[arg(long, value_name = "SECONDS", default_value = "60")]
        heartbeat: u64,
        /// How many tasks it runs at once.
        #[arg(long, value_name = "N", default_value = "1")]
        cores: usize,
        /// Where the results of its tasks are written.
        #[arg(long, value_name = "FOLDER")]
        work: PathBuf,
        /// Ask for tasks: as the scheduler is set to.
        #[arg(long)]
        pull: bool,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.node {
        Some(Node::Scheduler { port, executor_timeout, pull }) => {
            nodes::scheduler(port, executor_timeout, pull).await
        }
        Some(Node::Executor { scheduler_port, port, heartbeat, cores, work, pull }) => {
            nodes::executor(scheduler_port, port, heartbeat, cores, work, pull).await
        }
        None => ask::run(&arguments.ask).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(io::stderr(), "cluster: {fault}");
            ExitCode::from(2)
        }
    }
}
