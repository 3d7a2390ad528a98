//! How do I fill a template from unlike objects? With paths that are parsed once.
//! `cargo run --example template`

use slotted::prelude::*;
use slotted::{AttrPath, PathError};

#[derive(Slots)]
struct Person {
    name: String,
    home: Address,
}

#[derive(Slots)]
struct Company {
    name: String,
    home: Option<Address>,
}

#[derive(Slots)]
struct Address {
    city: String,
}

/// What stands before the first gap; then each gap, and what stands behind it.
type Template = (String, Vec<(AttrPath, String)>);

fn parse(text: &str) -> Result<Template, PathError> {
    let mut parts = text.split('{').map(|part| part.split_once('}').unwrap_or(("", part)));
    let first = parts.next().map_or(String::new(), |(_, text)| text.to_owned());
    let gaps = parts.map(|(path, after)| Ok((path.parse()?, after.to_owned())));
    Ok((first, gaps.collect::<Result<_, _>>()?))
}

fn fill((first, gaps): &Template, object: &dyn Attributes) -> Result<String, PathError> {
    let add = |text, (path, after): &(AttrPath, String)| {
        Ok(format!("{text}{}{after}", path.get(object)?))
    };
    gaps.iter().try_fold(first.clone(), add)
}

fn main() -> Result<(), PathError> {
    let template = parse("Dear {name} in {home.city},")?;
    let home = |city: &str| Address { city: city.to_owned() };
    let objects: [&dyn Attributes; 3] = [
        &Person { name: "Ada".to_owned(), home: home("London") },
        &Company { name: "Acme".to_owned(), home: Some(home("Rome")) },
        &Company { name: "Void".to_owned(), home: None },
    ];
    for object in objects {
        println!("{}", fill(&template, object).unwrap_or_else(|error| error.to_string()));
    }
    Ok(())
}
