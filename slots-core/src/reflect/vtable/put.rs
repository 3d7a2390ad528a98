//! Writes by name: every one goes from a source, through a conversion and a validator, to a
//! destination.

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

/// What a value is made from. It is two words, so that it is passed in registers.
pub(crate) enum Source<'a> {
    /// A value to convert, which is taken out of the reference. If a refused write leaves it there,
    /// its owner drops it only after storing the error, because the `Drop` of a user's type may
    /// panic.
    Value(&'a mut Value),
    /// Text to parse.
    Text(&'a &'a str),
    /// A value that was read from data, in the mode of the slot.
    #[cfg(feature = "serde")]
    Made(&'a mut Made<'a>),
}

/// An `Option<T>` whose value is to be moved into a slot.
#[cfg(feature = "serde")]
pub(crate) struct Made<'a>(pub(crate) &'a mut dyn Any);

impl Source<'_> {
    /// Reborrows the source: a refused write may have left the value where it is.
    pub(crate) fn reborrow(&mut self) -> Source<'_> {
        match self {
            Source::Value(value) => Source::Value(value),
            Source::Text(text) => Source::Text(text),
            #[cfg(feature = "serde")]
            Source::Made(_) => unreachable!("what was made for a slot is written once"),
        }
    }

    /// Returns the source unconverted, as an entry of a `Dict`. Text stays text, because an entry
    /// has no type to parse it by.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Source::Value(value) => mem::take(value),
            Source::Text(text) => Value::from(*text),
            #[cfg(feature = "serde")]
            Source::Made(_) => unreachable!("what was made for a slot is no entry"),
        }
    }

    /// Whether the source is `None`, as a value or as text.
    fn is_none(&self) -> bool {
        match self {
            Source::Value(value) => value.is_none(),
            Source::Text(text) => **text == "None",
            #[cfg(feature = "serde")]
            Source::Made(_) => false,
        }
    }
}

/// Where a field's value goes.
pub(crate) enum Dest<'a> {
    /// A field that holds a value. That value is dropped once the new one is in place.
    Init(PtrMut<'a>),
    /// Uninit memory for the field.
    Uninit(Uninit<'a>),
    /// A box, to be swapped with the field later. It is a destination for any type.
    Boxed(&'a mut Option<Box<dyn Any>>),
}

/// The function behind every write by name, for fields of one type.
///
/// Its contract: the destination is for a field of that type.
pub(crate) type Put =
    unsafe fn(Dest<'_>, Source<'_>, Option<&Validator>) -> Result<(), ConversionError>;

/// Makes a `T` from the source, and returns it if the validator accepts it.
#[inline(always)]
pub(crate) fn make<T: 'static, M: Mode<T>>(
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<T, ConversionError> {
    let value = match source {
        Source::Value(value) => match M::copied(value) {
            Some(copy) => copy,
            None => M::convert(mem::take(value))?,
        },
        Source::Text(text) => M::parse(text)?,
        #[cfg(feature = "serde")]
        Source::Made(made) => M::taken(made.0).ok_or_else(not_made)?,
    };
    match validator.map(|validator| validator.validate(&value)) {
        Some(Err(why)) => {
            let error = why.into_error(&M::view(&value));
            // Drop `value` before returning, so that unwinding still drops the error.
            drop(value);
            Err(error)
        }
        _ => Ok(value),
    }
}

/// Makes the error for a value that was made for a slot of another type.
#[cfg(feature = "serde")]
#[cold]
fn not_made() -> ConversionError {
    ConversionError::said("the value was made for another type")
}

/// Moves the value to the destination.
///
/// # Safety
///
/// `dest` is a destination for a `T`.
#[inline(always)]
unsafe fn store<T: 'static>(dest: Dest<'_>, value: T) {
    match dest {
        // Replace first and drop afterwards, so that the new value is in place if the `Drop`
        // panics.
        // SAFETY: `field` points to a `T`, since `dest` is for a `T` (contract of this function).
        Dest::Init(field) => drop(mem::replace(unsafe { field.cast::<T>() }, value)),
        // SAFETY: `memory` is for a `T`, since `dest` is for a `T` (contract of this function).
        Dest::Uninit(memory) => unsafe { memory.write(value) },
        Dest::Boxed(boxed) => *boxed = Some(Box::new(value)),
    }
}

/// Writes a field that is the value itself.
///
/// # Safety
///
/// `dest` is a destination for a `T`.
#[inline]
pub(crate) unsafe fn put<T: 'static, M: Mode<T>>(
    dest: Dest<'_>,
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<(), ConversionError> {
    let value = make::<T, M>(source, validator)?;
    // SAFETY: `dest` is a destination for a `T` (contract of this function).
    unsafe { store(dest, value) };
    Ok(())
}

/// Writes a field that may hold no value.
///
/// # Safety
///
/// `dest` is a destination for an `O`.
pub(crate) unsafe fn put_option_like<O: OptionLike, M: Mode<O::Inner>>(
    dest: Dest<'_>,
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<(), ConversionError> {
    let field = make_option::<O, M>(source, validator)?;
    // SAFETY: `dest` is a destination for an `O` (contract of this function).
    unsafe { store(dest, field) };
    Ok(())
}

/// Makes a field that may hold no value from the source, and returns it if the validator accepts
/// its value.
pub(crate) fn make_option<O: OptionLike, M: Mode<O::Inner>>(
    source: Source<'_>,
    validator: Option<&Validator>,
) -> Result<O, ConversionError> {
    if O::NONE_UNBINDS && says_unbound::<O::Inner, M>(&source) {
        return Ok(O::empty());
    }
    make::<O::Inner, M>(source, validator).map(O::wrap)
}

/// Whether the source unbinds an optional slot. That is `None`, unless a `T` can itself be made
/// from `None`; or the mark [`Unbound`], which stands for a slot that is unbound in serialized
/// data.
#[inline]
fn says_unbound<T: 'static, M: Mode<T>>(source: &Source<'_>) -> bool {
    match source {
        Source::Value(Value::Opaque(value)) => value.get().is::<Unbound>(),
        source => source.is_none() && M::convert(Value::None).is_err(),
    }
}
