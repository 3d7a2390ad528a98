//! Settings in layers, each a deep merge: defaults < file < environment < flags.
//!
//! `APP_SERVER__PORT=8081 cargo run --features serde --example layers -- server.host=example.org`

use std::collections::BTreeMap;
use std::error::Error;

use slotted::prelude::*;

#[derive(Slots, Clone)]
#[slots(default)]
struct Server {
    #[slots(default = "localhost".to_owned())]
    host: String,
    #[slots(default = 80)]
    port: u16,
    #[slots(default = 30, range = 1..=60)]
    timeout: u8,
}

#[derive(Slots, Clone)]
#[slots(default)]
struct Settings {
    server: Server,
    #[slots(default)]
    limits: BTreeMap<String, u32>,
}

const FILE: &str = "[server]\ntimeout = 5\n[limits]\nalice = 7\n";

/// Makes `server.port` and `8080` a layer: `{'server': {'port': 8080}}`.
fn layer(path: &str, text: &str) -> Dict {
    let (above, name) = path.rsplit_once('.').unwrap_or(("", path));
    let value = text.parse().unwrap_or_else(|_| Value::from(text));
    let innermost = Dict::from([(name, value)]);
    let above = above.rsplit('.').filter(|name| !name.is_empty());
    above.fold(innermost, |inside, name| Dict::from([(name, inside)]))
}

fn main() -> Result<(), Box<dyn Error>> {
    let defaults = Settings::default();
    let mut settings = defaults.clone();
    settings.merge_attrs(toml::from_str::<Dict>(FILE)?)?;
    for (name, text) in std::env::vars() {
        if let Some(path) = name.strip_prefix("APP_") {
            settings.merge_attrs(layer(&path.to_lowercase().replace("__", "."), &text))?;
        }
    }
    for flag in std::env::args().skip(1) {
        let (path, text) = flag.split_once('=').ok_or("a flag is path=value")?;
        settings.merge_attrs(layer(path, text))?;
    }
    for (path, value) in settings.leaves() {
        println!("{path} = {value:?}");
    }
    println!("\nNot by default:\n{}", defaults.diff(&settings));
    Ok(())
}
