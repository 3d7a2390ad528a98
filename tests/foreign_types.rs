//! Types of other crates as slots, by `#[slots(serde)]`: by name, as text, in JSON, in postcard, in
//! a `to_dict`, in a `diff`.

#![cfg(feature = "serde")]

use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use slotted::prelude::*;
use slotted::to_value;

/// Declares a test for a type: two values of it, each with its text by name, and whether postcard
/// reads the type.
macro_rules! types {
    ($($test:ident: $type:ty, $one:expr => $text:expr, $other:expr => $other_text:expr, $postcard:expr;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Slots, Debug, Clone, PartialEq)]
            #[slots(serialize, deserialize)]
            struct Holder {
                #[slots(serde)]
                it: $type,
                #[slots(serde, optional)]
                maybe: Option<$type>,
                #[slots(serde)]
                all: Vec<$type>,
            }

            #[derive(Serialize, Deserialize, Debug, PartialEq)]
            struct Derived {
                it: $type,
                #[serde(skip_serializing_if = "Option::is_none")]
                maybe: Option<$type>,
                all: Vec<$type>,
            }

            let (one, other): ($type, $type) = ($one, $other);
            let all = vec![one.clone(), other.clone()];
            let mut holder =
                Holder { it: one.clone(), maybe: Some(other.clone()), all: all.clone() };
            let before = holder.clone();

            // By name.
            assert_eq!(holder.getattr("it").unwrap(), to_value(&one).unwrap());
            assert_ne!(holder.getattr("it").unwrap(), to_value(&other).unwrap());
            assert_ne!(to_value(&other).unwrap(), holder.getattr("it").unwrap());
            assert_ne!(holder.getattr("it").unwrap(), holder.getattr("maybe").unwrap());
            holder.setattr("it", to_value(&other).unwrap()).unwrap();
            assert_eq!(holder.attr::<$type>("it").unwrap(), &other);

            // As text.
            assert_eq!(before.getattr("it").unwrap().to_string(), $text);
            assert_eq!(before.getattr("maybe").unwrap().to_string(), $other_text);
            holder.setattr_str("it", $text).unwrap();
            assert_eq!(holder, before);
            holder.setattr_str("maybe", $text).unwrap();
            assert_eq!(holder.maybe.as_ref(), Some(&one));
            holder.setattr_str("maybe", "None").unwrap();
            assert_eq!(holder.maybe, None);

            // In a `to_dict`, and from it.
            let dict = holder.to_dict().unwrap();
            assert_eq!(dict["it"], to_value(&one).unwrap());
            assert!(!dict.contains_key("maybe"));
            assert_eq!(Holder::from_attrs(dict).unwrap(), holder);

            // In a `diff`.
            holder.setattr_str("it", $other_text).unwrap();
            let patch = before.diff(&holder);
            let changes: Vec<_> = patch.iter().collect();
            assert_eq!(changes.len(), 2);
            assert_eq!(changes[0].path().to_string(), "it");
            assert_eq!(changes[1].path().to_string(), "maybe");
            assert_eq!(changes[0].old_value().unwrap().to_string(), $text);
            assert_eq!(changes[0].new_value().unwrap().to_string(), $other_text);
            let after = holder.clone();
            patch.invert().apply(&mut holder).unwrap();
            assert_eq!(holder, before);
            patch.apply(&mut holder).unwrap();
            assert_eq!(holder, after);

            // In JSON.
            for maybe in [None, Some(other.clone())] {
                let holder = Holder { it: one.clone(), maybe: maybe.clone(), all: all.clone() };
                let derived = Derived { it: one.clone(), maybe, all: all.clone() };
                let json = serde_json::to_string(&derived).unwrap();
                assert_eq!(serde_json::to_string(&holder).unwrap(), json);
                assert_eq!(serde_json::from_str::<Holder>(&json).unwrap(), holder);
            }
            let wrong = r#"{"it":[[]]}"#;
            let error = serde_json::from_str::<Holder>(wrong).unwrap_err().to_string();
            assert_eq!(error, serde_json::from_str::<Derived>(wrong).unwrap_err().to_string());

            // In postcard, which does not describe itself.
            let bytes = postcard::to_allocvec(&(&before.it, &before.maybe, &before.all)).unwrap();
            assert_eq!(postcard::to_allocvec(&before).unwrap(), bytes);
            let read = postcard::from_bytes::<Holder>(&bytes);
            assert_eq!(postcard::from_bytes::<$type>(&bytes).is_ok(), $postcard);
            assert_eq!(read.ok(), $postcard.then_some(before));
        }
    )*};
}

types! {
    a_chrono_time_is_a_slot: chrono::DateTime<chrono::Utc>,
        "2024-02-29T12:30:00Z".parse().unwrap() => "2024-02-29T12:30:00Z",
        "1969-07-20T20:17:40.25Z".parse().unwrap() => "1969-07-20T20:17:40.250Z", true;
    a_uuid_is_a_slot: uuid::Uuid,
        uuid::Uuid::from_u128(1) => "00000000-0000-0000-0000-000000000001",
        uuid::Uuid::from_u128(u128::MAX) => "ffffffff-ffff-ffff-ffff-ffffffffffff", true;
    a_url_is_a_slot: url::Url,
        "https://example.org/a?b=c".parse().unwrap() => "https://example.org/a?b=c",
        "file:///tmp/".parse().unwrap() => "file:///tmp/", true;
    // It reads what the format holds, text or a number, so a format must describe itself.
    a_decimal_is_a_slot: rust_decimal::Decimal,
        "0.1234567890123456789012345678".parse().unwrap() => "0.1234567890123456789012345678",
        "-1.50".parse().unwrap() => "-1.50", false;
    a_small_string_is_a_slot: smol_str::SmolStr,
        "north".into() => "north", "12".into() => "12", true;
    an_index_map_is_a_slot: indexmap::IndexMap<String, i64>,
        [("z".to_owned(), 1), ("a".to_owned(), 2)].into() => "{'z': 1, 'a': 2}",
        [("b".to_owned(), 3)].into() => "{'b': 3}", true;
    an_index_map_of_numbers_is_a_slot: indexmap::IndexMap<u8, bool>,
        [(2, true), (1, false)].into() => "{'2': True, '1': False}",
        [(3, true)].into() => "{'3': True}", true;
}
