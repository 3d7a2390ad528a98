//! Sets, cells and `()` as slots.

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};
use std::num::{NonZero, Wrapping};

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{AttrRef, Kind};

#[derive(SlotValue, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[slots(rename_all = "lowercase")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
enum Side {
    #[default]
    Left,
    Right,
}

macro_rules! declare {
    ($($field:ident: $type:ty,)*) => {
        #[derive(Slots, Clone, Debug, Default, PartialEq)]
        #[cfg_attr(feature = "serde", slots(serialize, deserialize))]
        struct All {
            $($field: $type,)*
        }

        #[cfg(feature = "serde")]
        #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, Default, PartialEq)]
        struct Derived {
            $($field: $type,)*
        }

        #[cfg(feature = "serde")]
        impl From<All> for Derived {
            fn from(all: All) -> Self {
                Derived { $($field: all.$field,)* }
            }
        }
    };
}
declare! {
    numbers: BTreeSet<u32>,
    bytes: BTreeSet<u8>,
    words: HashSet<String>,
    sides: HashSet<Side>,
    lists: Vec<HashSet<i16>>,
    pairs: BTreeSet<(u8, String)>,
    maybe: Option<BTreeSet<Side>>,
    unit: (),
    units: Vec<()>,
    count: Cell<u16>,
    large: Cell<i64>,
    ratio: Cell<f32>,
    set: Cell<bool>,
    letter: Cell<char>,
    side: Cell<Side>,
    wrapping: Cell<Wrapping<i8>>,
    counts: Vec<Cell<u8>>,
}

prop_compose! {
    fn any_of_all()(
        numbers in prop::collection::btree_set(any::<u32>(), 0..9),
        bytes in prop::collection::btree_set(any::<u8>(), 0..9),
        words in prop::collection::hash_set(".{0,4}", 0..9),
        lists in prop::collection::vec(prop::collection::hash_set(any::<i16>(), 0..5), 0..4),
        pairs in prop::collection::btree_set((any::<u8>(), ".{0,3}"), 0..5),
        letter in any::<char>(),
        ratio in -1e30_f32..1e30,
        large in any::<i64>(),
        set in any::<bool>(),
    ) -> All {
        let side = if set { Side::Right } else { Side::Left };
        let sides = numbers.iter().map(|n| if n % 2 == 0 { Side::Left } else { side }).collect();
        All {
            sides,
            maybe: set.then(|| BTreeSet::from([side, Side::Left])),
            unit: (),
            units: vec![(); bytes.len()],
            count: Cell::new(large as u16),
            large: Cell::new(large),
            ratio: Cell::new(ratio),
            set: Cell::new(set),
            letter: Cell::new(letter),
            side: Cell::new(side),
            wrapping: Cell::new(Wrapping(large as i8)),
            counts: bytes.iter().copied().map(Cell::new).collect(),
            numbers,
            bytes,
            words,
            lists,
            pairs,
        }
    }
}

proptest! {
    #[test]
    fn what_a_set_or_a_cell_prints_is_read_again_as_the_same(value in any_of_all()) {
        let mut read = All::default();
        for info in All::LAYOUT.slots() {
            let shown = value.getattr(info.name()).unwrap();
            read.setattr_str(info.name(), &shown.to_string()).unwrap();
        }
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(&All::from_attrs(value.to_dict().unwrap()).unwrap(), &value);
        prop_assert_eq!(&All::from_state(value.get_state().unwrap()).unwrap(), &value);
        prop_assert!(value.diff(&read).is_empty());
    }

    #[test]
    #[cfg(feature = "serde")]
    fn sets_and_cells_are_in_data_what_serde_has(value in any_of_all()) {
        let theirs = Derived::from(value.clone());
        // A clone of a hash set has the order of the set.
        macro_rules! same {
            ($write:path, $read:path) => {{
                prop_assert_eq!($write(&value).unwrap(), $write(&theirs).unwrap());
                let ours_read: All = $read(&$write(&theirs).unwrap()).unwrap();
                prop_assert_eq!(&ours_read, &value);
                let theirs_read: Derived = $read(&$write(&value).unwrap()).unwrap();
                prop_assert_eq!(&theirs_read, &theirs);
            }};
        }
        same!(serde_json::to_vec, serde_json::from_slice);
        same!(postcard::to_allocvec, postcard::from_bytes);
        same!(rmp_serde::to_vec, rmp_serde::from_slice);
    }
}

#[test]
fn a_set_is_a_list_by_name() {
    let mut all = All::default();
    all.setattr("numbers", [3, 1, 3, 2]).unwrap();
    assert_eq!(all.numbers, BTreeSet::from([1, 2, 3]));
    assert_eq!(all.getattr("numbers").unwrap().to_string(), "[1, 2, 3]");
    assert_eq!(All::LAYOUT.slot("numbers").unwrap().kind(), Kind::List);
    assert_eq!(all.getattr_path("numbers[2]").unwrap(), 3);
    assert_eq!(all.getattr("numbers").unwrap().as_list().unwrap().len(), 3);
    all.setattr("sides", ["left", "right", "left"]).unwrap();
    assert_eq!(all.sides.len(), 2);
    assert_eq!(
        all.setattr("sides", ["left", "top"]).unwrap_err().to_string(),
        "attribute 'sides'[1] of 'All' objects: 'top' is not a valid Side: it must be one of 'left', 'right'"
    );
    assert_eq!(
        all.setattr_path("numbers[1]", 7).unwrap_err().to_string(),
        "numbers[1]: an item of a set cannot be changed: write the whole set"
    );
    assert_eq!(
        all.setattr_path("numbers[3]", 7).unwrap_err().to_string(),
        "numbers[3]: list index out of range"
    );
    assert!(all.setattr("numbers", 1).is_err());
    assert_eq!(all.numbers.len(), 3);
}

#[test]
fn a_hash_set_equals_one_of_the_same_items_in_any_order() {
    let numbers: Vec<u32> = (0..200).collect();
    let forwards: HashSet<u32> = numbers.iter().copied().collect();
    let backwards: HashSet<u32> = numbers.iter().rev().copied().collect();
    let of = |set| AttrRef::new::<HashSet<u32>>(set);
    assert_eq!(of(&forwards), of(&backwards));
    let reversed: Vec<u32> = numbers.iter().rev().copied().collect();
    assert_eq!(of(&forwards), AttrRef::new(&reversed));
    assert_eq!(AttrRef::new(&reversed), of(&forwards));
    assert_ne!(AttrRef::new(&numbers), AttrRef::new(&reversed));
    // As long as the set, but one item stands there twice, and one is missing.
    let twice: Vec<u32> = numbers.iter().map(|n| n / 2 * 2).collect();
    assert_ne!(of(&forwards), AttrRef::new(&twice));
    assert_ne!(AttrRef::new(&twice), of(&forwards));
    let other: HashSet<u32> = (1..201).collect();
    assert_ne!(of(&forwards), of(&other));

    // Values, which are no items of the set: each is looked up as what it converts to.
    let values = |numbers: &[u32]| Value::from(numbers.to_vec());
    assert_eq!(of(&forwards), values(&reversed));
    assert_ne!(of(&forwards), values(&twice));
    let float = Value::from([Value::Float(1.0)]);
    let set = |items: &[u32]| items.iter().copied().collect::<HashSet<u32>>();
    assert_eq!(AttrRef::new(&set(&[1])), float);
    assert_ne!(AttrRef::new(&set(&[2])), float);
    assert_ne!(AttrRef::new(&set(&[1])), Value::from([Value::from("1")]));
}

/// Each value of the list was compared with each item of the set.
#[test]
fn a_hash_set_is_compared_with_a_list_of_values_in_linear_time() {
    // 100,000 items: 5 * 10^9 comparisons.
    let set: HashSet<u64> = (0..100_000).collect();
    let list = Value::from((0..100_000).rev().collect::<Vec<u64>>());
    assert_eq!(AttrRef::new(&set), list);
    assert_eq!(list, AttrRef::new(&set));
}

#[test]
fn a_set_is_gone_through_in_linear_time() {
    // A walk that counted up to each item would take 5 * 10^11 steps.
    let numbers: BTreeSet<u32> = (0..1_000_000).collect();
    let list = AttrRef::new(&numbers);
    let list = list.as_list().unwrap();
    assert!(list.iter().zip(0..).all(|(item, n): (AttrRef<'_>, u32)| item == n));
    assert_eq!(AttrRef::new(&numbers).to_value().unwrap(), Value::from_iter(0..1_000_000));
    assert_eq!(AttrRef::new(&numbers), AttrRef::new(&numbers.clone()));
}

#[test]
fn a_cell_is_seen_by_value() {
    let all = All { letter: Cell::new('é'), ..All::default() };
    let (letter, count) = (all.getattr("letter").unwrap(), all.getattr("count").unwrap());
    assert_eq!(letter, 'é');
    assert_eq!(all.getattr("side").unwrap(), "left");
    all.side.set(Side::Right);
    all.letter.set('x');
    all.count.set(7);
    assert_eq!(letter, "x");
    assert_eq!(count, 7);
    assert_eq!(all.getattr("side").unwrap(), "right");
    assert_eq!(all.attr::<Cell<u16>>("count").unwrap().get(), 7);
    let mut all = all;
    all.setattr("count", 8).unwrap();
    all.setattr("letter", "y").unwrap();
    all.setattr_path("side", "left").unwrap();
    assert_eq!((all.count.get(), all.letter.get(), all.side.get()), (8, 'y', Side::Left));
    assert_eq!(
        all.setattr("count", 65_536).unwrap_err().to_string(),
        "attribute 'count' of 'All' objects: 65536 is out of range for Cell<u16>"
    );
    assert_eq!(All::LAYOUT.slot("side").unwrap().choices().unwrap().len(), 2);
}

#[test]
fn a_cell_of_a_number_beyond_64_bits_or_that_is_never_zero_is_seen_as_the_number_is() {
    #[derive(Slots)]
    struct Wide {
        wide: Cell<u128>,
        never: Cell<NonZero<u8>>,
    }
    let mut wide = Wide { wide: Cell::new(u128::MAX), never: Cell::new(NonZero::<u8>::MIN) };
    assert_eq!(wide.getattr("wide").unwrap(), u128::MAX.to_string().as_str());
    wide.wide.set(7);
    assert_eq!(wide.getattr("wide").unwrap(), 7);
    wide.setattr_str("wide", &(u128::MAX - 1).to_string()).unwrap();
    assert_eq!(wide.wide.get(), u128::MAX - 1);
    assert!(wide.setattr("never", 0).is_err());
    assert_eq!(wide.getattr("never").unwrap(), 1);
}

#[test]
fn the_unit_is_none() {
    let mut all = All::default();
    assert!(all.getattr("unit").unwrap().is_none());
    assert_eq!(all.getattr("unit").unwrap().to_string(), "None");
    all.setattr("unit", ()).unwrap();
    all.setattr_str("unit", "None").unwrap();
    assert_eq!(
        all.setattr("unit", 1).unwrap_err().to_string(),
        "attribute 'unit' of 'All' objects must be (), not int"
    );
    assert!(all.setattr_str("unit", "").is_err());
}

#[cfg(feature = "serde")]
mod data {
    use super::*;

    #[derive(Slots, Debug)]
    #[slots(serialize, deserialize)]
    struct One<T: slotted::SlotValue> {
        x: T,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    struct DerivedOne<T> {
        x: T,
    }

    fn same<T>(found: &str)
    where
        T: slotted::SlotValue + serde::Serialize + serde::de::DeserializeOwned,
        T: PartialEq + std::fmt::Debug,
    {
        let text = format!(r#"{{"x":{found}}}"#);
        let ours = serde_json::from_str::<One<T>>(&text);
        let theirs = serde_json::from_str::<DerivedOne<T>>(&text);
        assert_eq!(ours.ok().map(|one| one.x), theirs.ok().map(|one| one.x), "{found}");
        let text = format!("x = {found}");
        let ours = toml::from_str::<One<T>>(&text);
        let theirs = toml::from_str::<DerivedOne<T>>(&text);
        assert_eq!(ours.ok().map(|one| one.x), theirs.ok().map(|one| one.x), "{found}");
    }

    #[test]
    fn the_same_inputs_are_taken_and_refused_as_by_serde() {
        for found in [
            "[]",
            "[1]",
            "[1,1,2]",
            "[300]",
            "[1,null]",
            "null",
            "{}",
            "1",
            "true",
            "\"a\"",
            "\"left\"",
            "\"ab\"",
            "[\"left\",\"left\"]",
            "[\"top\"]",
            "-1",
            "1.5",
            "{\"left\":null}",
        ] {
            same::<BTreeSet<u8>>(found);
            same::<HashSet<i64>>(found);
            same::<HashSet<Side>>(found);
            same::<()>(found);
            same::<Vec<()>>(found);
            same::<Cell<u8>>(found);
            same::<Cell<f64>>(found);
            same::<Cell<bool>>(found);
            same::<Cell<char>>(found);
            same::<Cell<Side>>(found);
        }
    }

    #[test]
    fn toml_has_sets_and_cells_and_no_unit() {
        #[derive(Slots, serde::Deserialize, Debug, PartialEq)]
        #[slots(serialize)]
        struct Table {
            numbers: BTreeSet<u32>,
            letter: Cell<char>,
        }
        let table = Table { numbers: [2, 1].into(), letter: Cell::new('x') };
        let text = toml::to_string(&table).unwrap();
        assert_eq!(text, "numbers = [1, 2]\nletter = \"x\"\n");
        assert_eq!(toml::from_str::<Table>(&text).unwrap(), table);
        let ours = toml::to_string(&One { x: () }).unwrap_err().to_string();
        assert_eq!(ours, toml::to_string(&DerivedOne { x: () }).unwrap_err().to_string());
    }

    #[test]
    fn a_claimed_number_of_units_takes_no_time() {
        let data = postcard::to_allocvec(&u64::MAX).unwrap();
        let error = postcard::from_bytes::<One<Vec<()>>>(&data).unwrap_err();
        assert!(error.to_string().contains("Serde Deserialization Error"), "{error}");
    }
}
