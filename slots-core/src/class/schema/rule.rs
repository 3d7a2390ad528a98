//! What a JSON Schema says of one value.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::class::schema::error::SchemaError;
use crate::value::Value;
use crate::value::dict::Dict;

/// What a JSON Schema says of one value.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) kind: RuleKind,
    /// Whether `null` is a value too.
    pub(super) nullable: bool,
}

#[derive(Clone, Debug)]
pub(super) enum RuleKind {
    /// There is no `type`: any value.
    Any,
    Bool,
    Int(Bounds<i64>),
    Float(Bounds<f64>),
    Text(Lengths),
    /// One of these texts.
    OneOf(Box<[Box<str>]>),
    List(Box<Rule>, Lengths),
    Object(Object),
}

/// The numbers that are taken. Those of floats may leave the bound itself out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds<N> {
    pub(super) least: Option<(N, bool)>,
    pub(super) most: Option<(N, bool)>,
}

/// The lengths that are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lengths {
    pub(super) least: Option<usize>,
    pub(super) most: Option<usize>,
}

/// What is said of an object.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) properties: Vec<(Box<str>, Rule)>,
    pub(super) required: Vec<Box<str>>,
    /// Whether it has no other properties.
    pub(super) closed: bool,
    /// How many properties there may be.
    pub(super) lengths: Lengths,
}

/// The words of a schema that are understood here, or say nothing of a value; those of [`LIMITS`]
/// are too.
const WORDS: [&str; 12] = [
    "$comment",
    "$id",
    "$schema",
    "default",
    "deprecated",
    "description",
    "enum",
    "examples",
    "format",
    "properties",
    "title",
    "type",
];

impl Rule {
    /// Reads a schema, or a part of one: `pointer` says which.
    pub(super) fn of(schema: &Value, pointer: &str) -> Result<Rule, SchemaError> {
        let fail = |what: &str| Err(SchemaError::pointer(pointer, what));
        let words = match schema {
            Value::Map(words) => words,
            Value::Bool(true) => return Ok(Rule { kind: RuleKind::Any, nullable: true }),
            _ => return fail("a schema is an object"),
        };
        let is_known = |word: &str| WORDS.contains(&word) || LIMITS.contains(&word);
        if let Some(word) = words.keys().find(|word| !is_known(word)) {
            let at = format!("{pointer}/{}", escaped(word));
            return Err(SchemaError::pointer(&at, "a class has no counterpart of this keyword"));
        }
        let (name, nullable) = type_of(words, pointer)?;
        let kind = match name.as_deref() {
            None if words.contains_key("enum") => one_of(words, pointer)?,
            None if words.contains_key("properties") => RuleKind::Object(object(words, pointer)?),
            None => any(words, pointer)?,
            Some("boolean") => RuleKind::Bool,
            Some("integer") => RuleKind::Int(integers(words, pointer)?),
            Some("number") => RuleKind::Float(floats(words, pointer)?),
            Some("string") if words.contains_key("enum") => one_of(words, pointer)?,
            Some("string") => RuleKind::Text(lengths(words, pointer, "minLength", "maxLength")?),
            Some("array") => list(words, pointer)?,
            Some("object") => RuleKind::Object(object(words, pointer)?),
            Some(other) => {
                let at = format!("{pointer}/type");
                let what = format_args!("'{other}' is no type of a slot").to_string();
                return Err(SchemaError::pointer(&at, what));
            }
        };
        // An `enum` of something else than text has nowhere to go.
        if words.contains_key("enum") && !matches!(kind, RuleKind::OneOf(_)) {
            let at = format!("{pointer}/enum");
            return Err(SchemaError::pointer(&at, "only an enum of texts can be said by a class"));
        }
        let nullable = nullable || name.is_none() && takes_null(words);
        Ok(Rule { kind, nullable })
    }

    /// Refuses a value that the rule does not take; the error says why, and where inside the value.
    pub(super) fn check(&self, value: &Value) -> Result<(), String> {
        let expected = match (&self.kind, value) {
            (_, Value::None) if self.nullable => return Ok(()),
            (RuleKind::Any, _) | (RuleKind::Bool, Value::Bool(_)) => return Ok(()),
            (RuleKind::Int(bounds), Value::Int(number)) => return bounds.check(*number),
            // It is greater than each `i64`.
            (RuleKind::Int(bounds), Value::UInt(_)) if bounds.most.is_none() => return Ok(()),
            (RuleKind::Int(_), Value::UInt(number)) => return Err(out_of_range(number)),
            (RuleKind::Float(bounds), Value::Float(number)) => return bounds.check(*number),
            (RuleKind::Float(bounds), Value::Int(number)) => return bounds.check(*number as f64),
            (RuleKind::Float(bounds), Value::UInt(number)) => return bounds.check(*number as f64),
            (RuleKind::Text(lengths), Value::Str(text)) => {
                return lengths.check(text.chars().count());
            }
            (RuleKind::OneOf(texts), Value::Str(text)) => return among(texts, text),
            (RuleKind::List(items, lengths), Value::List(list)) => {
                items.check_all(list)?;
                return lengths.check(list.len());
            }
            (RuleKind::Object(object), Value::Map(entries)) => return object.check(entries),
            (RuleKind::Bool, _) => "a bool",
            (RuleKind::Int(_), _) => "an integer",
            (RuleKind::Float(_), _) => "a number",
            (RuleKind::Text(_) | RuleKind::OneOf(_), _) => "text",
            (RuleKind::List(..), _) => "a list",
            (RuleKind::Object(_), _) => "an object",
        };
        Err(format!("it must be {expected}, not {}", value.kind()))
    }

    /// Refuses a list with an item that the rule does not take.
    pub(super) fn check_all(&self, items: &[Value]) -> Result<(), String> {
        items
            .iter()
            .enumerate()
            .try_for_each(|(at, item)| self.check(item).map_err(|why| format!("[{at}]: {why}")))
    }
}

impl Object {
    fn check(&self, entries: &Dict) -> Result<(), String> {
        for (name, rule) in &self.properties {
            match entries.get(name) {
                Some(value) => rule.check(value).map_err(|why| format!("{name}: {why}"))?,
                None if self.required.contains(name) => return Err(format!("'{name}' is missing")),
                None => {}
            }
        }
        let is_known = |name: &str| self.properties.iter().any(|(known, _)| **known == *name);
        match entries.keys().find(|name| self.closed && !is_known(name)) {
            Some(name) => Err(format!("'{name}' is none of its properties")),
            None => self.lengths.check(entries.len()),
        }
    }
}

impl<N: PartialOrd + core::fmt::Debug + Copy> Bounds<N> {
    fn check(&self, number: N) -> Result<(), String> {
        let above =
            self.least.is_none_or(|(least, open)| number > least || !open && number == least);
        let below = self.most.is_none_or(|(most, open)| number < most || !open && number == most);
        if above && below { Ok(()) } else { Err(out_of_range(number)) }
    }
}

fn out_of_range(number: impl core::fmt::Debug) -> String {
    format!("{number:?} is out of range")
}

impl Lengths {
    fn check(self, length: usize) -> Result<(), String> {
        let fits = self.least.is_none_or(|least| length >= least)
            && self.most.is_none_or(|most| length <= most);
        if fits { Ok(()) } else { Err(format!("a length of {length} is out of range")) }
    }
}

/// Refuses a text that is none of the choices.
pub(super) fn among(choices: &[Box<str>], text: &str) -> Result<(), String> {
    if choices.iter().any(|choice| **choice == *text) {
        return Ok(());
    }
    let quoted: Vec<String> = choices.iter().map(|choice| format!("'{choice}'")).collect();
    Err(format!("it is none of {}", quoted.join(", ")))
}

/// The one type that is named besides `null`, and whether `null` is.
fn type_of(words: &Dict, pointer: &str) -> Result<(Option<String>, bool), SchemaError> {
    let at = format!("{pointer}/type");
    let fail = |what: &str| Err(SchemaError::pointer(&at, what));
    match words.get("type") {
        None => Ok((None, false)),
        Some(Value::Str(name)) => Ok((Some(name.clone()), false)),
        Some(Value::List(names)) => {
            let is_null = |name: &&Value| matches!(name, Value::Str(name) if name == "null");
            let nullable = names.iter().any(|name| is_null(&name));
            let mut others = names.iter().filter(|name| !is_null(name));
            match (others.next(), others.next()) {
                (Some(Value::Str(name)), None) => Ok((Some(name.clone()), nullable)),
                _ => fail("a slot has one type, beside 'null'"),
            }
        }
        Some(_) => fail("a type is text, or a list of texts"),
    }
}

/// The words that limit the values of one type.
const LIMITS: [&str; 13] = [
    "additionalProperties",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "required",
];

/// Any value: then nothing may be said of the values of one type.
fn any(words: &Dict, pointer: &str) -> Result<RuleKind, SchemaError> {
    match words.keys().find(|word| LIMITS.contains(word)) {
        None => Ok(RuleKind::Any),
        Some(word) => Err(SchemaError::pointer(
            &format!("{pointer}/{word}"),
            "a class can say this of values of one type only: add the 'type'",
        )),
    }
}

/// Whether a schema without a type takes `null`.
fn takes_null(words: &Dict) -> bool {
    match words.get("enum") {
        None => true,
        Some(Value::List(choices)) => choices.iter().any(Value::is_none),
        Some(_) => false,
    }
}

fn one_of(words: &Dict, pointer: &str) -> Result<RuleKind, SchemaError> {
    if let Some(word) = ["minLength", "maxLength"].iter().find(|word| words.contains_key(word)) {
        return Err(SchemaError::pointer(
            &format!("{pointer}/{word}"),
            "a class cannot say this beside an enum: leave out the texts that it excludes",
        ));
    }
    let at = format!("{pointer}/enum");
    let Some(Value::List(items)) = words.get("enum") else {
        return Err(SchemaError::pointer(&at, "an enum is a list"));
    };
    let texts = items.iter().filter(|item| !item.is_none()).map(|item| match item {
        Value::Str(text) => Ok(Box::from(&**text)),
        _ => Err(SchemaError::pointer(&at, "only an enum of texts can be said by a class")),
    });
    Ok(RuleKind::OneOf(texts.collect::<Result<_, _>>()?))
}

fn list(words: &Dict, pointer: &str) -> Result<RuleKind, SchemaError> {
    let items = match words.get("items") {
        None => Rule { kind: RuleKind::Any, nullable: true },
        Some(items) => Rule::of(items, &format!("{pointer}/items"))?,
    };
    let lengths = lengths(words, pointer, "minItems", "maxItems")?;
    Ok(RuleKind::List(Box::new(items), lengths))
}

fn object(words: &Dict, pointer: &str) -> Result<Object, SchemaError> {
    let properties = properties(words, pointer)?;
    let required = required(words, pointer, &properties)?;
    let closed = is_closed(words, pointer)?;
    let lengths = lengths(words, pointer, "minProperties", "maxProperties")?;
    Ok(Object { properties, required, closed, lengths })
}

/// Reads the properties of an object, each with its rule.
fn properties(words: &Dict, pointer: &str) -> Result<Vec<(Box<str>, Rule)>, SchemaError> {
    let at = format!("{pointer}/properties");
    match words.get("properties") {
        None => Ok(Vec::new()),
        Some(Value::Map(all)) => all
            .iter()
            .map(|(name, part)| {
                Ok((name.into(), Rule::of(part, &format!("{at}/{}", escaped(name)))?))
            })
            .collect(),
        Some(_) => Err(SchemaError::pointer(&at, "properties are an object")),
    }
}

/// Reads the names of the properties that an object must have.
fn required(
    words: &Dict,
    pointer: &str,
    properties: &[(Box<str>, Rule)],
) -> Result<Vec<Box<str>>, SchemaError> {
    let error = |what: &str| SchemaError::pointer(&format!("{pointer}/required"), what);
    let is_known = |name: &str| properties.iter().any(|(known, _)| **known == *name);
    let name = |name: &Value| match name {
        Value::Str(name) if is_known(name) => Ok(Box::from(&**name)),
        Value::Str(name) => Err(error(&format!("'{name}' is none of the properties"))),
        _ => Err(error("a name is text")),
    };
    match words.get("required") {
        None => Ok(Vec::new()),
        Some(Value::List(names)) => names.iter().map(name).collect(),
        Some(_) => Err(error("what is required is a list of names")),
    }
}

/// Whether an object has no properties but those that are listed.
fn is_closed(words: &Dict, pointer: &str) -> Result<bool, SchemaError> {
    match words.get("additionalProperties") {
        None | Some(Value::Bool(true)) => Ok(false),
        Some(Value::Bool(false)) => Ok(true),
        Some(_) => Err(SchemaError::pointer(
            &format!("{pointer}/additionalProperties"),
            "further properties hold any value, or there are none",
        )),
    }
}

/// A part of a JSON pointer: `~` and `/` are escaped.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Reads a number that a word may say.
fn number<N>(
    words: &Dict,
    pointer: &str,
    word: &str,
    read: impl Fn(&Value) -> Option<N>,
) -> Result<Option<N>, SchemaError> {
    match words.get(word) {
        None => Ok(None),
        Some(value) => match read(value) {
            Some(number) => Ok(Some(number)),
            None => {
                let at = format!("{pointer}/{word}");
                Err(SchemaError::pointer(&at, format_args!("{value:?} is no number for it")))
            }
        },
    }
}

/// Reads the bounds: of each pair, the tighter one counts.
fn bounds<N: PartialOrd + Copy>(
    words: &Dict,
    pointer: &str,
    read: impl Fn(&Value) -> Option<N> + Copy,
) -> Result<Bounds<N>, SchemaError> {
    let bound = |word, open| Ok(number(words, pointer, word, read)?.map(|number| (number, open)));
    let tighter =
        |a: Option<(N, bool)>, b: Option<(N, bool)>, is_more: fn(N, N) -> bool| match (a, b) {
            (Some((of_a, _)), Some((of_b, open))) if !is_more(of_a, of_b) => Some((of_b, open)),
            (Some(a), _) => Some(a),
            (None, b) => b,
        };
    let (least, open) = (bound("minimum", false)?, bound("exclusiveMinimum", true)?);
    let least = tighter(least, open, |a, b| a > b);
    let (most, open) = (bound("maximum", false)?, bound("exclusiveMaximum", true)?);
    let most = tighter(most, open, |a, b| a < b);
    Ok(Bounds { least, most })
}

fn floats(words: &Dict, pointer: &str) -> Result<Bounds<f64>, SchemaError> {
    bounds(words, pointer, |value| match value {
        Value::Int(number) => Some(*number as f64),
        value => value.as_f64(),
    })
}

/// The bounds of integers include themselves.
fn integers(words: &Dict, pointer: &str) -> Result<Bounds<i64>, SchemaError> {
    let Bounds { least, most } = bounds(words, pointer, Value::as_i64)?;
    let closed = |bound: Option<(i64, bool)>, by: i64, word: &str| match bound {
        Some((number, true)) => match number.checked_add(by) {
            Some(number) => Ok(Some((number, false))),
            None => Err(SchemaError::pointer(
                &format!("{pointer}/{word}"),
                "no integer of a slot lies beyond it",
            )),
        },
        bound => Ok(bound),
    };
    Ok(Bounds {
        least: closed(least, 1, "exclusiveMinimum")?,
        most: closed(most, -1, "exclusiveMaximum")?,
    })
}

fn lengths(words: &Dict, pointer: &str, least: &str, most: &str) -> Result<Lengths, SchemaError> {
    let read = |value: &Value| value.as_i64().and_then(|number| number.try_into().ok());
    let least = number(words, pointer, least, read)?;
    Ok(Lengths { least, most: number(words, pointer, most, read)? })
}
