//! The rows, the options and the batch that all operations work on.

use std::sync::LazyLock;

use arrow_array_59::RecordBatch;
use slots_arrow::arrow_59::{schema, to_record_batch};
use slots_arrow::{DictColumns, DictType, EnumType, Options, TextType};

use super::common::{Bits, Every, Random};
use super::input::Input;

/// The names of the columns, by default.
pub(super) static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| schema::<Every>().fields().iter().map(|it| it.name().clone()).collect());

/// The attributes in the `Dict` that [`Every::with_dict`] makes, with the types of their values.
pub(super) const DECLARED: [(&str, DictType); 5] = [
    ("x", DictType::Int),
    ("y", DictType::Float),
    ("flag", DictType::Bool),
    ("text", DictType::Text),
    ("more", DictType::Json),
];

/// More rows would make each operation slow.
pub(super) const MOST_ROWS: usize = 8;

thread_local! {
    /// The rows and the batch that every input starts with.
    static FIRST: (Vec<Every>, RecordBatch) = {
        let rows = seeded(1, 3);
        let batch = to_record_batch(&rows).expect("they fit");
        (rows, batch)
    };
}

pub(super) struct World {
    pub(super) rows: Vec<Every>,
    pub(super) options: Options,
    /// A batch that has been changed, or not yet.
    pub(super) batch: RecordBatch,
    /// Whether there were more rows than a block.
    pub(super) has_many: bool,
}

impl World {
    pub(super) fn new() -> World {
        let (rows, batch) = FIRST.with(Clone::clone);
        World { rows, options: Options::default(), batch, has_many: false }
    }
}

/// Makes the rows of a seed.
pub(super) fn seeded(seed: u8, n: usize) -> Vec<Every> {
    let mut random = Random(u64::from(seed));
    (0..n).map(|_| Every::with_dict(&mut random)).collect()
}

/// The bytes of the input as the bits of random values.
pub(super) struct Bytes<'i, 'b>(pub(super) &'i mut Input<'b>);

impl Bits for Bytes<'_, '_> {
    fn bits(&mut self) -> u64 {
        self.0.number() as u64
    }

    fn below(&mut self, n: u64) -> u64 {
        u64::from(self.0.byte()) % n
    }
}

/// Returns options, of which most are valid.
pub(super) fn options(input: &mut Input<'_>) -> Options {
    let text = [TextType::Utf8, TextType::LargeUtf8, TextType::Utf8View][input.below(3)];
    let enums = [EnumType::Text, EnumType::Dictionary, EnumType::Union][input.below(3)];
    let types = DECLARED.map(|(_, ty)| ty);
    let dict = match input.below(4) {
        0 => DictColumns::LeftOut,
        1 => DictColumns::Map,
        2 => DictColumns::Declared(DECLARED.map(|(name, ty)| (name.to_owned(), ty)).to_vec()),
        _ => {
            let names = DECLARED.iter().take(input.below(6));
            let any = names.map(|(name, _)| ((*name).to_owned(), types[input.below(5)]));
            DictColumns::Declared(any.collect())
        }
    };
    let dictionaries = (0..input.below(3)).map(|_| name(input)).collect();
    let columns = (input.below(4) == 1).then(|| (0..input.below(6)).map(|_| name(input)).collect());
    Options { text, enums, dict, dictionaries, columns, ..Options::default() }
}

/// Returns the name of a column, or another.
pub(super) fn name(input: &mut Input<'_>) -> String {
    let at = usize::from(input.byte());
    NAMES.get(at).cloned().unwrap_or_else(|| input.text())
}
