use slotted::prelude::*;

#[derive(Slots)]
struct Session {
    user: String,
    #[slots(skip)]
    socket: Option<std::net::TcpStream>,
}

fn main() {
    let _ = Session::from_attrs([("user", "ada")]);
}
