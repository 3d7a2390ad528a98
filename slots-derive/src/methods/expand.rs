//! Generates the table of methods.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Path, Type, WherePredicate, parse_quote};

use crate::diagnostic::Errors;
use crate::frame::{at, krate, static_bounds};
use crate::methods::block::Block;
use crate::methods::method::{Method, Output, Parameter, Receiver};
use crate::self_type::{has_word, mentions};

impl Block {
    /// Reports two methods of one name, and parameters that cannot be given.
    pub(crate) fn validate(&self, errors: &Errors) {
        let mut seen: HashMap<&str, &Method> = HashMap::new();
        for method in self.methods.iter().filter(|method| method.cfgs.is_empty()) {
            if let Some(first) = seen.insert(&method.name, method) {
                let message = format!(
                    "two methods are called `{}`\na name leads to one method\ngive one of them another name with \
                     `#[slots(rename = \"…\")]`, or leave it out of the table with `#[slots(skip)]`",
                    method.name
                );
                errors.report_twice(first.named_by, method.named_by, message);
            }
        }
        for method in &self.methods {
            let mut parameters = method.parameters.iter();
            let first = parameters.find(|parameter| parameter.default.is_some());
            if let (Some(first), Some(after)) =
                (first, parameters.find(|parameter| parameter.default.is_none()))
            {
                let message = format!(
                    "`{}` has no default, and follows `{}`, which has one\narguments are given by position, so only \
                     the last ones can be left out\ngive it a default too, or move it before the others",
                    after.name, first.name
                );
                errors.report(after.ty.span(), message);
            }
        }
    }

    pub(crate) fn expand(self, crate_path: Option<&Path>) -> TokenStream {
        let rows = self.methods.iter().map(Method::row);
        let table = quote! {
            &__slots::MethodTable::new::<Self>(const { &[#(#rows),*] })
        };
        self.frame(crate_path, &self.bounded(), &table)
    }

    /// Returns the block with an empty table, for a block with errors: so that one mistake causes
    /// one compile error.
    pub(crate) fn inert(self, crate_path: Option<&Path>) -> TokenStream {
        let mut bounded = self.generics.clone();
        bounded.make_where_clause().predicates.extend(static_bounds(&self.generics));
        self.frame(crate_path, &bounded, &quote!(&__slots::MethodTable::new::<Self>(&[])))
    }

    fn frame(
        &self,
        crate_path: Option<&Path>,
        bounded: &Generics,
        table: &TokenStream,
    ) -> TokenStream {
        let Block { cleaned, of, .. } = self;
        let krate = krate(crate_path);
        let (impl_generics, _, where_clause) = bounded.split_for_impl();
        let span = at(of.span());
        let implementation = quote_spanned! {span=>
            impl #impl_generics __slots::HasMethods for #of #where_clause
        };
        quote! {
            #cleaned

            #[doc(hidden)]
            #[allow(deprecated, clippy::all, clippy::pedantic, clippy::nursery)]
            const _: () = {
                use #krate::__private as __slots;
                use __slots::NoResults as _;

                #[automatically_derived]
                #implementation {
                    const TABLE: &'static __slots::MethodTable = #table;
                }
            };
        }
    }

    /// Returns the generics with the bounds that the conversions need: those of parameters and
    /// results whose types depend on a type parameter.
    fn bounded(&self) -> Generics {
        let mut bounded = self.generics.clone();
        let depends = |ty: &Type| {
            let parameters = || self.generics.type_params();
            parameters().next().is_some()
                && (has_word(&quote!(#ty), "Self") || parameters().any(|p| mentions(ty, &p.ident)))
        };
        let mut bounds: Vec<WherePredicate> = static_bounds(&self.generics).collect();
        for method in &self.methods {
            for Parameter { ty, .. } in method.parameters.iter().filter(|it| depends(&it.ty)) {
                bounds.push(parse_quote!(#ty: __slots::SlotValue));
            }
            match &method.output {
                Output::Value(ty) if depends(ty) => {
                    bounds.push(parse_quote!(#ty: __slots::Returned));
                }
                Output::Lent(ty) if depends(ty) => {
                    bounds.push(parse_quote!(#ty: __slots::SlotValue));
                }
                _ => {}
            }
        }
        bounded.make_where_clause().predicates.extend(bounds);
        bounded
    }
}

impl Method {
    /// Returns the row of the method.
    fn row(&self) -> TokenStream {
        let Method { ident, name, cfgs, .. } = self;
        // The names are hygienic, so the user's expressions cannot refer to them.
        let hygienic = |name: &str| Ident::new(name, Span::mixed_site());
        let (this, arguments) = (hygienic("__this"), hygienic("__arguments"));
        let (receiver, object) = match self.receiver {
            Receiver::None => (quote!(None), None),
            Receiver::Ref => (quote!(Ref), Some(quote!(#this))),
            Receiver::Mut => (quote!(Mut), Some(quote!(#this))),
            Receiver::Owned => (quote!(Owned), Some(quote!(*#this.owned::<Self>()))),
            Receiver::Boxed => (quote!(Owned), Some(quote!(#this.owned::<Self>()))),
            Receiver::Shared => {
                let is_borrowed = self.handle.as_ref().is_some_and(|(_, is_borrowed)| *is_borrowed);
                let this = match is_borrowed {
                    true => quote!(#this),
                    false => quote!(__slots::Clone::clone(#this)),
                };
                (quote!(Shared), Some(this))
            }
        };
        // The object is reached when the arguments are converted: it may have a lock.
        let reached = match (self.receiver, &self.handle) {
            (Receiver::Ref, _) => Some(quote!(shared::<Self, _>)),
            (Receiver::Mut, _) => Some(quote!(exclusive::<Self, _>)),
            (Receiver::Shared, Some((ty, _))) => Some(quote!(handle::<#ty, _>)),
            _ => None,
        };
        let reached = reached.map(|by| quote!(#this.#by));
        let (name_of_this, this) =
            (&this, object.as_ref().map_or_else(|| quote!(_), |_| quote!(#this)));
        let mut rows = Vec::new();
        let mut taken = Vec::new();
        let mut given: Vec<TokenStream> = object.into_iter().collect();
        for (number, parameter) in self.parameters.iter().enumerate() {
            let it = format_ident!("__it{number}", span = Span::mixed_site());
            rows.push(parameter.row());
            let argument = parameter.argument(number, &arguments);
            taken.push(quote!(let __slots::Option::Some(#it) = #argument else { return };));
            given.push(if parameter.is_borrowed { quote!(&#it) } else { quote!(#it) });
        }
        let call = quote!(Self::#ident(#(#given),*));
        let (ty, result) = match &self.output {
            Output::Value(ty) => {
                (quote!(#ty), quote_spanned!(at(ty.span())=> __slots::Results::<#ty>::keep(#call)))
            }
            Output::Lent(ty) => (quote!(#ty), quote!(__slots::lent::<#ty>(#call))),
            Output::Text => (quote!(__slots::String), quote!(__slots::lent_text(#call))),
        };
        let returns = quote_spanned!(at(ty.span())=> __slots::returns::<#ty>());
        let end = match reached {
            Some(reached) => quote!(#reached(#arguments, |#name_of_this| #result);),
            None => quote!(#arguments.end(#result);),
        };
        let doc = self.doc.as_ref().map(|doc| quote!(.__doc(#doc)));
        quote! {
            #(#cfgs)*
            __slots::method(
                #name,
                __slots::Receiver::#receiver,
                const { &[#(#rows),*] },
                #returns,
                |#this: __slots::This<'_>, #arguments: &mut __slots::Arguments<'_>| {
                    #(#taken)*
                    #end
                },
            )#doc
        }
    }
}

impl Parameter {
    /// Returns the row of the parameter.
    fn row(&self) -> TokenStream {
        let Parameter { name, ty, .. } = self;
        let or_default = self.default.as_ref().map(|_| quote!(.__or_default()));
        quote_spanned!(at(ty.span())=> __slots::parameter::<#ty>(#name)#or_default)
    }

    /// Returns the expression of the argument with that number, converted.
    fn argument(&self, number: usize, arguments: &Ident) -> TokenStream {
        let ty = &self.ty;
        let span = at(ty.span());
        match &self.default {
            None => quote_spanned!(span=> #arguments.take::<#ty>(#number)),
            Some(default) => {
                let default = default.tokens(ty);
                quote_spanned!(span=> #arguments.take_or::<#ty>(#number, || #default))
            }
        }
    }
}
