//! A closure where a function is named is one error, whatever stands in the closure.

use std::collections::BTreeMap;

use slotted::prelude::*;

#[derive(Slots)]
struct Battery {
    #[slots(validate = |level: &u8| -> Result<(), String> { Err(format!("{level}")) }, readonly)]
    level: u8,
    #[slots(validate = |cells: &BTreeMap<String, u8>| Ok::<(), String>(()), rename = "all")]
    cells: BTreeMap<String, u8>,
    #[slots(lazy = move |_, _| 1)]
    sum: u8,
}

fn main() {}
