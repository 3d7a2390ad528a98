//! Enums with data in serialized data: as serde's derive has them.

#![cfg(feature = "serde")]

mod same_data;

use proptest::prelude::*;
use slotted::prelude::*;

use crate::same_data::assert_same_taken;

/// Declares an enum twice, slotted and with serde's derive, with one tagging, and a struct around
/// each.
macro_rules! enums {
    ($module:ident [$($slots:tt)*] [$($serde:tt)*] { $($tuple:tt)* }) => {
        mod $module {
            pub(crate) mod ours {
                use slotted::prelude::*;
                #[derive(SlotValue, Clone, Debug, PartialEq)]
                #[slots(serialize, deserialize, rename_all = "kebab-case", $($slots)*)]
                pub(crate) enum Shape {
                    Circle {
                        radius: f64,
                        #[slots(rename = "Colour")]
                        colour: Option<String>,
                        #[slots(default = 3)]
                        weight: u8,
                    },
                    #[slots(rename = "Wrapped")]
                    Holds(Held),
                    $($tuple)*
                    #[slots(alias = "nothing", alias = "nil")]
                    NoneOfThese,
                }
                #[derive(Slots, Clone, Debug, PartialEq)]
                #[slots(serialize, deserialize)]
                pub(crate) struct Held { count: u32, name: String }
                impl Held {
                    pub(crate) fn new(count: u32, name: String) -> Self {
                        Held { count, name }
                    }
                }
                #[derive(Slots, Clone, Debug, PartialEq)]
                #[slots(serialize, deserialize)]
                pub(crate) struct Drawing {
                    pub(crate) first: Shape,
                    pub(crate) all: Vec<Shape>,
                    pub(crate) boxed: Box<Shape>,
                    pub(crate) maybe: Option<Shape>,
                }
            }
            pub(crate) mod theirs {
                #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
                #[serde(rename_all = "kebab-case", deny_unknown_fields, $($serde)*)]
                pub(crate) enum Shape {
                    Circle {
                        radius: f64,
                        #[serde(rename = "Colour")]
                        colour: Option<String>,
                        #[serde(default = "super::super::three")]
                        weight: u8,
                    },
                    #[serde(rename = "Wrapped")]
                    Holds(Held),
                    $($tuple)*
                    #[serde(alias = "nothing", alias = "nil")]
                    NoneOfThese,
                }
                #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
                #[serde(deny_unknown_fields)]
                pub(crate) struct Held { count: u32, name: String }
                impl Held {
                    pub(crate) fn new(count: u32, name: String) -> Self {
                        Held { count, name }
                    }
                }
                #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
                #[serde(deny_unknown_fields)]
                pub(crate) struct Drawing {
                    pub(crate) first: Shape,
                    pub(crate) all: Vec<Shape>,
                    pub(crate) boxed: Box<Shape>,
                    pub(crate) maybe: Option<Shape>,
                }
            }
        }
    };
}

fn three() -> u8 {
    3
}

enums! { external [] [] { Pair(u8, Option<i16>), Text(String), Maybe(Option<u8>), Group(Vec<Shape>), Inner(Box<Shape>), Empty {}, Nought(), } }
enums! { internal [tag = "type"] [tag = "type"] { Empty {}, } }
enums! { adjacent [tag = "t", content = "c"] [tag = "t", content = "c"] { Pair(u8, Option<i16>), Text(String), Group(Vec<Shape>), Inner(Box<Shape>), Empty {}, } }

/// What a shape is made of, for both kinds.
#[derive(Clone, Debug)]
enum Plan {
    Circle(f64, Option<String>, u8),
    Holds(u32, String),
    Pair(u8, Option<i16>),
    Text(String),
    Group(Vec<Plan>),
    Inner(Box<Plan>),
    Empty,
    Nothing,
}

fn plan() -> impl Strategy<Value = Plan> {
    let leaf = prop_oneof![
        (any::<i16>(), any::<Option<String>>(), any::<u8>())
            .prop_map(|(radius, colour, weight)| Plan::Circle(radius.into(), colour, weight)),
        (any::<u32>(), any::<String>()).prop_map(|(count, name)| Plan::Holds(count, name)),
        (any::<u8>(), any::<Option<i16>>()).prop_map(|(a, b)| Plan::Pair(a, b)),
        any::<String>().prop_map(Plan::Text),
        Just(Plan::Empty),
        Just(Plan::Nothing),
    ];
    leaf.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Plan::Group),
            inner.prop_map(|plan| Plan::Inner(Box::new(plan))),
        ]
    })
}

/// Makes a shape of a plan. The tagging without tuples has none of the variants that need them.
macro_rules! makes {
    ($($kind:ident)::+, all) => {
        |plan: &Plan| {
            use $($kind)::+::{Held, Shape};
            fn make(plan: &Plan) -> Shape {
                match plan.clone() {
                    Plan::Circle(radius, colour, weight) => Shape::Circle { radius, colour, weight },
                    Plan::Holds(count, name) => Shape::Holds(Held::new(count, name)),
                    Plan::Pair(a, b) => Shape::Pair(a, b),
                    Plan::Text(text) => Shape::Text(text),
                    Plan::Group(plans) => Shape::Group(plans.iter().map(make).collect()),
                    Plan::Inner(plan) => Shape::Inner(Box::new(make(&plan))),
                    Plan::Empty => Shape::Empty {},
                    Plan::Nothing => Shape::NoneOfThese,
                }
            }
            make(plan)
        }
    };
    ($($kind:ident)::+, named) => {
        |plan: &Plan| {
            use $($kind)::+::{Held, Shape};
            match plan.clone() {
                Plan::Circle(radius, colour, weight) => Shape::Circle { radius, colour, weight },
                Plan::Holds(count, name) => Shape::Holds(Held::new(count, name)),
                Plan::Empty | Plan::Pair(..) => Shape::Empty {},
                _ => Shape::NoneOfThese,
            }
        }
    };
}

/// Asserts that both kinds write the same of the shapes, and that ours is read again.
macro_rules! assert_same {
    ($plans:ident, $module:ident, $which:ident, binary: $binary:expr) => {{
        let ours = makes!($module::ours, $which);
        let theirs = makes!($module::theirs, $which);
        let first = &$plans[0];
        let last = &$plans[$plans.len() - 1];
        let a = $module::ours::Drawing {
            first: ours(first),
            all: $plans.iter().map(&ours).collect(),
            boxed: Box::new(ours(last)),
            maybe: ($plans.len() > 1).then(|| ours(last)),
        };
        let b = $module::theirs::Drawing {
            first: theirs(first),
            all: $plans.iter().map(&theirs).collect(),
            boxed: Box::new(theirs(last)),
            maybe: ($plans.len() > 1).then(|| theirs(last)),
        };
        let text = serde_json::to_string(&b).unwrap();
        prop_assert_eq!(&serde_json::to_string(&a).unwrap(), &text);
        prop_assert_eq!(&serde_json::from_str::<$module::ours::Drawing>(&text).unwrap(), &a);
        let named = rmp_serde::to_vec_named(&b).unwrap();
        prop_assert_eq!(&rmp_serde::to_vec_named(&a).unwrap(), &named);
        prop_assert_eq!(&rmp_serde::from_slice::<$module::ours::Drawing>(&named).unwrap(), &a);
        let packed = rmp_serde::to_vec(&b).unwrap();
        prop_assert_eq!(&rmp_serde::to_vec(&a).unwrap(), &packed);
        prop_assert_eq!(&rmp_serde::from_slice::<$module::ours::Drawing>(&packed).unwrap(), &a);
        if let Ok(text) = toml::to_string(&b) {
            prop_assert_eq!(&toml::to_string(&a).unwrap(), &text);
            prop_assert_eq!(&toml::from_str::<$module::ours::Drawing>(&text).unwrap(), &a);
        }
        let bytes = postcard::to_allocvec(&b).unwrap();
        prop_assert_eq!(&postcard::to_allocvec(&a).unwrap(), &bytes);
        if $binary {
            prop_assert_eq!(&postcard::from_bytes::<$module::ours::Drawing>(&bytes).unwrap(), &a);
        }
        // As values, by name.
        let again = $module::ours::Drawing::from_attrs(a.to_dict().unwrap()).unwrap();
        prop_assert_eq!(&again, &a);
    }};
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_enum_without_a_tag_is_written_and_read_as_by_serde(
        plans in prop::collection::vec(plan(), 1..4),
    ) {
        assert_same!(plans, external, all, binary: true);
    }

    #[test]
    fn an_enum_with_a_tag_is_written_and_read_as_by_serde(
        plans in prop::collection::vec(plan(), 1..4),
    ) {
        assert_same!(plans, internal, named, binary: false);
    }

    #[test]
    fn an_enum_with_tag_and_content_is_written_and_read_as_by_serde(
        plans in prop::collection::vec(plan(), 1..4),
    ) {
        assert_same!(plans, adjacent, all, binary: true);
    }
}

#[test]
fn an_enum_takes_and_refuses_what_serde_takes_and_refuses() {
    use crate::{adjacent as a, external as e, internal as i};
    let external = [
        r#""none-of-these""#,
        r#""nothing""#,
        r#""nil""#,
        r#""NoneOfThese""#,
        r#"{"none-of-these": null}"#,
        r#"{"none-of-these": 1}"#,
        r#"{"circle": {"radius": 1}}"#,
        r#"{"circle": {"radius": 1.5, "Colour": null}}"#,
        r#"{"circle": {"radius": 1, "Colour": "red", "weight": 4}}"#,
        r#"{"circle": {"radius": "1"}}"#,
        r#"{"circle": {"weight": 1}}"#,
        r#"{"circle": {"radius": 1, "x": 1}}"#,
        r#"{"circle": [1, null, 5]}"#,
        r#"{"circle": {"radius": 1, "radius": 2}}"#,
        r#""circle""#,
        r#"{"circle": null}"#,
        r#"{"pair": [1, 2]}"#,
        r#"{"pair": [1, null]}"#,
        r#"{"pair": [1]}"#,
        r#"{"pair": [1, 2, 3]}"#,
        r#"{"pair": {"0": 1, "1": 2}}"#,
        r#"{"pair": [256, 2]}"#,
        r#"{"text": "x"}"#,
        r#"{"text": 1}"#,
        r#"{"text": ["x"]}"#,
        r#"{"maybe": null}"#,
        r#"{"maybe": 3}"#,
        r#"{"maybe": [3]}"#,
        r#""maybe""#,
        r#"{"group": []}"#,
        r#"{"group": ["nil", {"text": "y"}, {"inner": {"group": [{"empty": {}}]}}]}"#,
        r#"{"group": ["bad"]}"#,
        r#"{"inner": "nil"}"#,
        r#"{"inner": {"pair": [1, 2]}}"#,
        r#"{"empty": {}}"#,
        r#"{"empty": {"a": 1}}"#,
        r#"{"nought": []}"#,
        r#"{"nought": [1]}"#,
        r#"{}"#,
        r#"{"circle": {"radius": 1}, "text": "x"}"#,
        r#"[]"#,
        r#"1"#,
        r#"null"#,
        r#"true"#,
        r#"{"Wrapped": {"count": 1, "name": "n"}}"#,
        r#"{"Wrapped": {"count": 1}}"#,
        r#"{"holds": {"count": 1, "name": "n"}}"#,
    ];
    let taken = external
        .iter()
        .filter(|json| assert_same_taken::<e::ours::Shape, e::theirs::Shape>(json))
        .count();
    assert_eq!(taken, 20);
    let internal = [
        r#"{"type": "none-of-these"}"#,
        r#"{"type": "nil"}"#,
        r#"{"type": "bad"}"#,
        r#"{}"#,
        r#"{"radius": 1}"#,
        r#"{"type": "circle", "radius": 1}"#,
        r#"{"radius": 1, "type": "circle"}"#,
        r#"{"radius": 1, "Colour": "x", "type": "circle", "weight": 9}"#,
        r#"{"type": "circle", "radius": "x"}"#,
        r#"{"type": "circle", "radius": 1, "x": 2}"#,
        r#"{"x": 2, "type": "circle", "radius": 1}"#,
        r#"{"type": "circle", "radius": 1, "radius": 2}"#,
        r#"{"type": "circle", "type": "circle", "radius": 1}"#,
        r#"{"radius": 1, "type": "circle", "type": "circle"}"#,
        r#"{"type": "Wrapped", "count": 1, "name": "n"}"#,
        r#"{"count": 1, "type": "Wrapped", "name": "n"}"#,
        r#"{"type": "Wrapped", "count": 1}"#,
        r#"{"type": "empty"}"#,
        r#"{"type": 1}"#,
        r#"{"type": null}"#,
        r#""nil""#,
        r#"1"#,
        r#"null"#,
        r#"["circle", 1, null, 3]"#,
        r#"["nil"]"#,
        r#"[]"#,
        r#"{"circle": {"radius": 1}}"#,
    ];
    let taken = internal
        .iter()
        .filter(|json| assert_same_taken::<i::ours::Shape, i::theirs::Shape>(json))
        .count();
    assert_eq!(taken, 10);
    let adjacent = [
        r#"{"t": "none-of-these"}"#,
        r#"{"t": "none-of-these", "c": null}"#,
        r#"{"t": "none-of-these", "c": 1}"#,
        r#"{"t": "circle", "c": {"radius": 1}}"#,
        r#"{"c": {"radius": 1}, "t": "circle"}"#,
        r#"{"t": "circle", "c": {"radius": "x"}}"#,
        r#"{"t": "circle"}"#,
        r#"{"c": {"radius": 1}}"#,
        r#"{"t": "pair", "c": [1, 2]}"#,
        r#"{"c": [1, 2], "t": "pair"}"#,
        r#"{"t": "pair", "c": [1]}"#,
        r#"{"t": "text", "c": "x"}"#,
        r#"{"c": "x", "t": "text"}"#,
        r#"{"t": "text", "c": 1}"#,
        r#"{"t": "group", "c": [{"t": "nil"}, {"c": "x", "t": "text"}]}"#,
        r#"{"t": "inner", "c": {"t": "nil"}}"#,
        r#"{"t": "nil", "t": "nil"}"#,
        r#"{"t": "text", "c": "x", "c": "y"}"#,
        r#"{"t": "bad", "c": 1}"#,
        r#"{"t": 1, "c": 1}"#,
        r#"["text", "x"]"#,
        r#"["text"]"#,
        r#"{}"#,
        r#"1"#,
        r#"{"t": "Wrapped", "c": {"count": 1, "name": "n"}}"#,
        r#"{"c": {"count": 1, "name": "n"}, "t": "Wrapped"}"#,
    ];
    let taken = adjacent
        .iter()
        .filter(|json| assert_same_taken::<a::ours::Shape, a::theirs::Shape>(json))
        .count();
    assert_eq!(taken, 13);
}

#[test]
fn enums_nest_as_deep_as_data_may() {
    for levels in [1, 50, 100, 126] {
        let json = format!("{}\"nil\"{}", r#"{"inner": "#.repeat(levels), "}".repeat(levels));
        assert!(
            assert_same_taken::<external::ours::Shape, external::theirs::Shape>(&json),
            "{levels}"
        );
        let shape: external::ours::Shape = serde_json::from_str(&json).unwrap();
        let drawing = external::ours::Drawing {
            first: shape.clone(),
            all: vec![],
            boxed: Box::new(shape),
            maybe: None,
        };
        assert_eq!(
            format!("{:?}", drawing.getattr("first").unwrap()).len(),
            levels * "inner()".len() + 15
        );
    }
    let levels = 100_000;
    let json = format!("{}\"nil\"{}", r#"{"inner": "#.repeat(levels), "}".repeat(levels));
    assert!(serde_json::from_str::<external::ours::Shape>(&json).is_err());
    // In a format without a limit of its own.
    let mut bytes = vec![5; levels];
    bytes.push(8);
    assert!(postcard::from_bytes::<external::ours::Shape>(&bytes).is_err());
}
