//! The table: what is read, and what is known without reading.

mod common;

use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use common::{Row, ask, context, context_of, plan, plan_text, rows};
use datafusion::error::DataFusionError;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, collect as run};
use datafusion::prelude::SessionContext;
use slots_arrow::{DictColumns, DictType, Options};
use slots_datafusion::{SlottedTable, collect, collect_with};
use slotted::prelude::*;
use slotted::{Class, NewSlot, Rows, Value};

/// The scan in a plan.
fn scan(plan: &Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
    if plan.name() == "SlottedScan" {
        return plan.clone();
    }
    scan(plan.children().first().expect("there is a scan below"))
}

async fn after(context: &SessionContext, query: &str) -> Arc<dyn ExecutionPlan> {
    let plan = plan(context, query).await;
    run(plan.clone(), context.task_ctx()).await.expect("it runs");
    scan(&plan)
}

fn metric(scan: &Arc<dyn ExecutionPlan>, name: &str) -> usize {
    let metrics = scan.metrics().expect("it has metrics");
    match name {
        "output_rows" => metrics.output_rows().unwrap_or(0),
        name => metrics.sum_by_name(name).map_or(0, |value| value.as_usize()),
    }
}

#[tokio::test]
async fn rows_come_back_as_they_are() {
    let rows: Vec<Row> = rows(2_000, 3);
    let same = |back: &[Row]| {
        // Not by `==`, for which `NaN` is not the same.
        assert_eq!(format!("{back:?}"), format!("{rows:?}"));
    };
    for partitions in [1, 2, 7] {
        let table = SlottedTable::new(rows.clone()).expect("it fits");
        let context = context_of(table, partitions);
        let all = context.sql("SELECT * FROM rows ORDER BY id").await.expect("it is planned");
        same(&collect::<Row>(all).await.expect("they fit"));
    }
}

#[tokio::test]
async fn only_the_slots_that_are_asked_for_are_read() {
    let context = context(rows(10, 1));
    let text = plan_text(&context, "SELECT word, small FROM rows WHERE int = 1").await;
    assert!(text.contains("columns=[small, word], filter="), "{text}");
    let text = plan_text(&context, "SELECT count(*) FROM rows WHERE int = 1").await;
    assert!(text.contains("columns=[], filter="), "{text}");
}

#[tokio::test]
async fn only_the_rows_that_pass_become_columns() {
    let context = context(rows(5_000, 1));
    let scan = after(&context, "SELECT id, text FROM rows WHERE id = 3 OR id = 4999").await;
    assert_eq!((metric(&scan, "output_rows"), metric(&scan, "rows_tested")), (2, 5_000));
}

#[tokio::test]
async fn a_limit_ends_the_scan() {
    let table = SlottedTable::new(rows(50_000, 1)).expect("it fits");
    let context = context_of(table, 1);
    let scan = after(&context, "SELECT id FROM rows WHERE flag LIMIT 5").await;
    assert_eq!(metric(&scan, "output_rows"), 5);
    assert!(metric(&scan, "rows_tested") <= 1_024);
    let scan = after(&context, "SELECT id FROM rows LIMIT 5").await;
    assert_eq!(metric(&scan, "output_rows"), 5);
    for query in
        ["SELECT id FROM rows LIMIT 3 OFFSET 2", "SELECT id FROM rows WHERE id > 1 LIMIT 3"]
    {
        assert_eq!(ask(&context, query).await.lines().count(), 3 + 4, "{query}");
    }
}

#[tokio::test]
async fn nothing_is_read_when_a_query_is_planned() {
    let context = context(rows(5_000, 1));
    let plan = plan(&context, "SELECT id FROM rows WHERE flag").await;
    assert_eq!(metric(&scan(&plan), "rows_tested"), 0);
}

#[tokio::test]
async fn rows_are_counted_without_a_scan() {
    let context = context(rows(5_000, 1));
    let text = plan_text(&context, "SELECT count(*) FROM rows").await;
    assert!(!text.contains("SlottedScan"), "{text}");
    assert!(ask(&context, "SELECT count(*) FROM rows").await.contains("| 5000 "));
    // A slot that is never null has as many values; another has to be read.
    let text = plan_text(&context, "SELECT count(big) FROM rows").await;
    assert!(!text.contains("SlottedScan"), "{text}");
    let text = plan_text(&context, "SELECT count(int) FROM rows").await;
    assert!(text.contains("SlottedScan"), "{text}");
}

#[tokio::test]
async fn partitions_are_read_side_by_side() {
    for (count, partitions, expected) in [(0, 4, 1), (100, 4, 1), (5_000, 4, 4), (5_000, 64, 5)] {
        let table = SlottedTable::new(rows(count, 1)).expect("it fits");
        let context = context_of(table, partitions);
        let scan = after(&context, "SELECT id FROM rows").await;
        assert_eq!(scan.output_partitioning().partition_count(), expected, "{count} rows");
        assert_eq!(metric(&scan, "output_rows"), count as usize);
    }
}

#[tokio::test]
async fn an_empty_table_is_a_table() {
    let context = context(Vec::<Row>::new());
    assert_eq!(ask(&context, "SELECT id FROM rows WHERE int > 1").await, "++\n++");
    assert!(ask(&context, "SELECT count(*), max(int) FROM rows").await.contains("| 0 "));
    let none = context.sql("SELECT * FROM rows").await.expect("it is planned");
    assert_eq!(collect::<Row>(none).await.expect("none is wrong"), []);
}

#[tokio::test]
async fn rows_of_a_class_are_a_table() -> Result<(), Box<dyn std::error::Error>> {
    let class = Class::builder("Flight")
        .slot::<String>("carrier")
        .declare(NewSlot::<f64>::new("delay").optional())
        .slots(["note"])
        .build()?;
    let mut rows = Rows::new(&class);
    for (carrier, delay) in [("UA", 71.0), ("AA", -3.0), ("B6", 65.0)] {
        rows.push_attrs([("carrier", Value::from(carrier)), ("delay", delay.into())])?;
    }
    rows.push_attrs([("carrier", Value::from("DL")), ("note", "no delay is known".into())])?;
    let context = context(rows);
    let query = "SELECT carrier FROM rows WHERE delay > 60 AND carrier < 'V' ORDER BY carrier";
    let text = plan_text(&context, query).await;
    assert!(
        text.contains("SlottedScan: 4 rows of Flight") && !text.contains("FilterExec"),
        "{text}"
    );
    #[derive(Slots, Debug, PartialEq)]
    struct Name {
        carrier: String,
    }
    let names: Vec<Name> = collect(context.sql(query).await?).await?;
    assert_eq!(names, ["B6", "UA"].map(|carrier| Name { carrier: carrier.to_owned() }));
    let unknown = "SELECT carrier FROM rows WHERE delay IS NULL AND note IS NOT NULL";
    assert!(ask(&context, unknown).await.contains("DL"));
    Ok(())
}

#[derive(Slots, Debug, PartialEq)]
#[slots(dict)]
struct Event {
    name: String,
    __dict__: Dict,
}

#[tokio::test]
async fn declared_attributes_of_the_dict_are_columns() {
    let mut events: Vec<Event> =
        ["a", "b", "c"].map(|name| Event { name: name.to_owned(), __dict__: Dict::new() }).into();
    events[1].setattr("weight", 7).expect("it has a `Dict`");
    let dict = DictColumns::Declared(vec![("weight".to_owned(), DictType::Int)]);
    let options = Options { dict, ..Options::default() };
    let table = SlottedTable::with_options(events, options.clone()).expect("it fits");
    let context = context_of(table, 1);
    let query = "SELECT * FROM rows WHERE weight > 5 OR name = 'c' ORDER BY name";
    let found = context.sql(query).await.expect("it is planned");
    let found: Vec<Event> = collect_with(found, &options).await.expect("they fit");
    assert_eq!(found.iter().map(|event| &*event.name).collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(found[0].getattr("weight").expect("it was kept"), 7);
}

/// The error of this crate inside one of DataFusion.
fn inner(error: &DataFusionError) -> &slots_arrow::Error {
    match error {
        DataFusionError::External(inner) => inner.downcast_ref().expect("it is one"),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_result_that_is_no_row_is_an_error() {
    #[derive(Slots, Debug)]
    struct Totals {
        flights: i64,
    }
    let context = context(rows(10, 1));
    for (query, expected) in [
        (
            "SELECT count(*) AS flight FROM rows",
            "'Totals' has a slot 'flights' for which there is no column",
        ),
        ("SELECT text AS flights FROM rows", "flights"),
    ] {
        let answer = context.sql(query).await.expect("it is planned");
        let error = collect::<Totals>(answer).await.expect_err("no such slot");
        assert!(inner(&error).to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_value_that_no_column_holds_is_an_error_with_its_row() {
    #[derive(Slots)]
    struct Run {
        id: u32,
        took: Duration,
    }
    let run = |id| Run { id, took: Duration::from_secs(if id == 7 { u64::MAX } else { 1 }) };
    let context = context((0..10).map(run).collect::<Vec<_>>());
    let answer = context.sql("SELECT took FROM rows").await.expect("it is planned");
    let error = answer.collect().await.expect_err("no column holds it");
    let error = error.find_root();
    assert_eq!(inner(error).row(), Some(7), "{error}");
    // Where it is not read, it does not matter.
    assert!(ask(&context, "SELECT max(id) FROM rows WHERE id < 7").await.contains("| 6 "));
}

#[tokio::test]
async fn a_query_that_finds_nothing_can_be_cancelled() {
    let table = SlottedTable::new(rows(300_000, 1)).expect("it fits");
    let context = context_of(table, 1);
    let answer =
        context.sql("SELECT id FROM rows WHERE id > 9999999").await.expect("it is planned");
    let mut stream = answer.execute_stream().await.expect("it starts");
    let mut waits = 0;
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match stream.as_mut().poll_next(&mut context) {
            Poll::Pending => waits += 1,
            Poll::Ready(end) => break assert!(end.is_none()),
        }
    }
    assert!(waits > 0, "it gave others their turn");
}
