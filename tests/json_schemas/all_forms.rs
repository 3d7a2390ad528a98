//! A class with slots of each form in data, and their values.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::net::{IpAddr, SocketAddrV4};
use std::num::{NonZero, Wrapping};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use slotted::prelude::*;
use slotted::{AttrRef, Class, NewSlot};

#[derive(SlotValue, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[slots(rename_all = "lowercase")]
enum Side {
    Left,
    Right,
}

#[derive(SlotValue, Clone)]
enum Shape {
    Empty,
    Circle { radius: f32 },
    Pair(u8, Duration),
}

#[derive(Slots, Clone)]
struct Place {
    name: String,
    height: Option<i16>,
    wait: Duration,
}

#[derive(serde::Serialize, serde::Deserialize, Clone, Debug)]
struct Point(f64, f64);

#[derive(Slots)]
#[slots(serialize, deserialize)]
struct Base {
    #[slots(serde)]
    point: Point,
    #[slots(as_str)]
    number: u32,
    #[slots(skip_serializing_if = String::is_empty)]
    note: String,
    #[slots(optional, default = Some(5))]
    count: Option<u8>,
    #[slots(range = 0.1..=0.7)]
    share: f32,
}

/// One slot of each type, with its value as it is given by name.
macro_rules! slots {
    ($($name:ident: $type:ty = $value:expr;)*) => {
        pub(crate) fn class() -> Class {
            let builder = Class::builder("All").bases([&Class::of::<Base>()]);
            $(let builder = builder.slot::<$type>(stringify!($name));)*
            builder.dict().build().expect("it is a class")
        }

        pub(crate) fn values() -> Dict {
            Dict::from_iter([$((
                stringify!($name),
                AttrRef::new(&{ let value: $type = $value; value }).to_value().expect("it is a value"),
            )),*])
        }

        /// The class with these values as defaults.
        pub(crate) fn with_defaults() -> Class {
            let builder = Class::builder("All");
            $(let builder = builder.declare(
                NewSlot::<$type>::new(stringify!($name)).default_with(|| $value),
            );)*
            builder.build().expect("it is a class")
        }
    };
}
slots! {
    any: Value = Value::from(vec![Value::None, Value::from(&b"ab"[..])]);
    unit: () = ();
    boolean: bool = true;
    an_i8: i8 = -128;
    an_i16: i16 = i16::MAX;
    an_i32: i32 = i32::MIN;
    an_i64: i64 = i64::MIN;
    an_isize: isize = -1;
    a_u8: u8 = 255;
    a_u16: u16 = 0;
    a_u32: u32 = u32::MAX;
    a_u64: u64 = i64::MAX as u64;
    a_usize: usize = 7;
    non_zero: NonZero<u16> = NonZero::new(9).unwrap();
    wrapping: Wrapping<i8> = Wrapping(3);
    an_f32: f32 = 0.1;
    an_f64: f64 = 0.1;
    text: String = "a".into();
    letter: char = 'x';
    shared: Arc<str> = "s".into();
    path: PathBuf = "/a".into();
    an_i128: i128 = i128::MIN;
    a_u128: u128 = 5;
    bytes: Vec<u8> = vec![0, 255];
    boxed_bytes: Box<[u8]> = vec![7].into();
    none: Option<u8> = None;
    some: Option<Option<u64>> = Some(Some(8));
    maybe_bytes: Option<Vec<u8>> = Some(vec![1]);
    maybe_side: Option<Side> = None;
    a_side: Option<Side> = Some(Side::Left);
    list: Vec<i32> = vec![-1, 1];
    lists: Vec<Vec<Option<u8>>> = vec![vec![Some(1), None], vec![]];
    sides: Vec<Side> = vec![Side::Right, Side::Left];
    blobs: Vec<Vec<u8>> = vec![vec![1], vec![]];
    deque: VecDeque<bool> = [true].into();
    set: BTreeSet<String> = ["a".to_owned()].into();
    waits: Vec<Duration> = vec![Duration::MAX];
    places: Vec<Place> = vec![place()];
    array: [f32; 2] = [0.5, 0.1];
    few: [u8; 3] = [1, 2, 3];
    tuple: (u8, String, Option<char>) = (1, "t".into(), None);
    map: BTreeMap<String, Vec<u8>> = [("k".to_owned(), vec![1])].into();
    by_number: HashMap<u32, f64> = [(1, 0.5)].into();
    dict: Dict = Dict::from([("k", 1)]);
    place: Place = place();
    side: Side = Side::Right;
    shape: Shape = Shape::Circle { radius: 0.5 };
    empty: Shape = Shape::Empty;
    shapes: Vec<Shape> = vec![Shape::Pair(1, Duration::ZERO)];
    wait: Duration = Duration::new(90, 5);
    maybe_wait: Option<Duration> = Some(Duration::MAX);
    ip: IpAddr = [127, 0, 0, 1].into();
    socket: SocketAddrV4 = "1.2.3.4:80".parse().unwrap();
}

fn place() -> Place {
    Place { name: "p".into(), height: None, wait: Duration::from_millis(1) }
}
