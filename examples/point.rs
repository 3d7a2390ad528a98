//! The README's first example: a struct with slots, and what its slots can do.
//!
//! `examples/point_expanded.rs` is this program with the derive written out.

use slotted::prelude::*;

#[derive(Slots, Debug, Clone, PartialEq)]
struct Point {
    /// Metres east of the origin.
    x: f64,
    y: f64,
}

fn main() -> Result<(), slotted::AttributeError> {
    let mut p = Point { x: 1.0, y: 2.0 };

    // A typed descriptor at a fixed offset: as fast as `p.x`.
    assert_eq!(Point::SLOTS.x.replace(&mut p, 3.0), 1.0);
    assert_eq!(*Point::SLOTS.x.get(&p), 3.0);

    // By a name known only at run time.
    assert_eq!(p.getattr("y")?, 2.0);
    assert_eq!(*p.attr::<f64>("y")?, 2.0);
    p.setattr("y", 4)?; // converted to `f64`, which loses nothing
    assert_eq!(p.replace_attr::<f64>("y", 5.0)?, 4.0);
    let error = p.setattr("z", 1.0).unwrap_err();
    assert_eq!(error.to_string(), "'Point' object has no attribute 'z'");

    // A name resolved once, then used at full speed.
    let points = vec![p.clone(), p];
    let y = Point::slot::<f64>("y")?;
    assert_eq!(y.column(&points).sum::<f64>(), 10.0);

    // The layout of the type: offsets, sizes, types, padding.
    print!("{}", Point::LAYOUT);
    Ok(())
}
