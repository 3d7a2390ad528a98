//! Parses an `impl` block. Only the signatures of methods are understood; everything else is handed
//! on as it is, except `#[slots(…)]`, which is removed.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Generics, Lit, Token, Type, Visibility, WhereClause, braced, parenthesized};

use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::methods::method::{Input, Method, Signature};

/// An `impl` block with methods.
pub(crate) struct Block {
    /// The block without `#[slots(…)]`.
    pub(crate) cleaned: TokenStream,
    /// The parameters of the block, with its `where` clause.
    pub(crate) generics: Generics,
    /// The type that the methods are of.
    pub(crate) of: Type,
    /// The methods in the table.
    pub(crate) methods: Vec<Method>,
}

impl Block {
    pub(crate) fn parse(tokens: TokenStream, errors: &Errors) -> Result<Self, ErrorGuaranteed> {
        let parsed = (|input: ParseStream<'_>| {
            let block = block(input, errors);
            // What a refused block leaves is no second error.
            input.parse::<TokenStream>()?;
            Ok(block)
        })
        .parse2(tokens);
        parsed.unwrap_or_else(|error| Err(errors.add(error)))
    }
}

fn block(input: ParseStream<'_>, errors: &Errors) -> Result<Block, ErrorGuaranteed> {
    let add = |error| errors.add(error);
    let attributes = input.call(Attribute::parse_outer).map_err(add)?;
    let is_unsafe = input.parse::<Option<Token![unsafe]>>().map_err(add)?;
    if !input.peek(Token![impl]) || is_unsafe.is_some() {
        let message = "this is no block of a type's own methods\n`methods` makes a table of the methods in an \
                       `impl` block, which a call by name finds\nput it on `impl YourType { … }`";
        return Err(errors.report(input.span(), message));
    }
    let keyword = input.parse::<Token![impl]>().map_err(add)?;
    let mut generics = input.parse::<Generics>().map_err(add)?;
    let of = input.parse::<Type>().map_err(add)?;
    if input.peek(Token![for]) {
        let message = "these are the methods of a trait\nthe table of a type has the methods of one block of its \
                       own, and a trait's may have the same names\nwrite methods in `impl YourType { … }` that \
                       call them";
        return Err(errors.report(of.span(), message));
    }
    generics.where_clause = input.parse::<Option<WhereClause>>().map_err(add)?;
    if let Some(lifetime) = generics.lifetimes().next() {
        let message = "a type with a lifetime has no methods by name: objects are `'static`\nown the data: `String` \
                       for `&str`, `Vec<T>` for `&[T]`";
        errors.report(lifetime.lifetime.span(), message);
    }
    let (mut methods, mut items) = (Vec::new(), TokenStream::new());
    let parsed = (|| {
        let content;
        braced!(content in input);
        items.extend(content.call(Attribute::parse_inner)?.into_iter().map(|it| quote!(#it)));
        while !content.is_empty() {
            item(&content, &mut items, &mut methods, errors)?;
        }
        Ok(())
    })();
    parsed.map_err(add)?;
    let where_clause = &generics.where_clause;
    let cleaned = quote!(#(#attributes)* #keyword #generics #of #where_clause { #items });
    Ok(Block { cleaned, generics, of, methods })
}

/// Parses one item of the block.
fn item(
    input: ParseStream<'_>,
    items: &mut TokenStream,
    methods: &mut Vec<Method>,
    errors: &Errors,
) -> syn::Result<()> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse::<Visibility>()?;
    if !starts_function(input) {
        items.extend(quote!(#(#attributes)* #visibility));
        return other(input, items);
    }
    let mut modifiers = Vec::new();
    while !input.peek(Token![fn]) {
        modifiers.push(input.parse::<TokenTree>()?);
    }
    let keyword = input.parse::<Token![fn]>()?;
    let ident = input.parse::<Ident>()?;
    let mut generics = input.parse::<Generics>()?;
    let content;
    parenthesized!(content in input);
    let mut inputs = Vec::new();
    while !content.is_empty() {
        inputs.push(parameter(&content)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    let output = match input.parse::<Option<Token![->]>>()? {
        Some(_) => Some(input.parse::<Type>()?),
        None => None,
    };
    generics.where_clause = input.parse()?;
    let body = input.parse::<TokenTree>()?;

    let kept = without_words(&attributes);
    let (cleaned, where_clause) = (inputs.iter().map(Input::cleaned), &generics.where_clause);
    let arrow = output.as_ref().map(|output| quote!(-> #output));
    items.extend(quote! {
        #(#kept)* #visibility #(#modifiers)* #keyword #ident #generics(#(#cleaned),*) #arrow #where_clause #body
    });
    let signature = Signature {
        attributes: &attributes,
        modifiers: &modifiers,
        ident,
        generics,
        inputs,
        output,
    };
    methods.extend(Method::parse(signature, errors));
    Ok(())
}

/// Whether the input starts with `fn`, or with what may stand before it.
fn starts_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    loop {
        if ahead.peek(Token![fn]) {
            return true;
        }
        let is_modifier = ahead.peek(Token![const])
            || ahead.peek(Token![async])
            || ahead.peek(Token![unsafe])
            || ahead.peek(Token![extern])
            || ahead.peek(Lit);
        if !is_modifier || ahead.parse::<TokenTree>().is_err() {
            return false;
        }
    }
}

/// Hands on an item that is no function: up to its `;`, or, of a macro, its braces.
fn other(input: ParseStream<'_>, items: &mut TokenStream) -> syn::Result<()> {
    let is_macro = !(input.peek(Token![const]) || input.peek(Token![type]));
    loop {
        let ends = input.peek(Token![;]) || is_macro && input.peek(syn::token::Brace);
        items.extend([input.parse::<TokenTree>()?]);
        if ends || input.is_empty() {
            return Ok(());
        }
    }
}

/// Parses one parameter, or the receiver.
fn parameter(input: ParseStream<'_>) -> syn::Result<Input> {
    let attributes = input.call(Attribute::parse_outer)?;
    let mut pattern = TokenStream::new();
    while !(input.is_empty()
        || input.peek(Token![,])
        || input.peek(Token![:]) && !input.peek(Token![::]))
    {
        if input.peek(Token![::]) {
            input.parse::<Token![::]>()?.to_tokens(&mut pattern);
            continue;
        }
        input.parse::<TokenTree>()?.to_tokens(&mut pattern);
    }
    let ty = match input.parse::<Option<Token![:]>>()? {
        Some(_) => Some(input.parse::<Type>()?),
        None => None,
    };
    Ok(Input { attributes, pattern, ty })
}

/// Returns the attributes without `#[slots(…)]`.
pub(crate) fn without_words(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| !attribute.path().is_ident("slots"))
}
