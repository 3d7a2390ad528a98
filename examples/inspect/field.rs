//! A line of text that is edited.

/// A text with a cursor in it.
#[derive(Default)]
pub(crate) struct Field {
    text: String,
    /// Where the cursor stands, in bytes.
    cursor: usize,
}

impl Field {
    /// Makes a field with this text, and the cursor behind it.
    pub(crate) fn new(text: String) -> Self {
        Field { cursor: text.len(), text }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text before the cursor, and the rest.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    pub(crate) fn insert(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    /// Takes away the character before the cursor.
    pub(crate) fn backspace(&mut self) {
        let before = self.cursor;
        self.left();
        self.text.drain(self.cursor..before);
    }

    /// Takes away the character behind the cursor.
    pub(crate) fn delete(&mut self) {
        let here = self.cursor;
        self.right();
        self.text.drain(here..self.cursor);
        self.cursor = here;
    }

    pub(crate) fn clear(&mut self) {
        *self = Field::default();
    }

    pub(crate) fn left(&mut self) {
        self.cursor -= self.parts().0.chars().next_back().map_or(0, char::len_utf8);
    }

    pub(crate) fn right(&mut self) {
        self.cursor += self.parts().1.chars().next().map_or(0, char::len_utf8);
    }

    pub(crate) fn start(&mut self) {
        self.cursor = 0;
    }

    pub(crate) fn end(&mut self) {
        self.cursor = self.text.len();
    }
}
