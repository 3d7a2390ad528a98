//! Operations by name and by path.

use slotted::prelude::*;
use slotted::{AttrPath, AttributeErrorKind};

use super::Operation;
use super::input::Input;
use super::world::{Whole, World, check, shown};

pub(super) const OPERATIONS: &[Operation] =
    &[read, write, write_text, delete, path, write_path, delete_path, resolve];

fn read(world: &mut World, input: &mut Input<'_>) {
    let name = input.text();
    let dynamic: &dyn Attributes = &world.whole;
    let found = world.whole.getattr_opt(&name).map(|value| value.to_string());
    assert_eq!(found, dynamic.getattr_opt(&name).map(|value| value.to_string()));
    match world.whole.getattr(&name) {
        Ok(value) => assert_eq!(found, Some(value.to_string())),
        Err(error) => {
            assert!(found.is_none());
            assert_eq!(error.name(), name);
            assert!(error.to_string().contains(&name));
            if let Some(suggestion) = error.suggestion() {
                assert!(world.whole.dir().any(|known| known == suggestion));
            }
        }
    }
}

fn write(world: &mut World, input: &mut Input<'_>) {
    let (name, value) = (input.text(), input.value());
    let before = shown(&world.whole);
    match world.whole.setattr(&name, value.clone()) {
        Ok(()) => {
            let Some(written) = world.whole.getattr_opt(&name) else {
                assert!(value.is_none(), "what is unbound was written `None`");
                return;
            };
            // What was written, converted: the same conversion takes it again.
            let again = written.to_value().expect("nothing here is opaque");
            let shown = written.to_string();
            world.whole.setattr(&name, again).expect("its own value is taken");
            assert_eq!(world.whole.getattr(&name).expect("it is bound").to_string(), shown);
        }
        Err(error) => {
            assert_ne!(error.kind(), AttributeErrorKind::Unbound);
            assert!(!error.to_string().is_empty());
            assert_eq!(shown(&world.whole), before, "{error}");
        }
    }
}

fn write_text(world: &mut World, input: &mut Input<'_>) {
    let (name, text) = (input.text(), input.text());
    let before = shown(&world.whole);
    if let Err(error) = world.whole.setattr_str(&name, &text) {
        assert!(!error.to_string().is_empty());
        assert_eq!(shown(&world.whole), before);
    }
    // The text of an attribute is read back, but for the exceptions of spec 8.10 and 8.11.
    if matches!(&*name, "small" | "wide" | "ratio" | "list" | "map" | "inner" | "many" | "shape") {
        let shown = world.whole.getattr(&name).expect("it is bound").to_string();
        world.whole.setattr_str(&name, &shown).unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!(world.whole.getattr(&name).expect("it is bound").to_string(), shown);
    }
}

fn delete(world: &mut World, input: &mut Input<'_>) {
    let name = input.text();
    let before = shown(&world.whole);
    match world.whole.delattr(&name) {
        Ok(value) => {
            assert!(!world.whole.hasattr(&name));
            world.whole.setattr(&name, value).expect("it can be put back");
        }
        Err(_) => assert_eq!(shown(&world.whole), before),
    }
}

fn path(world: &mut World, input: &mut Input<'_>) {
    let text = input.path();
    let Ok(path) = text.parse::<AttrPath>() else { return };
    assert_eq!(path.to_string().parse::<AttrPath>().ok().as_ref(), Some(&path), "{text}");
    let found = path.get(&world.whole);
    assert_eq!(found.is_ok(), path.get_opt(&world.whole).is_some());
    let copy = found.as_ref().ok().and_then(|value| value.to_value());
    assert_eq!(format!("{copy:?}"), format!("{:?}", path.value(&world.whole).ok()));
    if let Err(error) = found {
        assert!(!error.to_string().is_empty());
    }
}

fn write_path(world: &mut World, input: &mut Input<'_>) {
    let (text, value) = (input.path(), input.value());
    let before = shown(&world.whole);
    if world.whole.setattr_path(&text, value).is_err() {
        assert_eq!(shown(&world.whole), before, "{text}");
    }
    check(&world.whole);
}

fn delete_path(world: &mut World, input: &mut Input<'_>) {
    let text = input.path();
    let before = shown(&world.whole);
    if world.whole.delattr_path(&text).is_err() {
        assert_eq!(shown(&world.whole), before, "{text}");
    }
}

/// A path that is resolved leads where the path leads.
fn resolve(world: &mut World, input: &mut Input<'_>) {
    let Ok(path) = input.path().parse::<AttrPath>() else { return };
    if let Ok(resolved) = path.resolve::<Whole>() {
        let found = resolved.get(&world.whole).ok().map(|value| value.to_string());
        assert_eq!(found, path.get(&world.whole).ok().map(|value| value.to_string()), "{path}");
    }
    if let Ok(resolved) = path.resolve_as::<Whole, f64>() {
        let found = resolved.get(&world.whole).ok().map(|value| value.to_bits());
        let value = path.get(&world.whole).ok();
        assert_eq!(
            found,
            value.and_then(|value| value.downcast_ref::<f64>().map(|it| it.to_bits()))
        );
    }
}
