//! Generates the parts of an expansion.
//!
//! An expansion consists of one table, a descriptor for each slot and base in it, and impls that
//! refer to it. The code that works on the table is in `slots-core` and is shared by all types.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, Type, WherePredicate, parse_quote};

use crate::ast::{DefaultValue, Field, Mode, Role, Special, Struct};
use crate::data::Data;
use crate::diagnostic::Errors;
use crate::fallback;
use crate::frame::{Frame, at, static_bounds};
use crate::self_type::{is_parameter, is_recursive, last_argument, mentions, stands_in};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let errors = Errors::default();
    let model = Struct::parse(input, &errors);
    match model.and_then(|model| model.validate(&errors).map(|()| model)) {
        Ok(model) => model.expand(),
        Err(_) => {
            let mut tokens = errors.into_compile_errors();
            tokens.extend(fallback::expand(input));
            tokens
        }
    }
}

impl Struct<'_> {
    pub(crate) fn expand(&self) -> TokenStream {
        Frame {
            krate: self.krate.as_ref(),
            ident: self.ident,
            generics: self.generics,
            bounded: &self.bounded_generics(),
            descriptors: self.descriptors(),
            slots: quote!(unsafe { __slots::descriptors::<Self>() }),
            presences: Special::ALL.map(|escape| self.presence_steps(escape).1),
            whole: self.wholeness(),
            layout: self.layout(),
            check: self.check(),
            value_items: self.value_items(),
            impls: {
                let (impls, forms) = (self.impls(), self.forms());
                quote!(#impls #forms)
            },
        }
        .expand()
    }

    pub(crate) fn is_generic(&self) -> bool {
        !self.generics.params.is_empty()
    }

    /// Returns the type `Whole`: `Present` if every field, of the struct itself and of its bases,
    /// can be given by name or has a default.
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

    /// Combines the presence of a special field in the struct itself with that in each of its
    /// bases.
    ///
    /// Returns the intermediate results, one per base: the presence in the struct and the bases
    /// before that one. Then the result for all: a type that evaluates to `Present` or `Absent`.
    fn presence_steps(&self, escape: Special) -> (Vec<TokenStream>, TokenStream) {
        let mut so_far = match self.escapes(escape).next() {
            Some(_) => quote!(__slots::Present),
            None => quote!(__slots::Absent),
        };
        let mut steps = Vec::new();
        for base in self.bases() {
            let ty = &base.ty;
            let (presence, join) = escape.tokens(at(ty.span()));
            steps.push(so_far.clone());
            so_far = quote_spanned! {at(ty.span())=>
                <#so_far as __slots::#join<<#ty as __slots::Slotted>::#presence>>::Output
            };
        }
        (steps, so_far)
    }

    fn layout(&self) -> TokenStream {
        let name = &self.name;
        let rows = self.rows();
        let frozen = self.frozen;
        let ignoring = self.ignore_unknown.map(|_| quote!(.ignoring_unknown()));
        let has_aliases = self.slots().any(|(_, slot)| !slot.aliases.is_empty());
        let aliased = has_aliases.then(|| quote!(.with_aliases()));
        let has_skips = self.slots().any(|(_, slot)| slot.skip_serializing_if.is_some());
        let skipping = has_skips.then(|| quote!(.with_skips()));
        let methods = self.methods.map(|asked| quote_spanned!(at(asked)=> .with_methods::<Self>()));
        // A generic type has a layout only for given type arguments, so `LAYOUT` itself contains
        // the checks.
        let checks = self.is_generic().then(|| self.checks(&quote!(&layout)));
        // The rows contain the user's own expressions, so they stay outside of `unsafe`.
        quote! {
            &{
                let table = __slots::table::<Self>(#name, const { #rows }, #frozen)#ignoring #aliased #skipping #methods;
                let layout = unsafe { table.trusted() };
                #checks
                layout
            }
        }
    }

    /// Returns the overrides of `SlotValue`'s functions for data: a struct that can be serialized
    /// or deserialized is written or read so inside others, too.
    fn value_items(&self) -> TokenStream {
        let write = self.serialize.map(|asked| {
            quote_spanned! {at(asked)=>
                #[inline]
                fn __write<__W: __slots::serde::ErasedWriter, __S: __slots::serde::Serializer>(
                    &self,
                    to: __S,
                ) -> __slots::Result<__S::Ok, __S::Error> {
                    <Self as __slots::serde::Serialize>::serialize(self, to)
                }
            }
        });
        let read = self.deserialize.map(|asked| {
            let list = self.types_of_slots();
            quote_spanned! {at(asked)=>
                const __IS_READ_BY_TYPE: bool = true;
                #[inline]
                fn __read<'__de, __R: __slots::serde::Reader, __D: __slots::serde::Deserializer<'__de>>(
                    to: &mut __slots::serde::Target<'_, Self>,
                    from: __D,
                ) -> __slots::Result<(), __D::Error> {
                    __slots::serde::read_struct::<#list, Self, __D>(to, from)
                }
            }
        });
        quote!(#write #read)
    }

    /// Returns the impls of those other traits that the struct requests: `Default`, and serde's.
    /// Each of serde's calls a function that works for all types.
    fn impls(&self) -> TokenStream {
        let data = Data {
            ident: self.ident,
            bounded: &self.bounded_generics(),
            serialize: self.serialize,
            deserialize: self.deserialize,
            list: Some(self.types_of_slots()),
            functions: ["serialize", "deserialize"],
        };
        let data = data.impls();
        let default = self.default_impl();
        let methods = declares_methods(self.methods, self.ident, self.generics);
        quote!(#default #data #methods)
    }

    /// Returns the impl of `Default`, if the struct requests it. A field without an expression has
    /// the default of its type.
    fn default_impl(&self) -> Option<TokenStream> {
        let asked = self.default?;
        let fields = self.fields.iter().map(|field| {
            let (ident, ty) = (field.ident, &field.ty);
            let value = match &field.role {
                Role::Slot(slot) => slot.default.as_ref(),
                Role::Skip(default) => default.as_ref(),
                Role::Base | Role::Special(_) => None,
            };
            let value = value.unwrap_or(&DefaultValue::OfType(ty.span())).tokens(ty);
            quote!(#ident: #value)
        });
        let mut bounded = self.bounded_generics();
        if self.is_generic() {
            let bases = self.bases().filter(|base| self.mentions_parameter(&base.ty));
            let bounds = bases.map(|base| default_bound(&base.ty));
            bounded.make_where_clause().predicates.extend(bounds);
        }
        let ident = self.ident;
        let (_, type_generics, _) = self.generics.split_for_impl();
        let (impl_generics, _, where_clause) = bounded.split_for_impl();
        Some(quote_spanned! {at(asked)=>
            #[automatically_derived]
            impl #impl_generics __slots::Default for #ident #type_generics #where_clause {
                fn default() -> Self {
                    Self { #(#fields),* }
                }
            }
        })
    }

    /// Whether the type contains a type parameter of the struct.
    fn mentions_parameter(&self, ty: &Type) -> bool {
        self.generics.type_params().any(|parameter| mentions(ty, &parameter.ident))
    }

    /// Returns code that makes the compiler evaluate and check the layout even if the program never
    /// uses it. The checks are not part of `LAYOUT`, so that a failed one causes one error.
    ///
    /// Empty for a generic type, which has no layout without type arguments.
    fn check(&self) -> TokenStream {
        if self.is_generic() {
            return TokenStream::new();
        }
        let ident = self.ident;
        let checks = self.checks(&quote!(_layout));
        quote!(let _layout = <#ident as __slots::Slotted>::LAYOUT; #checks)
    }

    /// Returns the checks of the layout, which run in const evaluation. The span of each is that of
    /// the part of the struct that it checks, so that the compiler reports a failure there.
    fn checks(&self, layout: &TokenStream) -> TokenStream {
        let has_bases = self.bases().next().is_some();
        let own_names = self.slots().enumerate().filter(|_| has_bases).map(|(index, (_, slot))| {
            let index = Literal::usize_unsuffixed(index);
            quote_spanned!(at(slot.named_by)=> __slots::not_in_bases(#layout, #index);)
        });
        let aliases = self.slots().filter(|_| has_bases).flat_map(|(_, slot)| &slot.aliases);
        let aliases = aliases.map(|alias| {
            quote_spanned!(at(alias.span())=> __slots::alias_not_in_bases(#layout, #alias);)
        });
        let base_names = self.bases().enumerate().skip(1).map(|(index, base)| {
            let index = Literal::usize_unsuffixed(index);
            quote_spanned!(at(base.ty.span())=> __slots::distinct_base(#layout, #index);)
        });
        let size = self.size.iter().map(|(bytes, span)| {
            let bytes = Literal::usize_unsuffixed(*bytes);
            quote_spanned!(at(*span)=> __slots::within(#layout, #bytes);)
        });
        let methods = self
            .methods
            .map(|asked| quote_spanned!(at(asked)=> __slots::methods_are_no_slots(#layout);));
        own_names.chain(methods).chain(aliases).chain(base_names).chain(size).collect()
    }

    /// Returns the fields of the type of `SLOTS`: a descriptor for each slot and each base, in
    /// declaration order.
    fn descriptors(&self) -> Vec<TokenStream> {
        let own = self.ident;
        let (_, type_generics, _) = self.generics.split_for_impl();
        let kind = |read_only: bool| {
            if read_only || self.frozen { quote!(ReadOnlySlot) } else { quote!(Slot) }
        };
        let descriptor = |field: &Field<'_>| {
            let kind = match &field.role {
                Role::Slot(slot) if slot.lazy.is_some() => quote!(LazySlot),
                Role::Slot(slot) => kind(slot.readonly),
                Role::Base => kind(false),
                Role::Special(_) | Role::Skip(_) => return None,
            };
            let Field { ident, vis, ty, .. } = field;
            Some(quote!(#vis #ident: __slots::#kind<#own #type_generics, #ty>))
        };
        self.fields.iter().filter_map(descriptor).collect()
    }

    /// Returns the generics with the bounds that the fields' types need.
    pub(crate) fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        let parameters: Vec<Ident> = self.generics.type_params().map(|p| p.ident.clone()).collect();
        if parameters.is_empty() {
            return generics;
        }
        let mut bounds: Vec<WherePredicate> = static_bounds(self.generics).collect();
        let joined_with = Special::ALL.map(|escape| (escape, self.presence_steps(escape).0));
        let mut bases = 0;
        for field in &self.fields {
            let ty = &field.ty;
            let step = bases;
            bases += usize::from(matches!(field.role, Role::Base));
            if !self.mentions_parameter(ty) {
                continue;
            }
            // The table holds the defaults. (The word `default` on a field adds no bound: there,
            // the user has written the bounds that it needs.)
            if self.default.is_some()
                && field.has_default_of_type()
                && !is_recursive(ty, self.owner)
            {
                bounds.push(default_bound(ty));
            }
            match &field.role {
                Role::Slot(slot) if slot.is_only_opaque() || slot.with.is_some() => {}
                // A bound on a recursive type would be a cycle: proving it would require the bound
                // itself. So bound the parameters.
                Role::Slot(slot) if is_recursive(ty, self.owner) => {
                    let standing = parameters.iter().filter(|parameter| stands_in(ty, parameter));
                    bounds.extend(standing.map(|p| match slot.mode {
                        Mode::Serde => parse_quote!(__slots::Own: __slots::Form<#p>),
                        _ => parse_quote!(#p: __slots::SlotValue),
                    }));
                }
                Role::Slot(slot) => {
                    let mode = slot.mode_type(ty);
                    let is_held = slot.lazy.is_some() || slot.optional;
                    // Bound the type inside the `Option` or the cell. A bound on the `Option` or
                    // cell itself would shadow its impl, and the compiler would not know the type
                    // inside.
                    let value = if is_held { last_argument(ty) } else { Some(ty) };
                    bounds.push(match (value, slot.mode) {
                        (Some(value), Mode::Plain) => parse_quote!(#value: __slots::SlotValue),
                        (Some(value), Mode::Serde) => {
                            parse_quote!(__slots::Own: __slots::Form<#value>)
                        }
                        (Some(value), _) => parse_quote!(#mode: __slots::Mode<#value>),
                        (None, _) if slot.optional => parse_quote!(#ty: __slots::IsOption<#mode>),
                        (None, _) => parse_quote!(#ty: __slots::IsCell<#mode>),
                    });
                }
                Role::Base => {
                    // If the base is a type parameter, its special fields are unknown, so bound
                    // their presence. Otherwise the impls of the base's type determine them.
                    if parameters.iter().any(|parameter| is_parameter(ty, parameter)) {
                        bounds.push(parse_quote!(#ty: __slots::Slotted));
                        for (escape, steps) in &joined_with {
                            let (presence, join) = escape.tokens(Span::call_site());
                            let so_far = &steps[step];
                            bounds.push(parse_quote! {
                                #so_far: __slots::#join<<#ty as __slots::Slotted>::#presence>
                            });
                        }
                    } else {
                        let standing = parameters.iter().filter(|p| stands_in(ty, p));
                        bounds.extend(standing.map(|p| parse_quote!(#p: __slots::SlotValue)));
                    }
                }
                Role::Special(_) | Role::Skip(_) => {}
            }
        }
        if self.methods.is_some() {
            // Methods take and return values of the parameters in slots.
            let in_slots = |parameter: &&Ident| {
                self.slots().any(|(field, slot)| {
                    matches!(slot.mode, Mode::Plain) && stands_in(&field.ty, parameter)
                })
            };
            for parameter in parameters.iter().filter(in_slots) {
                let bound: WherePredicate = parse_quote!(#parameter: __slots::SlotValue);
                let text = quote!(#bound).to_string();
                if bounds.iter().all(|other| quote!(#other).to_string() != text) {
                    bounds.push(bound);
                }
            }
        }
        generics.make_where_clause().predicates.extend(bounds);
        generics
    }
}

impl Field<'_> {
    /// Whether the field's default is that of its type.
    fn has_default_of_type(&self) -> bool {
        match &self.role {
            Role::Slot(slot) => matches!(slot.default, Some(DefaultValue::OfType(_))),
            Role::Skip(default) => matches!(default, Some(DefaultValue::OfType(_))),
            Role::Base | Role::Special(_) => false,
        }
    }
}

/// Returns the impl of `DeclaresMethods`, if the type says that it has methods.
pub(crate) fn declares_methods(
    asked: Option<Span>,
    ident: &Ident,
    generics: &Generics,
) -> Option<TokenStream> {
    asked?;
    let mut bounded = generics.clone();
    bounded.make_where_clause().predicates.extend(static_bounds(generics));
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    Some(quote! {
        #[automatically_derived]
        impl #impl_generics __slots::DeclaresMethods for #ident #type_generics #where_clause {}
    })
}

fn default_bound(ty: &Type) -> WherePredicate {
    parse_quote!(#ty: __slots::Default)
}

impl Special {
    /// Returns two names: that of the associated type of `Slotted` for the presence of this special
    /// field, and that of the trait that combines the presences in two types.
    fn tokens(self, span: Span) -> (Ident, Ident) {
        let (presence, join) = match self {
            Special::Dict => ("Dict", "Join"),
            Special::Weakref => ("Weakref", "JoinWeakref"),
        };
        (Ident::new(presence, span), Ident::new(join, span))
    }
}
