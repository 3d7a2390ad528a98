//! The grammar of `#[slots(…)]`.
//!
//! A *word* is one item of the list, such as `readonly` or `default = 1`. Each word has an argument
//! of a fixed form, which may be empty.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Lit, LitInt, LitStr, Path, Token, parenthesized};

use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::name;

/// A word that was given: its span and its argument.
pub(crate) struct Word<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

/// The argument of a word.
trait Argument: Sized {
    /// Parses the argument, which follows the word.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self>;

    /// Returns an example of the word with its argument, for error messages.
    fn usage(word: &str) -> String;

    /// Adds the argument of the same word, given once more. Returns whether the word can be given
    /// more than once.
    fn add(&mut self, _more: Self) -> bool {
        false
    }
}

impl Argument for () {
    fn parse(_: ParseStream<'_>) -> syn::Result<Self> {
        Ok(())
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word})]`")
    }
}

impl Argument for LitStr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        equals(input)
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word} = \"…\")]`")
    }
}

impl Argument for Path {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        equals(input)
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word} = some::path)]`")
    }
}

impl Argument for LitInt {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        equals(input)
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word} = 64)]`, a number of bytes")
    }
}

/// Texts, each given by the word once: `alias = "a", alias = "b"`.
pub(crate) struct Texts(pub(crate) Vec<LitStr>);

impl Argument for Texts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        equals(input).map(|text| Texts(vec![text]))
    }

    fn usage(word: &str) -> String {
        LitStr::usage(word)
    }

    fn add(&mut self, more: Self) -> bool {
        self.0.extend(more.0);
        true
    }
}

/// An optional expression: `default = 1` or `default`.
pub(crate) struct MaybeExpr(pub(crate) Option<TokenStream>);

impl Argument for MaybeExpr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Token![=]) {
            return Ok(MaybeExpr(None));
        }
        input.parse::<Token![=]>()?;
        expression(input).map(|tokens| MaybeExpr(Some(tokens)))
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word})]` or `#[slots({word} = expression)]`")
    }
}

/// Keys with literals, as in `meta(unit = "m")`.
pub(crate) struct Entries(pub(crate) Vec<(Ident, Lit)>);

impl Argument for Entries {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let content;
        parenthesized!(content in input);
        let entry = |input: ParseStream<'_>| Ok((input.call(Ident::parse_any)?, equals(input)?));
        let entries = content.parse_terminated(entry, Token![,])?;
        Ok(Entries(entries.into_iter().collect()))
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word}(key = literal, …))]`")
    }
}

fn equals<T: Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// Declares the words of one place, such as a struct or a field: a Rust field for each, and their parser.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $name:ident on a $here:literal, not on a $there:ident $other:literal;
        $($field:ident $word:literal: $argument:ty,)*
    ) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $name {
            $(pub(crate) $field: Option<Word<$argument>>,)*
        }

        impl $name {
            const WORDS: &[&str] = &[$($word),*];

            /// Parses the words of all `#[slots(…)]` attributes.
            pub(crate) fn parse(attributes: &[Attribute], errors: &Errors) -> Self {
                let mut words = Self::default();
                each_word(attributes, errors, &mut |word, span, input| match word {
                    $($word => argument($word, span, input, &mut words.$field, errors),)*
                    word => {
                        let (own, others) = (Self::WORDS, $there::WORDS);
                        let message = unknown(word, ($here, own), ($other, others));
                        Err(errors.report(span, message))
                    }
                });
                words
            }

            /// Returns the words that were given, with their spans.
            // Only called for the words of a field, because only these exclude one another.
            #[allow(dead_code)]
            pub(crate) fn given(&self) -> Vec<(&'static str, Span)> {
                let spans = [$(($word, self.$field.as_ref().map(|word| word.span))),*];
                spans.into_iter().filter_map(|(word, span)| Some((word, span?))).collect()
            }
        }
    };
}

words! {
    /// The words on a struct.
    StructWords on a "struct", not on a FieldWords "field";
    dict "dict": (),
    weakref "weakref": (),
    frozen "frozen": (),
    serialize "serialize": (),
    deserialize "deserialize": (),
    ignore_unknown "ignore_unknown": (),
    rename_all "rename_all": LitStr,
    name "name": LitStr,
    size "size": LitInt,
    krate "crate": Path,
}

words! {
    /// The words on a field.
    FieldWords on a "field", not on a StructWords "struct";
    dict "dict": (),
    weakref "weakref": (),
    base "base": (),
    skip "skip": (),
    readonly "readonly": (),
    optional "optional": (),
    opaque "opaque": (),
    as_str "as_str": (),
    rename "rename": LitStr,
    default "default": MaybeExpr,
    validate "validate": Path,
    lazy "lazy": Path,
    meta "meta": Entries,
}

words! {
    /// The words on a type that derives `SlotValue`.
    TypeWords on a "type", not on a VariantWords "variant";
    rename_all "rename_all": LitStr,
    ignore_case "ignore_case": (),
    validate "validate": Path,
    name "name": LitStr,
    krate "crate": Path,
}

words! {
    /// The words on a variant of an enum that derives `SlotValue`.
    VariantWords on a "variant", not on a TypeWords "type";
    rename "rename": LitStr,
    alias "alias": Texts,
}

/// A function that parses the argument of a word. It takes the word, its span, and the input after
/// it.
type EachWord<'a> = dyn FnMut(&str, Span, ParseStream<'_>) -> Result<(), ErrorGuaranteed> + 'a;

/// Calls `each` for every word in all `#[slots(…)]` attributes.
fn each_word(attributes: &[Attribute], errors: &Errors, each: &mut EachWord<'_>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("slots")) {
        let Ok(list) = attribute.meta.require_list() else {
            errors.report(
                attribute.path().segments[0].ident.span(),
                "what `#[slots]` says stands in parentheses\nwrite `#[slots(readonly)]`, for one",
            );
            continue;
        };
        if list.tokens.is_empty() {
            errors.report(
                attribute.path().segments[0].ident.span(),
                "`#[slots()]` says nothing\nremove it, or say something: `#[slots(readonly)]`, for one",
            );
        }
        let parsed = (|input: ParseStream<'_>| {
            while !input.is_empty() {
                match input.call(Ident::parse_any) {
                    // If this fails, `skip_to_comma` skips what is left of the word.
                    Ok(ident) => _ = each(&name::of_field(&ident), ident.span(), input),
                    Err(error) => _ = errors.add(error),
                }
                skip_to_comma(input)?;
            }
            Ok(())
        })
        .parse2(list.tokens.clone());
        if let Err(error) = parsed {
            errors.add(error);
        }
    }
}

/// Parses the argument of a word and stores it in `slot`. Reports a malformed argument, a word that
/// is given twice, and a missing comma.
fn argument<T: Argument>(
    word: &str,
    span: Span,
    input: ParseStream<'_>,
    slot: &mut Option<Word<T>>,
    errors: &Errors,
) -> Result<(), ErrorGuaranteed> {
    let value = T::parse(input);
    let ended = input.is_empty() || input.peek(Token![,]);
    match value {
        Ok(value) if ended => {
            let Some(first) = slot else {
                *slot = Some(Word { span, value });
                return Ok(());
            };
            if first.value.add(value) {
                return Ok(());
            }
            let message =
                format!("`{word}` stands here twice\nsay it once: which of the two would hold?");
            Err(errors.report_twice(first.span, span, message))
        }
        Ok(_) if input.peek(Ident::peek_any) => {
            Err(errors.report(input.span(), format!("a comma is missing after `{word}`")))
        }
        _ => {
            let usage = T::usage(word);
            Err(errors.report(span, format!("`{word}` is not written like this\nwrite {usage}")))
        }
    }
}

/// Returns the message for a word that is unknown at this place.
fn unknown(
    word: &str,
    (here, own): (&str, &[&'static str]),
    (there, others): (&str, &[&'static str]),
) -> String {
    if others.contains(&word) {
        return format!("`{word}` is said of a {there}, not of a {here}\nmove it to the {there}");
    }
    let known = |words: &[&'static str]| name::nearest(word, words.iter().copied());
    match known(own).or_else(|| known(others)) {
        Some(meant) => format!("unknown attribute `{word}`\ndid you mean `{meant}`?"),
        None => {
            let all = own.join("`, `");
            format!("unknown attribute `{word}`\non a {here} there are `{all}`")
        }
    }
}

/// Returns the tokens of an expression: those up to the comma that ends the word.
///
/// They are not parsed here. The compiler parses them in the expansion, and its errors are better.
fn expression(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    // How deep the position is nested in `::<…>`. There, a comma separates types and does not end
    // the word.
    let mut depth = 0_usize;
    let mut after_path = false;
    while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
        // At the start of an expression, `<` opens a qualified path: `<Vec<_>>::new()`.
        let opens = input.peek(Token![<]) && (after_path || depth > 0 || tokens.is_empty());
        after_path = input.peek(Token![::]);
        if after_path {
            input.parse::<Token![::]>()?.to_tokens(&mut tokens);
            continue;
        }
        depth += usize::from(opens);
        if input.peek(Token![->]) {
            input.parse::<Token![->]>()?.to_tokens(&mut tokens);
            continue;
        }
        depth -= usize::from(depth > 0 && input.peek(Token![>]));
        input.parse::<TokenTree>()?.to_tokens(&mut tokens);
    }
    if tokens.is_empty() { Err(input.error("an expression")) } else { Ok(tokens) }
}

/// Skips what a failed parse left of a word, and the comma after it.
fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            break;
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
