use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Animal {
    legs: u8,
}

#[slotted::methods]
impl Animal {
    fn sound(&self) -> &str {
        "…"
    }
}

#[derive(Slots)]
struct Dog {
    #[slots(base)]
    animal: Animal,
    sound: String,
}

#[derive(Slots)]
#[slots(methods)]
struct Cat {
    #[slots(base)]
    animal: Animal,
}

#[slotted::methods]
impl Cat {
    fn legs(&self) -> u8 {
        self.animal.legs
    }
}

fn main() {}
