//! How do I fill a template from unlike objects? With paths that are parsed once.
//! `cargo run --example template -- 'Dear {boss.name},'`

use slotted::{AttrPath, PathError, prelude::*};

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

/// What stands before each gap, with the path in the gap, and what stands behind the last one.
type Template<'a> = (Vec<(&'a str, AttrPath)>, &'a str);

fn parse(text: &str) -> Result<Template<'_>, Box<dyn std::error::Error>> {
    let Some((gaps, end)) = text.rsplit_once('}') else { return Ok((vec![], text)) };
    let stray = |gap| <Box<dyn std::error::Error>>::from(format!("`{gap}}}` has no `{{`"));
    let gaps = gaps.split('}').map(|gap| gap.split_once('{').ok_or_else(|| stray(gap)));
    let gaps = gaps.map(|gap| gap.and_then(|(before, path)| Ok((before, path.parse()?))));
    gaps.collect::<Result<_, _>>().map(|gaps| (gaps, end))
}

fn fill((gaps, end): &Template<'_>, object: &dyn Attributes) -> Result<String, PathError> {
    let gaps = gaps.iter().map(|(before, path)| Ok(format!("{before}{}", path.get(object)?)));
    Ok(gaps.collect::<Result<String, _>>()? + end)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::env::args().nth(1).unwrap_or("{name} reports to {boss.name}.".into());
    let template = parse(&text)?;
    let acme = Company { name: "Acme".into(), boss: Person { name: "Bo".into(), boss: None } };
    println!("{}\n{}", fill(&template, &acme)?, fill(&template, &acme.boss).unwrap_err());
    Ok(())
}
