//! Paths that are resolved once, for all objects of a type.

mod cars;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use cars::{Car, Engine, Oil, car};
use slotted::prelude::*;
use slotted::{AttrPath, PathError, TypedPath};

fn resolved<T: 'static>(path: &str) -> Result<TypedPath<Car, T>, PathError> {
    path.parse::<AttrPath>()?.resolve_as()
}

#[test]
fn the_inline_part_of_a_path_is_one_offset() {
    let mut c = car();
    let temp = resolved::<f64>("engine.oil.temp").unwrap();
    let slot = temp.slot().unwrap();
    assert_eq!(slot.offset(), std::mem::offset_of!(Car, engine.oil.temp));
    assert_eq!(slot, Car::SLOTS.engine.then(Engine::SLOTS.oil).then(Oil::SLOTS.temp));
    slot.set(&mut c, 80.0);
    assert_eq!(temp.get(&c).unwrap(), &80.0);

    // A resolved path to a read-only or validated slot gives no slot that can write.
    for path in ["engine.serial", "engine.rpm"] {
        assert!(resolved::<String>(path).map_or(true, |path| path.slot().is_none()), "{path}");
    }
    assert!(resolved::<String>("engine.serial").unwrap().read_only_slot().is_some());
    assert_eq!(resolved::<u32>("engine.rpm").unwrap().get(&c).unwrap(), &0);
    // A path to an optional slot resolves both as the field's `Option` and as the type inside it.
    assert_eq!(resolved::<Option<u8>>("engine.oil.level").unwrap().get(&c).unwrap(), &None);
    let level = resolved::<u8>("engine.oil.level").unwrap();
    assert_eq!(level.get(&c).unwrap_err().path(), "engine.oil.level");
    c.engine.oil.level = Some(4);
    assert_eq!(level.get(&c).unwrap(), &4);
    assert!(level.slot().is_none());
}

#[test]
fn the_rest_of_a_path_is_gone_through_in_each_object() {
    let c = car();
    let pressure = resolved::<f64>("wheels[1].pressure").unwrap();
    assert_eq!(pressure.get(&c).unwrap(), &2.5);
    assert!(pressure.slot().is_none() && pressure.read_only_slot().is_none());
    let other = Car::default();
    assert_eq!(pressure.get(&other).unwrap_err().to_string(), "wheels[1]: list index out of range");
    assert_eq!(resolved::<f64>("trailer.pressure").unwrap().get(&c).unwrap(), &4.0);
    let error = resolved::<f64>("trailer.pressure").unwrap().get(&other).unwrap_err();
    assert_eq!(error.to_string(), "trailer: 'Car' object has no attribute 'trailer'");
    assert_eq!(resolved::<i64>("any[0].x").unwrap().get(&c).unwrap(), &1);
    assert_eq!(resolved::<u8>("lazy").unwrap().get(&c).unwrap(), &4);
    assert!(format!("{pressure:?}").starts_with("TypedPath(wheels[1].pressure, "));
}

#[test]
fn what_may_be_missing_is_read_without_an_error() {
    let (with, without) = (car(), Car::default());
    let (mut found, mut missed) = (0, 0);
    for path in [
        "engine.oil.temp",
        "engine.oil.level",
        "wheels[1].pressure",
        "wheels[7]",
        "trailer.pressure",
        "trailer",
        "any[0].x",
        "any[0].y",
        "lazy",
    ] {
        let path: AttrPath = path.parse().unwrap();
        let resolved = path.resolve::<Car>().unwrap();
        for object in [&with, &without] {
            let expected = path.get(object).ok().map(|value| format!("{value:?}"));
            *if expected.is_some() { &mut found } else { &mut missed } += 1;
            let said = |value: slotted::AttrRef| format!("{value:?}");
            assert_eq!(path.get_opt(object).map(said), expected, "{path}");
            assert_eq!(resolved.get_opt(object).map(said), expected, "{path}");
        }
    }
    assert!(found > 4 && missed > 4, "{found}, {missed}");
    for path in [AttrPath::new(), [slotted::path::Step::from(0)].into_iter().collect()] {
        assert!(path.get_opt(&with).is_none());
    }
}

#[test]
fn what_cannot_lead_anywhere_is_not_resolved() {
    let said = |path: &str| resolved::<f64>(path).unwrap_err().to_string();
    assert_eq!(
        said("engine.oil.tmp"),
        "engine.oil.tmp: 'Oil' object has no attribute 'tmp'. Did you mean: 'temp'?"
    );
    assert_eq!(said("doors"), "doors: must be u8, not f64");
    assert_eq!(said("doors.x"), "doors.x: there is nothing inside a value of type int");
    assert_eq!(said("engine"), "engine: must be Engine, not f64");
}

#[derive(Slots, Default)]
struct Order {
    total: f64,
    #[slots(optional)]
    note: Option<String>,
}

#[derive(Slots, Default)]
struct Customer {
    orders: Vec<Order>,
    first: Option<Box<Order>>,
    tags: HashMap<String, String>,
    by_year: BTreeMap<u16, VecDeque<Order>>,
    pair: (u8, Order),
    photo: Vec<u8>,
    grid: [[f32; 2]; 2],
    shape: Shape,
    #[slots(as_str)]
    port: Vec<u16>,
    free: Dict,
}

#[derive(SlotValue, Default)]
enum Shape {
    Circle {
        radius: f64,
    },
    #[default]
    Dot,
}

#[test]
fn what_a_type_says_of_its_items_is_checked_when_a_path_is_resolved() {
    let refused = |path: &str, text: &str| {
        let path: AttrPath = path.parse().unwrap();
        let error = path.resolve::<Customer>().unwrap_err().to_string();
        assert_eq!(error, format!("{text}"), "{path}");
    };
    let totl = "'Order' object has no attribute 'totl'. Did you mean: 'total'?";
    refused("orders[0].totl", &format!("orders[0].totl: {totl}"));
    refused("first.totl", &format!("first.totl: {totl}"));
    refused("by_year.2020[1].totl", &format!("by_year.2020[1].totl: {totl}"));
    refused("pair[1].totl", &format!("pair[1].totl: {totl}"));
    refused("tags.k.x", "tags.k.x: there is nothing inside a value of type str");
    refused("tags[0]", "tags[0]: there is nothing inside a value of type dict");
    refused("orders.total", "orders.total: there is nothing inside a value of type list");
    refused("orders[0][0]", "orders[0][0]: there is nothing inside a value of type object");
    refused("pair[2]", "pair[2]: list index out of range");
    refused("grid[0][2]", "grid[0][2]: list index out of range");
    refused("photo[0].x", "photo[0].x: there is nothing inside a value of type int");
    refused("port[0].x", "port[0].x: there is nothing inside a value of type str");

    let typed = |path: &str| path.parse::<AttrPath>()?.resolve_as::<Customer, f64>();
    for (path, text) in [
        ("tags.k", "tags.k: must be String, not f64"),
        ("orders[0]", "orders[0]: must be Order, not f64"),
        ("orders[0].note", "orders[0].note: must be String, not f64"),
        ("photo[3]", "photo[3]: must be u8, not f64"),
        ("grid[0][1]", "grid[0][1]: must be f32, not f64"),
        ("by_year.2020", "by_year.2020: must be VecDeque<Order>, not f64"),
    ] {
        assert_eq!(typed(path).unwrap_err().to_string(), text);
    }
    for path in ["orders[0].total", "first.total", "by_year.2020[1].total", "pair[1].total"] {
        assert!(typed(path).is_ok(), "{path}");
    }
}

#[test]
fn what_lies_below_a_dict_a_value_or_a_variant_waits_for_the_object() {
    let mut customer = Customer::default();
    let resolve = |path: &str| path.parse::<AttrPath>().unwrap().resolve::<Customer>().unwrap();
    let (free, radius) = (resolve("free.a[0].b"), resolve("shape.radius"));
    assert_eq!(free.get(&customer).unwrap_err().to_string(), "free.a: no such entry");
    assert!(radius.get(&customer).unwrap_err().path() == "shape.radius");
    customer.free.insert("a", vec![Value::from(Dict::from([("b", 2.5)]))]);
    customer.shape = Shape::Circle { radius: 2.0 };
    assert_eq!(free.get(&customer).unwrap(), 2.5);
    assert_eq!(radius.get(&customer).unwrap(), 2.0);
    let typed = "free.a[0].b".parse::<AttrPath>().unwrap().resolve_as::<Customer, bool>().unwrap();
    let error = typed.get(&customer).unwrap_err();
    assert_eq!(error.to_string(), "free.a[0].b: must be f64, not bool");

    // The entries of the object's own `Dict` wait too.
    let depth = resolved::<i64>("plugin.depth").unwrap();
    assert_eq!(depth.get(&car()).unwrap(), &1);
    assert_eq!(
        depth.get(&Car::default()).unwrap_err().to_string(),
        "plugin: 'Car' object has no attribute 'plugin'"
    );
}

#[test]
fn an_untyped_path_reads_what_the_attribute_is() {
    let c = car();
    for text in
        ["doors", "engine.oil.temp", "wheels[1]", "named.front.pressure", "trailer", "any[0].x"]
    {
        let path: AttrPath = text.parse().unwrap();
        let resolved = path.resolve::<Car>().unwrap();
        assert_eq!(resolved.get(&c).unwrap(), path.get(&c).unwrap(), "{text}");
        assert_eq!(resolved.to_string(), text);
    }
    let path = "engine.oil.level".parse::<AttrPath>().unwrap().resolve::<Car>().unwrap();
    let error = path.get(&c).unwrap_err();
    assert_eq!(error.to_string(), "engine.oil.level: 'Oil' object has no attribute 'level'");
    assert!(format!("{path:?}").starts_with("ResolvedPath(engine.oil.level, "));
}

/// Every way that a value lies inside another: each resolved path reads what the parsed path reads,
/// and fails as it fails.
#[test]
fn a_resolved_path_reads_and_fails_as_the_parsed_one() {
    #[derive(Slots, Default)]
    struct Leaf {
        before: u8,
        value: f64,
        #[slots(optional)]
        maybe: Option<f64>,
        #[slots(lazy = Leaf::compute)]
        lazy: std::cell::OnceCell<f64>,
    }
    impl Leaf {
        fn compute(&self) -> f64 {
            self.value + 1.0
        }
    }
    #[derive(Slots, Default)]
    struct Middle {
        pad: u16,
        leaf: Leaf,
        leaves: Vec<Leaf>,
    }
    #[derive(Slots, Default)]
    struct Derived {
        own: u8,
        #[slots(base)]
        middle: Middle,
    }
    #[derive(SlotValue, Default)]
    struct Newtype(Vec<Middle>);
    #[derive(Slots, Default)]
    struct Root {
        vec: Vec<Middle>,
        boxed: Box<[Middle]>,
        array: [Middle; 2],
        deque: VecDeque<Derived>,
        option: Option<Middle>,
        nested: Option<Box<Option<std::sync::Arc<Middle>>>>,
        lists: Vec<Option<VecDeque<Box<Middle>>>>,
        map: HashMap<String, Vec<Middle>>,
        #[slots(optional)]
        unbound: Option<Vec<Middle>>,
        newtype: Newtype,
        bytes: Vec<u8>,
        #[slots(as_str)]
        text: Vec<Option<u16>>,
        pair: (u8, Vec<f64>),
        any: Vec<Value>,
    }
    fn middle(n: u8) -> Middle {
        let leaf = |n: u8| Leaf {
            before: n,
            value: n.into(),
            maybe: (n % 2 == 1).then(|| f64::from(n) + 0.5),
            ..Leaf::default()
        };
        Middle { pad: n.into(), leaf: leaf(n), leaves: vec![leaf(n + 1), leaf(n + 2)] }
    }
    let derived = |n| Derived { own: n, middle: middle(n) };
    let mut deque = VecDeque::from([derived(1), derived(2)]);
    deque.rotate_left(1);
    let full = Root {
        vec: vec![middle(1), middle(2)],
        boxed: Box::new([middle(3), middle(4)]),
        array: [middle(5), middle(6)],
        deque,
        option: Some(middle(7)),
        nested: Some(Box::new(Some(middle(8).into()))),
        lists: vec![None, Some([Box::new(middle(9))].into())],
        map: [("k".to_owned(), vec![middle(10)])].into(),
        unbound: Some(vec![middle(11)]),
        newtype: Newtype(vec![middle(12)]),
        bytes: vec![1, 2],
        text: vec![Some(80), None],
        pair: (1, vec![0.5]),
        any: vec![Value::from(Dict::from([("leaf", Dict::from([("value", 1.5)]))]))],
    };
    let roots = [full, Root::default()];
    let starts = [
        "vec[0]",
        "vec[1]",
        "vec[2]",
        "boxed[1]",
        "array[1]",
        "deque[0]",
        "deque[1]",
        "deque[5]",
        "option",
        "nested",
        "lists[0][0]",
        "lists[1][0]",
        "lists[1][1]",
        "map.k[0]",
        "map.x[0]",
        "unbound[0]",
        "newtype[0]",
        "any[0]",
    ];
    let ends = [
        ".pad",
        ".leaf.value",
        ".leaf.maybe",
        ".leaf.lazy",
        ".leaves[0].value",
        ".leaves[1].lazy",
        ".leaves[0].maybe",
        ".leaves[2].value",
        ".leaf",
    ];
    let mut paths: Vec<String> = starts
        .iter()
        .flat_map(|start| ends.iter().map(move |end| format!("{start}{end}")))
        .collect();
    let whole =
        ["vec", "vec[0]", "option", "nested", "unbound", "bytes[1]", "bytes[2]", "lists[0]"];
    paths.extend(
        [&whole[..], &["text[0]", "text[1]", "pair[1][0]", "newtype"]]
            .concat()
            .iter()
            .map(ToString::to_string),
    );
    let (mut read, mut failed) = (0, 0);
    for text in paths {
        let path: AttrPath = text.parse().unwrap();
        let untyped = path.resolve::<Root>().unwrap();
        let typed = path.resolve_as::<Root, f64>();
        for root in &roots {
            match (path.get(root), untyped.get(root)) {
                (Ok(a), Ok(b)) => {
                    assert!(a == b && a.type_name() == b.type_name() || text == "nested", "{text}");
                    if let Some(number) = a.downcast_ref::<f64>() {
                        let found = typed.as_ref().unwrap().get(root).unwrap();
                        assert!(std::ptr::eq(number, found), "{text}");
                    }
                    read += 1;
                }
                (Err(a), Err(b)) => {
                    assert_eq!(a.to_string(), b.to_string());
                    if let Ok(typed) = &typed {
                        assert_eq!(typed.get(root).unwrap_err().to_string(), a.to_string());
                    }
                    failed += 1;
                }
                (a, b) => panic!("{text}: {a:?}, {b:?}"),
            }
        }
    }
    assert!(read > 100 && failed > 100, "{read}, {failed}");
}

/// A type of one's own says by its kind whether anything is inside.
#[test]
fn a_path_does_not_lead_into_a_number_or_a_text_of_a_type_of_ones_own() {
    macro_rules! own {
        ($($name:ident $kind:ident $value:expr;)*) => {$(
            #[derive(Clone, Copy)]
            struct $name;
            impl SlotValue for $name {
                const KIND: slotted::Kind = slotted::Kind::$kind;
                fn from_value(_: Value) -> Result<Self, slotted::ConversionError> {
                    Ok($name)
                }
                fn as_value(&self) -> slotted::ValueRef<'_> {
                    $value
                }
            }
        )*};
    }
    own! {
        Flag Bool slotted::ValueRef::Bool(true);
        Count Int slotted::ValueRef::Int(1);
        Share Float slotted::ValueRef::Float(0.5);
        Label Str slotted::ValueRef::Str("a");
        Open Any slotted::ValueRef::None;
    }
    #[derive(Slots)]
    struct Owns {
        flag: Flag,
        count: Count,
        share: Share,
        label: Label,
        open: Open,
    }
    let object = Owns { flag: Flag, count: Count, share: Share, label: Label, open: Open };
    for name in ["flag", "count", "share", "label", "open"] {
        let path: slotted::AttrPath = format!("{name}.x").parse().unwrap();
        // What may have something inside waits for the object.
        assert_eq!(path.resolve::<Owns>().is_ok(), name == "open", "{name}");
        assert!(path.get(&object).is_err());
    }
}

/// What is said of an item of a tuple, of which only the shape is known, is what is said where the
/// object is there.
#[test]
fn a_path_into_an_item_of_a_tuple_fails_alike_with_and_without_the_object() {
    #[derive(SlotValue)]
    enum Side {
        Left,
    }
    #[derive(Slots)]
    struct Inner {
        n: u8,
    }
    #[allow(clippy::type_complexity)]
    #[derive(Slots)]
    struct Tuples {
        scalars:
            (bool, f64, f32, String, u128, i8, u64, char, Duration, Side, Option<bool>, Box<u8>),
        others: (
            Vec<u8>,
            Bytes,
            (u8, u8),
            [u8; 2],
            BTreeMap<String, u8>,
            Inner,
            Box<Inner>,
            Option<Vec<f32>>,
        ),
    }
    type Bytes = Box<[u8]>;
    let second = Duration::from_secs(1);
    let object = Tuples {
        scalars: (
            true,
            1.0,
            1.0,
            "a".into(),
            1,
            1,
            1,
            'a',
            second,
            Side::Left,
            Some(true),
            Box::new(1),
        ),
        others: (
            vec![1],
            [1].into(),
            (1, 2),
            [1, 2],
            BTreeMap::new(),
            Inner { n: 1 },
            Box::new(Inner { n: 1 }),
            Some(vec![1.0]),
        ),
    };
    let mut refused = 0;
    for (tuple, count) in [("scalars", 12), ("others", 8)] {
        for path in (0..count).flat_map(|item| {
            ["x", "[9]"].map(|step| format!("{tuple}[{item}].{step}").replace(".[", "["))
        }) {
            let path: AttrPath = path.parse().unwrap();
            let of_object = path.get(&object).unwrap_err().to_string();
            match path.resolve::<Tuples>() {
                Err(error) => {
                    assert_eq!(error.to_string(), of_object);
                    refused += 1;
                }
                Ok(resolved) => {
                    assert_eq!(resolved.get(&object).unwrap_err().to_string(), of_object)
                }
            }
        }
    }
    // All but the items of the lists and of the map, which wait for the object.
    assert_eq!(refused, 2 * 20 - 4);
}
