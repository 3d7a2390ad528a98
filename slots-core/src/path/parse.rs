//! Parsing a path.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::reflect::step::Step;

/// Parses a path into its steps. The error says what was expected where the text is not a valid
/// path.
pub(crate) fn parse(text: &str) -> Result<Box<[Step]>, &'static str> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[', ']']).unwrap_or(rest.len());
        if end == 0 {
            return Err("a name");
        }
        steps.push(Step::Name(rest[..end].into()));
        rest = &rest[end..];
        while let Some(inside) = rest.strip_prefix('[') {
            let Some((index, after)) = inside.split_once(']') else {
                return Err("a closing bracket");
            };
            let digits = Some(index).filter(|index| index.bytes().all(|b| b.is_ascii_digit()));
            let index = digits.and_then(|index| index.parse().ok());
            let index = index.ok_or("a number in the brackets, from 0 on")?;
            steps.push(Step::Index(index));
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Ok(steps.into()),
            None => return Err("a dot between the steps"),
        }
    }
}
