//! Lookup of a slot by its name: it finds the same slot as a linear search through all names.

use proptest::prelude::*;
use slotted::prelude::*;

macro_rules! many {
    ($($name:ident)*) => {
        #[derive(Slots, Default)]
        #[allow(non_snake_case)]
        struct Many { $($name: u16,)* }
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

// Names of one letter, with the same letters in other orders, with equal length, beginning and end,
// longer than a machine word, and outside ASCII.
many! {
    a b c x y z é ü
    aa ab ba bb aé éa
    aaa aba bab aab
    aaaa aaab abcd bcda
    abcdefgh abcdefgi abcdXfgh bbcdefgh
    aaaa1bbbb aaaa2bbbb aaaa3bbbb aaaa_1_bbbb aaaa_2_bbbb
    field_0 field_1 field_2 field_10 field_11 field_100 field_101 field_110
    configuration_parameter_one configuration_parameter_two configuration_parameter_six
}

fn object() -> Many {
    let mut many = Many::default();
    for (value, name) in NAMES.iter().enumerate() {
        many.setattr(name, value).unwrap();
    }
    many
}

#[test]
fn each_name_leads_to_its_own_slot() {
    let many = object();
    for (value, name) in NAMES.iter().enumerate() {
        assert_eq!(many.getattr(name).unwrap(), value, "{name}");
        assert_eq!(*many.attr::<u16>(name).unwrap(), value as u16);
    }
}

#[test]
fn no_other_name_of_up_to_two_bytes_leads_anywhere() {
    let many = object();
    let bytes = || (0..128_u8).map(char::from);
    for first in bytes() {
        for name in [first.to_string()].into_iter().chain(bytes().map(|c| format!("{first}{c}"))) {
            assert_eq!(many.hasattr(&name), NAMES.contains(&&*name), "{name}");
        }
    }
    assert!(!many.hasattr(""));
    assert!(!many.hasattr(&"a".repeat(100_000)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn any_name_is_found_as_by_going_through_all(
        at in 0..NAMES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[a-dxyéü_0-9]{0,2}"), 0..3),
    ) {
        // Start from a slot's name and replace, remove or add some letters.
        let mut name: Vec<String> = NAMES[at].chars().map(String::from).collect();
        for (place, letters) in changes {
            if !name.is_empty() {
                let place = place.index(name.len());
                name[place] = letters;
            }
        }
        let name = name.concat();
        let expected = NAMES.iter().position(|other| *other == name);
        let many = object();
        prop_assert_eq!(many.getattr_opt(&name).and_then(|value| value.as_u64()), expected.map(|at| at as u64));
    }
}

/// Of two slots, one word of the name tells which of them it may be.
#[test]
fn two_slots_are_told_apart_by_any_part_of_their_names() {
    macro_rules! pair {
        ($($one:ident $other:ident)*) => {$({
            #[derive(Slots)]
            struct Pair {
                $one: u8,
                $other: u16,
            }
            let mut pair = Pair { $one: 1, $other: 2 };
            let (one, other) = (stringify!($one), stringify!($other));
            assert!(pair.getattr(one).unwrap() == 1 && pair.getattr(other).unwrap() == 2);
            let dynamic: &mut dyn Attributes = &mut pair;
            dynamic.setattr(one, 3).unwrap();
            dynamic.setattr(other, 4).unwrap();
            assert!(dynamic.getattr(one).unwrap() == 3 && dynamic.getattr(other).unwrap() == 4);
            for near in [format!("{one}x"), format!("x{other}"), one[1..].to_owned(), String::new()] {
                assert!(near == other || near == one || dynamic.getattr(&near).is_err(), "{near}");
            }
            assert_eq!((pair.$one, pair.$other), (3, 4));
        })*};
    }
    pair! {
        a b
        ab ac
        ab abc
        temperature temperatura
        temperature temperbture
        xemperature temperature
        seventeen_letters seventeen_lettert
        seventeen_letters sevenpeen_letters
    }
}

/// Behind the bases of bases, whether the name is in the `Dict` or nowhere.
#[test]
fn what_no_base_has_is_looked_for_in_the_dict() {
    #[derive(Slots)]
    struct Deepest {
        a: u8,
    }
    #[derive(Slots)]
    struct Deeper {
        #[slots(base)]
        base: Deepest,
        b: u8,
    }
    #[derive(Slots)]
    struct Deep {
        #[slots(base)]
        base: Deeper,
        c: u8,
    }
    #[derive(Slots)]
    struct Closed {
        #[slots(base)]
        base: Deep,
        d: u8,
    }
    #[derive(Slots)]
    #[slots(dict)]
    struct Open {
        #[slots(base)]
        base: Deep,
        d: u8,
        __dict__: Dict,
    }
    #[derive(Slots)]
    struct Beside {
        z: u8,
    }
    #[derive(Slots)]
    struct Two {
        #[slots(base)]
        first: Deepest,
        #[slots(base)]
        second: Beside,
    }
    #[derive(Slots)]
    struct AboveTwo {
        #[slots(base)]
        base: Two,
        y: u8,
    }
    #[derive(Slots)]
    struct Top {
        #[slots(base)]
        base: AboveTwo,
        x: u8,
    }
    let two = Two { first: Deepest { a: 1 }, second: Beside { z: 26 } };
    let top = Top { base: AboveTwo { base: two, y: 25 }, x: 24 };
    for (name, value) in [("a", 1), ("x", 24), ("y", 25), ("z", 26)] {
        assert_eq!(top.getattr(std::hint::black_box(name)).unwrap(), value);
    }
    let deep = || Deep { base: Deeper { base: Deepest { a: 1 }, b: 2 }, c: 3 };
    let closed = Closed { base: deep(), d: 4 };
    let open = Open { base: deep(), d: 4, __dict__: Dict::from([("e", 5)]) };
    for (name, value) in [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)] {
        let name = std::hint::black_box(name);
        assert_eq!(open.getattr(name).unwrap(), value);
        assert_eq!(
            closed.getattr_opt(name).map(|found| found == value),
            (value < 5).then_some(true)
        );
        let dynamic: &dyn Attributes = &open;
        assert_eq!(dynamic.getattr(name).unwrap(), value);
    }
    assert!(open.getattr_opt("f").is_none() && closed.getattr_opt("f").is_none());
}
