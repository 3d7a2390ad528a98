//! Operations on optional slots of run-time classes, whose presence is a bit.

use slotted::class::{ClassBuilder, NewSlot};
use slotted::prelude::*;
use slotted::{Class, ConversionError, Rows};

use super::input::Input;
use super::world::{OPTIONAL, World, check, shown};

/// Declares an optional number, of a type that the number `kind` says.
fn declare(builder: ClassBuilder, name: String, kind: u8) -> ClassBuilder {
    match kind % 6 {
        0 => builder.declare(NewSlot::<u8>::new(name).optional()),
        1 => builder.declare(NewSlot::<i16>::new(name).optional()),
        2 => builder.declare(NewSlot::<f32>::new(name).optional()),
        3 => builder.declare(NewSlot::<i64>::new(name).optional()),
        4 => builder.declare(NewSlot::<f64>::new(name).optional()),
        // Its `None` is a niche: no bit.
        _ => builder.declare(NewSlot::<bool>::new(name).optional()),
    }
}

/// Makes a class of up to 20 optional numbers, some of them in a base, and binds and unbinds them:
/// each holds what a list of values says.
pub(super) fn any_bits(_: &mut World, input: &mut Input<'_>) {
    let (count, in_base) = (1 + input.below(20), input.below(21));
    let slots = |mut builder: ClassBuilder, numbers: std::ops::Range<usize>, kind: u8| {
        for number in numbers {
            // Neighbours are of different types.
            builder = declare(builder, format!("n{number}"), kind.wrapping_add(number as u8));
        }
        builder
    };
    let (in_base, kind) = (in_base.min(count), input.byte());
    let base = slots(Class::builder("Base").slots([""; 0]), 0..in_base, kind);
    let base = base.build().expect("the names differ");
    let below = Class::builder("Bits").bases([&base]).slots([""; 0]);
    let class = slots(below, in_base..count, kind).build().expect("the names differ");
    let mut o = class.instance();
    let mut model: Vec<Option<String>> = vec![None; count];
    for _ in 0..input.below(32) {
        let number = input.below(count);
        let name = format!("n{number}");
        match input.byte() % 4 {
            0 => assert_eq!(o.delattr(&name).is_ok(), model[number].take().is_some()),
            1 => {
                o.setattr(&name, Value::None).expect("it unbinds");
                model[number] = None;
            }
            _ => {
                let value = if input.byte().is_multiple_of(2) {
                    input.number().into()
                } else {
                    input.value()
                };
                let unbinds = value == Value::None;
                if o.setattr(&name, value).is_ok() {
                    model[number] = o.getattr_opt(&name).map(|value| value.to_string());
                    assert_eq!(model[number].is_none(), unbinds);
                }
            }
        }
    }
    for (number, expected) in model.iter().enumerate() {
        let found = o.getattr_opt(&format!("n{number}")).map(|value| value.to_string());
        assert_eq!(found, *expected, "n{number} of {count}");
    }
    check(&o);
    let before = shown(&o);
    let mut rows = Rows::new(&class);
    rows.push(o.copy().expect("nothing is opaque")).expect("of one class");
    rows.push(o).expect("of one class");
    rows.sort_by(|a, b| shown(&**b).cmp(&shown(&**a)));
    assert_eq!(shown(&rows.remove(0)), before);
    assert_eq!(shown(&*rows.row(0).expect("there was another")), before);
}

/// Replaces the value of an optional slot through its descriptor, in the instance and in a row.
pub(super) fn by_slot(world: &mut World, input: &mut Input<'_>) {
    let maybe = world.class.optional_slot::<f64>("maybe").expect("it is a slot");
    let small = world.class.optional_slot::<u8>("small").expect("it is a slot");
    let ratio = (!input.byte().is_multiple_of(3)).then(|| input.float());
    let digit = (!input.byte().is_multiple_of(3)).then(|| input.byte());
    let at = input.below(world.rows.len());

    let before = maybe.get(&world.instance).expect("of one class").copied();
    let old = maybe.replace(&mut world.instance, ratio).expect("of one class, not validated");
    assert_eq!(old, before);
    let found = world.instance.getattr_opt("maybe").map(|it| *it.downcast_ref::<f64>().unwrap());
    assert_eq!(found, ratio);

    let Some(mut row) = world.rows.row_mut(at) else { return };
    let before = small.get(&row).expect("of one class").copied();
    let is_taken = small.set(&mut row, digit).is_ok();
    assert_eq!(is_taken, digit.is_none_or(|digit| digit <= 9));
    assert_eq!(
        small.get(&row).expect("of one class").copied(),
        if is_taken { digit } else { before }
    );
    check(&*row);
}

/// Changes the bound values of an optional slot in all rows; what is unbound stays so.
pub(super) fn column(world: &mut World, input: &mut Input<'_>) {
    let slot = world.class.optional_slot::<i64>("level").expect("it is a slot");
    let by = input.number();
    let column = |rows: &Rows| -> Vec<Option<i64>> {
        rows.column(&slot).expect("of one class").map(|value| value.copied()).collect()
    };
    let by_name: Vec<Option<i64>> =
        world.rows.iter().map(|row| row.getattr_opt("level").and_then(|it| it.as_i64())).collect();
    assert_eq!(column(&world.rows), by_name);
    for value in world.rows.column_mut(&slot).expect("of one class").flatten() {
        *value = value.wrapping_add(by);
    }
    let expected: Vec<_> = by_name.iter().map(|it| it.map(|it| it.wrapping_add(by))).collect();
    assert_eq!(column(&world.rows), expected);
    world.rows.sort_by_slot(&slot, |a, b| a.cmp(&b)).expect("of one class");
    assert!(column(&world.rows).is_sorted());
}

/// Adds rows column by column, or none where a value is refused.
pub(super) fn by_columns(world: &mut World, input: &mut Input<'_>) {
    let (before, more) = (world.rows.len(), input.below(5));
    let (wide, text) = (input.number(), input.text());
    let values: Vec<Vec<Option<Value>>> = OPTIONAL
        .iter()
        .map(|_| {
            (0..more)
                .map(|_| (!input.byte().is_multiple_of(3)).then(|| input.number().into()))
                .collect()
        })
        .collect();
    let added = world.rows.extend_by_columns::<ConversionError>(more, |new| {
        new.column("wide").expect("it is a slot").fill(|_| Ok(wide), |_, why| why)?;
        new.column("text").expect("it is a slot").fill(|_| Ok(text.clone()), |_, why| why)?;
        for (name, values) in OPTIONAL.iter().zip(&values) {
            let filled = new.fill_values(name, |row| Ok(values[row].clone()), |_, why| why);
            filled.expect("it is a slot")?;
        }
        new.fill_defaults(|_, why| why)
    });
    // A row made by columns is an instance made by name.
    let by_name: Vec<_> = (0..more)
        .map(|row| {
            let given = OPTIONAL.iter().zip(&values);
            let given = given.filter_map(|(name, values)| Some((*name, values[row].clone()?)));
            let always = [("wide", Value::from(wide)), ("text", text.clone().into())];
            world.class.from_attrs(always.into_iter().chain(given))
        })
        .collect();
    assert_eq!(added.is_ok(), by_name.iter().all(Result::is_ok));
    assert_eq!(world.rows.len(), before + if added.is_ok() { more } else { 0 });
    if added.is_ok() {
        for (row, instance) in by_name.into_iter().flatten().enumerate() {
            let row = world.rows.row(before + row).expect("it was added");
            assert_eq!(shown(&*row), shown(&instance));
            check(&*row);
        }
    }
}
