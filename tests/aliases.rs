//! `#[slots(alias = "…")]`: a name by which a value may be given, and by which nothing is found.

use slotted::AttributeErrorKind as Is;
use slotted::prelude::*;

#[derive(Slots, Clone, Debug, PartialEq)]
struct Server {
    #[slots(alias = "hostname", alias = "a rather long name of a host")]
    host: String,
    #[slots(alias = "listen", default = 80)]
    port: u16,
    #[slots(readonly, alias = "ident", default)]
    id: u8,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
struct Site {
    #[slots(base)]
    server: Server,
    #[slots(alias = "title")]
    name: String,
    #[slots(optional)]
    mirror: Option<Server>,
    __dict__: Dict,
}

fn server() -> Server {
    Server { host: "a".into(), port: 80, id: 0 }
}

fn site() -> Site {
    Site { server: server(), name: "n".into(), mirror: None, __dict__: Dict::new() }
}

#[test]
fn a_value_is_given_by_an_alias() {
    let mut s =
        Server::from_attrs([("hostname", Value::from("a")), ("listen", 80.into())]).unwrap();
    assert_eq!(s, server());
    s.setattr("hostname", "b").unwrap();
    s.setattr_str("listen", "81").unwrap();
    assert_eq!((&*s.host, s.port), ("b", 81));
    s.update_attrs([("a rather long name of a host", "c")]).unwrap();
    assert_eq!(s.with_attrs([("ident", 7)]).unwrap(), Server { host: "c".into(), port: 81, id: 7 });

    // Those of a base too; in a path, at its end.
    let mut site = site();
    site.setattr("title", "m").unwrap();
    site.setattr("listen", 82).unwrap();
    site.setattr("mirror", Value::Map([("hostname", "b")].into_iter().collect())).unwrap();
    site.setattr_path("mirror.listen", 83).unwrap();
    site.setattr_path_str("mirror.hostname", "d").unwrap();
    assert_eq!((&*site.name, site.server.port), ("m", 82));
    assert_eq!(site.mirror, Some(Server { host: "d".into(), port: 83, id: 0 }));
    assert!(site.dict().is_empty());
}

#[test]
fn nothing_is_found_by_an_alias() {
    let mut site = site();
    assert!(!site.hasattr("listen") && !site.hasattr("title"));
    assert_eq!(site.getattr("listen").unwrap_err().kind(), Is::NoSuchAttribute);
    assert_eq!(site.delattr("title").unwrap_err().kind(), Is::NoSuchAttribute);
    assert_eq!(site.getattr_mut("title").unwrap_err().kind(), Is::NoSuchAttribute);
    assert!(site.getattr_path("mirror.hostname").is_err());
    assert_eq!(site.dir().collect::<Vec<_>>(), ["host", "port", "id", "name", "mirror"]);
    assert_eq!(site.to_dict().unwrap().keys().collect::<Vec<_>>(), ["host", "port", "id", "name"]);
    assert_eq!(Server::LAYOUT.slot("hostname").map(|slot| slot.name()), None);
    let host = Server::LAYOUT.slot("host").unwrap();
    assert_eq!(host.aliases(), ["hostname", "a rather long name of a host"]);
}

#[test]
fn what_is_refused_under_an_alias_names_the_slot() {
    let mut s = server();
    let error = s.setattr("listen", "x").unwrap_err();
    assert_eq!(error.to_string(), "attribute 'port' of 'Server' objects must be u16, not str");
    let error = s.setattr("ident", 1).unwrap_err();
    assert_eq!(error.to_string(), "'Server' object attribute 'id' is read-only");
    let twice = [("host", "a"), ("hostname", "b")];
    let error = Server::from_attrs(twice).unwrap_err();
    assert_eq!(error.to_string(), "Server() got multiple values for attribute 'host'");
    let error = Server::from_attrs([("hostname", 1), ("host", 2)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'host' of 'Server' objects must be String, not int; \
         Server() got multiple values for attribute 'host'"
    );
    // An update writes in order, so the last one stays, as with one name that is given twice.
    s.update_attrs([("host", "x"), ("hostname", "y")]).unwrap();
    assert_eq!(s.host, "y");
}

#[test]
fn a_state_under_old_names_is_taken() {
    let mut state = server().get_state().unwrap();
    let host = state.slots.remove("host").unwrap();
    state.slots.insert("hostname", host);
    assert_eq!(Server::from_state(state).unwrap(), server());
}

#[test]
fn what_is_writable_under_a_name_is_so_under_its_alias() {
    #[derive(Slots)]
    #[slots(dict)]
    struct Row {
        #[slots(readonly, alias = "n")]
        id: u64,
        #[slots(alias = "c")]
        count: u8,
        __dict__: Dict,
    }
    #[derive(Slots)]
    struct Closed {
        #[slots(alias = "c")]
        count: u8,
    }
    let mut row = Row { id: 1, count: 2, __dict__: Dict::new() };
    for name in ["id", "n", "count", "c", "other"] {
        assert_eq!(Row::LAYOUT.is_writable(name), row.setattr(name, 3).is_ok(), "{name}");
    }
    let mut closed = Closed { count: 2 };
    for name in ["count", "c", "other"] {
        assert_eq!(Closed::LAYOUT.is_writable(name), closed.setattr(name, 3).is_ok(), "{name}");
    }
    assert_eq!((row.id, row.count, closed.count), (1, 3, 3));
}

#[test]
fn an_alias_leads_to_a_slot_of_any_base() {
    #[derive(Slots, Clone, Default)]
    #[repr(C)]
    struct First {
        #[slots(skip, default)]
        hidden: [u8; 3],
        one: u8,
    }
    #[derive(Slots, Clone, Default)]
    #[repr(C)]
    struct Inner {
        two: u16,
        #[slots(alias = "drei", alias = "trois")]
        three: u32,
    }
    #[derive(Slots, Clone, Default)]
    #[repr(C)]
    struct Second {
        four: u64,
        #[slots(base)]
        inner: Inner,
    }
    #[derive(Slots, Clone, Default)]
    #[repr(C)]
    struct Whole {
        five: u8,
        #[slots(base)]
        first: First,
        #[slots(base)]
        second: Second,
    }
    let names = [("one", 1), ("two", 2), ("drei", 3), ("four", 4), ("five", 5)];
    let made = Whole::from_attrs(names).unwrap();
    let read = |whole: &Whole| {
        let Second { four, inner: Inner { two, three } } = &whole.second;
        (whole.first.one, *two, *three, *four, whole.five)
    };
    assert_eq!(read(&made), (1, 2, 3, 4, 5));
    let mut whole = Whole::default();
    whole.setattr("trois", 3).unwrap();
    whole.setattr_str("drei", "4").unwrap();
    whole.update_attrs([("trois", 5)]).unwrap();
    assert_eq!(read(&whole), (0, 0, 5, 0, 0));
    assert_eq!(read(&whole.with_attrs([("drei", 6)]).unwrap()), (0, 0, 6, 0, 0));
    assert!(whole.getattr("drei").is_err() && whole.first.hidden == [0; 3]);
}
