//! Every write by name: from a source, through a conversion and a validator, to a destination.

use alloc::boxed::Box;
use core::any::Any;
use core::mem;

use crate::erased::ptr::PtrMut;
use crate::erased::uninit::Uninit;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::OptionLike;
use crate::reflect::vtable::validator::Validator;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::unbound::Unbound;

/// What a value is made from. Two words, so that it is passed in registers.
pub(crate) enum Source<'a> {
    /// By conversion. The value is taken out of there. What is left of a refused one is dropped by its
    /// owner, once the error is in its place: the `Drop` of a user's type may panic.
    Value(&'a mut Value),
    /// By parsing.
    Text(&'a &'a str),
}

impl Source<'_> {
    /// The source as an entry of a `Dict`, unconverted: an entry has no type that says what else a text is.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Source::Value(value) => mem::take(value),
            Source::Text(text) => Value::from(*text),
        }
    }

    /// Whether the source is `None`.
    fn is_none(&self) -> bool {
        match self {
            Source::Value(value) => value.is_none(),
            Source::Text(text) => **text == "None",
        }
    }
}

/// Where a field's value goes.
pub(crate) enum Dest<'a> {
    /// The field, which holds a value: that is dropped once the new one is in place.
    Init(PtrMut<'a>),
    /// Memory for the field, which holds no value.
    Uninit(Uninit<'a>),
    /// A box, to be swapped with the field later.
    Boxed(&'a mut Option<Box<dyn Any>>),
}

/// The one function behind every write: for a field of one type.
pub(crate) type Put =
    unsafe fn(Dest<'_>, Source<'_>, Option<&Validator>) -> Result<(), ConversionError>;

/// Makes a `T` that the validator accepts.
#[inline(always)]
fn make<T: 'static, M: Mode<T>>(
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<T, ConversionError> {
    let value = match source {
        Source::Value(value) => M::convert(mem::take(value))?,
        Source::Text(text) => M::parse(text)?,
    };
    match validator.map(|validator| validator.validate(&value)) {
        Some(Err(why)) => {
            let error = ConversionError::refused(&M::view(&value), why);
            // Dropped before the error is returned: should the `Drop` panic, unwinding drops the error.
            drop(value);
            Err(error)
        }
        _ => Ok(value),
    }
}

/// Puts a value in its place.
///
/// # Safety
///
/// The destination is for a `T`.
#[inline(always)]
unsafe fn store<T: 'static>(dest: Dest<'_>, value: T) {
    match dest {
        // Replaced first and dropped then: a `Drop` that panics finds the new value in place.
        // SAFETY: the destination is for a `T`.
        Dest::Init(field) => drop(mem::replace(unsafe { field.cast::<T>() }, value)),
        // SAFETY: the destination is for a `T`.
        Dest::Uninit(memory) => unsafe { memory.write(value) },
        Dest::Boxed(boxed) => *boxed = Some(Box::new(value)),
    }
}

/// Writes a field that is the value itself.
///
/// # Safety
///
/// The destination is for a `T`.
#[inline]
pub(crate) unsafe fn put<T: 'static, M: Mode<T>>(
    dest: Dest<'_>,
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<(), ConversionError> {
    let value = make::<T, M>(source, validator)?;
    // SAFETY: the destination is for a `T`.
    unsafe { store(dest, value) };
    Ok(())
}

/// Writes a field that may hold no value.
///
/// # Safety
///
/// The destination is for an `O`.
pub(crate) unsafe fn put_option_like<O: OptionLike, M: Mode<O::Inner>>(
    dest: Dest<'_>,
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<(), ConversionError> {
    let field = if O::NONE_UNBINDS && says_unbound::<O::Inner, M>(&source) {
        O::empty()
    } else {
        O::wrap(make::<O::Inner, M>(source, validator)?)
    };
    // SAFETY: the destination is for an `O`.
    unsafe { store(dest, field) };
    Ok(())
}

/// Whether the source says that an optional slot is unbound: `None`, unless a `T` takes that itself; or the
/// mark of a slot that data says to be unbound.
#[inline]
fn says_unbound<T: 'static, M: Mode<T>>(source: &Source<'_>) -> bool {
    match source {
        Source::Value(Value::Opaque(value)) => value.get().is::<Unbound>(),
        source => source.is_none() && M::convert(Value::None).is_err(),
    }
}
