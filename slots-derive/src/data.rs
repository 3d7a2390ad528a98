//! The impls of serde's traits that the words `serialize` and `deserialize` request.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, Ident, parse_quote};

use crate::frame::at;

/// The impls that are requested.
pub(crate) struct Data<'a> {
    pub(crate) ident: &'a Ident,
    /// The generics with the bounds that the impls need.
    pub(crate) bounded: &'a Generics,
    /// The spans of the words.
    pub(crate) serialize: Option<Span>,
    pub(crate) deserialize: Option<Span>,
    /// The types of the own slots as a list, which both functions take.
    pub(crate) list: Option<TokenStream>,
    /// The names of the functions that do the work for all types.
    pub(crate) functions: [&'static str; 2],
}

impl Data<'_> {
    pub(crate) fn impls(&self) -> TokenStream {
        let Data { ident, bounded, functions: [serialize, deserialize], .. } = self;
        // With the span of the word, where the compiler reports what the type lacks for it.
        let list = |asked: Span| {
            self.list.as_ref().map(|list| quote_spanned!(at(asked)=> ::<#list, _, _>))
        };
        let (_, type_generics, _) = bounded.split_for_impl();
        let serialize = self.serialize.map(|asked| {
            let (serialize, list) = (Ident::new(serialize, at(asked)), list(asked));
            let (impl_generics, _, where_clause) = bounded.split_for_impl();
            quote_spanned! {at(asked)=>
                #[automatically_derived]
                impl #impl_generics __slots::serde::Serialize for #ident #type_generics #where_clause {
                    fn serialize<__S: __slots::serde::Serializer>(
                        &self,
                        to: __S,
                    ) -> __slots::Result<__S::Ok, __S::Error> {
                        __slots::serde::#serialize #list(self, to)
                    }
                }
            }
        });
        let deserialize = self.deserialize.map(|asked| {
            let (deserialize, list) = (Ident::new(deserialize, at(asked)), list(asked));
            let mut bounded = (*bounded).clone();
            bounded.params.insert(0, parse_quote!('__de));
            let (impl_generics, _, where_clause) = bounded.split_for_impl();
            quote_spanned! {at(asked)=>
                #[automatically_derived]
                impl #impl_generics __slots::serde::Deserialize<'__de> for #ident #type_generics #where_clause {
                    fn deserialize<__D: __slots::serde::Deserializer<'__de>>(
                        from: __D,
                    ) -> __slots::Result<Self, __D::Error> {
                        __slots::serde::#deserialize #list(from)
                    }
                }
            }
        });
        quote!(#serialize #deserialize)
    }
}
