//! The type of a column as text: what `meta(arrow = "…")` says.
//!
//! | text | type |
//! |---|---|
//! | `bool`, `int8` … `uint64`, `float32`, `float64`, `binary` | that |
//! | `string`, `large_string`, `string_view`, `dictionary` | text, of that kind |
//! | `date`, `date64`, `time[us]`, `timestamp[us]`, `timestamp[us, UTC]`, `duration[us]` | times; the unit is `s`, `ms`, `us` or `ns` |
//! | `list<int64>`, `list<int64>[3]` | lists; of one length |
//! | `struct<a: int64, "b c": string>` | a struct |
//! | `map<float64>`, `map<large_string, float64>` | a map from text, of that kind |
//!
//! `string json`, of any kind of text, is the JSON of a value. A `?` behind a type says that it may
//! be null, and `?unbound` that a null is a slot that is unbound.

use std::fmt;

use crate::options::TextType;
use crate::plan::field::{Field, Form, Type, Unit};

/// What stands behind a type of text that is JSON, and behind one whose null is an unbound slot.
const JSON: &str = " json";
const UNBOUND: &str = "unbound";

/// How deep types may be nested.
const MAX_DEPTH: usize = 32;

/// The types whose text is one word.
static WORDS: [(&str, Type); 18] = [
    ("bool", Type::Bool),
    ("int8", Type::I8),
    ("int16", Type::I16),
    ("int32", Type::I32),
    ("int64", Type::I64),
    ("uint8", Type::U8),
    ("uint16", Type::U16),
    ("uint32", Type::U32),
    ("uint64", Type::U64),
    ("float32", Type::F32),
    ("float64", Type::F64),
    ("binary", Type::Bytes),
    ("string", Type::Text(TextType::Utf8)),
    ("large_string", Type::Text(TextType::LargeUtf8)),
    ("string_view", Type::Text(TextType::Utf8View)),
    ("dictionary", Type::Dictionary),
    ("date", Type::Date),
    ("date64", Type::Date64),
];

impl Unit {
    /// All units with their names.
    const NAMES: [(&str, Unit); 4] = [
        ("s", Unit::Second),
        ("ms", Unit::Millisecond),
        ("us", Unit::Microsecond),
        ("ns", Unit::Nanosecond),
    ];

    fn name(self) -> &'static str {
        Unit::NAMES.iter().find(|(_, unit)| *unit == self).expect("all are named").0
    }
}

/// Reads the type of the column with that name and that path.
pub(crate) fn parse(text: &str, name: &str, path: &str) -> Result<Field, String> {
    let mut parser = Parser { rest: text.trim(), depth: 0 };
    let parsed = parser.typed(name, path)?;
    match parser.rest {
        "" => Ok(parsed),
        rest => Err(format!("there is more behind the type: '{rest}'")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// Takes the token if it is next.
    fn take(&mut self, token: char) -> bool {
        let rest = self.rest.trim_start();
        rest.strip_prefix(token).map(|rest| self.rest = rest.trim_start()).is_some()
    }

    fn expect(&mut self, token: char) -> Result<(), String> {
        if self.take(token) {
            Ok(())
        } else {
            Err(format!("expected '{token}' at '{}'", self.rest))
        }
    }

    /// Takes the text before the first of these characters.
    fn until(&mut self, ends: &[char]) -> &'a str {
        let (word, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        word.trim()
    }

    fn typed(&mut self, name: &str, path: &str) -> Result<Field, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("types are nested more than {MAX_DEPTH} deep"));
        }
        let word = self.until(&['<', '>', '[', ',', '?', ':']);
        let ty = match word {
            "list" => self.list(path)?,
            "struct" => self.fields(path)?,
            "map" => self.map(path)?,
            "time" => Type::Time(self.unit()?.0),
            "duration" => Type::Duration(self.unit()?.0),
            "timestamp" => {
                let (unit, zone) = self.unit()?;
                Type::Timestamp(unit, zone.map(Into::into))
            }
            _ => {
                let plain = word.strip_suffix(JSON).map_or(word, str::trim_end);
                match WORDS.iter().find(|(name, _)| *name == plain) {
                    Some((_, ty)) if plain == word || matches!(ty, Type::Text(_)) => ty.clone(),
                    _ => return Err(format!("there is no type '{word}'")),
                }
            }
        };
        self.depth -= 1;
        let nullable = self.take('?');
        let behind = self.rest.strip_prefix(UNBOUND).filter(|_| nullable);
        self.rest = behind.unwrap_or(self.rest);
        let form = if word.ends_with(JSON) { Form::Json } else { Form::Plain };
        Ok(Field { nullable, form, unbound: behind.is_some(), ..Field::new(name, path, ty) })
    }

    /// The unit in brackets, and the zone behind it.
    fn unit(&mut self) -> Result<(Unit, Option<&'a str>), String> {
        self.expect('[')?;
        let name = self.until(&[',', ']']);
        let found = Unit::NAMES.iter().find(|(other, _)| *other == name);
        let unit = found.ok_or_else(|| format!("there is no unit '{name}'"))?.1;
        let zone = self.take(',').then(|| self.until(&[']']));
        self.expect(']')?;
        Ok((unit, zone))
    }

    fn list(&mut self, path: &str) -> Result<Type, String> {
        self.expect('<')?;
        let item = Box::new(self.field("item", path)?);
        self.expect('>')?;
        if !self.take('[') {
            return Ok(Type::List(item));
        }
        let len = self.until(&[']']);
        let is_length = |len: &usize| i32::try_from(*len).is_ok();
        let len = len.parse().ok().filter(is_length).ok_or(format!("'{len}' is no length"))?;
        self.expect(']')?;
        Ok(Type::Array(item, len))
    }

    fn map(&mut self, path: &str) -> Result<Type, String> {
        self.expect('<')?;
        let mut key = Field::new("key", &format!("{path}.key"), Type::Text(TextType::Utf8));
        let mut value = self.field("value", path)?;
        if self.take(',') {
            key.ty = value.ty;
            value = self.field("value", path)?;
        }
        self.expect('>')?;
        if !matches!(key.ty, Type::Text(_)) {
            return Err(format!("a map is from text, and not from {}", key.ty));
        }
        Ok(Type::Map(Box::new(key), Box::new(value)))
    }

    fn fields(&mut self, path: &str) -> Result<Type, String> {
        self.expect('<')?;
        let mut fields = Vec::new();
        while !self.take('>') {
            let name = self.name()?;
            self.expect(':')?;
            fields.push(self.field(&name, path)?);
            if !self.take(',') && !self.rest.starts_with('>') {
                return Err(format!("expected ',' or '>' at '{}'", self.rest));
            }
        }
        Ok(Type::Struct(fields))
    }

    fn field(&mut self, name: &str, path: &str) -> Result<Field, String> {
        self.typed(name, &format!("{path}.{name}"))
    }

    /// A name: as it is, or in quotes, as in JSON.
    fn name(&mut self) -> Result<String, String> {
        if !self.rest.starts_with('"') {
            return Ok(self.until(&[':', '<', '>', ',']).to_owned());
        }
        let mut names = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let name = names.next().expect("there is a quote").map_err(|why| why.to_string())?;
        self.rest = &self.rest[names.byte_offset()..];
        Ok(name)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Time(unit) => write!(f, "time[{}]", unit.name()),
            Type::Duration(unit) => write!(f, "duration[{}]", unit.name()),
            Type::Timestamp(unit, None) => write!(f, "timestamp[{}]", unit.name()),
            Type::Timestamp(unit, Some(zone)) => write!(f, "timestamp[{}, {zone}]", unit.name()),
            Type::List(item) => write!(f, "list<{}>", TypeOf(item)),
            Type::Array(item, len) => write!(f, "list<{}>[{len}]", TypeOf(item)),
            Type::Map(key, value) => match key.ty {
                Type::Text(TextType::Utf8) => write!(f, "map<{}>", TypeOf(value)),
                _ => write!(f, "map<{}, {}>", key.ty, TypeOf(value)),
            },
            Type::Null => f.write_str("null"),
            Type::Union => f.write_str("union"),
            Type::Struct(fields) => {
                f.write_str("struct<")?;
                for (at, field) in fields.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(f, "{comma}{}: {}", Name(&field.name), TypeOf(field))?;
                }
                f.write_str(">")
            }
            word => {
                let same = |(_, ty): &&(_, Type)| match (ty, word) {
                    (Type::Text(ty), Type::Text(word)) => ty == word,
                    (ty, word) => std::mem::discriminant(ty) == std::mem::discriminant(word),
                };
                f.write_str(WORDS.iter().find(same).expect("all others are words").0)
            }
        }
    }
}

/// Prints the type of a column, with its form and whether it may be null.
pub(crate) struct TypeOf<'a>(pub(crate) &'a Field);

impl fmt::Display for TypeOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.0.form == Form::Json { JSON } else { "" };
        let null = match (self.0.nullable, self.0.unbound) {
            (false, _) => "",
            (true, false) => "?",
            (true, true) => "?unbound",
        };
        write!(f, "{}{form}{null}", self.0.ty)
    }
}

/// Prints a name so that it is read again.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |c: char| c.is_alphanumeric() || c == '_';
        if !self.0.is_empty() && self.0.chars().all(is_plain) {
            return f.write_str(self.0);
        }
        f.write_str(&serde_json::to_string(self.0).expect("text is JSON"))
    }
}

#[cfg(test)]
mod tests {
    use super::{TypeOf, parse};

    #[test]
    fn each_type_is_read_as_it_is_written() {
        for text in [
            "bool",
            "uint64?",
            "string_view",
            "date64",
            "time[ms]",
            "timestamp[ns]",
            "timestamp[us, Europe/Zurich]?",
            "duration[s]",
            "list<list<float32?>[3]>?",
            "struct<>",
            "struct<a: int64, \"b c\": string?, \"q\\\":\": struct<x: bool>>",
            "map<list<dictionary>?>",
            "map<string_view, int8?>",
            "struct<a: string_view json?unbound, b: string json, c: int8?unbound>?",
        ] {
            let field = parse(text, "column", "column").expect(text);
            assert_eq!(TypeOf(&field).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for text in [
            "",
            "int",
            "int64 x",
            "list",
            "list<",
            "list<int8",
            "list<int8>[x]",
            "list<int8>[4000000000]",
            "struct<a>",
            "struct<a: int8 b: int8>",
            "struct<\"a: int8>",
            "timestamp",
            "timestamp[h]",
            "time[us, UTC",
            "map<>",
            "map<int8, int8>",
            "int8 json",
            "int8unbound",
        ] {
            assert!(parse(text, "column", "column").is_err(), "{text}");
        }
        let deep = format!("{}int8{}", "list<".repeat(100_000), ">".repeat(100_000));
        assert!(parse(&deep, "column", "column").is_err_and(|why| why.contains("deep")));
    }
}
