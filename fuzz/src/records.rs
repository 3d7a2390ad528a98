//! Construction and updates.

use slotted::prelude::*;

use super::Operation;
use super::input::Input;
use super::world::{Inner, Whole, World, shown};

pub(super) const OPERATIONS: &[Operation] = &[make, make_near, update, with, dict, state, registry];

fn make(_: &mut World, input: &mut Input<'_>) {
    let attrs = input.attrs();
    let made = Inner::from_attrs(attrs.clone());
    let built = attrs
        .iter()
        .fold(Inner::attrs_builder(), |builder, (name, value)| builder.with(&**name, value.clone()))
        .build();
    assert_eq!(made.as_ref().ok(), built.as_ref().ok());
    let texts = [made.err(), built.err()].map(|error| error.map(|error| error.to_string()));
    assert_eq!(texts[0], texts[1]);
}

/// A record of the attributes of another, some of which are changed.
fn make_near(world: &mut World, input: &mut Input<'_>) {
    let mut attrs = world.whole.to_dict().expect("nothing is opaque");
    for (name, value) in input.attrs() {
        attrs.insert(name, value);
    }
    let given = attrs.clone();
    match Whole::from_attrs(attrs) {
        Ok(made) => {
            for (name, value) in made.vars() {
                assert!(given.contains_key(name) || value == 7, "{name}");
            }
            world.other = made;
        }
        Err(error) => assert!(!error.errors().is_empty() && !error.to_string().is_empty()),
    }
}

fn update(world: &mut World, input: &mut Input<'_>) {
    let attrs = input.attrs();
    let before = shown(&world.whole);
    let mut copy = world.whole.clone();
    if world.whole.update_attrs(attrs.clone()).is_err() {
        assert_eq!(shown(&world.whole), before);
        return;
    }
    // One after the other, the writes have the same effect.
    for (name, value) in attrs {
        copy.setattr(&name, value).expect("all were taken together");
    }
    assert_eq!(shown(&world.whole), shown(&copy));
}

fn with(world: &mut World, input: &mut Input<'_>) {
    let attrs = input.attrs();
    let before = shown(&world.whole);
    if let Ok(other) = world.whole.with_attrs(attrs) {
        world.other = other;
    }
    assert_eq!(shown(&world.whole), before);
}

fn dict(world: &mut World, _: &mut Input<'_>) {
    let attrs = world.whole.to_dict().expect("nothing is opaque");
    let made = Whole::from_attrs(attrs).expect("these are its own");
    assert_eq!(shown(&made), shown(&world.whole));
}

fn state(world: &mut World, _: &mut Input<'_>) {
    let state = world.whole.get_state().expect("nothing is opaque");
    world.other.set_state(state).expect("it is that of the same type");
    assert_eq!(shown(&world.other), shown(&world.whole));
}

fn registry(_: &mut World, input: &mut Input<'_>) {
    let mut registry = slotted::Registry::new();
    registry.register::<Inner>().expect("it is the first");
    match registry.from_value(input.value()) {
        Ok(made) => assert!(made.is::<Inner>()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
