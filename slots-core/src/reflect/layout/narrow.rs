//! A narrower type for a slot: one that holds the same values in fewer bytes.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::any::TypeId;
use core::num::NonZero;
use core::ops::Bound;

use crate::name::short_type_name;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::range::SlotRange;
use crate::value::Value;

/// A type that takes fewer bytes than a slot's own.
pub(crate) struct Narrower {
    pub(crate) name: String,
    pub(crate) size: usize,
    pub(crate) align: usize,
    /// When it holds the values of the slot.
    pub(crate) condition: String,
}

impl Narrower {
    fn new<T>(name: String, condition: String) -> Self {
        Narrower { name, size: size_of::<T>(), align: align_of::<T>(), condition }
    }
}

/// A type of integers.
struct Integer {
    name: &'static str,
    least: i128,
    most: i128,
    plain: TypeId,
    option: TypeId,
    /// Makes the narrower type: a number, an `Option` of it, or an `Option` of a `NonZero`.
    narrower: fn(Form, String) -> Narrower,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Option,
    NonZero,
}

macro_rules! integers {
    ($($type:ident),*) => {
        [$(Integer {
            name: stringify!($type),
            least: $type::MIN as i128,
            most: $type::MAX as i128,
            plain: TypeId::of::<$type>(),
            option: TypeId::of::<Option<$type>>(),
            narrower: |form, condition| match form {
                Form::Plain => Narrower::new::<$type>(stringify!($type).into(), condition),
                Form::Option => {
                    let name = concat!("Option<", stringify!($type), ">");
                    Narrower::new::<Option<$type>>(name.into(), condition)
                }
                Form::NonZero => {
                    let name = concat!("Option<NonZero<", stringify!($type), ">>");
                    Narrower::new::<Option<NonZero<$type>>>(name.into(), condition)
                }
            },
        }),*]
    };
}

/// The types of integers, the narrowest first; of two of a size, the unsigned one.
const INTEGERS: [Integer; 8] = integers!(u8, i8, u16, i16, u32, i32, u64, i64);

/// Returns a narrower type for the slot, if there is one.
pub(crate) fn narrower(slot: &SlotInfo) -> Option<Narrower> {
    let found = text_or_list(slot).or_else(|| number(slot))?;
    (found.size < slot.size()).then_some(found)
}

fn text_or_list(slot: &SlotInfo) -> Option<Narrower> {
    let (id, name) = (slot.type_id(), slot.type_name());
    let text = || String::from("if the text does not grow");
    let list = || String::from("if the list does not grow");
    if id == TypeId::of::<String>() {
        return Some(Narrower::new::<Box<str>>("Box<str>".into(), text()));
    }
    if id == TypeId::of::<Option<String>>() {
        return Some(Narrower::new::<Option<Box<str>>>("Option<Box<str>>".into(), text()));
    }
    // All slices have boxes of one size.
    type Boxed = Box<[u8]>;
    if let Some(item) = argument(name, "alloc::vec::Vec").map(short_type_name) {
        return Some(Narrower::new::<Boxed>(format!("Box<[{item}]>"), list()));
    }
    let inside = argument(name, "core::option::Option")?;
    let item = argument(inside, "alloc::vec::Vec").map(short_type_name)?;
    Some(Narrower::new::<Option<Boxed>>(format!("Option<Box<[{item}]>>"), list()))
}

/// Returns the argument of a generic type of that full name.
fn argument<'a>(type_name: &'a str, of: &str) -> Option<&'a str> {
    type_name.strip_prefix(of)?.strip_prefix('<')?.strip_suffix('>')
}

fn number(slot: &SlotInfo) -> Option<Narrower> {
    let id = slot.type_id();
    for nan in [
        (TypeId::of::<Option<f64>>(), Narrower::new::<f64> as fn(_, _) -> _, "f64"),
        (TypeId::of::<Option<f32>>(), Narrower::new::<f32>, "f32"),
    ] {
        if id == nan.0 {
            return Some(nan.1(nan.2.into(), "if NaN can stand for `None`".into()));
        }
    }
    let own = INTEGERS.iter().find(|integer| id == integer.plain || id == integer.option)?;
    let is_option = id == own.option;
    let range = slot.range();
    let (least, most) = range.as_ref().map_or((own.least, own.most), |range| ends(range, own));
    if least > most {
        return None;
    }
    let fitting = INTEGERS.iter().find(|it| it.least <= least && most <= it.most)?;
    let held = range.map(|range| format!("which holds its range {range}"));
    let (form, condition) = match (is_option, held) {
        (false, held) => (Form::Plain, held?),
        // A range without zero leaves zero to `None`.
        (true, Some(held)) if least > 0 || most < 0 => (Form::NonZero, held),
        (true, Some(held)) if fitting.name != own.name => (Form::Option, held),
        (true, _) => (Form::NonZero, "if it is never 0".into()),
    };
    Some((fitting.narrower)(form, condition))
}

/// Returns the least and the greatest integer of a range, within those of the type.
fn ends(range: &SlotRange, own: &Integer) -> (i128, i128) {
    let number = |value: &Value| match value {
        Value::Int(number) => Some(i128::from(*number)),
        Value::UInt(number) => Some(i128::from(*number)),
        _ => None,
    };
    let least = match range.start() {
        Bound::Included(start) => number(start),
        Bound::Excluded(start) => number(start).map(|start| start + 1),
        Bound::Unbounded => None,
    };
    let most = match range.end() {
        Bound::Included(end) => number(end),
        Bound::Excluded(end) => number(end).map(|end| end - 1),
        Bound::Unbounded => None,
    };
    (least.unwrap_or(own.least).max(own.least), most.unwrap_or(own.most).min(own.most))
}
