//! The model of a struct with slots.
//!
//! Each part is parsed by itself; `valid` checks the rules between the parts.

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, LitStr, Path, Type, Visibility};

use crate::argument::{Abilities, MaybeExpr, Range};
use crate::attr::{FieldWords, StructWords, Word};
use crate::diagnostic::{ErrorGuaranteed, Errors};
use crate::doc::doc;
use crate::meta::{Meta, meta_entries};
use crate::name::{self, Rule, rename_rule};

/// The kind of a special field, which lifts a restriction that slots put on an object.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Special {
    /// A `Dict`, which holds the attributes with undeclared names.
    Dict,
    /// A `WeakSlot`, which allows weak references.
    Weakref,
}

impl Special {
    pub(crate) const ALL: [Self; 2] = [Special::Dict, Special::Weakref];

    /// Returns the word for it in `#[slots(…)]`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Special::Dict => "dict",
            Special::Weakref => "weakref",
        }
    }

    /// Returns the span of its word on a struct, if it is given there.
    pub(crate) fn on_struct(self, words: &StructWords) -> Option<Span> {
        let word = match self {
            Special::Dict => &words.dict,
            Special::Weakref => &words.weakref,
        };
        word.as_ref().map(|word| word.span)
    }

    /// Returns the span of its word on a field, if it is given there.
    pub(crate) fn on_field(self, words: &FieldWords) -> Option<Span> {
        let word = match self {
            Special::Dict => &words.dict,
            Special::Weakref => &words.weakref,
        };
        word.as_ref().map(|word| word.span)
    }

    /// Returns the name of the field that the word on a struct refers to. Python uses the same
    /// name.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Special::Dict => "__dict__",
            Special::Weakref => "__weakref__",
        }
    }

    /// Returns the name of the field's type.
    pub(crate) fn type_name(self) -> &'static str {
        match self {
            Special::Dict => "Dict",
            Special::Weakref => "WeakSlot",
        }
    }
}

pub(crate) struct Struct<'a> {
    pub(crate) ident: &'a Ident,
    /// The type that users know: the struct itself, or the enum of whose variant this is the hidden
    /// struct.
    pub(crate) owner: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attributes: &'a [Attribute],
    /// The type's name in messages.
    pub(crate) name: String,
    pub(crate) krate: Option<Path>,
    /// The special fields for which the struct has a word, and the spans of these words.
    pub(crate) escapes: Vec<(Special, Span)>,
    pub(crate) frozen: bool,
    /// The span of the word `serialize`, which requests serde's `Serialize`.
    pub(crate) serialize: Option<Span>,
    /// The span of the word `deserialize`, which requests serde's `Deserialize`.
    pub(crate) deserialize: Option<Span>,
    /// The span of the word `ignore_unknown`: reading serialized data ignores unknown keys.
    pub(crate) ignore_unknown: Option<Span>,
    /// The span of the word `default`, which requests `Default`.
    pub(crate) default: Option<Span>,
    /// The span of the word `methods`: the type has a table of methods.
    pub(crate) methods: Option<Span>,
    /// The largest allowed size in bytes, and the span of that number.
    pub(crate) size: Option<(usize, Span)>,
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) ty: Type,
    pub(crate) role: Role,
}

pub(crate) enum Role {
    Slot(Box<Slot>),
    Base,
    Special(Special),
    /// A skipped field, with its default if there is one.
    Skip(Option<DefaultValue>),
}

pub(crate) struct Slot {
    /// The attribute's name.
    pub(crate) name: String,
    /// The name of the field, without `r#`.
    pub(crate) field: String,
    /// The span of the text in `rename = "…"`, or else of the field's identifier.
    pub(crate) named_by: Span,
    /// Other names by which a value may be given.
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) mode: Mode,
    /// The module whose functions read and write the value by serde.
    pub(crate) with: Option<Path>,
    pub(crate) optional: bool,
    pub(crate) readonly: bool,
    /// The numbers that the slot takes.
    pub(crate) range: Option<Limit>,
    /// The lengths that the slot takes.
    pub(crate) len: Option<Limit>,
    pub(crate) validate: Option<Path>,
    /// The function that says whether the slot is left out in data, and the span of the word.
    pub(crate) skip_serializing_if: Option<(Path, Span)>,
    /// The function that computes the value at the first read.
    pub(crate) lazy: Option<Path>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) meta: Vec<(String, Meta)>,
    /// The doc comment, a constant.
    pub(crate) doc: Option<TokenStream>,
}

/// What `range` or `len` says: the span of the word, and the range.
pub(crate) struct Limit {
    pub(crate) span: Span,
    pub(crate) range: TokenStream,
}

#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Plain,
    AsStr,
    Opaque(Abilities),
    /// Through serde's traits.
    Serde,
}

pub(crate) enum DefaultValue {
    /// `Default::default()` of the field's type. The span is of the word `default` on the field, or
    /// of the type if the word is on the struct.
    OfType(Span),
    /// The expression in `default = …`.
    Tokens(TokenStream),
}

impl<'a> Struct<'a> {
    pub(crate) fn parse(input: &'a DeriveInput, errors: &Errors) -> Result<Self, ErrorGuaranteed> {
        let words = StructWords::parse(&input.attrs, errors);
        let default = words.default.as_ref().map(|word| word.span);
        let fields = named_fields(input, errors)?;
        let rule = words.rename_all.as_ref().and_then(|word| rename_rule(&word.value, errors));
        let name = name::of_type(&input.ident, words.name.as_ref(), errors);
        let size = words.size.as_ref().and_then(|word| {
            let bytes = word.value.base10_parse().map_err(|error| errors.add(error));
            bytes.ok().map(|bytes| (bytes, word.value.span()))
        });
        let asked = |special: Special| Some((special, special.on_struct(&words)?));
        let escapes: Vec<_> = Special::ALL.into_iter().filter_map(asked).collect();
        let mut fields: Vec<_> =
            fields.map(|field| Field::parse(field, rule, &escapes, errors)).collect();
        if default.is_some() {
            fields.iter_mut().for_each(Field::give_default);
        }
        Ok(Struct {
            ident: &input.ident,
            owner: &input.ident,
            generics: &input.generics,
            attributes: &input.attrs,
            name,
            krate: words.krate.map(|word| word.value),
            frozen: words.frozen.is_some(),
            serialize: words.serialize.map(|word| word.span),
            deserialize: words.deserialize.map(|word| word.span),
            ignore_unknown: words.ignore_unknown.map(|word| word.span),
            default,
            methods: words.methods.map(|word| word.span),
            size,
            fields,
            escapes,
        })
    }

    /// Returns the slots with their fields, in declaration order.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (&Field<'a>, &Slot)> {
        self.fields.iter().filter_map(|field| match &field.role {
            Role::Slot(slot) => Some((field, &**slot)),
            _ => None,
        })
    }

    pub(crate) fn bases(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| matches!(field.role, Role::Base))
    }

    /// Returns the special fields of one kind. A valid struct has at most one; [`validate`] reports
    /// any other.
    ///
    /// [`validate`]: Struct::validate
    pub(crate) fn escapes(&self, escape: Special) -> impl Iterator<Item = &Field<'a>> {
        self.fields
            .iter()
            .filter(move |field| matches!(field.role, Role::Special(e) if e == escape))
    }
}

/// Returns the fields, or reports that the type is not a struct with named fields or none.
fn named_fields<'a>(
    input: &'a DeriveInput,
    errors: &Errors,
) -> Result<impl Iterator<Item = &'a syn::Field> + use<'a>, ErrorGuaranteed> {
    let refuse = |culprit: Span, what: &str, remedy: &str| {
        let message = format!(
            "`{}` is {what}: slots are the named fields of a struct\n{remedy}",
            input.ident
        );
        Err(errors.report(culprit, message))
    };
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(Some(&fields.named).into_iter().flatten()),
            Fields::Unit => Ok(None.into_iter().flatten()),
            Fields::Unnamed(fields) => refuse(
                fields.span(),
                "a tuple struct",
                "give its fields names: `{ x: f64, y: f64 }`; or derive `SlotValue`: then it is the value of a \
                 slot, a list, or with one field what it wraps",
            ),
        },
        Data::Enum(data) => refuse(
            data.enum_token.span(),
            "an enum",
            "derive `SlotValue`: then it is the value of a slot, and the fields of a variant are its attributes",
        ),
        Data::Union(data) => refuse(
            data.union_token.span(),
            "a union",
            "nobody knows which of its fields holds a value; derive `Slots` for a struct",
        ),
    }
}

impl<'a> Field<'a> {
    fn parse(
        field: &'a syn::Field,
        rule: Option<Rule>,
        escapes_by_name: &[(Special, Span)],
        errors: &Errors,
    ) -> Self {
        let ident = field.ident.as_ref().expect("the fields are named");
        let words = FieldWords::parse(&field.attrs, errors);
        words.exclusive(errors);
        let role = if words.base.is_some() {
            Role::Base
        } else if words.skip.is_some() {
            Role::Skip(default_value(&words))
        } else {
            let by_name = |escape: Special| {
                ident == escape.field() && escapes_by_name.iter().any(|(other, _)| *other == escape)
            };
            let is = |special: &Special| special.on_field(&words).is_some() || by_name(*special);
            match Special::ALL.into_iter().find(is) {
                Some(escape) => Role::Special(escape),
                None => Role::Slot(Box::new(Slot::parse(field, ident, &words, rule, errors))),
            }
        };
        Field { ident, vis: &field.vis, ty: bare(&field.ty), role }
    }

    /// Gives the field the default of its type, if it has no default and would need one where a
    /// record is made: an optional or lazy slot is unbound, and a special field is empty.
    fn give_default(&mut self) {
        let of_type = || Some(DefaultValue::OfType(self.ty.span()));
        match &mut self.role {
            Role::Slot(slot) if !slot.optional && slot.lazy.is_none() => {
                slot.default = slot.default.take().or_else(of_type);
            }
            Role::Skip(default @ None) => *default = of_type(),
            _ => {}
        }
    }
}

/// Returns what the word says, and reports a range in which nothing lies.
fn limit(word: Option<&Word<Range>>, name: &str, errors: &Errors) -> Option<Limit> {
    let word = word?;
    if let Some((first, last, included)) = word.value.numbers()
        && (first > last || first == last && !included)
    {
        let message = format!(
            "nothing lies in this `{name}`\nit ends before it begins, so the slot could take no value\nthe lesser \
             bound comes first; `..=` includes the last one"
        );
        errors.report(word.span, message);
    }
    Some(Limit { span: word.span, range: word.value.0.clone() })
}

fn default_value(words: &FieldWords) -> Option<DefaultValue> {
    let word = words.default.as_ref()?;
    Some(match &word.value {
        MaybeExpr(Some(value)) => DefaultValue::Tokens(value.clone()),
        MaybeExpr(None) => DefaultValue::OfType(word.span),
    })
}

impl Slot {
    fn parse(
        field: &syn::Field,
        ident: &Ident,
        words: &FieldWords,
        rule: Option<Rule>,
        errors: &Errors,
    ) -> Self {
        let own = name::of_field(ident);
        let (name, named_by) = match words.rename.as_ref().map(|word| &word.value) {
            Some(text) => (text.value(), text.span()),
            None => (rule.map_or_else(|| own.clone(), |rule| rule.apply(&own)), ident.span()),
        };
        let meta = match &words.meta {
            Some(word) => meta_entries(&word.value.0, errors),
            None => Vec::new(),
        };
        let mode = if let Some(word) = &words.opaque {
            Mode::Opaque(word.value)
        } else if words.as_str.is_some() {
            Mode::AsStr
        } else if words.serde.is_some() || words.with.is_some() {
            // A module of `with` has serde's functions, so it says `serde` by itself.
            Mode::Serde
        } else {
            Mode::Plain
        };
        Slot {
            name,
            field: own,
            named_by,
            aliases: words.alias.as_ref().map_or_else(Vec::new, |word| word.value.0.clone()),
            mode,
            with: words.with.as_ref().map(|word| word.value.clone()),
            optional: words.optional.is_some(),
            readonly: words.readonly.is_some(),
            range: limit(words.range.as_ref(), "range", errors),
            len: limit(words.len.as_ref(), "len", errors),
            skip_serializing_if: words
                .skip_serializing_if
                .as_ref()
                .map(|word| (word.value.clone(), word.span)),
            validate: words.validate.as_ref().map(|word| word.value.clone()),
            lazy: words.lazy.as_ref().map(|word| word.value.clone()),
            default: default_value(words),
            meta,
            doc: doc(&field.attrs),
        }
    }
}

/// Returns the type without the parentheses and the invisible groups that a macro puts around it.
fn bare(ty: &Type) -> Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        ty => ty.clone(),
    }
}
