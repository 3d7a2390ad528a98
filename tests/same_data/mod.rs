//! Compares what a slotted type writes with what serde's derive writes.

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
