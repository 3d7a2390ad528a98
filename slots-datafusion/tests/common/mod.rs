//! A type with slots of many kinds, and rows of it.
#![allow(dead_code)]

use std::sync::Arc;

use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use datafusion::prelude::{SessionConfig, SessionContext};
use slots_datafusion::{RowSource, SlottedTable};
use slotted::prelude::*;

#[derive(SlotValue, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Passenger,
    Cargo,
    Ferry,
}

#[derive(Slots, Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) x: f64,
    pub(crate) name: Option<String>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
pub(crate) struct Base {
    pub(crate) inherited: Option<i64>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) small: i8,
    pub(crate) int: Option<i32>,
    #[slots(optional)]
    pub(crate) other_int: Option<i32>,
    pub(crate) big: i64,
    pub(crate) unsigned: u32,
    pub(crate) float: f64,
    #[slots(optional)]
    pub(crate) maybe_float: Option<f64>,
    pub(crate) single: f32,
    pub(crate) flag: bool,
    pub(crate) maybe_flag: Option<bool>,
    pub(crate) text: String,
    #[slots(optional)]
    pub(crate) maybe_text: Option<String>,
    pub(crate) boxed: Box<str>,
    #[slots(meta(arrow = "dictionary"))]
    pub(crate) word: String,
    pub(crate) kind: Kind,
    pub(crate) maybe_kind: Option<Kind>,
    pub(crate) letter: char,
    #[slots(meta(arrow = "timestamp[s]"))]
    pub(crate) time: i64,
    #[slots(meta(arrow = "date"))]
    pub(crate) day: i32,
    pub(crate) list: Option<Vec<i32>>,
    pub(crate) wide: Option<i128>,
    pub(crate) place: Option<Place>,
    #[slots(serde)]
    pub(crate) json: Option<f64>,
    #[slots(base)]
    pub(crate) base: Base,
}

/// Pseudo-random numbers.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(4) > 0).then(|| make(self))
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize].clone()
    }
}

pub(crate) const FLOATS: [f64; 9] =
    [-1.5, -0.0, 0.0, 1.0, 2.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 3.0];
pub(crate) const TEXTS: [&str; 8] = ["", "a", "ab", "abc", "b", "UA", "é", "a%c_"];
const KINDS: [Kind; 3] = [Kind::Passenger, Kind::Cargo, Kind::Ferry];

pub(crate) fn rows(count: u64, seed: u64) -> Vec<Row> {
    let mut numbers = Numbers(seed);
    let mut row = |id| {
        let n = &mut numbers;
        Row {
            id,
            small: n.below(11) as i8 - 5,
            int: n.maybe(|n| n.below(7) as i32 - 3),
            other_int: n.maybe(|n| n.below(7) as i32 - 3),
            big: n.below(9) as i64 - 4,
            unsigned: n.below(5) as u32,
            float: n.of(&FLOATS),
            maybe_float: n.maybe(|n| n.of(&FLOATS)),
            single: n.of(&FLOATS) as f32,
            flag: n.below(2) == 0,
            maybe_flag: n.maybe(|n| n.below(2) == 0),
            text: n.of(&TEXTS).to_owned(),
            maybe_text: n.maybe(|n| n.of(&TEXTS).to_owned()),
            boxed: n.of(&TEXTS).into(),
            word: n.of(&TEXTS).to_owned(),
            kind: n.of(&KINDS),
            maybe_kind: n.maybe(|n| n.of(&KINDS)),
            letter: n.of(&['a', 'b', 'é']),
            time: n.below(5) as i64,
            day: n.below(5) as i32,
            list: n.maybe(|n| vec![n.below(3) as i32]),
            wide: n.maybe(|n| i128::from(n.below(3)) << 70),
            place: n.maybe(|n| Place { x: n.of(&FLOATS[3..5]), name: None }),
            json: n.maybe(|n| n.of(&FLOATS[..5])),
            base: Base { inherited: n.maybe(|n| n.below(5) as i64) },
        }
    };
    (0..count).map(&mut row).collect()
}

/// A context with one table.
pub(crate) fn context_of(table: SlottedTable, partitions: usize) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(partitions).with_batch_size(100);
    let context = SessionContext::new_with_config(config);
    context.register_table("rows", Arc::new(table)).expect("it is the first");
    context
}

pub(crate) fn context(rows: impl RowSource) -> SessionContext {
    context_of(SlottedTable::new(rows).expect("all slots have columns"), 2)
}

/// The result as text.
pub(crate) async fn ask(context: &SessionContext, query: &str) -> String {
    let answer = context.sql(query).await.unwrap_or_else(|why| panic!("{query}: {why}"));
    let batches = answer.collect().await.unwrap_or_else(|why| panic!("{query}: {why}"));
    pretty_format_batches(&batches).expect("they can be shown").to_string()
}

pub(crate) async fn plan(context: &SessionContext, query: &str) -> Arc<dyn ExecutionPlan> {
    let answer = context.sql(query).await.unwrap_or_else(|why| panic!("{query}: {why}"));
    answer.create_physical_plan().await.unwrap_or_else(|why| panic!("{query}: {why}"))
}

pub(crate) async fn plan_text(context: &SessionContext, query: &str) -> String {
    displayable(plan(context, query).await.as_ref()).indent(true).to_string()
}
