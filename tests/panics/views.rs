//! Operations on attributes that are borrowed, on views and on descriptors.

use slotted::prelude::*;
use slotted::value::{
    Entries, ForeignRef, Items, ListView, MapKey, MapView, OpaqueRef, OpaqueValue,
};
use slotted::{AttrMut, AttrRef, ValueRef};

use crate::foreign::Hook::*;
use crate::foreign::{Foreign, point};
use crate::operation::{Operation, done, operations};
use crate::world::Whole;

operations! {
    "AttrRef::new", [] => |w| done(AttrRef::new(&w.whole.own));
    "AttrRef::view", [AsValue] => |w| done(AttrRef::new(&w.whole.own).view());
    "AttrRef::kind", [AsValue] => |w| done(AttrRef::new(&w.whole.own).kind());
    "AttrRef::is", [] => |w| done(AttrRef::new(&w.whole.own).is::<Foreign>());
    "AttrRef::is_none", [AsValue] => |w| done(AttrRef::new(&w.whole.own).is_none());
    "AttrRef::to_value", [AsValue] => |w| done(AttrRef::new(&w.whole.list).to_value());
    "AttrRef::type_name", [] => |w| done(AttrRef::new(&w.whole.own).type_name());
    "AttrRef::variant", [] => |w| done(AttrRef::new(&w.whole.shape).variant());
    "AttrRef::downcast_ref", [] => |w| done(AttrRef::new(&w.whole.own).downcast_ref::<Foreign>());
    "AttrRef::as_bool", [AsValue] => |w| done(AttrRef::new(&w.whole.own).as_bool());
    "AttrRef::as_bytes", [AsValue] => |w| done(AttrRef::new(&w.whole.own).as_bytes());
    "AttrRef::as_f64", [AsValue] => |w| done(AttrRef::new(&w.whole.own).as_f64());
    "AttrRef::as_i64", [AsValue] => |w| done(AttrRef::new(&w.whole.own).as_i64());
    "AttrRef::as_list", [] =>
        |w| done(AttrRef::new(&w.whole.list).as_list().map(|list| list.len()));
    "AttrRef::as_map", [] => |w| done(AttrRef::new(&w.whole.map).as_map().map(|map| map.len()));
    "AttrRef::as_object", [] =>
        |w| done(AttrRef::new(&w.whole.shape).as_object().map(|object| object.dir().count()));
    "AttrRef::as_str", [] => |w| done(w.whole.getattr("text").map(|text| text.as_str().is_some()));
    "AttrRef::as_u64", [AsValue] => |w| done(AttrRef::new(&w.whole.own).as_u64());
    "AttrMut::new", [] => |w| done(AttrMut::new(&mut w.whole.own));
    "AttrMut::as_ref", [] => |w| done(AttrMut::new(&mut w.whole.own).as_ref());
    "AttrMut::set", [Drop, FromValue] => |w| done(AttrMut::new(&mut w.whole.own).set(4));
    "AttrMut::set", [Drop, FromValue] => |w| done(AttrMut::new(&mut w.whole.list).set([4]));
    "AttrMut::downcast_mut", [] =>
        |w| done(AttrMut::new(&mut w.whole.own).downcast_mut::<Foreign>());
    "ListView::as_bytes", [] => |w| done(list(&w.whole).as_bytes());
    "ListView::contains", [AsValue] =>
        |w| done(list(&w.whole).contains(AttrRef::new(&w.other.own)));
    "ListView::get", [AsValue] => |w| done(list(&w.whole).get(0).map(|item| item.view()));
    "ListView::is_empty", [] => |w| done(list(&w.whole).is_empty());
    "ListView::is_ordered", [] => |w| done(list(&w.whole).is_ordered());
    "ListView::is_tuple", [] => |w| done(list(&w.whole).is_tuple());
    "ListView::iter", [AsValue] => |w| list(&w.whole).iter().for_each(|item| done(item.view()));
    "ListView::len", [] => |w| done(list(&w.whole).len());
    "Items::by_index", [] => |w| done(Items::by_index(list(&w.whole)).count());
    "Items::new", [Closure] =>
        |w| done(Items::new(w.whole.list.as_slice().iter().map(AttrRef::new).inspect(|_| point(Closure))).count());
    "MapView::for_each", [AsValue, Closure] =>
        |w| map(&w.whole).for_each(&mut |_, value| { point(Closure); done(value.view()) });
    "MapView::get", [AsValue] => |w| done(map(&w.whole).get("a").map(|value| value.view()));
    "MapView::is_empty", [] => |w| done(map(&w.whole).is_empty());
    "MapView::iter", [AsValue] =>
        |w| map(&w.whole).iter().for_each(|(_, value)| done(value.view()));
    "MapView::len", [] => |w| done(map(&w.whole).len());
    "MapKey::new", [] => |w| done(MapKey::new(&w.whole.own));
    "MapKey::text", [AsValue] => |w| done(MapKey::new(&w.whole.own).text());
    "MapKey::view", [AsValue] => |w| done(MapKey::new(&w.whole.own).view());
    "Entries::new", [Closure] =>
        |w| { let own = &w.whole.own; done(Entries::new(std::iter::once((MapKey::from("a"), AttrRef::new(own))).inspect(|_| point(Closure))).count()) };
    "ValueRef::kind", [] => |w| done(AttrRef::new(&w.whole.shape).view().kind());
    "ValueRef::to_value", [AsValue] => |w| done(AttrRef::new(&w.whole.map).view().to_value());
    "ValueRef::to_value", [AsValue] => |w| done(AttrRef::new(&w.whole.shape).view().to_value());
    "ForeignRef::to_value", [Serialize] => |w| done(foreign(&w.whole).map(ForeignRef::to_value));
    "ForeignRef::kind", [Serialize] => |w| done(foreign(&w.whole).map(ForeignRef::kind));
    "ForeignRef::type_name", [Serialize] => |w| done(foreign(&w.whole).map(ForeignRef::type_name));
    "OpaqueRef::new", [] => |w| done(OpaqueRef::new(&w.shell.opaque));
    "OpaqueRef::get", [] => |w| done(OpaqueRef::new(&w.shell.opaque).get().is::<Foreign>());
    "OpaqueRef::shared", [] => |w| done(OpaqueRef::new(&w.shell.opaque).shared());
    "OpaqueRef::type_name", [] => |w| done(OpaqueRef::new(&w.shell.opaque).type_name());
    "OpaqueValue::new", [Drop] => |w| done(OpaqueValue::new(Foreign::new(1)));
    "OpaqueValue::get", [] => |w| done(OpaqueValue::new(1).get().is::<Foreign>());
    "OpaqueValue::type_name", [] => |w| done(OpaqueValue::new(1).type_name());
    "Value::opaque", [Drop] => |w| done(Value::opaque(Foreign::new(1)));
    "Value::view", [] => |w| done(w.dict["first"].view());
    "Value::kind", [] => |w| done(w.dict["first"].kind());
    "Value::is_none", [] => |w| done(w.dict["first"].is_none());
    "SlotValue::as_value", [] => |w| done(w.whole.list.as_value());
    "SlotValue::from_text", [Drop, FromValue] => |w| done(Vec::<Foreign>::from_text("[1, 2]"));
    "SlotValue::from_value", [Drop, FromValue] =>
        |w| done(Vec::<Foreign>::from_value([1, 2].into()));
    "SlotInfo::default_value", [AsValue, Default, Drop] =>
        |w| done(Whole::LAYOUT.slot("usual").unwrap().default_value());
    "SlotInfo::default_value", [AsValue, Default, Drop] =>
        |w| done(Whole::LAYOUT.slot("maybe").unwrap().default_value());
    "Slot::get", [] => |w| done(Whole::SLOTS.own.get(&w.whole).number);
    "Slot::get_mut", [] => |w| Whole::SLOTS.own.get_mut(&mut w.whole).number = 3;
    "Slot::set", [Drop] => |w| Whole::SLOTS.own.set(&mut w.whole, Foreign::new(3));
    "Slot::replace", [Drop] => |w| done(Whole::SLOTS.own.replace(&mut w.whole, Foreign::new(3)));
    "Slot::column", [] => |w| done(Whole::SLOTS.own.column(std::slice::from_ref(&w.whole)).count());
    "LazySlot::get", [] => |w| done(lazy().get(&w.whole).is_some());
    "LazySlot::get_or_init", [Lazy] => |w| done(lazy().get_or_init(&w.whole).number);
    "AttrRef: PartialEq", [AsValue] =>
        |w| done(w.whole.getattr("list").unwrap() == w.other.getattr("list").unwrap());
    "AttrRef: Display", [AsValue, Display, Serialize] =>
        |w| w.whole.vars().for_each(|(_, value)| done(value.to_string()));
    "AttrRef: Debug", [AsValue, Display, Serialize] =>
        |w| w.whole.vars().for_each(|(_, value)| done(format!("{value:?}")));
    "Value::as_bool", [] => |w| done(w.dict["first"].as_bool());
    "Value::as_f64", [] => |w| done(w.dict["first"].as_f64());
    "Value::as_i64", [] => |w| done(w.dict["first"].as_i64());
    "Value::as_str", [] => |w| done(w.dict["first"].as_str());
    "Value::as_u64", [] => |w| done(w.dict["first"].as_u64());
    "ValueRef::as_bool", [AsValue] =>
        |w| done(AttrRef::new(&w.whole.own).view().as_bool().is_some());
    "ValueRef::as_bytes", [AsValue] =>
        |w| done(AttrRef::new(&w.whole.own).view().as_bytes().is_some());
    "ValueRef::as_f64", [AsValue] => |w| done(AttrRef::new(&w.whole.own).view().as_f64().is_some());
    "ValueRef::as_i64", [AsValue] => |w| done(AttrRef::new(&w.whole.own).view().as_i64().is_some());
    "ValueRef::as_list", [] => |w| done(AttrRef::new(&w.whole.list).view().as_list().is_some());
    "ValueRef::as_map", [] => |w| done(AttrRef::new(&w.whole.map).view().as_map().is_some());
    "ValueRef::as_object", [] =>
        |w| done(AttrRef::new(&w.whole.shape).view().as_object().is_some());
    "ValueRef::as_str", [AsValue] => |w| done(AttrRef::new(&w.whole.own).view().as_str().is_some());
    "ValueRef::as_u64", [AsValue] => |w| done(AttrRef::new(&w.whole.own).view().as_u64().is_some());
}

fn lazy() -> slotted::LazySlot<Whole, std::cell::OnceCell<Foreign>> {
    Whole::SLOTS.lazy
}

fn list(whole: &Whole) -> &dyn ListView {
    AttrRef::new(&whole.list).as_list().expect("it is one")
}

fn map(whole: &Whole) -> &dyn MapView {
    AttrRef::new(&whole.map).as_map().expect("it is one")
}

fn foreign(whole: &Whole) -> Option<ForeignRef<'_>> {
    match whole.getattr("data").expect("it is bound").view() {
        ValueRef::Foreign(foreign) => Some(foreign),
        _ => None,
    }
}
