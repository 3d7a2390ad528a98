//! How do I have a type of another crate as a slot? With `#[slots(serde)]`, if it has serde's traits.
//!
//! `cargo run --example foreign_type --features serde`

use slotted::prelude::*;

#[derive(Slots)]
#[slots(serialize, deserialize)]
struct Job {
    #[slots(serde)]
    id: uuid::Uuid,
    /// In the order in which they were given.
    #[slots(serde, default)]
    limits: indexmap::IndexMap<String, u32>,
    /// Seconds in data, by functions of our own.
    #[slots(with = rounded, default = 60.0)]
    timeout: f64,
}

mod rounded {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(seconds: &f64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(seconds.round() as u64)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        f64::deserialize(from)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let json = r#"{"id":"00000000-0000-0000-0000-000000000007","limits":{"memory":512,"disk":64}}"#;
    let mut job: Job = serde_json::from_str(json)?;
    println!("{:?}", job.getattr("limits")?);
    job.setattr_str("id", "67e55044-10b1-426f-9247-bb680e5fe0c8")?;
    job.setattr("limits", [("cpu", 2)].into_iter().collect::<Dict>())?;
    println!("{}", serde_json::to_string(&job)?);
    println!("{}", job.setattr("id", "no id").unwrap_err());
    Ok(())
}
