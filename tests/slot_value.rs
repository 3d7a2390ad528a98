//! `#[derive(SlotValue)]`: enums without data and newtypes as slots.

#![cfg(feature = "serde")]

use core::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use slotted::prelude::*;
use slotted::{Kind, SlotInfo};

/// The severity of an entry.
#[derive(SlotValue, Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq)]
#[slots(rename_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
enum Level {
    /// Everything.
    Trace,
    /// What one may
    /// wish to know.
    #[slots(alias = "warn", alias = "w")]
    #[serde(alias = "warn", alias = "w")]
    #[default]
    WarningOnly,
    #[slots(rename = "ERR")]
    #[serde(rename = "ERR")]
    Error,
    r#Try,
}
const LEVELS: [Level; 4] = [Level::Trace, Level::WarningOnly, Level::Error, Level::Try];

#[derive(SlotValue, Clone, Copy, Debug, PartialEq)]
#[slots(ignore_case, name = "Colour")]
enum Color {
    Red,
    Green,
    None,
}

#[derive(SlotValue, Serialize, Deserialize, Clone, Debug, PartialEq, Default)]
struct Meters(f64);

#[derive(SlotValue, Serialize, Deserialize, Clone, Debug, PartialEq, Default)]
struct Tags<T>(Vec<T>);

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = Percent::check)]
struct Percent(u8);

impl Percent {
    fn check(&self) -> Result<(), String> {
        if self.0 <= 100 { Ok(()) } else { Err(format!("{} is more than all", self.0)) }
    }
}

#[derive(Slots, Clone, Debug, Default, PartialEq)]
#[slots(serialize, deserialize)]
struct Entry {
    level: Level,
    before: Option<Level>,
    all: Vec<Level>,
    depth: Meters,
    tags: Tags<Level>,
    boxed: Box<Level>,
}

/// The same struct, of serde's.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
struct Derived {
    level: Level,
    before: Option<Level>,
    all: Vec<Level>,
    depth: Meters,
    tags: Tags<Level>,
    boxed: Box<Level>,
}

#[derive(Slots, Debug, PartialEq)]
struct Paint {
    color: Color,
    #[slots(optional)]
    other: Option<Color>,
    share: Percent,
    shares: Vec<Percent>,
}

fn paint() -> Paint {
    Paint { color: Color::Red, other: None, share: Percent(50), shares: vec![Percent(1)] }
}

fn entries() -> impl Iterator<Item = (Entry, Derived)> {
    LEVELS.into_iter().flat_map(|level| {
        [None, Some(level)].map(|before| {
            let (all, depth) = (vec![level, Level::Try], Meters(2.5));
            let (tags, boxed) = (Tags(all.clone()), Box::new(level));
            let entry = Entry {
                level,
                before,
                all: all.clone(),
                depth: depth.clone(),
                tags: tags.clone(),
                boxed: boxed.clone(),
            };
            (entry, Derived { level, before, all, depth, tags, boxed })
        })
    })
}

#[test]
fn an_enum_is_text_by_name() {
    let mut entry = Entry::default();
    assert_eq!(entry.getattr("level").unwrap(), "warning-only");
    entry.setattr("level", "trace").unwrap();
    assert_eq!(entry.level, Level::Trace);
    entry.setattr("level", "w").unwrap();
    assert_eq!(entry.level, Level::WarningOnly);
    entry.setattr("before", "ERR").unwrap();
    assert_eq!(entry.before, Some(Level::Error));
    entry.setattr("before", Value::None).unwrap();
    assert_eq!(entry.before, None);
    entry.setattr("all", vec!["trace", "try"]).unwrap();
    assert_eq!(entry.all, [Level::Trace, Level::Try]);
    entry.setattr_path("all[1]", "warn").unwrap();
    assert_eq!(entry.all, [Level::Trace, Level::WarningOnly]);
    assert_eq!(entry.getattr("level").unwrap().downcast_ref::<Level>(), Some(&Level::WarningOnly));
}

#[test]
fn a_name_that_no_variant_has_is_refused_with_the_list() {
    let mut entry = Entry::default();
    let error = |result: Result<(), slotted::AttributeError>| result.unwrap_err().to_string();
    assert_eq!(
        error(entry.setattr("level", "trade")),
        "attribute 'level' of 'Entry' objects: 'trade' is not a valid Level: it must be one of 'trace', 'warning-only', \
         'ERR', 'try'. Did you mean: 'trace'?"
    );
    assert_eq!(
        error(entry.setattr("level", 3)),
        "attribute 'level' of 'Entry' objects must be Level, not int"
    );
    assert_eq!(
        error(entry.setattr("all", vec!["trace", "Trace"])),
        "attribute 'all'[1] of 'Entry' objects: 'Trace' is not a valid Level: it must be one of 'trace', \
         'warning-only', 'ERR', 'try'. Did you mean: 'trace'?"
    );
    let mut paint = paint();
    assert_eq!(
        error(paint.setattr("color", "Gren")),
        "attribute 'color' of 'Paint' objects: 'Gren' is not a valid Colour: it must be one of 'Red', 'Green', 'None'. \
         Did you mean: 'Green'?"
    );
    assert_eq!(paint, self::paint());
    assert_eq!(entry, Entry::default());
}

#[test]
fn case_is_ignored_where_that_is_said() {
    let mut paint = paint();
    paint.setattr("color", "gREEN").unwrap();
    assert_eq!(paint.color, Color::Green);
    paint.setattr_str("color", "none").unwrap();
    assert_eq!(paint.color, Color::None);
    // In an `Option`, the text `None` is the `Option`'s own.
    paint.setattr_str("other", "none").unwrap();
    assert_eq!(paint.other, Some(Color::None));
    assert!(Entry::default().setattr("level", "TRACE").is_err());
}

#[test]
fn what_an_enum_or_a_newtype_prints_is_read_again_as_the_same() {
    for (entry, _) in entries() {
        let mut read = Entry::default();
        for info in Entry::LAYOUT.slots() {
            let text = entry.getattr(info.name()).unwrap().to_string();
            read.setattr_str(info.name(), &text).unwrap();
        }
        assert_eq!(read, entry);
    }
}

#[test]
fn the_layout_lists_the_choices_with_their_docs() {
    let choices = |name| Entry::LAYOUT.slot(name).and_then(SlotInfo::choices);
    let level = choices("level").unwrap();
    let names: Vec<_> = level.iter().map(|choice| choice.name()).collect();
    assert_eq!(names, ["trace", "warning-only", "ERR", "try"]);
    assert_eq!(level[0].doc(), "Everything.");
    assert_eq!(level[1].doc(), "What one may\nwish to know.");
    assert_eq!(level[1].aliases(), ["warn", "w"]);
    assert_eq!(level[2].doc(), "");
    assert_eq!(choices("before").unwrap(), level);
    assert_eq!(choices("boxed").unwrap(), level);
    assert!(choices("depth").is_none());
    assert_eq!(choices("all").unwrap(), level);
    assert_eq!(Entry::LAYOUT.slot("level").unwrap().kind(), Kind::Str);
}

#[test]
fn a_newtype_is_what_it_wraps() {
    let mut entry = Entry::default();
    entry.setattr("depth", 3).unwrap();
    assert_eq!(entry.depth, Meters(3.0));
    assert_eq!(entry.getattr("depth").unwrap(), 3.0);
    assert_eq!(Entry::LAYOUT.slot("depth").unwrap().kind(), Kind::Float);
    entry.setattr("tags", vec!["try"]).unwrap();
    assert_eq!(entry.tags, Tags(vec![Level::Try]));
    entry.setattr_path("tags[0]", "trace").unwrap();
    assert_eq!(entry.tags, Tags(vec![Level::Trace]));
}

#[test]
fn the_validator_of_a_newtype_sees_each_value() {
    let mut paint = paint();
    paint.setattr("share", 100).unwrap();
    let refused = paint.setattr("share", 101).unwrap_err().to_string();
    assert_eq!(
        refused,
        "attribute 'share' of 'Paint' objects: 101 is refused: 101 is more than all"
    );
    paint.setattr_str("share", "101").unwrap_err();
    paint.setattr("shares", vec![100, 101]).unwrap_err();
    paint.setattr_path("shares[0]", 101).unwrap_err();
    assert_eq!((paint.share, paint.shares), (Percent(100), vec![Percent(1)]));
}

/// Asserts that both write the same, and that ours reads it.
fn assert_same<F: AsRef<[u8]> + PartialEq + Debug>(
    write: impl Fn(&dyn erased::Write) -> F,
    read: impl Fn(&[u8]) -> Entry,
) {
    for (entry, derived) in entries() {
        let data = write(&entry);
        assert_eq!(data, write(&derived));
        assert_eq!(read(data.as_ref()), entry);
    }
}

/// What each format writes, so that one list of formats serves both types.
mod erased {
    use serde::Serialize;

    pub(crate) trait Write {
        fn json(&self) -> String;
        fn toml(&self) -> String;
        fn postcard(&self) -> Vec<u8>;
        fn packed(&self) -> Vec<u8>;
    }

    impl<T: Serialize> Write for T {
        fn json(&self) -> String {
            serde_json::to_string(self).unwrap()
        }

        fn toml(&self) -> String {
            toml::to_string(self).unwrap()
        }

        fn postcard(&self) -> Vec<u8> {
            postcard::to_stdvec(self).unwrap()
        }

        fn packed(&self) -> Vec<u8> {
            rmp_serde::to_vec(self).unwrap()
        }
    }
}

#[test]
fn data_is_what_serde_writes() {
    assert_same(|of| of.json(), |data| serde_json::from_slice(data).unwrap());
    assert_same(|of| of.toml(), |data| toml::from_slice(data).unwrap());
    assert_same(|of| of.postcard(), |data| postcard::from_bytes(data).unwrap());
    assert_same(|of| of.packed(), |data| rmp_serde::from_slice(data).unwrap());
}

/// One slot, to read small documents into.
#[derive(Slots, Debug, PartialEq)]
#[slots(deserialize)]
struct One {
    level: Level,
}

#[derive(Deserialize)]
struct DerivedOne {
    level: Level,
}

fn read<T: DeserializeOwned, L>(json: &str, level: impl Fn(T) -> L) -> Option<L> {
    serde_json::from_str(json).ok().map(level)
}

#[test]
fn the_same_data_is_taken_and_refused() {
    for level in [
        r#""trace""#,
        r#""warning-only""#,
        r#""w""#,
        r#""ERR""#,
        r#""tr\u0061ce""#,
        r#"{"trace":null}"#,
        r#"{"trace":1}"#,
        r#"{"trace":null,"try":null}"#,
        "{}",
        r#""Trace""#,
        r#""""#,
        "1",
        "0",
        "null",
        "true",
        "[]",
        r#"["trace"]"#,
        r#"{"none":null}"#,
    ] {
        let json = format!(r#"{{"level":{level}}}"#);
        assert_eq!(
            read(&json, |one: One| one.level),
            read(&json, |one: DerivedOne| one.level),
            "{json}"
        );
    }
    // The number of a variant, in formats that write it.
    for data in [&[0_u8][..], &[3], &[4], &[0x80], &[]] {
        let own = postcard::from_bytes::<One>(data).ok().map(|one| one.level);
        assert_eq!(own, postcard::from_bytes::<DerivedOne>(data).ok().map(|one| one.level));
    }
}

#[test]
fn an_error_in_data_names_the_slot_and_lists_the_choices() {
    let error = serde_json::from_str::<One>(r#"{"level":"tracy"}"#).unwrap_err().to_string();
    assert_eq!(
        error,
        "attribute 'level' of 'One' objects: 'tracy' is not a valid Level: it must be one of 'trace', 'warning-only', \
         'ERR', 'try'. Did you mean: 'trace'? at line 1 column 16"
    );
}
