//! Operations on many structs side by side: their slots as columns, and structs made by columns.

use slotted::descriptor::{ObjectSlice, PartialSlice, extend_by_columns};
use slotted::prelude::*;

use crate::foreign::Foreign;
use crate::foreign::Hook::*;
use crate::operation::{Operation, done, operations};
use crate::world::Shell;

/// Makes two objects, whose other slots have their defaults.
fn make(fill: impl FnOnce(&mut PartialSlice<'_>)) {
    let mut made: Vec<Shell> = Vec::new();
    let ended = extend_by_columns(&mut made, 2, |objects| {
        fill(objects);
        objects.missing(|_| ());
        for name in ["own", "checked"] {
            if let Some(column) = objects.column(name) {
                column.fill(|_| Ok(Foreign::new(1)), |_, _| ())?;
            }
        }
        objects.fill_defaults(|_, _| ())
    });
    assert_eq!(ended, Ok(()));
    assert_eq!(made.len(), 2);
}

operations! {
    "extend_by_columns", [Default, Drop, Validate] => |w| make(|_| ());
    "PartialColumn::fill", [Default, Drop, Validate] => |w| make(|_| ());
    "PartialSlice::fill_defaults", [Default, Drop, Validate] => |w| make(|_| ());
    "PartialSlice::fill_values", [Default, Drop, FromValue, Validate] => |w| make(|objects| {
        done(objects.fill_values("own", |_| Ok(Some(Value::from(3))), |_, _| ()));
    });
    "PartialSlice::fill_nested", [Default, Drop, Validate] => |w| make(|objects| {
        done(objects.fill_nested("own", |_| Ok(()), |_, _| ()));
    });
    "PartialSlice::fill_dict", [Default, Drop, Validate] => |w| make(|objects| {
        done(objects.fill_dict(|_| Ok::<_, ()>(Dict::new())));
    });
    "AttrColumn::get", [Lazy] => |w| {
        let objects = std::slice::from_ref(&w.whole);
        let lazy = ObjectSlice::new(objects).attributes("lazy").expect("it is a slot");
        done(lazy.get(0));
    };
}
