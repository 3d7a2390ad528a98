//! The text of a path: parsing it, and printing it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use crate::reflect::step::{Step, needs_quotes};

/// Parses a path into its steps. The error says what was expected where the text is not a valid
/// path.
pub(crate) fn parse(text: &str) -> Result<Vec<Step>, &'static str> {
    let mut steps = Vec::new();
    let mut rest = text;
    if !rest.starts_with('[') {
        rest = name(rest, &mut steps)?;
    }
    while !rest.is_empty() {
        rest = if let Some(after) = rest.strip_prefix('.') {
            name(after, &mut steps)?
        } else if let Some(inside) = rest.strip_prefix('[') {
            in_brackets(inside, &mut steps)?
        } else {
            return Err("a dot between the steps");
        };
    }
    Ok(steps)
}

/// Takes a name off the text, and returns the rest.
fn name<'a>(text: &'a str, steps: &mut Vec<Step>) -> Result<&'a str, &'static str> {
    let (name, rest) = text.split_at(text.find(['.', '[', ']']).unwrap_or(text.len()));
    if name.is_empty() {
        return Err("a name");
    }
    steps.push(Step::from(name));
    Ok(rest)
}

/// Takes an index or a quoted name and the closing bracket off the text, and returns the rest.
fn in_brackets<'a>(text: &'a str, steps: &mut Vec<Step>) -> Result<&'a str, &'static str> {
    if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        let (name, rest) = quoted(&text[1..], quote)?;
        steps.push(Step::from(name));
        return rest.strip_prefix(']').ok_or("a closing bracket");
    }
    let (index, rest) = text.split_once(']').ok_or("a closing bracket")?;
    let digits = Some(index).filter(|index| index.bytes().all(|b| b.is_ascii_digit()));
    let index = digits.and_then(|index| index.parse::<usize>().ok());
    steps
        .push(Step::from(index.ok_or("a number in the brackets, from 0 on, or a name in quotes")?));
    Ok(rest)
}

/// Returns the name up to the closing quote, and the text after it.
fn quoted(text: &str, quote: char) -> Result<(String, &str), &'static str> {
    let mut name = String::new();
    let mut rest = text.chars();
    loop {
        match rest.next().ok_or("a closing quote")? {
            end if end == quote => return Ok((name, rest.as_str())),
            '\\' => name.push(escaped(&mut rest).ok_or(
                r#"one of the escapes \", \', \\, \n, \r, \t and \u{…}, with a number in base 16"#,
            )?),
            other => name.push(other),
        }
    }
}

/// Takes an escape, after its backslash, off the text.
fn escaped(rest: &mut core::str::Chars<'_>) -> Option<char> {
    Some(match rest.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let (digits, after) = rest.as_str().strip_prefix('{')?.split_once('}')?;
            let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            *rest = after.chars();
            let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
            char::from_u32(number)?
        }
        it @ ('"' | '\'' | '\\') => it,
        _ => return None,
    })
}

/// Prints steps in the syntax that [`parse`] reads.
pub(crate) fn write_steps(f: &mut fmt::Formatter<'_>, steps: &[Step]) -> fmt::Result {
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Name(name) if needs_quotes(name) => write_quoted(f, name)?,
            Step::Name(name) => write!(f, "{}{name}", if at == 0 { "" } else { "." })?,
            Step::Index(index) => write!(f, "[{index}]")?,
        }
    }
    Ok(())
}

fn write_quoted(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    f.write_str("[\"")?;
    for c in name.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            _ if c.is_control() => write!(f, "{}", c.escape_default())?,
            _ => f.write_char(c)?,
        }
    }
    f.write_str("\"]")
}
