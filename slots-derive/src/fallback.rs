//! Inert impls for a struct with errors.
//!
//! Code elsewhere that uses the type still finds its descriptors and attributes. So one mistake
//! causes one compile error.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

use crate::ast::Special;
use crate::attr::{FieldWords, StructWords};
use crate::diagnostic::Errors;
use crate::expand::declares_methods;
use crate::frame::{Frame, static_bounds};

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    if input.generics.lifetimes().next().is_some() {
        // `Slotted` and `SlotValue` require `'static`, which a type with a lifetime parameter is
        // not.
        return TokenStream::new();
    }
    // These errors are dropped: the first parse has reported them.
    let errors = Errors::default();
    let words = StructWords::parse(&input.attrs, &errors);
    let mut bounded = input.generics.clone();
    bounded.make_where_clause().predicates.extend(static_bounds(&input.generics));

    let ident = &input.ident;
    let (_, type_generics, _) = input.generics.split_for_impl();
    let mut has = Special::ALL.map(|special| special.on_struct(&words).is_some());
    let mut descriptors = Vec::new();
    if let Data::Struct(data) = &input.data
        && let Fields::Named(named) = &data.fields
    {
        for field in &named.named {
            let (vis, name, ty) = (&field.vis, &field.ident, &field.ty);
            let words = FieldWords::parse(&field.attrs, &errors);
            for (has, special) in has.iter_mut().zip(Special::ALL) {
                *has |= special.on_field(&words).is_some();
            }
            descriptors.push(quote!(#vis #name: __slots::Slot<#ident #type_generics, #ty>));
        }
    }
    let presence = |has| if has { quote!(__slots::Present) } else { quote!(__slots::Absent) };
    let impls = words.default.as_ref().map_or_else(TokenStream::new, |_| {
        let (impl_generics, _, where_clause) = bounded.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics __slots::Default for #ident #type_generics #where_clause {
                fn default() -> Self {
                    __slots::refused()
                }
            }
        }
    });
    let methods = words.methods.as_ref().map(|word| word.span);
    let methods = declares_methods(methods, ident, &input.generics);
    let impls = quote!(#impls #methods);
    Frame {
        krate: words.krate.as_ref().map(|word| &word.value),
        ident,
        generics: &input.generics,
        bounded: &bounded,
        descriptors,
        slots: quote!(__slots::refused()),
        presences: has.map(presence),
        whole: quote!(__slots::Present),
        layout: quote!(__slots::REFUSED),
        check: TokenStream::new(),
        value_items: TokenStream::new(),
        impls,
    }
    .expand()
}
