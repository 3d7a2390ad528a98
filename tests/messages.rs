//! Messages that once said what was wrong, or advised what could not be done.

use slotted::prelude::*;
use slotted::{AttributeError, ConversionError, Kind};

#[derive(Debug, PartialEq)]
struct Shape;

#[derive(Slots, Debug, PartialEq)]
struct Tls {
    cert: String,
}

#[derive(Slots, Debug, PartialEq)]
#[cfg_attr(feature = "serde", slots(serialize, deserialize))]
struct Server {
    on: bool,
    tls: Option<Tls>,
    others: Vec<Option<Tls>>,
    address: [u8; 4],
    key: Vec<u8>,
    listed: Vec<bool>,
}

fn server() -> Server {
    Server {
        on: false,
        tls: None,
        others: Vec::new(),
        address: [127, 0, 0, 1],
        key: vec![1, 2],
        listed: Vec::new(),
    }
}

fn says(result: Result<(), AttributeError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_dict_that_is_no_struct_is_described_and_the_struct_named() {
    let dict = || Value::from(Dict::from_iter([("cart", 1)]));
    let why = "a dict is not a valid Tls: Tls() got an unexpected attribute 'cart'. Did you mean: 'cert'?; \
               Tls() missing 1 required attribute: 'cert'";
    let mut server = server();
    assert_eq!(
        says(server.setattr("tls", dict())),
        format!("attribute 'tls' of 'Server' objects: {why}")
    );
    assert_eq!(
        says(server.setattr("others", [dict()])),
        format!("attribute 'others'[0] of 'Server' objects: {why}")
    );
}

#[test]
fn an_opaque_slot_says_why_it_takes_no_value_that_holds_its_type() {
    #[derive(Slots)]
    struct Canvas {
        #[slots(opaque)]
        shape: Shape,
    }
    let mut canvas = Canvas { shape: Shape };
    assert_eq!(
        says(canvas.setattr("shape", Value::opaque(Shape))),
        "attribute 'shape' of 'Canvas' objects is opaque: a `Value` cannot be moved into it: pass \
         the Shape itself to replace_attr"
    );
    assert_eq!(
        says(canvas.setattr("shape", 1)),
        "attribute 'shape' of 'Canvas' objects is opaque: it is reached as Shape only, not as int"
    );
    assert_eq!(canvas.replace_attr("shape", Shape).unwrap(), Shape);
}

#[test]
fn a_bool_takes_the_texts_of_python_and_of_rust() {
    let mut server = server();
    for (text, value) in [("True", true), ("false", false), (" true ", true), ("False", false)] {
        server.setattr_str("on", text).unwrap();
        assert_eq!(server.on, value);
    }
    server.setattr_str("listed", "[True, false]").unwrap();
    assert_eq!(server.listed, [true, false]);
    assert_eq!(
        says(server.setattr_str("on", "TRUE")),
        "attribute 'on' of 'Server' objects: 'TRUE' is not a valid bool: it must be `true` or `false`"
    );
    for text in ["yes", "1", "", "tru e", "None"] {
        assert!(server.setattr_str("on", text).is_err(), "{text}");
    }
}

#[test]
fn an_array_of_bytes_is_a_list_and_a_vec_of_them_bytes() {
    let mut server = server();
    assert_eq!(server.getattr("address").unwrap().to_string(), "[127, 0, 0, 1]");
    assert_eq!(server.getattr("key").unwrap().to_string(), r"b'\x01\x02'");
    let address = Server::LAYOUT.slot("address").unwrap();
    assert_eq!((address.kind(), address.item().unwrap().kind()), (Kind::List, Kind::Int));
    assert!(Server::LAYOUT.slot("key").unwrap().item().is_none());
    assert_eq!(server.getattr("address").unwrap().as_bytes(), Some(&[127, 0, 0, 1][..]));
    assert_eq!(server.getattr("key").unwrap().as_bytes(), Some(&[1, 2][..]));
    assert_eq!(server.getattr("listed").unwrap().as_bytes(), None);
    server.setattr_str("address", "[10, 0, 0, 2]").unwrap();
    server.setattr_path("address[3]", 7).unwrap();
    assert_eq!(server.address, [10, 0, 0, 7]);
    server.setattr("address", b"\x01\x02\x03\x04").unwrap();
    assert_eq!(server.address, [1, 2, 3, 4]);
    #[cfg(feature = "serde")]
    assert!(serde_json::to_string(&server).unwrap().contains(r#""address":[1,2,3,4]"#));
}

#[test]
fn an_error_of_a_conversion_quotes_text_and_describes_lists() {
    let refused = |error: ConversionError| error.to_string();
    assert_eq!(
        refused(<[u8; 2]>::from_value(Value::from([1])).unwrap_err()),
        "a list of 1 is not a valid value of the type: it must have 2 items"
    );
    assert_eq!(
        refused(ConversionError::invalid("x", "so")),
        "'x' is not a valid value of the type: so"
    );
}
