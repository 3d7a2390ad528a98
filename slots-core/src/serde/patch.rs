//! serde's traits for [`Patch`] and [`Change`].

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::path::AttrPath;
use crate::record::patch::Patch;
use crate::record::patch::change::Change;
use crate::reflect::step::{Step, StepName};
use crate::value::Value;

const KEYS: &[&str] = &["path", "old", "new", "len"];

/// Writes the changes as a list. What is omitted is not written.
impl Serialize for Patch {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(&self.changes)
    }
}

impl<'de> Deserialize<'de> for Patch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let changes = Vec::<Change>::deserialize(from)?;
        Ok(Patch { changes, omitted: Vec::new() })
    }
}

/// Writes a map with the keys `path`, `old`, `new` and `len`. What is `None` has no key.
impl Serialize for Change {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let sides = [("old", &self.old), ("new", &self.new)];
        let bound = sides.iter().filter(|(_, value)| value.is_some()).count();
        let mut map = to.serialize_map(Some(1 + bound + usize::from(self.len.is_some())))?;
        map.serialize_entry("path", &PathData(&self.path))?;
        for (key, value) in sides {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        if let Some(len) = self.len {
            map.serialize_entry("len", &len)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ChangeVisitor)
    }
}

struct ChangeVisitor;

impl<'de> Visitor<'de> for ChangeVisitor {
    type Value = Change;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a change: a map with `path`, and `old` or `new` or both")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Change, A::Error> {
        fn once<T, E: de::Error>(
            place: &mut Option<T>,
            value: T,
            key: &'static str,
        ) -> Result<(), E> {
            match place.replace(value) {
                None => Ok(()),
                Some(_) => Err(E::duplicate_field(key)),
            }
        }
        let (mut path, mut old, mut new, mut len) = (None, None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                "path" => once(&mut path, map.next_value::<OwnedPath>()?.0, "path")?,
                "old" => once(&mut old, map.next_value::<Value>()?, "old")?,
                "new" => once(&mut new, map.next_value::<Value>()?, "new")?,
                "len" => once(&mut len, map.next_value::<usize>()?, "len")?,
                _ => return Err(de::Error::unknown_field(&key, KEYS)),
            }
        }
        let path: AttrPath = path.ok_or_else(|| de::Error::missing_field("path"))?;
        match (&old, &new, len) {
            (None, None, _) => Err(de::Error::custom("a change has `old` or `new` or both")),
            (Some(_), Some(_), Some(_)) => Err(de::Error::custom(
                "a change with `len` inserts or removes an item: it has `old` or `new`, not both",
            )),
            _ => Ok(Change { path, old, new, len }),
        }
    }
}

/// A path in data: its text. A path whose text does not lead back to it is a list of its steps.
struct PathData<'a>(&'a AttrPath);

impl Serialize for PathData<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_string();
        if text.parse().is_ok_and(|path: AttrPath| path == *self.0) {
            return to.serialize_str(&text);
        }
        let mut list = to.serialize_seq(Some(self.0.steps().len()))?;
        for step in self.0.steps() {
            match step {
                Step::Name(name) => list.serialize_element(&**name)?,
                Step::Index(index) => list.serialize_element(index)?,
            }
        }
        list.end()
    }
}

struct OwnedPath(AttrPath);

impl<'de> Deserialize<'de> for OwnedPath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct PathVisitor;
        impl<'de> Visitor<'de> for PathVisitor {
            type Value = OwnedPath;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path: text, or a list of names and indexes")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OwnedPath, E> {
                text.parse().map(OwnedPath).map_err(E::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OwnedPath, A::Error> {
                let mut path = AttrPath::new();
                while let Some(StepData(step)) = list.next_element()? {
                    path.push(step);
                }
                Ok(OwnedPath(path))
            }
        }
        from.deserialize_any(PathVisitor)
    }
}

struct StepData(Step);

impl<'de> Deserialize<'de> for StepData {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct StepVisitor;
        impl Visitor<'_> for StepVisitor {
            type Value = StepData;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name or an index")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<StepData, E> {
                Ok(StepData(Step::Name(StepName::from(name))))
            }

            fn visit_u64<E: de::Error>(self, index: u64) -> Result<StepData, E> {
                let index = usize::try_from(index).map_err(E::custom)?;
                Ok(StepData(Step::Index(index)))
            }

            // As TOML and a `Value` have all integers.
            fn visit_i64<E: de::Error>(self, index: i64) -> Result<StepData, E> {
                match u64::try_from(index) {
                    Ok(index) => self.visit_u64(index),
                    Err(_) => Err(E::invalid_value(Unexpected::Signed(index), &self)),
                }
            }
        }
        from.deserialize_any(StepVisitor)
    }
}
