//! The arguments of the words in `#[slots(…)]`, each of a fixed form.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Lit, LitInt, LitStr, Path, Token, parenthesized};

/// The argument of a word.
pub(crate) trait Argument: Sized {
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

/// What can be done with the values of an opaque slot: `opaque`, `opaque(eq, clone)`.
#[derive(Clone, Copy)]
pub(crate) struct Abilities {
    pub(crate) eq: bool,
    pub(crate) clone: bool,
}

impl Argument for Abilities {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut abilities = Abilities { eq: false, clone: false };
        if !input.peek(syn::token::Paren) {
            return Ok(abilities);
        }
        let content;
        parenthesized!(content in input);
        let words = content.parse_terminated(Ident::parse, Token![,])?;
        for word in &words {
            let is_given = match &*word.to_string() {
                "eq" => &mut abilities.eq,
                "clone" => &mut abilities.clone,
                _ => return Err(syn::Error::new(word.span(), "an unknown ability")),
            };
            *is_given = true;
        }
        if words.is_empty() { Err(content.error("an ability")) } else { Ok(abilities) }
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word})]`, or `{word}(eq)`, `{word}(clone)`, `{word}(eq, clone)`")
    }
}

/// A range: `range = 1..=9`, or any other expression of a type that is one.
pub(crate) struct Range(pub(crate) TokenStream);

impl Argument for Range {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![=]>()?;
        expression(input).map(Range)
    }

    fn usage(word: &str) -> String {
        format!("`#[slots({word} = 1..=9)]`")
    }
}

impl Range {
    /// Returns the two bounds if both are whole numbers, and whether the last one is included. A bound
    /// that is any other expression is compared by nobody before it is used.
    pub(crate) fn numbers(&self) -> Option<(i128, i128, bool)> {
        let text: String = self.0.clone().into_iter().map(|token| token.to_string()).collect();
        let (first, last) = text.split_once("..")?;
        let (last, included) = match last.strip_prefix('=') {
            Some(last) => (last, true),
            None => (last, false),
        };
        let number = |text: &str| {
            let (sign, digits) = match text.strip_prefix('-') {
                Some(digits) => (-1, digits),
                None => (1, text),
            };
            let digits: LitInt = syn::parse_str(digits).ok()?;
            digits.base10_parse::<i128>().ok().map(|number| sign * number)
        };
        Some((number(first)?, number(last)?, included))
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
