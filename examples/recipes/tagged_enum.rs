//! How do I have an enum with data as a slot? With `#[derive(SlotValue)]`: it is an object, whose
//! attributes are the fields of its variant; in data it is what serde's derive makes of it.
//!
//! `cargo run --example tagged_enum --features serde`

use slotted::prelude::*;

#[derive(SlotValue, Debug)]
#[slots(tag = "type", rename_all = "lowercase")]
enum Shape {
    Point,
    Circle {
        #[slots(range = 0.0..=100.0)]
        radius: f64,
    },
    Box {
        width: f64,
    },
}

#[derive(Slots)]
#[slots(serialize, deserialize)]
struct Drawing {
    shape: Shape,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut drawing: Drawing = serde_json::from_str(r#"{"shape":{"type":"circle","radius":2}}"#)?;
    drawing.setattr_path("shape.radius", 3)?;
    println!("{}", serde_json::to_string(&drawing)?);
    println!("{}", drawing.setattr_path("shape.radius", 101).unwrap_err());
    println!("{}", drawing.getattr_path("shape.width").unwrap_err());
    // Another variant: by its name with its fields, or by its name alone.
    drawing.setattr_str("shape", "box(width=2)")?;
    println!("{}", drawing.getattr("shape")?);
    drawing.setattr("shape", "point")?;
    println!("{:?}", drawing.shape);
    Ok(())
}
