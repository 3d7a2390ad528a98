//! The rows of types: each is the one slot of a struct.

use crate::compare::{Order, Row, read};

/// A row for each type, as the one slot of a struct. Inside the brackets, inputs besides those that
/// every row gets.
macro_rules! types {
    ($($order:ident $name:ident: $type:ty [$($input:literal),* $(,)?];)*) => {
        $(mod $name {
            mod ours {
                #[allow(unused_imports)]
                use {super::super::imports::*, crate::types::ours::*, slotted::prelude::*};
                #[derive(Slots, Debug)]
                #[slots(serialize, deserialize)]
                pub(crate) struct Row { x: $type }
            }
            mod theirs {
                #[allow(unused_imports)]
                use {super::super::imports::*, crate::types::theirs::*};
                #[derive(serde::Serialize, serde::Deserialize, Debug)]
                #[serde(deny_unknown_fields)]
                pub(crate) struct Row { x: $type }
            }
            pub(crate) const ROW: super::Row = super::Row {
                name: stringify!($name),
                ours: super::read::<ours::Row>,
                theirs: super::read::<theirs::Row>,
                order: super::Order::$order,
                one_slot: true,
                inputs: &[$($input),*],
            };
        })*
        pub(crate) const TYPES: &[Row] = &[$($name::ROW),*];
    };
}

/// What the types of rows are named by.
pub(crate) mod imports {
    #![allow(unused_imports)]
    pub(crate) use std::borrow::Cow;
    pub(crate) use std::cell::Cell;
    pub(crate) use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
    pub(crate) use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
    pub(crate) use std::num::{NonZero, Wrapping};
    pub(crate) use std::path::{Path, PathBuf};
    pub(crate) use std::rc::Rc;
    pub(crate) use std::sync::Arc;
    pub(crate) use std::time::Duration;

    pub(crate) use crate::types::{Spot, SpotText};

    pub(crate) fn three() -> u8 {
        3
    }

    pub(crate) fn no_one() -> String {
        "no one".to_owned()
    }

    pub(crate) fn takes_all<T>(_: &T) -> Result<(), String> {
        Ok(())
    }

    pub(crate) fn is_zero(number: &u16) -> bool {
        *number == 0
    }
}

types! {
    // Numbers.
    Exact an_i8: i8 ["5"];
    Exact an_i16: i16 ["5"];
    Exact an_i32: i32 ["5"];
    Exact an_i64: i64 ["5"];
    Exact an_i128: i128 ["5", "-170141183460469231731687303715884105728"];
    Exact an_isize: isize ["5"];
    Exact a_u8: u8 ["5"];
    Exact a_u16: u16 ["5"];
    Exact a_u32: u32 ["5"];
    Exact a_u64: u64 ["5"];
    Exact a_u128: u128 ["5", "340282366920938463463374607431768211455"];
    Exact a_usize: usize ["5"];
    Exact an_f32: f32 ["0.25", "1e-9", "16777217.5"];
    Exact an_f64: f64 ["0.25", "1e-9", "9007199254740993.5"];
    Exact a_non_zero_i8: NonZero<i8> ["5", "-5"];
    Exact a_non_zero_i16: NonZero<i16> ["5"];
    Exact a_non_zero_i32: NonZero<i32> ["5"];
    Exact a_non_zero_i64: NonZero<i64> ["5"];
    Exact a_non_zero_isize: NonZero<isize> ["5"];
    Exact a_non_zero_u8: NonZero<u8> ["5"];
    Exact a_non_zero_u16: NonZero<u16> ["5"];
    Exact a_non_zero_u32: NonZero<u32> ["5"];
    Exact a_non_zero_u64: NonZero<u64> ["5"];
    Exact a_non_zero_usize: NonZero<usize> ["5"];
    Exact a_wrapping: Wrapping<u16> ["5"];
    Exact a_wrapping_i64: Wrapping<i64> ["5"];
    Exact a_wrapping_float: Wrapping<f64> ["0.5"];
    Exact a_bool: bool ["true"];
    Exact a_char: char ["\"x\"", "\"\\ud83d\\ude00\""];
    Exact a_unit: () ["null"];
    // Text and bytes.
    Exact a_string: String ["\"ab\\n\""];
    Exact a_boxed_str: Box<str> ["\"ab\\n\""];
    Exact a_cow: Cow<'static, str> ["\"ab\\n\""];
    Exact an_arc_str: Arc<str> ["\"ab\\n\""];
    Exact an_rc_str: Rc<str> ["\"ab\\n\""];
    Exact bytes: Vec<u8> ["[1,200,3]"];
    Exact an_array_of_bytes: [u8; 3] ["[1,200,3]"];
    // `Option`.
    Exact maybe_a_number: Option<i32> ["5", "null"];
    Exact maybe_text: Option<String> ["\"a\"", "null"];
    Exact maybe_maybe: Option<Option<u8>> ["5", "null"];
    Exact maybe_a_list: Option<Vec<Option<u8>>> ["[1,null]", "null"];
    Exact maybe_unit: Option<()> ["null"];
    Exact maybe_a_struct: Option<Held> ["null", "{\"count\":1,\"name\":\"n\",\"maybe\":null}"];
    Exact maybe_boxed: Option<Box<Option<u16>>> ["3", "null"];
    Exact maybe_a_float: Option<f64> ["0.5", "null"];
    Exact maybe_a_bool: Option<bool> ["true", "null"];
    // Lists.
    Exact a_list: Vec<i16> ["[1,-2,3]"];
    Exact a_list_of_floats: Vec<f32> ["[1,-2.5,3]"];
    Exact a_list_of_text: Vec<String> ["[\"a\",\"b\"]"];
    Exact a_list_of_lists: Vec<Vec<bool>> ["[[true],[]]"];
    Exact a_list_of_bytes: Vec<Vec<u8>> ["[[1],[]]"];
    Exact a_list_of_units: Vec<()> ["[null,null]"];
    Exact a_list_of_chars: Vec<char> ["[\"a\"]"];
    Exact a_boxed_slice: Box<[u16]> ["[1,2]"];
    Exact an_arc_of_a_list: Arc<Vec<u16>> ["[1,2]"];
    Exact a_deque: VecDeque<i16> ["[1,-2,3]"];
    Exact a_deque_of_bytes: VecDeque<u8> ["[1,200]"];
    Exact an_array: [i16; 2] ["[1,2]"];
    Exact an_array_of_text: [String; 2] ["[\"a\",\"b\"]"];
    Exact an_empty_array: [u16; 0] ["[]"];
    Exact an_array_of_arrays: [[u16; 2]; 2] ["[[1,2],[3,4]]"];
    Exact a_set: BTreeSet<u16> ["[3,1,2,1]"];
    Exact a_set_of_text: BTreeSet<String> ["[\"b\",\"a\"]"];
    Exact a_set_of_enums: BTreeSet<Side> ["[\"far-right\",\"L\"]"];
    Any a_hash_set: HashSet<u16> ["[3,1,2,1]"];
    // Tuples.
    Exact a_tuple_of_one: (i16,) ["[1]"];
    Exact a_pair: (u8, String) ["[1,\"a\"]"];
    Exact a_triple: (u8, Option<char>, f64) ["[1,null,2]", "[1,\"x\",0.5]"];
    Exact a_pair_of_pairs: ((u8, String), [Option<u8>; 2]) ["[[1,\"a\"],[1,null]]"];
    Exact a_tuple_of_twelve: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)
        ["[1,2,3,4,5,6,7,8,9,10,11,12]"];
    Exact a_list_of_pairs: Vec<(String, u8)> ["[[\"a\",1],[\"b\",2]]"];
    // Maps.
    Exact a_map: BTreeMap<String, u8> ["{\"b\":1,\"a\":2}"];
    Exact a_map_of_boxed_text: BTreeMap<Box<str>, u8> ["{\"b\":1,\"a\":2}"];
    Exact a_map_of_cows: BTreeMap<Cow<'static, str>, u8> ["{\"b\":1}"];
    Exact a_map_of_i8: BTreeMap<i8, u8> ["{\"-5\":1,\"5\":2}"];
    Exact a_map_of_i32: BTreeMap<i32, Option<bool>> ["{\"-5\":null,\"5\":true}"];
    Exact a_map_of_i64: BTreeMap<i64, u8> ["{\"-5\":1}"];
    Exact a_map_of_u8: BTreeMap<u8, Vec<u16>> ["{\"5\":[1]}"];
    Exact a_map_of_u16: BTreeMap<u16, String> ["{\"5\":\"a\"}"];
    Exact a_map_of_u64: BTreeMap<u64, u8> ["{\"18446744073709551615\":1}"];
    Exact a_map_of_usize: BTreeMap<usize, usize> ["{\"5\":1}"];
    Exact a_map_of_non_zero: BTreeMap<NonZero<u32>, u8> ["{\"5\":1}"];
    Exact a_map_of_bool: BTreeMap<bool, u8> ["{\"true\":1,\"false\":2}"];
    Exact a_map_of_char: BTreeMap<char, u8> ["{\"x\":1}"];
    Exact a_map_of_enums: BTreeMap<Side, u8> ["{\"left\":1,\"None\":2}", "{\"west\":1}"];
    Exact a_map_of_maps: BTreeMap<String, BTreeMap<u8, ()>> ["{\"a\":{\"1\":null}}"];
    Exact a_map_of_structs: BTreeMap<String, Held> ["{\"a\":{\"count\":1,\"name\":\"n\"}}"];
    Any a_hash_map: HashMap<String, u8> ["{\"b\":1,\"a\":2}"];
    Any a_hash_map_of_numbers: HashMap<u32, String> ["{\"1\":\"a\",\"2\":\"b\"}"];
    // Pointers and cells.
    Exact a_box: Box<u16> ["5"];
    Exact a_box_of_text: Box<String> ["\"a\""];
    Exact an_rc: Rc<u16> ["5"];
    Exact an_arc: Arc<String> ["\"a\""];
    Exact a_cell: Cell<u8> ["5"];
    Exact a_cell_of_bool: Cell<bool> ["true"];
    Exact a_cell_of_a_float: Cell<f32> ["0.5"];
    Exact a_cell_of_an_enum: Cell<Side> ["\"left\""];
    // Durations, addresses, paths.
    Exact a_duration: Duration ["{\"secs\":1,\"nanos\":5}", "[1,5]", "{\"nanos\":1,\"secs\":5}"];
    Exact maybe_a_duration: Option<Duration> ["{\"secs\":1,\"nanos\":5}", "null"];
    Exact a_list_of_durations: Vec<Duration> ["[{\"secs\":1,\"nanos\":5}]"];
    Exact an_ip: IpAddr ["\"1.2.3.4\"", "\"::1\""];
    Exact an_ipv4: Ipv4Addr ["\"1.2.3.4\""];
    Exact an_ipv6: Ipv6Addr ["\"::1\""];
    Exact a_socket: SocketAddr ["\"1.2.3.4:80\"", "\"[::1]:80\""];
    Exact a_socket_v4: SocketAddrV4 ["\"1.2.3.4:80\""];
    Exact a_socket_v6: SocketAddrV6 ["\"[::1]:80\""];
    Exact a_path: PathBuf ["\"/a/b\""];
    Exact a_boxed_path: Box<Path> ["\"/a/b\""];
    // Any value.
    OtherNames anything: Any ["1", "\"a\"", "[1,{\"a\":null}]", "{\"a\":{\"b\":[1.5,true]}}"];
    OtherNames a_list_of_anything: Vec<Any> ["[1,null,\"a\"]"];
    OtherNames a_map_of_anything: BTreeMap<String, Any> ["{\"a\":1,\"b\":{\"c\":null}}"];
    // Structs, enums, newtypes, tuple structs.
    Exact a_struct: Held ["{\"count\":1,\"name\":\"n\",\"maybe\":2}", "{\"count\":1,\"name\":\"n\"}", "[1,\"n\",2]"];
    Exact an_empty_struct: Empty ["{}"];
    Exact a_list_of_structs: Vec<Held> ["[{\"count\":1,\"name\":\"n\"},[2,\"m\",null]]"];
    Exact nested_structs: Nested [
        "{\"firstOne\":{\"count\":1,\"name\":\"n\"},\"allOthers\":[],\"THE-BOX\":null}",
        "{\"firstOne\":{\"count\":1,\"name\":\"n\"},\"allOthers\":[{\"count\":1,\"name\":\"n\"}],\"THE-BOX\":{\"allOthers\":[],\"firstOne\":{\"count\":1,\"name\":\"n\"}}}",
    ];
    Exact an_enum: Side ["\"left\"", "\"L\"", "\"far-right\"", "\"None\"", "{\"left\":null}"];
    Exact maybe_an_enum: Option<Side> ["\"left\"", "\"None\"", "null"];
    Exact a_list_of_enums: Vec<Side> ["[\"left\",\"west\"]"];
    Exact an_enum_with_data: Shape [
        "\"Nothing\"",
        "{\"Circle\":{\"radius\":1.5,\"colour\":null}}",
        "{\"Pair\":[1,null]}",
        "{\"Text\":\"a\"}",
        "{\"Holds\":{\"count\":1,\"name\":\"n\"}}",
        "{\"Group\":[\"Nothing\",{\"Inner\":{\"Empty\":{}}}]}",
    ];
    Exact a_list_of_enums_with_data: Vec<Shape> ["[\"Nothing\",{\"Text\":\"a\"}]"];
    Exact maybe_an_enum_with_data: Option<Shape> ["{\"Pair\":[1,2]}", "null"];
    Exact a_tagged_enum: Tagged [
        "{\"type\":\"none_of_these\"}",
        "{\"type\":\"circle\",\"theRadius\":1.5}",
        "{\"theRadius\":1.5,\"type\":\"circle\",\"theColour\":\"red\"}",
        "{\"type\":\"holds\",\"count\":1,\"name\":\"n\"}",
        "{\"type\":\"many\",\"one\":1}",
        "{\"type\":\"many\",\"other\":1,\"all\":[{\"type\":\"none_of_these\"}]}",
    ];
    Exact a_list_of_tagged_enums: Vec<Tagged> ["[{\"type\":\"none_of_these\"}]"];
    Exact an_adjacent_enum: Adjacent [
        "{\"t\":\"NOTHING\"}",
        "{\"t\":\"CIRCLE\",\"c\":{\"radius\":1.5}}",
        "{\"c\":{\"radius\":1.5,\"colour\":\"red\"},\"t\":\"CIRCLE\"}",
        "{\"t\":\"PAIR\",\"c\":[1,null]}",
        "{\"t\":\"TEXT\",\"c\":\"a\"}",
        "{\"t\":\"HOLDS\",\"c\":{\"count\":1,\"name\":\"n\"}}",
        "{\"t\":\"GROUP\",\"c\":[{\"t\":\"NOTHING\"}]}",
    ];
    Exact maybe_an_adjacent_enum: Option<Adjacent> ["{\"t\":\"TEXT\",\"c\":\"a\"}", "null"];
    Exact a_newtype: Metres ["0.5"];
    Exact a_newtype_of_a_list: Names ["[\"a\",\"b\"]"];
    Exact a_tuple_struct: Both ["[1,\"a\",null]"];
    Exact maybe_a_tuple_struct: Option<Both> ["[1,\"a\",2]", "null"];
    // Generic types.
    Exact a_generic_struct: Generic<u8> ["{\"item\":1,\"rest\":[2]}"];
    Exact a_generic_struct_of_structs: Generic<Generic<Option<String>>>
        ["{\"item\":{\"item\":null,\"rest\":[]},\"rest\":[]}"];
    Exact a_generic_enum: Either<u8, Vec<String>> ["{\"One\":1}", "{\"Other\":{\"it\":[\"a\"]}}"];
    Exact a_generic_newtype: Wrapper<Option<i16>> ["1", "null"];
    Exact a_generic_of_enums: Wrapper<Either<Side, Shape>> ["{\"One\":\"left\"}", "{\"Other\":{\"it\":\"Nothing\"}}"];
}
