//! Writing a variant of an enum with data whose fields' types are known.
//!
//! It writes what `enum_write` would, for variants whose fields are all plain slots.

use serde_core::ser::{
    Error, SerializeStruct, SerializeStructVariant, SerializeTupleVariant, Serializer,
};

use crate::reflect::attr::AttrRef;
use crate::reflect::in_data::{ErasedWriter, InData};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::variant::{SlotEnum, Tagging, VariantForm};

/// The fields of a variant: `()`, or a reference to a field and the rest.
pub trait KnownFields {
    /// The number of fields.
    #[doc(hidden)]
    const COUNT: usize;

    /// Writes the variant of one field.
    #[doc(hidden)]
    fn write_newtype<W: ErasedWriter, S: Serializer>(
        &self,
        variant: Variant,
        to: S,
    ) -> Result<S::Ok, S::Error>;

    /// Writes the fields, which have these names.
    #[doc(hidden)]
    fn write_each<W: ErasedWriter, O: Fields>(
        &self,
        names: &[&'static str],
        out: &mut O,
    ) -> Result<(), O::Error>;
}

/// The enum's name, and the variant's number and name.
pub(crate) type Variant = (&'static str, u32, &'static str);

impl KnownFields for () {
    const COUNT: usize = 0;

    #[inline(always)]
    fn write_newtype<W: ErasedWriter, S: Serializer>(
        &self,
        (of, number, name): Variant,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_unit_variant(of, number, name)
    }

    #[inline(always)]
    fn write_each<W: ErasedWriter, O: Fields>(
        &self,
        _: &[&'static str],
        _: &mut O,
    ) -> Result<(), O::Error> {
        Ok(())
    }
}

impl<T: SlotValue, Rest: KnownFields> KnownFields for (&T, Rest) {
    const COUNT: usize = 1 + Rest::COUNT;

    #[inline(always)]
    fn write_newtype<W: ErasedWriter, S: Serializer>(
        &self,
        (of, number, name): Variant,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_newtype_variant(of, number, name, &InData::<T, W>::new(self.0))
    }

    #[inline(always)]
    fn write_each<W: ErasedWriter, O: Fields>(
        &self,
        names: &[&'static str],
        out: &mut O,
    ) -> Result<(), O::Error> {
        let Some((first, rest)) = names.split_first() else { return Ok(()) };
        out.field(first, &InData::<T, W>::new(self.0))?;
        self.1.write_each::<W, O>(rest, out)
    }
}

/// Where fields are written to: one of serde's traits for it.
pub trait Fields {
    /// The error of the format.
    type Error;

    /// Writes a field.
    #[doc(hidden)]
    fn field<T: serde_core::Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Self::Error>;
}

macro_rules! fields {
    ($($wrapper:ident of $trait:ident: |$out:ident, $name:pat_param, $value:ident| $write:expr;)*) => {$(
        struct $wrapper<O>(O);

        impl<O: $trait> Fields for $wrapper<O> {
            type Error = O::Error;

            #[inline(always)]
            fn field<T: serde_core::Serialize>(
                &mut self,
                $name: &'static str,
                $value: &T,
            ) -> Result<(), O::Error> {
                let $out = &mut self.0;
                $write
            }
        }
    )*};
}
fields! {
    InStruct of SerializeStruct: |out, name, value| out.serialize_field(name, value);
    InVariant of SerializeStructVariant: |out, name, value| out.serialize_field(name, value);
    InTuple of SerializeTupleVariant: |out, _, value| out.serialize_field(value);
}

/// Writes the active variant of `whole`, which has that number and those fields.
///
/// # Errors
///
/// Fails where the format fails, and where a field has no form in data.
#[inline(always)]
pub fn write_variant<W: ErasedWriter, E: SlotEnum + SlotValue, F: KnownFields, S: Serializer>(
    whole: &E,
    number: usize,
    fields: F,
    to: S,
) -> Result<S::Ok, S::Error> {
    let info = E::INFO;
    let (variant, name) = (&info.variants[number], info.choices.names[number]);
    let of = info.choices.type_name;
    let index = u32::try_from(number).map_err(S::Error::custom)?;
    match (info.tagging, variant.form) {
        (Tagging::External, VariantForm::Unit | VariantForm::Newtype) => {
            fields.write_newtype::<W, S>((of, index, name), to)
        }
        (Tagging::External, VariantForm::Tuple) => {
            let mut out = InTuple(to.serialize_tuple_variant(of, index, name, F::COUNT)?);
            fields.write_each::<W, _>(variant.names, &mut out)?;
            out.0.end()
        }
        (Tagging::External, VariantForm::Struct) => {
            let mut out = InVariant(to.serialize_struct_variant(of, index, name, F::COUNT)?);
            fields.write_each::<W, _>(variant.names, &mut out)?;
            out.0.end()
        }
        (Tagging::Internal { tag }, VariantForm::Unit | VariantForm::Struct) => {
            let mut out = InStruct(to.serialize_struct(of, 1 + F::COUNT)?);
            out.0.serialize_field(tag, name)?;
            fields.write_each::<W, _>(variant.names, &mut out)?;
            out.0.end()
        }
        _ => W::write(AttrRef::new(whole), to),
    }
}
