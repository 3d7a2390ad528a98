//! Settings in layers: defaults < file < environment < flags. A file is merged into what is there,
//! however deep it is; one value is written by its path.
//!
//! `APP_SERVER__TIMEOUT=9 cargo run --features serde --example layers -- server.host=example.org`

use slotted::prelude::*;

#[derive(Slots)]
#[slots(default)]
struct Server {
    host: Option<String>,
    #[slots(default = 30, range = 1..=60)]
    timeout: u8,
}

#[derive(Slots)]
#[slots(default)]
struct Settings {
    server: Server,
    limits: std::collections::BTreeMap<String, u32>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut settings = Settings::default();
    settings.merge_attrs(toml::from_str::<Dict>("server.timeout = 5\nlimits.alice = 7")?)?;
    for (name, text) in std::env::vars_os() {
        let Some(path) = name.to_str().and_then(|name| name.strip_prefix("APP_")) else { continue };
        let text = text.to_str().ok_or_else(|| format!("APP_{path} is not UTF-8"))?;
        settings.setattr_path_str(&path.to_lowercase().replace("__", "."), text)?;
    }
    for flag in std::env::args().skip(1) {
        let (path, text) = flag.split_once('=').ok_or("a flag is path=value")?;
        settings.setattr_path_str(path, text)?;
    }
    settings.leaves().for_each(|(path, value)| println!("{path} = {value:?}"));
    println!("\nNot by default:\n{}", Settings::default().diff(&settings));
    Ok(())
}
