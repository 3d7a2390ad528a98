//! `#[derive(SlotValue)]`: enums without data, and newtypes.
//!
//! An enum without data is text: its table of choices lists the variants. A newtype is what it
//! wraps.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, LitStr, Token, Type, Variant, parse_quote};

use crate::attr::{TypeWords, VariantWords};
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::doc::doc;
use crate::frame::{krate, static_bounds};
use crate::name::{self, rename_rule};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let errors = Errors::default();
    let words = TypeWords::parse(&input.attrs, &errors);
    let body = model(input, &words, &errors).and_then(|model| errors.any().map(|()| model));
    match body {
        Ok(Model::Enum(choices)) => choices.expand(input, &words),
        Ok(Model::Newtype(ty)) => newtype(input, &words, ty),
        Err(_) => {
            let mut tokens = errors.into_compile_errors();
            if input.generics.lifetimes().next().is_none() {
                tokens.extend(inert(input, &words));
            }
            tokens
        }
    }
}

enum Model<'a> {
    Enum(Choices<'a>),
    Newtype(&'a Type),
}

struct Choices<'a> {
    /// The name of the enum in messages and in data.
    name: String,
    ignore_case: bool,
    variants: Vec<Choice<'a>>,
}

struct Choice<'a> {
    variant: &'a Variant,
    name: String,
    aliases: Vec<LitStr>,
}

fn model<'a>(
    input: &'a DeriveInput,
    words: &TypeWords,
    errors: &Errors,
) -> Result<Model<'a>, ErrorGuaranteed> {
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
                    "`validate` is said of a newtype, not of an enum\neach variant is a valid value: remove it",
                );
            }
            Choices::parse(input, words, &data.variants, errors).map(Model::Enum)
        }
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                for (span, word) in [
                    (words.rename_all.as_ref().map(|word| word.span), "rename_all"),
                    (words.name.as_ref().map(|word| word.span), "name"),
                    (words.ignore_case.as_ref().map(|word| word.span), "ignore_case"),
                ] {
                    if let Some(span) = span {
                        let message = format!(
                            "`{word}` is said of an enum, not of a newtype\na newtype is what it wraps: remove \
                             it"
                        );
                        errors.report(span, message);
                    }
                }
                Ok(Model::Newtype(&fields.unnamed[0].ty))
            }
            Fields::Unnamed(_) => refuse(
                input.ident.span(),
                "a tuple struct: with one field it would be a newtype, which is what it wraps",
                "give its fields names and derive `Slots`, or hold it in a slot with `#[slots(opaque)]`",
            ),
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

impl<'a> Choices<'a> {
    fn parse(
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
            if !matches!(variant.fields, Fields::Unit) {
                let message = format!(
                    "the variant `{}` holds data: only an enum whose variants hold none can be a slot by itself\n\
                     hold the enum in a slot with `#[slots(as_str)]`, as text, or with `#[slots(opaque)]`",
                    variant.ident
                );
                errors.report(variant.ident.span(), message);
                continue;
            }
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
            all.push(Choice { variant, name, aliases });
        }
        Ok(Choices { name, ignore_case, variants: all })
    }

    fn expand(&self, input: &DeriveInput, words: &TypeWords) -> TokenStream {
        let Choices { name, ignore_case, variants } = self;
        let names: Vec<_> = variants.iter().map(|choice| &choice.name).collect();
        let rows = variants.iter().map(|Choice { variant, name, aliases }| {
            let doc = doc(&variant.attrs).unwrap_or_else(|| quote!(""));
            quote!(__slots::choice(#name, &[#(#aliases),*], #doc))
        });
        let idents: Vec<_> = variants.iter().map(|choice| &choice.variant.ident).collect();
        let (last, before) = idents.split_last().expect("an enum without variants was refused");
        let numbers = 0..variants.len();
        let before_numbers = 0..before.len();
        let of_number = quote! {
            |number| match number { #(#before_numbers => Self::#before,)* _ => Self::#last }
        };
        let number = quote!(match self { #(Self::#idents => #numbers,)* });
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
        };
        let ident = &input.ident;
        let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
        let table = quote! {
            #[automatically_derived]
            impl #impl_generics __slots::Enumerated for #ident #type_generics #where_clause {
                const CHOICES: &'static __slots::Choices = __CHOICES;
                fn number(&self) -> usize {
                    #number
                }
            }
            const __ALL: &[__slots::Choice] = &[#(#rows),*];
            const __CHOICES: &__slots::Choices =
                &__slots::choices(#name, __ALL, &[#(#names),*], #ignore_case);
        };
        implement(input, words, None, table, body)
    }
}

fn newtype(input: &DeriveInput, words: &TypeWords, ty: &Type) -> TokenStream {
    let (check, unchecked) = match &words.validate {
        Some(word) => {
            let validate = &word.value;
            let check = quote!(.and_then(|made| __slots::validated(Self(made), #validate)));
            (check, TokenStream::new())
        }
        // A number is copied, and a path writes inside, without a validator only.
        None => (
            quote!(.map(Self)),
            quote! {
                #[inline(always)]
                fn __copied(value: &__slots::Value) -> __slots::Option<Self> {
                    <#ty as __slots::SlotValue>::__copied(value).map(Self)
                }
                fn __inside(&mut self, step: &__slots::Step) -> __slots::Inside<'_> {
                    <#ty as __slots::SlotValue>::__inside(&mut self.0, step)
                }
            },
        ),
    };
    let body = quote! {
        const KIND: __slots::Kind = <#ty as __slots::SlotValue>::KIND;
        const __SHAPE: __slots::Shape = <#ty as __slots::SlotValue>::__SHAPE;
        const __ITEM: __slots::Option<fn() -> __slots::ItemInfo> =
            <#ty as __slots::SlotValue>::__ITEM;
        fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
            <#ty as __slots::SlotValue>::from_value(value)#check
        }
        fn as_value(&self) -> __slots::ValueRef<'_> {
            <#ty as __slots::SlotValue>::as_value(&self.0)
        }
        fn from_text(text: &str) -> __slots::Result<Self, __slots::ConversionError> {
            <#ty as __slots::SlotValue>::from_text(text)#check
        }
        #unchecked
    };
    implement(input, words, Some(ty), TokenStream::new(), body)
}

/// The impl for a type with errors. Code that uses the type as a slot still compiles, so one
/// mistake causes one compile error.
fn inert(input: &DeriveInput, words: &TypeWords) -> TokenStream {
    let body = quote! {
        const KIND: __slots::Kind = __slots::Kind::Str;
        fn from_value(_: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
            __slots::refused()
        }
        fn as_value(&self) -> __slots::ValueRef<'_> {
            __slots::refused()
        }
    };
    implement(input, words, None, TokenStream::new(), body)
}

/// Returns the impl with that body. `table` stands before it; `wrapped` must be a value itself.
fn implement(
    input: &DeriveInput,
    words: &TypeWords,
    wrapped: Option<&Type>,
    table: TokenStream,
    body: TokenStream,
) -> TokenStream {
    let ident = &input.ident;
    let krate = krate(words.krate.as_ref().map(|word| &word.value));
    let mut bounded = input.generics.clone();
    let predicates = &mut bounded.make_where_clause().predicates;
    predicates.extend(static_bounds(&input.generics));
    if let Some(ty) = wrapped.filter(|_| input.generics.type_params().next().is_some()) {
        predicates.push(parse_quote!(#ty: __slots::SlotValue));
    }
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            use #krate::__private as __slots;
            #table
            #[automatically_derived]
            impl #impl_generics __slots::SlotValue for #ident #type_generics #where_clause { #body }
        };
    }
}
