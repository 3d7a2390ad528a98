//! `validate`: the validator runs before every write by name.

use slotted::AttributeErrorKind as Is;
use slotted::prelude::*;

fn at_most_100(percent: &u8) -> Result<(), String> {
    if *percent <= 100 { Ok(()) } else { Err("a percentage is at most 100".into()) }
}

fn not_empty(text: &str) -> Result<(), &'static str> {
    if text.is_empty() { Err("it must say something") } else { Ok(()) }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Battery {
    #[slots(validate = at_most_100)]
    level: u8,
    #[slots(validate = not_empty, optional)]
    maker: Option<String>,
    #[slots(validate = Self::check_any)]
    any: Value,
}

impl Battery {
    fn check_any(any: &Value) -> Result<(), &'static str> {
        if any.is_none() { Err("not None") } else { Ok(()) }
    }
}

#[test]
fn validate_is_asked_before_every_write_by_name() {
    let mut b = Battery { level: 50, maker: None, any: Value::Int(1) };
    let before = b.clone();
    let refused =
        "attribute 'level' of 'Battery' objects: 101 is refused: a percentage is at most 100";
    assert_eq!(b.setattr("level", 101).unwrap_err().to_string(), refused);
    assert_eq!(b.setattr("level", 101).unwrap_err().kind(), Is::Refused);
    assert_eq!(b.setattr_str("level", "101").unwrap_err().to_string(), refused);
    assert_eq!(b.replace_attr("level", 101_u8).unwrap_err().to_string(), refused);
    assert_eq!(b.update_attrs([("level", 101)]).unwrap_err().to_string(), refused);
    assert_eq!(b.with_attrs([("level", 101)]).unwrap_err().to_string(), refused);
    assert_eq!(b.setattr("maker", "").unwrap_err().kind(), Is::Refused);
    assert_eq!(b.setattr("any", ()).unwrap_err().kind(), Is::Refused);
    assert_eq!(b.replace_attr("any", Value::None).unwrap_err().kind(), Is::Refused);
    assert_eq!(b, before);
    let made = Battery::from_attrs([("level", 200), ("any", 1)]);
    assert_eq!(made.unwrap_err().to_string(), refused.replace("101", "200"));

    // No `&mut` and no writable descriptor is handed out by name, because writing through it would
    // bypass the validator.
    assert_eq!(b.getattr_mut("level").unwrap_err().kind(), Is::Validated);
    assert_eq!(b.attr_mut::<u8>("level").unwrap_err().kind(), Is::Validated);
    assert_eq!(Battery::slot::<u8>("level").unwrap_err().kind(), Is::Validated);
    assert!(Battery::read_only_slot::<u8>("level").is_ok());

    b.setattr("level", 80).unwrap();
    b.setattr("maker", "ACME").unwrap();
    assert_eq!(b.replace_attr("maker", String::from("Acme")).unwrap(), "ACME");
    assert_eq!(b.replace_attr("level", 81_u8).unwrap(), 80);
    assert_eq!(b.delattr("maker").unwrap(), "Acme");
    assert!(Battery::LAYOUT.slot("level").unwrap().is_validated());
    // The descriptor in `SLOTS` writes without the validator, as code that assigns to the field
    // does.
    Battery::SLOTS.level.set(&mut b, 200);
}

#[test]
fn a_default_is_validated_too_when_a_record_is_made() {
    #[derive(Slots, Debug)]
    #[allow(dead_code)]
    struct Wrong {
        #[slots(default = 101, validate = at_most_100)]
        level: u8,
        #[slots(optional, default = Some(String::new()), validate = not_empty)]
        maker: Option<String>,
    }
    let error = Wrong::from_attrs([("", 0); 0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'level' of 'Wrong' objects: 101 is refused: a percentage is at most 100; \
         attribute 'maker' of 'Wrong' objects: '' is refused: it must say something"
    );
    assert_eq!(error.errors()[0].reason(), Some("a percentage is at most 100"));
}

#[test]
fn a_validated_slot_may_be_of_a_parameter() {
    fn is_small<T>(items: &[T]) -> Result<(), &'static str> {
        if items.len() < 3 { Ok(()) } else { Err("too many") }
    }
    #[derive(Slots)]
    struct Few<T> {
        #[slots(validate = is_small::<T>)]
        items: Vec<T>,
        #[slots(optional, validate = is_small::<T>)]
        more: Option<Vec<T>>,
    }
    let mut few = Few::<u16> { items: vec![], more: None };
    few.setattr("items", [1, 2]).unwrap();
    assert_eq!(few.setattr("more", [1, 2, 3]).unwrap_err().reason(), Some("too many"));
    assert_eq!((few.items.len(), few.more), (2, None));
}
