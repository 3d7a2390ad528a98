//! Edits of a text that may stand in one another.

use std::ops::Range;

/// What takes the place of `range`.
pub struct Edit {
    pub range: Range<usize>,
    /// Of two edits of one range, the outer one has the lower rank.
    pub rank: u8,
    pub pieces: Vec<Piece>,
    /// The mutants of which it holds some part.
    pub mutants: Vec<usize>,
}

pub enum Piece {
    Text(String),
    /// What one mutant alone brings.
    Mutant(usize, Vec<Piece>),
    /// The text there, with the edits in it.
    Source(Range<usize>),
}

/// A text with its edits made.
pub struct Edited {
    pub text: String,
    /// Where the parts of the mutants lie: whole edits, then what one mutant brings.
    pub parts: Vec<(Range<usize>, Vec<usize>)>,
}

/// Makes `edits` in `source`.
pub fn make(source: &str, mut edits: Vec<Edit>) -> Edited {
    // The outer ones first.
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end), edit.rank));
    let mut edited = Edited { text: String::new(), parts: Vec::new() };
    write(source, 0..source.len(), &edits, None, &mut edited);
    edited
}

/// Writes the source in `range` with those of `edits` that lie in it, but for `outer`.
fn write(
    source: &str,
    range: Range<usize>,
    edits: &[Edit],
    outer: Option<usize>,
    edited: &mut Edited,
) {
    let mut at = range.start;
    for (number, edit) in edits.iter().enumerate() {
        let inside = at <= edit.range.start && edit.range.end <= range.end;
        if !inside || outer.is_some_and(|outer| number <= outer) {
            continue;
        }
        edited.text.push_str(&source[at..edit.range.start]);
        let start = edited.text.len();
        write_pieces(source, &edit.pieces, edits, number, edited);
        edited.parts.push((start..edited.text.len(), edit.mutants.clone()));
        at = edit.range.end;
    }
    edited.text.push_str(&source[at..range.end]);
}

fn write_pieces(source: &str, pieces: &[Piece], edits: &[Edit], outer: usize, edited: &mut Edited) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => edited.text.push_str(text),
            Piece::Source(part) => write(source, part.clone(), edits, Some(outer), edited),
            Piece::Mutant(mutant, pieces) => {
                let start = edited.text.len();
                write_pieces(source, pieces, edits, outer, edited);
                edited.parts.push((start..edited.text.len(), vec![*mutant]));
            }
        }
    }
}
