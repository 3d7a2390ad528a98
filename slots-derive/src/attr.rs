//! The grammar of `#[slots(…)]`.
//!
//! A *word* is one item of the list, such as `readonly` or `default = 1`. Each word has an argument
//! of a fixed form, which may be empty.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitInt, LitStr, Path, Token};

use crate::argument::{Abilities, Argument, Entries, MaybeExpr, Range, Texts};
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::name;
use crate::serde_word::advice;

/// A word that was given: its span and its argument.
pub(crate) struct Word<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

/// Declares the words of one place, such as a struct or a field: a Rust field for each, and their
/// parser.
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
            // Only called for the words of a field and of a type that is a value, because only
            // these exclude one another.
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
    default "default": (),
    methods "methods": (),
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
    opaque "opaque": Abilities,
    as_str "as_str": (),
    serde "serde": (),
    with "with": Path,
    rename "rename": LitStr,
    alias "alias": Texts,
    default "default": MaybeExpr,
    range "range": Range,
    len "len": Range,
    validate "validate": Path,
    skip_serializing_if "skip_serializing_if": Path,
    lazy "lazy": Path,
    meta "meta": Entries,
}

words! {
    /// The words on a type that derives `SlotValue`.
    TypeWords on a "type", not on a VariantWords "variant";
    rename_all "rename_all": LitStr,
    rename_all_fields "rename_all_fields": LitStr,
    ignore_case "ignore_case": (),
    tag "tag": LitStr,
    content "content": LitStr,
    untagged "untagged": (),
    validate "validate": Path,
    methods "methods": (),
    serialize "serialize": (),
    deserialize "deserialize": (),
    name "name": LitStr,
    krate "crate": Path,
}

impl TypeWords {
    /// Reports the words that only an enum has.
    pub(crate) fn only_of_an_enum(&self, why: &str, errors: &Errors) {
        const OF_ANY: &[&str] = &["validate", "serialize", "deserialize", "crate"];
        for (word, span) in self.given().into_iter().filter(|(word, _)| !OF_ANY.contains(word)) {
            let message = format!("`{word}` belongs on an enum, not on a struct\n{why}: remove it");
            errors.report(span, message);
        }
    }

    /// Reports the words that only an enum with data has.
    pub(crate) fn only_of_data(&self, errors: &Errors) {
        const OF_DATA: &[&str] = &["rename_all_fields", "content", "untagged", "methods"];
        for (word, span) in self.given().into_iter().filter(|(word, _)| OF_DATA.contains(word)) {
            let message = format!(
                "`{word}` belongs on an enum with data, and no variant has any\nsuch an enum is text, the name of \
                 its variant: remove it"
            );
            errors.report(span, message);
        }
    }

    /// Returns only the path of the crate and the promise of a table of methods, for a type with
    /// errors.
    pub(crate) fn only_of_crate(self) -> Self {
        TypeWords { krate: self.krate, methods: self.methods, ..TypeWords::default() }
    }
}

words! {
    /// The words on a variant of an enum that derives `SlotValue`.
    VariantWords on a "variant", not on a TypeWords "type";
    rename "rename": LitStr,
    rename_all "rename_all": LitStr,
    alias "alias": Texts,
}

words! {
    /// The words on a method in a block with `#[slotted::methods]`.
    MethodWords on a "method", not on a ParameterWords "parameter";
    rename "rename": LitStr,
    skip "skip": (),
}

words! {
    /// The words on a parameter of such a method.
    ParameterWords on a "parameter", not on a MethodWords "method";
    rename "rename": LitStr,
    default "default": MaybeExpr,
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
                "`#[slots()]` is empty\nremove it, or name an attribute, such as `readonly`",
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
            let message = format!("`{word}` is given twice\nremove one");
            Err(errors.report_twice(first.span, span, message))
        }
        Ok(_) if input.peek(Ident::peek_any) => {
            Err(errors.report(input.span(), format!("a comma is missing after `{word}`")))
        }
        Err(_) if starts_closure(input) => {
            let usage = T::usage(word);
            let message = format!(
                "`{word}` names a function, and a closure has no name\nwrite the function beside the struct, and \
                 its path here: {usage}"
            );
            let error = errors.report(span, message);
            skip_closure(input);
            Err(error)
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
        return format!("`{word}` belongs on a {there}, not on a {here}\nmove it to the {there}");
    }
    if let Some(advice) = advice(word, here) {
        return advice;
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

fn starts_closure(input: ParseStream<'_>) -> bool {
    input.peek(Token![|]) || input.peek(Token![||]) || input.peek(Token![move])
}

/// Skips a closure up to the comma that ends the word, but not the commas between its parameters or
/// inside `<…>`. Where that cannot be told, it skips more: there is an error already.
fn skip_closure(input: ParseStream<'_>) {
    let (mut bars, mut depth) = (0, 0_usize);
    while !(input.is_empty() || input.peek(Token![,]) && bars != 1 && depth == 0) {
        depth += usize::from(input.peek(Token![<]));
        bars += usize::from(input.peek(Token![|]));
        let skipped = if input.peek(Token![->]) {
            input.parse::<Token![->]>().is_ok()
        } else {
            depth -= usize::from(depth > 0 && input.peek(Token![>]));
            input.parse::<TokenTree>().is_ok()
        };
        if !skipped {
            return;
        }
    }
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
