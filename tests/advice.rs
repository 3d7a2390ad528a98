//! What would make a type smaller, and whether it does.
#![allow(dead_code)]

use std::num::NonZero;

use slotted::prelude::*;

/// Returns the advice on `T`, and asserts that each saves something.
fn advice<T: Slotted>() -> Vec<String> {
    let advice = T::LAYOUT.advice();
    assert!(advice.iter().all(|it| it.saves() > 0));
    assert!(slotted::report::<T>().starts_with(&T::LAYOUT.to_string()));
    let told: Vec<String> = advice.iter().map(ToString::to_string).collect();
    let below = slotted::report::<T>().split_off(T::LAYOUT.to_string().len());
    assert_eq!(below.lines().collect::<Vec<_>>(), told);
    told
}

#[test]
fn another_order_is_advised_where_it_saves_bytes() {
    #[derive(Slots)]
    #[repr(C)]
    struct Bad {
        a: u8,
        b: u64,
        c: u8,
    }
    #[derive(Slots)]
    #[repr(C)]
    struct Good {
        b: u64,
        a: u8,
        c: u8,
    }
    assert_eq!(advice::<Bad>(), ["the fields in the order b, a, c: saves 8 bytes"]);
    assert_eq!(size_of::<Bad>() - size_of::<Good>(), 8);
    assert!(advice::<Good>().is_empty());
}

#[test]
fn padding_that_no_order_avoids_is_no_advice() {
    #[derive(Slots)]
    #[repr(C)]
    struct Tail {
        at: u64,
        valid: bool,
    }
    #[derive(Slots)]
    #[repr(C, align(64))]
    struct Line {
        at: u8,
        count: u64,
    }
    assert!(advice::<Tail>().is_empty());
    assert!(advice::<Line>().is_empty());
}

#[test]
fn a_base_and_a_dict_take_part_in_the_order() {
    #[derive(Slots)]
    #[repr(C)]
    struct Place {
        x: u64,
        level: u8,
    }
    #[derive(Slots)]
    #[slots(dict)]
    #[repr(C)]
    struct Event {
        a: u8,
        #[slots(base)]
        place: Place,
        b: u8,
        __dict__: Dict,
    }
    #[derive(Slots)]
    #[slots(dict)]
    #[repr(C)]
    struct Better {
        #[slots(base)]
        place: Place,
        __dict__: Dict,
        a: u8,
        b: u8,
    }
    let saves = size_of::<Event>() - size_of::<Better>();
    let expected = format!("the fields in the order place, __dict__, a, b: saves {saves} bytes");
    assert_eq!(advice::<Event>(), [expected]);
}

#[test]
fn a_narrower_type_is_advised_where_it_holds_the_same_values() {
    #[derive(Slots)]
    struct Wide {
        #[slots(range = 0..=9)]
        level: u64,
        #[slots(range = -1..200)]
        shift: i64,
        name: String,
        tags: Vec<u16>,
        #[slots(optional)]
        felt: Option<u64>,
        #[slots(range = 1..=9)]
        stars: Option<u64>,
        note: Option<String>,
        parts: Option<Vec<f64>>,
        height: Option<f64>,
    }
    let told = advice::<Wide>();
    for expected in [
        "level: u8 instead of u64, which holds its range 0..=9; shift: ",
        "shift: i16 instead of i64, which holds its range -1..200: saves 72 bytes",
        "name: Box<str> instead of String, if the text does not grow: saves 8 bytes",
        "tags: Box<[u16]> instead of Vec<u16>, if the list does not grow: saves 8 bytes",
        "felt: Option<NonZero<u64>> instead of Option<u64>, if it is never 0: saves 8 bytes",
        "stars: Option<NonZero<u8>> instead of Option<u64>, which holds its range 1..=9: saves 8 bytes",
        "note: Option<Box<str>> instead of Option<String>, if the text does not grow: saves 8 bytes",
        "parts: Option<Box<[f64]>> instead of Option<Vec<f64>>, if the list does not grow: saves 8 bytes",
        "height: f64 instead of Option<f64>, if NaN can stand for `None`: saves 8 bytes",
    ] {
        assert_eq!(
            told.iter().filter(|it| it.contains(expected)).count(),
            1,
            "{expected}\n{told:#?}"
        );
    }
}

/// What is advised for all slots together is what the struct with those types takes.
#[test]
fn what_saves_bytes_only_together_is_advised_together() {
    #[derive(Slots)]
    #[repr(C)]
    struct Wide {
        at: u64,
        #[slots(range = 0..=9)]
        level: u32,
        #[slots(range = 0..=999)]
        count: u32,
        #[slots(range = 0..=99)]
        third: u32,
    }
    #[derive(Slots)]
    #[repr(C)]
    struct Narrow {
        at: u64,
        level: u32,
        count: u16,
        third: u8,
    }
    let told = advice::<Wide>();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("count: u16 instead of u32"), "{told:?}");
    assert!(told[0].contains("; third: u8 instead of u32"), "{told:?}");
    assert!(told[0].ends_with(": saves 8 bytes"), "{told:?}");
    assert_eq!(size_of::<Wide>() - size_of::<Narrow>(), 8);
}

/// The advice ended in nothing where each type saves something, and all of them more.
#[test]
fn what_saves_bytes_alone_and_more_together_is_told_so() {
    #[derive(Slots)]
    #[repr(Rust)]
    struct Wide {
        c: u8,
        #[slots(range = 0..=9)]
        a: u64,
        #[slots(range = 0..=9)]
        b: u64,
    }
    let told = advice::<Wide>();
    assert_eq!(
        told.last().expect("there is advice"),
        "the types above, all of them: saves 21 bytes"
    );
}

/// Another type of the name `Vec` was taken for the standard one.
#[test]
fn a_list_of_another_crate_is_left_alone() {
    struct Vec<T>([T; 4]);
    type Standard = std::vec::Vec<u8>;
    #[derive(Slots)]
    struct Lists {
        #[slots(opaque)]
        theirs: Vec<u64>,
        #[slots(opaque)]
        maybe: Option<Vec<u64>>,
        ours: Option<Standard>,
    }
    let told = advice::<Lists>();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("ours: Option<Box<[u8]>> instead of Option<Vec<u8>>"), "{told:?}");
}

#[test]
fn what_takes_no_fewer_bytes_is_no_advice() {
    #[derive(Slots)]
    struct Tight {
        #[slots(range = 0..=300)]
        a: u16,
        #[slots(range = 0..)]
        b: u64,
        c: Option<NonZero<u32>>,
        d: Option<bool>,
        e: u8,
        f: Box<str>,
    }
    assert!(advice::<Tight>().is_empty(), "{:?}", advice::<Tight>());
}

#[test]
fn a_type_without_padding_is_asserted_to_have_none() {
    #[derive(Slots)]
    #[repr(C)]
    struct Full {
        at: u64,
        level: u32,
        other: u32,
    }
    const _: () = slotted::no_padding::<Full>();
    slotted::no_padding::<Full>();

    #[derive(Slots)]
    #[repr(C)]
    struct Padded {
        at: u64,
        level: u8,
    }
    let error = std::panic::catch_unwind(slotted::no_padding::<Padded>).unwrap_err();
    let text = error.downcast_ref::<String>().expect("it is a text");
    assert!(text.starts_with("`Padded` has 7 bytes of padding in its 16\n"), "{text}");
}

/// A range may be written in any way.
#[test]
fn the_ends_of_a_range_decide_about_the_type() {
    #[derive(Slots)]
    struct Ranges {
        #[slots(range = 0..256)]
        below: u64,
        #[slots(range = 0..=256)]
        up_to: u64,
        #[slots(range = ..=127)]
        open: i64,
        #[slots(range = -128..128)]
        signed: i64,
        #[slots(range = 5..=5)]
        one: u64,
        #[slots(range = -9..=-1)]
        negative: Option<i64>,
        #[slots(range = 0..=9)]
        with_zero: Option<u64>,
        #[slots(range = 0..=4294967295)]
        same: Option<u32>,
        #[slots(range = 1..)]
        no_end: u32,
    }
    let told = advice::<Ranges>().join("\n");
    for expected in [
        "below: u8 instead of u64, which holds its range 0..256",
        "up_to: u16 instead of u64, which holds its range 0..=256",
        "signed: i8 instead of i64, which holds its range -128..128",
        "one: u8 instead of u64, which holds its range 5..=5",
        "negative: Option<NonZero<i8>> instead of Option<i64>, which holds its range -9..=-1",
        "with_zero: Option<u8> instead of Option<u64>, which holds its range 0..=9",
        "same: Option<NonZero<u32>> instead of Option<u32>, if it is never 0",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    assert!(!told.contains("open: ") && !told.contains("no_end: "), "{told}");
}

#[test]
fn a_type_of_the_same_size_is_no_advice_and_a_range_with_zero_leaves_it_no_niche() {
    #[derive(Slots)]
    struct Fitting {
        #[slots(range = 0..=9)]
        small: u8,
        #[slots(range = 0..=4_000_000_000)]
        large: i64,
        #[slots(range = 5..=9_000_000_000_000)]
        huge: i64,
        #[slots(range = -5..=0)]
        below: Option<i32>,
        #[slots(range = -5..=-1)]
        negative: Option<i32>,
    }
    let told = advice::<Fitting>().join("\n");
    assert!(!told.contains("small") && !told.contains("huge"), "{told}");
    assert!(told.contains("large: u32 instead of i64"), "{told}");
    assert!(told.contains("below: Option<i8> instead of Option<i32>"), "{told}");
    assert!(told.contains("negative: Option<NonZero<i8>> instead of Option<i32>"), "{told}");
}
