//! Objects of a type that is known only at run time: `cargo bench --bench classes`, in
//! `benches/peers`. Instances and rows of run-time classes, prost-reflect's `DynamicMessage`,
//! bevy_reflect's `DynamicStruct` and a `HashMap` of values, with a static type beside them; and
//! CPython's own slots, if there is a `python3`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::HashMap;
use std::hint::black_box;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use bevy_reflect::structs::{DynamicStruct, Struct};
use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, MessageDescriptor};
use slotted::prelude::*;
use slotted::{Class, Rows};

#[path = "../../../harness/mod.rs"]
mod harness;
use harness::{compare, print_processor};

/// Counts the bytes that are allocated.
struct Counting;

static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: it does what the system's allocator does, and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of this function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of this function.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The bytes of heap that a value keeps.
fn heap<T>(make: impl FnOnce() -> T) -> usize {
    let before = BYTES.load(Ordering::Relaxed);
    let value = make();
    let bytes = BYTES.load(Ordering::Relaxed) - before;
    drop(value);
    bytes
}

#[derive(Slots, Clone)]
struct Point {
    x: f64,
    y: f64,
}

type Map = hashbrown::HashMap<String, Value, foldhash::fast::RandomState>;

/// The names of a row of 15 slots: five integers, five floats, five texts.
const NAMES: [&str; 15] = [
    "year",
    "month",
    "day",
    "dep_time",
    "arr_time",
    "dep_delay",
    "arr_delay",
    "air_time",
    "distance",
    "hour",
    "carrier",
    "tailnum",
    "origin",
    "dest",
    "note",
];

#[derive(Slots)]
struct Flight {
    year: i64,
    month: i64,
    day: i64,
    dep_time: i64,
    arr_time: i64,
    dep_delay: f64,
    arr_delay: f64,
    air_time: f64,
    distance: f64,
    hour: f64,
    carrier: String,
    tailnum: String,
    origin: String,
    dest: String,
    note: String,
}

fn value(at: usize) -> Value {
    match at {
        0..5 => Value::Int(at as i64),
        5..10 => Value::Float(at as f64),
        _ => Value::from("text"),
    }
}

fn message(name: &str, fields: &[(&str, i32)]) -> MessageDescriptor {
    use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};
    let fields = fields.iter().zip(1..).map(|((name, kind), number)| FieldDescriptorProto {
        name: Some((*name).into()),
        number: Some(number),
        label: Some(1),
        r#type: Some(*kind),
        ..Default::default()
    });
    let of =
        DescriptorProto { name: Some(name.into()), field: fields.collect(), ..Default::default() };
    let file = FileDescriptorProto {
        name: Some(format!("{name}.proto")),
        syntax: Some("proto3".into()),
        message_type: vec![of],
        ..Default::default()
    };
    let mut pool = DescriptorPool::new();
    pool.add_file_descriptor_proto(file).expect("it is a file");
    pool.get_message_by_name(name).expect("it was added")
}

const DOUBLE: i32 = 1;
const INT64: i32 = 3;
const STRING: i32 = 9;

/// How many reads or objects a pass has.
const OPERATIONS: usize = 1_000;

/// The names `x` and `y` in an order without a pattern.
fn order() -> Vec<&'static str> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state >> 33
    };
    (0..OPERATIONS).map(|_| if next() % 2 == 0 { "x" } else { "y" }).collect()
}

fn point() -> Class {
    Class::builder("Point").slot::<f64>("x").slot::<f64>("y").build().expect("it is a class")
}

fn reads() {
    let class = point();
    let fixed = Point { x: 1.0, y: 2.0 };
    let instance = class.from_attrs([("x", 1.0), ("y", 2.0)]).expect("two numbers");
    let mut rows = Rows::new(&class);
    rows.push_attrs([("x", 1.0), ("y", 2.0)]).expect("two numbers");
    let mut map = Map::default();
    let mut std_map: HashMap<String, Value> = HashMap::new();
    let mut bevy = DynamicStruct::default();
    let descriptor = message("Point", &[("x", DOUBLE), ("y", DOUBLE)]);
    let mut proto = DynamicMessage::new(descriptor.clone());
    for (name, number) in [("x", 1.0), ("y", 2.0)] {
        map.insert(name.into(), number.into());
        std_map.insert(name.into(), number.into());
        bevy.insert(name, number);
        proto.set_field_by_name(name, prost_reflect::Value::F64(number));
    }
    let names = order();
    macro_rules! by_name {
        (|$name:ident| $read:expr) => {{
            let names = names.clone();
            Box::new(move || {
                let mut sum = 0.0;
                for $name in black_box(&names) {
                    sum += $read;
                }
                black_box(sum);
            })
        }};
    }
    let dynamic: &'static dyn Attributes = Box::leak(Box::new(fixed.clone()));
    let kept: &'static slotted::Instance = Box::leak(Box::new(instance));
    let rows: &'static Rows = Box::leak(Box::new(rows));
    let proto: &'static DynamicMessage = Box::leak(Box::new(proto));
    let number = |value: Option<&f64>| *value.expect("it is one");
    compare(
        "two f64, a read by name",
        OPERATIONS,
        vec![
            (
                "a static type, dyn",
                by_name!(|name| number(dynamic.getattr_opt(name).and_then(|it| it.downcast_ref()))),
            ),
            (
                "an Instance",
                by_name!(|name| number(kept.getattr_opt(name).and_then(|it| it.downcast_ref()))),
            ),
            (
                "a row of Rows",
                by_name!(|name| {
                    let row = rows.row(black_box(0)).expect("it is one");
                    number(
                        row.getattr_opt(name)
                            .and_then(|it| it.downcast_ref::<f64>())
                            .copied()
                            .as_ref(),
                    )
                }),
            ),
            (
                "HashMap<String, Value>, foldhash",
                by_name!(|name| map[*name].as_f64().expect("it is one")),
            ),
            (
                "HashMap<String, Value>, std",
                by_name!(|name| std_map[*name].as_f64().expect("it is one")),
            ),
            (
                "bevy_reflect's DynamicStruct",
                by_name!(|name| number(bevy.field(name).and_then(|it| it.try_downcast_ref()))),
            ),
            (
                "prost-reflect's DynamicMessage",
                by_name!(|name| {
                    proto.get_field_by_name(name).and_then(|it| it.as_f64()).expect("it is one")
                }),
            ),
        ],
    );

    let x = class.slot::<f64>("x").expect("it is one");
    let (x, y): (&'static _, &'static _) =
        (Box::leak(Box::new(x)), Box::leak(Box::new(class.slot::<f64>("y").expect("it is one"))));
    let slots = [Point::SLOTS.x, Point::SLOTS.y];
    let fields: Vec<FieldDescriptor> = descriptor.fields().collect();
    let fields: &'static [FieldDescriptor] = fields.leak();
    macro_rules! resolved {
        (|$at:ident| $read:expr) => {
            Box::new(move || {
                let mut sum = 0.0;
                for number in 0..OPERATIONS {
                    let $at = black_box(number) & 1;
                    sum += $read;
                }
                black_box(sum);
            })
        };
    }
    let fixed: &'static Point = Box::leak(Box::new(fixed));
    compare(
        "two f64, a read by a slot that was resolved",
        OPERATIONS,
        vec![
            ("a static type", resolved!(|at| *slots[at].get(black_box(fixed)))),
            ("an Instance", resolved!(|at| *[x, y][at].get(black_box(kept)).expect("its class"))),
            (
                "a row of Rows",
                resolved!(|at| {
                    let row = rows.row(black_box(0)).expect("it is one");
                    *[x, y][at].get(&row).expect("its class")
                }),
            ),
            (
                "prost-reflect's DynamicMessage",
                resolved!(|at| {
                    black_box(proto).get_field(&fields[at]).as_f64().expect("it is one")
                }),
            ),
        ],
    );
}

fn sweep() {
    const ROWS: usize = 1_000_000;
    let class = point();
    let number = |at: usize| at as f64;
    let fixed: Vec<Point> = (0..ROWS).map(|at| Point { x: number(at), y: 1.0 }).collect();
    let mut rows = Rows::with_capacity(&class, ROWS);
    for at in 0..ROWS {
        rows.push_attrs([("x", number(at)), ("y", 1.0)]).expect("two numbers");
    }
    let instances: Vec<_> = (0..ROWS)
        .map(|at| class.from_attrs([("x", number(at)), ("y", 1.0)]).expect("two numbers"))
        .collect();
    let x = class.slot::<f64>("x").expect("it is one");
    let (of_rows, of_instances) = (x.clone(), x);
    compare(
        "a sweep over one slot of 10⁶ objects with two f64",
        ROWS,
        vec![
            ("a Vec of structs, the field", {
                let fixed = fixed.clone();
                Box::new(move || {
                    black_box(black_box(&fixed).iter().map(|point| point.x).sum::<f64>());
                })
            }),
            (
                "a Vec of structs, the slot",
                Box::new(move || {
                    black_box(Point::SLOTS.x.column(black_box(&fixed)).sum::<f64>());
                }),
            ),
            (
                "Rows, the column of a resolved slot",
                Box::new(move || {
                    let column = black_box(&rows).column(&of_rows).expect("its class");
                    black_box(column.sum::<f64>());
                }),
            ),
            (
                "a Vec of Instances, a resolved slot",
                Box::new(move || {
                    let all = black_box(&instances).iter();
                    black_box(all.map(|it| *of_instances.get(it).expect("its class")).sum::<f64>());
                }),
            ),
        ],
    );
}

fn makes() {
    let class =
        NAMES.iter().enumerate().fold(Class::builder("Flight"), |builder, (at, name)| match at {
            0..5 => builder.slot::<i64>(*name),
            5..10 => builder.slot::<f64>(*name),
            _ => builder.slot::<String>(*name),
        });
    let class = class.build().expect("it is a class");
    let kinds: Vec<(&str, i32)> = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| {
            (
                *name,
                if at < 5 {
                    INT64
                } else if at < 10 {
                    DOUBLE
                } else {
                    STRING
                },
            )
        })
        .collect();
    let descriptor = message("Flight", &kinds);
    let pairs: Vec<(&str, Value)> =
        NAMES.iter().enumerate().map(|(at, name)| (*name, value(at))).collect();
    let of_proto = |descriptor: &MessageDescriptor| {
        let mut made = DynamicMessage::new(descriptor.clone());
        for (at, name) in NAMES.iter().enumerate() {
            made.set_field_by_name(
                name,
                match at {
                    0..5 => prost_reflect::Value::I64(at as i64),
                    5..10 => prost_reflect::Value::F64(at as f64),
                    _ => prost_reflect::Value::String("text".into()),
                },
            );
        }
        made
    };
    let of_bevy = || {
        let mut made = DynamicStruct::default();
        for (at, name) in NAMES.iter().enumerate() {
            match at {
                0..5 => made.insert(*name, at as i64),
                5..10 => made.insert(*name, at as f64),
                _ => made.insert(*name, String::from("text")),
            }
        }
        made
    };
    let of_map = |pairs: &[(&str, Value)]| -> Map {
        pairs.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()
    };
    let instance = class.from_attrs(pairs.clone()).expect("all are there");
    println!("\nbytes of heap of an object with 15 slots, five of them text of four bytes");
    let mut of_rows = Rows::with_capacity(&class, 1);
    for (name, bytes) in [
        (
            "a static type, in a box",
            heap(|| Box::new(Flight::from_attrs(pairs.clone()).expect("all"))),
        ),
        ("an Instance", heap(|| class.from_attrs(pairs.clone()).expect("all"))),
        (
            "a row of Rows",
            of_rows.row_size()
                + heap(|| {
                    of_rows.push_attrs(pairs.clone()).expect("all");
                }),
        ),
        ("HashMap<String, Value>, foldhash", heap(|| of_map(&pairs))),
        ("bevy_reflect's DynamicStruct", heap(of_bevy)),
        ("prost-reflect's DynamicMessage", heap(|| of_proto(&descriptor))),
    ] {
        println!("  {name:34} {bytes:6}");
    }
    let two = point();
    let of_two = message("P", &[("x", DOUBLE), ("y", DOUBLE)]);
    println!("bytes of heap of an object with two f64");
    for (name, bytes) in [
        ("an Instance", heap(|| two.from_attrs([("x", 1.0), ("y", 2.0)]).expect("two"))),
        (
            "prost-reflect's DynamicMessage",
            heap(|| {
                let mut made = DynamicMessage::new(of_two.clone());
                made.set_field_by_name("x", prost_reflect::Value::F64(1.0));
                made.set_field_by_name("y", prost_reflect::Value::F64(2.0));
                made
            }),
        ),
    ] {
        println!("  {name:34} {bytes:6}");
    }
    drop(instance);
    let (of_class, in_rows) = (class.clone(), class);
    let [a, b, c, d] = [(); 4].map(|()| pairs.clone());
    compare(
        "an object with 15 slots, made from names and values",
        OPERATIONS,
        vec![
            (
                "a static type, from_attrs",
                Box::new(move || {
                    for _ in 0..OPERATIONS {
                        black_box(Flight::from_attrs(black_box(&a).clone()).is_ok());
                    }
                }),
            ),
            (
                "an Instance, from_attrs",
                Box::new(move || {
                    for _ in 0..OPERATIONS {
                        black_box(of_class.from_attrs(black_box(&b).clone()).is_ok());
                    }
                }),
            ),
            (
                "a row of Rows, push_attrs",
                Box::new(move || {
                    let mut rows = Rows::with_capacity(&in_rows, OPERATIONS);
                    for _ in 0..OPERATIONS {
                        black_box(rows.push_attrs(black_box(&c).clone()).is_ok());
                    }
                }),
            ),
            (
                "HashMap<String, Value>, foldhash",
                Box::new(move || {
                    for _ in 0..OPERATIONS {
                        black_box(of_map(black_box(&d)));
                    }
                }),
            ),
            (
                "bevy_reflect's DynamicStruct",
                Box::new(move || {
                    for _ in 0..OPERATIONS {
                        black_box(of_bevy());
                    }
                }),
            ),
            (
                "prost-reflect's DynamicMessage",
                Box::new(move || {
                    for _ in 0..OPERATIONS {
                        black_box(of_proto(black_box(&descriptor)));
                    }
                }),
            ),
        ],
    );
}

/// The same in CPython, timed by its own `timeit`.
fn python() {
    let program = r#"
import timeit
names = ["a%d" % n for n in range(15)]
class P: __slots__ = ("x", "y")
body = "def __init__(self, %s):\n" % ", ".join(names) + "".join(" self.%s = %s\n" % (n, n) for n in names)
space = {}
exec(body, space)
F = type("F", (), {"__slots__": names, "__init__": space["__init__"]})
p = P(); p.x = 1.0; p.y = 2.0
values = list(range(15))
n = 200000
empty = min(timeit.repeat("pass", number=n, repeat=5)) / n
read = min(timeit.repeat("p.x", globals=globals(), number=n, repeat=5)) / n - empty
named = min(timeit.repeat("getattr(p, k)", globals={"p": p, "k": "x"}, number=n, repeat=5)) / n - empty
make = min(timeit.repeat("F(*values)", globals=globals(), number=n // 10, repeat=5)) / (n // 10)
print("CPython's slots: p.x %.1f ns, getattr(p, name) %.1f ns, an object with 15 slots made in %.0f ns"
      % (read * 1e9, named * 1e9, make * 1e9))
"#;
    match Command::new("python3").args(["-c", program]).output() {
        Ok(output) => print!("\n{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => println!("\nthere is no python3 to compare with"),
    }
}

fn main() {
    print_processor();
    reads();
    sweep();
    makes();
    python();
}
