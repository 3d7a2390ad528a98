//! Compares `Dict` with other maps from a name to a value, at small sizes. Each other map is boxed,
//! so that an empty one costs its object one word, as an empty `Dict` does. Run it with
//! `cargo bench --bench dict`.

use std::collections::HashMap;
use std::hint::black_box;

use slotted::{Dict, Value};

#[path = "../harness/mod.rs"]
mod harness;
use harness::{Subject, compare};

/// Number of maps. Lookups take them in turn, so that each lookup uses another map than the one
/// before; while the maps are small, all of them fit into the first-level cache.
const DICTS: usize = 64;

type FoldHash = hashbrown::HashMap<String, Value, foldhash::fast::RandomState>;
type IndexMap = indexmap::IndexMap<String, Value, foldhash::fast::RandomState>;
type Pairs = Vec<(String, Value)>;

/// A map that is a single null pointer while it is empty.
trait Map: Default {
    const NAME: &'static str;
    fn put(&mut self, name: &str, value: Value);
    fn find(&self, name: &str) -> Option<&Value>;
    fn sum(&self) -> f64;
}

fn sum<'a>(values: impl Iterator<Item = &'a Value>) -> f64 {
    values.filter_map(Value::as_f64).sum()
}

impl Map for Dict {
    const NAME: &'static str = "Dict";

    fn put(&mut self, name: &str, value: Value) {
        self.insert(name, value);
    }

    fn find(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }

    fn sum(&self) -> f64 {
        sum(self.values())
    }
}

macro_rules! boxed_map {
    ($($map:ident: $name:literal),* $(,)?) => {$(
        impl Map for Option<Box<$map>> {
            const NAME: &'static str = $name;

            fn put(&mut self, name: &str, value: Value) {
                self.get_or_insert_default().insert(name.to_owned(), value);
            }

            fn find(&self, name: &str) -> Option<&Value> {
                self.as_ref()?.get(name)
            }

            fn sum(&self) -> f64 {
                self.as_ref().map_or(0.0, |map| sum(map.values()))
            }
        }
    )*};
}
type StdMap = HashMap<String, Value>;
boxed_map! {
    StdMap: "boxed std HashMap",
    FoldHash: "boxed hashbrown + foldhash",
    IndexMap: "boxed indexmap + foldhash",
}

impl Map for Option<Box<Pairs>> {
    const NAME: &'static str = "boxed Vec of pairs";

    fn put(&mut self, name: &str, value: Value) {
        let pairs = self.get_or_insert_default();
        match pairs.iter_mut().find(|pair| pair.0 == name) {
            Some(pair) => pair.1 = value,
            None => pairs.push((name.to_owned(), value)),
        }
    }

    fn find(&self, name: &str) -> Option<&Value> {
        self.as_ref()?.iter().find(|pair| pair.0 == name).map(|pair| &pair.1)
    }

    fn sum(&self) -> f64 {
        self.as_ref().map_or(0.0, |pairs| sum(pairs.iter().map(|pair| &pair.1)))
    }
}

/// Returns the first `count` names of an earthquake's attributes, continued with numbered names.
fn names(count: usize) -> Vec<String> {
    let some = "mag place time updated tz url detail felt cdi mmi alert status tsunami sig net code ids sources types \
                nst dmin rms gap magType type title";
    let more = (0..).map(|n| format!("unforeseen_{n}"));
    some.split_whitespace().map(str::to_owned).chain(more).take(count).collect()
}

fn filled<M: Map>(names: &[String]) -> M {
    let mut map = M::default();
    for (value, name) in names.iter().enumerate() {
        map.put(name, Value::from(value as f64));
    }
    map
}

/// Returns the number of bytes that one filled map owns on the heap.
fn bytes<M: Map>(names: &[String]) -> i64 {
    let mut map = None;
    let info = allocation_counter::measure(|| map = Some(filled::<M>(names)));
    drop(map);
    info.bytes_current
}

struct Fixture<M> {
    maps: Vec<M>,
    names: Vec<String>,
    asked: Vec<usize>,
}

impl<M: Map> Fixture<M> {
    fn new(count: usize) -> Self {
        let names = names(count);
        let mut state = 0x5107_7ed0_f119_4715_u64;
        let asked = (0..DICTS * 256).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as usize % count.max(1)
        });
        let maps = (0..DICTS).map(|_| filled(&names)).collect();
        Fixture { maps, asked: asked.collect(), names }
    }

    fn gets(&self) -> Subject<'_> {
        let missing = "missing".to_owned();
        let run = move || {
            let mut sum = 0.0;
            for (at, asked) in black_box(&self.asked).iter().enumerate() {
                let name = self.names.get(*asked).unwrap_or(&missing);
                sum += self.maps[at % DICTS].find(name).and_then(Value::as_f64).unwrap_or(1.0);
            }
            black_box(sum);
        };
        (M::NAME, Box::new(run))
    }

    fn inserts(&self) -> Subject<'_> {
        let run = || {
            for _ in 0..DICTS {
                black_box(filled::<M>(black_box(&self.names)));
            }
        };
        (M::NAME, Box::new(run))
    }

    fn iterates(&self) -> Subject<'_> {
        let run = || {
            black_box(black_box(&self.maps).iter().map(Map::sum).sum::<f64>());
        };
        (M::NAME, Box::new(run))
    }
}

macro_rules! each_map {
    ($count:expr, $method:ident, $operations:expr, $title:expr) => {{
        let fixtures = (
            Fixture::<Option<Box<StdMap>>>::new($count),
            Fixture::<Dict>::new($count),
            Fixture::<Option<Box<FoldHash>>>::new($count),
            Fixture::<Option<Box<IndexMap>>>::new($count),
            Fixture::<Option<Box<Pairs>>>::new($count),
        );
        let subjects = vec![
            fixtures.0.$method(),
            fixtures.1.$method(),
            fixtures.2.$method(),
            fixtures.3.$method(),
            fixtures.4.$method(),
        ];
        compare($title, $operations, subjects);
    }};
}

fn print_bytes(count: usize) {
    let names = names(count);
    let all = [
        (<Option<Box<StdMap>>>::NAME, bytes::<Option<Box<StdMap>>>(&names)),
        (Dict::NAME, bytes::<Dict>(&names)),
        (<Option<Box<FoldHash>>>::NAME, bytes::<Option<Box<FoldHash>>>(&names)),
        (<Option<Box<IndexMap>>>::NAME, bytes::<Option<Box<IndexMap>>>(&names)),
        (<Option<Box<Pairs>>>::NAME, bytes::<Option<Box<Pairs>>>(&names)),
    ];
    println!("\n| {:<38} | bytes | ratio |\n|---|---|---|", format!("{count} entries: bytes"));
    for (name, bytes) in all {
        println!("| {name:<38} | {bytes:5} | {:5.2} |", bytes as f64 / all[0].1 as f64);
    }
}

fn main() {
    for count in [0, 1, 4, 16, 64] {
        print_bytes(count);
        each_map!(count, gets, DICTS * 256, &format!("{count} entries: get"));
        each_map!(count, inserts, DICTS * count.max(1), &format!("{count} entries: insert, drop"));
        each_map!(count, iterates, DICTS * count.max(1), &format!("{count} entries: iterate"));
    }
}
