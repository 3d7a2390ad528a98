//! Rows with a slot of every kind, and random ones of them.

#![allow(dead_code, missing_docs, unreachable_pub)]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::net::IpAddr;
use std::num::{NonZeroU32, Wrapping};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use slotted::prelude::*;

/// Where the bits of random values come from: a seed, or the bytes of a fuzzer's input.
pub trait Bits {
    fn bits(&mut self) -> u64;

    fn below(&mut self, n: u64) -> u64 {
        self.bits() % n
    }
}

/// SplitMix64.
impl Bits for u64 {
    fn bits(&mut self) -> u64 {
        *self = self.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *self;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// A source of random values.
pub struct Random<B = u64>(pub B);

impl<B: Bits> Random<B> {
    pub fn bits(&mut self) -> u64 {
        self.0.bits()
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.0.below(n)
    }

    pub fn bool(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Small numbers, large ones, and the extremes.
    pub fn int(&mut self) -> i64 {
        match self.below(8) {
            0 => i64::MIN,
            1 => i64::MAX,
            2..=4 => self.below(10) as i64 - 5,
            _ => self.bits() as i64,
        }
    }

    pub fn float(&mut self) -> f64 {
        match self.below(8) {
            0 => -0.0,
            1 => 1e300,
            2 => 0.1,
            3 => f64::from_bits(1),
            _ => self.int() as f64 / 7.0,
        }
    }

    pub fn char(&mut self) -> char {
        ['a', 'é', '日', '"', '\\', '\n', '\0', '🚲', ' ', 'z'][self.below(10) as usize]
    }

    pub fn text(&mut self) -> String {
        (0..self.below(20)).map(|_| self.char()).collect()
    }

    pub fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.bool() { Some(make(self)) } else { None }
    }

    pub fn list<T, C: FromIterator<T>>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> C {
        (0..self.below(4)).map(|_| make(self)).collect()
    }
}

#[derive(Slots, Clone, Debug, Default, PartialEq)]
pub struct Engine {
    pub rpm: u32,
    pub maker: String,
    #[slots(optional)]
    pub weight: Option<f32>,
}

impl Engine {
    fn random<B: Bits>(random: &mut Random<B>) -> Engine {
        Engine {
            rpm: random.bits() as u32,
            maker: random.text(),
            weight: random.some(|random| random.float() as f32),
        }
    }
}

#[derive(Slots, Clone, Debug, PartialEq)]
pub struct Base {
    pub id: u64,
    pub label: Option<String>,
}

#[derive(SlotValue, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Colour {
    Red,
    #[slots(rename = "dark green")]
    DarkGreen,
    Blue,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
pub enum Shape {
    Circle { radius: f64 },
    Pair(i64, String),
    Empty,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
pub struct Metres(pub f64);

/// A type with serde's traits alone.
#[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
pub struct Foreign {
    pub a: i32,
    pub b: Option<String>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
pub struct Every {
    #[slots(base)]
    pub base: Base,
    pub i8: i8,
    pub i16: i16,
    pub i32: i32,
    pub i64: i64,
    pub isize: isize,
    pub u8: u8,
    pub u16: u16,
    pub u32: u32,
    pub u64: u64,
    pub usize: usize,
    pub i128: i128,
    pub f32: f32,
    pub f64: f64,
    pub bool: bool,
    pub char: char,
    pub string: String,
    pub boxed: Box<str>,
    pub shared: Arc<str>,
    pub local: Rc<str>,
    pub path: PathBuf,
    pub non_zero: NonZeroU32,
    pub wrapping: Wrapping<i16>,
    pub cell: Cell<i32>,
    pub unit: (),
    pub pair: (u8, String),
    pub some_int: Option<i32>,
    pub some_float: Option<f64>,
    pub some_bool: Option<bool>,
    pub some_char: Option<char>,
    pub some_text: Option<String>,
    pub some_boxed: Option<Box<f64>>,
    #[slots(optional)]
    pub optional: Option<i64>,
    #[slots(optional)]
    pub nullable: Option<Option<String>>,
    #[slots(optional)]
    pub any_optional: Option<Value>,
    pub any: Value,
    pub nested: Engine,
    pub pointed: Box<Engine>,
    pub some_nested: Option<Engine>,
    pub floats: Vec<f64>,
    pub bools: Vec<bool>,
    pub bytes: Vec<u8>,
    pub texts: Vec<String>,
    pub some_texts: Option<Vec<Option<String>>>,
    pub engines: Vec<Engine>,
    pub lists: Vec<Vec<i16>>,
    pub array: [i32; 3],
    pub no_array: [u16; 0],
    pub octets: [u8; 4],
    pub deque: VecDeque<f32>,
    pub sorted: BTreeSet<String>,
    pub hashed: HashSet<i32>,
    pub map: BTreeMap<String, f64>,
    pub by_number: HashMap<i32, Option<Engine>>,
    pub by_colour: BTreeMap<Colour, Vec<u8>>,
    pub colour: Colour,
    pub some_colour: Option<Colour>,
    pub colours: Vec<Colour>,
    pub shape: Shape,
    pub some_shape: Option<Shape>,
    pub shapes: Vec<Shape>,
    pub metres: Metres,
    pub duration: Duration,
    pub some_duration: Option<Duration>,
    pub durations: Vec<Duration>,
    pub address: IpAddr,
    #[slots(as_str)]
    pub as_text: std::net::SocketAddr,
    #[slots(as_str)]
    pub number_as_text: Option<u32>,
    #[slots(serde)]
    pub foreign: Foreign,
    #[slots(serde, optional)]
    pub some_foreign: Option<Foreign>,
    #[slots(meta(arrow = "timestamp[us]"))]
    pub at: i64,
    #[slots(meta(arrow = "date"))]
    pub day: i32,
    #[slots(meta(arrow = "dictionary"))]
    pub word: String,
    #[slots(range = 1..=9)]
    pub limited: u8,
    #[slots(readonly)]
    pub fixed: String,
    #[slots(rename = "odd name.x")]
    pub renamed: i16,
    #[slots(skip, default = 3)]
    pub skipped: u8,
    pub __dict__: Dict,
}

impl Every {
    pub fn random<B: Bits>(random: &mut Random<B>) -> Every {
        let r = random;
        let colours = [Colour::Red, Colour::DarkGreen, Colour::Blue];
        let colour = |r: &mut Random<B>| colours[r.below(3) as usize];
        let shape = |r: &mut Random<B>| match r.below(3) {
            0 => Shape::Circle { radius: r.float() },
            1 => Shape::Pair(r.int(), r.text()),
            _ => Shape::Empty,
        };
        let duration = |r: &mut Random<B>| Duration::from_nanos(r.bits() >> 1);
        let foreign = |r: &mut Random<B>| Foreign { a: r.bits() as i32, b: r.some(Random::text) };
        let any = |r: &mut Random<B>| match r.below(6) {
            0 => Value::None,
            1 => r.bool().into(),
            2 => r.int().into(),
            3 => r.float().into(),
            4 => r.text().into(),
            _ => Value::List(vec![Value::from(r.text()), Value::None].into()),
        };
        let octet = |r: &mut Random<B>| r.bits() as u8;
        Every {
            base: Base { id: r.bits(), label: r.some(Random::text) },
            i8: r.bits() as i8,
            i16: r.bits() as i16,
            i32: r.bits() as i32,
            i64: r.int(),
            isize: r.int() as isize,
            u8: octet(r),
            u16: r.bits() as u16,
            u32: r.bits() as u32,
            u64: r.bits(),
            usize: r.bits() as usize,
            i128: i128::from(r.int()) * i128::from(r.int()),
            f32: r.float() as f32,
            f64: if r.below(9) == 0 { f64::INFINITY } else { r.float() },
            bool: r.bool(),
            char: r.char(),
            string: r.text(),
            boxed: r.text().into(),
            shared: r.text().into(),
            local: r.text().into(),
            path: r.text().into(),
            non_zero: NonZeroU32::MIN.saturating_add(r.bits() as u32),
            wrapping: Wrapping(r.bits() as i16),
            cell: Cell::new(r.bits() as i32),
            unit: (),
            pair: (octet(r), r.text()),
            some_int: r.some(|r| r.bits() as i32),
            some_float: r.some(Random::float),
            some_bool: r.some(Random::bool),
            some_char: r.some(Random::char),
            some_text: r.some(Random::text),
            some_boxed: r.some(|r| Box::new(r.float())),
            optional: r.some(Random::int),
            nullable: r.some(|r| r.some(Random::text)),
            any_optional: r.some(any),
            any: any(r),
            nested: Engine::random(r),
            pointed: Box::new(Engine::random(r)),
            some_nested: r.some(Engine::random),
            floats: r.list(Random::float),
            bools: r.list(Random::bool),
            bytes: r.list(octet),
            texts: r.list(Random::text),
            some_texts: r.some(|r| r.list(|r| r.some(Random::text))),
            engines: r.list(Engine::random),
            lists: r.list(|r| r.list(|r| r.bits() as i16)),
            array: [r.bits() as i32, 1, 2],
            no_array: [],
            octets: [octet(r), 1, 2, octet(r)],
            deque: r.list(|r| r.float() as f32),
            sorted: r.list(Random::text),
            hashed: r.list(|r| r.bits() as i32),
            map: r.list(|r| (r.text(), r.float())),
            by_number: r.list(|r| (r.bits() as i32, r.some(Engine::random))),
            by_colour: r.list(|r| (colour(r), r.list(octet))),
            colour: colour(r),
            some_colour: r.some(colour),
            colours: r.list(colour),
            shape: shape(r),
            some_shape: r.some(shape),
            shapes: r.list(shape),
            metres: Metres(r.float()),
            duration: duration(r),
            some_duration: r.some(duration),
            durations: r.list(duration),
            address: [octet(r), octet(r), 3, 4].into(),
            as_text: ([octet(r), 2, 3, 4], r.bits() as u16).into(),
            number_as_text: r.some(|r| r.bits() as u32),
            foreign: foreign(r),
            some_foreign: r.some(foreign),
            at: r.int(),
            day: r.bits() as i32,
            word: ["a", "bee", "", "longer word"][r.below(4) as usize].to_owned(),
            limited: 1 + r.below(9) as u8,
            fixed: r.text(),
            renamed: r.bits() as i16,
            skipped: 3,
            __dict__: Dict::new(),
        }
    }

    /// The same with attributes in the `Dict`.
    pub fn with_dict<B: Bits>(random: &mut Random<B>) -> Every {
        let mut every = Every::random(random);
        for name in ["x", "y", "flag", "text", "more"] {
            if random.bool() {
                let value: Value = match name {
                    "x" => random.int().into(),
                    "y" => random.float().into(),
                    "flag" => random.bool().into(),
                    "text" => random.text().into(),
                    _ => Value::List(vec![random.int().into(), random.text().into()].into()),
                };
                every.__dict__.insert(name, value);
            }
        }
        every
    }
}

/// Panics at the first row that differs, with that row alone.
pub fn assert_same(made: &[Every], expected: &[Every]) {
    assert_eq!(made.len(), expected.len());
    for (row, (made, expected)) in made.iter().zip(expected).enumerate() {
        // What `==` takes for the same may differ in data: -0.0 and 0.0.
        if made != expected || row % 16 == 0 {
            let differences = made.diff(expected);
            assert!(differences.is_empty() && made == expected, "row {row}: {differences}");
        }
    }
}
