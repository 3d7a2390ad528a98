//! The rounds in which the accesses are timed.
//!
//! All forms are alive at once, and each round runs every pass once, so that a slow spell of the
//! machine affects all forms. The times of the fastest and of the median round are kept, and the
//! fastest of each sample, which has rows of its own.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use slotted::Slotted;

use crate::access::{self, ByDescriptor, ByField, ByName, Pass, Plan, TIMED, TIMED_NAMES};
use crate::flight::{
    Flight, FlightWithDict, Form, HashFlight, JsonFlight, PlainFlight, TreeFlight,
};
use crate::results::{self, Access, Timing, Timings};

/// The maximum number of rows to time: few enough that the caches hold each form, so that the
/// access itself is timed. (With ten times as many rows, a read from a map takes six times as long,
/// since it waits for the memory of the map.)
pub(crate) const ROWS: usize = 1_000;

/// How many rounds of a sample run each pass.
pub(crate) const ROUNDS_PER_SAMPLE: usize = 40;

/// How many samples are taken at least: fewer have no quartiles worth the name.
const MIN_SAMPLES: usize = 8;

/// How many samples are taken if the ratios do not become stable.
const MAX_SAMPLES: usize = 32;

/// How many rounds Python runs each pass.
pub(crate) const ROUNDS_IN_PYTHON: usize = 200;

/// The ratios to the plain struct that must be stable: those that the answer states.
const JUDGED: [Access; 2] = [Access::ReadField, Access::ReadDescriptor];

/// The times by the names of the forms.
type Times = BTreeMap<&'static str, Timings>;

/// Times every access of every form on the first rows of the table. Returns the times, and in how
/// many samples they were taken.
pub(crate) fn measure(table: &[PlainFlight], rows: usize) -> (Times, usize) {
    let mut taken = sample(table, rows);
    for samples in 2.. {
        for (name, passes) in sample(table, rows) {
            let all = taken.entry(name).or_default();
            for (access, mut times) in passes {
                all.entry(access).or_default().append(&mut times);
            }
        }
        let accesses = rows * TIMED;
        let times = timings(&taken, accesses);
        if samples == MAX_SAMPLES || samples >= MIN_SAMPLES && is_stable(&times) {
            return (times, samples);
        }
    }
    unreachable!("there is a maximum");
}

fn is_stable(times: &Times) -> bool {
    let (plain, slotted) = (&times[PlainFlight::NAME], &times[Flight::NAME]);
    JUDGED.into_iter().all(|access| {
        results::spread(slotted, plain, access).is_some_and(|spread| spread.is_stable())
    })
}

/// Nanoseconds of each round, for each pass of each form. The rounds of a sample stand together.
type Taken = BTreeMap<&'static str, BTreeMap<Access, Vec<f64>>>;

fn timings(taken: &Taken, accesses: usize) -> Times {
    let of = |nanoseconds: f64| nanoseconds / accesses as f64;
    let fastest = |rounds: &[f64]| of(rounds.iter().copied().fold(f64::INFINITY, f64::min));
    let timing = |rounds: &Vec<f64>| {
        let mut sorted = rounds.clone();
        sorted.sort_by(f64::total_cmp);
        let samples = rounds.chunks(ROUNDS_PER_SAMPLE).map(fastest).collect();
        Timing { min: of(sorted[0]), median: of(sorted[sorted.len() / 2]), samples }
    };
    let of_form = |passes: &BTreeMap<Access, Vec<f64>>| {
        passes.iter().map(|(access, rounds)| (*access, timing(rounds))).collect()
    };
    taken.iter().map(|(name, passes)| (*name, of_form(passes))).collect()
}

/// Makes the rows of all forms, and runs the rounds of one sample on them.
fn sample(table: &[PlainFlight], rows: usize) -> Taken {
    let held = || table.iter().cycle().take(rows);
    let mut forms: Vec<Box<dyn Timed>> = vec![
        Box::new(Rows::<PlainFlight>::new(held()).by_field()),
        Box::new(Rows::<Flight>::new(held()).by_field().by_slot().by_name()),
        Box::new(Rows::<FlightWithDict>::new(held()).by_field().by_slot().by_name()),
        Box::new(Rows::<HashFlight>::new(held()).by_name()),
        Box::new(Rows::<TreeFlight>::new(held()).by_name()),
        Box::new(Rows::<JsonFlight>::new(held()).by_name()),
    ];
    let mut plan = Plan {
        // `black_box` hides the names from the compiler.
        names: black_box(TIMED_NAMES.map(str::to_owned)),
        orders: Random(0x5107_7ed0_f119_4715).orders(rows),
        value: 0,
    };
    let mut sum = sum_of_timed(held());
    for round in 0..ROUNDS_PER_SAMPLE {
        plan.value = u16::try_from(1_000 + round).expect("the rounds are few");
        let sums = forms.iter_mut().map(|form| form.round(&plan, sum)).collect::<Vec<_>>();
        sum = sums[0];
        assert!(sums.iter().all(|other| *other == sum), "all forms were written alike");
    }
    forms.into_iter().map(|form| (form.name(), form.taken())).collect()
}

/// Returns the sum that each form must read before anything is written. Python's forms must find
/// the same sum.
pub(crate) fn sum_of_timed<'a>(rows: impl Iterator<Item = &'a PlainFlight>) -> i64 {
    rows.flat_map(ByField::read_fields).map(i64::from).sum()
}

/// The rows in one form, with its passes.
trait Timed {
    /// Returns the name of the form.
    fn name(&self) -> &'static str;

    /// Times each pass once. Each read must find `sum`; returns the sum that reads of the next
    /// round will find.
    fn round(&mut self, plan: &Plan, sum: i64) -> i64;

    /// Returns the nanoseconds of each round, for each pass.
    fn taken(self: Box<Self>) -> BTreeMap<Access, Vec<f64>>;
}

struct Rows<T> {
    rows: Vec<T>,
    passes: Vec<(Access, Pass<T>)>,
    /// Times in nanoseconds: for each pass, one per round.
    taken: Vec<Vec<f64>>,
}

impl<T: Form> Rows<T> {
    fn new<'a>(rows: impl Iterator<Item = &'a PlainFlight>) -> Self {
        Rows { rows: rows.map(T::of).collect(), passes: Vec::new(), taken: Vec::new() }
    }

    fn with(mut self, access: Access, pass: Pass<T>) -> Self {
        self.passes.push((access, pass));
        // Reads come first, so that each read of a round finds what the last round wrote.
        self.passes.sort_by_key(|(access, _)| *access);
        self.taken.push(Vec::with_capacity(ROUNDS_PER_SAMPLE));
        self
    }

    fn by_field(self) -> Self
    where
        T: ByField,
    {
        self.with(Access::ReadField, access::read_field)
            .with(Access::WriteField, access::write_field)
    }

    fn by_slot(self) -> Self
    where
        T: ByDescriptor + Slotted,
    {
        self.with(Access::ReadDescriptor, access::read_descriptor)
            .with(Access::ReadSlot, access::read_slot)
    }

    fn by_name(self) -> Self
    where
        T: ByName,
    {
        self.with(Access::ReadName, access::read_name).with(Access::WriteName, access::write_name)
    }
}

impl<T: Form> Timed for Rows<T> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn round(&mut self, plan: &Plan, sum: i64) -> i64 {
        let mut written = sum;
        for ((access, pass), taken) in self.passes.iter().zip(&mut self.taken) {
            // An untimed run first, so that the caches hold this form and not the one before.
            black_box(pass(&mut self.rows, plan));
            let start = Instant::now();
            let found = black_box(pass(&mut self.rows, plan));
            taken.push(start.elapsed().as_nanos() as f64);
            match access {
                Access::WriteField | Access::WriteName => written = found,
                _ => assert_eq!(found, sum, "all forms hold the same rows"),
            }
        }
        written
    }

    fn taken(self: Box<Self>) -> BTreeMap<Access, Vec<f64>> {
        self.passes.into_iter().map(|(access, _)| access).zip(self.taken).collect()
    }
}

/// A xorshift generator: random enough that no branch predictor learns the order of the names, and
/// the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn orders(&mut self, rows: usize) -> Vec<[u8; TIMED]> {
        let mut orders = Vec::with_capacity(rows);
        let mut order = std::array::from_fn(|column| column as u8);
        for _ in 0..rows {
            for last in (1..TIMED).rev() {
                order.swap(last, (self.next() % (last as u64 + 1)) as usize);
            }
            orders.push(order);
        }
        orders
    }
}
