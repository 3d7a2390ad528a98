//! Operations on run-time classes, their instances and rows.

use slotted::prelude::*;
use slotted::{Class, NewSlot, Rows};

use super::Operation;
use super::input::Input;
use super::presence;
use super::world::{OPTIONAL, World, check, shown};

pub(super) const OPERATIONS: &[Operation] = &[
    make,
    write,
    delete,
    row,
    change_row,
    remove,
    sort,
    keep,
    column,
    change_class,
    data,
    presence::any_bits,
    presence::by_slot,
    presence::column,
    presence::by_columns,
];

/// Makes a class of any shape. What is taken has instances that work.
fn make(world: &mut World, input: &mut Input<'_>) {
    let mut builder = Class::builder(input.text());
    if input.byte().is_multiple_of(2) {
        builder = builder.bases([&world.class]);
    }
    for _ in 0..input.below(5) {
        let name = input.text();
        builder = match input.byte() % 7 {
            0 => builder.slot::<u8>(name),
            1 => builder.slot::<String>(name),
            2 => builder.slots([name]),
            3 => builder.attr(name, input.value()),
            4 => builder.dict(),
            5 => builder.declare(NewSlot::<i32>::new(name).optional()),
            _ => builder.slots_value(input.value()),
        };
    }
    match builder.build() {
        Ok(class) => {
            assert!(!class.layout().to_string().is_empty());
            if let Ok(mut instance) = class.from_attrs(input.attrs()) {
                drop(instance.setattr(&input.text(), input.value()));
                check(&instance);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn write(world: &mut World, input: &mut Input<'_>) {
    let (name, value) = (input.text(), input.value());
    let before = shown(&world.instance);
    match world.instance.setattr(&name, value) {
        Ok(()) => assert!(world.instance.hasattr(&name) || OPTIONAL.contains(&&*name)),
        Err(_) => assert_eq!(shown(&world.instance), before),
    }
}

fn delete(world: &mut World, input: &mut Input<'_>) {
    let name = input.text();
    let before = shown(&world.instance);
    match world.instance.delattr(&name) {
        Ok(_) => assert!(!world.instance.hasattr(&name)),
        Err(_) => assert_eq!(shown(&world.instance), before),
    }
}

fn row(world: &mut World, input: &mut Input<'_>) {
    let len = world.rows.len();
    let mut attrs = vec![("wide".to_owned(), input.number().into()), ("text".into(), "a".into())];
    attrs.extend(input.attrs().into_iter().filter(|(name, _)| name != "wide" && name != "text"));
    let made = world.class.from_attrs(attrs.clone());
    match world.rows.push_attrs(attrs) {
        Ok(()) => {
            let made = made.expect("a row is an instance");
            assert_eq!(shown(&*world.rows.row(len).expect("it is there")), shown(&made));
        }
        Err(error) => {
            let other = made.expect_err("a row is an instance");
            assert_eq!((error.to_string(), world.rows.len()), (other.to_string(), len));
        }
    }
    world.rows.push(world.instance.copy().expect("nothing is opaque")).expect("of one class");
}

fn change_row(world: &mut World, input: &mut Input<'_>) {
    let at = input.below(world.rows.len());
    let Some(mut row) = world.rows.row_mut(at) else { return };
    let before = shown(&*row);
    if row.setattr(&input.text(), input.value()).is_err() {
        assert_eq!(shown(&*row), before);
    }
    check(&*row);
}

fn remove(world: &mut World, input: &mut Input<'_>) {
    if world.rows.is_empty() {
        return;
    }
    let at = input.below(world.rows.len());
    let before = shown(&*world.rows.row(at).expect("it is there"));
    assert_eq!(shown(&world.rows.remove(at)), before);
}

fn sort(world: &mut World, _: &mut Input<'_>) {
    let slot = world.class.slot::<i64>("wide").expect("it is a slot");
    let mut numbers: Vec<i64> = world.rows.column(&slot).expect("of one class").copied().collect();
    numbers.sort_unstable();
    world.rows.sort_by_slot(&slot, i64::cmp).expect("of one class");
    assert!(world.rows.column(&slot).expect("of one class").eq(&numbers));
}

fn keep(world: &mut World, input: &mut Input<'_>) {
    let least = input.number();
    let slot = world.class.slot::<i64>("wide").expect("it is a slot");
    let column =
        |rows: &Rows| -> Vec<i64> { rows.column(&slot).expect("of one class").copied().collect() };
    let kept: Vec<i64> = column(&world.rows).into_iter().filter(|it| *it >= least).collect();
    world.rows.retain(|row| *slot.get(row).expect("of one class") >= least);
    assert_eq!(column(&world.rows), kept);
}

fn column(world: &mut World, input: &mut Input<'_>) {
    let slot = world.class.slot::<String>("text").expect("it is a slot");
    let text = input.text();
    for place in world.rows.column_mut(&slot).expect("of one class") {
        place.clone_from(&text);
    }
    assert!(world.rows.column(&slot).expect("of one class").all(|own| *own == text));
}

fn change_class(world: &mut World, input: &mut Input<'_>) {
    let other = Class::builder(input.text()).slots([input.text()]).build();
    let Ok(other) = other else { return };
    let before = shown(&world.instance);
    assert!(world.instance.set_class(&other).is_err());
    assert_eq!(shown(&world.instance), before);
}

fn data(world: &mut World, input: &mut Input<'_>) {
    let mut from = serde_json::Deserializer::from_slice(input.rest());
    if let Ok(instance) = world.class.deserialize(&mut from) {
        check(&instance);
        let text = serde_json::to_string(&instance).expect("it has a form");
        let mut from = serde_json::Deserializer::from_str(&text);
        let again = world.class.deserialize(&mut from).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(shown(&again), shown(&instance));
    }
}
