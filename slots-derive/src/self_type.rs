//! Functions on the tokens of a type: searching them for a name, and replacing `Self` where it
//! would mean another type.

use proc_macro2::{Group, Ident, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type};

/// Returns the tokens with `Self` replaced by `own`.
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

/// Whether the tokens contain `word` anywhere.
pub(crate) fn has_word(tokens: &TokenStream, word: &str) -> bool {
    any(tokens.clone(), &mut |ident, _| ident == word)
}

/// Returns the last name in the path of the type, if it is a path.
pub(crate) fn last_segment(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

/// Whether the type contains `parameter` anywhere.
pub(crate) fn mentions(ty: &Type, parameter: &Ident) -> bool {
    any(ty.to_token_stream(), &mut |ident, _| ident == parameter)
}

/// Whether the type contains `parameter` as a type, and not only as the start of a path, as in
/// `T::Item`.
pub(crate) fn stands_in(ty: &Type, parameter: &Ident) -> bool {
    any(ty.to_token_stream(), &mut |ident, before_path| ident == parameter && !before_path)
}

/// Whether the type is `parameter` itself.
pub(crate) fn is_parameter(ty: &Type, parameter: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(parameter))
}

/// Returns the last generic argument of the type, if it is a type: the `T` of `Option<T>`. Reads
/// only tokens, so it does not look behind a type alias or a macro call.
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

/// Returns the type that is inside an `Option`, a `Box`, a list or a map, if the type is one: the
/// `T` of `Vec<T>`, the `V` of `HashMap<K, V>`. Reads only tokens, as [`last_argument`] does.
pub(crate) fn inside(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Array(array) => return Some(&array.elem),
        Type::Path(path) => path,
        _ => return None,
    };
    let segment = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let index = match &*segment.ident.to_string() {
        "Option" | "Box" | "Vec" | "VecDeque" => 0,
        "BTreeMap" | "HashMap" => 1,
        _ => return None,
    };
    match arguments.args.get(index)? {
        // The items of a boxed slice.
        GenericArgument::Type(Type::Slice(slice)) => Some(&slice.elem),
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// Whether the type contains the struct itself, by its name or as `Self`.
pub(crate) fn is_recursive(ty: &Type, own: &Ident) -> bool {
    any(ty.to_token_stream(), &mut |ident, _| ident == own || ident == "Self")
}

/// Whether `is` returns `true` for any identifier in the tokens. Its second argument is `true` if
/// `::` follows the identifier.
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

/// Whether the token is the first colon of `::`.
fn is_path(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}
