//! Tests of the search of names, against going through all of them.
#![cfg(test)]

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use proptest::prelude::*;

use crate::macro_support::field::{plain, slot};
use crate::name::kept::kept;
use crate::name::{name_index, name_key};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::make::Rows;

const MAX_NAMES: usize = 256;

/// Makes a layout of slots with these names. The offset of each slot is the index of its name.
fn layout(names: &[String]) -> &'static SlotLayout {
    let own: Vec<String> = names.to_vec();
    let texts: Vec<&'static str> = kept(own).iter().map(|name| &**name).collect();
    let row = |(at, name): (usize, &&'static str)| slot(name, name_key(name), at, plain::<u8>());
    let rows: Vec<_> = texts.iter().enumerate().map(row).collect();
    let (cells, seeds) = name_index(&texts).expect("they are few");
    let (slots, cells, seeds) = (kept(rows), kept(cells), kept(seeds));
    let rows = Rows { slots, bases: &[], hidden: &[], cells, seeds };
    let layout = SlotLayout::new::<[u8; MAX_NAMES]>("Random", rows, false, || unreachable!());
    &kept(vec![layout])[0]
}

/// Asserts that looking up the name finds what a linear search through all names finds.
fn agrees(layout: &SlotLayout, names: &[String], name: &str) -> Result<(), TestCaseError> {
    let expected = names.iter().position(|other| other == name);
    let found = layout.locate(name).map(|found| found.offset());
    prop_assert_eq!(found, expected, "{:?} in {:?}", name, names);
    Ok(())
}

/// Generates names of the usual kinds: short, long, of few letters, not ASCII, with a common
/// prefix.
fn a_name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{1,4}", "[a-z_]{1,20}", "[aé日]{1,9}", "field_[0-9]{1,3}", "[ab]{16,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_name_among_any_is_found_as_by_going_through_all(
        names in prop::collection::hash_set(a_name(), 0..MAX_NAMES),
        others in prop::collection::vec(a_name(), 20),
        letter in "[a-zé_#]",
    ) {
        let names: Vec<String> = names.into_iter().collect();
        let layout = layout(&names);
        for name in names.iter().chain(&others) {
            agrees(layout, &names, name)?;
            // The name without its last letter, with another last letter, and with one more
            // letter.
            let mut other = name.clone();
            other.pop();
            agrees(layout, &names, &other)?;
            agrees(layout, &names, &format!("{other}{letter}"))?;
            agrees(layout, &names, &format!("{name}{letter}"))?;
        }
    }
}

#[test]
fn every_name_of_up_to_two_bytes_is_found_as_by_going_through_all() {
    let ascii = || (0..128_u8).map(char::from);
    let letters = || 'a'..='z';
    let set = |names: Vec<String>| names;
    for names in [
        set(vec![]),
        set(vec![String::new()]),
        set(letters().map(String::from).collect()),
        set(letters().flat_map(|a| ['a', 'b'].map(|b| format!("{a}{b}"))).collect()),
        set(('à'..='ÿ').map(String::from).chain(letters().map(String::from)).collect()),
        set((0..128).map(|n| format!("field_{n}")).collect()),
    ] {
        let layout = layout(&names);
        let one = ascii().map(String::from);
        let two = ascii().flat_map(|a| ascii().map(move |b| format!("{a}{b}")));
        let wide = ('\u{80}'..='\u{7ff}').map(String::from);
        for name in one.chain(two).chain(wide).chain([String::new()]) {
            agrees(layout, &names, &name).unwrap();
        }
    }
}

/// These names all have the same key.
#[test]
fn long_names_that_differ_in_their_middle_are_told_apart() {
    let names: Vec<String> =
        ('a'..='z').map(|place| format!("distance_to_{place}_in_metres")).collect();
    let layout = layout(&names);
    for name in &names {
        agrees(layout, &names, name).unwrap();
    }
    agrees(layout, &names, "distance_to_#_in_metres").unwrap();
}

#[test]
fn a_very_long_name_is_no_other() {
    let names = vec!["a".repeat(100), "a".repeat(1_000)];
    let layout = layout(&names);
    for length in [0, 16, 17, 99, 100, 101, 999, 1_000, 1_001, 100_000] {
        agrees(layout, &names, &"a".repeat(length)).unwrap();
    }
}
