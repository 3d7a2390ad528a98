//! The ways in which a field can be a slot: by its own conversions, as text, or opaquely; and each of
//! them always bound or in an `Option` that may be unbound.

use alloc::string::ToString;
use core::fmt::Display;
use core::str::FromStr;

use crate::raw::constructor::{CallDefault, default, default_option};
use crate::raw::ops::{OptionOps, TypeInfo, ValueOps};
use crate::value::{Kind, Mismatch, SlotValue, Value, ValueRef};

/// How a `T` is read and written by name.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be read and written as text",
    label = "`#[slots(as_str)]` reads through `Display` and writes through `FromStr`",
    note = "implement both for `{T}`, the error of `FromStr` with `Display` too",
    note = "or reach the slot by its own type only: `#[slots(opaque)]`"
)]
pub trait Mode<T>: 'static {
    /// The kind of values it shows.
    const KIND: Kind;

    /// Reads.
    fn view(value: &T) -> ValueRef<'_>;

    /// Makes a `T`, losing nothing, or says why not.
    fn convert(value: Value) -> Result<T, Mismatch>;
}

/// By the conversions of [`SlotValue`].
pub enum Plain {}

impl<T: SlotValue> Mode<T> for Plain {
    const KIND: Kind = T::KIND;

    fn view(value: &T) -> ValueRef<'_> {
        value.as_value()
    }

    fn convert(value: Value) -> Result<T, Mismatch> {
        T::from_value(value)
    }
}

/// `#[slots(as_str)]`: as text, through `Display` and `FromStr`.
pub enum AsStr {}

#[diagnostic::do_not_recommend]
impl<T: Display + FromStr<Err: Display> + 'static> Mode<T> for AsStr {
    const KIND: Kind = Kind::Str;

    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Text(value)
    }

    fn convert(value: Value) -> Result<T, Mismatch> {
        let Value::Str(text) = &value else {
            return Err(Mismatch::wrong_type(&value));
        };
        text.parse().map_err(|error: T::Err| Mismatch::invalid(text, error.to_string()))
    }
}

/// `#[slots(opaque)]`: by its own type only.
pub enum Opaque {}

impl<T: 'static> Mode<T> for Opaque {
    const KIND: Kind = Kind::Opaque;

    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Opaque(value)
    }

    fn convert(value: Value) -> Result<T, Mismatch> {
        Err(Mismatch::opaque(&value))
    }
}

/// What a layout knows of a slot's type.
///
/// Invariant 1: all are of one field type: `field` its identity, `value` the table of the value that is
/// seen by name, `option` the step from the field to that value where the two differ, `default` what
/// calls a constructor of it.
#[derive(Clone, Copy)]
pub struct SlotOps {
    pub(crate) field: &'static TypeInfo,
    pub(crate) value: &'static ValueOps,
    pub(crate) option: Option<&'static OptionOps>,
    pub(crate) default: CallDefault,
}

const fn always<T: 'static, M: Mode<T>>() -> SlotOps {
    SlotOps {
        field: ops::<T, M>().ty(),
        value: ops::<T, M>(),
        option: None,
        default: default::<T, M>,
    }
}

// What the derive calls for a field of type `T`: the bound is reported at the field's type.

/// The tables of a slot that is read and written by its own conversions.
pub const fn plain<T: SlotValue>() -> SlotOps {
    always::<T, Plain>()
}

/// The tables of a slot that is read and written as text.
pub const fn as_str<T: 'static>() -> SlotOps
where
    AsStr: Mode<T>,
{
    always::<T, AsStr>()
}

/// The tables of a slot that is reached by its own type only.
pub const fn opaque<T: 'static>() -> SlotOps {
    always::<T, Opaque>()
}

/// The tables of a slot that may be unbound; `M` is the mode of what is in the `Option`.
pub const fn optional<T: HasOptionOps<M>, M>() -> SlotOps {
    T::OPS
}

/// An `Option` whose `None` is *unbound*: `#[slots(optional)]`.
#[diagnostic::on_unimplemented(
    message = "`#[slots(optional)]` needs an `Option`, not `{Self}`",
    label = "only an `Option` can be unbound",
    note = "write the type as `Option<{Self}>`, or take `optional` away"
)]
pub trait HasOptionOps<M = Plain>: sealed::IsOption {
    /// Its tables.
    const OPS: SlotOps;
}

impl<T: 'static, M: Mode<T>> HasOptionOps<M> for Option<T> {
    const OPS: SlotOps = SlotOps {
        field: &const { TypeInfo::of::<Option<T>>() },
        value: ops::<T, M>(),
        option: Some(&const { OptionOps::new::<T, M>() }),
        default: default_option::<T, M>,
    };
}

/// The table of `T` in the mode `M`.
#[inline(always)]
pub(crate) const fn ops<T: 'static, M: Mode<T>>() -> &'static ValueOps {
    const { &ValueOps::new::<T, M>() }
}

mod sealed {
    /// What `HasOptionOps` says of a type is trusted: nobody else says it.
    pub trait IsOption {}
    impl<T> IsOption for Option<T> {}
}
