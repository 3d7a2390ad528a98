use slotted::Slots;

mod hex {
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(_: &u32, _: S) -> Result<S::Ok, S::Error> {
        unimplemented!()
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(_: D) -> Result<u32, D::Error> {
        unimplemented!()
    }
}

#[derive(Slots)]
struct Server {
    #[slots(with = hex)]
    port: u16,
}

fn main() {}
