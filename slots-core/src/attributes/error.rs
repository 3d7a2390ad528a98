//! The error of access by name.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::{fmt, mem};

use crate::attributes::fault::{AttributeErrorKind, Fault, SlotForm};
use crate::name::short_type_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::kept::KeptLayout;
use crate::reflect::variant::VariantOf;
use crate::value::conversion_error::{ConversionError, Reason, opaque_if_same};
use crate::value::depth::TooDeep;
use crate::value::dict::Dict;
use crate::value::suggest::{self, MAX_CANDIDATES};

/// Why an attribute could not be read, written or deleted: Python's `AttributeError`.
///
/// It names the type and the attribute, has a [kind](AttributeError::kind) to match on, and prints
/// CPython's message if CPython knows the case. The suggestion (`Did you mean: 'x'?`) is worked out
/// when the error is printed. The error is one word, so that a `Result` with it costs a success
/// nothing.
///
/// ```
/// # use slotted::prelude::*;
/// use slotted::AttributeErrorKind;
///
/// #[derive(Slots)]
/// struct Reading { celsius: f64 }
///
/// let mut reading = Reading { celsius: 20.5 };
/// let error = reading.setattr("celcius", 21.0).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "'Reading' object has no attribute 'celcius'. Did you mean: 'celsius'?"
/// );
/// assert_eq!(error.kind(), AttributeErrorKind::NoSuchAttribute);
///
/// let error = reading.setattr("celsius", "warm").unwrap_err();
/// assert_eq!(error.to_string(), "attribute 'celsius' of 'Reading' objects must be f64, not str");
/// ```
pub struct AttributeError(Box<Inner>);

struct Inner {
    layout: KeptLayout,
    name: Box<str>,
    fault: Fault,
    /// The place inside the value: `[2]`, `['key']`; empty if the value itself is at fault.
    place: String,
    /// The names in the `Dict` when the access failed, as candidates of the suggestion. They are
    /// copied because the object is out of reach when the error is printed.
    in_dict: Vec<Box<str>>,
}

impl AttributeError {
    #[cold]
    pub(crate) fn new(layout: &SlotLayout, name: &str, fault: Fault) -> Self {
        let layout = layout.kept();
        let (name, place, in_dict) = (name.into(), String::new(), Vec::new());
        AttributeError(Box::new(Inner { layout, name, fault, place, in_dict }))
    }

    /// Adds the names in the object's `Dict` to the candidates of the suggestion.
    #[cold]
    pub(crate) fn with_names_of(mut self, dict: Option<&Dict>) -> Self {
        // From `MAX_CANDIDATES` on no suggestion is made, so more names need not be copied.
        let names = dict.into_iter().flat_map(Dict::keys).take(MAX_CANDIDATES);
        self.0.in_dict = names.map(Into::into).collect();
        self
    }

    /// Makes the error for a write that was refused, with the type of `slot` as the expected type.
    #[cold]
    pub(crate) fn refused(
        layout: &SlotLayout,
        name: &str,
        slot: &SlotInfo,
        mismatch: ConversionError,
    ) -> Self {
        let mut error = AttributeError::of_type(layout, name, slot.value_type_name(), mismatch);
        // A number that is out of range for the type is so for the slot, which takes fewer.
        if let Fault::OutOfRange { expected, value } = &mut error.0.fault
            && let Some(range) = slot.range()
        {
            let (what, range) = (mem::take(value), range.to_string().into());
            error.0.fault = Fault::NotIn { expected, what, range };
        }
        error
    }

    /// Makes the error for a value that was refused before its slot was looked up.
    #[cold]
    pub(crate) fn of_value(layout: &SlotLayout, name: &str, mismatch: ConversionError) -> Self {
        AttributeError::of_type(layout, name, "the type", mismatch)
    }

    fn of_type(
        layout: &SlotLayout,
        name: &str,
        type_name: &'static str,
        mismatch: ConversionError,
    ) -> Self {
        let (reason, place, item) = mismatch.into_parts();
        let expected = item.unwrap_or(type_name);
        let mut error = AttributeError::new(
            layout,
            name,
            match reason {
                Reason::WrongType(found) => Fault::WrongType { expected, found },
                Reason::Opaque(found) => Fault::Opaque { expected, found },
                Reason::OutOfRange(value) => Fault::OutOfRange { expected, value },
                Reason::Invalid(value, why) => Fault::Invalid { expected, value, why },
                Reason::Refused(value, why) => Fault::Refused { value, why },
                Reason::NotIn(what, range) => Fault::NotIn { expected, what, range },
                Reason::TooDeep => Fault::TooDeep,
                Reason::Said(why) => Fault::Said { expected, why },
            },
        );
        error.0.place = place;
        error
    }

    /// Returns the reason that the type or the slot's `validate` gave for refusing the value;
    /// `None` for other kinds of error.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.0.fault {
            Fault::Invalid { why, .. } | Fault::Refused { why, .. } | Fault::Said { why, .. } => {
                Some(why)
            }
            _ => None,
        }
    }

    pub(crate) fn layout(&self) -> &SlotLayout {
        &self.0.layout
    }

    /// Whether the error is about a skipped field, which cannot be given by name.
    pub(crate) fn is_of_skipped(&self) -> bool {
        matches!(self.0.fault, Fault::MissingDefault)
    }

    /// Returns the name of the object's type.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.0.layout.name()
    }

    /// Returns the attribute's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the kind of the error, to match on.
    #[must_use]
    pub fn kind(&self) -> AttributeErrorKind {
        self.0.fault.kind()
    }

    fn fmt_suggestion(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(meant) = self.suggestion() {
            return write!(f, ". Did you mean: '{meant}'?");
        }
        match self.suggested_path() {
            Some(meant) => write!(f, ". Did you mean: '{meant}'?"),
            None => Ok(()),
        }
    }

    /// Returns the name that was probably meant, by CPython's rule (spec 4.1).
    ///
    /// Candidates are the names of all slots and those that were in the `Dict`. There is a
    /// suggestion only for an attribute that does not exist or is unbound.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        if !matches!(self.0.fault, Fault::NoSuchAttribute | Fault::Unbound | Fault::Unexpected) {
            return None;
        }
        let mut candidates: Vec<&str> = self.0.in_dict.iter().map(|name| &**name).collect();
        candidates.extend(self.0.layout.iter().map(|location| location.info().name()));
        candidates.extend(self.0.layout.class_attribute_names());
        candidates.sort_unstable();
        candidates.dedup();
        suggest::nearest(&self.0.name, &candidates)
    }
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { layout, name, fault, place, .. } = &*self.0;
        let (of, short) = (layout.name(), short_type_name);
        match fault {
            Fault::NoSuchAttribute if layout.method(name).is_some() => {
                write!(f, "'{of}' object attribute '{name}' is a method: use call or call_mut")
            }
            Fault::NoSuchAttribute | Fault::Unbound => {
                match layout.variant_of() {
                    None => write!(f, "'{of}' object has no attribute '{name}'")?,
                    Some(variant) => missing_in_variant(f, variant, name)?,
                }
                self.fmt_suggestion(f)
            }
            Fault::Unexpected => {
                write!(f, "{of}() got an unexpected attribute '{name}'")?;
                self.fmt_suggestion(f)
            }
            Fault::Repeated => write!(f, "{of}() got multiple values for attribute '{name}'"),
            Fault::Missing => write!(f, "{of}() missing 1 required attribute: '{name}'"),
            Fault::MissingDefault => write!(
                f,
                "{of}() cannot make the skipped field '{name}': it is declared without a default"
            ),
            Fault::Validated => write!(
                f,
                "'{of}' object attribute '{name}' is validated, so it cannot be borrowed for \
                 writing: use setattr or replace_attr"
            ),
            Fault::Refused { value, why } => {
                write!(f, "attribute '{name}' of '{of}' objects: {value} is refused: {why}")
            }
            Fault::NotIn { what, range, .. } => {
                write!(f, "attribute '{name}' of '{of}' objects: {what} is not in {range}")
            }
            Fault::TooDeep => write!(f, "attribute '{name}' of '{of}' objects: {TooDeep}"),
            Fault::OtherReceiver(owner) => write!(
                f,
                "descriptor '{name}' for '{owner}' objects doesn't apply to a '{of}' object"
            ),
            Fault::ReadOnly => write!(f, "'{of}' object attribute '{name}' is read-only"),
            Fault::FrozenAssign => write!(f, "cannot assign to field '{name}'"),
            Fault::FrozenDelete => write!(f, "cannot delete field '{name}'"),
            Fault::NotDeletable => write!(
                f,
                "'{of}' object attribute '{name}' cannot be deleted: it always holds a value, since \
                 it is not declared `#[slots(optional)]`"
            ),
            Fault::OpaqueDelete => write!(
                f,
                "'{of}' object attribute '{name}' cannot be deleted by name: it holds \
                 something opaque, which would be lost; take it through its descriptor"
            ),
            Fault::WrongType { expected, found } => write!(
                f,
                "attribute '{name}'{place} of '{of}' objects must be {}, not {}{}",
                short(expected),
                opaque_if_same(Some(expected), found),
                short(found),
            ),
            Fault::Opaque { expected, found } if expected == found => write!(
                f,
                "attribute '{name}' of '{of}' objects is opaque: a `Value` cannot be moved into it: \
                 pass the {} itself to replace_attr",
                short(expected),
            ),
            Fault::Opaque { expected, found } => write!(
                f,
                "attribute '{name}' of '{of}' objects is opaque: it is reached as {} only, not as {}",
                short(expected),
                short(found),
            ),
            Fault::OtherForm { form: SlotForm::Plain, .. } => write!(
                f,
                "slot '{name}' of '{of}' objects always holds a value: find it with `Class::slot`"
            ),
            Fault::OtherForm { form: SlotForm::Optional, .. } => write!(
                f,
                "slot '{name}' of '{of}' objects may be unbound: find it with `Class::optional_slot`"
            ),
            Fault::OtherForm { form: SlotForm::Lazy, .. } => write!(
                f,
                "slot '{name}' of '{of}' objects is computed on the first read: read it by name"
            ),
            Fault::OutOfRange { expected, value } => write!(
                f,
                "attribute '{name}'{place} of '{of}' objects: {value} is out of range for {}",
                short(expected),
            ),
            Fault::Invalid { expected, value, why } => write!(
                f,
                "attribute '{name}'{place} of '{of}' objects: {value} is not a valid {}: {why}",
                short(expected),
            ),
            Fault::Said { why, .. } => {
                write!(f, "attribute '{name}'{place} of '{of}' objects: {why}")
            }
        }
    }
}

/// Says which variant is active, and which ones have the attribute.
fn missing_in_variant(f: &mut fmt::Formatter<'_>, active: VariantOf, name: &str) -> fmt::Result {
    let info = active.enum_info();
    let (of, variant) = (info.choices.type_name, active.name());
    write!(f, "'{of}' object has no attribute '{name}' while its variant is '{variant}'")?;
    let others = info.variants.iter().zip(info.choices.names);
    let has_it = others.filter(|(other, _)| other.layout.slot(name).is_some());
    for (at, (_, other)) in has_it.filter(|(_, other)| **other != variant).enumerate() {
        write!(f, "{}'{other}'", if at == 0 { ": it is an attribute of " } else { ", " })?;
    }
    Ok(())
}

impl fmt::Debug for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttributeError({:?}, ", self.kind())?;
        write!(f, "{:?})", alloc::format!("{self}"))
    }
}

impl core::error::Error for AttributeError {}
