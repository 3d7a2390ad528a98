//! A tuple struct, which is a list of its fields, each item of its own type.

use proc_macro2::Literal;
use quote::quote;
use syn::spanned::Spanned;
use syn::{DeriveInput, FieldsUnnamed, Type};

use crate::attr::TypeWords;
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::slot_value::Expansion;

/// The most fields: as many as a tuple that is a slot can have.
const MOST: usize = 12;

pub(crate) fn expand(
    input: &DeriveInput,
    fields: &FieldsUnnamed,
    words: &TypeWords,
    errors: &Errors,
) -> Result<Expansion, ErrorGuaranteed> {
    let length = fields.unnamed.len();
    if length == 0 || length > MOST {
        let message = format!(
            "`{}` has {length} fields: a tuple struct that is a value has 1 to {MOST}\ngive its fields names, and \
             derive `Slots`",
            input.ident
        );
        return Err(errors.report(fields.span(), message));
    }
    let types: Vec<&Type> = fields.unnamed.iter().map(|field| &field.ty).collect();
    let tuple = quote!((#(#types,)*));
    let numbers: Vec<_> = (0..length).map(Literal::usize_unsuffixed).collect();
    let check = words.validate.as_ref().map(|word| {
        let validate = &word.value;
        quote!(.and_then(|made| __slots::validated(made, #validate)))
    });
    // What is inside cannot be written past a validator.
    let inside = words.validate.is_none().then(|| {
        quote! {
            fn __inside(&mut self, step: &__slots::Step) -> __slots::Inside<'_> {
                match step {
                    #(__slots::Step::Index(#numbers) => __slots::ValueOf::<#types>::inside(&mut self.#numbers),)*
                    _ => __slots::no_item(step),
                }
            }
        }
    });
    let body = quote! {
        const KIND: __slots::Kind = __slots::Kind::List;
        const __SHAPE: __slots::Shape = __slots::ValueOf::<#tuple>::SHAPE;
        fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
            __slots::ValueOf::<#tuple>::from_value(value)
                .map(|made| Self(#(made.#numbers),*))#check
        }
        fn as_value(&self) -> __slots::ValueRef<'_> {
            __slots::ValueRef::List(self)
        }
        #inside
    };
    let list = quote! {
        fn is_tuple(&self) -> bool {
            true
        }
        fn len(&self) -> usize {
            #length
        }
        fn get(&self, index: usize) -> __slots::Option<__slots::AttrRef<'_>> {
            match index {
                #(#numbers => __slots::item::<#types>(&self.#numbers),)*
                _ => __slots::Option::None,
            }
        }
    };
    let others = vec![(quote!(ListView), list)];
    let before = quote!(
        use __slots::NoValue as _;
    );
    let expansion = Expansion { before, body, others, ..Expansion::default() };
    Ok(expansion.with_values(input, types.into_iter()))
}
