//! Which of serde's words has `#[slots(…)]`? Most, with the same meaning; here in one struct.
//!
//! `cargo run --example serde_attributes --features serde`

use slotted::prelude::*;

#[derive(Slots, Debug)]
#[slots(serialize, deserialize, rename_all = "kebab-case", ignore_unknown)]
struct Server {
    #[slots(rename = "host", alias = "hostname")]
    host_name: String,
    #[slots(default = 8080)]
    listen_port: u16,
    #[slots(default, skip_serializing_if = Vec::is_empty)]
    tags: Vec<String>,
    /// Serde's `default, skip_serializing_if = "Option::is_none"`.
    #[slots(optional)]
    proxy: Option<String>,
    /// Any type with `Display` and `FromStr`.
    #[slots(as_str, default = std::num::NonZero::<u8>::MIN)]
    workers: std::num::NonZero<u8>,
    #[slots(skip, default)]
    requests: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let json = r#"{"hostname":"a.example","color":"red","proxy":null,"workers":"4"}"#;
    let mut server: Server = serde_json::from_str(json)?;
    server.requests += 1;
    println!("{server:?}");
    println!("{}", serde_json::to_string(&server)?);
    // The same words hold by name.
    server.setattr("hostname", "b.example")?;
    println!("{:?}", server.to_dict()?);
    let error = serde_json::from_str::<Server>(r#"{"host":"c","listen-port":"x"}"#).unwrap_err();
    println!("{error}");
    Ok(())
}
