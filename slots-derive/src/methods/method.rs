//! The model of a method by name, and what such a method cannot be.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, GenericArgument, Generics, PathArguments, Type, parse_quote};

use crate::argument::MaybeExpr;
use crate::ast::DefaultValue;
use crate::attr::{MethodWords, ParameterWords};
use crate::diagnostic::Errors;
use crate::doc::doc;
use crate::methods::block::without_words;
use crate::name;
use crate::self_type::{has_word, last_segment};

/// The parts of a function before its body.
pub(crate) struct Signature<'a> {
    pub(crate) attributes: &'a [Attribute],
    /// What stands before `fn`: `const`, `unsafe` and the like.
    pub(crate) modifiers: &'a [TokenTree],
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: Option<Type>,
}

/// What stands in the parentheses between two commas. The receiver may have no type.
pub(crate) struct Input {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) pattern: TokenStream,
    pub(crate) ty: Option<Type>,
}

impl Input {
    /// Returns the tokens without `#[slots(…)]`.
    pub(crate) fn cleaned(&self) -> TokenStream {
        let (attributes, pattern) = (without_words(&self.attributes), &self.pattern);
        let ty = self.ty.as_ref().map(|ty| quote!(: #ty));
        quote!(#(#attributes)* #pattern #ty)
    }
}

pub(crate) struct Method {
    pub(crate) ident: Ident,
    /// The name by which it is called.
    pub(crate) name: String,
    /// The span of the text in `rename = "…"`, or else of the identifier.
    pub(crate) named_by: Span,
    pub(crate) doc: Option<TokenStream>,
    /// The attributes `#[cfg(…)]`.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) receiver: Receiver,
    /// The type of `this`, if the receiver is `Shared`; and whether it is borrowed.
    pub(crate) handle: Option<(Type, bool)>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Output,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Receiver {
    None,
    Ref,
    Mut,
    Owned,
    Boxed,
    /// A first parameter `this` with a reference of this type to the shared object.
    Shared,
}

pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The type that an argument is converted to.
    pub(crate) ty: Type,
    /// Whether the method borrows it.
    pub(crate) is_borrowed: bool,
    pub(crate) default: Option<DefaultValue>,
}

pub(crate) enum Output {
    /// A value of this type.
    Value(Type),
    /// A reference to a value of this type.
    Lent(Type),
    /// A `&str`.
    Text,
}

impl Method {
    /// Returns the model; `None` if the method is skipped or was refused.
    pub(crate) fn parse(signature: Signature<'_>, errors: &Errors) -> Option<Self> {
        let Signature { attributes, modifiers, ident, generics, inputs, output } = signature;
        let words = MethodWords::parse(attributes, errors);
        if words.skip.is_some() {
            for (word, span) in words.given().into_iter().filter(|(word, _)| *word != "skip") {
                let message = format!(
                    "`{word}` contradicts `skip`\na skipped method is in no table\nremove one of the two"
                );
                errors.report(span, message);
            }
            for input in &inputs {
                for (word, span) in ParameterWords::parse(&input.attributes, errors).given() {
                    let message = format!(
                        "`{word}` is on a parameter of a skipped method\na skipped method is in no table\nremove it"
                    );
                    errors.report(span, message);
                }
            }
            return None;
        }
        let hide = "leave it out of the table: `#[slots(skip)]`";
        for modifier in modifiers {
            let what = match &*modifier.to_string() {
                "unsafe" => "is unsafe: nobody proves what it asks for where it is called by name",
                "async" => "is async: a call by name returns a value, and a future is none",
                _ => continue,
            };
            errors.report(modifier.span(), format!("`{ident}` {what}\n{hide}"));
        }
        if let Some(parameter) = generics.type_params().map(|it| &it.ident).next() {
            let message = format!(
                "`{ident}` has a parameter for a type, `{parameter}`\na call by name says no types, so the method of \
                 the table has none to choose\nwrite the types, or {hide}"
            );
            errors.report(parameter.span(), message);
        }
        if let Some(parameter) = generics.const_params().map(|it| &it.ident).next() {
            let message = format!(
                "`{ident}` has a parameter for a constant, `{parameter}`\na call by name gives values only\nmake it \
                 a parameter of the method, or {hide}"
            );
            errors.report(parameter.span(), message);
        }
        let receiver = inputs.first().map_or(Some(Receiver::None), Input::receiver);
        let Some(receiver) = receiver else {
            let span = inputs.first().and_then(|input| Some(input.ty.as_ref()?.span()));
            let message = format!(
                "a receiver of this type cannot be called by name\nthe receiver is `&self`, `&mut self`, `self` or \
                 `self: Box<Self>`, or an ordinary first parameter `this: &Obj<Self>`\ntake one of these, or {hide}"
            );
            errors.report(span.unwrap_or_else(|| ident.span()), message);
            return None;
        };
        let handle = match receiver {
            Receiver::None => inputs.first().and_then(Input::handle),
            _ => None,
        };
        let receiver = if handle.is_some() { Receiver::Shared } else { receiver };
        if let (Receiver::Shared, Some(input)) = (receiver, inputs.first()) {
            for (word, span) in ParameterWords::parse(&input.attributes, errors).given() {
                let message = format!(
                    "`{word}` does not belong on `this`\na first parameter `this` with a reference to the shared object is \
                     the object that the method is called on, and no argument\nremove it, or give the parameter \
                     another name"
                );
                errors.report(span, message);
            }
        }
        let of_method = usize::from(receiver != Receiver::None);
        let parameters: Vec<_> = inputs[of_method..]
            .iter()
            .filter_map(|input| Parameter::parse(input, hide, errors))
            .collect();
        let (name, named_by) = match &words.rename {
            Some(word) => (word.value.value(), word.value.span()),
            None => (name::of_field(&ident), ident.span()),
        };
        let is_cfg = |attribute: &&Attribute| attribute.path().is_ident("cfg");
        Some(Method {
            output: Output::parse(output, hide, errors)?,
            name,
            named_by,
            doc: doc(attributes),
            cfgs: attributes.iter().filter(is_cfg).cloned().collect(),
            receiver,
            handle,
            parameters,
            ident,
        })
    }
}

impl Input {
    /// Returns the receiver; `Receiver::None` if this is an ordinary parameter; `None` for a
    /// receiver of another type.
    fn receiver(&self) -> Option<Receiver> {
        if !has_word(&self.pattern, "self") {
            return Some(Receiver::None);
        }
        let is_ref = self.pattern.to_string().starts_with('&');
        match &self.ty {
            None if is_ref && has_word(&self.pattern, "mut") => Some(Receiver::Mut),
            None if is_ref => Some(Receiver::Ref),
            None => Some(Receiver::Owned),
            Some(Type::Reference(ty)) if is_self(&ty.elem) => match ty.mutability.is_some() {
                true => Some(Receiver::Mut),
                false => Some(Receiver::Ref),
            },
            Some(ty) if is_self(ty) => Some(Receiver::Owned),
            Some(ty) => {
                let text: String = quote!(#ty).to_string().split_whitespace().collect();
                text.ends_with("Box<Self>").then_some(Receiver::Boxed)
            }
        }
    }
}

impl Input {
    /// Returns the type of the reference to the shared object, and whether it is borrowed, if this
    /// is a parameter `this: &Obj<Self>`, or one with another such reference.
    fn handle(&self) -> Option<(Type, bool)> {
        let pattern = self.pattern.to_string();
        if pattern != "this" && pattern != "mut this" {
            return None;
        }
        let (ty, is_borrowed) = match self.ty.as_ref()? {
            Type::Reference(reference) if reference.mutability.is_none() => {
                (&*reference.elem, true)
            }
            ty => (ty, false),
        };
        let Type::Path(path) = ty else { return None };
        let last = path.path.segments.last()?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        let is_of_self = arguments
            .args
            .first()
            .is_some_and(|first| matches!(first, GenericArgument::Type(ty) if is_self(ty)));
        let is_strong =
            ["Obj", "ObjLock", "LocalObj", "ObjCell", "Shared"].iter().any(|it| last.ident == it);
        (is_of_self && is_strong).then(|| (ty.clone(), is_borrowed))
    }
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident("Self"))
}

impl Parameter {
    fn parse(input: &Input, hide: &str, errors: &Errors) -> Option<Self> {
        let words = ParameterWords::parse(&input.attributes, errors);
        let mut tokens: Vec<TokenTree> = input.pattern.clone().into_iter().collect();
        if tokens.first().is_some_and(|token| token.to_string() == "mut") {
            tokens.remove(0);
        }
        let (Some(ty), [TokenTree::Ident(ident)]) = (&input.ty, &*tokens) else {
            let message = format!(
                "this parameter has no name\nan error of a call by name names the parameter\nwrite `name: Type` and \
                 take it apart in the body, or {hide}"
            );
            errors.report(input.pattern.span(), message);
            return None;
        };
        let (ty, is_borrowed) = owned(ty, hide, errors)?;
        let default = words.default.as_ref().map(|word| match &word.value {
            MaybeExpr(Some(value)) => DefaultValue::Tokens(value.clone()),
            MaybeExpr(None) => DefaultValue::OfType(word.span),
        });
        let name = words.rename.map_or_else(|| name::of_field(ident), |word| word.value.value());
        Some(Parameter { name, ty, is_borrowed, default })
    }
}

/// Returns the type that an argument for a parameter of type `ty` is converted to, and whether the
/// method borrows it.
fn owned(ty: &Type, hide: &str, errors: &Errors) -> Option<(Type, bool)> {
    if has_word(&quote!(#ty), "impl") {
        let message = format!(
            "a parameter of any type that has a trait\na call by name says no types\nwrite the type, or {hide}"
        );
        errors.report(ty.span(), message);
        return None;
    }
    let Type::Reference(reference) = ty else { return Some((ty.clone(), false)) };
    if reference.mutability.is_some() {
        let message = format!(
            "a parameter that is borrowed mutably\nan argument of a call by name is a value, and what the method \
             writes to it would be lost\ntake the value and return another, or {hide}"
        );
        errors.report(ty.span(), message);
        return None;
    }
    let inner = &*reference.elem;
    let owned = match inner {
        Type::Slice(slice) => {
            let item = &slice.elem;
            parse_quote!(__slots::Vec<#item>)
        }
        inner => match last_segment(inner).as_deref() {
            Some("str") => parse_quote!(__slots::String),
            Some("Path") => parse_quote!(<#inner as __slots::ToOwned>::Owned),
            _ => inner.clone(),
        },
    };
    Some((owned, true))
}

impl Output {
    fn parse(ty: Option<Type>, hide: &str, errors: &Errors) -> Option<Self> {
        let Some(ty) = ty else { return Some(Output::Value(parse_quote!(()))) };
        let refuse = |what: &str| {
            errors.report(ty.span(), format!("{what}, or {hide}"));
            None
        };
        if has_word(&quote!(#ty), "impl") {
            return refuse(
                "what this returns has no type that can be named\na call by name returns a value\nreturn a type that \
                 can be a slot, such as a `Vec`",
            );
        }
        let Type::Reference(reference) = &ty else { return Some(Output::Value(ty)) };
        if reference.mutability.is_some() {
            return refuse(
                "what this returns is borrowed mutably\na call by name returns a copy, through which nothing could \
                 be written\nreturn nothing or a value",
            );
        }
        if matches!(&*reference.elem, Type::Slice(_)) {
            return refuse(
                "what this returns is a borrowed slice\na call by name returns a copy, of a type that can be a \
                 slot\nreturn a `Vec`",
            );
        }
        match last_segment(&reference.elem).as_deref() {
            Some("str") => Some(Output::Text),
            _ => Some(Output::Lent((*reference.elem).clone())),
        }
    }
}
