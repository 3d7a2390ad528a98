//! Text that is parsed: literals, paths, values of slots.

use slotted::AttrPath;
use slotted::prelude::*;

use super::Operation;
use super::input::Input;
use super::world::{Whole, World, whole};

pub(super) const OPERATIONS: &[Operation] = &[literal, printed, path, slots];

fn text<'a>(input: &mut Input<'a>) -> std::borrow::Cow<'a, str> {
    String::from_utf8_lossy(input.rest())
}

/// What is parsed prints as what is parsed to the same.
fn literal(_: &mut World, input: &mut Input<'_>) {
    let text = text(input);
    match text.parse::<Value>() {
        Ok(value) => {
            let shown = format!("{value:?}");
            let again: Value = shown.parse().unwrap_or_else(|error| panic!("{shown}: {error}"));
            assert_eq!(format!("{again:?}"), shown);
        }
        Err(error) => {
            assert!(error.position() <= text.len() && text.is_char_boundary(error.position()));
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Any value prints as a literal of it.
fn printed(_: &mut World, input: &mut Input<'_>) {
    let value = input.value();
    let shown = format!("{value:?}");
    let again: Value = shown.parse().unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert_eq!(format!("{again:?}"), shown);
}

fn path(_: &mut World, input: &mut Input<'_>) {
    let text = text(input);
    match text.parse::<AttrPath>() {
        Ok(path) => assert_eq!(path.to_string().parse::<AttrPath>().ok(), Some(path)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn slots(_: &mut World, input: &mut Input<'_>) {
    let slots = Whole::LAYOUT.slots();
    let name = slots[input.below(slots.len())].name();
    let mut object = whole();
    if let Err(error) = object.setattr_str(name, &text(input)) {
        assert!(!error.to_string().is_empty());
        assert_eq!(object, whole());
    }
}
