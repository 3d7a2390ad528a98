//! Filters on rows: the same rows pass as with DataFusion's own filter, which is the oracle.

mod common;

use common::{FLOATS, TEXTS, ask, context_of, plan_text, rows};
use datafusion::prelude::{Expr, SessionContext, col, lit};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use slots_arrow::{EnumType, Options, TextType};
use slots_datafusion::SlottedTable;

const INTS: [&str; 7] = ["small", "int", "other_int", "big", "unsigned", "id", "inherited"];
const FLOAT_COLUMNS: [&str; 3] = ["float", "maybe_float", "single"];
const TEXT_COLUMNS: [&str; 7] =
    ["text", "maybe_text", "boxed", "word", "kind", "maybe_kind", "letter"];
const ALL: [&str; 12] = [
    "int",
    "other_int",
    "float",
    "maybe_float",
    "text",
    "maybe_text",
    "maybe_kind",
    "list",
    "wide",
    "place",
    "json",
    "inherited",
];

fn operator() -> impl Strategy<Value = &'static str> {
    select(vec!["=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"])
}

fn int() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (-4_i64..6).prop_map(|number| number.to_string()),
        1 => Just("NULL".to_owned()),
        1 => select(vec!["1.5", "300", "-129", "9223372036854775807", "5000000000", "2.0"])
            .prop_map(str::to_owned),
    ]
}

fn float() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(FLOATS.to_vec()).prop_map(|number| match number {
            number if number.is_finite() => format!("{number:?}"),
            number => format!("CAST('{number}' AS DOUBLE)"),
        }),
        1 => Just("NULL".to_owned()),
        1 => Just("2".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let words = [TEXTS.as_slice(), &["Cargo", "Ferry", "Passenger", "Other"]].concat();
    prop_oneof![
        9 => select(words).prop_map(|text| format!("'{text}'")),
        1 => Just("NULL".to_owned()),
    ]
}

fn pattern() -> impl Strategy<Value = String> {
    select(vec!["a%", "ab%", "%", "a", "é%", "Ca%", "a%c%", "_b%", "UA", "", "a%%", "a\\%%", "A%"])
        .prop_map(|pattern| format!("'{pattern}'"))
}

fn not() -> impl Strategy<Value = &'static str> {
    select(vec!["", "NOT "])
}

/// Comparisons, ranges and lists of the columns, with such values.
fn of_kind<V: Strategy<Value = String> + Clone + 'static>(
    columns: &[&'static str],
    value: V,
) -> BoxedStrategy<String> {
    let column = select(columns.to_vec());
    let list = prop::collection::vec(value.clone(), 1..7);
    prop_oneof![
        4 => (column.clone(), operator(), value.clone(), any::<bool>()).prop_map(
            |(column, operator, value, swap)| match swap {
                true => format!("{value} {operator} {column}"),
                false => format!("{column} {operator} {value}"),
            }
        ),
        1 => (column.clone(), not(), value.clone(), value.clone())
            .prop_map(|(column, not, low, high)| format!("{column} {not}BETWEEN {low} AND {high}")),
        1 => (column.clone(), not(), list)
            .prop_map(|(column, not, list)| format!("{column} {not}IN ({})", list.join(", "))),
        1 => (column.clone(), operator(), column)
            .prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
    ]
    .boxed()
}

fn leaf() -> BoxedStrategy<String> {
    let times = (0..6).prop_map(|second| format!("TIMESTAMP '1970-01-01T00:00:0{second}'"));
    let days = (1..6).prop_map(|day| format!("DATE '1970-01-0{day}'"));
    prop_oneof![
        4 => of_kind(&INTS, int().boxed()),
        3 => of_kind(&FLOAT_COLUMNS, float().boxed()),
        4 => of_kind(&TEXT_COLUMNS, text().boxed()),
        1 => of_kind(&["time"], times.boxed()),
        1 => of_kind(&["day"], days.boxed()),
        1 => (select(TEXT_COLUMNS.to_vec()), not(), pattern())
            .prop_map(|(column, not, pattern)| format!("{column} {not}LIKE {pattern}")),
        1 => (select(ALL.to_vec()), not())
            .prop_map(|(column, not)| format!("{column} IS {not}NULL")),
        1 => select(vec!["flag", "maybe_flag", "maybe_flag = false", "flag <> maybe_flag"])
            .prop_map(str::to_owned),
        1 => select(vec!["CAST(int AS DOUBLE) < 1.5", "CAST(single AS DOUBLE) >= 2.5",
            "CAST(unsigned AS BIGINT) = 3", "small + 1 > 2", "length(text) = 2"])
            .prop_map(str::to_owned),
    ]
    // `IS DISTINCT FROM` takes all that comes after it.
    .prop_map(|leaf| format!("({leaf})"))
    .boxed()
}

fn filter() -> impl Strategy<Value = String> {
    leaf().prop_recursive(4, 24, 3, |inner| {
        let parts = prop::collection::vec(inner.clone(), 2..4);
        let is = select(vec!["TRUE", "FALSE", "UNKNOWN", "NULL"]);
        prop_oneof![
            3 => (parts, any::<bool>()).prop_map(|(parts, is_all)| {
                format!("({})", parts.join(if is_all { " AND " } else { " OR " }))
            }),
            2 => inner.clone().prop_map(|inner| format!("(NOT {inner})")),
            1 => (inner, not(), is).prop_map(|(inner, not, is)| format!("(({inner}) IS {not}{is})")),
        ]
    })
}

/// Tables with push-down and without, with text of every kind.
fn tables() -> Vec<(SessionContext, SessionContext)> {
    let rows: std::sync::Arc<[common::Row]> = rows(1_500, 7).into();
    let kinds = [TextType::Utf8, TextType::LargeUtf8, TextType::Utf8View];
    let enums = [EnumType::Text, EnumType::Dictionary, EnumType::Dictionary];
    let made = kinds.into_iter().zip(enums).zip([1, 2, 3]).map(|((text, enums), partitions)| {
        let options = Options { text, enums, ..Options::default() };
        let table = || SlottedTable::with_options(rows.clone(), options.clone()).expect("it fits");
        (context_of(table(), partitions), context_of(table().without_push_down(), partitions))
    });
    made.collect()
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_000)
}

#[test]
fn the_same_rows_pass_as_in_datafusions_own_filter() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it starts");
    let tables = tables();
    let columns = select(vec!["*", "id", "text, id", "id, word, kind, maybe_float", "count(*)"]);
    let config = ProptestConfig { cases: cases(), failure_persistence: None, ..Default::default() };
    let (mut pushed, mut found) = (0, 0);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&(filter(), columns, 0..tables.len()), |(filter, columns, table)| {
        let (on, off) = &tables[table];
        let order = if columns == "count(*)" { "" } else { " ORDER BY id" };
        let query = format!("SELECT {columns} FROM rows WHERE {filter}{order}");
        let counted = format!("SELECT count(*) FROM rows WHERE {filter}");
        runtime.block_on(async {
            prop_assert_eq!(ask(on, &query).await, ask(off, &query).await, "{}", query);
            prop_assert_eq!(ask(on, &counted).await, ask(off, &counted).await, "{}", counted);
            Ok(())
        })
    });
    result.unwrap_or_else(|why| panic!("{why}"));
    // Most of these filters are tested on rows, and some rows pass.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..100 {
        let filter = filter().new_tree(&mut runner).expect("it makes one").current();
        let query = format!("SELECT id FROM rows WHERE {filter}");
        let plan = runtime.block_on(plan_text(&tables[0].0, &query));
        pushed += usize::from(plan.contains("SlottedScan") && !plan.contains("FilterExec"));
        found += usize::from(runtime.block_on(ask(&tables[0].0, &query)).lines().count() > 4);
    }
    assert!(pushed > 40 && found > 40, "{pushed} were pushed down, {found} found rows");
}

/// Whether the filter is tested on rows as a whole.
async fn is_pushed(context: &SessionContext, filter: &str) -> bool {
    let plan = plan_text(context, &format!("SELECT id FROM rows WHERE {filter}")).await;
    assert!(plan.contains("SlottedScan"), "{filter}: {plan}");
    !plan.contains("FilterExec") && plan.contains("filter=")
}

#[tokio::test]
async fn what_compares_slots_with_constants_is_tested_on_rows() {
    for (context, _) in tables() {
        for filter in [
            "int > 1",
            "1.5 <= int",
            "unsigned BETWEEN 1 AND 3",
            "small NOT IN (1, 2, 3, 4)",
            "float = 2.5 AND single < 1.5",
            "maybe_float IS NULL",
            "text = 'UA' OR boxed >= 'b'",
            "maybe_text LIKE 'a%'",
            "word NOT LIKE 'ab%'",
            "kind IN ('Cargo', 'Ferry', 'Passenger', 'x', 'y')",
            "maybe_kind = 'Cargo'",
            "letter = 'é'",
            "NOT (flag AND maybe_flag)",
            "(int > 1) IS NOT TRUE",
            "int = other_int",
            "time > TIMESTAMP '1970-01-01T00:00:02'",
            "day = DATE '1970-01-03'",
            "inherited <> 2",
            "list IS NULL AND place IS NOT NULL AND wide IS NOT NULL",
        ] {
            assert!(is_pushed(&context, filter).await, "{filter}");
        }
        for filter in ["small + 1 > 2", "text LIKE '%a'", "text ILIKE 'a%'", "json = '1.0'"] {
            assert!(!is_pushed(&context, filter).await, "{filter}");
        }
    }
}

#[tokio::test]
async fn what_is_left_to_datafusion_does_not_hinder_the_rest() {
    let (on, off) = tables().remove(0);
    let query = "SELECT id FROM rows WHERE int > 1 AND length(text) = 2 AND kind = 'Cargo'";
    let plan = plan_text(&on, query).await;
    let scan = plan.lines().find(|line| line.contains("SlottedScan")).expect("it scans");
    assert!(plan.contains("FilterExec: ") && plan.contains("length"), "{plan}");
    assert!(
        scan.contains("int > ") && scan.contains("Cargo") && !scan.contains("length"),
        "{scan}"
    );
    let ordered = format!("{query} ORDER BY id");
    assert_eq!(ask(&on, &ordered).await, ask(&off, &ordered).await);
}

/// Long chains are walked without recursion; what is nested too deeply is left to DataFusion.
#[tokio::test]
async fn long_and_deep_filters_are_planned() {
    let table = SlottedTable::new(rows(10, 1)).expect("it fits");
    let ids = |ids: std::ops::Range<u64>| ids.map(|id| col("id").eq(lit(id))).reduce(Expr::or);
    let long = ids(0..20_000).expect("there are some");
    let deep = (0..300).fold(col("flag"), |inner, _| !inner.and(col("maybe_flag")));
    use datafusion::catalog::TableProvider;
    use datafusion::logical_expr::TableProviderFilterPushDown as PushDown;
    let supported = table.supports_filters_pushdown(&[&long, &deep]).expect("it answers");
    assert_eq!(supported, [PushDown::Exact, PushDown::Unsupported]);
    // A tree that deep is dropped by recursion, which is not ours.
    std::mem::forget(long);
}
