//! Compiles derived code under every lint that a careful crate turns on.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    unreachable_pub,
    unused_qualifications,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    non_ascii_idents,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unused_lifetimes,
    unused_results,
    variant_size_differences,
    warnings,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    keyword_idents,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::cargo,
    clippy::undocumented_unsafe_blocks,
    clippy::missing_docs_in_private_items,
    clippy::implicit_return,
    clippy::absolute_paths,
    clippy::arithmetic_side_effects,
    clippy::exhaustive_structs,
    clippy::std_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::pub_use,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
// These lints concern the dependency tree, not this code.
#![allow(clippy::multiple_crate_versions, clippy::cargo_common_metadata)]

use ::core::cell::OnceCell;
use ::core::marker::{Copy, PhantomData};
use ::core::net::IpAddr;
use ::core::option::Option;
use ::core::prelude::v1::{Err, Ok};
use ::core::result::Result;
use ::renamed::{Dict, SlotValue, Slots, Slotted, methods};

/// Re-exports what derived code needs, for `#[slots(crate = …)]` with a path in this crate.
mod handed_on {
    #[expect(clippy::redundant_pub_crate, reason = "the lint contradicts `unreachable_pub`")]
    pub(super) use ::renamed::__private;
}

/// A trait for every type, with the names of items of `Slotted`: derived code must not become
/// ambiguous.
pub trait Loud {
    /// The name of a const of `Slotted`.
    const LAYOUT: u8 = 0;
    /// The name of a const of `Slotted`.
    const SLOTS: u8 = 0;
}

impl<T> Loud for T {}

/// A type whose field names the expansion might use itself.
#[derive(Slots, Debug, Clone)]
#[slots(crate = ::renamed, size = 64)]
#[non_exhaustive]
pub struct Slots2 {
    /// A keyword as a name.
    pub r#type: u8,
    /// A name that the expansion might use.
    pub value: f64,
    /// A name that the expansion might use.
    #[slots(readonly, meta(unit = "m", low = -1, high = 1.5, on = true))]
    pub name: u8,
    /// Private to this module.
    layout: u8,
    /// Visible in the crate.
    pub(crate) slots: u8,
}

/// A type with every attribute at once.
#[derive(Slots)]
#[slots(crate = crate::handed_on, dict, rename_all = "camelCase", name = "Everything")]
#[non_exhaustive]
#[allow(missing_debug_implementations)]
pub struct Every<T, const N: usize>
where
    T: Copy,
{
    /// A base.
    #[slots(base)]
    pub base: Slots2,
    /// A slot whose type is a parameter.
    pub parameter: T,
    /// An array whose length is a parameter.
    pub many_items: [T; N],
    /// An optional slot, which may be unbound.
    #[slots(optional, default)]
    pub maybe: Option<T>,
    /// A slot that is read and written as text.
    #[slots(as_str)]
    pub address: IpAddr,
    /// An opaque slot, reached by its own type only.
    #[slots(opaque, rename = "lock", default = ())]
    pub unit: (),
    /// A hidden field.
    #[slots(skip)]
    pub skipped: PhantomData<T>,
    /// The special field for undeclared names.
    __dict__: Dict,
}

/// A type with validated and lazy slots.
#[derive(Slots, Debug)]
#[slots(crate = ::renamed)]
#[non_exhaustive]
pub struct Checked {
    /// A validated slot.
    #[slots(validate = Self::check, default = 1)]
    pub asked: u8,
    /// A validated slot that may be unbound.
    #[slots(validate = Self::check, optional)]
    pub perhaps: Option<u8>,
    /// A lazy, validated slot.
    #[slots(lazy = Self::compute, validate = Self::check)]
    pub computed: OnceCell<u8>,
    /// A hidden field.
    #[slots(skip, default)]
    hidden: [u8; 2],
}

#[allow(clippy::implicit_return, clippy::trivially_copy_pass_by_ref)]
impl Checked {
    /// Accepts values below 3.
    const fn check(value: &u8) -> Result<(), &'static str> {
        if *value < 3 { Ok(()) } else { Err("too large") }
    }

    /// Computes the value of the slot `computed`.
    const fn compute(&self) -> u8 {
        self.asked
    }
}

/// A type whose slots have defaults, aliases, ranges and abilities.
#[derive(Slots, Debug, Clone)]
#[slots(crate = ::renamed, default)]
#[non_exhaustive]
pub struct Worded<T: Copy> {
    /// A slot with an alias and a range.
    #[slots(alias = "other", range = 1..=LAST, default = 1)]
    pub number: u8,
    /// A slot with a length and a validator.
    #[slots(len = ..3, validate = Self::check)]
    pub text: Bytes,
    /// A slot whose items are text.
    #[slots(as_str, optional)]
    pub addresses: Option<[IpAddr; 2]>,
    /// An opaque slot that is compared and copied.
    #[slots(opaque(eq, clone))]
    pub unit: (),
    /// A slot whose type is a parameter.
    pub parameter: T,
}

/// Two bytes.
type Bytes = [u8; 2];

/// The last number of a range.
const LAST: u8 = 9;

#[allow(clippy::implicit_return, clippy::trivially_copy_pass_by_ref, clippy::unnecessary_wraps)]
impl<T: Copy> Worded<T> {
    /// Accepts anything.
    const fn check(_: &Bytes) -> Result<(), &'static str> {
        Ok(())
    }
}

/// A type with slots that serde's traits read and write.
#[derive(Slots, Debug)]
#[slots(crate = ::renamed, serialize, deserialize)]
#[non_exhaustive]
pub struct Foreign<T: 'static> {
    /// A slot by its type's own impls.
    #[slots(serde, default)]
    pub own: u8,
    /// A slot by the functions of a module.
    #[slots(with = halves, optional)]
    pub halved: Option<u8>,
    /// A slot of any type.
    #[slots(serde)]
    pub any: T,
}

/// Numbers that are half as large in data.
#[allow(clippy::implicit_return, clippy::trivially_copy_pass_by_ref, clippy::redundant_pub_crate)]
mod halves {
    use ::core::result::Result;
    use ::serde_core::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes a number.
    pub(super) fn serialize<S: Serializer>(number: &u8, to: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&(*number >> 1_u8), to)
    }

    /// Reads a number.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
        let half: u8 = Deserialize::deserialize(from)?;
        Result::Ok(half.saturating_mul(2))
    }
}

/// A struct whose lint attributes must hold in derived code too.
#[derive(Slots, Debug)]
#[slots(crate = ::renamed)]
#[non_exhaustive]
#[allow(non_snake_case)]
pub struct Old {
    /// A name that is not in Rust's style.
    pub X: u8,
    /// A deprecated slot.
    #[deprecated]
    pub gone: u8,
}

/// A type with methods by name.
#[derive(Slots, Debug)]
#[slots(crate = ::renamed, methods)]
#[non_exhaustive]
pub struct Called<T: Copy> {
    /// A slot.
    pub number: u8,
    /// A slot whose type is a parameter.
    pub parameter: T,
}

#[methods(crate = ::renamed)]
#[allow(clippy::implicit_return)]
impl<T: Copy> Called<T> {
    /// A method with words, a default and an error.
    ///
    /// # Errors
    ///
    /// Fails if the number is too large.
    #[slots(rename = "add")]
    pub const fn r#try(
        &mut self,
        by: u8,
        #[slots(default = LAST)] r#type: u8,
        #[slots(default)] text: Option<u8>,
    ) -> Result<u8, &'static str> {
        if by > r#type {
            return Err(if text.is_some() { "too large" } else { "large" });
        }
        self.number = self.number.wrapping_add(by);
        Ok(self.number)
    }

    /// A method that borrows, and returns the parameter.
    #[must_use]
    #[cfg(target_pointer_width = "64")]
    pub const fn parameter_of(&self, _bytes: &[u8], _text: &str, _same: &T) -> T {
        self.parameter
    }

    /// A method that is compiled nowhere.
    #[cfg(any())]
    pub fn gone(&self) -> Missing {
        Missing
    }

    /// An associated function.
    #[must_use]
    #[deprecated]
    pub const fn answer() -> u8 {
        LAST
    }

    /// A method that no call by name finds.
    #[must_use]
    #[slots(skip)]
    pub const fn as_ref(&self) -> &Self {
        self
    }
}

/// An enum with methods by name.
#[derive(SlotValue, Debug, Clone, Copy)]
#[slots(crate = ::renamed, methods)]
#[non_exhaustive]
pub enum Moved {
    /// A variant with a field.
    To {
        /// A field.
        place: u8,
    },
    /// A variant without fields.
    Nowhere,
}

#[methods(crate = ::renamed)]
#[allow(clippy::implicit_return, clippy::pattern_type_mismatch)]
impl Moved {
    /// A method that takes `self`.
    #[must_use]
    pub const fn target(self) -> Option<u8> {
        match self {
            Self::To { place } => Option::Some(place),
            Self::Nowhere => Option::None,
        }
    }
}

/// A type without fields and with a parameter.
#[derive(Slots, Debug, Clone, Copy)]
#[slots(crate = ::renamed, frozen)]
#[non_exhaustive]
pub struct Nothing<const N: usize>;

/// Derives for a type declared inside a function, where paths to it differ from those in a module.
#[must_use]
#[allow(clippy::items_after_statements, clippy::implicit_return)]
pub const fn inside() -> usize {
    #[derive(Slots, Clone, Copy)]
    #[slots(crate = ::renamed)]
    struct Local {
        #[allow(dead_code)]
        here: u8,
    }
    <Local as Slotted>::LAYOUT.size()
}
