use slotted::prelude::*;

#[derive(Slots)]
struct Name {
    text: String,
}

fn main() {
    let text: &str = {
        let name = Name { text: String::new() };
        name.getattr("text").unwrap().as_str().unwrap()
    };
    println!("{text}");
}
