//! Typed descriptors: reading, writing, columns, slots inside slots, and descriptors resolved from
//! names.

use std::cell::Cell;

use slotted::prelude::*;
use slotted::{AttributeErrorKind, ReadOnlySlot, Slot};

#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Engine {
    rpm: f64,
    #[slots(readonly)]
    serial: u32,
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Vehicle {
    wheels: u8,
    owner: String,
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Car {
    doors: u8,
    #[slots(base)]
    vehicle: Vehicle,
    engine: Engine,
    #[slots(optional)]
    trailer: Option<String>,
}

#[test]
fn a_descriptor_is_two_words_and_copy() {
    fn copy<T: Copy + Send + Sync + 'static>(_: T) {}
    // A descriptor holds an offset and no value, so it is `Send`, `Sync` and `Copy` for any slot
    // type.
    #[derive(Slots)]
    struct Local {
        #[slots(opaque)]
        cell: Cell<u8>,
    }
    copy(Local::SLOTS.cell);
    copy(Car::SLOTS.engine);
    assert_eq!(size_of_val(&Car::SLOTS.engine), 16);
    assert_eq!(Local::SLOTS.cell.get(&Local { cell: Cell::new(3) }).get(), 3);
}

#[test]
fn replace_returns_the_old_value() {
    let mut car = Car::default();
    assert_eq!(Car::SLOTS.doors.replace(&mut car, 5), 0);
    assert_eq!(Car::SLOTS.doors.replace(&mut car, 3), 5);
    assert_eq!((car.doors, *Car::SLOTS.doors.get(&car)), (3, 3));
    *Car::SLOTS.doors.get_mut(&mut car) += 1;
    assert_eq!(car.doors, 4);
}

#[test]
fn a_descriptor_sees_the_field_as_it_is() {
    // By name, an optional slot is the value inside its `Option`; by descriptor, it is the `Option`
    // itself.
    let mut car = Car::default();
    assert_eq!(Car::SLOTS.trailer.replace(&mut car, Some("tent".into())), None);
    assert_eq!(car.getattr("trailer").unwrap(), "tent");
    let by_name = Car::slot::<Option<String>>("trailer").unwrap();
    assert_eq!(by_name.get(&car).as_deref(), Some("tent"));
}

#[test]
fn then_adds_offsets() {
    let rpm: Slot<Car, f64> = Car::SLOTS.engine.then(Engine::SLOTS.rpm);
    assert_eq!(rpm.offset(), std::mem::offset_of!(Car, engine.rpm));
    let mut car = Car::default();
    rpm.set(&mut car, 900.0);
    assert_eq!(car.engine.rpm, 900.0);
    assert_eq!(rpm.name(), "rpm");

    // `then` works in const too.
    const RPM: Slot<Car, f64> = Car::SLOTS.engine.then(Engine::SLOTS.rpm);
    assert_eq!(RPM.get(&car), &900.0);

    #[derive(Slots)]
    struct Garage {
        place: Car,
    }
    let deep = Garage::SLOTS.place.then(Car::SLOTS.engine).then(Engine::SLOTS.rpm);
    assert_eq!(deep.get(&Garage { place: car }), &900.0);
}

#[test]
fn read_only_is_a_type() {
    let serial: ReadOnlySlot<Engine, u32> = Engine::SLOTS.serial;
    let through: ReadOnlySlot<Car, u32> = Car::SLOTS.engine.then(Engine::SLOTS.serial);
    let given_up: ReadOnlySlot<Car, u8> = Car::SLOTS.doors.read_only();
    let car = Car { engine: Engine { rpm: 0.0, serial: 7 }, doors: 2, ..Car::default() };
    assert_eq!(serial.get(&car.engine), &7);
    assert_eq!(through.get(&car), &7);
    assert_eq!(given_up.get(&car), &2);
}

#[test]
fn a_column_is_one_slot_of_many() {
    let cars: Vec<Car> = (0..10).map(|doors| Car { doors, ..Car::default() }).collect();
    let doors = Car::SLOTS.doors;
    assert_eq!(doors.column(&cars).copied().collect::<Vec<_>>(), (0..10).collect::<Vec<u8>>());
    assert_eq!(doors.column(&cars).rev().copied().next(), Some(9));
    assert_eq!(doors.column(&cars).len(), 10);
    assert_eq!(doors.column(&cars).nth(4), Some(&4));
    assert_eq!(doors.column(&cars[..0]).next(), None);
    assert_eq!(doors.column(&cars).map(|doors| u32::from(*doors)).sum::<u32>(), 45);
    assert_eq!(format!("{:?}", doors.column(&cars[..3])), "[0, 1, 2]");
}

#[test]
fn a_name_resolves_to_a_descriptor_through_bases() {
    let owner = Car::slot::<String>("owner").unwrap();
    assert_eq!(owner.offset(), std::mem::offset_of!(Car, vehicle.owner));
    let mut car = Car::default();
    owner.set(&mut car, "Ada".into());
    assert_eq!(car.vehicle.owner, "Ada");
    assert_eq!(owner.offset(), Car::slot::<String>("owner").unwrap().offset());
}

#[test]
fn resolving_names_both_types_or_what_is_wrong() {
    let error = Car::slot::<u16>("doors").unwrap_err();
    assert_eq!(error.to_string(), "attribute 'doors' of 'Car' objects must be u8, not u16");
    assert_eq!(error.kind(), AttributeErrorKind::WrongType { expected: "u8", found: "u16" });

    let error = Car::slot::<u8>("dors").unwrap_err();
    assert_eq!(error.kind(), AttributeErrorKind::NoSuchAttribute);
    assert_eq!(error.suggestion(), Some("doors"));

    let error = Engine::slot::<u32>("serial").unwrap_err();
    assert_eq!(error.kind(), AttributeErrorKind::ReadOnly);
    assert_eq!(
        Engine::read_only_slot::<u32>("serial").unwrap().offset(),
        Engine::SLOTS.serial.offset()
    );
}

#[test]
fn a_descriptor_prints_as_python_prints_it() {
    assert_eq!(format!("{:?}", Engine::SLOTS.rpm), "<member 'rpm' of 'Engine' objects>");
}

mod shapes {
    use slotted::prelude::*;

    #[derive(Slots)]
    pub(crate) struct Mixed {
        pub open: u8,
        pub(crate) within: u8,
        pub(super) above: u8,
        hidden: u8,
    }

    impl Mixed {
        pub(crate) fn new() -> Self {
            Mixed { open: 1, within: 2, above: 3, hidden: 4 }
        }

        pub(crate) fn hidden(&self) -> u8 {
            *Mixed::SLOTS.hidden.get(self)
        }
    }
}

#[test]
fn a_descriptor_is_as_visible_as_its_field() {
    use shapes::Mixed;
    let mixed = Mixed::new();
    assert_eq!(*Mixed::SLOTS.open.get(&mixed), 1);
    assert_eq!(*Mixed::SLOTS.within.get(&mixed), 2);
    assert_eq!(*Mixed::SLOTS.above.get(&mixed), 3);
    assert_eq!(mixed.hidden(), 4);
}

#[test]
fn descriptors_are_equal_if_offset_and_name_are() {
    #[derive(Slots)]
    #[repr(C)]
    struct Row {
        nothing: (),
        first: u8,
        second: u8,
    }
    let slots = Row::SLOTS;
    assert_eq!(slots.first, Row::slot::<u8>("first").unwrap());
    assert_ne!(slots.first, slots.second);
    // Slots of size zero lie where others do.
    #[derive(Slots)]
    struct Empty {
        a: (),
        b: (),
    }
    assert_ne!(Empty::SLOTS.a, Empty::SLOTS.b);
    assert_eq!(slots.nothing, Row::SLOTS.nothing);
    let Empty { a, b } = Empty { a: (), b: () };
    let Row { nothing, first, second } = Row { nothing: (), first: 1, second: 2 };
    assert_eq!((a, b, nothing, first, second), ((), (), (), 1, 2));
}
