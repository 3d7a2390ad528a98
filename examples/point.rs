//! x
use slotted::prelude::*;

#[derive(Slots, Debug, Clone, PartialEq)]
struct Point {
    /// Metres east of the origin.
    x: f64,
    y: f64,
}

fn main() -> Result<(), slotted::AttributeError> {
    let mut p = Point { x: 1.0, y: 2.0 };
    Point::SLOTS.x.set(&mut p, 3.0);
    assert_eq!(*Point::SLOTS.x.get(&p), 3.0);
    assert_eq!(p.getattr("y")?, 2.0);
    assert_eq!(*p.attr::<f64>("y")?, 2.0);
    p.setattr("y", 4)?;
    p.replace_attr::<f64>("y", 4.0)?;
    assert_eq!(
        p.setattr("z", 1.0).unwrap_err().to_string(),
        "'Point' object has no attribute 'z'"
    );
    let y = Point::slot::<f64>("y")?;
    let points = [p.clone(), p];
    let sum: f64 = points.iter().map(|p| y.get(p)).sum();
    println!("{sum} {}", Point::LAYOUT);
    Ok(())
}
