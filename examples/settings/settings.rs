//! The settings. Every name, type, default, range, unit and explanation is declared here, and
//! nowhere else.

use std::collections::HashSet;
use std::time::Duration;

use slotted::prelude::*;

use crate::choice::{Fuel, Level};
use crate::range::{self, OutOfRange};

/// All settings of a test bench.
#[derive(Slots)]
pub(crate) struct Settings {
    /// What the bench is called in its reports.
    #[slots(default = "bench-1".to_owned())]
    bench: String,
    /// The format of these settings.
    #[slots(readonly, default = 3)]
    schema: u16,
    /// The engine under test.
    #[slots(default = start())]
    engine: Engine,
    /// How the engine is measured.
    #[slots(default = start())]
    sampling: Sampling,
    /// What happens when a limit is passed.
    #[slots(default = start())]
    alarm: Alarm,
    /// What is written down.
    #[slots(default = start())]
    log: Log,
    /// Undeclared settings of plug-ins, each under its plug-in's name.
    #[slots(default)]
    pub(crate) plugins: Dict,
}

#[derive(Slots)]
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
    #[slots(default = 6500, validate = Self::speed_limit, meta(unit = "rpm", low = 500, high = 9000))]
    speed_limit: u32,
    /// The oil circuit.
    #[slots(default = start())]
    oil: Oil,
    /// The coolant circuit.
    #[slots(default = start())]
    coolant: Coolant,
}

#[derive(Slots)]
struct Oil {
    /// Oil hotter than this raises the alarm.
    #[slots(default = 110.0, validate = Self::temp, meta(unit = "°C", low = -40, high = 150))]
    temp: f64,
    /// Oil pressure below this raises the alarm.
    #[slots(default = 1.5, validate = Self::pressure, meta(unit = "bar", low = 0.2, high = 10))]
    pressure: f64,
    /// The viscosity grade.
    #[slots(default = "5W-30".to_owned())]
    grade: String,
}

#[derive(Slots)]
struct Coolant {
    /// Coolant hotter than this raises the alarm.
    #[slots(default = 95.0, validate = Self::temp, meta(unit = "°C", low = -40, high = 130))]
    temp: f64,
    /// Whether the fan runs at all times.
    #[slots(default)]
    fan: bool,
}

#[derive(Slots)]
struct Sampling {
    /// The time from one sample to the next.
    #[slots(default = Duration::from_millis(100), validate = Self::interval)]
    #[slots(meta(low = "1ms", high = "1m"))]
    interval: Duration,
    /// How much of the past an average covers.
    #[slots(default = Duration::from_secs(10), validate = Self::window)]
    #[slots(meta(low = "1s", high = "1h"))]
    window: Duration,
    /// The channels that are recorded.
    #[slots(default = ["speed", "torque"].map(String::from).to_vec())]
    channels: Vec<String>,
    /// How often a lost sample is asked for again.
    #[slots(default = 3, validate = Self::retries, meta(low = 0, high = 10))]
    retries: u8,
}

#[derive(Slots)]
struct Alarm {
    /// Whether alarms are raised.
    #[slots(default = true)]
    enabled: bool,
    /// How loud the horn is.
    #[slots(default = 80, validate = Self::volume, meta(unit = "%", low = 0, high = 100))]
    volume: u8,
    /// For how long a limit must be passed before the alarm is raised.
    #[slots(default = Duration::from_millis(1500), validate = Self::hold)]
    #[slots(meta(low = "0s", high = "5m"))]
    hold: Duration,
    /// Who is told.
    #[slots(default)]
    recipients: Vec<String>,
}

#[derive(Slots)]
struct Log {
    /// The file to write to; None is standard error.
    #[slots(default)]
    file: Option<String>,
    /// The least important messages that are kept.
    #[slots(default = Level::Info)]
    level: Level,
    /// For how long files are kept.
    #[slots(default = 30, validate = Self::keep, meta(unit = "days", low = 1, high = 365))]
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

/// Makes a struct from the defaults of its slots.
pub(crate) fn start<T: FromAttrs>() -> T {
    T::attrs_builder().build().expect("every slot has a default")
}

/// Defines the validator of each slot with a range. The validator reads the slot's own `meta`, so
/// that `low` and `high` are declared only once. A check in `Store::set` would not be enough: a
/// validator also runs when a struct is made from a map, and in any other program that uses these
/// types.
macro_rules! ranged {
    ($($owner:ident { $($slot:ident: $type:ty),+ })+) => {$(
        impl $owner {
            $(fn $slot(value: &$type) -> Result<(), OutOfRange> {
                range::check(Self::SLOTS.$slot.info(), value)
            })+
        }
    )+};
}

ranged! {
    Engine { speed_limit: u32 }
    Oil { temp: f64, pressure: f64 }
    Coolant { temp: f64 }
    Sampling { interval: Duration, window: Duration, retries: u8 }
    Alarm { volume: u8, hold: Duration }
    Log { keep: u32 }
}
