#![doc = include_str!("../README.md")]

mod error;
mod gather;
mod options;
mod plan;
mod scatter;

#[cfg(feature = "arrow-59")]
pub mod arrow_59;
#[cfg(feature = "arrow-60")]
pub mod arrow_60;

pub use error::{Error, ErrorKind};
pub use gather::few::few_values;
pub use options::{DictColumns, DictType, EnumType, Options, TextType};

/// Runs the code in the guide of `slotted`, two of whose steps use this crate.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide.md")]
pub struct Guide;
