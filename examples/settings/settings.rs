//! The settings. Every name, type, default, range, unit and explanation is declared here, and
//! nowhere else.

use std::collections::HashSet;
use std::time::Duration;

use slotted::prelude::*;

use crate::choice::{Fuel, Level};

/// All settings of a test bench.
#[derive(Slots, Clone)]
#[slots(default)]
pub(crate) struct Settings {
    /// What the bench is called in its reports.
    #[slots(default = "bench-1".to_owned(), len = 0..=40)]
    bench: String,
    /// The format of these settings.
    #[slots(readonly, default = 3)]
    schema: u16,
    /// The engine under test.
    engine: Engine,
    /// How the engine is measured.
    sampling: Sampling,
    /// What happens when a limit is passed.
    alarm: Alarm,
    /// What is written down.
    log: Log,
    /// Undeclared settings of plug-ins, each under its plug-in's name.
    pub(crate) plugins: Dict,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Engine {
    /// How many cylinders the engine has.
    #[slots(readonly, default = 4)]
    cylinders: u8,
    /// What the engine burns.
    #[slots(default = Fuel::Petrol)]
    fuel: Fuel,
    /// The cylinders in the order in which they fire.
    #[slots(default = vec![1, 3, 4, 2], validate = each_once)]
    firing_order: Vec<u16>,
    /// The engine is stopped above this speed.
    #[slots(default = 6500, range = 500..=9000, meta(unit = "rpm"))]
    speed_limit: u32,
    /// The oil circuit.
    oil: Oil,
    /// The coolant circuit.
    coolant: Coolant,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Oil {
    /// Oil hotter than this raises the alarm.
    #[slots(default = 110.0, range = -40.0..=150.0, meta(unit = "°C"))]
    temp: f64,
    /// Oil pressure below this raises the alarm.
    #[slots(default = 1.5, range = 0.2..=10.0, meta(unit = "bar"))]
    pressure: f64,
    /// The viscosity grade.
    #[slots(default = "5W-30".to_owned())]
    grade: String,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Coolant {
    /// Coolant hotter than this raises the alarm.
    #[slots(default = 95.0, range = -40.0..=130.0, meta(unit = "°C"))]
    temp: f64,
    /// Whether the fan runs at all times.
    fan: bool,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Sampling {
    /// The time from one sample to the next.
    #[slots(default = Duration::from_millis(100))]
    #[slots(range = Duration::from_millis(1)..=Duration::from_secs(60))]
    interval: Duration,
    /// How much of the past an average covers.
    #[slots(default = Duration::from_secs(10))]
    #[slots(range = Duration::from_secs(1)..=Duration::from_secs(3600))]
    window: Duration,
    /// The channels that are recorded.
    #[slots(default = ["speed", "torque"].map(String::from).to_vec())]
    channels: Vec<String>,
    /// How often a lost sample is asked for again.
    #[slots(default = 3, range = 0..=10)]
    retries: u8,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Alarm {
    /// Whether alarms are raised.
    #[slots(default = true)]
    enabled: bool,
    /// How loud the horn is.
    #[slots(default = 80, range = 0..=100, meta(unit = "%"))]
    volume: u8,
    /// For how long a limit must be passed before the alarm is raised.
    #[slots(default = Duration::from_millis(1500))]
    #[slots(range = Duration::ZERO..=Duration::from_secs(300))]
    hold: Duration,
    /// Who is told.
    recipients: Vec<String>,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Log {
    /// The file to write to; None is standard error.
    file: Option<String>,
    /// The least important messages that are kept.
    #[slots(default = Level::Info)]
    level: Level,
    /// For how long files are kept.
    #[slots(default = 30, range = 1..=365, meta(unit = "days"))]
    keep: u32,
}

/// Validator: refuses a list that contains an item twice.
fn each_once(list: &[u16]) -> Result<(), String> {
    let mut seen = HashSet::new();
    match list.iter().find(|item| !seen.insert(**item)) {
        Some(item) => Err(format!("{item} stands in it twice")),
        None => Ok(()),
    }
}
