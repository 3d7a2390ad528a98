//! From a source to a place: what every write by name comes down to.

use alloc::boxed::Box;
use core::any::Any;
use core::mem;
use core::ptr::NonNull;

use crate::erased::ptr::PtrMut;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::Holder;
use crate::reflect::vtable::validator::Check;
use crate::value::Value;
use crate::value::mismatch::Mismatch;
use crate::value::unbound::Unbound;

/// What a value is made from.
pub(crate) enum Source<'a> {
    /// By conversion. The value is taken out of there; what is refused may stay, and its owner drops it
    /// when the error has its place, since a `Drop` of a user's may panic.
    Value(&'a mut Value),
    /// By reading.
    Text(&'a str),
}

impl Source<'_> {
    /// As it is, for an entry of a `Dict`: nobody has said what else a text would be.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Source::Value(value) => mem::take(value),
            Source::Text(text) => Value::from(text),
        }
    }

    /// Whether it says `None`.
    fn is_none(&self) -> bool {
        match self {
            Source::Value(value) => value.is_none(),
            Source::Text(text) => *text == "None",
        }
    }
}

/// Where a field's value goes.
pub(crate) enum Place<'a> {
    /// The field, which holds a value: that is dropped once the new one is in its place.
    Held(PtrMut<'a>),
    /// Memory for the field, where nothing is yet.
    Fresh(NonNull<()>),
    /// A box, to be exchanged with the field later.
    Aside(&'a mut Option<Box<dyn Any>>),
}

/// Makes a `T` that the check has nothing against.
#[inline(always)]
fn make<T: 'static, M: Mode<T>>(source: Source<'_>, check: Option<&Check>) -> Result<T, Mismatch> {
    let value = match source {
        Source::Value(value) => M::convert(mem::take(value))?,
        Source::Text(text) => M::parse(text)?,
    };
    match check.map(|check| check.ask(&value)) {
        Some(Err(why)) => {
            let refused = Mismatch::refused(&M::view(&value), why);
            // Before the error is on its way out: should the `Drop` panic, it is dropped with the rest.
            drop(value);
            Err(refused)
        }
        _ => Ok(value),
    }
}

/// Puts a value in its place.
///
/// # Safety
///
/// The place is for a `T`.
#[inline(always)]
unsafe fn settle<T: 'static>(place: Place<'_>, value: T) {
    match place {
        // Replaced first and dropped then: a `Drop` that panics finds the new value in its place.
        // SAFETY: the caller.
        Place::Held(ptr) => drop(mem::replace(unsafe { ptr.cast::<T>() }, value)),
        // SAFETY: the caller.
        Place::Fresh(place) => unsafe { place.cast::<T>().write(value) },
        Place::Aside(aside) => *aside = Some(Box::new(value)),
    }
}

/// For a field that holds its value itself.
///
/// # Safety
///
/// The place is for a `T`.
#[inline]
pub(crate) unsafe fn put<T: 'static, M: Mode<T>>(
    place: Place<'_>,
    source: Source<'_>,
    check: Option<&Check>,
) -> Result<(), Mismatch> {
    let value = make::<T, M>(source, check)?;
    // SAFETY: the caller.
    unsafe { settle(place, value) };
    Ok(())
}

/// Whether the source says that an optional slot is unbound: `None`, unless a `T` takes that itself; or the mark of a
/// slot that data says to be unbound.
#[inline]
fn says_unbound<T: 'static, M: Mode<T>>(source: &Source<'_>) -> bool {
    match source {
        Source::Value(Value::Opaque(value)) => value.get().is::<Unbound>(),
        source => source.is_none() && M::convert(Value::None).is_err(),
    }
}

/// For a field that may hold no value.
///
/// # Safety
///
/// The place is for an `H`.
pub(crate) unsafe fn put_held<H: Holder, M: Mode<H::Inner>>(
    place: Place<'_>,
    source: Source<'_>,
    check: Option<&Check>,
) -> Result<(), Mismatch> {
    let held = if H::TAKES_NONE && says_unbound::<H::Inner, M>(&source) {
        H::empty()
    } else {
        H::wrap(make::<H::Inner, M>(source, check)?)
    };
    // SAFETY: the caller.
    unsafe { settle(place, held) };
    Ok(())
}
