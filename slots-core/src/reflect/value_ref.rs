//! Borrowed dynamic values.

use alloc::string::ToString;
use core::fmt;

use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::foreign::ForeignRef;
use crate::reflect::list_view::ListView;
use crate::reflect::map_view::{KeyRepr, MapView};
use crate::reflect::shared::SharedRef;
use crate::reflect::variant::{VariantForm, VariantOf};
use crate::reflect::vars::Vars;
use crate::value::Value;
use crate::value::convert::exact_f64;
use crate::value::dict::Dict;
use crate::value::kind::Kind;
use crate::value::opaque::OpaqueRef;

/// A borrowed dynamic value, to match on. [`AttrRef::view`](crate::AttrRef::view) and
/// [`SlotValue::as_value`](crate::SlotValue::as_value) return one.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Kind, ValueRef};
///
/// #[derive(Slots)]
/// struct Quake { magnitude: f64, place: String, felt: Option<u32> }
///
/// fn as_json(value: ValueRef<'_>) -> String {
///     match value {
///         ValueRef::None => "null".to_owned(),
///         ValueRef::Str(text) => format!("{text:?}"),
///         other => other.to_string(),
///     }
/// }
///
/// let quake = Quake { magnitude: 4.5, place: "Ridgecrest".to_owned(), felt: None };
/// let all: Vec<String> = quake.vars().map(|(_, value)| as_json(value.view())).collect();
/// assert_eq!(all, ["4.5", "\"Ridgecrest\"", "null"]);
/// assert_eq!(quake.getattr("place")?.view().kind(), Kind::Str);
/// # Ok::<(), slotted::AttributeError>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// Python's `None`.
    None,
    /// A `bool`.
    Bool(bool),
    /// An integer that an `i64` holds.
    Int(i64),
    /// An integer above `i64::MAX`.
    UInt(u64),
    /// A floating-point number.
    Float(f64),
    /// A single-precision floating-point number. It prints the shortest digits of the `f32`, not
    /// those of the `f64` that equals it.
    Single(f32),
    /// Text.
    Str(&'a str),
    /// Text that is not stored, but made by `Display` when it is printed.
    Text(&'a dyn fmt::Display),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list.
    List(&'a dyn ListView),
    /// A map.
    Map(&'a dyn MapView),
    /// A slotted struct.
    Object(&'a dyn Attributes),
    /// A shared object, or a weak reference to one. It is equal to references to the same object.
    Shared(SharedRef<'a>),
    /// A value that can be accessed by its own type only.
    Opaque(OpaqueRef<'a>),
    /// Text, bytes, a list or a map of a `#[slots(serde)]` slot, which is made when it is read:
    /// see [`ForeignRef::to_value`]. (A number, a bool or `None` of such a slot is a variant
    /// of its own above.)
    Foreign(ForeignRef<'a>),
}

impl<'a> ValueRef<'a> {
    /// Returns the kind of the value.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            ValueRef::None => Kind::None,
            ValueRef::Bool(_) => Kind::Bool,
            ValueRef::Int(_) | ValueRef::UInt(_) => Kind::Int,
            ValueRef::Float(_) | ValueRef::Single(_) => Kind::Float,
            ValueRef::Str(_) | ValueRef::Text(_) => Kind::Str,
            ValueRef::Bytes(_) => Kind::Bytes,
            ValueRef::List(_) => Kind::List,
            ValueRef::Map(_) => Kind::Map,
            ValueRef::Object(_) | ValueRef::Shared(_) => Kind::Object,
            ValueRef::Opaque(_) => Kind::Opaque,
            ValueRef::Foreign(value) => value.kind(),
        }
    }

    /// Returns a shared object that has no lock as the object that it is, and any other value as it
    /// is.
    #[inline]
    pub(crate) fn unshared(self) -> Self {
        match self {
            ValueRef::Shared(shared) => shared.object().map_or(self, ValueRef::Object),
            other => other,
        }
    }

    /// Returns an owned copy of the value. A shared object is shared by the copy. A slotted struct
    /// becomes a map of its bound attributes,
    /// in which an unbound slot that has a default is `None` (spec 8.20). An enum with data takes
    /// the form that it has in data.
    ///
    /// Returns `None` if the value is opaque or holds something opaque, except for a slot that is
    /// `#[slots(opaque(clone))]`, and for an opaque [`Value`]: that is shared, and so is its copy.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        self.copied(|| Value::None)
    }

    /// Returns the copy that [`to_value`](ValueRef::to_value) returns, in which `unbound` makes
    /// what stands for an unbound slot that has a default.
    pub(crate) fn copied(&self, unbound: fn() -> Value) -> Option<Value> {
        let of_attr = |value: AttrRef<'_>| value.copied(unbound);
        Some(match *self {
            ValueRef::None => Value::None,
            ValueRef::Bool(value) => Value::Bool(value),
            ValueRef::Int(value) => Value::Int(value),
            ValueRef::UInt(value) => Value::UInt(value),
            ValueRef::Float(value) => Value::Float(value),
            ValueRef::Single(value) => Value::Float(value.into()),
            ValueRef::Str(value) => Value::Str(value.into()),
            ValueRef::Text(value) => Value::Str(value.to_string()),
            ValueRef::Bytes(value) => Value::Bytes(value.into()),
            ValueRef::List(list) => Value::List(list.iter().map(of_attr).collect::<Option<_>>()?),
            ValueRef::Map(map) => {
                let mut dict = Dict::new();
                let mut whole = true;
                map.for_each(&mut |key, value| match (of_attr(value), key.0) {
                    (Some(value), KeyRepr::Text(name)) => drop(dict.insert(name, value)),
                    (Some(value), _) => drop(dict.insert(key.text(), value)),
                    (None, _) => whole = false,
                });
                if !whole {
                    return None;
                }
                Value::Map(dict)
            }
            ValueRef::Object(object) => match object.layout().variant_of() {
                None => Value::Map(attributes(object, unbound)?),
                Some(variant) => variant_to_value(object, variant, unbound)?,
            },
            ValueRef::Shared(value) => Value::Object(value.to_owned()?),
            ValueRef::Opaque(value) => Value::Opaque(value.to_shared()?),
            ValueRef::Foreign(value) => value.to_value().ok()?,
        })
    }
}

/// Copies the attributes of the object that are written to data.
fn attributes(object: &dyn Attributes, unbound: fn() -> Value) -> Option<Dict> {
    let entries = Vars::new(object.__object()).told().map(|(name, value)| match value {
        Some(value) => Some((name, value.copied(unbound)?)),
        None => Some((name, unbound())),
    });
    entries.collect()
}

/// Copies an enum whose active variant is `variant`, in the form that it has in data.
fn variant_to_value(
    object: &dyn Attributes,
    variant: VariantOf,
    unbound: fn() -> Value,
) -> Option<Value> {
    // A field that is unbound keeps its place.
    let mut fields = object.__object().slots().map(|slot| match slot.read() {
        Some(field) => field.copied(unbound),
        None => Some(unbound()),
    });
    let content = match variant.info().form {
        VariantForm::Unit => None,
        VariantForm::Newtype => Some(fields.next()??),
        VariantForm::Tuple => Some(Value::List(fields.collect::<Option<_>>()?)),
        VariantForm::Struct => Some(Value::Map(attributes(object, unbound)?)),
    };
    Some(variant.enum_info().in_data(variant.number(), content))
}

/// Declares the accessors of `ValueRef` and `AttrRef` in one place. The patterns are those of
/// `ValueRef`; each accessor of `AttrRef` calls the one of its view. (`Value` has accessors for
/// bools, numbers and text only, declared in `view.rs`.)
macro_rules! accessors {
    ($(
        $(#[$doc:meta])*
        $name:ident -> $type:ty { $($pattern:pat => $result:expr),* $(,)? }
    )*) => {
        impl<'a> ValueRef<'a> {
            $($(#[$doc])*
            pub fn $name(&self) -> Option<$type> {
                match *self {
                    $($pattern => $result,)*
                    _ => None,
                }
            })*
        }

        impl<'a> AttrRef<'a> {
            $($(#[$doc])*
            #[inline]
            pub fn $name(&self) -> Option<$type> {
                self.view().$name()
            })*
        }
    };
}

accessors! {
    /// Returns the `bool`.
    as_bool -> bool { ValueRef::Bool(value) => Some(value) }

    /// Returns the integer, if an `i64` holds it.
    as_i64 -> i64 {
        ValueRef::Int(value) => Some(value),
        ValueRef::UInt(value) => value.try_into().ok(),
    }

    /// Returns the integer, if a `u64` holds it.
    as_u64 -> u64 {
        ValueRef::Int(value) => value.try_into().ok(),
        ValueRef::UInt(value) => Some(value),
    }

    /// Returns the text, if it is stored as text. For an `#[slots(as_str)]` or `#[slots(serde)]`
    /// slot it is not: use `to_string` instead.
    as_str -> &'a str { ValueRef::Str(value) => Some(value) }

    /// Returns the bytes, which may be the items of an array of `u8`.
    as_bytes -> &'a [u8] {
        ValueRef::Bytes(value) => Some(value),
        ValueRef::List(list) => list.as_bytes(),
    }

    /// Returns the list.
    as_list -> &'a dyn ListView { ValueRef::List(value) => Some(value) }

    /// Returns the map.
    as_map -> &'a dyn MapView { ValueRef::Map(value) => Some(value) }

    /// Returns the slotted struct, of a shared object too that has no lock.
    as_object -> &'a dyn Attributes {
        ValueRef::Object(value) => Some(value),
        ValueRef::Shared(value) => value.object(),
    }
}

impl ValueRef<'_> {
    /// Returns the number. An integer is returned only if an `f64` holds it exactly.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match *self {
            ValueRef::Float(value) => Some(value),
            ValueRef::Single(value) => Some(value.into()),
            ValueRef::Int(value) => exact_f64(value.into()),
            ValueRef::UInt(value) => exact_f64(value.into()),
            _ => None,
        }
    }
}

impl AttrRef<'_> {
    /// Returns the number. An integer is returned only if an `f64` holds it exactly.
    #[inline]
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        // Try `f64` first: most numbers read by this function have that type, and making a view
        // costs an indirect call.
        match self.cast::<f64>() {
            Some(value) => Some(*value),
            None => self.view().as_f64(),
        }
    }
}

/// An integer that an `i64` holds becomes an [`Int`](ValueRef::Int), any other a
/// [`UInt`](ValueRef::UInt).
impl From<u64> for ValueRef<'_> {
    #[inline]
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(ValueRef::UInt(value), ValueRef::Int)
    }
}
