//! What differs from serde's derive on purpose, with the reason and the row of `docs/spec.md`.

use crate::compare::{Finding, Format, What};

pub(crate) struct Difference {
    /// The rows that differ; all of them if it is empty.
    pub(crate) rows: &'static [&'static str],
    pub(crate) spec: &'static str,
    pub(crate) why: &'static str,
    is: fn(&Finding) -> bool,
}

impl Difference {
    pub(crate) fn covers(&self, finding: &Finding) -> bool {
        (self.rows.is_empty() || self.rows.contains(&finding.row)) && (self.is)(finding)
    }
}

/// Whether ours refuses the input with words that contain one of these.
fn refuses(finding: &Finding, words: &[&str]) -> bool {
    match &finding.what {
        What::OursRefuses(error) => words.iter().any(|words| error.contains(words)),
        _ => false,
    }
}

fn only_ours_takes(finding: &Finding) -> Option<&str> {
    match &finding.what {
        What::OnlyOursTakes(shown) => Some(shown),
        _ => None,
    }
}

fn is_message_pack(finding: &Finding) -> bool {
    matches!(finding.format, Format::MessagePack | Format::NamedMessagePack)
}

fn is_text(finding: &Finding) -> bool {
    matches!(finding.format, Format::Json | Format::Toml)
}

fn writes_otherwise(finding: &Finding) -> bool {
    matches!(finding.what, What::OtherBytes(..))
}

pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        rows: &[],
        spec: "8.17",
        why: "In a text format a struct is a map: a list says nothing of the names, so a slot that \
              moved would be read as another.",
        is: |finding| {
            is_text(finding)
                && refuses(finding, &["sequence, expected a map: the attributes", ", not list"])
        },
    },
    Difference {
        rows: &[],
        spec: "8.17",
        why: "A key is a name; serde takes the number of a field too, which no format here writes.",
        is: |finding| {
            is_message_pack(finding)
                && refuses(
                    finding,
                    &["expected the name of an attribute", "expected text as a key"],
                )
        },
    },
    Difference {
        rows: &["a_tagged_enum", "of_everything"],
        spec: "8.17",
        why: "The same beside a tag.",
        is: |finding| is_message_pack(finding) && refuses(finding, &["expected a string"]),
    },
    Difference {
        rows: &[],
        spec: "8.18",
        why: "A key that stands twice would hide an entry, so it is refused.",
        is: |finding| refuses(finding, &["stands there twice"]),
    },
    Difference {
        rows: &["a_hash_map_of_numbers", "a_map_of_bool", "a_map_of_enums"],
        spec: "8.18",
        why: "The same in postcard, whose errors have no words.",
        is: |finding| finding.format == Format::Postcard && refuses(finding, &["Serde"]),
    },
    Difference {
        rows: &[],
        spec: "7.4",
        why: "Nothing is lost silently: an integer must be exact in the float, and no number \
              becomes infinite.",
        is: |finding| {
            let floats = ["f32", "f64", "Option<f64>", "Cell<f32>", "Wrapping<f64>", "Metres"];
            floats.iter().any(|float| refuses(finding, &[&format!("is out of range for {float}")]))
        },
    },
    Difference {
        rows: &["an_i128", "a_u128"],
        spec: "7.2",
        why: "An integer of 128 bits is text, since most formats do not have it.",
        is: |_| true,
    },
    Difference {
        rows: &["bytes", "a_list_of_bytes", "a_generic_struct", "default_of_the_struct"],
        spec: "7.8",
        why: "A `Vec<u8>` is bytes, which take half the room in MessagePack; serde has a list.",
        is: |finding| is_message_pack(finding) && writes_otherwise(finding),
    },
    Difference {
        rows: &["a_duration", "maybe_a_duration", "a_list_of_durations", "of_everything"],
        spec: "7.15",
        why: "A file for people may say `1m 30s`.",
        is: |finding| is_text(finding) && only_ours_takes(finding).is_some(),
    },
    Difference {
        rows: &["an_adjacent_enum", "maybe_an_adjacent_enum", "of_everything"],
        spec: "7.22",
        why: "serde does not read back what it writes: in postcard nothing, in lists no variant \
              without fields or with names. Ours does.",
        is: |finding| !is_text(finding) && only_ours_takes(finding).is_some(),
    },
    Difference {
        rows: &["a_generic_newtype"],
        spec: "7.13",
        why: "A newtype is what it wraps: that of an `Option` may be left out as the `Option` may.",
        is: |finding| only_ours_takes(finding) == Some("Row { x: Wrapper(None) }"),
    },
    Difference {
        rows: &[],
        spec: "7.14",
        why: "A tuple or array has its number of items; serde passes over more of them in TOML.",
        is: |finding| finding.format == Format::Toml && refuses(finding, &["it must have"]),
    },
    Difference {
        rows: &["an_empty_array"],
        spec: "7.14",
        why: "The same, where the items that are too many have a type.",
        is: |finding| finding.format == Format::Toml && refuses(finding, &["must be u16"]),
    },
    Difference {
        rows: &[],
        spec: "7.19",
        why: "A number has one text as a key, so that no two keys mean one entry.",
        is: |finding| refuses(finding, &["as a key it is written"]),
    },
    Difference {
        rows: &["anything", "a_list_of_anything", "a_map_of_anything"],
        spec: "8.19",
        why: "A `Value` is no `serde_json::Value`: its `None` is that of an `Option`, so TOML leaves \
              it out, and its integers have a sign.",
        is: |finding| {
            matches!(finding.format, Format::Postcard | Format::Toml) && writes_otherwise(finding)
        },
    },
    Difference {
        rows: &["anything", "a_list_of_anything", "a_map_of_anything"],
        spec: "8.19",
        why: "A `Value` has bytes; MessagePack's text that is no UTF-8 is read as such.",
        is: |finding| only_ours_takes(finding).is_some_and(|shown| shown.contains("b'")),
    },
    Difference {
        rows: &["maybe_maybe", "maybe_boxed", "maybe_unit"],
        spec: "8.19",
        why: "An `Option` is read through a `Value`, which has one `None`: where the inside of an \
              `Option` is `None` itself, postcard alone could tell the two apart.",
        is: |finding| {
            let other = matches!(finding.what, What::OtherValue(..));
            finding.format == Format::Postcard && other
        },
    },
    Difference {
        rows: &["optional", "of_everything"],
        spec: "8.17",
        why: "Where slots stand in order, an unbound one has a place; with serde's \
              `skip_serializing_if`, the rest would be read as other slots.",
        is: |finding| !is_text(finding) && writes_otherwise(finding),
    },
    Difference {
        rows: &["optional", "of_everything"],
        spec: "8.23",
        why: "A list may end before optional slots, which are unbound then.",
        is: |finding| is_message_pack(finding) && only_ours_takes(finding).is_some(),
    },
];
