//! Operations on run-time classes, their instances and rows.

use serde::de::DeserializeSeed;
use slotted::class::{ClassSlot, Descriptor, NewSlot, OptionalClassSlot, RowMut};
use slotted::prelude::*;
use slotted::{Class, Obj, Rows};

use crate::foreign::Hook::*;
use crate::foreign::{Foreign, point};
use crate::operation::{Operation, done, operations};
use crate::world::{ROW, Shell, World, row};

operations! {
    "Class::attribute", [] => |w| done(w.class.attribute("K").is_some());
    "Class::attributes", [] => |w| done(w.class.attributes().count());
    "Class::base", [] => |w| done(w.class.base().is_some());
    "Class::bases", [] => |w| done(w.class.bases().len());
    "Class::builder", [] => |w| done(Class::builder("C"));
    "Class::descriptor", [] => |w| done(w.class.descriptor("own"));
    "Class::deserialize", [Default, Drop, FromValue, Validate] =>
        |w| done(w.class.deserialize(&mut serde_json::Deserializer::from_str(ROW)).is_ok());
    "Class::deserialize", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.class.deserialize(&mut serde_json::Deserializer::from_str(&ROW.replace("3", "2000"))).is_ok());
    "Class::seed", [Drop, FromValue, Validate] =>
        |w| done(w.class.seed().deserialize(&mut serde_json::Deserializer::from_str(&ROW[..ROW.len() - 1])).is_ok());
    "Class::from_attrs", [Default, Drop, FromValue, Validate] =>
        |w| done(w.class.from_attrs(row(3)));
    "Class::from_attrs", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.class.from_attrs(row(2000)));
    "Class::from_attrs", [Drop, FromValue] => |w| done(w.class.from_attrs([("own", 3)]));
    "Class::from_state", [AsValue, Drop, FromValue, Validate] =>
        |w| { let state = w.instance.get_state().expect("it has one"); done(w.class.from_state(state)) };
    "Class::has_dict", [] => |w| done(w.class.has_dict());
    "Class::has_weakref", [] => |w| done(w.class.has_weakref());
    "Class::instance", [Default, Drop] =>
        |w| { let class = Class::builder("C").declare(NewSlot::new("own").default_with(Foreign::by_default)).slots(["any"]).build(); done(class.expect("it is one").instance()) };
    "Class::is_subclass", [] => |w| done(w.class.is_subclass(&w.class));
    "Class::layout", [] => |w| done(w.class.layout().to_string());
    "Class::listed_slots", [] => |w| done(w.class.listed_slots().map(Iterator::count));
    "Class::mro", [] => |w| done(w.class.mro().count());
    "Class::name", [] => |w| done(w.class.name().len());
    "Class::of", [] => |w| done(Class::of::<Shell>());
    "Class::slot", [] => |w| done(w.class.slot::<Foreign>("own"));
    "ClassBuilder::attr", [Drop] => |w| done(Class::builder("C").attr("K", opaque()).build());
    "ClassBuilder::attr", [Drop] =>
        |w| done(Class::builder("C").attr("K", opaque()).attr("K", opaque()).slots(["K"]).build());
    "ClassBuilder::bases", [Drop] =>
        |w| done(Class::builder("C").bases([&w.class, &w.class]).attr("K", opaque()).build());
    "ClassBuilder::build", [Drop] =>
        |w| done(Class::builder("no\0name").attr("K", opaque()).build());
    "ClassBuilder::declare", [Drop] =>
        |w| done(Class::builder("C").declare(NewSlot::<Foreign>::new("own").default(Foreign::new(1))).build());
    "ClassBuilder::dict", [Drop] => |w| done(Class::builder("C").attr("K", opaque()).dict());
    "ClassBuilder::slot", [Drop] =>
        |w| done(Class::builder("C").attr("K", opaque()).slot::<Foreign>("own"));
    "ClassBuilder::slots", [Drop] =>
        |w| done(Class::builder("C").attr("K", opaque()).slots(["own"]));
    "ClassBuilder::slots", [Drop] => |w| done(Class::builder("C").slots([opaque()]).build());
    "ClassBuilder::slots_value", [Drop] =>
        |w| done(Class::builder("C").attr("K", opaque()).slots_value("own"));
    "ClassBuilder::weakref", [Drop] => |w| done(Class::builder("C").attr("K", opaque()).weakref());
    "NewSlot::new", [] => |w| done(NewSlot::<Foreign>::new("own"));
    "NewSlot::default", [Clone, Drop] =>
        |w| { let class = Class::builder("C").declare(NewSlot::new("own").default(Foreign::new(1))).build(); done(class.expect("it is one").instance()) };
    "NewSlot::default_with", [Default, Drop] =>
        |w| { let class = Class::builder("C").declare(NewSlot::new("own").default_with(Foreign::by_default)).build(); done(class.expect("it is one").instance()) };
    "NewSlot::doc", [Display, Drop] =>
        |w| done(NewSlot::<Foreign>::new("own").default(Foreign::new(1)).doc(&w.whole.own));
    "NewSlot::len", [] => |w| done(NewSlot::<Vec<Foreign>>::new("own").len(0..=9));
    "NewSlot::meta", [Drop] =>
        |w| done(NewSlot::<Foreign>::new("own").default(Foreign::new(1)).meta("key", 1));
    "NewSlot::optional", [Drop] =>
        |w| done(NewSlot::<Foreign>::new("own").default(Foreign::new(1)).optional());
    "NewSlot::range", [] => |w| done(NewSlot::<i64>::new("own").range(0..=9));
    "NewSlot::read_only", [Drop] =>
        |w| done(NewSlot::<Foreign>::new("own").default(Foreign::new(1)).read_only());
    "NewSlot::validate", [Drop] =>
        |w| done(NewSlot::<Foreign>::new("own").default(Foreign::new(1)).validate(Foreign::validate));
    "ClassSlot::class", [] => |w| done(own(w).class().name().len());
    "ClassSlot::get", [] => |w| done(own(w).get(&w.instance).is_ok());
    "ClassSlot::info", [] => |w| done(own(w).info().name().len());
    "ClassSlot::name", [] => |w| done(own(w).name().len());
    "ClassSlot::offset", [] => |w| done(own(w).offset());
    "ClassSlot::replace", [Drop] =>
        |w| { let own = own(w); done(own.replace(&mut w.instance, Foreign::new(3))) };
    "ClassSlot::set", [Drop] =>
        |w| { let own = own(w); done(own.set(&mut w.instance, Foreign::new(3))) };
    "ClassSlot::set", [Drop] =>
        |w| { let own = own(w); let mut other = Class::builder("C").slots(["own"]).build().expect("it is one").instance(); done(own.set(&mut other, Foreign::new(3))) };
    "Class::optional_slot", [] => |w| done(w.class.optional_slot::<Foreign>("maybe"));
    "OptionalClassSlot::class", [] => |w| done(maybe(w).class().name().len());
    "OptionalClassSlot::get", [] => |w| done(maybe(w).get(&w.instance).is_ok());
    "OptionalClassSlot::info", [] => |w| done(maybe(w).info().name().len());
    "OptionalClassSlot::name", [] => |w| done(maybe(w).name().len());
    "OptionalClassSlot::offset", [] => |w| done(maybe(w).offset());
    "OptionalClassSlot::replace", [Drop] =>
        |w| { let maybe = maybe(w); done(maybe.replace(&mut w.instance, Some(Foreign::new(3)))) };
    "OptionalClassSlot::set", [Drop] =>
        |w| { let maybe = maybe(w); done(maybe.set(&mut w.instance, None)) };
    "OptionalClassSlot::set", [Drop] =>
        |w| { let maybe = maybe(w); let mut other = Class::builder("C").slots(["maybe"]).build().expect("it is one").instance(); done(maybe.set(&mut other, Some(Foreign::new(3)))) };
    "Descriptor::class", [] => |w| done(descriptor(w, "own").class().name().len());
    "Descriptor::get", [] => |w| done(descriptor(w, "own").get(&w.instance).is_ok());
    "Descriptor::name", [] => |w| done(descriptor(w, "own").name().len());
    "Descriptor::set", [Drop, FromValue] =>
        |w| { let own = descriptor(w, "own"); done(own.set(&mut w.instance, 3)) };
    "Descriptor::set", [AsValue, Drop, FromValue, Validate] =>
        |w| { let checked = descriptor(w, "checked"); done(checked.set(&mut w.instance, 2000)) };
    "Descriptor::delete", [AsValue, Drop] =>
        |w| { let any = descriptor(w, "maybe"); done(any.delete(&mut w.instance)) };
    "Instance::class", [] => |w| done(w.instance.class().name().len());
    "Instance::copy", [AsValue, Drop, FromValue, Validate] => |w| done(w.instance.copy());
    "Instance::dict", [] => |w| done(w.instance.dict().is_some());
    "Instance::dict_mut", [Drop] => |w| done(w.instance.dict_mut().map(Dict::clear));
    "Instance::set_class", [] => |w| done(w.instance.set_class(&Class::of::<Shell>()));
    "Instance: Drop", [Default, Drop, FromValue, Validate] =>
        |w| done(w.class.from_attrs(row(3)).expect("it is one"));
    "Instance: Serialize", [AsValue] => |w| done(serde_json::to_string(&w.instance));
    "Instance: setattr", [Drop, FromValue] => |w| done(w.instance.setattr("own", 3));
    "Instance: setattr", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.instance.setattr("checked", 2000));
    "Instance: setattr", [] => |w| done(w.instance.setattr("new", opaque()));
    "Instance: setattr", [Drop, FromValue] => |w| done(w.instance.setattr("list", [3, 4]));
    "Instance: delattr", [AsValue, Drop] => |w| done(w.instance.delattr("maybe"));
    "Instance: update_attrs", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.instance.update_attrs([("own", 4), ("checked", 2000)]));
    "Instance: merge_attrs", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.instance.merge_attrs([("own", 4), ("checked", 5)]));
    "Instance: diff", [AsValue, Default, Drop, FromValue, Validate] =>
        |w| { let other = w.class.from_attrs(row(4)).expect("it is one"); done(w.instance.diff(&other)) };
    "Instance: shared", [AsValue, Drop, FromValue, Validate] =>
        |w| done(Obj::new(w.instance.copy().expect("it can be copied")));
    "Row::class", [] => |w| done(w.rows.row(0).map(|row| row.class().name().len()));
    "RowMut::class", [] => |w| done(w.rows.row_mut(0).map(|row| RowMut::class(&row).name().len()));
    "Row: getattr", [] => |w| done(w.rows.row(0).map(|row| row.getattr("own").is_ok()));
    "Row: setattr", [Drop, FromValue] =>
        |w| done(w.rows.row_mut(0).map(|mut row| row.setattr("own", 3)));
    "Rows::capacity", [] => |w| done(w.rows.capacity());
    "Rows::class", [] => |w| done(w.rows.class().name().len());
    "Rows::clear", [Drop] => |w| w.rows.clear();
    "Rows::column", [] => |w| done(w.rows.column(&own(w)).map(|column| column.into_iter().count()));
    "Rows::column_mut", [Drop] =>
        |w| { let own = own(w); done(w.rows.column_mut(&own).map(|column| column.into_iter().for_each(|it| *it = Foreign::new(3)))) };
    "Rows::column_mut", [Drop] =>
        |w| { let maybe = maybe(w); done(w.rows.column_mut(&maybe).map(|column| column.into_iter().flatten().for_each(|it| *it = Foreign::new(3)))) };
    "Rows::extend_by_columns", [Default, Validate] => |w| {
        let ended = w.rows.extend_by_columns(2, |rows| {
            for name in ["own", "checked"] {
                let column = rows.column(name).expect("it is a slot");
                column.fill(|_| Ok(Foreign::new(1)), |_, _| ())?;
            }
            rows.column("list").expect("it is a slot").fill(|_| Ok(vec![Foreign::new(2)]), |_, _| ())?;
            rows.fill_defaults(|_, _| ())
        });
        done(ended);
    };
    "Rows::objects", [] => |w| done(w.rows.objects().len());
    "Rows::is_empty", [] => |w| done(w.rows.is_empty());
    "Rows::iter", [] => |w| done(w.rows.iter().count());
    "Rows::len", [] => |w| done(w.rows.len());
    "Rows::new", [] => |w| done(Rows::new(&w.class));
    "Rows::pop", [Drop] => |w| done(w.rows.pop());
    "Rows::from_instances", [Default, Drop, FromValue, Validate] => |w| {
        let made = w.class.from_attrs(row(4)).expect("it is one");
        done(Rows::from_instances(&w.class, [made]).is_ok());
    };
    "Rows::push", [Default, FromValue, Validate] =>
        |w| done(w.rows.push(w.class.from_attrs(row(4)).expect("it is one")));
    "Rows::push", [Default, Drop, FromValue, Validate] =>
        |w| done(w.rows.push(Class::of::<Shell>().from_attrs([("own", 1), ("checked", 2)]).expect("it is one")).is_err());
    "Rows::push_attrs", [Default, FromValue, Validate] => |w| done(w.rows.push_attrs(row(4)));
    "Rows::push_attrs", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.rows.push_attrs(row(2000)));
    "Rows::remove", [Drop] => |w| if !w.rows.is_empty() { done(w.rows.remove(0)) };
    "Rows::reserve", [] => |w| w.rows.reserve(100);
    "Rows::retain", [Closure, Drop] =>
        |w| { let own = own(w); w.rows.retain(|row| { point(Closure); own.get(row).is_ok_and(|own| own.number != 2) }) };
    "Rows::row", [] => |w| done(w.rows.row(1).is_some());
    "Rows::row_mut", [] => |w| done(w.rows.row_mut(1).is_some());
    "Rows::row_size", [] => |w| done(w.rows.row_size());
    "Rows::sort_by", [Closure, Ord] =>
        |w| { let own = own(w); w.rows.sort_by(|a, b| { point(Closure); own.get(b).ok().cmp(&own.get(a).ok()) }) };
    "Rows::sort_by_slot", [Ord] =>
        |w| { let own = own(w); done(w.rows.sort_by_slot(&own, |a, b| b.cmp(a))) };
    "Rows::truncate", [Drop] => |w| w.rows.truncate(1);
    "Rows::with_capacity", [] => |w| done(Rows::with_capacity(&w.class, 9));
    "Rows: Drop", [Drop] => |w| w.rows = Rows::new(&w.class);
}

fn own(world: &World) -> ClassSlot<Foreign> {
    world.class.slot("own").expect("it is a slot")
}

fn maybe(world: &World) -> OptionalClassSlot<Foreign> {
    world.class.optional_slot("maybe").expect("it is a slot")
}

fn descriptor(world: &World, name: &str) -> Descriptor {
    world.class.descriptor(name).expect("it is a slot")
}

fn opaque() -> Value {
    Value::opaque(Foreign::new(9))
}
