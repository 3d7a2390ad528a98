//! Parses values from text in Python's syntax: reads what `repr` prints.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::value::Value;
use crate::value::depth::MAX_DEPTH;
use crate::value::dict::Dict;

/// The error of parsing a [`Value`]: why a text is not a value.
///
/// ```
/// use slotted::Value;
///
/// let error = "[1, 2".parse::<Value>().unwrap_err();
/// assert_eq!(error.to_string(), "at byte 5: expected `,` or `]`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseValueError {
    /// The offset from the start of the text, in bytes.
    at: usize,
    expected: &'static str,
}

impl ParseValueError {
    /// Returns the offset at which the text stops being a value, in bytes from its start.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }
}

impl fmt::Display for ParseValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: expected {}", self.at, self.expected)
    }
}

impl core::error::Error for ParseValueError {}

/// Parses values in Python's syntax: `None`, `True`, `1`, `2.5`, `'text'`, `b'bytes'`, `[1, 2]`,
/// `{'a': 1}`. A tuple, `(1, 'a')`, is read as a list, and a variant of an enum with its fields,
/// `Circle(radius=2.0)`, as the map `{'Circle': {'radius': 2.0}}`. Also takes `none`, `null`,
/// `true` and `false`.
///
/// # Errors
///
/// The text is not a value, holds a number that 64 bits do not hold, or nests more than 128 lists
/// and maps in one another (spec 7.12).
impl core::str::FromStr for Value {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        if reader.at < text.len() { reader.fail("the end of the value") } else { Ok(value) }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn fail<T>(&self, expected: &'static str) -> Result<T, ParseValueError> {
        Err(ParseValueError { at: self.at, expected })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Skips white space, and then `token`; `false` if another character comes.
    fn eat(&mut self, token: char) -> bool {
        self.space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len_utf8();
        }
        found
    }

    fn value(&mut self, depth: usize) -> Result<Value, ParseValueError> {
        self.space();
        let rest = self.rest();
        if depth == MAX_DEPTH && rest.starts_with(['[', '{', '(']) {
            return self.fail("fewer lists and maps inside one another");
        }
        match rest.chars().next() {
            Some('[') => self.list(depth),
            Some('(') => self.tuple(depth),
            Some('{') => self.map(depth),
            Some('\'' | '"') => self.string().map(Value::Str),
            Some('b') if rest[1..].starts_with(['\'', '"']) => self.bytes(),
            Some(_) => match self.name_before('(') {
                Some(name) => self.variant(name, depth),
                None => self.word(),
            },
            None => self.fail("a value"),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, ParseValueError> {
        let mut items = Vec::new();
        self.eat('[');
        while !self.eat(']') {
            items.push(self.value(depth + 1)?);
            if !self.eat(',') {
                if self.eat(']') {
                    break;
                }
                return self.fail("`,` or `]`");
            }
        }
        Ok(items.into())
    }

    /// Reads a tuple, which becomes a list. As in Python, a value in parentheses without a comma is
    /// that value.
    fn tuple(&mut self, depth: usize) -> Result<Value, ParseValueError> {
        let mut items = Vec::new();
        self.eat('(');
        while !self.eat(')') {
            items.push(self.value(depth + 1)?);
            if self.eat(',') {
                continue;
            }
            if !self.eat(')') {
                return self.fail("`,` or `)`");
            }
            if items.len() == 1 {
                return Ok(items.remove(0));
            }
            break;
        }
        Ok(items.into())
    }

    fn map(&mut self, depth: usize) -> Result<Value, ParseValueError> {
        let mut entries = Dict::new();
        self.eat('{');
        while !self.eat('}') {
            if !self.rest().starts_with(['\'', '"']) {
                return self.fail("a name in quotes");
            }
            let name = self.string()?;
            if !self.eat(':') {
                return self.fail("`:`");
            }
            let value = self.value(depth + 1)?;
            entries.insert(name, value);
            if !self.eat(',') {
                if self.eat('}') {
                    break;
                }
                return self.fail("`,` or `}`");
            }
        }
        Ok(entries.into())
    }

    /// Returns the name that stands here, if `token` follows it directly.
    fn name_before(&self, token: char) -> Option<String> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')?;
        let starts = !rest.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        (end > 0 && starts && rest[end..].starts_with(token)).then(|| rest[..end].into())
    }

    /// Reads a variant of an enum with its fields, as in `Circle(radius=2.0)` or `Pair(1, 'a')`.
    /// Returns it as a map from the name to the content: a map of the fields, the only value, or a
    /// list of the values.
    fn variant(&mut self, name: String, depth: usize) -> Result<Value, ParseValueError> {
        if depth + 2 > MAX_DEPTH {
            return self.fail("fewer lists and maps inside one another");
        }
        self.at += name.len() + 1;
        let mut fields = Dict::new();
        let mut items = Vec::new();
        while !self.eat(')') {
            let start = self.at;
            match self.name_before('=') {
                Some(field) => {
                    self.at += field.len() + 1;
                    let value = self.value(depth + 2)?;
                    if fields.insert(field, value).is_some() {
                        self.at = start;
                        return self.fail("each field once");
                    }
                }
                None => items.push(self.value(depth + 2)?),
            }
            if !fields.is_empty() && !items.is_empty() {
                self.at = start;
                return self.fail("all fields with their names, or none");
            }
            if !self.eat(',') {
                if self.eat(')') {
                    break;
                }
                return self.fail("`,` or `)`");
            }
        }
        let content = match items.len() {
            0 => Value::Map(fields),
            1 => items.remove(0),
            _ => items.into(),
        };
        Ok(Value::Map(Dict::from([(name, content)])))
    }

    /// Reads a constant or a number, which ends before white space, a comma, a colon, a bracket or
    /// a quote.
    fn word(&mut self) -> Result<Value, ParseValueError> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || ",:]}[{()'\"".contains(c));
        let word = &rest[..end.unwrap_or(rest.len())];
        let value = match word {
            "None" | "none" | "null" => Value::None,
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            word if is_whole(word) => {
                let number = word.parse().map(Value::Int).ok();
                match number.or_else(|| word.parse::<u64>().map(Value::from).ok()) {
                    Some(number) => number,
                    None => return self.fail("a whole number of 64 bits"),
                }
            }
            word => match word.parse::<f64>() {
                Ok(number)
                    if number.is_infinite() && word.contains(|c: char| c.is_ascii_digit()) =>
                {
                    return self.fail("a number that an f64 holds");
                }
                Ok(number) => Value::Float(number),
                Err(_) => return self.fail("a value; text must be quoted"),
            },
        };
        self.at += word.len();
        Ok(value)
    }

    /// Reads text in single or double quotes. Calls `each` with every character, decoded, and
    /// whether it was escaped. Fails at the character for which `each` returns `None`.
    fn quoted(
        &mut self,
        mut each: impl FnMut(char, bool) -> Option<()>,
    ) -> Result<(), ParseValueError> {
        let quote = self.rest().chars().next().unwrap_or('\'');
        self.at += 1;
        loop {
            let Some(c) = self.rest().chars().next() else {
                return self.fail("the closing quote");
            };
            let start = self.at;
            self.at += c.len_utf8();
            let (c, escaped) = match c {
                c if c == quote => return Ok(()),
                '\\' => (self.escape()?, true),
                c => (c, false),
            };
            if each(c, escaped).is_none() {
                self.at = start;
                return self.fail("a byte");
            }
        }
    }

    fn string(&mut self) -> Result<String, ParseValueError> {
        let mut text = String::new();
        self.quoted(|c, _| {
            text.push(c);
            Some(())
        })?;
        Ok(text)
    }

    fn bytes(&mut self) -> Result<Value, ParseValueError> {
        let mut bytes: Vec<u8> = Vec::new();
        self.at += 1;
        self.quoted(|c, escaped| {
            let byte = u8::try_from(u32::from(c)).ok().filter(|_| escaped || c.is_ascii())?;
            bytes.push(byte);
            Some(())
        })?;
        Ok(Value::Bytes(bytes.into()))
    }

    /// Reads the part of an escape after the backslash.
    fn escape(&mut self) -> Result<char, ParseValueError> {
        let Some(c) = self.rest().chars().next() else {
            return self.fail("what the backslash escapes");
        };
        self.at += c.len_utf8();
        Ok(match c {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' | '\'' | '"' => c,
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'U' => self.code(8)?,
            _ => {
                self.at -= c.len_utf8();
                return self.fail("an escape: \\n, \\r, \\t, \\\\, a quote, \\x, \\u or \\U");
            }
        })
    }

    /// Reads the code of a character, of so many hexadecimal digits.
    fn code(&mut self, digits: usize) -> Result<char, ParseValueError> {
        let code =
            self.rest().get(..digits).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                self.at += digits;
                Ok(c)
            }
            None => self.fail("the code of a character, in hexadecimal digits"),
        }
    }
}

/// Whether the word consists of decimal digits, with or without a sign.
fn is_whole(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
