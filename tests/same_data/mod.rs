//! Compares what a slotted type writes and takes with what serde's derive writes and takes.

// Each test uses a part of this.
#![allow(dead_code, unused_imports, unused_macros)]

use core::fmt::{Debug, Display};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value as JSON and reads it.
pub(crate) fn round_trip<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Asserts that both values serialize to the same JSON, postcard and MessagePack.
pub(crate) fn assert_same_data<A: Serialize, B: Serialize>(slotted: &A, derived: &B) {
    let text = serde_json::to_string(derived).unwrap();
    assert_eq!(serde_json::to_string(slotted).unwrap(), text);
    let bytes = postcard::to_allocvec(derived).unwrap();
    assert_eq!(postcard::to_allocvec(slotted).unwrap(), bytes, "{text}");
    let packed = rmp_serde::to_vec(derived).unwrap();
    assert_eq!(rmp_serde::to_vec(slotted).unwrap(), packed, "{text}");
}

/// Declares a struct twice: slotted, in a module `ours`, and with serde's derive, in a module
/// `theirs`. Each field, and the struct, has the words of both: `[#[slots(…)]] [#[serde(…)]]`.
macro_rules! both {
    (
        [$(#[$own:meta])*] [$(#[$other:meta])*] struct $name:ident {
            $([$(#[$slots:meta])*] [$(#[$serde:meta])*] $field:ident: $type:ty,)*
        }
    ) => {
        mod ours {
            #[allow(unused_imports)]
            use super::*;
            #[derive(Slots, Clone, Debug, PartialEq)]
            #[slots(serialize, deserialize)]
            $(#[$own])*
            pub(crate) struct $name { $($(#[$slots])* pub(crate) $field: $type,)* }
        }
        mod theirs {
            #[allow(unused_imports)]
            use super::*;
            #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
            $(#[$other])*
            pub(crate) struct $name { $($(#[$serde])* pub(crate) $field: $type,)* }
        }
    };
}
pub(crate) use both;

/// Asserts that both types take the JSON and make the same of it, or that both refuse it; and the
/// same in MessagePack and TOML, where these can hold it. The types have one name, so that the same
/// value prints the same. Returns whether they take the JSON.
pub(crate) fn assert_same_taken<A, B>(json: &str) -> bool
where
    A: DeserializeOwned + Debug,
    B: DeserializeOwned + Debug,
{
    fn shown<T: Debug, E: Display>(result: Result<T, E>) -> Result<String, String> {
        result.map(|value| format!("{value:?}")).map_err(|error| error.to_string())
    }
    fn same(format: &str, text: &str, a: &Result<String, String>, b: &Result<String, String>) {
        match (a, b) {
            (Ok(a), Ok(b)) => assert_eq!(a, b, "{format} of {text}"),
            (Err(_), Err(_)) => {}
            _ => panic!("{format} of {text}: slotted {a:?}, serde {b:?}"),
        }
    }
    let (a, b) = (shown(serde_json::from_str::<A>(json)), shown(serde_json::from_str::<B>(json)));
    same("JSON", json, &a, &b);
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    // A `serde_json::Value` does not hold a key twice, so there is nothing to compare then.
    if value.as_object().is_none_or(|object| json.matches(':').count() == object.len()) {
        let bytes = rmp_serde::to_vec(&value).unwrap();
        let a = shown(rmp_serde::from_slice::<A>(&bytes));
        same("MessagePack", json, &a, &shown(rmp_serde::from_slice::<B>(&bytes)));
        if let Ok(text) = toml::to_string(&value) {
            let a = shown(toml::from_str::<A>(&text));
            same("TOML", json, &a, &shown(toml::from_str::<B>(&text)));
        }
    }
    a.is_ok()
}
