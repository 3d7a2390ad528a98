//! Of which enum a visitor is.

use core::marker::PhantomData;

use crate::reflect::variant::{EnumInfo, SlotEnum};
use crate::value::conversion_error::ConversionError;

/// An enum: by its description; or by its type, [`DescribedBy`], where that is known.
pub(crate) trait Described: Copy {
    fn info(self) -> &'static EnumInfo;

    /// Returns the number of the variant that the text means.
    fn number_of(self, text: &str) -> Result<usize, ConversionError>;
}

impl Described for &'static EnumInfo {
    #[inline(always)]
    fn info(self) -> &'static EnumInfo {
        self
    }

    fn number_of(self, text: &str) -> Result<usize, ConversionError> {
        self.choices.number_of(text)
    }
}

/// The enum `E`, whose description is a constant: so are the names that a text is compared with.
pub(crate) struct DescribedBy<E>(PhantomData<E>);

impl<E> DescribedBy<E> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        DescribedBy(PhantomData)
    }
}

impl<E> Clone for DescribedBy<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for DescribedBy<E> {}

impl<E: SlotEnum> Described for DescribedBy<E> {
    #[inline(always)]
    fn info(self) -> &'static EnumInfo {
        E::INFO
    }

    #[inline(always)]
    fn number_of(self, text: &str) -> Result<usize, ConversionError> {
        E::INFO.choices.number_in_constant(text)
    }
}
