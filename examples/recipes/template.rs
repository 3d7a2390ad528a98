//! How do I fill a template from unlike objects? With paths that are parsed once.
//! `cargo run --example template`

use slotted::prelude::*;
use slotted::{AttrPath, PathError};

#[derive(Slots)]
struct Person {
    name: String,
    boss: Option<Box<Person>>,
}

#[derive(Slots)]
struct Company {
    name: String,
    boss: Person,
}

/// What stands before each gap, the path in the gap, and what stands behind the last one.
type Template<'a> = (Vec<(&'a str, AttrPath)>, &'a str);

fn parse(text: &str) -> Result<Template<'_>, PathError> {
    let (gaps, end) = text.rsplit_once('}').unwrap_or(("", text));
    let gaps = gaps.split('}').filter_map(|gap| gap.split_once('{'));
    let gaps = gaps.map(|(before, path)| Ok((before, path.parse()?)));
    Ok((gaps.collect::<Result<_, _>>()?, end))
}

fn fill((gaps, end): &Template<'_>, object: &dyn Attributes) -> Result<String, PathError> {
    let gaps = gaps.iter().map(|(before, path)| Ok(format!("{before}{}", path.get(object)?)));
    Ok(gaps.collect::<Result<String, _>>()? + end)
}

fn main() -> Result<(), PathError> {
    let template = parse("{name} reports to {boss.name}.")?;
    let ada = Person { name: "Ada".into(), boss: None };
    let acme = Company { name: "Acme".into(), boss: Person { name: "Bo".into(), boss: None } };
    println!("{}\n{}", fill(&template, &acme)?, fill(&template, &ada).unwrap_err());
    Ok(())
}
