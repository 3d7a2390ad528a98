//! The contents of a layout: sizes, offsets, names, docs and meta values, and the memory map.

use std::mem::offset_of;

use slotted::layout::MetaValue;
use slotted::prelude::*;
use slotted::{Kind, SlotLayout};

// `repr(C)` keeps sizes the same when the compiler randomizes layouts.
#[derive(Slots)]
#[repr(C)]
struct Reading {
    at: u64,
    value: f32,
    valid: bool,
}

#[repr(C)]
struct PlainReading {
    _at: u64,
    _value: f32,
    _valid: bool,
}

#[derive(Slots)]
#[slots(dict)]
#[repr(C)]
struct OpenReading {
    at: u64,
    value: f32,
    valid: bool,
    __dict__: Dict,
}

#[test]
fn a_slotted_struct_is_as_large_as_the_plain_one() {
    assert_eq!(size_of::<Reading>(), size_of::<PlainReading>());
    assert_eq!(align_of::<Reading>(), align_of::<PlainReading>());
    assert_eq!(Reading::LAYOUT.size(), size_of::<PlainReading>());
    assert_eq!(Reading::LAYOUT.align(), align_of::<PlainReading>());
}

#[test]
fn an_empty_dict_costs_one_word() {
    assert_eq!(size_of::<OpenReading>(), size_of::<PlainReading>() + 8);
    assert_eq!(size_of::<Dict>(), 8);
    assert_eq!(size_of::<Option<Dict>>(), 16);
}

#[test]
fn offsets_are_those_of_the_compiler() {
    let offset = |name| Reading::LAYOUT.slot(name).expect("it is declared").offset();
    assert_eq!(offset("at"), offset_of!(Reading, at));
    assert_eq!(offset("value"), offset_of!(Reading, value));
    assert_eq!(offset("valid"), offset_of!(Reading, valid));
    assert_eq!(OpenReading::LAYOUT.dict_offset(), Some(offset_of!(OpenReading, __dict__)));
}

#[test]
fn padding_is_what_no_field_takes() {
    assert_eq!(Reading::LAYOUT.padding(), 3);
    #[derive(Slots)]
    #[allow(dead_code)]
    #[repr(C)]
    struct Skipping {
        first: u8,
        #[slots(skip)]
        cache: [u8; 7],
        last: u64,
    }
    // A hidden field does not count as padding.
    assert_eq!(Skipping::LAYOUT.padding(), 0);
    assert_eq!(Skipping::LAYOUT.slots().len(), 2);
    assert!(Skipping::LAYOUT.slot("cache").is_none());
}

/// A type that uses most attributes of a slot.
#[derive(Slots)]
#[slots(rename_all = "camelCase", name = "Probe")]
#[allow(dead_code)]
struct Told {
    /// Degrees Celsius.
    ///
    /// Negative below freezing.
    #[slots(default = 20.5, meta(unit = "°C", low = -40, high = 85.5, shown = true, sign = 'c'))]
    air_temperature: f64,
    #[slots(readonly)]
    r#type: String,
    #[slots(rename = "serial")]
    serial_number: u32,
    #[slots(optional, default)]
    last_error: Option<String>,
    #[slots(default = [0.5; 2])]
    pair: [f64; 2],
    #[slots(default = if cfg!(test) { Vec::<(u8, u8)>::new().len() as u8 } else { 1 }, meta(on = true))]
    computed: u8,
    __private: u8,
    #[slots(opaque, default = std::sync::Mutex::new(1))]
    lock: std::sync::Mutex<u8>,
    #[slots(as_str)]
    address: std::net::Ipv4Addr,
    any: Value,
}

#[test]
fn the_name_of_a_slot_is_any_text() {
    #[derive(Slots)]
    #[slots(rename_all = "kebab-case")]
    struct Host {
        #[slots(rename = "1st name, \u{1f600}!")]
        name: String,
        ip_addr: u32,
        #[slots(rename = "")]
        nameless: u8,
    }
    let mut host = Host { name: "a".into(), ip_addr: 1, nameless: 2 };
    assert_eq!(host.dir().collect::<Vec<_>>(), ["1st name, \u{1f600}!", "ip-addr", ""]);
    host.setattr("1st name, \u{1f600}!", "b").unwrap();
    host.setattr_path("ip-addr", 7).unwrap();
    host.setattr("", 3).unwrap();
    assert_eq!((&*host.name, host.ip_addr, host.nameless), ("b", 7, 3));
    assert_eq!(Host::SLOTS.ip_addr.name(), "ip-addr");
    let says = host.getattr("ip_addr").unwrap_err().to_string();
    assert!(says.ends_with("Did you mean: 'ip-addr'?"), "{says}");
}

/// A comma inside the type of a qualified path does not end the word.
#[test]
fn a_default_may_begin_with_a_qualified_path() {
    #[derive(Slots)]
    struct Counts {
        #[slots(default = <std::collections::BTreeMap<String, u16>>::new(), readonly)]
        by_name: std::collections::BTreeMap<String, u16>,
    }
    let counts = Counts::from_attrs([("", 0); 0]).unwrap();
    assert!(counts.by_name.is_empty());
    assert!(Counts::LAYOUT.slots()[0].is_read_only());
}

fn told(name: &str) -> &'static slotted::SlotInfo {
    Told::LAYOUT.slot(name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn names_are_the_fields_renamed_by_rule_or_by_word() {
    let names: Vec<_> = Told::LAYOUT.slots().iter().map(|slot| slot.name()).collect();
    let expected = [
        "airTemperature",
        "type",
        "serial",
        "lastError",
        "pair",
        "computed",
        "private",
        "lock",
        "address",
        "any",
    ];
    assert_eq!(names, expected);
    assert_eq!(Told::LAYOUT.name(), "Probe");
    assert!(Told::LAYOUT.type_name().ends_with("layout::Told"));
    assert_eq!(Told::SLOTS.air_temperature.name(), "airTemperature");
}

#[test]
fn a_slot_keeps_doc_default_meta_and_kind() {
    let slot = told("airTemperature");
    assert_eq!(slot.doc(), "Degrees Celsius.\n\nNegative below freezing.");
    assert_eq!(slot.default_value(), Some(Value::Float(20.5)));
    assert_eq!(slot.meta().len(), 5);
    assert_eq!(slot.meta_value("unit"), Some(MetaValue::Str("°C")));
    assert_eq!(slot.meta_value("low"), Some(MetaValue::Int(-40)));
    assert_eq!(slot.meta_value("high"), Some(MetaValue::Float(85.5)));
    assert_eq!(slot.meta_value("shown"), Some(MetaValue::Bool(true)));
    assert_eq!(slot.meta_value("sign"), Some(MetaValue::Str("c")));
    assert_eq!(slot.meta_value("none"), None);
    assert_eq!(slot.kind(), Kind::Float);
    assert_eq!((slot.size(), slot.align()), (8, 8));
    assert!(!slot.is_read_only() && !slot.is_optional());

    assert_eq!(told("pair").default_value(), Some(Value::from([0.5, 0.5])));
    assert_eq!(told("computed").default_value(), Some(Value::Int(0)));
    assert_eq!(told("computed").meta_value("on"), Some(MetaValue::Bool(true)));

    assert!(told("type").is_read_only());
    assert!(!told("type").has_default());
    assert_eq!(told("type").doc(), "");
    assert_eq!(told("serial").kind(), Kind::Int);
    assert_eq!(told("address").kind(), Kind::Str);
    assert_eq!(told("any").kind(), Kind::Any);
}

/** What stands
 * on several lines. */
#[derive(Slots)]
#[allow(dead_code)]
struct Documented {
    /** One line
     * and another. */
    starred: u8,
    /**
     * A list:
     * * fast
     *
     * * small
     */
    block: u8,
    /// * fast
    ///   and sound
    /// * small
    listed: u8,
    #[doc = concat!("made ", "elsewhere")]
    /// and here.
    made: u8,
    __private: u8,
}

#[test]
fn docs_may_be_written_in_any_way() {
    let doc = |name| Documented::LAYOUT.slot(name).expect("it is declared").doc();
    assert_eq!(doc("starred"), "One line\nand another.");
    assert_eq!(doc("made"), "made elsewhere\nand here.");
    // A star is part of the text where it does not stand at each line of a block.
    assert_eq!(doc("block"), "A list:\n* fast\n\n* small");
    assert_eq!(doc("listed"), "* fast\n  and sound\n* small");
}

#[test]
fn names_are_not_mangled() {
    assert!(Documented::LAYOUT.slot("__private").is_some());
    assert!(Documented::LAYOUT.slot("_Documented__private").is_none());
}

macro_rules! many {
    ($($name:ident)*) => {
        #[derive(Slots, Default)]
        struct Many { $($name: u8,)* }
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}
include!("layout/many.rs");

/// rustc has a lint against const evaluation that takes long, an error by default. So this file
/// would not compile if const evaluation of a layout with 400 slots were slow.
#[test]
fn a_struct_of_many_slots_compiles_quickly_enough() {
    assert_eq!(Many::LAYOUT.slots().len(), NAMES.len());
    let many = Many::default();
    assert!(NAMES.iter().all(|name| many.hasattr(name)));
}

#[test]
fn an_optional_slot_has_two_types_and_may_be_unbound_by_default() {
    let slot = told("lastError");
    assert!(slot.is_optional() && slot.has_default());
    assert_eq!(slot.default_value(), None);
    assert!(slot.type_name().contains("Option"));
    assert!(slot.value_type_name().ends_with("String"));
    assert_eq!(slot.type_id(), std::any::TypeId::of::<Option<String>>());
    assert_eq!(slot.kind(), Kind::Str);
}

#[test]
fn an_opaque_default_is_there_but_is_no_value() {
    let slot = told("lock");
    assert!(slot.has_default());
    assert_eq!(slot.default_value(), None);
    assert_eq!(slot.kind(), Kind::Opaque);
}

#[derive(Slots)]
#[allow(dead_code)]
struct Mass {
    kilograms: f64,
}

#[derive(Slots)]
#[slots(dict)]
#[allow(dead_code)]
#[repr(C)]
struct Event {
    at: u32,
    __dict__: Dict,
}

#[derive(Slots)]
#[allow(dead_code)]
#[repr(C)]
struct Impact {
    #[slots(readonly)]
    crater: u8,
    #[slots(base)]
    event: Event,
    #[slots(skip)]
    cache: u16,
    #[slots(base)]
    mass: Mass,
    #[slots(optional)]
    witnesses: Option<Vec<String>>,
    #[slots(opaque)]
    nothing: (),
}

#[test]
fn the_memory_map_shows_every_byte() {
    assert_eq!(
        Impact::LAYOUT.to_string(),
        "\
Impact: 64 bytes, aligned to 8
offset  size  name         type
     0     1  crater       u8                   read-only
     1     7  (padding)
     8    16  event        Event                base
     8     4    at         u32
    12     4    (padding)
    16     8    __dict__   Dict                 special field
    24     2  cache        u16                  no slot
    26     6  (padding)
    32     8  mass         Mass                 base
    32     8    kilograms  f64
    40    24  witnesses    Option<Vec<String>>  optional
    64     0  nothing      ()
37 bytes in 5 slots, 17 bytes of padding, a __dict__
"
    );
    assert_eq!(Impact::LAYOUT.padding(), 17);
    assert!(Impact::LAYOUT.has_dict());
    assert_eq!(Impact::LAYOUT.bases().len(), 2);
    assert_eq!(Impact::LAYOUT.bases()[0].field(), "event");
    assert_eq!(Impact::LAYOUT.bases()[0].layout().name(), "Event");
}

#[test]
fn a_struct_without_fields_has_an_empty_layout() {
    #[derive(Slots)]
    struct Nothing;
    #[derive(Slots)]
    struct Braces {}
    for layout in [Nothing::LAYOUT, Braces::LAYOUT] {
        assert_eq!((layout.size(), layout.padding(), layout.slots().len()), (0, 0, 0));
        assert!(
            layout.to_string().ends_with("0 bytes in 0 slots, 0 bytes of padding, no __dict__\n")
        );
    }
}

#[derive(Slots)]
#[slots(size = 32)]
#[allow(dead_code)]
struct Pair<T, const N: usize>
where
    T: Copy,
{
    first: T,
    rest: [T; N],
}

#[test]
fn each_instantiation_has_a_layout_of_its_own() {
    let small: &'static SlotLayout = Pair::<u8, 3>::LAYOUT;
    let large = Pair::<u64, 2>::LAYOUT;
    assert_eq!((small.size(), large.size()), (4, 24));
    assert_eq!((small.name(), large.name()), ("Pair", "Pair"));
    assert!(small.type_name().contains("Pair<u8, 3>"));
    assert_eq!(large.slot("rest").map(slotted::SlotInfo::size), Some(16));
    assert_ne!(small.type_id(), large.type_id());
}

#[test]
fn what_a_static_layout_tells_is_static() {
    let name: &'static str = Pair::<u8, 3>::LAYOUT.name();
    let slot: &'static slotted::SlotInfo = &Pair::<u8, 3>::LAYOUT.slots()[0];
    let inherited: Vec<&'static str> =
        Pair::<u8, 3>::LAYOUT.iter().map(|location| location.info().name()).collect();
    assert_eq!((name, slot.name(), inherited), ("Pair", "first", vec!["first", "rest"]));
}

/// If the derive added one of the inherent items below, this would not compile, because an inherent
/// item can be defined only once.
#[derive(Slots)]
struct Crowded {
    #[allow(dead_code)]
    here: u8,
}

#[allow(dead_code)]
impl Crowded {
    const LAYOUT: u8 = 1;
    const SLOTS: u8 = 2;
    fn slot() {}
    fn layout() {}
    fn getattr() {}
    fn setattr() {}
    fn attr() {}
    fn dict() {}
    fn as_value() {}
    fn from_value() {}
}

/// If the derive added the name `Slots` or `__slots` to the module, this would not compile.
#[derive(slotted::Slots, Debug, PartialEq)]
struct Slots {
    n: u8,
}
#[allow(dead_code)]
mod __slots {}

#[derive(slotted::Slots)]
struct Holder {
    slots: Slots,
    #[slots(opaque)]
    boxed: Box<Slots>,
}

#[test]
fn the_derive_adds_no_inherent_item_and_no_name_to_the_module() {
    assert_eq!((Crowded::LAYOUT, Crowded::SLOTS), (1, 2));
    assert_eq!(<Crowded as Slotted>::LAYOUT.name(), "Crowded");
    assert_eq!((Slots::LAYOUT.name(), Slots::LAYOUT.size()), ("Slots", 1));
    let mut holder = Holder { slots: Slots { n: 1 }, boxed: Box::new(Slots { n: 2 }) };
    Holder::SLOTS.boxed.set(&mut holder, Box::new(Slots { n: 3 }));
    assert_eq!(holder.attr::<Box<Slots>>("boxed").unwrap(), &Box::new(Slots { n: 3 }));
    assert_eq!(holder.attr::<Slots>("slots").unwrap().n, 1);
}

/// The padding at the end of a base is that of the base, and what it freezes is read-only.
#[test]
fn the_map_shows_the_inside_of_a_base_at_its_place() {
    #[derive(Slots)]
    #[slots(frozen)]
    #[repr(C)]
    struct Fixed {
        at: u32,
        valid: bool,
    }
    #[derive(Slots)]
    #[repr(C)]
    struct Whole {
        first: u64,
        #[slots(base)]
        fixed: Fixed,
        last: u8,
    }
    assert_eq!(
        Whole::LAYOUT.to_string(),
        "\
Whole: 24 bytes, aligned to 8
offset  size  name         type
     0     8  first        u64
     8     8  fixed        Fixed  base
     8     4    at         u32    read-only
    12     1    valid      bool   read-only
    13     3    (padding)
    16     1  last         u8
    17     7  (padding)
14 bytes in 4 slots, 10 bytes of padding, no __dict__
"
    );
    let whole = Whole { first: 1, fixed: Fixed { at: 2, valid: true }, last: 3 };
    assert_eq!((whole.first, whole.fixed.at, whole.fixed.valid, whole.last), (1, 2, true, 3));
}
