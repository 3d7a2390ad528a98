use slotted::prelude::*;

#[derive(Slots)]
struct Session {
    #[slots(skip)]
    socket: Option<std::net::TcpStream>,
}

#[derive(Slots)]
struct Login {
    #[slots(base)]
    session: Session,
    user: String,
}

fn main() {
    let _ = Login::attrs_builder().with("user", "ada").build();
}
