//! Inert impls for a struct that was refused, so that one fault is one error: what uses the type elsewhere
//! still finds its descriptors and attributes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Path, WherePredicate, parse_quote};

use crate::attr::{Given, Place, Words};
use crate::diagnostic::Faults;

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    if input.generics.lifetimes().next().is_some() {
        // The traits ask for `'static`.
        return TokenStream::new();
    }
    let ident = &input.ident;
    let words = Words::parse(&input.attrs, Place::Struct, &Faults::default());
    let mut krate: Path = parse_quote!(::slotted);
    for word in words.iter() {
        if let Given::Path(path) = &word.given {
            krate = path.clone();
        }
    }
    let mut generics = input.generics.clone();
    let bounds: Vec<WherePredicate> = generics
        .type_params()
        .map(|parameter| {
            let parameter = &parameter.ident;
            parse_quote!(#parameter: 'static)
        })
        .collect();
    generics.make_where_clause().predicates.extend(bounds);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = input.generics.split_for_impl();

    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(&fields.named).into_iter().flatten(),
            Fields::Unnamed(_) | Fields::Unit => None.into_iter().flatten(),
        },
        Data::Enum(_) | Data::Union(_) => None.into_iter().flatten(),
    };
    let fields = fields.map(|field| {
        let (vis, name, ty) = (&field.vis, &field.ident, &field.ty);
        quote!(#vis #name: __slots::Slot<#ident #type_generics, #ty>)
    });
    let dict = if words.has("dict") { quote!(Present) } else { quote!(Absent) };
    quote! {
        const _: () = {
            use #krate::__private as __slots;

            #[allow(dead_code)]
            pub struct Slots #impl_generics #where_clause {
                #(#fields,)*
                __of: __slots::PhantomData<fn() -> #ident #type_generics>,
            }

            unsafe impl #impl_generics __slots::Slotted for #ident #type_generics #where_clause {
                type Slots = Slots #type_generics;
                type Dict = __slots::#dict;
                const LAYOUT: &'static __slots::SlotLayout = __slots::refused();
                const SLOTS: Self::Slots = __slots::refused();
            }

            impl #impl_generics __slots::SlotValue for #ident #type_generics #where_clause {
                const KIND: __slots::Kind = __slots::Kind::Object;
                fn from_value(_: __slots::Value) -> __slots::Result<Self, __slots::Mismatch> {
                    __slots::refused()
                }
                fn as_value(&self) -> __slots::ValueRef<'_> {
                    __slots::refused()
                }
            }
        };
    }
}
