//! Slots of many structs as columns, and structs made column by column.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::descriptor::{ObjectSlice, PartialSlice, extend_by_columns};
use slotted::layout::DataForm;
use slotted::prelude::*;
use slotted::{Class, ConversionError, NewSlot, Rows};

#[derive(Slots, Clone, Debug, PartialEq)]
struct Engine {
    rpm: u32,
    maker: String,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Thing {
    id: u16,
    #[slots(optional)]
    weight: Option<f64>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
struct Car {
    #[slots(base)]
    thing: Thing,
    name: String,
    engine: Engine,
    spare: Option<Engine>,
    #[slots(range = 1..=9)]
    doors: u8,
    #[slots(default = 4)]
    wheels: u8,
    #[slots(skip, default = 7)]
    hidden: i32,
    __dict__: Dict,
}

fn car(id: u16) -> Car {
    Car {
        thing: Thing { id, weight: id.is_multiple_of(2).then_some(id.into()) },
        name: format!("car {id}"),
        engine: Engine { rpm: u32::from(id) * 100, maker: "x".repeat(id.into()) },
        spare: (id == 1).then(|| Engine { rpm: 1, maker: String::new() }),
        doors: 4,
        wheels: 4,
        hidden: 7,
        __dict__: Dict::new(),
    }
}

fn cars(n: u16) -> Vec<Car> {
    (0..n).map(car).collect()
}

#[derive(Debug, PartialEq)]
enum Fault {
    Refused(usize, String),
    Stop,
}

fn refused(row: usize, why: ConversionError) -> Fault {
    Fault::Refused(row, why.to_string())
}

/// Fills all slots of the cars with those of `from`.
fn fill(cars: &mut PartialSlice<'_>, from: &[Car], doors: u8) -> Result<(), Fault> {
    cars.column("id").expect("it is one").fill(|row| Ok(from[row].thing.id), refused)?;
    let weight = |row: usize| Ok(from[row].thing.weight.map(Value::from));
    cars.fill_values("weight", weight, refused).expect("it is one")?;
    cars.column("name").expect("it is one").fill(|row| Ok(from[row].name.clone()), refused)?;
    cars.fill_nested(
        "engine",
        |engines| {
            let maker = |row: usize| Ok(from[row].engine.maker.clone());
            engines.column("maker").expect("it is one").fill(maker, refused)?;
            let rpm = |row: usize| Ok(Some(Value::from(from[row].engine.rpm)));
            engines.fill_values("rpm", rpm, refused).expect("it is one")
        },
        refused,
    )
    .expect("it is one")?;
    cars.fill_values(
        "spare",
        |row| Ok(from[row].getattr("spare").expect("it is bound").to_value()),
        refused,
    )
    .expect("it is one")?;
    cars.column("doors").expect("it is one").fill(|_| Ok(doors), refused)?;
    cars.fill_defaults(|_, _| Fault::Stop)
}

#[test]
fn the_slots_of_many_structs_are_columns() {
    let cars = cars(5);
    let all = ObjectSlice::new(&cars);
    assert_eq!((all.len(), all.layout().name()), (5, "Car"));
    let ids = all.column::<u16>("id").expect("a slot of the base");
    assert_eq!(ids.iter().copied().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!(ids.iter().rev().copied().next(), Some(4));
    assert_eq!((ids.get(3), ids.get(5)), (Some(&3), None));
    all.prefetch();
    all.range(5..5).prefetch();
    let part = all.range(1..3);
    let weights = part.column::<Option<f64>>("weight").expect("it is one");
    assert_eq!(weights.iter().copied().collect::<Vec<_>>(), [None, Some(2.0)]);
    assert!(all.column::<u32>("id").is_none() && all.column::<u16>("di").is_none());
    assert!(all.column::<f64>("weight").is_none());

    let engines = all.nested("engine").expect("it is a struct");
    let rpm: Vec<u32> = engines.column("rpm").expect("it is one").iter().copied().collect();
    assert_eq!(rpm, [0, 100, 200, 300, 400]);
    let last = engines.range(5..5).range(0..0);
    assert!(last.column::<u32>("rpm").expect("it is one").iter().next().is_none());
    assert!(all.nested("spare").is_none() && all.nested("id").is_none());

    let spare = all.attributes("spare").expect("it is a slot");
    assert_eq!(spare.get(1).expect("it is bound").to_string(), "Engine(rpm=1, maker='')");
    assert_eq!(all.attributes("weight").expect("it is one").get(1), None);
    assert!(all.dict(4).expect("there is one").is_empty() && engines.dict(0).is_none());
}

#[test]
#[should_panic(expected = "the range is in the slice")]
fn a_range_outside_of_the_structs_panics() {
    let _ = ObjectSlice::new(&cars(2)).range(1..3);
}

#[test]
fn structs_are_made_column_by_column() {
    let from = cars(40);
    let mut made = cars(3);
    extend_by_columns(&mut made, from.len(), |cars| {
        assert_eq!((cars.len(), cars.layout().name()), (40, "Car"));
        fill(cars, &from, 4)?;
        assert!(cars.is_filled("id") && cars.column::<u16>("id").is_none());
        assert!(cars.fill_values("id", |_| Err(Fault::Stop), refused).is_none());
        Ok::<(), Fault>(())
    })
    .expect("all is given");
    assert_eq!(made[3..], from);
    extend_by_columns(&mut made, 0, |cars| fill(cars, &[], 4)).expect("there is nothing to give");
    assert_eq!(made.len(), 43);
}

#[test]
fn what_lacks_has_its_default_or_is_named() {
    let mut made: Vec<Car> = Vec::new();
    let mut names = Vec::new();
    let failed = extend_by_columns(&mut made, 2, |cars| {
        cars.column("id").expect("it is one").fill(|_| Ok(1_u16), refused)?;
        cars.fill_defaults(|_, _| Fault::Stop)?;
        cars.missing(|name| names.push(name.to_owned()));
        assert!(cars.is_filled("weight") && cars.is_filled("wheels") && !cars.is_filled("name"));
        Err(Fault::Stop)
    });
    assert_eq!(failed, Err(Fault::Stop));
    assert_eq!(names, ["name", "engine", "spare", "doors"]);
    let left_out =
        catch_unwind(AssertUnwindSafe(|| extend_by_columns::<Car, ()>(&mut made, 1, |_| Ok(()))));
    assert!(left_out.is_err() && made.is_empty());
}

#[test]
fn a_refused_value_is_told_with_its_row_and_adds_nothing() {
    let from = cars(9);
    let mut made: Vec<Car> = Vec::new();
    let failed = extend_by_columns(&mut made, 9, |cars| fill(cars, &from, 10));
    let Err(Fault::Refused(0, why)) = failed else { panic!("{failed:?}") };
    assert_eq!(why, "10 is not in 1..=9");
    let failed = extend_by_columns(&mut made, 9, |cars| {
        let value = |row| Ok(Some(if row == 5 { "x".into() } else { Value::from(row) }));
        cars.fill_values("id", value, refused).expect("it is one")
    });
    assert!(matches!(failed, Err(Fault::Refused(5, _))), "{failed:?}");
    assert!(made.is_empty());
}

/// The refused values counted as filled, so that whoever went on after the error got them.
#[test]
fn a_refused_value_is_never_added_whatever_becomes_of_its_error() {
    fn even(value: &u8) -> Result<(), &'static str> {
        assert_ne!(*value, 7, "a validator that panics");
        if value.is_multiple_of(2) { Ok(()) } else { Err("it is odd") }
    }
    fn low(level: &Level) -> Result<(), &'static str> {
        if level.level < 9 { Ok(()) } else { Err("it is high") }
    }
    #[derive(Slots, Debug)]
    struct Level {
        #[slots(validate = even, default = 1)]
        level: u8,
    }
    #[derive(Slots, Debug)]
    struct Tank {
        #[slots(validate = low)]
        level: Level,
    }
    type Fill<'a> = &'a dyn Fn(&mut PartialSlice<'_>);
    fn adds<T: Slotted>(fill: Fill<'_>) -> bool {
        let mut made = Vec::<T>::new();
        let added = catch_unwind(AssertUnwindSafe(|| {
            extend_by_columns::<T, ()>(&mut made, 2, |new| {
                fill(new);
                Ok(())
            })
        }));
        assert_eq!(made.len(), if added.is_ok() { 2 } else { 0 });
        added.is_ok()
    }
    fn fill(new: &mut PartialSlice<'_>, level: u8) -> Result<(), ()> {
        let column = new.column::<u8>("level").expect("it is a slot");
        column.fill(|row| Ok(if row == 0 { 2 } else { level }), |_, _| ())
    }
    assert!(adds::<Level>(&|new| fill(new, 4).expect("both are even")));
    assert!(!adds::<Level>(&|new| assert!(fill(new, 5).is_err())));
    assert!(!adds::<Level>(&|new| assert!(new.fill_defaults(|_, _| ()).is_err())));
    assert!(!adds::<Level>(&|new| {
        assert!(catch_unwind(AssertUnwindSafe(|| fill(new, 7))).is_err());
    }));
    let nested = |new: &mut PartialSlice<'_>, level| {
        new.fill_nested("level", |inner| fill(inner, level), |_, _| ()).expect("it is a struct")
    };
    assert!(adds::<Tank>(&|new| nested(new, 8).expect("it is low")));
    assert!(!adds::<Tank>(&|new| assert!(nested(new, 10).is_err())));
}

/// Counts its values; panics in `drop` if `fuse` says so.
struct Counted(Rc<Cell<i32>>, bool);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
        assert!(!self.1, "a value panics in drop");
    }
}

#[derive(Slots)]
struct Pair {
    #[slots(opaque)]
    left: Counted,
    #[slots(opaque)]
    right: Counted,
}

#[derive(Slots)]
struct Outer {
    pair: Pair,
    #[slots(opaque)]
    last: Counted,
}

#[test]
fn values_of_a_construction_by_columns_that_fails_are_dropped_once() {
    let count = Rc::new(Cell::new(0));
    for panics in [false, true] {
        for stop in 0..=30 {
            let mut made: Vec<Outer> = Vec::new();
            let mut given = 0;
            let mut next = |_| {
                if given == stop {
                    assert!(!panics, "the source panics");
                    return Err(());
                }
                given += 1;
                count.set(count.get() + 1);
                Ok(Counted(count.clone(), !panics && stop == 17 && given == 3))
            };
            let ended = catch_unwind(AssertUnwindSafe(|| {
                extend_by_columns(&mut made, 10, |rows| {
                    rows.fill_nested(
                        "pair",
                        |pairs| {
                            pairs.column("right").expect("it is one").fill(&mut next, |_, _| ())?;
                            pairs.column("left").expect("it is one").fill(&mut next, |_, _| ())
                        },
                        |_, _| (),
                    )
                    .expect("it is one")?;
                    rows.column("last").expect("it is one").fill(&mut next, |_, _| ())
                })
            }));
            assert_eq!(made.len(), if stop == 30 { 10 } else { 0 });
            assert_eq!(matches!(ended, Ok(Ok(()))), stop == 30);
            drop(made);
            assert_eq!(count.get(), 0, "{panics} {stop}");
        }
    }
}

#[test]
fn the_form_of_a_slot_in_data_is_told() {
    let form = |name| Car::LAYOUT.slot(name).expect("it is one").data_form();
    assert!(matches!(form("id"), DataForm::U16) && matches!(form("weight"), DataForm::F64));
    assert!(matches!(form("name"), DataForm::Text));
    assert!(matches!(form("engine"), DataForm::Object(layout) if layout.name() == "Engine"));
    let DataForm::Optional(inside) = form("spare") else { panic!("it is optional") };
    assert!(matches!(inside.form(), DataForm::Object(layout) if layout.name() == "Engine"));
}

#[test]
fn the_rows_of_a_class_are_columns_and_are_made_by_columns() {
    let base = Class::builder("Base").slot::<u16>("id").build().expect("it is a class");
    let class = Class::builder("Car")
        .bases([&base])
        .slot::<String>("name")
        .declare(NewSlot::<u8>::new("doors").range(1..=9).default(4))
        .declare(NewSlot::<f64>::new("weight").optional())
        .slots(["any"])
        .dict()
        .build()
        .expect("it is a class");
    let mut rows = Rows::new(&class);
    assert!(rows.objects().column::<u16>("id").expect("it is one").is_empty());
    let fill = |rows: &mut PartialSlice<'_>, doors: u8| {
        rows.column("id").expect("of the base").fill(|row| Ok(row as u16), refused)?;
        rows.column("name").expect("it is one").fill(|row| Ok(row.to_string()), refused)?;
        rows.column("doors").expect("it is one").fill(|_| Ok(doors), refused)?;
        let any = |row| Ok((row > 0).then(|| Value::from(row)));
        rows.fill_values("any", any, refused).expect("it is one")?;
        rows.fill_defaults(|_, _| Fault::Stop)
    };
    rows.extend_by_columns(2, |rows| fill(rows, 3)).expect("all is given");
    let failed = rows.extend_by_columns(5, |rows| fill(rows, 10));
    assert!(matches!(failed, Err(Fault::Refused(0, _))), "{failed:?}");
    assert_eq!(
        format!("{rows:?}"),
        "[Car(id=0, name='0', doors=3), Car(id=1, name='1', doors=3, any=1)]"
    );
    rows.row_mut(1).expect("it is one").setattr("extra", 1).expect("there is a `Dict`");

    let all = rows.objects();
    assert_eq!((all.len(), all.layout().name()), (2, "Car"));
    let names = all.range(1..2).column::<String>("name").expect("it is one");
    assert_eq!(names.iter().collect::<Vec<_>>(), ["1"]);
    assert_eq!(all.attributes("any").expect("it is one").get(1).expect("it is bound"), 1);
    assert!(all.dict(0).expect("there is one").is_empty());
    assert_eq!(all.dict(1).expect("there is one").len(), 1);

    // A slot that another one of the same name hides is unbound.
    let a = Class::builder("A").slots(["x"]).build().expect("it is a class");
    let b = Class::builder("B").bases([&a]).slots(["x"]).build().expect("it is a class");
    let mut rows = Rows::new(&b);
    let fill = |rows: &mut PartialSlice<'_>| {
        rows.fill_values("x", |row| Ok(Some(row.into())), refused).expect("it is one")?;
        rows.fill_defaults(|_, _| Fault::Stop)
    };
    rows.extend_by_columns(2, fill).expect("all is given");
    assert_eq!(format!("{rows:?}"), "[B(x=0), B(x=1)]");
    let of_a = a.descriptor("x").expect("A declares it");
    assert!(of_a.get(&rows.remove(1)).is_err());

    // Fields that take no room, and a static type at the start.
    let bare = Class::builder("Bare").slots([""; 0]).build().expect("it is a class");
    let mut rows = Rows::new(&bare);
    rows.extend_by_columns::<Fault>(3, |_| Ok(())).expect("there is nothing to give");
    assert_eq!((rows.len(), rows.objects().len()), (3, 3));
    let engine = Class::of::<Engine>();
    let class = Class::builder("Turbo").bases([&engine]).slot::<f32>("boost").build();
    let mut rows = Rows::new(&class.expect("it is a class"));
    let made = rows.extend_by_columns(2, |rows| {
        rows.column("boost").expect("it is one").fill(|_| Ok(1.5_f32), refused)?;
        rows.column("rpm").expect("of the base").fill(|row| Ok(row as u32), refused)?;
        rows.column("maker").expect("of the base").fill(|_| Ok(String::from("m")), refused)
    });
    made.expect("all is given");
    assert_eq!(rows.objects().column::<u32>("rpm").expect("it is one").get(1), Some(&1));
}

#[test]
fn an_empty_column_says_so_and_a_column_shows_its_values() {
    let cars = cars(2);
    let (all, none) = (ObjectSlice::new(&cars), ObjectSlice::new(&cars[..0]));
    for (slice, is_empty) in [(all, false), (none, true)] {
        let ids = slice.column::<u16>("id").expect("it is one");
        let weights = slice.optional_column::<f64>("weight").expect("it is one");
        let names = slice.attributes("name").expect("it is one");
        assert_eq!(slice.is_empty(), is_empty);
        assert_eq!(
            (ids.is_empty(), weights.is_empty(), names.is_empty()),
            (is_empty, is_empty, is_empty)
        );
        assert_eq!(
            (ids.len(), weights.len(), names.len()),
            (slice.len(), slice.len(), slice.len())
        );
        let nested = slice.nested("engine").expect("it is a struct");
        assert_eq!(nested.attributes("rpm").expect("it is one").len(), slice.len());
    }
    assert_eq!(format!("{:?}", all.column::<u16>("id").expect("it is one")), "[0, 1]");
    let weights = all.optional_column::<f64>("weight").expect("it is one");
    assert_eq!(format!("{weights:?}"), "[Some(0.0), None]");
    assert_eq!(format!("{all:?}"), "ObjectSlice { type: \"Car\", len: 2 }");
    let names = all.attributes("name").expect("it is one");
    assert_eq!(format!("{names:?}"), "AttrColumn { slot: \"name\", .. }");
    let stopped = extend_by_columns::<Car, ()>(&mut Vec::new(), 2, |new| {
        assert!(!new.is_empty());
        assert_eq!(format!("{new:?}"), "PartialSlice { type: \"Car\", len: 2, .. }");
        let name = new.column::<String>("name").expect("it is one");
        assert_eq!(format!("{name:?}"), "PartialColumn { slot: \"name\", .. }");
        Err(())
    });
    assert_eq!(stopped, Err(()));
    let empty = extend_by_columns::<Car, ()>(&mut Vec::new(), 0, |new| {
        assert!(new.is_empty());
        Ok(())
    });
    assert_eq!(empty, Ok(()));
}

#[test]
fn a_column_of_any_kind_has_no_value_past_its_end() {
    let cars = cars(2);
    let all = ObjectSlice::new(&cars);
    for slice in [all, all.range(0..1), all.range(1..1), ObjectSlice::new(&cars[..0])] {
        let ids = slice.column::<u16>("id").expect("it is one");
        let weights = slice.optional_column::<f64>("weight").expect("it is one");
        let names = slice.attributes("name").expect("it is one");
        let rpms = slice.nested("engine").expect("it is a struct");
        let rpms = rpms.attributes("rpm").expect("it is one");
        for index in 0..slice.len() {
            assert!(ids.get(index).is_some() && names.get(index).is_some());
            assert!(rpms.get(index).is_some());
        }
        for index in [slice.len(), slice.len() + 1, usize::MAX] {
            assert_eq!((ids.get(index), weights.get(index)), (None, None));
            assert_eq!((names.get(index), rpms.get(index)), (None, None));
        }
    }
}

#[test]
fn a_row_without_a_value_may_be_the_last_one() {
    let mut made: Vec<Thing> = Vec::new();
    for values in [[Some(1.5), None], [None, Some(2.5)], [None, None]] {
        extend_by_columns(&mut made, 2, |things| {
            let weight = |row: usize| Ok(values[row].map(Value::from));
            things.column("id").expect("it is one").fill(|row| Ok(row as u16), refused)?;
            things.fill_values("weight", weight, refused).expect("it is one")
        })
        .expect("all is given");
        let read: Vec<_> = made.split_off(0).iter().map(|thing| thing.weight).collect();
        assert_eq!(read, values);
    }
}

#[test]
fn each_row_has_a_dict_of_its_own() {
    let from = cars(3);
    let mut made: Vec<Car> = Vec::new();
    let entries = |row: usize| Dict::from([("number", row as i64)]);
    extend_by_columns(&mut made, 3, |cars| {
        cars.fill_dict(|row| Ok(entries(row))).expect("there is one")?;
        fill(cars, &from, 4)
    })
    .expect("all is given");
    for (row, car) in made.iter().enumerate() {
        assert_eq!(car.__dict__, entries(row));
    }
    // What fails in one row leaves nothing behind.
    let failed = extend_by_columns(&mut made, 3, |cars| {
        let dict = |row| if row == 2 { Err(Fault::Stop) } else { Ok(entries(row)) };
        cars.fill_dict(dict).expect("there is one")
    });
    assert_eq!((failed, made.len()), (Err(Fault::Stop), 3));
    let none = extend_by_columns::<Engine, ()>(&mut Vec::new(), 1, |engines| {
        assert!(engines.fill_dict(|_| Ok::<_, ()>(Dict::new())).is_none());
        Err(())
    });
    assert_eq!(none, Err(()));
}

#[test]
fn a_field_that_is_no_slot_and_has_no_default_is_named_as_missing() {
    struct Handle;
    #[derive(Slots)]
    struct Kept {
        id: u8,
        #[slots(optional)]
        note: Option<String>,
        #[slots(skip)]
        handle: Handle,
    }
    let mut names = Vec::new();
    let stopped = extend_by_columns::<Kept, ()>(&mut Vec::new(), 1, |new| {
        new.missing(|name| names.push(name.to_owned()));
        Err(())
    });
    assert_eq!((stopped, names), (Err(()), vec!["id".to_owned(), "handle".to_owned()]));
    let Kept { id, note, handle: Handle } = Kept { id: 1, note: None, handle: Handle };
    assert_eq!((id, note), (1, None));
}
