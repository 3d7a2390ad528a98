//! Suggestions that look through members: an attribute of what an attribute holds.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::AttributeErrorKind;
use crate::reflect::layout::SlotLayout;
use crate::reflect::step::needs_quotes;
use crate::value::suggest::MAX_CANDIDATES;

/// The most attributes on the way to a suggested one.
const MOST_LEVELS: usize = 4;

impl AttributeError {
    /// Returns the path to an attribute of the same name inside another attribute, if that was
    /// probably meant: the nearest one by the number of steps (spec 4.5).
    ///
    /// There is one only for an attribute that does not exist, where no
    /// [`suggestion`](AttributeError::suggestion) is near.
    ///
    /// ```
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// struct Oil { temp: f64 }
    /// #[derive(Slots)]
    /// struct Engine { oil: Oil }
    /// #[derive(Slots)]
    /// struct Car { engine: Engine }
    ///
    /// let car = Car { engine: Engine { oil: Oil { temp: 90.0 } } };
    /// let error = car.getattr("temp").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "'Car' object has no attribute 'temp'. Did you mean: 'engine.oil.temp'?"
    /// );
    /// let path = error.suggested_path().expect("it is a member of a member");
    /// assert_eq!(car.getattr_path(&path)?, 90.0);
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    #[must_use]
    pub fn suggested_path(&self) -> Option<String> {
        let is_unknown = self.kind() == AttributeErrorKind::NoSuchAttribute;
        if !is_unknown || self.suggestion().is_some() {
            return None;
        }
        path_to(self.name(), self.layout())
    }
}

/// Returns the path to an attribute of that name inside the attributes of an object with this
/// layout: the first one at the least depth (spec 4.5).
///
/// Only types are asked, so that no user code runs. They are looked at breadth-first, at most
/// `MAX_CANDIDATES` slots and `MOST_LEVELS` deep, since a type may contain itself.
fn path_to(name: &str, layout: &SlotLayout) -> Option<String> {
    // The parts of the path are names without quotes, as users write them.
    if needs_quotes(name) {
        return None;
    }
    let mut left = MAX_CANDIDATES;
    let mut level: Vec<(String, &SlotLayout)> = Vec::from([(String::new(), layout)]);
    for _ in 0..MOST_LEVELS {
        let mut next = Vec::new();
        for (so_far, layout) in level {
            for location in layout.iter() {
                left = left.checked_sub(1)?;
                let (slot, shape) = (location.info(), location.info().vtables().value().shape());
                let Some(inside) = shape.object() else { continue };
                if needs_quotes(slot.name()) {
                    continue;
                }
                let path = format!("{so_far}{}.", slot.name());
                if inside.slot(name).is_some() {
                    return Some(path + name);
                }
                next.push((path, inside));
            }
        }
        level = next;
    }
    None
}
