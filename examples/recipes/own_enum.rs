//! How do I have an enum of my own as a slot? With `#[derive(SlotValue)]`: by name it is text.
//!
//! `cargo run --example own_enum`

use slotted::prelude::*;

#[derive(SlotValue, Clone, Copy, Debug, PartialEq)]
#[slots(rename_all = "lowercase", ignore_case)]
enum Level {
    /// It stops the program.
    Error,
    /// It may be wrong.
    #[slots(alias = "warn")]
    Warning,
    /// It is usual.
    Info,
}

#[derive(Slots)]
struct Log {
    #[slots(default = Level::Info)]
    level: Level,
    #[slots(default)]
    per_module: std::collections::BTreeMap<String, Level>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut log = Log::from_attrs([("level", "WARN")])?;
    assert_eq!(log.level, Level::Warning);
    log.setattr_path_str("per_module", "{'net': 'error'}")?;
    println!("{} {}", log.getattr("level")?, log.getattr_path("per_module.net")?);
    println!("{}", log.setattr("level", "eror").unwrap_err());
    for choice in Log::LAYOUT.slot("level").and_then(|slot| slot.choices()).unwrap_or_default() {
        println!("{}: {}", choice.name(), choice.doc());
    }
    Ok(())
}
