//! Asking, and comparing the answers.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use slots_datafusion::{SlottedTable, collect};

use crate::flight::{self, Flight};
use crate::parts::Parts;
use crate::questions::{Carrier, Destination, Month, Question};
use crate::{Ask, Fault};

/// The flights, relative to this example.
const SAMPLE: &str = "../data/flights-2013-sample.csv";

/// Answers the questions in three ways.
pub(crate) async fn run(arguments: &Ask) -> Result<(), Fault> {
    let names = [Carrier::NAME, Month::NAME, Destination::NAME];
    if let Some(name) = arguments.only.as_deref().filter(|name| !names.contains(name)) {
        return Err(format!("there is no question '{name}', but {}", names.join(", ")).into());
    }
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let read = flight::read(arguments.file.as_deref().unwrap_or(&sample), "NA")?;
    let flights: Arc<[Flight]> = (0..arguments.repeat).flat_map(|_| read.iter().cloned()).collect();
    let parts = Parts::write(&flights, arguments.parts)?;
    let mut out = io::stdout();
    writeln!(out, "{} flights in {} parts", flights.len(), arguments.parts)?;

    let one = SessionContext::new();
    one.register_table("flights", Arc::new(SlottedTable::new(flights.clone())?))?;
    let cluster = cluster(arguments).await?;
    let folder = parts.folder().to_str().ok_or("the path is no text")?;
    cluster.register_parquet("flights", folder, ParquetReadOptions::default()).await?;

    let is_asked = |name| arguments.only.as_deref().is_none_or(|only| only == name);
    if is_asked(Carrier::NAME) {
        compare::<Carrier>(&flights, &one, &cluster).await?;
    }
    if is_asked(Month::NAME) {
        compare::<Month>(&flights, &one, &cluster).await?;
    }
    if is_asked(Destination::NAME) {
        compare::<Destination>(&flights, &one, &cluster).await?;
    }
    Ok(())
}

/// A context whose queries run on a cluster.
async fn cluster(arguments: &Ask) -> Result<SessionContext, Fault> {
    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(arguments.parts)
        .with_ballista_standalone_parallelism(2)
        .with_ballista_adaptive_query_planner(arguments.adaptive)
        // As between machines: an executor reads no files of another, though it could here.
        .with_ballista_shuffle_reader_force_remote_read(true);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    Ok(match &arguments.scheduler {
        Some(url) => SessionContext::remote_with_state(url, state).await?,
        None => SessionContext::standalone_with_state(state).await?,
    })
}

/// Answers one question in three ways. The answers have to be the same.
async fn compare<Q: Question>(
    flights: &[Flight],
    one: &SessionContext,
    cluster: &SessionContext,
) -> Result<(), Fault> {
    let mut out = io::stdout();
    writeln!(out, "{}:", Q::NAME)?;
    let start = Instant::now();
    let expected = Q::by_loop(flights);
    let seconds = |start: Instant| start.elapsed().as_secs_f64();
    writeln!(out, "  a loop over the rows    {:>8.3} s, {} rows", seconds(start), expected.len())?;
    for (name, context) in [("DataFusion on the rows", one), ("Ballista on the parts", cluster)] {
        let start = Instant::now();
        let answer: Vec<Q> = collect(context.sql(Q::SQL).await?).await?;
        if answer != expected {
            let different =
                answer.iter().zip(&expected).find(|(answer, expected)| answer != expected);
            return Err(match different {
                Some((answer, expected)) => format!("{name}: {answer:?}, not {expected:?}"),
                None => format!("{name}: {} rows, not {}", answer.len(), expected.len()),
            }
            .into());
        }
        writeln!(out, "  {name:<24}{:>8.3} s, the same", seconds(start))?;
    }
    if let Some(row) = expected.first() {
        writeln!(out, "  {row:?}")?;
    }
    Ok(())
}
