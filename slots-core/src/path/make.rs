//! Making what is missing where a write by path leads.

use crate::attributes::access;
use crate::path::check::{self, Known};
use crate::path::error::{PathError, Reason};
use crate::path::walk::attribute_name;
use crate::reflect::attr::AttrMut;
use crate::reflect::map_edit::MapMut;
use crate::reflect::object::ObjectMut;
use crate::reflect::step::Step;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// A place on a path that holds nothing yet.
pub(crate) enum Missing<'a> {
    /// An attribute of an object: an optional slot that is unbound, or an entry of its `Dict`.
    Attribute(ObjectMut<'a>),
    /// An entry of a `Dict`.
    Entry(&'a mut Dict),
    /// An entry of a typed map.
    MapEntry(MapMut<'a>),
    /// The `None` of an `Option`.
    None(AttrMut<'a>),
}

impl Missing<'_> {
    /// What is known of the value that is to be made.
    fn known(&self, name: &str) -> Known {
        match self {
            Missing::Attribute(object) => {
                check::attribute(object.layout(), name).unwrap_or(Known::Nothing)
            }
            Missing::Entry(_) => Known::Nothing,
            Missing::MapEntry(map) => Known::Type(map.item()),
            Missing::None(value) => Known::Type(value.as_ref().vtable()),
        }
    }

    fn name_of<'s>(&self, step: &'s Step) -> Option<&'s str> {
        match self {
            Missing::Attribute(object) => attribute_name(object.shared(), step),
            _ => step.as_name(),
        }
    }

    /// Returns the name of the missing place, to which the first `done` steps lead, and what is
    /// known of the end of the path.
    ///
    /// # Errors
    ///
    /// `None` if nothing can be made here.
    pub(crate) fn end<'s>(
        &self,
        steps: &'s [Step],
        done: usize,
    ) -> Result<(&'s str, Known), Option<PathError>> {
        let (so_far, rest) = steps.split_at(done);
        let name = so_far.last().and_then(|step| self.name_of(step)).unwrap_or_default();
        // An item of a list cannot be made.
        if rest.iter().any(|step| step.as_name().is_none()) {
            return Err(None);
        }
        Ok((name, self.known(name).follow(steps, done)?))
    }

    /// Makes what is missing, with what the source makes inside it. The first `done` steps lead to
    /// the missing place, and the other ones on from there.
    ///
    /// All that is made is one value, a map in a map, which the type of the place converts: so a
    /// refused write changes nothing, and a struct gets its defaults.
    ///
    /// # Errors
    ///
    /// `None` if nothing can be made here: then the error is that of what is missing.
    pub(crate) fn make(
        self,
        steps: &[Step],
        done: usize,
        source: Source<'_>,
    ) -> Result<(), Option<PathError>> {
        let (name, end) = self.end(steps, done)?;
        let (so_far, rest) = steps.split_at(done);
        let refused = |mismatch| PathError::at(steps, Reason::Refused(mismatch));
        let value = match source {
            Source::Text(text) => end.parse(text).map_err(refused)?,
            source => source.into_value(),
        };
        let mut value = nested(rest, value);
        let refused = |mismatch| PathError::at(so_far, Reason::Refused(mismatch));
        let source = Source::Value(&mut value);
        let result = match self {
            Missing::Attribute(object) => access::set(object, name, source)
                .map_err(|error| PathError::at(so_far, Reason::Attribute(error))),
            Missing::Entry(dict) => {
                dict.insert(name, source.into_value());
                Ok(())
            }
            Missing::MapEntry(map) => insert(map, name, source).map_err(refused),
            Missing::None(mut place) => {
                let type_name = place.as_ref().type_name();
                let result = place.write(source);
                result.map_err(|mismatch| refused(mismatch.of_type(type_name)))
            }
        };
        value.let_go();
        result.map_err(Some)
    }
}

/// Returns the value inside maps, one in another, to which these names lead.
pub(crate) fn nested(names: &[Step], value: Value) -> Value {
    names
        .iter()
        .rev()
        .filter_map(Step::as_name)
        .fold(value, |value, name| Value::Map(Dict::from([(name, value)])))
}

/// Writes an entry of a typed map.
pub(crate) fn insert(
    map: MapMut<'_>,
    name: &str,
    source: Source<'_>,
) -> Result<(), ConversionError> {
    let type_name = map.item().ty().name();
    map.insert(name, source).map_err(|mismatch| mismatch.of_type(type_name))
}
