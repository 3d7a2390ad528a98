//! How do I have a class that a script or a file declares?
//!
//! ```text
//! cargo run --example run_time_class
//! ```

use slotted::prelude::*;
use slotted::{Class, NewSlot};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Slots with types of their own, as in a struct; an attribute that all instances show.
    let shape = Class::builder("Shape")
        .declare(NewSlot::<f64>::new("area").range(0.0..).default(0.0).meta("unit", "m²"))
        .attr("sides", 0)
        .build()?;
    // A class below adds Python's slots, which hold any value, and hides the attribute.
    let square =
        Class::builder("Square").bases([&shape]).slots(["label"]).attr("sides", 4).build()?;

    let mut o = square.instance();
    o.setattr("area", 2.25)?;
    o.setattr("label", "small")?;
    println!("{o:?} has {} sides", o.getattr("sides")?);
    for fault in [o.setattr("area", -1), o.setattr("sides", 5), o.setattr("colour", "red")] {
        println!("{}", fault.unwrap_err());
    }
    println!("{}", square.layout());
    Ok(())
}
