//! How do I fill a template from unlike objects? With paths that are parsed once.
//!
//! `cargo run --example template`

use slotted::prelude::*;
use slotted::{AttrPath, PathError};

#[derive(Slots)]
struct Address {
    city: String,
}

#[derive(Slots)]
struct Person {
    name: String,
    address: Address,
}

#[derive(Slots)]
#[slots(dict)]
struct Company {
    name: String,
    address: Option<Address>,
    __dict__: Dict,
}

/// A text with gaps: each path comes after a text, and before the rest.
struct Template(Vec<(String, AttrPath)>, String);

impl Template {
    fn parse(text: &str) -> Result<Self, PathError> {
        let (mut gaps, mut rest) = (Vec::new(), text);
        while let Some((before, (path, after))) =
            rest.split_once('{').and_then(|(before, gap)| Some((before, gap.split_once('}')?)))
        {
            gaps.push((before.to_owned(), path.parse()?));
            rest = after;
        }
        Ok(Template(gaps, rest.to_owned()))
    }

    fn fill(&self, object: &dyn Attributes) -> Result<String, PathError> {
        let mut text = String::new();
        for (before, path) in &self.0 {
            text += &format!("{before}{}", path.get(object)?);
        }
        Ok(text + &self.1)
    }
}

fn main() -> Result<(), PathError> {
    let template = Template::parse("Dear {name} in {address.city},")?;
    let address = |city: &str| Address { city: city.to_owned() };
    let name = String::from;
    let objects: Vec<Box<dyn Attributes>> = vec![
        Box::new(Person { name: name("Ada"), address: address("London") }),
        Box::new(Company {
            name: name("Acme"),
            address: Some(address("Rome")),
            __dict__: Dict::new(),
        }),
        Box::new(Company { name: name("Void"), address: None, __dict__: Dict::new() }),
    ];
    for object in &objects {
        match template.fill(&**object) {
            Ok(text) => println!("{text}"),
            Err(error) => println!("{}: {error}", object.layout().name()),
        }
    }
    Ok(())
}
