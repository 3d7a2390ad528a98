//! `#[derive(Slots)]` and `#[derive(SlotValue)]` for the crate
//! [`slotted`](https://docs.rs/slotted), whose documentation describes them.
//!
//! `Slots` has four stages: `attr`, `ast`, `valid` and `expand`. They collect all errors of a
//! struct and report them together. A struct with errors still gets inert impls, so that one
//! mistake causes one compile error.
//!
//! | file | what |
//! |---|---|
//! | `attr` | the grammar of `#[slots(…)]`: the words |
//! | `argument` | the arguments of the words |
//! | `ast` | the model of a struct; parses each part by itself |
//! | `contradict` | the words on a field that exclude one another |
//! | `valid` | the rules between the parts |
//! | `data` | the impls of serde's traits |
//! | `doc` | doc comments, as constants |
//! | `expand` | generates the parts of an expansion: the layout, the descriptors, the impls |
//! | `rows` | generates the rows of the table |
//! | `methods` | `#[slotted::methods]`: the table of the methods in an `impl` block |
//! | `mode` | the mode of a slot in the expansion: as text, opaque, through serde's traits |
//! | `frame` | the code around these parts |
//! | `fallback` | the inert impls of a struct with errors |
//! | `diagnostic` | the errors found so far, and the proof that one was reported |
//! | `meta` | the entries of `meta(…)` |
//! | `name` | names of types and attributes, and the rules of `rename_all` |
//! | `name_index` | the perfect hash table of the names: a link to `slots-core/src/name` |
//! | `slot_value` | `#[derive(SlotValue)]`: its model, its rules and its expansion |
//! | `serde_word` | serde's words that are not ours, and what to write instead |
//! | `self_type` | searches the tokens of a type, and replaces `Self` in them |
//! | `tests` | compares the expansion with the example that shows it, and limits its size |

mod argument;
mod ast;
mod attr;
mod contradict;
mod data;
mod diagnostic;
mod doc;
mod expand;
mod fallback;
mod frame;
mod meta;
mod methods;
mod mode;
mod name;
mod name_index;
mod rows;
mod self_type;
mod serde_word;
mod slot_value;
#[cfg(test)]
mod tests;
mod valid;

extern crate alloc;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `slotted::Slotted` and `slotted::SlotValue` for a struct with named fields or none.
///
/// The struct gets a layout that can be inspected, typed descriptors, and attributes by name. The
/// derive adds nothing else to the type or its module. Every field is a slot unless a word in
/// `#[slots(…)]` makes it something else. Access by name ignores the visibility of fields; `skip`
/// hides a field from it.
///
/// | where | `#[slots(…)]` | meaning |
/// |---|---|---|
/// | struct | `dict` | the field `__dict__: Dict` holds attributes with undeclared names |
/// | struct | `weakref` | the field `__weakref__: WeakSlot` allows weak references |
/// | struct | `serialize`, `deserialize` | implements serde's traits (feature `serde`) |
/// | struct | `ignore_unknown` | reading serialized data ignores unknown keys |
/// | struct | `default` | implements `Default` from the slots' defaults; every slot then has a default |
/// | struct | `methods` | has methods by name: those of the block with [`macro@methods`] |
/// | struct | `frozen` | no attribute can be written, by name or by descriptor |
/// | struct | `rename_all = "…"` | a rule that converts field names to attribute names |
/// | struct | `name = "…"` | the type's name in messages |
/// | struct | `size = N` | the largest allowed size in bytes, checked at compile time |
/// | struct | `crate = path` | the path of the crate `slotted`; it is trusted as `unsafe` code is |
/// | field | `dict` | this field, a `Dict`, holds attributes with undeclared names |
/// | field | `weakref` | this field, a `WeakSlot`, allows weak references |
/// | field | `base` | this field is a base: its slots are also slots of this type |
/// | field | `optional` | on an `Option`: `None` means unbound |
/// | field | `readonly` | cannot be written by name or by descriptor |
/// | field | `rename = "…"` | the attribute's name |
/// | field | `alias = "…"` | another name by which a value may be given; may stand several times |
/// | field | `as_str` | read and written by name as text, through `Display` and `FromStr`; also inside an `Option`, a `Box`, a list, an array or a map |
/// | field | `serde` | read and written by serde's traits, of any crate; by name as a `Value` (feature `serde`) |
/// | field | `with = module` | `serde`, by the functions `serialize` and `deserialize` of the module |
/// | field | `opaque` | accessed by its own type only |
/// | field | `opaque(eq)`, `opaque(clone)`, `opaque(eq, clone)` | and compared, and copied into a `Value` |
/// | field | `skip` | this field is not a slot |
/// | field | `default`, `default = expr` | the value in construction by name if none is given |
/// | field | `range = 1..=9` | the numbers that the slot takes |
/// | field | `len = 1..=80` | the lengths that the slot takes: of text in characters, of bytes, of lists and maps |
/// | field | `validate = path` | the validator, called before every write by name |
/// | field | `skip_serializing_if = path` | the slot is left out in data where the function says so |
/// | field | `lazy = path` | on a `OnceCell` or `OnceLock`: computed at the first read |
/// | field | `meta(key = literal, …)` | constants, kept in the slot's descriptor |
///
/// The documentation of `slotted` has more detail and examples.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Server {
///     /// Where it listens.
///     #[slots(default = 80, range = 1..)]
///     port: u16,
///     #[slots(optional, rename = "host-name")]
///     host: Option<String>,
/// }
///
/// let mut server = Server::from_attrs([("host-name", "localhost")])?;
/// assert_eq!(server.getattr("port")?, 80);
/// assert!(server.setattr("port", 0).is_err());
/// assert_eq!(server.delattr("host-name")?, Value::from("localhost"));
/// assert_eq!(server.host, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[proc_macro_derive(Slots, attributes(slots))]
pub fn derive_slots(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::derive(&input).into()
}

/// Implements `slotted::SlotValue`, so that the type can be a slot, for an enum or for a tuple
/// struct with up to twelve fields.
///
/// An enum without data is read and written by name as text, the name of its variant. Other text is
/// refused with an error that lists the variants. An enum with data is an object whose attributes
/// are the fields of its active variant; writing the whole switches the variant.
/// `SlotInfo::choices` has the variants, with their docs. A newtype, a tuple struct with one field,
/// is what it wraps; any other tuple struct is a list. In data, each has the form that serde's
/// derive gives it.
///
/// | where | `#[slots(…)]` | meaning |
/// |---|---|---|
/// | enum | `rename_all = "…"` | a rule that converts the names of the variants |
/// | enum | `rename_all_fields = "…"` | a rule that converts the names of the variants' fields |
/// | enum | `ignore_case` | a name is taken in upper and lower case (of ASCII) |
/// | enum | `tag = "…"` | in data, the key of the variant's name among the fields |
/// | enum | `tag = "…", content = "…"` | in data, the keys of the variant's name and of its content |
/// | enum with data | `methods` | has methods by name: those of the block with [`macro@methods`] |
/// | enum | `name = "…"` | the type's name in messages and in data |
/// | struct | `validate = path` | the validator, called with each value that is made |
/// | any | `serialize`, `deserialize` | implements serde's traits (feature `serde`) |
/// | any | `crate = path` | the path of the crate `slotted` |
/// | variant | `rename = "…"` | the variant's name |
/// | variant | `rename_all = "…"` | a rule that converts the names of the variant's fields |
/// | variant | `alias = "…"` | another name that is taken for it; may stand several times |
///
/// A field of a variant takes the words of a slot: `rename`, `alias`, `optional`, `default`,
/// `validate`, `readonly`, `as_str`, `opaque`, `skip`, `meta` and so on, but not `base`, `dict`,
/// `weakref` and `lazy`.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(SlotValue, Debug, PartialEq)]
/// #[slots(rename_all = "lowercase")]
/// enum Fuel { Diesel, Ethanol }
///
/// #[derive(SlotValue, Debug, PartialEq)]
/// enum Shape { Empty, Circle { radius: f64 } }
///
/// #[derive(Slots)]
/// struct Tank { fuel: Fuel, shape: Shape }
///
/// let mut tank = Tank { fuel: Fuel::Diesel, shape: Shape::Empty };
/// tank.setattr("fuel", "ethanol")?;
/// tank.setattr_str("shape", "Circle(radius=2.0)")?;
/// assert_eq!((&tank.fuel, &tank.shape), (&Fuel::Ethanol, &Shape::Circle { radius: 2.0 }));
/// assert_eq!(tank.getattr_path("shape.radius").unwrap(), 2.0);
/// # Ok::<(), slotted::AttributeError>(())
/// ```
#[proc_macro_derive(SlotValue, attributes(slots))]
pub fn derive_slot_value(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    slot_value::derive(&input).into()
}

/// Makes the methods in an `impl` block callable by name: `object.call("deposit", [5.into()])`.
///
/// The type says `#[slots(methods)]`, beside `#[derive(Slots)]`, or, on an enum with data,
/// `#[derive(SlotValue)]`. There is one such block for a type; its other blocks are not in the
/// table. The block stays as it is, and its methods are called from Rust as before.
///
/// A method takes `&self`, `&mut self`, `self`, `self: Box<Self>`, or none of them. A parameter is
/// of a type that can be a slot, or borrowed: an argument for a `&str` is converted to a `String`,
/// for a `&[T]` to a `Vec<T>`, for any other `&T` to a `T`. It returns such a type, nothing, a
/// `Result` of these with an error of which a `Box<dyn Error + Send + Sync>` can be made, a `&str`
/// or another `&T`, which is copied.
///
/// | where | | meaning |
/// |---|---|---|
/// | block | `#[slotted::methods(crate = path)]` | the path of the crate `slotted` |
/// | method | `#[slots(rename = "…")]` | the name by which it is called |
/// | method | `#[slots(skip)]` | the method is not in the table |
/// | parameter | `#[slots(rename = "…")]` | its name in messages |
/// | parameter | `#[slots(default)]`, `#[slots(default = expr)]` | the argument may be left out |
///
/// A bound that methods of a generic type need stands on the type too: each instantiation has the
/// methods.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Account { balance: f64 }
///
/// #[slotted::methods]
/// impl Account {
///     /// Adds to the balance, and returns it.
///     fn deposit(&mut self, amount: f64, #[slots(default)] note: String) -> f64 {
///         self.balance += amount;
///         self.balance
///     }
/// }
///
/// let mut account = Account { balance: 1.0 };
/// assert_eq!(account.call_mut("deposit", [2.into()])?, 3.0);
/// assert_eq!(account.deposit(1.0, String::new()), 4.0);
/// # Ok::<(), slotted::CallError>(())
/// ```
#[proc_macro_attribute]
pub fn methods(arguments: TokenStream, block: TokenStream) -> TokenStream {
    methods::attribute(arguments.into(), block.into()).into()
}
