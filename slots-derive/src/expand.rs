//! The parts of an expansion: one table per type, and nothing that is not in it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, Type, WherePredicate, parse_quote};

use crate::ast::{DefaultValue, Field, Meta, Mode, Role, Slot, Struct};
use crate::diagnostic::Faults;
use crate::fallback;
use crate::frame::{Frame, static_bounds};
use crate::self_type::{is_parameter, is_recursive, last_argument, mentions, stands_in};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let faults = Faults::default();
    let model = Struct::parse(input, &faults);
    match model.and_then(|model| model.validate(&faults).map(|()| model)) {
        Ok(model) => model.expand(),
        Err(_) => {
            let mut tokens = faults.into_compile_errors();
            tokens.extend(fallback::expand(input));
            tokens
        }
    }
}

impl Struct<'_> {
    fn expand(&self) -> TokenStream {
        let (fields, values) = self.descriptors();
        Frame {
            krate: self.krate.as_ref(),
            ident: self.ident,
            generics: self.generics,
            bounded: &self.bounded_generics(),
            fields,
            values,
            dict: self.dict_presence(),
            whole: self.wholeness(),
            layout: self.layout(),
            check: self.check(),
        }
        .expand()
    }

    fn is_generic(&self) -> bool {
        !self.generics.params.is_empty()
    }

    /// `Present` or `Absent`: the type's own, joined with that of each base in turn.
    fn dict_presence(&self) -> TokenStream {
        self.dict_steps().1
    }

    /// `Present` where each field can be given, or has a default: its own, and those of each base.
    fn wholeness(&self) -> TokenStream {
        let lacks = |field: &Field<'_>| matches!(field.role, Role::Skip(None));
        let own = if self.fields.iter().any(lacks) {
            quote!(__slots::Absent)
        } else {
            quote!(__slots::Present)
        };
        self.bases().fold(own, |so_far, base| {
            let ty = &base.ty;
            quote_spanned! {at(base.ty.span())=>
                <#so_far as __slots::Presence>::And<<#ty as __slots::Slotted>::Whole>
            }
        })
    }

    /// For each base, what its `Dict` is joined with; and the outcome.
    fn dict_steps(&self) -> (Vec<TokenStream>, TokenStream) {
        let mut so_far = match self.dicts().next() {
            Some(_) => quote!(__slots::Present),
            None => quote!(__slots::Absent),
        };
        let mut steps = Vec::new();
        for base in self.bases() {
            let ty = &base.ty;
            steps.push(so_far.clone());
            so_far = quote_spanned! {at(base.ty.span())=>
                <#so_far as __slots::Join<<#ty as __slots::Slotted>::Dict>>::Output
            };
        }
        (steps, so_far)
    }

    fn layout(&self) -> TokenStream {
        let name = &self.name;
        let (mut slots, mut bases, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        for field in &self.fields {
            let (ident, ty) = (field.ident, &field.ty);
            let own_name = crate::name::of_field(ident);
            let place = quote!(::core::mem::offset_of!(Self, #ident));
            let witness = field.witness();
            match &field.role {
                Role::Slot(slot) => slots.push(field.slot(slot, &place)),
                Role::Base => {
                    let before = Literal::usize_unsuffixed(slots.len());
                    bases.push(
                        quote!(__slots::base::<_, #ty>(#own_name, #place, #before, #witness)),
                    );
                }
                Role::Dict => {
                    hidden.push(quote!(__slots::dict::<_, #ty>(#own_name, #place, #witness)));
                }
                Role::Skip(None) => {
                    hidden.push(quote!(__slots::hidden(#own_name, #place, #witness)));
                }
                Role::Skip(Some(default)) => {
                    let default = default.tokens(ty);
                    hidden.push(quote! {
                        __slots::hidden_or(#own_name, #place, || #default, #witness)
                    });
                }
            }
        }
        let frozen = self.frozen;
        // Generic types are checked in the layout itself, where it is used with types.
        let checks = self.is_generic().then(|| self.checks(&quote!(&layout)));
        // A user's own expressions stand in the table, and so outside of `unsafe`.
        // Every field, each once, of a struct: what changes it after the derive does not compile.
        let fields = self.fields.iter().map(|field| field.ident);
        let bound = (0..self.fields.len()).map(|index| format_ident!("_{index}"));
        quote! {
            &{
                let _ = |it: &Self| { let Self { #(#fields: ref #bound),* } = *it; };
                let table = __slots::table::<Self>(#name, &[#(#slots),*], &[#(#bases),*], &[#(#hidden),*], #frozen);
                let layout = unsafe { table.trusted() };
                #checks
                layout
            }
        }
    }

    /// Makes the compiler look at the layout even where nobody uses it. Apart from the layout, so that a fault is
    /// one error.
    fn check(&self) -> TokenStream {
        if self.is_generic() {
            return TokenStream::new();
        }
        let ident = self.ident;
        let checks = self.checks(&quote!(_layout));
        quote!(const _: () = { let _layout = <#ident as __slots::Slotted>::LAYOUT; #checks };)
    }

    /// What is asked of the layout in const, each question at the field that it is about.
    fn checks(&self, layout: &TokenStream) -> TokenStream {
        let has_bases = self.bases().next().is_some();
        let own_names = self.slots().enumerate().filter(|_| has_bases).map(|(index, (_, slot))| {
            let index = Literal::usize_unsuffixed(index);
            quote_spanned!(at(slot.named_by)=> __slots::not_in_bases(#layout, #index);)
        });
        let base_names = self.bases().enumerate().skip(1).map(|(index, base)| {
            let index = Literal::usize_unsuffixed(index);
            quote_spanned!(at(base.ty.span())=> __slots::distinct_base(#layout, #index);)
        });
        let size = self.size.iter().map(|(bytes, span)| {
            let bytes = Literal::usize_unsuffixed(*bytes);
            quote_spanned!(at(*span)=> __slots::within(#layout, #bytes);)
        });
        own_names.chain(base_names).chain(size).collect()
    }

    /// The fields of the type of `SLOTS`, and their values: a descriptor for each slot and each base.
    fn descriptors(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let own = self.ident;
        let (_, type_generics, _) = self.generics.split_for_impl();
        let (mut slots, mut bases) = (0, 0);
        let mut all = (Vec::new(), Vec::new());
        let slot_kind = |read_only: bool| {
            if read_only || self.frozen { quote!(ReadOnlySlot) } else { quote!(Slot) }
        };
        for field in &self.fields {
            let (door, row, kind) = match &field.role {
                Role::Slot(slot) if slot.lazy.is_some() => {
                    (quote!(lazy_descriptor), &mut slots, quote!(LazySlot))
                }
                Role::Slot(slot) => (quote!(descriptor), &mut slots, slot_kind(slot.readonly)),
                Role::Base => (quote!(base_descriptor), &mut bases, slot_kind(false)),
                Role::Dict | Role::Skip(_) => continue,
            };
            let Field { ident, vis, ty, .. } = field;
            let index = Literal::usize_unsuffixed(*row);
            *row += 1;
            let witness = field.witness();
            all.0.push(quote!(#vis #ident: __slots::#kind<#own #type_generics, #ty>));
            all.1.push(quote!(#ident: unsafe { __slots::#door(#index, #witness) }));
        }
        all
    }

    /// The generics with the bounds that the fields' types need.
    fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        let parameters: Vec<Ident> = self.generics.type_params().map(|p| p.ident.clone()).collect();
        if parameters.is_empty() {
            return generics;
        }
        let mut bounds: Vec<WherePredicate> = static_bounds(self.generics).collect();
        let joined_with = self.dict_steps().0;
        let mut bases = 0;
        for field in &self.fields {
            let ty = &field.ty;
            let step = bases;
            bases += usize::from(matches!(field.role, Role::Base));
            if !parameters.iter().any(|parameter| mentions(ty, parameter)) {
                continue;
            }
            match &field.role {
                Role::Slot(slot) if slot.mode == Mode::Opaque => {}
                // The bound on the type itself would be asked for in proving it.
                Role::Slot(_) if is_recursive(ty, self.ident) => {
                    let standing = parameters.iter().filter(|parameter| stands_in(ty, parameter));
                    bounds.extend(standing.map(|p| parse_quote!(#p: __slots::SlotValue)));
                }
                Role::Slot(slot) => {
                    let (mode, _) = slot.mode.tokens();
                    let is_held = slot.lazy.is_some() || slot.optional;
                    // What is in the `Option` or the cell: a bound on that itself would hide what is in it.
                    let value = if is_held { last_argument(ty) } else { Some(ty) };
                    bounds.push(match (value, slot.mode) {
                        (Some(value), Mode::Plain) => parse_quote!(#value: __slots::SlotValue),
                        (Some(value), _) => parse_quote!(#mode: __slots::Mode<#value>),
                        (None, _) if slot.optional => parse_quote!(#ty: __slots::IsOption<#mode>),
                        (None, _) => parse_quote!(#ty: __slots::IsCell<#mode>),
                    });
                }
                Role::Base => {
                    let so_far = &joined_with[step];
                    // What the base's `Dict` is, is known of a type, and not of a parameter.
                    if parameters.iter().any(|parameter| is_parameter(ty, parameter)) {
                        bounds.push(parse_quote!(#ty: __slots::Slotted));
                        bounds.push(parse_quote! {
                            #so_far: __slots::Join<<#ty as __slots::Slotted>::Dict>
                        });
                    } else {
                        let standing = parameters.iter().filter(|p| stands_in(ty, p));
                        bounds.extend(standing.map(|p| parse_quote!(#p: __slots::SlotValue)));
                    }
                }
                Role::Dict | Role::Skip(_) => {}
            }
        }
        generics.make_where_clause().predicates.extend(bounds);
        generics
    }
}

impl Field<'_> {
    /// Ties the row to the type that the field really has: the tokens may mean another one here.
    fn witness(&self) -> TokenStream {
        let ident = self.ident;
        quote!(|it: &mut Self| &raw mut it.#ident)
    }

    fn slot(&self, slot: &Slot, place: &TokenStream) -> TokenStream {
        let (ty, name, witness) = (&self.ty, &slot.name, self.witness());
        let (mode, tables) = slot.mode.tokens();
        let mut tables = if let Some(path) = &slot.lazy {
            let make = quote_spanned!(at(path.span())=> |it: &Self| #path(it));
            quote_spanned!(at(ty.span())=> __slots::lazy::<#ty, #mode, Self>(#make))
        } else if slot.optional {
            quote_spanned!(at(ty.span())=> __slots::optional::<#ty, #mode>())
        } else {
            quote!(#tables::<#ty>())
        };
        if let Some(default) = &slot.default {
            let default = default.tokens(ty);
            tables = quote!(#tables.or(|| #default));
        }
        if let Some(path) = &slot.validate {
            let value = match (slot.optional, &slot.lazy) {
                (true, _) => quote!(<#ty as __slots::IsOption<#mode>>::Inner),
                (_, Some(_)) => quote!(<#ty as __slots::Holder>::Inner),
                _ => quote!(#ty),
            };
            let says = quote_spanned!(at(path.span())=> |value| __slots::verdict(#path(value)));
            tables = quote!(#tables.checked::<#value>(#says));
        }
        let mut row = quote!(__slots::slot(#name, #place, #tables, #witness));
        if slot.readonly {
            row = quote!(#row.__read_only());
        }
        match &*slot.doc {
            [] => {}
            [doc] => row = quote!(#row.__doc(#doc)),
            parts => row = quote!(#row.__doc(__slots::concat!(#(#parts),*))),
        }
        if !slot.meta.is_empty() {
            let entries = slot.meta.iter().map(|(key, value)| {
                let value = value.tokens();
                quote!((#key, #value))
            });
            row = quote!(#row.__meta(&[#(#entries),*]));
        }
        row
    }
}

impl DefaultValue {
    fn tokens(&self, ty: &Type) -> TokenStream {
        match self {
            DefaultValue::Tokens(value) => value.clone(),
            DefaultValue::OfType(span) => {
                quote_spanned!(at(*span)=> <#ty as __slots::Default>::default())
            }
        }
    }
}

impl Mode {
    /// The mode as a type, and what makes its tables.
    fn tokens(self) -> (TokenStream, TokenStream) {
        match self {
            Mode::Plain => (quote!(__slots::Plain), quote!(__slots::plain)),
            Mode::AsStr => (quote!(__slots::AsStr), quote!(__slots::as_str)),
            Mode::Opaque => (quote!(__slots::Opaque), quote!(__slots::opaque)),
        }
    }
}

impl Meta {
    fn tokens(&self) -> TokenStream {
        match self {
            Meta::Bool(value) => quote!(__slots::Meta::Bool(#value)),
            Meta::Int(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(__slots::Meta::Int(#value))
            }
            Meta::Float(value) => {
                let value = Literal::f64_unsuffixed(*value);
                quote!(__slots::Meta::Float(#value))
            }
            Meta::Str(value) => quote!(__slots::Meta::Str(#value)),
        }
    }
}

/// Code of the expansion that is reported at the culprit. It is still of the expansion: a user's lints do not
/// look at it, and `unsafe` passes where it is forbidden.
fn at(culprit: Span) -> Span {
    Span::call_site().located_at(culprit)
}
