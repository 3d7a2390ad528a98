use slotted::prelude::*;

#[derive(Slots)]
struct Name {
    text: String,
}

fn main() {
    let mut name = Name { text: String::new() };
    let text = name.attr::<String>("text").unwrap();
    name.setattr("text", "new").unwrap();
    println!("{text}");
}
