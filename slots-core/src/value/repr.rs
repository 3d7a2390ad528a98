//! Prints values as Python's `repr` does.

use core::fmt::{self, Write};

/// Prints `'text'`; in double quotes if the text holds a single quote and no double quote.
pub(crate) fn string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    f.write_char(quote)?;
    for c in text.chars() {
        match c {
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c == quote => write!(f, "\\{c}")?,
            c if printable(c) => f.write_char(c)?,
            c if u32::from(c) < 0x100 => write!(f, "\\x{:02x}", u32::from(c))?,
            c if u32::from(c) < 0x1_0000 => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "\\U{:08x}", u32::from(c))?,
        }
    }
    f.write_char(quote)
}

/// Whether Python prints the character unescaped. Rust's `escape_debug` escapes the same classes:
/// control, format, unassigned, private, separators.
fn printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        // The soft hyphen: Python escapes it as a format character, `escape_debug` does not.
        '\u{ad}' => false,
        // Puts a letter in front, because `escape_debug` escapes a combining mark at the start.
        c => !alloc::format!("a{c}").escape_debug().skip(1).any(|c| c == '\\'),
    }
}

/// Prints `b'bytes'`; in double quotes if the bytes hold a single quote and no double quote.
pub(crate) fn bytes(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    write!(f, "b{}", char::from(quote))?;
    for &byte in bytes {
        match byte {
            b'\\' => f.write_str("\\\\")?,
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            byte if byte == quote => write!(f, "\\{}", char::from(byte))?,
            b' '..=b'~' => f.write_char(char::from(byte))?,
            byte => write!(f, "\\x{byte:02x}")?,
        }
    }
    f.write_char(char::from(quote))
}

/// Prints the shortest digits that read back as the same number, with an exponent if its absolute
/// value is below 1e-4, or 1e16 and above.
pub(crate) fn float(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    if value.is_nan() {
        return f.write_str("nan");
    }
    if value.is_infinite() {
        return f.write_str(if value > 0.0 { "inf" } else { "-inf" });
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = alloc::format!("{value:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(exponent) => ('-', exponent),
            None => ('+', exponent),
        };
        return write!(f, "{digits}e{sign}{exponent:0>2}");
    }
    write!(f, "{value:?}")
}

/// Prints the items between `open` and `close`, separated by `, `.
pub(crate) fn join<T>(
    f: &mut fmt::Formatter<'_>,
    open: &str,
    items: impl Iterator<Item = T>,
    close: &str,
    mut each: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, item) in items.enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        each(f, item)?;
    }
    f.write_str(close)
}
