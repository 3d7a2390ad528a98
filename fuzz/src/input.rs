//! The bytes of an input, as what operations need. Where the bytes end, everything is zero.

use slotted::prelude::*;

pub(super) struct Input<'a> {
    bytes: &'a [u8],
}

/// Names of the objects in the world, and some that are near them.
const NAMES: &[&str] = &[
    "flag",
    "small",
    "wide",
    "ratio",
    "text",
    "maybe",
    "list",
    "map",
    "inner",
    "many",
    "shape",
    "any",
    "percent",
    "fixed",
    "name",
    "level",
    "radius",
    "x",
    "y",
    "Circle",
    "Rect",
    "Nothing",
    "own",
    "checked",
    "entry",
    "smal",
    "Text",
    "",
    "é",
    "a name of more than sixteen bytes",
];

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Input { bytes }
    }

    /// Returns the number of the next operation, if there is one.
    pub(super) fn operation(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.operation().unwrap_or(0)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    fn eight(&mut self) -> [u8; 8] {
        std::array::from_fn(|_| self.byte())
    }

    /// Returns a number: a small one, one at the edge of a type, or any.
    pub(super) fn number(&mut self) -> i64 {
        const EDGES: [i64; 12] =
            [0, 1, -1, 127, 128, 255, 256, 65_536, 1 << 32, 1 << 53, i64::MAX, i64::MIN];
        match self.byte() {
            byte @ 0..=127 => i64::from(byte) - 16,
            byte @ 128..=199 => EDGES[usize::from(byte) % EDGES.len()],
            _ => i64::from_le_bytes(self.eight()),
        }
    }

    /// Returns a float that equals itself.
    pub(super) fn float(&mut self) -> f64 {
        let float = match self.byte() {
            byte @ 0..=127 => f64::from(byte) / 4.0 - 8.0,
            128 => f64::INFINITY,
            129 => f64::MAX,
            130 => f64::MIN_POSITIVE,
            131 => 5e-324,
            _ => f64::from_le_bytes(self.eight()),
        };
        if float.is_nan() { 0.5 } else { float }
    }

    /// Returns a text: a known name, or any.
    pub(super) fn text(&mut self) -> String {
        match self.byte() {
            byte @ 0..=199 => NAMES[usize::from(byte) % NAMES.len()].to_owned(),
            byte => {
                let len = usize::from(byte - 200).min(self.bytes.len());
                let (text, rest) = self.bytes.split_at(len);
                self.bytes = rest;
                String::from_utf8_lossy(text).into_owned()
            }
        }
    }

    /// Returns all that is left.
    pub(super) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.bytes)
    }

    /// Returns the text of a path, which may be none.
    pub(super) fn path(&mut self) -> String {
        let mut path = self.text();
        for _ in 0..self.below(4) {
            match self.byte() % 4 {
                0 => path.push_str(&format!("[{}]", self.below(4))),
                1 => path.push_str(&format!("[{:?}]", self.text())),
                _ => {
                    path.push('.');
                    path.push_str(&self.text());
                }
            }
        }
        path
    }

    pub(super) fn value(&mut self) -> Value {
        self.value_of(3)
    }

    fn value_of(&mut self, levels: usize) -> Value {
        match self.byte() % if levels == 0 { 6 } else { 8 } {
            0 => Value::None,
            1 => Value::Bool(self.byte() % 2 == 1),
            2 => Value::Int(self.number()),
            3 => Value::Float(self.float()),
            4 => Value::from(self.text()),
            5 => Value::from(self.text().into_bytes()),
            6 => {
                let len = self.below(4);
                Value::List((0..len).map(|_| self.value_of(levels - 1)).collect())
            }
            _ => {
                let len = self.below(4);
                let entries = (0..len).map(|_| (self.text(), self.value_of(levels - 1)));
                Value::Map(entries.collect())
            }
        }
    }

    pub(super) fn attrs(&mut self) -> Vec<(String, Value)> {
        let len = self.below(6);
        (0..len).map(|_| (self.text(), self.value())).collect()
    }
}
