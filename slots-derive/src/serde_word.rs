//! The words of serde's derive that are none of `#[slots(…)]`, and what to write instead.

/// Each line: words, and the rule and the remedy for them.
const WORDS: &[(&[&str], &str)] = &[
    (
        &["flatten"],
        "names nobody foresaw go to a `Dict`, and the slots of another struct are inherited\nwrite `dict` on the \
         struct, with a field `__dict__: slotted::Dict`; or `base` on the field",
    ),
    (
        &["deny_unknown_fields", "deny_unknown"],
        "a type without a `Dict` refuses unknown keys by itself\nremove it; `ignore_unknown` would pass over them",
    ),
    (
        &["skip_serializing"],
        "a slot is written to data unless a function says otherwise\nwrite `skip_serializing_if = path`, with a \
         function that returns `true`; or `skip`, if it is not to be read either",
    ),
    (
        &["skip_deserializing"],
        "a slot that is written to data is read from it too\nwrite `skip, default`, which makes the field no slot; \
         `readonly` protects a slot from writes by name",
    ),
    (
        &["rename_all_fields"],
        "the names of one struct or enum follow one rule\nwrite `rename_all = \"…\"` where the names are declared",
    ),
    (
        &["borrow"],
        "slots own their values, since a name that is known only at run time cannot carry a lifetime\nremove it, and \
         write `String` for `&str`",
    ),
    (&["bound"], "the derive finds the bounds that the slots need\nremove it"),
    (
        OF_ENUMS,
        "a struct is the map of its slots, and has no variants to be told apart\nremove it; for a tag, declare a \
         slot, with a `default`",
    ),
    (
        &["transparent"],
        "a newtype is what it wraps, by name and in data\nmake it a tuple struct, and derive `SlotValue` for it",
    ),
    (
        &["from", "try_from", "into"],
        "a value converts by `SlotValue`\nfor a rule on values, write `validate = path`; for another form, derive \
         serde's traits with this word, and write `#[slots(serde)]` on the fields of this type",
    ),
    (
        &["remote", "getter"],
        "nobody can derive for a type of another crate\nwrite `serde` on the field, if the type has serde's traits; \
         or `with = module`, with functions of your own; or `as_str`, for text through `Display` and `FromStr`",
    ),
    (
        &["serialize_with", "deserialize_with"],
        "a slot that is written to data is read from it too, by functions of one module\nwrite `with = module`, where \
         the module has the functions `serialize` and `deserialize`",
    ),
    (
        &["expecting"],
        "an error names the type, the slot and what it expects\nremove it; `name = \"…\"` is the type's name in \
         messages",
    ),
];

/// The words that tell the variants of an enum apart. The advice on them is for structs.
const OF_ENUMS: &[&str] = &["tag", "content", "untagged", "other"];

/// The words on a field that one may look for on a type or a variant, where serde has them too.
const OF_FIELDS: &[&str] = &["serde", "with"];

/// Returns the message for a word of serde's that is none of ours, or none here. `here` is where it stands: on a
/// `struct`, a `field`, a `type` or a `variant`.
pub(crate) fn advice(word: &str, here: &str) -> Option<String> {
    if OF_ENUMS.contains(&word) && matches!(here, "type" | "variant") {
        return None;
    }
    if OF_FIELDS.contains(&word) {
        return Some(format!(
            "`{word}` belongs on a field, not on a {here}\nwrite it on the field that holds the value"
        ));
    }
    let (_, advice) = WORDS.iter().find(|(words, _)| words.contains(&word))?;
    Some(format!("`{word}` is a serde attribute that `#[slots(…)]` does not have\n{advice}"))
}
