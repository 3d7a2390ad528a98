//! Reads and writes through both types, and finds where they differ.

use std::fmt::{self, Debug};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::documents::Mutator;
use crate::inputs;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Toml,
    MessagePack,
    /// MessagePack in which structs are maps.
    NamedMessagePack,
    Postcard,
}

pub(crate) const FORMATS: [Format; 5] =
    [Format::Json, Format::Toml, Format::MessagePack, Format::NamedMessagePack, Format::Postcard];

/// A value that was read: what it prints, and what it is in each format that can hold it.
pub(crate) struct Taken {
    pub(crate) shown: String,
    pub(crate) written: [Option<Vec<u8>>; 5],
}

/// Reads a value of one type. An error is its message.
pub(crate) type Read = fn(Format, &[u8]) -> Result<Taken, String>;

pub(crate) fn read<T: Serialize + DeserializeOwned + Debug>(
    format: Format,
    data: &[u8],
) -> Result<Taken, String> {
    let value: T = match format {
        Format::Json => serde_json::from_slice(data).map_err(|error| error.to_string()),
        Format::Toml => {
            let text = str::from_utf8(data).map_err(|error| error.to_string())?;
            toml::from_str(text).map_err(|error| error.to_string())
        }
        Format::MessagePack | Format::NamedMessagePack => {
            rmp_serde::from_slice(data).map_err(|error| error.to_string())
        }
        Format::Postcard => postcard::from_bytes(data).map_err(|error| error.to_string()),
    }?;
    let written = FORMATS.map(|format| match format {
        Format::Json => serde_json::to_vec(&value).ok(),
        Format::Toml => toml::to_string(&value).ok().map(String::into_bytes),
        Format::MessagePack => rmp_serde::to_vec(&value).ok(),
        Format::NamedMessagePack => rmp_serde::to_vec_named(&value).ok(),
        Format::Postcard => postcard::to_allocvec(&value).ok(),
    });
    Ok(Taken { shown: format!("{value:?}"), written })
}

/// How values of a row are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they are.
    Exact,
    /// Their items are in any order.
    Any,
    /// The same, and the two types print in different ways.
    OtherNames,
}

/// A pair of types, ours and serde's.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) ours: Read,
    pub(crate) theirs: Read,
    pub(crate) order: Order,
    /// Whether the struct has the one slot `x`, and `inputs` are values of it; otherwise they are
    /// whole documents.
    pub(crate) one_slot: bool,
    pub(crate) inputs: &'static [&'static str],
}

/// How the two types differ on an input.
pub(crate) enum What {
    OursRefuses(String),
    OnlyOursTakes(String),
    OtherValue(String, String),
    OtherBytes(Vec<u8>, Vec<u8>),
}

impl What {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            What::OursRefuses(_) => "ours refuses",
            What::OnlyOursTakes(_) => "only ours takes",
            What::OtherValue(..) => "another value",
            What::OtherBytes(..) => "other bytes",
        }
    }
}

pub(crate) struct Finding {
    pub(crate) row: &'static str,
    pub(crate) format: Format,
    pub(crate) input: String,
    pub(crate) what: What,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.input)?;
        match &self.what {
            What::OursRefuses(error) => f.write_str(error),
            What::OnlyOursTakes(shown) => f.write_str(shown),
            What::OtherValue(ours, theirs) => write!(f, "{ours}, serde {theirs}"),
            What::OtherBytes(ours, theirs) => write!(f, "{ours:02x?}, serde {theirs:02x?}"),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) taken: usize,
    pub(crate) refused: usize,
}

impl Row {
    /// Compares the two types on all inputs of the row, and adds what differs.
    pub(crate) fn compare(&self, findings: &mut Vec<Finding>) -> Counts {
        let mut run = Run { row: self, findings, counts: Counts::default(), written: Vec::new() };
        let mut texts: Vec<String> = if self.one_slot {
            let values = inputs::VALUES.iter().chain(self.inputs);
            let whole = |value: &&str| format!("{{\"x\":{value}}}");
            let mut texts: Vec<String> = values.map(whole).collect();
            for value in self.inputs {
                texts.push(format!("{{\"x\":{value},\"x\":{value}}}"));
                texts.push(format!("{{\"x\":{value},\"y\":{value}}}"));
                texts.push(format!("[{value}]"));
                texts.push(format!("[{value},{value}]"));
            }
            texts
        } else {
            self.inputs.iter().map(|text| (*text).to_owned()).collect()
        };
        texts.extend(inputs::WHOLE.iter().map(|text| (*text).to_owned()));
        let mut mutator = Mutator::new(7);
        for _ in 0..inputs::MUTANTS {
            for text in self.inputs {
                let text =
                    if self.one_slot { format!("{{\"x\":{text}}}") } else { (*text).to_owned() };
                texts.push(mutator.mutate(&text));
            }
        }
        for text in &texts {
            run.one(Format::Json, text.as_bytes());
            let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { continue };
            run.one(Format::NamedMessagePack, &rmp_serde::to_vec(&value).unwrap());
            if let Ok(text) = toml::to_string(&value) {
                run.one(Format::Toml, text.as_bytes());
            }
        }
        run.written();
        run.counts
    }
}

/// Compares what the two types of a row make of one JSON text.
pub(crate) fn compare_text(
    row: &Row,
    text: &str,
    findings: &mut Vec<Finding>,
    counts: &mut Counts,
) {
    let mut run = Run { row, findings, counts: Counts::default(), written: Vec::new() };
    run.one(Format::Json, text.as_bytes());
    let written = run.written.iter().find(|(format, _)| *format == Format::NamedMessagePack);
    if let Some((format, data)) = written.cloned() {
        run.one(format, &data);
    }
    counts.taken += run.counts.taken.min(1);
    counts.refused += run.counts.refused.min(1);
}

struct Run<'a> {
    row: &'a Row,
    findings: &'a mut Vec<Finding>,
    counts: Counts,
    /// What values were written as, each once.
    written: Vec<(Format, Vec<u8>)>,
}

impl Run<'_> {
    fn find(&mut self, format: Format, data: &[u8], what: What) {
        let input = match (format, str::from_utf8(data)) {
            (Format::Json | Format::Toml, Ok(text)) => text.to_owned(),
            _ => format!("{data:02x?}"),
        };
        self.findings.push(Finding { row: self.row.name, format, input, what });
    }

    /// Compares what both make of the data, and keeps what the value is written as.
    fn one(&mut self, format: Format, data: &[u8]) {
        match ((self.row.ours)(format, data), (self.row.theirs)(format, data)) {
            (Err(_), Err(_)) => self.counts.refused += 1,
            (Err(error), Ok(_)) => self.find(format, data, What::OursRefuses(error)),
            (Ok(taken), Err(_)) => self.find(format, data, What::OnlyOursTakes(taken.shown)),
            (Ok(ours), Ok(theirs)) => {
                if !same_text(self.row.order, &ours.shown, &theirs.shown) {
                    let what = What::OtherValue(ours.shown, theirs.shown);
                    return self.find(format, data, what);
                }
                self.counts.taken += 1;
                let pairs = ours.written.into_iter().zip(theirs.written);
                for (into, (ours, theirs)) in FORMATS.into_iter().zip(pairs) {
                    if same_bytes(self.row.order, ours.as_deref(), theirs.as_deref()) {
                        self.keep(into, ours);
                    } else {
                        let bytes = |bytes: &Option<Vec<u8>>| bytes.clone().unwrap_or_default();
                        let what = What::OtherBytes(bytes(&ours), bytes(&theirs));
                        self.find(into, data, what);
                        self.keep(into, ours);
                        self.keep(into, theirs);
                    }
                }
            }
        }
    }

    fn keep(&mut self, format: Format, data: Option<Vec<u8>>) {
        if let Some(data) = data
            && self.written.len() < inputs::WRITTEN
            && !self.written.iter().any(|(known, other)| *known == format && *other == data)
        {
            self.written.push((format, data));
        }
    }

    /// Reads what was written, and in the formats that are no text, what is near it.
    fn written(&mut self) {
        for (format, data) in std::mem::take(&mut self.written) {
            self.one(format, &data);
            if matches!(format, Format::Json | Format::Toml) {
                continue;
            }
            for end in 0..data.len().min(inputs::BYTES) {
                self.one(format, &data[..end]);
                for byte in [0, 1, 2, 0x7f, 0x80, 0xc0, 0xff, data[end] ^ 1, data[end] ^ 0x10] {
                    let mut changed = data.clone();
                    changed[end] = byte;
                    self.one(format, &changed);
                }
            }
        }
    }
}

fn same_text(order: Order, ours: &str, theirs: &str) -> bool {
    match order {
        Order::Exact => ours == theirs,
        Order::Any => same_bytes(order, Some(ours.as_bytes()), Some(theirs.as_bytes())),
        Order::OtherNames => true,
    }
}

fn same_bytes(order: Order, ours: Option<&[u8]>, theirs: Option<&[u8]>) -> bool {
    let sorted = |bytes: Option<&[u8]>| {
        let mut bytes = bytes?.to_vec();
        bytes.sort_unstable();
        Some(bytes)
    };
    if order == Order::Exact { ours == theirs } else { sorted(ours) == sorted(theirs) }
}
