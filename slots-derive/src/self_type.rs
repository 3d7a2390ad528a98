//! `Self`, where it would be another type; and other questions to the tokens of a type.

use proc_macro2::{Group, Ident, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type};

/// The tokens with `Self` written out as `own`.
pub(crate) fn replaced(tokens: TokenStream, own: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                out.extend(if is_path(tokens.peek()) { quote!(<#own>) } else { own.clone() });
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replaced(group.stream(), own));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// Whether `parameter` stands anywhere in the type.
pub(crate) fn mentions(ty: &Type, parameter: &Ident) -> bool {
    any(ty.to_token_stream(), &mut |ident, _| ident == parameter)
}

/// Whether the parameter stands in the type as a type, and not only on the way to an associated one.
pub(crate) fn stands_in(ty: &Type, parameter: &Ident) -> bool {
    any(ty.to_token_stream(), &mut |ident, before_path| ident == parameter && !before_path)
}

/// Whether the type is the parameter itself.
pub(crate) fn is_parameter(ty: &Type, parameter: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(parameter))
}

/// The `T` of an `Option<T>`, written as such.
pub(crate) fn last_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.last()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the type holds values of the struct itself.
pub(crate) fn is_recursive(ty: &Type, own: &Ident) -> bool {
    any(ty.to_token_stream(), &mut |ident, _| ident == own || ident == "Self")
}

/// Whether `is` holds for any identifier, told also whether `::` follows it.
fn any(tokens: TokenStream, is: &mut impl FnMut(&Ident, bool) -> bool) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => any(group.stream(), is),
            TokenTree::Ident(ident) => {
                let path = is_path(tokens.peek());
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

/// Whether this is the first half of `::`.
fn is_path(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}
