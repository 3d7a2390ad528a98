//! Optional slots of run-time classes whose presence is a bit in the instance.

use std::cell::Cell;

use proptest::prelude::*;
use slotted::class::{ClassBuilder, NewSlot};
use slotted::descriptor::PartialSlice;
use slotted::prelude::*;
use slotted::{Class, Rows, SlotValue, Value};

type Done = Result<(), Box<dyn std::error::Error>>;

fn optional<V: SlotValue + Send + Sync>(builder: ClassBuilder, name: &str) -> ClassBuilder {
    builder.declare(NewSlot::<V>::new(name).optional())
}

/// A class with the optional slots `a: f64`, `b: u16`, `c: i64`.
fn numbers() -> Class {
    let builder = optional::<f64>(Class::builder("Numbers"), "a");
    let builder = optional::<i64>(optional::<u16>(builder, "b"), "c");
    builder.build().expect("it is a class")
}

#[test]
fn an_optional_number_takes_its_bytes_and_one_bit() -> Done {
    let one = optional::<f64>(Class::builder("One"), "a").build()?;
    let two = optional::<f64>(optional::<f64>(Class::builder("Two"), "a"), "b").build()?;
    assert_eq!((Rows::new(&one).row_size(), Rows::new(&two).row_size()), (16, 24));
    // Eight bits fill a byte; the ninth begins another.
    for (count, bytes) in [(7, 8), (8, 9), (9, 11), (16, 18), (17, 20)] {
        let all = (0..count)
            .fold(Class::builder("Bytes"), |builder, n| optional::<u8>(builder, &format!("a{n}")));
        assert_eq!(all.build()?.layout().size(), bytes, "{count}");
    }
    // An `Option` that takes no more room needs no bit.
    let niche = optional::<bool>(optional::<String>(Class::builder("Niche"), "a"), "b").build()?;
    assert_eq!(niche.layout().size(), 25);
    let rows = (Rows::new(&one), Rows::new(&niche));
    assert!(rows.0.objects().column::<Option<f64>>("a").is_none());
    assert!(rows.1.objects().column::<Option<String>>("a").is_some());
    // A class below has bits of its own, behind the fields of its base.
    let below =
        optional::<u8>(Class::builder("Below").bases([&one]), "b").slots([""; 0]).build()?;
    assert_eq!(below.layout().size(), 11);
    let map = two.layout().to_string();
    assert!(map.contains("0     8  a           Option<f64>  optional"), "{map}");
    assert!(map.contains("16     1  (presence)  u8           presence bits"), "{map}");
    Ok(())
}

#[test]
fn such_a_slot_is_bound_and_unbound_by_name() -> Done {
    let class = numbers();
    let mut o = class.instance();
    assert!(!o.hasattr("a") && o.getattr_opt("b").is_none());
    assert_eq!(o.getattr("c").unwrap_err().to_string(), "'Numbers' object has no attribute 'c'");
    o.setattr("a", 1.5)?;
    o.setattr("c", -7)?;
    assert_eq!(format!("{o:?}"), "Numbers(a=1.5, c=-7)");
    o.setattr("a", Value::None)?;
    assert_eq!(o.delattr("a").unwrap_err().to_string(), "'Numbers' object has no attribute 'a'");
    o.setattr_str("b", "300")?;
    *o.attr_mut::<i64>("c")? += 1;
    assert_eq!(format!("{o:?}"), "Numbers(b=300, c=-6)");
    assert!(o.setattr("b", 70_000).is_err() && o.getattr("b")? == 300);
    assert_eq!(o.replace_attr("b", 4_u16)?, 300);

    // All or nothing, states, copies, patches and data are those of any slot.
    assert!(o.update_attrs([("a", Value::from(2.0)), ("b", (-1).into())]).is_err());
    assert!(!o.hasattr("a"));
    o.update_attrs([("a", Value::from(2.0)), ("b", Value::None)])?;
    let copy = o.copy()?;
    assert_eq!(format!("{copy:?}"), "Numbers(a=2.0, c=-6)");
    let mut other = class.from_state(o.get_state()?)?;
    assert_eq!(other, o);
    other.delattr("a")?;
    other.setattr("b", 9)?;
    let patch = o.diff(&other);
    patch.apply(&mut o)?;
    assert_eq!(o, other);
    patch.invert().apply(&mut o)?;
    assert_eq!(o, copy);
    Ok(())
}

#[test]
#[cfg(feature = "serde")]
fn such_a_slot_is_written_and_read_as_any_optional_one() -> Done {
    use serde::de::DeserializeSeed;
    let class = numbers();
    let o = class.from_attrs([("b", 5)])?;
    let text = serde_json::to_string(&o)?;
    assert_eq!(text, r#"{"b":5}"#);
    for (text, shown) in [
        (text.as_str(), "Numbers(b=5)"),
        (r#"{"a":null,"c":7}"#, "Numbers(c=7)"),
        ("{}", "Numbers()"),
    ] {
        let seed = class.seed();
        let read = seed.deserialize(&mut serde_json::Deserializer::from_str(text))?;
        assert_eq!(format!("{read:?}"), shown);
    }
    let seed = class.seed();
    let refused = seed.deserialize(&mut serde_json::Deserializer::from_str(r#"{"a":1.5,"b":-1}"#));
    assert!(refused.is_err());
    Ok(())
}

#[test]
fn defaults_and_validators_see_the_value() -> Done {
    let class = Class::builder("Server")
        .declare(NewSlot::<f64>::new("timeout").optional().default(0.5).range(0.0..))
        .build()?;
    let slot = class.optional_slot::<f64>("timeout")?;
    let mut o = class.instance();
    assert_eq!(slot.get(&o)?, Some(&0.5));
    assert!(o.setattr("timeout", -1.0).is_err() && slot.set(&mut o, Some(-1.0)).is_err());
    assert_eq!(slot.replace(&mut o, None)?, Some(0.5));
    assert_eq!(slot.get(&o)?, None);
    assert_eq!(
        class.slot::<Option<f64>>("timeout").unwrap_err().to_string(),
        "slot 'timeout' of 'Server' objects may be unbound: find it with `Class::optional_slot`"
    );
    assert!(class.optional_slot::<f32>("timeout").is_err());
    Ok(())
}

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

fn live() -> usize {
    LIVE.get()
}

/// A value without a niche. It is counted how many of them live, in each thread.
#[derive(Slots, Debug, PartialEq)]
struct Counted {
    number: u64,
}

impl Counted {
    fn new(number: u64) -> Self {
        LIVE.set(LIVE.get() + 1);
        Counted { number }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

/// What a row of the model holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Model {
    a: Option<f64>,
    b: Option<u16>,
    d: Option<u64>,
}

/// One operation on rows and on a model of them.
#[derive(Clone, Debug)]
enum Op {
    Push(Option<f64>, Option<u16>, Option<u64>),
    SetA(usize, Option<f64>),
    SetByName(usize, Option<i32>),
    SetD(usize, Option<u64>),
    Delete(usize),
    Remove(usize),
    Truncate(usize),
    Sort,
    Retain,
    Double,
    PushRefused,
}

fn operation() -> impl Strategy<Value = Op> {
    let float = || prop::option::of((-100_i32..100).prop_map(f64::from));
    prop_oneof![
        4 => (float(), any::<Option<u16>>(), any::<Option<u64>>())
            .prop_map(|(a, b, d)| Op::Push(a, b, d)),
        2 => (any::<usize>(), float()).prop_map(|(row, a)| Op::SetA(row, a)),
        2 => (any::<usize>(), any::<Option<i32>>()).prop_map(|(row, b)| Op::SetByName(row, b)),
        3 => (any::<usize>(), any::<Option<u64>>()).prop_map(|(row, d)| Op::SetD(row, d)),
        2 => any::<usize>().prop_map(Op::Delete),
        1 => any::<usize>().prop_map(Op::Remove),
        1 => (0..8_usize).prop_map(Op::Truncate),
        1 => Just(Op::Sort),
        1 => Just(Op::Retain),
        1 => Just(Op::Double),
        1 => Just(Op::PushRefused),
    ]
}

proptest! {
    /// Rows of a class with a base, whose optional slots have bits in two bytes, against a `Vec`;
    /// and every value that was made is dropped once.
    #[test]
    fn rows_with_presence_bits_are_those_of_a_model(
        operations in prop::collection::vec(operation(), 0..60),
    ) {
        let base = optional::<f64>(Class::builder("Base"), "a").build().unwrap();
        let below = Class::builder("Below").bases([&base]);
        let class = optional::<Counted>(optional::<u16>(below, "b"), "d").build().unwrap();
        let a = class.optional_slot::<f64>("a").unwrap();
        let d = class.optional_slot::<Counted>("d").unwrap();
        let mut rows = Rows::new(&class);
        let mut model: Vec<Model> = Vec::new();
        for operation in operations {
            let len = model.len();
            let at = |row: usize| row.checked_rem(len);
            match operation {
                Op::Push(of_a, of_b, of_d) => {
                    let mut o = class.instance();
                    a.set(&mut o, of_a).unwrap();
                    o.setattr("b", of_b.map_or(Value::None, Value::from)).unwrap();
                    d.set(&mut o, of_d.map(Counted::new)).unwrap();
                    rows.push(o).unwrap();
                    model.push(Model { a: of_a, b: of_b, d: of_d });
                }
                Op::SetA(row, value) => if let Some(row) = at(row) {
                    let old = a.replace(&mut rows.row_mut(row).unwrap(), value).unwrap();
                    prop_assert_eq!(old, std::mem::replace(&mut model[row].a, value));
                },
                Op::SetByName(row, value) => if let Some(row) = at(row) {
                    let new = value.map_or(Value::None, Value::from);
                    let set = rows.row_mut(row).unwrap().setattr("b", new).is_ok();
                    match value.map(u16::try_from) {
                        None => model[row].b = None,
                        Some(Ok(value)) => model[row].b = Some(value),
                        Some(Err(_)) => prop_assert!(!set),
                    }
                },
                Op::SetD(row, value) => if let Some(row) = at(row) {
                    let new = value.map(Counted::new);
                    let old = d.replace(&mut rows.row_mut(row).unwrap(), new).unwrap();
                    let old = old.map(|it| it.number);
                    prop_assert_eq!(old, std::mem::replace(&mut model[row].d, value));
                },
                Op::Delete(row) => if let Some(row) = at(row) {
                    let deleted = rows.row_mut(row).unwrap().delattr("a").is_ok();
                    prop_assert_eq!(deleted, model[row].a.take().is_some());
                },
                Op::Remove(row) => if let Some(row) = at(row) {
                    let removed = rows.remove(row);
                    prop_assert_eq!(a.get(&removed).unwrap().copied(), model.remove(row).a);
                },
                Op::Truncate(len) => {
                    rows.truncate(len);
                    model.truncate(len);
                }
                Op::Sort => {
                    let order = |a: Option<f64>, b: Option<f64>| a.partial_cmp(&b).unwrap();
                    rows.sort_by_slot(&a, |x, y| order(x.copied(), y.copied())).unwrap();
                    model.sort_by(|x, y| order(x.a, y.a));
                }
                Op::Retain => {
                    rows.retain(|row| d.get(row).unwrap().is_some());
                    model.retain(|row| row.d.is_some());
                }
                Op::Double => {
                    let all = rows.column_mut(&a).unwrap().flatten();
                    all.for_each(|value| *value *= 2.0);
                    model.iter_mut().filter_map(|row| row.a.as_mut()).for_each(|a| *a *= 2.0);
                }
                Op::PushRefused => {
                    // The first is filled, and dropped again.
                    let attrs = [("a", Value::from(1.0)), ("b", Value::from("no"))];
                    prop_assert!(rows.push_attrs(attrs).is_err());
                }
            }
            let column: Vec<Option<u64>> =
                rows.column(&d).unwrap().map(|it| it.map(|it| it.number)).collect();
            prop_assert_eq!(column, model.iter().map(|row| row.d).collect::<Vec<_>>());
            for (row, of_model) in rows.iter().zip(&model) {
                let b = row.getattr_opt("b").map(|it| *it.downcast_ref::<u16>().unwrap());
                let read = (a.get(&row).unwrap().copied(), b);
                prop_assert_eq!(read, (of_model.a, of_model.b));
            }
            let expected = model.iter().filter(|row| row.d.is_some()).count();
            prop_assert_eq!(live(), expected);
        }
        drop(rows);
        prop_assert_eq!(live(), 0);
    }
}

#[test]
fn a_hidden_slot_with_a_bit_is_dropped_and_kept() -> Done {
    let base = optional::<Counted>(Class::builder("Base"), "d").build()?;
    let below = Class::builder("Below").bases([&base]).slots(["d"]).build()?;
    let mut o = below.instance();
    o.setattr("d", "other")?;
    base.optional_slot::<Counted>("d")?.set(&mut o, Some(Counted::new(1)))?;
    assert_eq!(o.getattr("d")?, "other");
    assert_eq!(base.optional_slot::<Counted>("d")?.get(&o)?.map(|it| it.number), Some(1));
    let mut rows = Rows::new(&below);
    rows.push(o).expect("it is of the class");
    assert_eq!(live(), 1);
    drop(rows);
    assert_eq!(live(), 0);
    Ok(())
}

#[test]
fn the_class_is_changed_only_where_the_bits_are_the_same() -> Done {
    let two = |first: &str, second: &str| {
        optional::<f64>(optional::<f64>(Class::builder("Two"), first), second).build()
    };
    let (a, b, other) = (two("x", "y")?, two("x", "y")?, two("y", "x")?);
    let mut o = a.from_attrs([("y", 1.0)])?;
    o.set_class(&b)?;
    assert_eq!(b.optional_slot::<f64>("y")?.get(&o)?, Some(&1.0));
    assert!(o.set_class(&other).is_err());
    let plain = Class::builder("Two").slot::<f64>("x").slot::<f64>("y").build()?;
    assert!(o.set_class(&plain).is_err());
    Ok(())
}

#[derive(Slots, Debug)]
struct Plain {
    number: u64,
}

#[test]
fn rows_made_by_columns_have_bits_too() -> Done {
    let builder = optional::<Plain>(Class::builder("Made").slot::<u8>("n"), "d");
    let class = optional::<f64>(builder, "a").build()?;
    let mut rows = Rows::new(&class);
    let fill = |rows: &mut PartialSlice<'_>, refused: usize| {
        rows.column("n").expect("it is a slot").fill(|row| Ok(row as u8), |_, why| why)?;
        assert!(rows.column::<Option<f64>>("a").is_none(), "the field is no `Option`");
        let even = |row: usize| Ok((row.is_multiple_of(2)).then(|| Value::from(row as f64)));
        rows.fill_values("a", even, |_, why| why).expect("it is a slot")?;
        let number = |row: usize| match row {
            _ if row == refused => Ok(Some("no".into())),
            0 => Ok(None),
            _ => Ok(Some(Value::from(Dict::from([("number", row as i64)])))),
        };
        rows.fill_values("d", number, |_, why| why).expect("it is a slot")?;
        rows.fill_defaults(|_, why| why)
    };
    assert!(rows.extend_by_columns(3, |rows| fill(rows, 2)).is_err());
    assert!(rows.is_empty());
    rows.extend_by_columns(3, |rows| fill(rows, 9))?;
    assert_eq!(
        format!("{rows:?}"),
        "[Made(n=0, a=0.0), Made(n=1, d=Plain(number=1)), Made(n=2, d=Plain(number=2), a=2.0)]"
    );
    assert!(rows.objects().column::<Option<f64>>("a").is_none());
    let a = rows.objects().attributes("a").expect("it is a slot");
    assert!(a.get(1).is_none() && a.get(2).is_some_and(|it| it == 2.0));
    let a = rows.objects().optional_column::<f64>("a").expect("it is an optional slot");
    assert_eq!(a.iter().collect::<Vec<_>>(), [Some(&0.0), None, Some(&2.0)]);
    assert_eq!((a.len(), a.get(3)), (3, None));
    assert!(rows.objects().optional_column::<f32>("a").is_none());
    assert!(rows.objects().optional_column::<u8>("n").is_none());
    Ok(())
}
