use slotted::prelude::*;
use slotted::{HasWeakref, Obj, WeakObj};

#[derive(Slots)]
struct Point {
    x: f64,
}

fn watch<T: HasWeakref>(object: &Obj<T>) -> WeakObj<T> {
    Obj::downgrade(object)
}

fn main() {
    watch(&Obj::new(Point { x: 1.0 }));
}
