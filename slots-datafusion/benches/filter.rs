//! Queries whose filter passes 1 % of a million rows: tested on the rows, against DataFusion's own
//! filter over the same rows as columns, and over columns that were made before.
//!
//! `cargo bench --bench filter`. Each round runs every subject once; the figures are the fastest
//! and the median round, in milliseconds of the processor's time: all runs in one thread, and the
//! machine may have other work.

use std::hint::black_box;
use std::sync::Arc;

use cpu_time::ThreadTime;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::datasource::MemTable;
use datafusion::prelude::{SessionConfig, SessionContext};
use slots_arrow::arrow_59::RecordBatchBuilder;
use slots_datafusion::SlottedTable;
use slotted::prelude::*;

#[macro_use]
#[path = "../../slots-arrow/benches/rows.rs"]
mod rows;

rows!(#[derive(Slots, Clone)]);

/// Of 10,000 distances, 100 pass.
const QUERIES: [(&str, &str); 4] = [
    ("all 15 columns", "SELECT * FROM rows WHERE distance < 100"),
    (
        "two columns, grouped",
        "SELECT origin, avg(speed) FROM rows WHERE distance < 100 GROUP BY origin ORDER BY origin",
    ),
    (
        "two conditions, of text too",
        "SELECT * FROM rows WHERE distance < 500 AND origin = 'JFK' ORDER BY id LIMIT 10",
    ),
    ("no row of the result", "SELECT count(*) FROM rows WHERE distance < 100"),
];

struct Subject {
    name: &'static str,
    context: SessionContext,
    taken: Vec<f64>,
}

fn subject(name: &'static str, table: Arc<dyn datafusion::catalog::TableProvider>) -> Subject {
    let config = SessionConfig::new().with_target_partitions(1);
    let context = SessionContext::new_with_config(config);
    context.register_table("rows", table).expect("it is the first");
    Subject { name, context, taken: Vec::new() }
}

fn main() {
    const ROWS: usize = 1_000_000;
    let rows: Arc<[Row]> = rows(ROWS).into();
    let mut builder = RecordBatchBuilder::<Row>::new();
    builder.push_slice(&rows).expect("they fit");
    let batches = builder.finish().expect("they fit");
    let columns = MemTable::try_new(builder.schema(), vec![batches]).expect("it is a table");
    let table = || SlottedTable::new(rows.clone()).expect("they fit");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it starts");
    println!("{ROWS} rows of {} bytes, one partition", size_of::<Row>());
    for (title, query) in QUERIES {
        let mut subjects = [
            subject("rows, tested on the rows", Arc::new(table())),
            subject("rows, DataFusion's filter", Arc::new(table().without_push_down())),
            subject("columns made before", Arc::new(clone_of(&columns))),
        ];
        let mut answers = Vec::new();
        for round in 0..=15 {
            for subject in &mut subjects {
                let start = ThreadTime::now();
                let answer = runtime.block_on(async {
                    let answer = subject.context.sql(query).await.expect("it is planned");
                    black_box(answer.collect().await.expect("it runs"))
                });
                let taken = start.elapsed().as_secs_f64() * 1e3;
                match round {
                    0 => answers.push(pretty_format_batches(&answer).expect("shown").to_string()),
                    _ => subject.taken.push(taken),
                }
            }
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "the answers are the same");
        println!("\n{title}: {query}\n\n| subject | min ms | median ms | of the first's min |");
        println!("|---|---|---|---|");
        let mut first = None;
        for mut subject in subjects {
            subject.taken.sort_by(f64::total_cmp);
            let (min, median) = (subject.taken[0], subject.taken[subject.taken.len() / 2]);
            let ratio = min / *first.get_or_insert(min);
            println!("| {} | {min:.1} | {median:.1} | {ratio:.1} |", subject.name);
        }
    }
}

fn clone_of(table: &MemTable) -> MemTable {
    let schema = datafusion::catalog::TableProvider::schema(table);
    let batches = table.batches.iter().map(|part| part.try_read().expect("nobody writes").clone());
    MemTable::try_new(schema, batches.collect()).expect("it is a table")
}
