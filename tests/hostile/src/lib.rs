//! What the derive writes, under every lint that a careful crate turns on.

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
// Of the tree, not of the code.
#![allow(clippy::multiple_crate_versions, clippy::cargo_common_metadata)]

use ::core::cell::OnceCell;
use ::core::marker::{Copy, PhantomData};
use ::core::net::IpAddr;
use ::core::option::Option;
use ::core::prelude::v1::{Err, Ok};
use ::core::result::Result;
use ::renamed::{Dict, Slots, Slotted};

/// The crate by a path of one's own.
mod handed_on {
    #[expect(clippy::redundant_pub_crate, reason = "the lint contradicts `unreachable_pub`")]
    pub(super) use ::renamed::__private;
}

/// Another trait with the names that `Slotted` uses; no method call is ambiguous for it.
pub trait Loud {
    /// The same name as the const.
    const LAYOUT: u8 = 0;
    /// The same name as the const.
    const SLOTS: u8 = 0;
}

impl<T> Loud for T {}

/// Names that the expansion might use itself.
#[derive(Slots, Debug, Clone)]
#[slots(crate = ::renamed, size = 64)]
#[non_exhaustive]
pub struct Slots2 {
    /// A keyword.
    pub r#type: u8,
    /// A name of the expansion.
    pub value: f64,
    /// A name of the expansion.
    #[slots(readonly, meta(unit = "m", low = -1, high = 1.5, on = true))]
    pub name: u8,
    /// Seen in this module only.
    layout: u8,
    /// Seen in the crate.
    pub(crate) slots: u8,
}

/// Every attribute at once.
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
    /// A parameter.
    pub parameter: T,
    /// An array.
    pub many_items: [T; N],
    /// May be unbound.
    #[slots(optional, default)]
    pub maybe: Option<T>,
    /// As text.
    #[slots(as_str)]
    pub address: IpAddr,
    /// By its own type.
    #[slots(opaque, rename = "lock", default = ())]
    pub unit: (),
    /// No slot.
    #[slots(skip)]
    pub skipped: PhantomData<T>,
    /// The escape.
    __dict__: Dict,
}

/// Checked and computed.
#[derive(Slots, Debug)]
#[slots(crate = ::renamed)]
#[non_exhaustive]
pub struct Checked {
    /// Asked about.
    #[slots(validate = Self::check, default = 1)]
    pub asked: u8,
    /// Asked about where there is one.
    #[slots(validate = Self::check, optional)]
    pub perhaps: Option<u8>,
    /// Computed.
    #[slots(lazy = Self::compute, validate = Self::check)]
    pub computed: OnceCell<u8>,
    /// No slot.
    #[slots(skip, default)]
    hidden: [u8; 2],
}

#[allow(clippy::implicit_return, clippy::trivially_copy_pass_by_ref)]
impl Checked {
    /// Asks.
    const fn check(value: &u8) -> Result<(), &'static str> {
        if *value < 3 { Ok(()) } else { Err("too large") }
    }

    /// Computes.
    const fn compute(&self) -> u8 {
        self.asked
    }
}

/// What the struct allows itself.
#[derive(Slots, Debug)]
#[slots(crate = ::renamed)]
#[non_exhaustive]
#[allow(non_snake_case)]
pub struct Old {
    /// Not as Rust writes it.
    pub X: u8,
    /// Not to be used any more.
    #[deprecated]
    pub gone: u8,
}

/// Without fields, with a parameter.
#[derive(Slots, Debug, Clone, Copy)]
#[slots(crate = ::renamed, frozen)]
#[non_exhaustive]
pub struct Nothing<const N: usize>;

/// Types declared in a function, which is not a module.
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
