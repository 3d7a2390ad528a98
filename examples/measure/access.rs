//! The timed code: the ways to reach a value in each form.
//!
//! Five columns are read and written. Their values are always known and of one type, so that any of
//! them can stand for any other.

use std::hint::black_box;

use slotted::prelude::*;

use crate::flight::{Flight, FlightWithDict, HashFlight, JsonFlight, PlainFlight, TreeFlight};

/// How many columns are timed.
pub(crate) const TIMED: usize = 5;

/// A struct whose fields the compiler knows.
pub(crate) trait ByField {
    /// Reads the timed columns.
    fn read_fields(&self) -> [u16; TIMED];

    /// Writes `value` to each timed column.
    fn write_fields(&mut self, value: u16);
}

/// A struct whose slots the compiler knows.
pub(crate) trait ByDescriptor {
    /// Reads the timed columns.
    fn read_descriptors(&self) -> [u16; TIMED];
}

/// A form whose values are found by name.
pub(crate) trait ByName {
    /// Reads the value with that name.
    fn read(&self, name: &str) -> i64;

    /// Writes the value with that name.
    fn write(&mut self, name: &str, value: u16);
}

macro_rules! timed {
    ($columns:tt fields: $($plain:ty),*; slots: $($slotted:ty),*) => {
        timed!(@names $columns);
        $(timed!(@fields $columns $plain);)*
        $(timed!(@fields $columns $slotted); timed!(@slots $columns $slotted);)*
    };
    (@names ($($column:ident),*)) => {
        /// The names of the timed columns.
        pub(crate) const TIMED_NAMES: [&str; TIMED] = [$(stringify!($column)),*];
    };
    (@fields ($($column:ident),*) $type:ty) => {
        impl ByField for $type {
            #[inline(always)]
            fn read_fields(&self) -> [u16; TIMED] {
                [$(self.$column),*]
            }

            #[inline(always)]
            fn write_fields(&mut self, value: u16) {
                $(self.$column = value;)*
            }
        }
    };
    (@slots ($($column:ident),*) $type:ty) => {
        impl ByDescriptor for $type {
            #[inline(always)]
            fn read_descriptors(&self) -> [u16; TIMED] {
                [$(*<$type>::SLOTS.$column.get(self)),*]
            }
        }

        impl ByName for $type {
            #[inline(always)]
            fn read(&self, name: &str) -> i64 {
                self.getattr(name).ok().and_then(|value| value.as_i64()).expect(KNOWN)
            }

            #[inline(always)]
            fn write(&mut self, name: &str, value: u16) {
                self.setattr(name, value).expect(KNOWN);
            }
        }
    };
}
timed! {
    (year, sched_dep_time, sched_arr_time, flight, distance)
    fields: PlainFlight;
    slots: Flight, FlightWithDict
}

const KNOWN: &str = "the timed columns are always known, and numbers";

macro_rules! maps {
    ($($type:ty: |$value:ident| $number:expr;)*) => {$(
        impl ByName for $type {
            #[inline(always)]
            fn read(&self, name: &str) -> i64 {
                self.get(name).and_then(|$value| $number).expect(KNOWN)
            }

            // Not `insert`, which would need an owned key each time.
            #[inline(always)]
            fn write(&mut self, name: &str, value: u16) {
                *self.get_mut(name).expect(KNOWN) = value.into();
            }
        }
    )*};
}
maps! {
    HashFlight: |value| value.view().as_i64();
    TreeFlight: |value| value.view().as_i64();
    JsonFlight: |value| value.as_i64();
}

/// The input of every pass.
pub(crate) struct Plan {
    /// The names of the timed columns, owned as in a program that has read them from somewhere.
    pub(crate) names: [String; TIMED],
    /// For each row, the order in which its columns are accessed by name.
    pub(crate) orders: Vec<[u8; TIMED]>,
    /// The value that this round writes.
    pub(crate) value: u16,
}

/// One pass: reaches the timed columns of all rows once. Returns the sum of the values that were
/// read or written.
pub(crate) type Pass<T> = fn(&mut [T], &Plan) -> i64;

fn total(values: [u16; TIMED]) -> i64 {
    values.into_iter().map(i64::from).sum()
}

/// `row.distance`
pub(crate) fn read_field<T: ByField>(rows: &mut [T], _: &Plan) -> i64 {
    rows.iter().map(|row| total(black_box(row).read_fields())).sum()
}

/// `Flight::SLOTS.distance.get(&row)`
pub(crate) fn read_descriptor<T: ByDescriptor>(rows: &mut [T], _: &Plan) -> i64 {
    rows.iter().map(|row| total(black_box(row).read_descriptors())).sum()
}

/// `Flight::slot(name)` once, then `slot.get(&row)`
pub(crate) fn read_slot<T: Slotted>(rows: &mut [T], plan: &Plan) -> i64 {
    let slots = plan.names.each_ref().map(|name| T::slot::<u16>(name).expect(KNOWN));
    let read = |row| total(slots.map(|slot| *slot.get(row)));
    rows.iter().map(|row| read(black_box(row))).sum()
}

/// `row.getattr(name)`
pub(crate) fn read_name<T: ByName>(rows: &mut [T], plan: &Plan) -> i64 {
    let mut sum = 0;
    for (row, order) in rows.iter().zip(&plan.orders) {
        let row = black_box(row);
        for &column in order {
            sum += row.read(&plan.names[usize::from(column)]);
        }
    }
    sum
}

/// `row.distance = value`
pub(crate) fn write_field<T: ByField>(rows: &mut [T], plan: &Plan) -> i64 {
    for row in &mut *rows {
        black_box(row).write_fields(plan.value);
    }
    written(rows.len(), plan)
}

/// `row.setattr(name, value)`
pub(crate) fn write_name<T: ByName>(rows: &mut [T], plan: &Plan) -> i64 {
    for (row, order) in rows.iter_mut().zip(&plan.orders) {
        let row = black_box(row);
        for &column in order {
            row.write(&plan.names[usize::from(column)], plan.value);
        }
    }
    written(rows.len(), plan)
}

fn written(rows: usize, plan: &Plan) -> i64 {
    i64::try_from(rows * TIMED).expect("few rows are timed") * i64::from(plan.value)
}
