//! What is known of a path's steps before there is an object.

use core::any::TypeId;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::path::error::{PathError, Reason};
use crate::reflect::layout::SlotLayout;
use crate::reflect::mode::Plain;
use crate::reflect::shape::Shape;
use crate::reflect::step::Step;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// What is known of the value that some steps lead to.
#[derive(Clone, Copy)]
pub(crate) enum Known {
    /// Its type.
    Type(&'static ValueVTable),
    /// Its shape in data, but not its type: it is an item of a tuple.
    Shape(&'static Shape),
    /// Nothing before there is an object: it lies below a `Dict`, a `Value` or an enum's variant.
    Nothing,
}

impl Known {
    fn shape(self) -> Option<&'static Shape> {
        match self {
            Known::Type(vtable) => Some(vtable.shape()),
            Known::Shape(shape) => Some(shape),
            Known::Nothing => None,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Known::Type(vtable) => vtable.kind(),
            Known::Shape(shape) => kind_of(shape),
            Known::Nothing => Kind::Any,
        }
    }

    /// The items of the list or the map, of that shape.
    fn item(self, shape: &'static Shape) -> Known {
        match self {
            Known::Type(vtable) => {
                vtable.item().map_or(Known::Shape(shape), |item| Known::Type(item.vtable()))
            }
            _ => Known::Shape(shape),
        }
    }

    /// Returns what one step leads to.
    fn step(self, step: &Step) -> Result<Known, Reason> {
        let Some(shape) = self.shape() else { return Ok(Known::Nothing) };
        match (within_options(shape), step) {
            (Shape::Object(layout), Step::Name(name)) => attribute(layout(), name),
            (Shape::Enum(_), _) => Ok(Known::Nothing),
            (Shape::Any, _) if may_hold(self.kind()) => Ok(Known::Nothing),
            (Shape::List(item), Step::Index(_))
            | (Shape::Map(item) | Shape::MapOf(_, item), Step::Name(_)) => Ok(self.item(item)),
            (Shape::Array(item, length), Step::Index(index)) if index < length => {
                Ok(self.item(item))
            }
            (Shape::Tuple(items), Step::Index(index)) if *index < items.len() => {
                Ok(Known::Shape(items[*index]))
            }
            (Shape::Array(..) | Shape::Tuple(_), Step::Index(_)) => {
                Err(Reason::Missing(Kind::List))
            }
            (Shape::Bytes, Step::Index(_)) => Ok(Known::Type(value_vtable::<u8, Plain>())),
            _ => Err(Reason::NothingInside(self.kind())),
        }
    }

    /// Follows the steps from index `done` on.
    pub(crate) fn follow(self, steps: &[Step], done: usize) -> Result<Known, PathError> {
        let mut known = self;
        for (at, step) in steps.iter().enumerate().skip(done) {
            known = known.step(step).map_err(|reason| PathError::at(&steps[..=at], reason))?;
        }
        Ok(known)
    }

    /// Parses text as such a value. Where the type is not known, it stays text.
    pub(crate) fn parse(self, text: &str) -> Result<Value, ConversionError> {
        let Known::Type(vtable) = self else { return Ok(Value::from(text)) };
        vtable.parse(text)?.ok_or_else(|| ConversionError::opaque(&Value::from(text)))
    }

    /// Checks that the value may be read as a `T`. Fails with the full name of its type.
    pub(crate) fn may_be<T: 'static>(self) -> Result<(), &'static str> {
        let Known::Type(vtable) = self else { return Ok(()) };
        let id = vtable.ty().id();
        let is_it = id == TypeId::of::<T>() || id == TypeId::of::<Value>();
        if is_it { Ok(()) } else { Err(vtable.ty().name()) }
    }
}

/// Returns what is known of an attribute of an object with that layout.
pub(crate) fn attribute(layout: &SlotLayout, name: &str) -> Result<Known, Reason> {
    match layout.locate(name) {
        Some(found) => Ok(Known::Type(found.info().vtables().value())),
        None if layout.has_dict() => Ok(Known::Nothing),
        None => Err(Reason::Attribute(AttributeError::new(layout, name, Fault::NoSuchAttribute))),
    }
}

/// The shape of what is inside the `Option`s.
fn within_options(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Option(inside) => within_options(inside),
        _ => shape,
    }
}

/// Whether a path can lead into a value of that kind.
fn may_hold(kind: Kind) -> bool {
    !matches!(kind, Kind::Bool | Kind::Int | Kind::Float | Kind::Str | Kind::Opaque)
}

fn kind_of(shape: &Shape) -> Kind {
    match shape {
        Shape::Any => Kind::Any,
        Shape::Unit => Kind::None,
        Shape::Bool => Kind::Bool,
        Shape::F32 | Shape::F64 => Kind::Float,
        Shape::Str | Shape::Choice(_) | Shape::Std(_) => Kind::Str,
        Shape::Bytes => Kind::Bytes,
        Shape::Option(inside) => kind_of(inside),
        Shape::List(_) | Shape::Array(..) | Shape::Tuple(_) => Kind::List,
        Shape::Map(_) | Shape::MapOf(..) => Kind::Map,
        Shape::Object(_) | Shape::Enum(_) => Kind::Object,
        _ => Kind::Int,
    }
}
