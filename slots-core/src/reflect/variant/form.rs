//! The description of one variant, and its form in Rust and in data.

use crate::reflect::attr::AttrRef;
use crate::reflect::layout::SlotLayout;
use crate::reflect::shape::Shape;
use crate::reflect::slotted::{Slotted, layout};
use crate::reflect::variant::SlotEnum;
use crate::reflect::variant::info::EnumInfo;

/// How the variants of an enum are told apart in data; serde's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// By the key of the content: `{"Circle": {"radius": 2.0}}`.
    External,
    /// By an entry among the fields: `{"type": "Circle", "radius": 2.0}`.
    Internal {
        /// The key of the variant's name.
        tag: &'static str,
    },
    /// By an entry beside the content: `{"t": "Circle", "c": {"radius": 2.0}}`.
    Adjacent {
        /// The key of the variant's name.
        tag: &'static str,
        /// The key of the content.
        content: &'static str,
        /// Both keys.
        keys: &'static [&'static str],
    },
}

/// The form of a variant: what follows its name in Rust.
///
/// ```
/// use slotted::layout::{DataForm, VariantForm};
/// use slotted::prelude::*;
///
/// #[derive(SlotValue)]
/// enum Shape { Empty, Circle(f64), Box(f64, f64), Line { length: f64 } }
/// #[derive(Slots)]
/// struct Drawing { shape: Shape }
///
/// let slot = Drawing::LAYOUT.slot("shape").expect("it is a slot");
/// let DataForm::Enum(shape) = slot.data_form() else { panic!("it is an enum with data") };
/// let forms: Vec<VariantForm> = shape.variants().map(|(_, form)| form).collect();
/// use VariantForm::{Newtype, Struct, Tuple, Unit};
/// assert_eq!(forms, [Unit, Newtype, Tuple, Struct]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantForm {
    /// Nothing.
    Unit,
    /// One value in parentheses.
    Newtype,
    /// Several values in parentheses, or none.
    Tuple,
    /// Named fields in braces.
    Struct,
}

/// The description of one variant.
///
/// Invariant 1: `layout` is a layout of the enum.
pub struct VariantInfo {
    pub(crate) form: VariantForm,
    /// The layout of an enum whose active variant is this.
    pub(crate) layout: SlotLayout,
    /// The shape of the fields, that of the hidden struct. A variant without fields has none.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    pub(crate) shape: Shape,
    /// The names of the slots, as serde asks for them.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    pub(crate) names: &'static [&'static str],
}

/// The active variant that a layout is of.
#[derive(Clone, Copy)]
pub(crate) struct VariantOf {
    info: fn() -> &'static EnumInfo,
    number: usize,
}

impl VariantOf {
    pub(crate) fn enum_info(self) -> &'static EnumInfo {
        (self.info)()
    }

    pub(crate) fn info(self) -> &'static VariantInfo {
        &self.enum_info().variants[self.number]
    }

    pub(crate) fn number(self) -> usize {
        self.number
    }

    /// Returns the variant's name.
    pub(crate) fn name(self) -> &'static str {
        self.enum_info().choices.names[self.number]
    }
}

impl AttrRef<'_> {
    /// Returns the name of the active variant, if the value is an enum with data.
    pub fn variant(&self) -> Option<&'static str> {
        self.as_object()?.layout().variant_of().map(VariantOf::name)
    }
}

/// Returns the description of the enum `E`.
#[must_use]
pub fn enum_info<E: SlotEnum>() -> &'static EnumInfo {
    E::INFO
}

/// Returns the description of a variant without fields.
#[must_use]
pub const fn unit_variant<E: SlotEnum>(number: usize, name: &'static str) -> VariantInfo {
    let variant = VariantOf { info: enum_info::<E>, number };
    let layout = SlotLayout::of_variant::<E>(name, variant, None);
    VariantInfo { form: VariantForm::Unit, layout, shape: Shape::Any, names: &[] }
}

/// Returns the description of a variant with fields, whose hidden struct is `H`.
#[must_use]
pub const fn variant<E: SlotEnum, H: Slotted>(
    number: usize,
    name: &'static str,
    form: VariantForm,
    names: &'static [&'static str],
) -> VariantInfo {
    let variant = VariantOf { info: enum_info::<E>, number };
    let of_variant = SlotLayout::of_variant::<E>(name, variant, Some(H::LAYOUT));
    VariantInfo { form, layout: of_variant, shape: Shape::Object(layout::<H>), names }
}
