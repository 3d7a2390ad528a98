//! What the derive calls to read and write an enum with data by the types of its fields.
//!
//! A field may be no slot's value. Then the row of its slot does not compile, which is the one
//! error, at the type of the field. Functions with the same bound would repeat it, at the derive. So
//! these functions stand in impls that have the bound: where it does not hold, the compiler passes
//! over them and finds those of the same names in [`ByVTables`], which the expansion imports. (A
//! method that is found through `Deref` would need no import, and takes longer to compile.)

use core::marker::PhantomData;

use serde_core::de::Deserializer;
use serde_core::ser::Serializer;

use crate::reflect::attr::AttrRef;
use crate::reflect::in_data::ErasedWriter;
use crate::reflect::reading::Target;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::variant::SlotEnum;
use crate::serde::known_enum::{KnownVariants, read_enum};
use crate::serde::known_variant::{KnownFields, write_variant};

/// Reads the enum `E` by the list of its variants, `V`. Never made.
pub struct Known<E, V>(PhantomData<fn() -> (E, V)>);

/// The fields of the active variant, which is written by their types.
pub struct Active<F>(pub F);

impl<E: SlotEnum, V: KnownVariants<E>> Known<E, V> {
    /// Reads the enum: the body of its `SlotValue::__read`.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and if there is no such variant, or a field refuses its value.
    #[inline(always)]
    pub fn read<'de, D: Deserializer<'de>>(
        to: &mut Target<'_, E>,
        from: D,
    ) -> Result<(), D::Error> {
        read_enum::<E, V, D>(to, from)
    }
}

impl<F: KnownFields> Active<F> {
    /// Writes the active variant of `whole`, which has that number and these fields.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and where a field has no form in data.
    #[inline(always)]
    pub fn write<W: ErasedWriter, E: SlotEnum + SlotValue, S: Serializer>(
        self,
        whole: &E,
        number: usize,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        write_variant::<W, E, F, S>(whole, number, self.0, to)
    }
}

/// Reads and writes by the vtables of the fields. No program does as long as each row has the bound
/// that the functions above have for its field; the work is the same, so that nothing depends on
/// that.
pub trait ByVTables: Sized {
    /// Stands for [`Known::read`].
    #[doc(hidden)]
    fn read<'de, E: SlotEnum, D: Deserializer<'de>>(
        to: &mut Target<'_, E>,
        from: D,
    ) -> Result<(), D::Error> {
        read_enum::<E, (), D>(to, from)
    }

    /// Stands for [`Active::write`].
    #[doc(hidden)]
    fn write<W: ErasedWriter, E: SlotEnum + SlotValue, S: Serializer>(
        self,
        whole: &E,
        _: usize,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        W::write(AttrRef::new(whole), to)
    }
}

impl<E, V> ByVTables for Known<E, V> {}
impl<F> ByVTables for Active<F> {}
