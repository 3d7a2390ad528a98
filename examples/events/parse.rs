//! The parser of rules, whose grammar is:
//!
//! ```text
//! rule  = every { "or" every }
//! every = part { "and" part }
//! part  = "(" rule ")" | NAME OPERATOR VALUE
//! ```

use crate::fault::{Fault, quoted};
use crate::rule::{Exact, Literal, Operator, Rule, Subject};

/// How deeply parentheses may nest. Deeper ones are refused before they exhaust the stack.
const DEEPEST: usize = 64;

/// The operators, the longer ones first, since `<=` begins with `<`.
const OPERATORS: [(&str, Operator); 6] = [
    ("==", Operator::Equal),
    ("!=", Operator::Unequal),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

const VALUES: &str = "a number, a text in double quotes, true, false or null";

/// Parses a rule. An error names the character at which parsing failed.
pub(crate) fn parse(text: &str) -> Result<Rule, Fault> {
    let mut parser = Parser { text, at: 0 };
    let rule = parser.rule(0)?;
    parser.space();
    if parser.at < text.len() { parser.expected("'and', 'or' or the end") } else { Ok(rule) }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rule(&mut self, depth: usize) -> Result<Rule, Fault> {
        let mut rules = vec![self.every(depth)?];
        while self.word("or") {
            rules.push(self.every(depth)?);
        }
        Ok(one_or(rules, Rule::Any))
    }

    fn every(&mut self, depth: usize) -> Result<Rule, Fault> {
        let mut rules = vec![self.part(depth)?];
        while self.word("and") {
            rules.push(self.part(depth)?);
        }
        Ok(one_or(rules, Rule::All))
    }

    fn part(&mut self, depth: usize) -> Result<Rule, Fault> {
        self.space();
        if !self.sign("(") {
            return self.term();
        }
        if depth == DEEPEST {
            return self.fault(format!("more than {DEEPEST} parentheses in one another"));
        }
        let rule = self.rule(depth + 1)?;
        self.space();
        if self.sign(")") { Ok(rule) } else { self.expected("'and', 'or' or ')'") }
    }

    fn term(&mut self) -> Result<Rule, Fault> {
        let name = self.name();
        if name.is_empty() || matches!(name, "and" | "or" | "true" | "false" | "null") {
            return self.expected("a name or '('");
        }
        self.at += name.len();
        self.space();
        let Some((_, operator)) = OPERATORS.into_iter().find(|(sign, _)| self.sign(sign)) else {
            return self.expected("one of ==, !=, <, <=, >, >=");
        };
        self.space();
        let start = self.at;
        let literal = self.literal()?;
        let subject = Subject::resolve(name);
        let kind = match literal {
            Literal::Null => None,
            Literal::Bool(_) => Some("a bool"),
            Literal::Number(_) => Some("a number"),
            Literal::Text(_) => Some("a text"),
        };
        let has_order = matches!(literal, Literal::Number(_) | Literal::Text(_));
        let fault = match (subject.kind(), kind) {
            _ if operator.is_of_order() && !has_order => {
                "true, false and null are compared with == and != only".to_owned()
            }
            (Some(expected), Some(kind)) if expected != kind => {
                format!("'{name}' is compared with {expected}, and this is {kind}")
            }
            _ => return Ok(Rule::Term(subject, operator, literal)),
        };
        self.at = start;
        self.fault(fault)
    }

    fn literal(&mut self) -> Result<Literal, Fault> {
        let rest = self.rest();
        if rest.starts_with('"') {
            return self.text();
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
        let word = &rest[..end.unwrap_or(rest.len())];
        let literal = match word {
            "null" => Literal::Null,
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            _ => match number(word) {
                Some(number) => Literal::Number(number),
                None => return self.expected(VALUES),
            },
        };
        self.at += word.len();
        Ok(literal)
    }

    /// Parses a text, which is written as in JSON.
    fn text(&mut self) -> Result<Literal, Fault> {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| {
            let is_end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            is_end
        });
        let Some(end) = end else {
            return self.fault("no second quote ends this text");
        };
        let Ok(text) = serde_json::from_str(&rest[..end + 2]) else {
            return self.fault("this text is not written as in JSON");
        };
        self.at += end + 2;
        Ok(Literal::Text(text))
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Returns the name or word that comes next, or an empty text. A key may contain `-` and `.`,
    /// but not start with one.
    fn name(&self) -> &'a str {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return "";
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.'));
        &rest[..end.unwrap_or(rest.len())]
    }

    /// Consumes `word` if it comes next, and returns whether it did.
    fn word(&mut self, word: &str) -> bool {
        self.space();
        self.name() == word && self.sign(word)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn expected<T>(&self, what: &str) -> Result<T, Fault> {
        let rest = self.rest();
        let found = match rest.split_whitespace().next() {
            Some(word) => quoted(word),
            None => "the end".to_owned(),
        };
        self.fault(format!("expected {what}, found {found}"))
    }

    fn fault<T>(&self, what: impl std::fmt::Display) -> Result<T, Fault> {
        let character = self.text[..self.at].chars().count() + 1;
        Err(Fault::of(format!("--where, at character {character}: {what}")))
    }
}

fn one_or(mut rules: Vec<Rule>, all: fn(Vec<Rule>) -> Rule) -> Rule {
    if rules.len() == 1 { rules.remove(0) } else { all(rules) }
}

fn number(word: &str) -> Option<Exact> {
    // `f64` would parse `inf` and `nan`, which are not numbers here.
    if !word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let whole = word.parse().map(Exact::Whole).ok();
    let real = || word.parse().ok().filter(|real: &f64| real.is_finite()).map(Exact::Real);
    whole.or_else(real)
}
