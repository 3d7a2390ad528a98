//! The grammar of `#[slots(…)]`: words, and what each takes.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Lit, LitInt, LitStr, Path, Token, parenthesized};

use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::name;

/// Where a word may stand.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Struct,
    Field,
}

/// What a word takes.
#[derive(Clone, Copy)]
enum Takes {
    Nothing,
    Text,
    Path,
    Size,
    MaybeExpr,
    Entries,
}

impl Takes {
    /// How the word is written.
    fn usage(self, word: &str) -> String {
        match self {
            Takes::Nothing => format!("`#[slots({word})]`"),
            Takes::Text => format!("`#[slots({word} = \"…\")]`"),
            Takes::Path => format!("`#[slots({word} = some::path)]`"),
            Takes::Size => format!("`#[slots({word} = 64)]`, a number of bytes"),
            Takes::MaybeExpr => format!("`#[slots({word})]` or `#[slots({word} = expression)]`"),
            Takes::Entries => format!("`#[slots({word}(key = literal, …))]`"),
        }
    }
}

/// The words; one that means two things stands here twice.
const WORDS: &[(&str, Place, Takes)] = &[
    ("dict", Place::Struct, Takes::Nothing),
    ("weakref", Place::Struct, Takes::Nothing),
    ("frozen", Place::Struct, Takes::Nothing),
    ("serialize", Place::Struct, Takes::Nothing),
    ("deserialize", Place::Struct, Takes::Nothing),
    ("ignore_unknown", Place::Struct, Takes::Nothing),
    ("rename_all", Place::Struct, Takes::Text),
    ("name", Place::Struct, Takes::Text),
    ("size", Place::Struct, Takes::Size),
    ("crate", Place::Struct, Takes::Path),
    ("dict", Place::Field, Takes::Nothing),
    ("weakref", Place::Field, Takes::Nothing),
    ("base", Place::Field, Takes::Nothing),
    ("skip", Place::Field, Takes::Nothing),
    ("readonly", Place::Field, Takes::Nothing),
    ("optional", Place::Field, Takes::Nothing),
    ("opaque", Place::Field, Takes::Nothing),
    ("as_str", Place::Field, Takes::Nothing),
    ("rename", Place::Field, Takes::Text),
    ("default", Place::Field, Takes::MaybeExpr),
    ("validate", Place::Field, Takes::Path),
    ("lazy", Place::Field, Takes::Path),
    ("meta", Place::Field, Takes::Entries),
];

/// What a word was given.
pub(crate) enum Given {
    Nothing,
    Text(LitStr),
    Path(Path),
    Size(LitInt),
    Tokens(TokenStream),
    Entries(Vec<(Ident, Lit)>),
}

/// A word that stands there.
pub(crate) struct Word {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) given: Given,
}

/// All words of the `#[slots(…)]` attributes at one place.
pub(crate) struct Words(Vec<Word>);

impl Words {
    pub(crate) fn parse(attributes: &[Attribute], place: Place, errors: &Errors) -> Self {
        let mut words: Vec<Word> = Vec::new();
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
                    if let Ok(word) = word(input, place, errors) {
                        push(&mut words, word, errors);
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
        Words(words)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Word> {
        self.0.iter()
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Word> {
        self.iter().find(|word| word.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn text(&self, name: &str) -> Option<&LitStr> {
        match &self.find(name)?.given {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn path(&self, name: &str) -> Option<&Path> {
        match &self.find(name)?.given {
            Given::Path(path) => Some(path),
            _ => None,
        }
    }
}

fn push(words: &mut Vec<Word>, word: Word, errors: &Errors) {
    if let Some(first) = words.iter().find(|other| other.name == word.name) {
        let message =
            format!("`{}` stands here twice\nsay it once: which of the two would hold?", word.name);
        errors.report_twice(first.span, word.span, message);
    } else {
        words.push(word);
    }
}

/// One word with what it is given. What is left of it after a fault is for `skip_to_comma`.
fn word(input: ParseStream<'_>, place: Place, errors: &Errors) -> Result<Word, ErrorGuaranteed> {
    let ident = input.call(Ident::parse_any).map_err(|error| errors.add(error))?;
    let (span, name) = (ident.span(), name::of_field(&ident));
    let known = WORDS.iter().find(|(word, at, _)| *word == name && *at == place);
    let Some(&(_, _, takes)) = known else {
        return Err(errors.report(span, unknown(&name, place)));
    };
    let given = given(input, takes);
    let ended = input.is_empty() || input.peek(Token![,]);
    match given {
        Ok(given) if ended => Ok(Word { name, span, given }),
        Ok(_) if input.peek(Ident::peek_any) => {
            let message = format!("a comma is missing after `{name}`");
            Err(errors.report(input.span(), message))
        }
        _ => {
            let usage = takes.usage(&name);
            Err(errors.report(span, format!("`{name}` is not written like this\nwrite {usage}")))
        }
    }
}

fn given(input: ParseStream<'_>, takes: Takes) -> syn::Result<Given> {
    fn equals<T: Parse>(input: ParseStream<'_>) -> syn::Result<T> {
        input.parse::<Token![=]>()?;
        input.parse()
    }
    Ok(match takes {
        Takes::Nothing => Given::Nothing,
        Takes::Text => Given::Text(equals(input)?),
        Takes::Path => Given::Path(equals(input)?),
        Takes::Size => Given::Size(equals(input)?),
        Takes::MaybeExpr if input.peek(Token![=]) => {
            input.parse::<Token![=]>()?;
            Given::Tokens(expression(input)?)
        }
        Takes::MaybeExpr => Given::Nothing,
        Takes::Entries => {
            let content;
            parenthesized!(content in input);
            let entry =
                |input: ParseStream<'_>| Ok((input.call(Ident::parse_any)?, equals(input)?));
            let entries = content.parse_terminated(entry, Token![,])?;
            Given::Entries(entries.into_iter().collect())
        }
    })
}

/// The tokens up to the comma that ends the word. They are not parsed: the compiler does that where they
/// stand, and says better what is wrong with them.
fn expression(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    // Inside `::<…>`, where a comma is between types.
    let mut depth = 0_usize;
    let mut after_path = false;
    while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
        let opens = input.peek(Token![<]) && (after_path || depth > 0);
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

fn unknown(word: &str, place: Place) -> String {
    let (here, there) = match place {
        Place::Struct => ("struct", "field"),
        Place::Field => ("field", "struct"),
    };
    if WORDS.iter().any(|(other, at, _)| *other == word && *at != place) {
        return format!("`{word}` is said of a {there}, not of a {here}\nmove it to the {there}");
    }
    let of_place = || WORDS.iter().filter(|(_, at, _)| *at == place).map(|(word, _, _)| *word);
    let anywhere = || WORDS.iter().map(|(word, _, _)| *word);
    match name::nearest(word, of_place()).or_else(|| name::nearest(word, anywhere())) {
        Some(meant) => format!("unknown attribute `{word}`\ndid you mean `{meant}`?"),
        None => {
            let all = of_place().collect::<Vec<_>>().join("`, `");
            format!("unknown attribute `{word}`\non a {here} there are `{all}`")
        }
    }
}

/// Steps over what a fault left, and over the comma.
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
