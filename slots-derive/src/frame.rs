//! The code around the parts of an expansion, for a valid struct and for one with errors.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Generics, Path, WherePredicate, parse_quote};

use crate::self_type;

/// Returns the bounds on the type parameters that make the type `'static`, which `Slotted`
/// requires.
pub(crate) fn static_bounds(generics: &Generics) -> impl Iterator<Item = WherePredicate> {
    generics.type_params().map(|parameter| {
        let parameter = &parameter.ident;
        parse_quote!(#parameter: 'static)
    })
}

/// Returns the name of the type of `SLOTS`.
///
/// It is a name that no user writes. In the types of the fields, which the expansion repeats, it
/// would shadow a user's type of that name.
pub(crate) fn descriptors_of(ident: &Ident) -> Ident {
    format_ident!("__SlotsOf{ident}")
}

/// Returns the path of the crate `slotted`: that in `#[slots(crate = …)]`, if it is given.
pub(crate) fn krate(given: Option<&Path>) -> TokenStream {
    given.map_or_else(|| quote!(::slotted), |path| quote!(#path))
}

/// Returns a span for generated code in which errors are reported at `culprit`.
///
/// The compiler still treats the code as generated: the user's lints skip it, and it may contain
/// `unsafe` in a crate that forbids `unsafe`.
pub(crate) fn at(culprit: Span) -> Span {
    Span::call_site().located_at(culprit)
}

/// The parts of an expansion.
pub(crate) struct Frame<'a> {
    pub(crate) krate: Option<&'a Path>,
    pub(crate) ident: &'a Ident,
    /// The generics as the user wrote them.
    pub(crate) generics: &'a Generics,
    /// The generics with the bounds that the impls need.
    pub(crate) bounded: &'a Generics,
    /// The fields of the type of `SLOTS`.
    pub(crate) descriptors: Vec<TokenStream>,
    /// The value of `SLOTS`.
    pub(crate) slots: TokenStream,
    /// The types `Dict` and `Weakref` of the impl, in this order.
    pub(crate) presences: [TokenStream; 2],
    /// The type `Whole` of the impl.
    pub(crate) whole: TokenStream,
    /// The value of `LAYOUT`.
    pub(crate) layout: TokenStream,
    /// The code that makes the compiler evaluate and check the layout.
    pub(crate) check: TokenStream,
    /// The items of the impl of `SlotValue` that only some structs have.
    pub(crate) value_items: TokenStream,
    /// The impls of other traits, such as serde's.
    pub(crate) impls: TokenStream,
}

impl Frame<'_> {
    pub(crate) fn expand(self) -> TokenStream {
        let Frame {
            ident, mut descriptors, slots, whole, layout, check, value_items, impls, ..
        } = self;
        let [dict, weakref] = self.presences;
        let krate = krate(self.krate);
        let (impl_generics, type_generics, where_clause) = self.bounded.split_for_impl();
        let type_of_slots = descriptors_of(ident);
        let own = quote!(#ident #type_generics);
        if descriptors.is_empty() && !self.generics.params.is_empty() {
            // Without this field, the struct would not use its parameters, which is an error.
            descriptors.push(quote!(__of: __slots::PhantomData<fn() -> #own>));
        }
        // In the definition of that struct, `Self` would mean it and not the user's type.
        let descriptors = descriptors.into_iter().map(|field| self_type::replaced(field, &own));
        let (slots_generics, _, slots_where) = self.generics.split_for_impl();
        let slots_generics = self_type::replaced(quote!(#slots_generics), &own);
        let slots_where = self_type::replaced(quote!(#slots_where), &own);

        quote! {
            #[doc(hidden)]
            #[allow(non_snake_case, non_camel_case_types, deprecated)]
            const _: () = {
                use #krate::__private as __slots;

                #[allow(dead_code)]
                #[repr(C)]
                pub struct #type_of_slots #slots_generics #slots_where { #(#descriptors,)* }

                #[automatically_derived]
                unsafe impl #impl_generics __slots::Slotted for #own #where_clause {
                    type Slots = #type_of_slots #type_generics;
                    type Dict = #dict;
                    type Weakref = #weakref;
                    type Whole = #whole;
                    const LAYOUT: &'static __slots::SlotLayout = #layout;
                    const SLOTS: Self::Slots = #slots;
                }

                #[automatically_derived]
                impl #impl_generics __slots::SlotValue for #own #where_clause {
                    const KIND: __slots::Kind = __slots::Kind::Object;
                    #[inline]
                    fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
                        __slots::object_from_value(value)
                    }
                    #[inline]
                    fn as_value(&self) -> __slots::ValueRef<'_> {
                        __slots::ValueRef::Object(self)
                    }
                    const __LAYOUT: __slots::Option<fn() -> &'static __slots::SlotLayout> =
                        __slots::Option::Some(__slots::layout::<Self>);
                    #value_items
                }

                #impls
                #check
            };
        }
    }
}
