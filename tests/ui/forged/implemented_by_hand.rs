use slotted::presence::Absent;
use slotted::{SlotLayout, Slotted};

struct Point;

#[derive(slotted::Slots)]
struct Other {
    x: f64,
}

impl Slotted for Point {
    type Slots = ();
    type Dict = Absent;
    const SLOTS: () = ();
    const LAYOUT: &'static SlotLayout = Other::LAYOUT;
}

fn main() {}
