//! Names of types and attributes: how a rule converts the name of a field or of a variant, and which
//! known name a misspelled one is nearest to.

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attr::Word;
use crate::diagnostic::Errors;
use crate::name_index::{MOVE, distance};

/// Returns the name of a field as an attribute: `type` for `r#type`.
pub(crate) fn of_field(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Whether `name` can be the name of a type. (The name of an attribute is any text.)
fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
        && chars.all(unicode_ident::is_xid_continue)
}

/// A rule of `#[slots(rename_all = "…")]`, which converts names from `snake_case`.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Rule {
    pub(crate) const ALL: &[(&str, Rule)] = &[
        ("camelCase", Rule::Camel),
        ("PascalCase", Rule::Pascal),
        ("snake_case", Rule::Snake),
        ("SCREAMING_SNAKE_CASE", Rule::ScreamingSnake),
        ("kebab-case", Rule::Kebab),
        ("SCREAMING-KEBAB-CASE", Rule::ScreamingKebab),
        ("lowercase", Rule::Lower),
        ("UPPERCASE", Rule::Upper),
    ];

    pub(crate) fn parse(text: &str) -> Option<Rule> {
        Rule::ALL.iter().find(|(name, _)| *name == text).map(|(_, rule)| *rule)
    }

    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            // The underscores stay, as they do in serde.
            Rule::Snake | Rule::Lower => field.to_owned(),
            Rule::ScreamingSnake | Rule::Upper => field.to_uppercase(),
            Rule::Kebab => field.replace('_', "-"),
            Rule::ScreamingKebab => field.to_uppercase().replace('_', "-"),
            Rule::Pascal => field.split('_').map(capitalized).collect(),
            Rule::Camel => {
                let pascal = Rule::Pascal.apply(field);
                let mut chars = pascal.chars();
                chars
                    .next()
                    .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
            }
        }
    }

    /// Converts the name of a variant, which is in `PascalCase`.
    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Rule::Pascal => variant.to_owned(),
            Rule::Lower => variant.to_ascii_lowercase(),
            Rule::Upper => variant.to_ascii_uppercase(),
            Rule::Camel => {
                let mut chars = variant.chars();
                let first = chars.next().map(|first| first.to_ascii_lowercase());
                first.into_iter().chain(chars).collect()
            }
            Rule::Snake => {
                let mut snake = String::new();
                for (at, char) in variant.char_indices() {
                    if at > 0 && char.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(char.to_ascii_lowercase());
                }
                snake
            }
            Rule::ScreamingSnake => Rule::Snake.apply_to_variant(variant).to_ascii_uppercase(),
            Rule::Kebab => Rule::Snake.apply_to_variant(variant).replace('_', "-"),
            Rule::ScreamingKebab => {
                Rule::ScreamingSnake.apply_to_variant(variant).replace('_', "-")
            }
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Returns the rule with that name, or reports that there is none.
pub(crate) fn rename_rule(text: &LitStr, errors: &Errors) -> Option<Rule> {
    let rule = Rule::parse(&text.value());
    if rule.is_none() {
        let all = || Rule::ALL.iter().map(|(name, _)| *name);
        let known = all().collect::<Vec<_>>().join("`, `");
        let remedy = match nearest(&text.value(), all()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are `{known}`"),
        };
        errors.report(text.span(), format!("unknown rule `{}`\n{remedy}", text.value()));
    }
    rule
}

/// Returns the name of a type in messages: that in `#[slots(name = "…")]`, if it is given.
pub(crate) fn of_type(ident: &Ident, given: Option<&Word<LitStr>>, errors: &Errors) -> String {
    match given {
        Some(word) => identifier(&word.value, errors).unwrap_or_default(),
        None => of_field(ident),
    }
}

/// Returns the text if it is an identifier; otherwise reports that it is not.
fn identifier(text: &LitStr, errors: &Errors) -> Option<String> {
    let name = text.value();
    if is_identifier(&name) {
        return Some(name);
    }
    errors.report(
        text.span(),
        format!(
            "`{name}` is no identifier\nthe name of a type is one: letters, digits and `_`, and no digit first"
        ),
    );
    None
}

/// Returns the known word nearest to `word`, or `None` if none is near.
///
/// A word is near if the edit distance is at most one change per three bytes of the longer word.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = |other: &'a str| {
        let most = MOVE * word.len().max(other.len()) / 3;
        distance(word.as_bytes(), other.as_bytes(), most).map(|cost| (cost, other))
    };
    known.filter_map(near).min_by_key(|(cost, _)| *cost).map(|(_, other)| other)
}
