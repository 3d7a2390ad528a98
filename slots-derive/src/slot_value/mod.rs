//! `#[derive(SlotValue)]`: enums, newtypes and tuple structs.
//!
//! | file | what |
//! |---|---|
//! | `choices` | the names of an enum's variants; an enum without data, which is text |
//! | `hidden` | the hidden struct of a variant with fields |
//! | `newtype` | a newtype, which is what it wraps |
//! | `tuple` | a tuple struct, which is a list |
//! | `variants` | an enum with data, whose attributes are those of its active variant |

mod choices;
mod hidden;
mod newtype;
mod tuple;
mod variants;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Type, WherePredicate};

use crate::attr::TypeWords;
use crate::data;
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::expand::declares_methods;
use crate::frame::{krate, static_bounds};
use crate::slot_value::choices::Choices;
use crate::slot_value::variants::Enum;

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let errors = Errors::default();
    let words = TypeWords::parse(&input.attrs, &errors);
    let expansion = expand(input, &words, &errors);
    match expansion.and_then(|expansion| errors.any().map(|()| expansion)) {
        Ok(expansion) => expansion.frame(input, &words),
        Err(_) => {
            let mut tokens = errors.into_compile_errors();
            if input.generics.lifetimes().next().is_none() {
                tokens.extend(inert().frame(input, &words.only_of_crate()));
            }
            tokens
        }
    }
}

fn expand(
    input: &DeriveInput,
    words: &TypeWords,
    errors: &Errors,
) -> Result<Expansion, ErrorGuaranteed> {
    let refuse = |span: Span, what: &str, remedy: &str| {
        Err(errors.report(span, format!("`{}` is {what}\n{remedy}", input.ident)))
    };
    if let Some(lifetime) = input.generics.lifetimes().next() {
        return refuse(
            lifetime.lifetime.span(),
            "a type with a lifetime: slots are `'static`",
            "own the data: `String` for `&str`, `Vec<T>` for `&[T]`",
        );
    }
    match &input.data {
        Data::Enum(data) => {
            if let Some(word) = &words.validate {
                errors.report(
                    word.span,
                    "`validate` belongs on a newtype, not on an enum\nput it on the fields of the variants, or \
                     remove it",
                );
            }
            let choices = Choices::parse(input, words, &data.variants, errors)?;
            let is_plain =
                data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
            if is_plain && words.tag.is_none() {
                words.only_of_data(errors);
                return Ok(choices.expand());
            }
            Enum::parse(input, words, choices, errors)?.expand(errors)
        }
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                words.only_of_an_enum("a newtype is what it wraps", errors);
                Ok(newtype::expand(input, words, &fields.unnamed[0].ty))
            }
            Fields::Unnamed(fields) => {
                words.only_of_an_enum("a tuple struct is a list", errors);
                tuple::expand(input, fields, words, errors)
            }
            Fields::Named(_) | Fields::Unit => refuse(
                input.ident.span(),
                "a struct whose fields have names: these are slots",
                "derive `Slots` for it, which makes it the value of a slot too",
            ),
        },
        Data::Union(data) => refuse(
            data.union_token.span,
            "a union",
            "nobody knows which of its fields holds a value; hold it in a slot with `#[slots(opaque)]`",
        ),
    }
}

/// An expansion without the code around it.
#[derive(Default)]
struct Expansion {
    /// What stands before the impls.
    before: TokenStream,
    /// The body of the impl of `SlotValue`.
    body: TokenStream,
    /// The bodies of the impls of other traits of `slots-core`, with their names.
    others: Vec<(TokenStream, TokenStream)>,
    /// The bounds that the impls need besides `'static`.
    bounds: Vec<WherePredicate>,
}

impl Expansion {
    /// Bounds the types that must be values themselves, if the type has parameters.
    fn with_values<'a>(
        mut self,
        input: &DeriveInput,
        types: impl Iterator<Item = &'a Type>,
    ) -> Self {
        if input.generics.type_params().next().is_some() {
            self.bounds.extend(types.map(|ty| syn::parse_quote!(#ty: __slots::SlotValue)));
        }
        self
    }

    fn frame(self, input: &DeriveInput, words: &TypeWords) -> TokenStream {
        let Expansion { before, body, others, bounds } = self;
        let ident = &input.ident;
        let krate = krate(words.krate.as_ref().map(|word| &word.value));
        let mut bounded = input.generics.clone();
        let predicates = &mut bounded.make_where_clause().predicates;
        predicates.extend(static_bounds(&input.generics));
        predicates.extend(bounds);
        let data = data::Data {
            ident,
            bounded: &bounded,
            serialize: words.serialize.as_ref().map(|word| word.span),
            deserialize: words.deserialize.as_ref().map(|word| word.span),
            list: None,
            functions: ["serialize_value", "deserialize_value"],
        };
        let data = data.impls();
        let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
        let others = others.into_iter().map(|(name, body)| {
            quote! {
                #[automatically_derived]
                impl #impl_generics __slots::#name for #ident #type_generics #where_clause { #body }
            }
        });
        let methods = words.methods.as_ref().map(|word| word.span);
        let methods = declares_methods(methods, ident, &input.generics);
        quote! {
            #[doc(hidden)]
            #[allow(non_snake_case, non_camel_case_types, dead_code, deprecated)]
            const _: () = {
                use #krate::__private as __slots;
                #before
                #[automatically_derived]
                impl #impl_generics __slots::SlotValue for #ident #type_generics #where_clause { #body }
                #(#others)*
                #data
                #methods
            };
        }
    }
}

/// Returns the override of `SlotValue::__write` with that body, for where serde's traits are there.
fn writing(body: &TokenStream) -> TokenStream {
    quote! {
        __slots::if_serde! {
            fn __write<__W: __slots::serde::ErasedWriter, __S: __slots::serde::Serializer>(
                &self,
                to: __S,
            ) -> __slots::Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}

/// Returns the overrides with which `SlotValue` reads by the type, by that expression of `to` and
/// `from`, for where serde's traits are there.
fn reading(body: &TokenStream) -> TokenStream {
    quote! {
        __slots::if_serde! {
            const __IS_READ_BY_TYPE: bool = true;
            fn __read<'__de, __R: __slots::serde::Reader, __D: __slots::serde::Deserializer<'__de>>(
                to: &mut __slots::serde::Target<'_, Self>,
                from: __D,
            ) -> __slots::Result<(), __D::Error> {
                #body
            }
        }
    }
}

/// The impl for a type with errors. Code that uses the type as a slot still compiles, so one
/// mistake causes one compile error.
fn inert() -> Expansion {
    let body = quote! {
        const KIND: __slots::Kind = __slots::Kind::Str;
        fn from_value(_: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
            __slots::refused()
        }
        fn as_value(&self) -> __slots::ValueRef<'_> {
            __slots::refused()
        }
    };
    Expansion { body, ..Expansion::default() }
}
