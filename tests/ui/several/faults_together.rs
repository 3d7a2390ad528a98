use slotted::prelude::*;

#[derive(Slots)]
#[slots(dict, frozzen)]
struct Event {
    #[slots(raname = "mag")]
    magnitude: f64,
    #[slots(skip, base)]
    place: String,
    #[slots(rename = "2d")]
    flat: bool,
    magnitude2: f64,
}

// Uses of a refused struct are no further errors.
fn use_it(mut event: Event) {
    event.setattr("magnitude", 4.5).unwrap();
    println!("{}", Event::SLOTS.magnitude2.get(&event));
    println!("{}", Event::LAYOUT);
}

fn main() {}
