//! The tables of a field, still with its type: what the derive writes in a row.

use core::marker::PhantomData;

use super::constructor::{self, CallDefault, Constructor};
use super::ops::{OptionOps, TypeInfo, ValueOps};
use crate::slotted::Slotted;
use crate::slotted::mode::{AsStr, Mode, Opaque, Plain};
use crate::value::SlotValue;

/// What a layout knows of a slot's type.
///
/// Invariant 1: all are of one field type: `field` its identity, `value` the table of the value that is
/// seen by name, `option` the step from the field to that value where the two differ.
#[derive(Clone, Copy)]
pub(crate) struct SlotOps {
    pub(crate) field: &'static TypeInfo,
    pub(crate) value: &'static ValueOps,
    pub(crate) option: Option<&'static OptionOps>,
}

/// The tables of a field of type `T`, and its default.
///
/// Invariant 1: `ops` is of `T`, and `call` calls a `fn() -> T`.
pub struct FieldOps<T> {
    ops: SlotOps,
    call: CallDefault,
    default: Option<Constructor>,
    field: PhantomData<fn(T) -> T>,
}

impl<T: 'static> FieldOps<T> {
    const fn always<M: Mode<T>>() -> Self {
        let value = ops::<T, M>();
        FieldOps {
            ops: SlotOps { field: value.ty(), value, option: None },
            call: constructor::default::<T, M>,
            default: None,
            field: PhantomData,
        }
    }

    /// The same with a default.
    #[must_use]
    pub const fn or(mut self, make: fn() -> T) -> Self {
        // SAFETY: `call` calls a `fn() -> T` (invariant 1).
        self.default = Some(unsafe { Constructor::new(make, self.call) });
        self
    }

    pub(super) const fn into_erased(self) -> (SlotOps, Option<Constructor>) {
        (self.ops, self.default)
    }
}

// What the derive calls for a field of type `T`: a bound that fails is reported at the field's type.

/// The tables of a slot that is read and written by its own conversions.
pub const fn plain<T: SlotValue>() -> FieldOps<T> {
    FieldOps::always::<Plain>()
}

/// The tables of a slot that is read and written as text.
pub const fn as_str<T: 'static>() -> FieldOps<T>
where
    AsStr: Mode<T>,
{
    FieldOps::always::<AsStr>()
}

/// The tables of a slot that is reached by its own type only.
pub const fn opaque<T: 'static>() -> FieldOps<T> {
    FieldOps::always::<Opaque>()
}

/// The tables of the field of a base.
pub(super) const fn base<B: Slotted>() -> FieldOps<B> {
    FieldOps::always::<Opaque>()
}

/// The tables of a slot that may be unbound; `M` is the mode of what is in the `Option`.
pub const fn optional<T: IsOption<M>, M>() -> FieldOps<T> {
    T::OPS
}

/// An `Option` whose `None` is *unbound*: `#[slots(optional)]`.
#[diagnostic::on_unimplemented(
    message = "`#[slots(optional)]` needs an `Option`, not `{Self}`",
    label = "only an `Option` can be unbound",
    note = "write the type as `Option<{Self}>`, or take `optional` away"
)]
pub trait IsOption<M>: sealed::Sealed<M> + Sized {
    /// Its tables.
    const OPS: FieldOps<Self>;
}

impl<T: 'static, M: Mode<T>> IsOption<M> for Option<T> {
    const OPS: FieldOps<Self> = FieldOps {
        ops: SlotOps {
            field: const { &TypeInfo::of::<Option<T>>() },
            value: ops::<T, M>(),
            option: Some(const { &OptionOps::new::<T, M>() }),
        },
        call: constructor::default_option::<T, M>,
        default: None,
        field: PhantomData,
    };
}

/// The table of `T` in the mode `M`.
#[inline(always)]
pub(crate) const fn ops<T: 'static, M: Mode<T>>() -> &'static ValueOps {
    const { &ValueOps::new::<T, M>() }
}

mod sealed {
    /// What `IsOption` says of a type is trusted: nobody else says it.
    pub trait Sealed<M> {}
    impl<T: 'static, M: super::Mode<T>> Sealed<M> for Option<T> {}
}
