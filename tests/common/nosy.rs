//! A value that looks, while it is converted and dropped, whether the object that it is written to
//! is locked.

use std::cell::RefCell;

use slotted::prelude::*;
use slotted::{ConversionError, DynObj, Kind, ValueRef};

thread_local! {
    static AROUND: RefCell<Option<DynObj>> = const { RefCell::new(None) };
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Writes to the object that is written just now, and notes whether it could.
pub(crate) fn look(when: &str) {
    let around = AROUND.with(|around| around.borrow().clone());
    if let Some(object) = around {
        let note = match object.setattr("other", 1) {
            Ok(()) => when.to_owned(),
            Err(error) => format!("{when}: {error}"),
        };
        SEEN.with(|seen| seen.borrow_mut().push(note));
    }
}

/// Does it while what is converted and dropped looks at `object`. Returns what was noted.
pub(crate) fn seen(object: impl Into<DynObj>, write: impl FnOnce()) -> Vec<String> {
    AROUND.with(|around| *around.borrow_mut() = Some(object.into()));
    write();
    AROUND.with(|around| around.borrow_mut().take());
    SEEN.with(|seen| seen.take())
}

/// Notes what runs while it is converted and dropped.
#[derive(Debug)]
pub(crate) struct Nosy(pub(crate) u32);

impl SlotValue for Nosy {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        look("made");
        Ok(Nosy(u32::from_value(value)?))
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.0.as_value()
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        look("dropped");
    }
}
