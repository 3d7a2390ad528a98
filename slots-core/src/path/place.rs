//! A write by a path in an object with a lock, in three parts: finding the place, under the lock;
//! making the value, without it; and a swap, under the lock again.

use alloc::boxed::Box;
use core::any::Any;

use crate::attributes::access;
use crate::attributes::error::AttributeError;
use crate::attributes::prepared::{Prepared, prepare};
use crate::path::check::Known;
use crate::path::end::End;
use crate::path::error::{PathError, Reason};
use crate::path::make::{Missing, nested};
use crate::path::walk::in_object;
use crate::reflect::attr::AttrMut;
use crate::reflect::layout::kept::KeptLayout;
use crate::reflect::made_value::MadeValue;
use crate::reflect::map_edit::{MakeKey, MapMut};
use crate::reflect::object::ObjectMut;
use crate::reflect::step::Step;
use crate::reflect::vtable::put::Source;
use crate::reflect::vtable::value::ValueVTable;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// Where a write goes.
pub(crate) struct Place {
    /// The number of steps that lead there, if it is not the end of the path; and what is known of
    /// the end, which is made inside of the value that is written there.
    short: Option<(usize, Known)>,
    kind: PlaceKind,
}

enum PlaceKind {
    /// An attribute of an object with that layout.
    Attribute(KeptLayout, Box<str>),
    /// A value of that type, which nothing validates.
    Value(&'static ValueVTable),
    /// An entry of a typed map.
    MapEntry(MakeKey, &'static ValueVTable),
    /// An entry of a `Dict`.
    Entry,
}

impl PlaceKind {
    fn attribute(object: &ObjectMut<'_>, name: &str) -> Self {
        let layout = object.layout();
        PlaceKind::Attribute(layout.kept(), layout.name_given(name).into())
    }

    fn map_entry(map: &MapMut<'_>) -> Self {
        PlaceKind::MapEntry(map.key(), map.item())
    }
}

/// Finds the place that the steps lead to. Nothing is converted, made or changed.
pub(crate) fn find(object: ObjectMut<'_>, steps: &[Step]) -> Result<Place, PathError> {
    in_object(object, steps, 0, Find)
}

/// Finds a place.
struct Find;

impl<'a> End<'a> for Find {
    type Output = Place;
    const MAKES: bool = true;

    fn make(
        self,
        missing: Missing<'a>,
        steps: &[Step],
        done: usize,
    ) -> Result<Place, Option<PathError>> {
        let (name, end) = missing.end(steps, done)?;
        let kind = match missing {
            Missing::Attribute(object) => PlaceKind::attribute(&object, name),
            Missing::Entry(_) => PlaceKind::Entry,
            Missing::MapEntry(map) => PlaceKind::map_entry(&map),
            Missing::None(value) => PlaceKind::Value(value.as_ref().vtable()),
        };
        Ok(Place { short: Some((done, end)), kind })
    }

    fn attribute(self, object: ObjectMut<'a>, name: &str) -> Result<Place, AttributeError> {
        Ok(Place { short: None, kind: PlaceKind::attribute(&object, name) })
    }

    fn entry(self, _: &'a mut Dict, _: &str) -> Result<Place, Reason> {
        Ok(Place { short: None, kind: PlaceKind::Entry })
    }

    fn map_entry(self, map: MapMut<'a>, _: &str) -> Result<Place, Reason> {
        Ok(Place { short: None, kind: PlaceKind::map_entry(&map) })
    }

    fn item(self, item: AttrMut<'a>) -> Result<Place, Reason> {
        Ok(Place { short: None, kind: PlaceKind::Value(item.as_ref().vtable()) })
    }
}

/// A value that was made for a place. After it was put there, this holds the old value.
pub(crate) struct Ready<'s> {
    steps: &'s [Step],
    what: What,
}

enum What {
    Attribute(Box<str>, Prepared),
    Value(Option<Box<dyn Any>>),
    MapEntry { key: Option<Box<dyn Any>>, value: Option<Box<dyn Any>> },
    Entry(Option<Value>),
}

impl Place {
    /// Makes the value for this place, to which `steps` lead.
    pub(crate) fn make<'s>(
        self,
        steps: &'s [Step],
        source: Source<'_>,
    ) -> Result<Ready<'s>, PathError> {
        let Some((done, end)) = self.short else {
            return Ok(Ready { steps, what: self.kind.make(steps, source)? });
        };
        let (steps_here, rest) = steps.split_at(done);
        let refused = |mismatch| PathError::at(steps, Reason::Refused(mismatch));
        let value = match source {
            Source::Text(text) => end.parse(text).map_err(refused)?,
            source => source.into_value(),
        };
        let mut value = nested(rest, value);
        let result = self.kind.make(steps_here, Source::Value(&mut value));
        value.let_go();
        Ok(Ready { steps: steps_here, what: result? })
    }
}

impl PlaceKind {
    fn make(self, steps: &[Step], source: Source<'_>) -> Result<What, PathError> {
        let fail = |reason| PathError::at(steps, reason);
        match self {
            PlaceKind::Attribute(layout, name) => {
                let prepared = prepare(&layout, &name, source);
                let prepared = prepared.map_err(|error| fail(Reason::Attribute(error)))?;
                Ok(What::Attribute(name, prepared))
            }
            PlaceKind::Value(vtable) => {
                let value = make_value(vtable, source).map_err(fail)?;
                Ok(What::Value(Some(value)))
            }
            PlaceKind::MapEntry(make_key, vtable) => {
                let name = steps.last().and_then(Step::as_name).unwrap_or_default();
                let key = make_key(name).map_err(|error| fail(refused(error, vtable)))?;
                match make_value(vtable, source) {
                    Ok(value) => Ok(What::MapEntry { key: Some(key), value: Some(value) }),
                    Err(reason) => {
                        // Before the error is made, so that it is dropped if this panics.
                        drop(key);
                        Err(fail(reason))
                    }
                }
            }
            PlaceKind::Entry => Ok(What::Entry(Some(source.into_value()))),
        }
    }
}

/// Makes a value of that type.
fn make_value(vtable: &'static ValueVTable, source: Source<'_>) -> Result<Box<dyn Any>, Reason> {
    match MadeValue::of(vtable, source) {
        Ok(made) => Ok(made.into_box()),
        Err(error) => Err(refused(error, vtable)),
    }
}

fn refused(error: ConversionError, vtable: &'static ValueVTable) -> Reason {
    Reason::Refused(error.of_type(vtable.ty().name()))
}

impl Ready<'_> {
    /// Puts the value to its place. Returns `false` if that place is no longer there.
    pub(crate) fn put(&mut self, object: ObjectMut<'_>) -> bool {
        in_object(object, self.steps, 0, Put(&mut self.what)).unwrap_or(false)
    }
}

/// Swaps a value with that at the end of the path. Returns whether it did.
struct Put<'p>(&'p mut What);

impl<'a> End<'a> for Put<'_> {
    type Output = bool;

    fn attribute(self, object: ObjectMut<'a>, name: &str) -> Result<bool, AttributeError> {
        match self.0 {
            What::Attribute(name, prepared) => Ok(prepared.carry_out(object, name)),
            // The `None` of an `Option` that is a slot, which nothing validates: else it is not
            // lent.
            What::Value(value) => Ok(swap(access::get_mut(object, name)?, value)),
            What::MapEntry { .. } | What::Entry(_) => Ok(false),
        }
    }

    fn entry(self, dict: &'a mut Dict, name: &str) -> Result<bool, Reason> {
        let What::Entry(entry) = self.0 else { return Ok(false) };
        *entry = entry.take().and_then(|value| dict.insert(name, value));
        Ok(true)
    }

    fn map_entry(self, map: MapMut<'a>, name: &str) -> Result<bool, Reason> {
        let What::MapEntry { key, value } = self.0 else { return Ok(false) };
        match map.lend(name) {
            Ok(item) => Ok(swap(item, value)),
            Err(map) => {
                let Some(entry) = key.take().zip(value.take()) else { return Ok(false) };
                let refused = map.insert_made(entry).err();
                (*key, *value) = refused.unzip();
                Ok(value.is_none())
            }
        }
    }

    fn item(self, item: AttrMut<'a>) -> Result<bool, Reason> {
        let What::Value(value) = self.0 else { return Ok(false) };
        Ok(swap(item, value))
    }
}

fn swap(mut item: AttrMut<'_>, value: &mut Option<Box<dyn Any>>) -> bool {
    value.as_mut().is_some_and(|value| item.swap(&mut **value))
}
