//! The choices of an enum without data: its variants as text.

use crate::name::is_same_name;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::suggest::did_you_mean;

/// One choice of a slot whose type is an enum without data: a variant, as text.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(SlotValue)]
/// #[slots(rename_all = "lowercase")]
/// enum Level {
///     /// Whatever there is.
///     Debug,
///     #[slots(alias = "warn")]
///     Warning,
/// }
/// #[derive(Slots)]
/// struct Settings { level: Level }
///
/// let slot = Settings::LAYOUT.slot("level").expect("it is a slot");
/// let [debug, warning] = slot.choices().expect("it is an enum without data") else { panic!() };
/// assert_eq!((debug.name(), debug.doc()), ("debug", "Whatever there is."));
/// assert_eq!(warning.aliases(), ["warn"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
}

impl Choice {
    /// The text of the variant: its identifier, unless `rename` or `rename_all` says another.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Other texts that mean this variant: `#[slots(alias = "…")]`.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// The variant's doc comment; empty if it has none.
    #[must_use]
    pub const fn doc(&self) -> &'static str {
        self.doc
    }
}

/// Makes a choice. Called by an expansion of `#[derive(SlotValue)]`.
#[must_use]
pub const fn choice(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
) -> Choice {
    Choice { name, aliases, doc }
}

/// The choices of one enum, in the order of its variants.
pub struct Choices {
    /// The name of the enum, in messages and in data.
    pub(crate) type_name: &'static str,
    pub(crate) all: &'static [Choice],
    /// The names of `all`, as serde asks for them.
    pub(crate) names: &'static [&'static str],
    ignore_case: bool,
}

/// Makes the choices of an enum. Called by an expansion of `#[derive(SlotValue)]`.
#[must_use]
pub const fn choices(
    type_name: &'static str,
    all: &'static [Choice],
    names: &'static [&'static str],
    ignore_case: bool,
) -> Choices {
    Choices { type_name, all, names, ignore_case }
}

impl Choices {
    /// Returns the number of the variant that `text` means.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        self.find_in_constant(text)
    }

    /// Does what [`find`](Choices::find) does, inlined: where the choices are a constant, so are
    /// the names that the text is compared with.
    #[inline(always)]
    fn find_in_constant(&self, text: &str) -> Option<usize> {
        for (number, name) in self.names.iter().enumerate() {
            if is_same_name(name, text) {
                return Some(number);
            }
        }
        self.find_other(text)
    }

    /// Returns the number of the variant that `text` means by an alias, or if case is ignored.
    #[inline(never)]
    fn find_other(&self, text: &str) -> Option<usize> {
        let by = |is: &dyn Fn(&str) -> bool| {
            let names = self.names.iter().position(|name| is(name));
            names
                .or_else(|| self.all.iter().position(|choice| choice.aliases.iter().any(|a| is(a))))
        };
        match by(&|name| name == text) {
            None if self.ignore_case => by(&|name| name.eq_ignore_ascii_case(text)),
            found => found,
        }
    }

    /// Returns the number of the variant that `text` means, or an error that lists the choices.
    pub(crate) fn number_of(&self, text: &str) -> Result<usize, ConversionError> {
        self.number_in_constant(text)
    }

    /// Does what [`number_of`](Choices::number_of) does, inlined, where the choices are a constant.
    #[inline(always)]
    pub(crate) fn number_in_constant(&self, text: &str) -> Result<usize, ConversionError> {
        match self.find_in_constant(text) {
            Some(number) => Ok(number),
            None => Err(self.unknown(text)),
        }
    }

    /// Makes the error for text that means no variant: it lists the choices.
    #[cold]
    fn unknown(&self, text: &str) -> ConversionError {
        ConversionError::no_choice(text, self.names, did_you_mean(text, self.names.iter().copied()))
            .of_type(self.type_name)
    }
}

/// An enum without data. Implemented by an expansion of `#[derive(SlotValue)]`.
pub trait Enumerated: SlotValue {
    /// The choices of the enum.
    const CHOICES: &'static Choices;

    /// Returns the number of the variant.
    fn number(&self) -> usize;
}

/// Returns the number of the variant that a value means.
pub fn choice_from_value(choices: &Choices, value: Value) -> Result<usize, ConversionError> {
    match value {
        Value::Str(text) => choice_from_text(choices, &text),
        value => Err(ConversionError::refuse(value).of_type(choices.type_name)),
    }
}

/// Returns the number of the variant that the text means.
pub fn choice_from_text(choices: &Choices, text: &str) -> Result<usize, ConversionError> {
    choices.number_of(text)
}

/// Returns the name of the variant with that number, as a value.
#[must_use]
pub fn choice_as_value(choices: &'static Choices, index: usize) -> ValueRef<'static> {
    ValueRef::Str(choices.names[index])
}
