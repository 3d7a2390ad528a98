//! Random documents near valid ones.

use crate::compare::{Counts, Finding, What, compare_text};
use crate::structs;

/// Changes texts at random, the same way in each run.
pub(crate) struct Mutator {
    state: u64,
}

const PIECES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "255",
    "256",
    "65536",
    "1.5",
    "1e400",
    "-0",
    "\"\"",
    "\"a\"",
    "\"left\"",
    "\"Nothing\"",
    "\"type\"",
    "[]",
    "{}",
    "[1]",
    "{\"a\":1}",
    ",",
    ":",
    "[",
    "]",
    "{",
    "}",
    " ",
    "\"x\":1",
    "\"1:2\"",
    "\"::1\"",
    "9223372036854775808",
    "\\u0041",
    "\"",
];

impl Mutator {
    pub(crate) fn new(seed: u64) -> Self {
        Mutator { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    /// Returns a number below `end` (xorshift64*).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let high = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        high as usize % end.max(1)
    }

    fn piece(&mut self) -> &'static str {
        PIECES[self.below(PIECES.len())]
    }

    /// Changes one to three things in a JSON text.
    pub(crate) fn mutate(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.below(3) {
            let tokens = tokens(&text);
            if tokens.is_empty() {
                return text;
            }
            let (start, end) = tokens[self.below(tokens.len())];
            let (other_start, other_end) = tokens[self.below(tokens.len())];
            match self.below(7) {
                0 | 1 => text.replace_range(start..end, self.piece()),
                2 => text.replace_range(start..end, ""),
                3 => text.insert_str(start, self.piece()),
                // A copy of another token, or of a range of tokens: an entry that stands twice.
                4 => {
                    let copy = text[other_start..other_end].to_owned();
                    text.replace_range(start..end, &copy);
                }
                5 => {
                    let (from, to) = (start.min(other_start), end.max(other_end));
                    let copy = text[from..to].to_owned();
                    text.insert_str(to, &copy);
                }
                _ => {
                    let at = start + self.below(end - start);
                    if text.is_char_boundary(at) {
                        let c = ['0', '9', 'e', '.', '-', 'a', 'L', '"', ' '][self.below(9)];
                        text.insert(at, c);
                    }
                }
            }
        }
        text
    }
}

/// Returns where the tokens of a text that is JSON, or nearly so, start and end.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        if bytes[start] == b'"' {
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            at = (at + 1).min(bytes.len());
        } else if !b",:[]{}".contains(&bytes[start]) {
            while at < bytes.len() && !b",:[]{}\"".contains(&bytes[at]) {
                at += 1;
            }
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
        tokens.push((start, at));
    }
    tokens
}

/// The slots of the struct `of_everything`, each with texts of values: `#` is a whole number, `%`
/// any number, `~` a text.
const SLOTS: &[(&str, &[&str])] = &[
    ("whole", &["#"]),
    ("small", &["#", "7"]),
    ("big", &["#", "18446744073709551615", "12"]),
    ("float", &["%"]),
    ("single", &["%", "#"]),
    ("flag", &["true", "false"]),
    ("letter", &["\"x\"", "\"é\""]),
    ("text", &["~"]),
    ("maybe", &["null", "#"]),
    ("list", &["[]", "[#]", "[#,#,#]"]),
    ("texts", &["[]", "[~,null,~]"]),
    ("pair", &["[1,~]", "[#,~]"]),
    ("triple", &["[#,#,#]"]),
    ("set", &["[]", "[5,3,5]", "[#,#]"]),
    ("map", &["{}", "{~:null,\"b\":#}", "{\"a\":1}"]),
    ("by-number", &["{}", "{\"#\":true}", "{\"1\":false,\"-2\":true}"]),
    ("by-side", &["{}", "{\"left\":[#],\"far-right\":[]}"]),
    ("time", &["{\"secs\":5,\"nanos\":#}", "{\"nanos\":0,\"secs\":1}", "[1,2]"]),
    ("address", &["\"127.0.0.1\"", "\"::1\""]),
    ("side", &["\"left\"", "\"west\"", "\"None\""]),
    (
        "shape",
        &[
            "\"Nothing\"",
            "{\"Pair\":[1,#]}",
            "{\"Circle\":{\"radius\":%}}",
            "{\"Group\":[\"Nothing\"]}",
        ],
    ),
    ("tagged", &["{\"type\":\"none_of_these\"}", "{\"one\":1,\"type\":\"many\",\"all\":[]}"]),
    (
        "adjacent",
        &["{\"t\":\"NOTHING\"}", "{\"c\":[1,#],\"t\":\"PAIR\"}", "{\"t\":\"TEXT\",\"c\":~}"],
    ),
    ("held", &["{\"count\":1,\"name\":~}", "{\"name\":~,\"maybe\":#,\"count\":5}"]),
    ("maybe-held", &["null", "{\"count\":1,\"name\":~,\"maybe\":null}"]),
    ("metres", &["%"]),
    ("both", &["[1,~,#]", "[1,~,null]"]),
    ("generic", &["{\"item\":null,\"rest\":[1,null]}"]),
    ("spot", &["\"1:2\"", "\"#:3\""]),
    ("felt", &["null", "#"]),
    ("optional-shape", &["null", "\"Nothing\""]),
    ("count", &["#"]),
    ("other-name", &["~"]),
];

/// Returns a document that is valid, but for numbers and texts that do not fit.
fn document(random: &mut Mutator) -> String {
    let mut entries: Vec<String> = Vec::new();
    for (name, values) in SLOTS {
        let optional =
            matches!(*name, "maybe" | "maybe-held" | "felt" | "optional-shape" | "count");
        if optional && random.below(3) == 0 {
            continue;
        }
        let mut value = String::new();
        for c in values[random.below(values.len())].chars() {
            match c {
                '#' if random.below(80) > 0 => value += &random.below(100).to_string(),
                '#' => {
                    value += ["-1", "300", "-40000", "70000", "1.5", "5000000000"][random.below(6)]
                }
                '%' if random.below(40) > 0 => {
                    value += ["0.5", "-1e3", "7", "12.25"][random.below(4)]
                }
                '%' => {
                    value += ["1e-300", "1e39", "123456789", "9007199254740993"][random.below(4)]
                }
                '~' => {
                    value +=
                        ["\"\"", "\"a\"", "\"é\\n\"", "\"\\u0041\"", "\"None\""][random.below(5)]
                }
                c => value.push(c),
            }
        }
        let name = if *name == "other-name" && random.below(2) == 0 { "alias" } else { name };
        let at = if random.below(4) == 0 { random.below(entries.len() + 1) } else { entries.len() };
        entries.insert(at, format!("\"{name}\":{value}"));
    }
    format!("{{{}}}", entries.join(","))
}

/// Compares ours with serde's derive on that many documents, of which some are changed.
pub(crate) fn compare(number: usize, seed: u64) -> Counts {
    let row = structs::STRUCTS.iter().find(|row| row.name == "of_everything").unwrap();
    let mut random = Mutator::new(seed);
    let (mut counts, mut findings) = (Counts::default(), Vec::new());
    for _ in 0..number {
        let valid = document(&mut random);
        let text = if random.below(2) == 0 { valid } else { random.mutate(&valid) };
        compare_text(row, &text, &mut findings, &mut counts);
    }
    let taken_or_refused = |finding: &&Finding| !matches!(finding.what, What::OtherBytes(..));
    let differ = findings.iter().filter(taken_or_refused).count();
    println!("{number} documents, {counts:?}; {differ} differ on purpose");
    crate::assert_on_purpose(&findings);
    counts
}
