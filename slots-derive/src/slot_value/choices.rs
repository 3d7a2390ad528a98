//! The names of an enum's variants; an enum without data, which is text.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, LitStr, Token, Variant};

use crate::attr::{TypeWords, VariantWords, Word};
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::doc::doc;
use crate::name::{self, rename_rule};
use crate::slot_value::{Expansion, writing};

pub(crate) struct Choices<'a> {
    /// The name of the enum in messages and in data.
    pub(crate) name: String,
    ignore_case: bool,
    pub(crate) variants: Vec<Choice<'a>>,
}

pub(crate) struct Choice<'a> {
    pub(crate) variant: &'a Variant,
    pub(crate) name: String,
    aliases: Vec<LitStr>,
    /// The rule for the names of the variant's fields.
    pub(crate) rename_all: Option<Word<LitStr>>,
}

impl<'a> Choices<'a> {
    pub(crate) fn parse(
        input: &'a DeriveInput,
        words: &TypeWords,
        variants: &'a Punctuated<Variant, Token![,]>,
        errors: &Errors,
    ) -> Result<Self, ErrorGuaranteed> {
        if variants.is_empty() {
            let message = format!(
                "`{}` has no variants: no slot could hold one of them\ngive it a variant, or leave it out of the \
                 slots with `#[slots(skip)]`",
                input.ident
            );
            return Err(errors.report(input.ident.span(), message));
        }
        let rule = words.rename_all.as_ref().and_then(|word| rename_rule(&word.value, errors));
        let name = name::of_type(&input.ident, words.name.as_ref(), errors);
        let ignore_case = words.ignore_case.is_some();
        let mut known: HashMap<String, Span> = HashMap::new();
        let mut distinct = |text: &str, span: Span| {
            let key = if ignore_case { text.to_ascii_lowercase() } else { text.to_owned() };
            match known.get(&key) {
                Some(first) => {
                    let message = format!(
                        "two variants are called `{text}`\none of them could never be had by that name: rename \
                         one"
                    );
                    errors.report_twice(*first, span, message);
                }
                None => _ = known.insert(key, span),
            }
        };
        let mut all = Vec::new();
        for variant in variants {
            let words = VariantWords::parse(&variant.attrs, errors);
            let own = name::of_field(&variant.ident);
            let (name, span) = match words.rename {
                Some(word) => (word.value.value(), word.value.span()),
                None => {
                    let name = rule.map_or_else(|| own.clone(), |rule| rule.apply_to_variant(&own));
                    (name, variant.ident.span())
                }
            };
            let aliases = words.alias.map_or_else(Vec::new, |word| word.value.0);
            distinct(&name, span);
            for alias in &aliases {
                distinct(&alias.value(), alias.span());
            }
            all.push(Choice { variant, name, aliases, rename_all: words.rename_all });
        }
        Ok(Choices { name, ignore_case, variants: all })
    }

    /// Returns the constants `__ALL`, the choices, and `__NAMES`, and the call that makes the table
    /// of both.
    pub(crate) fn table(&self) -> (TokenStream, TokenStream) {
        let Choices { name, ignore_case, variants } = self;
        let names = variants.iter().map(|choice| &choice.name);
        let rows = variants.iter().map(|Choice { variant, name, aliases, .. }| {
            let doc = doc(&variant.attrs).unwrap_or_else(|| quote!(""));
            quote!(__slots::choice(#name, &[#(#aliases),*], #doc))
        });
        let constants = quote! {
            const __ALL: &[__slots::Choice] = &[#(#rows),*];
            const __NAMES: &[&str] = &[#(#names),*];
        };
        (constants, quote!(__slots::choices(#name, __ALL, __NAMES, #ignore_case)))
    }

    /// Expands an enum without data.
    pub(crate) fn expand(&self) -> Expansion {
        let idents: Vec<_> = self.variants.iter().map(|choice| &choice.variant.ident).collect();
        let (last, before) = idents.split_last().expect("an enum without variants was refused");
        let numbers = 0..idents.len();
        let before_numbers = 0..before.len();
        let of_number = quote! {
            |number| match number { #(#before_numbers => Self::#before,)* _ => Self::#last }
        };
        let (name, names) = (&self.name, self.variants.iter().map(|choice| &choice.name));
        let indexes = 0..u32::try_from(idents.len()).unwrap_or(u32::MAX);
        let write = writing(&quote! {
            match self {
                #(Self::#idents => __slots::serde::Serializer::serialize_unit_variant(
                    to, #name, #indexes, #names,
                ),)*
            }
        });
        let body = quote! {
            const KIND: __slots::Kind = __slots::Kind::Str;
            const __SHAPE: __slots::Shape = __slots::Shape::Choice(__CHOICES);
            fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
                __slots::Result::map(__slots::choice_from_value(__CHOICES, value), #of_number)
            }
            fn as_value(&self) -> __slots::ValueRef<'_> {
                __slots::choice_as_value(__CHOICES, __slots::Enumerated::number(self))
            }
            fn from_text(text: &str) -> __slots::Result<Self, __slots::ConversionError> {
                __slots::Result::map(__slots::choice_from_text(__CHOICES, text), #of_number)
            }
            fn __number(&self) -> usize {
                __slots::Enumerated::number(self)
            }
            #write
        };
        let (constants, table) = self.table();
        let before = quote! {
            #constants
            const __CHOICES: &__slots::Choices = &#table;
        };
        let enumerated = quote! {
            const CHOICES: &'static __slots::Choices = __CHOICES;
            fn number(&self) -> usize {
                match self { #(Self::#idents => #numbers,)* }
            }
        };
        let others = vec![(quote!(Enumerated), enumerated)];
        Expansion { before, body, others, ..Expansion::default() }
    }
}
