//! The mode of a slot in the expansion: how it is read and written by name and in data.

use core::iter::successors;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::argument::Abilities;
use crate::ast::{Mode, Slot, Struct};
use crate::frame::at;
use crate::self_type::{inside, last_argument, replaced};

impl Slot {
    /// Whether the slot is opaque, and its values can be neither compared nor copied.
    pub(crate) fn is_only_opaque(&self) -> bool {
        matches!(self.mode, Mode::Opaque(Abilities { eq: false, clone: false }))
    }

    /// Returns the mode as a type. `ty` is the field's type.
    pub(crate) fn mode_type(&self, ty: &Type) -> TokenStream {
        match self.mode {
            Mode::Plain => quote!(__slots::Plain),
            Mode::Opaque(_) if self.is_only_opaque() => quote!(__slots::Opaque),
            Mode::Opaque(Abilities { eq, clone }) => {
                let can = |can: bool| if can { quote!(__slots::Yes) } else { quote!(__slots::No) };
                let (eq, clone) = (can(eq), can(clone));
                quote_spanned!(at(ty.span())=> __slots::OpaqueIf<#eq, #clone>)
            }
            Mode::AsStr => {
                let is_held = self.optional || self.lazy.is_some();
                let value = if is_held { last_argument(ty) } else { Some(ty) };
                let levels = successors(value.and_then(inside), |ty| inside(ty));
                let text = quote_spanned!(at(ty.span())=> __slots::AsStr);
                levels.fold(text, |mode, _| quote_spanned!(at(ty.span())=> __slots::Each<#mode>))
            }
            Mode::Serde => match self.form() {
                None => quote!(__slots::Serde),
                Some(form) => quote!(__slots::Serde<#form>),
            },
        }
    }

    /// Returns the type that reads and writes by the module of `with`, if there is one.
    fn form(&self) -> Option<TokenStream> {
        let form = self.with.as_ref().map(|_| self.form_ident())?;
        Some(quote!(#form<Self>))
    }

    /// Returns the name of that type. No user writes such a name.
    fn form_ident(&self) -> Ident {
        format_ident!("__With_{}", self.field)
    }

    /// Returns the type of the value that the module of `with` takes: what is in the `Option` or
    /// the cell.
    fn written_type(&self, ty: &Type) -> TokenStream {
        if self.optional || self.lazy.is_some() {
            quote!(<#ty as __slots::OptionLike>::Inner)
        } else {
            quote!(#ty)
        }
    }

    /// Returns how the slot is read and written in data, as a type.
    fn slot_type(&self, ty: &Type) -> TokenStream {
        let value = self.written_type(ty);
        match self.mode {
            Mode::Plain => quote!(__slots::serde::Direct<#value>),
            Mode::Serde => {
                let form = self.form().unwrap_or_else(|| quote!(__slots::Own));
                quote!(__slots::serde::Typed<#value, #form>)
            }
            Mode::AsStr | Mode::Opaque(_) => quote!(__slots::serde::Other),
        }
    }

    /// Returns the function that makes the definition of a field in the mode of the slot.
    pub(crate) fn definition(&self, ty: &Type) -> TokenStream {
        match self.mode {
            Mode::Plain => quote!(__slots::plain::<#ty>),
            Mode::Opaque(_) if self.is_only_opaque() => quote!(__slots::opaque::<#ty>),
            Mode::AsStr if inside(ty).is_none() => quote!(__slots::as_str::<#ty>),
            Mode::AsStr | Mode::Opaque(_) => {
                let mode = self.mode_type(ty);
                quote_spanned!(at(ty.span())=> __slots::in_mode::<#ty, #mode>)
            }
            Mode::Serde => match self.form() {
                None => quote!(__slots::foreign::<#ty>),
                Some(form) => quote!(__slots::foreign_with::<#ty, #form>),
            },
        }
    }
}

/// Returns the types as a list: `()`, or a type and the rest.
pub(crate) fn list(types: Vec<TokenStream>) -> TokenStream {
    types.into_iter().rev().fold(quote!(()), |rest, first| quote!((#first, #rest)))
}

impl Struct<'_> {
    /// Returns the types of the own slots, as a list.
    pub(crate) fn types_of_slots(&self) -> TokenStream {
        list(self.slots().map(|(field, slot)| slot.slot_type(&field.ty)).collect())
    }

    /// Returns the types of the own slots, as a list for code outside of this struct's expansion,
    /// in which the types that stand for the modules of `with` have no name.
    pub(crate) fn types_outside(&self) -> TokenStream {
        let types = self.slots().map(|(field, slot)| match slot.with {
            Some(_) => quote!(__slots::serde::Other),
            None => slot.slot_type(&field.ty),
        });
        list(types.collect())
    }

    /// Returns, for each slot with `with = module`, a type that reads and writes by the functions
    /// of that module.
    pub(crate) fn forms(&self) -> TokenStream {
        let bounded = self.bounded_generics();
        let of_own = self.generics.split_for_impl().1;
        let ident = self.ident;
        let own = quote!(#ident #of_own);
        let forms = self.slots().filter_map(|(field, slot)| {
            let path = slot.with.as_ref()?;
            let (impl_generics, _, where_clause) = bounded.split_for_impl();
            let form = slot.form_ident();
            let value = replaced(slot.written_type(&field.ty), &own);
            let place = at(path.span());
            let serialize = quote_spanned!(place=> #path::serialize(value, to));
            let deserialize = quote_spanned!(place=> #path::deserialize(from));
            Some(quote! {
                __slots::if_serde! {
                    #[allow(dead_code)]
                    pub struct #form<__S>(__slots::PhantomData<fn() -> __S>);

                    #[automatically_derived]
                    impl #impl_generics __slots::Form<#value> for #form<#own> #where_clause {
                        const MAY_BE_MISSING: bool = false;
                        fn serialize<__S: __slots::serde::Serializer>(
                            value: &#value,
                            to: __S,
                        ) -> __slots::Result<__S::Ok, __S::Error> {
                            #serialize
                        }
                        fn deserialize<'__de, __D: __slots::serde::Deserializer<'__de>>(
                            from: __D,
                        ) -> __slots::Result<#value, __D::Error> {
                            #deserialize
                        }
                    }
                }
            })
        });
        forms.collect()
    }
}
