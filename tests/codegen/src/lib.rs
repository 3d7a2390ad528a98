//! Functions in pairs that do the same: one accesses a plain field, the other uses slotted.
//! `tests/codegen.rs` compares their machine code.

#![allow(missing_docs)]

use slotted::prelude::*;
use slotted::{Slot, TypedPath};

#[derive(Slots)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Slots)]
pub struct Engine {
    pub rpm: u32,
    pub oil: Point,
}

#[derive(Slots)]
pub struct Car {
    pub doors: u8,
    pub engine: Engine,
}

#[inline(never)]
pub fn get_by_field(p: &Point) -> f64 {
    p.y
}

#[inline(never)]
pub fn get_by_descriptor(p: &Point) -> f64 {
    *Point::SLOTS.y.get(p)
}

#[inline(never)]
pub fn set_by_field(p: &mut Point, value: f64) -> f64 {
    std::mem::replace(&mut p.y, value)
}

#[inline(never)]
pub fn set_by_descriptor(p: &mut Point, value: f64) -> f64 {
    Point::SLOTS.y.replace(p, value)
}

#[inline(never)]
pub fn path_by_field(car: &Car) -> f64 {
    car.engine.oil.y
}

#[inline(never)]
pub fn path_by_descriptor(car: &Car) -> f64 {
    *Car::SLOTS.engine.then(Engine::SLOTS.oil).then(Point::SLOTS.y).get(car)
}

// A slot that is found at run time has an offset that is known only at run time. Its plain
// counterpart is an index into an array.

#[inline(never)]
pub fn resolved_by_index(index: usize, values: &[f64; 2]) -> f64 {
    values[index & 1]
}

#[inline(never)]
pub fn resolved_by_slot(slot: Slot<Point, f64>, p: &Point) -> f64 {
    *slot.get(p)
}

#[inline(never)]
pub fn sum_by_field(points: &[Point]) -> f64 {
    points.iter().map(|p| p.y).sum()
}

#[inline(never)]
pub fn sum_by_descriptor(points: &[Point]) -> f64 {
    Point::SLOTS.y.column(points).sum()
}

/// Returns the path as a slot, if all of it lies inside the struct.
pub fn path_of(path: &TypedPath<Car, f64>) -> Option<Slot<Car, f64>> {
    path.slot()
}

// By a name that is known only at run time: the layout of a concrete type is a constant.

#[derive(Slots)]
pub struct Place {
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Slots)]
pub struct Event {
    pub magnitude: f64,
    pub depth: f64,
    pub felt: f64,
    pub place: f64,
    pub time: f64,
    pub tsunami: f64,
    pub status: f64,
    pub stations: f64,
}

#[inline(never)]
pub fn get_by_name_of_two(place: &Place, name: &str) -> Option<f64> {
    place.getattr_opt(name)?.downcast_ref().copied()
}

#[inline(never)]
pub fn get_by_name_of_eight(event: &Event, name: &str) -> Option<f64> {
    event.getattr_opt(name)?.downcast_ref().copied()
}
