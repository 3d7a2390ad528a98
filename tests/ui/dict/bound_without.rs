use slotted::HasDict;
use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
}

fn tag(object: &mut impl HasDict) {
    object.dict_mut().insert("tag", true);
}

fn main() {
    tag(&mut Point { x: 1.0 });
}
