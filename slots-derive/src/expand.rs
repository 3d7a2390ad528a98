//! The tokens: one table per type, and nothing that is not in it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Lit, Type, WherePredicate, parse_quote};

use crate::ast::{DefaultValue, Field, Mode, Role, Slot, Struct};
use crate::diagnostic::Faults;
use crate::fallback;

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
        let ident = self.ident;
        let krate = match &self.krate {
            Some(path) => quote!(#path),
            None => quote!(::slotted),
        };
        let generics = self.bounded_generics();
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let (_, type_generics, _) = self.generics.split_for_impl();

        let dict = self.dict_presence();
        let layout = self.layout();
        let (slots_fields, slots_values) = self.descriptors();
        // Without a slot, the parameters would stand in no field.
        let marker = (slots_values.is_empty() && self.is_generic()).then(|| {
            (
                quote!(__of: __slots::PhantomData<fn() -> #ident #type_generics>,),
                quote!(__of: __slots::PhantomData,),
            )
        });
        let (marker_field, marker_value) = marker.unzip();
        // Apart from the layout, so that a fault is one error. The layout of a generic type is checked in
        // itself, where it is used with types.
        let checks = self.checks(&quote!(_layout));
        let check = (!self.is_generic()).then(|| {
            quote!(const _: () = { let _layout = <#ident as __slots::Slotted>::LAYOUT; #checks };)
        });

        quote! {
            #[doc(hidden)]
            const _: () = {
                use #krate::__private as __slots;

                #[allow(dead_code)]
                pub struct Slots #impl_generics #where_clause { #(#slots_fields,)* #marker_field }

                #[automatically_derived]
                unsafe impl #impl_generics __slots::Slotted for #ident #type_generics #where_clause {
                    type Slots = Slots #type_generics;
                    type Dict = #dict;
                    const LAYOUT: &'static __slots::SlotLayout = #layout;
                    const SLOTS: Self::Slots = Slots { #(#slots_values,)* #marker_value };
                }

                #[automatically_derived]
                impl #impl_generics __slots::SlotValue for #ident #type_generics #where_clause {
                    const KIND: __slots::Kind = __slots::Kind::Object;
                    fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::Mismatch> {
                        __slots::Result::Err(__slots::Mismatch::wrong_type(&value))
                    }
                    fn as_value(&self) -> __slots::ValueRef<'_> {
                        __slots::ValueRef::Object(self)
                    }
                }

                #check
            };
        }
    }

    /// `Present` or `Absent`: the type's own, joined with that of each base in turn.
    fn dict_presence(&self) -> TokenStream {
        let own = match self.dicts().next() {
            Some(_) => quote!(__slots::Present),
            None => quote!(__slots::Absent),
        };
        self.bases().fold(own, |so_far, base| {
            let ty = base.ty;
            quote_spanned! {at(base.ty.span())=>
                <#so_far as __slots::Join<<#ty as __slots::Slotted>::Dict>>::Output
            }
        })
    }

    fn layout(&self) -> TokenStream {
        let name = &self.name;
        let slots = self.slots().map(|(field, slot)| self.slot(field, slot));
        let bases = self.base_entries();
        let hidden = self.fields.iter().filter_map(|field| {
            let (ident, ty, name) = (field.ident, field.ty, crate::name::of_field(field.ident));
            let is_dict = match field.role {
                // Asked of the type, so that a field of another type is reported.
                Role::Dict => quote!(<#ty as __slots::IsDict>::IS_DICT),
                Role::Skip => quote!(false),
                Role::Slot(_) | Role::Base => return None,
            };
            Some(quote!(__slots::hidden::<#ty>(#name, __slots::offset_of!(Self, #ident), #is_dict)))
        });
        let frozen = self.frozen;
        let layout = quote! {
            unsafe {
                __slots::layout::<Self>(#name, &[#(#slots),*], &[#(#bases),*], &[#(#hidden),*], #frozen)
            }
        };
        if self.is_generic() {
            let checks = self.checks(&quote!(&layout));
            return quote!(&{ let layout = #layout; #checks layout });
        }
        quote!(&#layout)
    }

    fn is_generic(&self) -> bool {
        !self.generics.params.is_empty()
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
        let size = self
            .size
            .iter()
            .map(|size| quote_spanned!(at(size.span())=> __slots::within(#layout, #size);));
        own_names.chain(base_names).chain(size).collect()
    }

    fn slot(&self, field: &Field<'_>, slot: &Slot) -> TokenStream {
        let (ident, ty, name) = (field.ident, field.ty, &slot.name);
        let (mode, tables) = slot.mode.tokens();
        let ops = if slot.optional {
            quote!(__slots::optional::<#ty, #mode>())
        } else {
            quote!(#tables::<#ty>())
        };
        let mut entry = quote!(__slots::slot(#name, __slots::offset_of!(Self, #ident), #ops));
        if let Some(default) = &slot.default {
            let value = match default {
                DefaultValue::Expr(value) => quote!(#value),
                DefaultValue::OfType(span) => {
                    quote_spanned!(at(*span)=> <#ty as __slots::Default>::default())
                }
            };
            entry = quote!(__slots::with_default::<#ty>(#entry, || -> #ty { #value }));
        }
        if slot.readonly {
            entry = quote!(#entry.__read_only());
        }
        if !slot.doc.is_empty() {
            let doc = &slot.doc;
            entry = quote!(#entry.__doc(#doc));
        }
        if !slot.meta.is_empty() {
            let entries = slot.meta.iter().map(|(key, value)| {
                let value = meta(value);
                quote!((#key, #value))
            });
            entry = quote!(#entry.__meta(&[#(#entries),*]));
        }
        entry
    }

    fn base_entries(&self) -> Vec<TokenStream> {
        let mut before = 0;
        let mut entries = Vec::new();
        for field in &self.fields {
            match field.role {
                Role::Slot(_) => before += 1,
                Role::Base => {
                    let (ident, ty, name) =
                        (field.ident, field.ty, crate::name::of_field(field.ident));
                    let before = Literal::usize_unsuffixed(before);
                    // As in `type Dict`, so that a type without slots is one error.
                    let layout = quote_spanned!(at(ty.span())=> <#ty as __slots::Slotted>::LAYOUT);
                    entries.push(quote! {
                        __slots::base(
                            #name,
                            __slots::offset_of!(Self, #ident),
                            #layout,
                            #before
                        )
                    });
                }
                Role::Dict | Role::Skip => {}
            }
        }
        entries
    }

    /// The fields of `Slots`, and their values.
    fn descriptors(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let ident = self.ident;
        let (_, type_generics, _) = self.generics.split_for_impl();
        self.slots()
            .enumerate()
            .map(|(index, (field, slot))| {
                let Field { ident: name, vis, ty, .. } = field;
                let index = Literal::usize_unsuffixed(index);
                let kind = Ident::new(
                    if slot.readonly || self.frozen { "ReadOnlySlot" } else { "Slot" },
                    Span::call_site(),
                );
                (
                    quote!(#vis #name: __slots::#kind<#ident #type_generics, #ty>),
                    quote!(#name: unsafe { __slots::descriptor(#index) }),
                )
            })
            .unzip()
    }

    /// The generics with the bounds that the fields' types need.
    fn bounded_generics(&self) -> syn::Generics {
        let mut generics = self.generics.clone();
        let parameters: Vec<Ident> = self.generics.type_params().map(|p| p.ident.clone()).collect();
        if parameters.is_empty() {
            return generics;
        }
        let mut bounds: Vec<WherePredicate> = Vec::new();
        for parameter in &parameters {
            bounds.push(parse_quote!(#parameter: 'static));
            let is_slot = self.fields.iter().any(|field| match &field.role {
                Role::Slot(slot) => slot.mode == Mode::Plain && stands_in(field.ty, parameter),
                Role::Base => stands_in(field.ty, parameter) && !is_parameter(field.ty, parameter),
                Role::Dict | Role::Skip => false,
            });
            if is_slot {
                bounds.push(parse_quote!(#parameter: __slots::SlotValue));
            }
        }
        for field in &self.fields {
            let ty = field.ty;
            let is_generic = parameters.iter().any(|parameter| mentions(ty, parameter));
            let is_base = parameters.iter().any(|parameter| is_parameter(ty, parameter));
            match &field.role {
                Role::Base if is_base => {
                    bounds.push(parse_quote!(#ty: __slots::Slotted));
                }
                // A projection of a parameter needs the bound itself.
                Role::Slot(slot)
                    if is_generic && (slot.mode == Mode::AsStr || projects(ty, &parameters)) =>
                {
                    let (mode, _) = slot.mode.tokens();
                    bounds.push(match slot.mode {
                        _ if slot.optional => parse_quote!(#ty: __slots::HasOptionOps<#mode>),
                        Mode::Plain => parse_quote!(#ty: __slots::SlotValue),
                        Mode::AsStr | Mode::Opaque => parse_quote!(#mode: __slots::Mode<#ty>),
                    });
                }
                _ => {}
            }
        }
        generics.make_where_clause().predicates.extend(bounds);
        generics
    }
}

/// Code of the expansion that is reported at the culprit. It is still of the expansion: a user's lints do not
/// look at it, and `unsafe` passes where it is forbidden.
fn at(culprit: Span) -> Span {
    Span::call_site().located_at(culprit)
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

fn meta(value: &Lit) -> TokenStream {
    match value {
        Lit::Bool(value) => quote!(__slots::Meta::Bool(#value)),
        Lit::Int(value) => quote!(__slots::Meta::Int(#value)),
        Lit::Float(value) => quote!(__slots::Meta::Float(#value)),
        Lit::Char(value) => {
            let text = value.value().to_string();
            quote!(__slots::Meta::Str(#text))
        }
        other => quote!(__slots::Meta::Str(#other)),
    }
}

/// Whether `parameter` stands anywhere in the type.
fn mentions(ty: &Type, parameter: &Ident) -> bool {
    tokens_any(quote!(#ty), &mut |ident, _| ident == parameter)
}

/// Whether the parameter stands in the type as a type, and not only on the way to an associated one.
fn stands_in(ty: &Type, parameter: &Ident) -> bool {
    tokens_any(quote!(#ty), &mut |ident, before_path| ident == parameter && !before_path)
}

/// Whether the type is the parameter itself.
fn is_parameter(ty: &Type, parameter: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(parameter))
}

/// Whether an associated type of a parameter stands anywhere in the type.
fn projects(ty: &Type, parameters: &[Ident]) -> bool {
    tokens_any(quote!(#ty), &mut |ident, before_path| before_path && parameters.contains(ident))
}

/// Whether `is` holds for any identifier, told also whether `::` follows it.
fn tokens_any(tokens: TokenStream, is: &mut impl FnMut(&Ident, bool) -> bool) -> bool {
    use proc_macro2::TokenTree;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => tokens_any(group.stream(), is),
            TokenTree::Ident(ident) => {
                let path = matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == ':');
                is(&ident, path)
            }
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}
