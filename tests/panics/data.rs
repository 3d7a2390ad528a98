//! Operations on data, patches, registries and the `Dict`.

use slotted::prelude::*;
use slotted::{Graph, ObjLock};

use crate::foreign::Hook::*;
use crate::foreign::{Foreign, point};
use crate::operation::{DATA, Operation, done, operations};
use crate::world::{GRAPH, Linked, Shell, Whole, attrs, linked, shell};

operations! {
    "Patch::apply", [AsValue, Deserialize, Display, Drop, FromStr, FromValue, Lazy, Serialize, Validate] =>
        |w| { let patch = w.whole.diff(&w.other); done(patch.apply(&mut w.whole)) };
    "Patch::apply", [AsValue, Deserialize, Display, Drop, FromStr, FromValue, Lazy, Serialize] =>
        |w| { let patch = w.other.diff(&w.whole); done(patch.apply(&mut w.whole)) };
    "Patch::apply_anyway", [AsValue, Deserialize, Display, Drop, FromStr, FromValue, Lazy, Serialize, Validate] =>
        |w| { let patch = w.other.diff(&w.whole); done(patch.apply_anyway(&mut w.whole)) };
    "Patch::invert", [AsValue, Display, Lazy, Serialize] =>
        |w| done(w.whole.diff(&w.other).invert());
    "Patch::is_empty", [AsValue, Display, Lazy, Serialize] =>
        |w| done(w.whole.diff(&w.other).is_empty());
    "Patch::iter", [AsValue, Display, Lazy, Serialize] =>
        |w| done(w.whole.diff(&w.other).iter().count());
    "Patch::len", [AsValue, Display, Lazy, Serialize] => |w| done(w.whole.diff(&w.other).len());
    "Patch::omitted", [AsValue, Display, Lazy, Serialize] =>
        |w| done(w.whole.diff(&w.other).omitted().len());
    "Change::kind", [AsValue, Display, Lazy, Serialize] =>
        |w| w.whole.diff(&w.other).iter().for_each(|change| done(change.kind()));
    "Change::new_value", [AsValue, Display, Lazy, Serialize] =>
        |w| w.whole.diff(&w.other).iter().for_each(|change| done(change.new_value()));
    "Change::old_value", [AsValue, Display, Lazy, Serialize] =>
        |w| w.whole.diff(&w.other).iter().for_each(|change| done(change.old_value()));
    "Change::path", [AsValue, Display, Lazy, Serialize] =>
        |w| w.whole.diff(&w.other).iter().for_each(|change| done(change.path().to_string()));
    "Registry::make", [Default, Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(w.registry.make("Whole", attrs()));
    "Registry::make", [Drop, FromValue] =>
        |w| done(w.registry.make("Whole", [("own", Value::opaque(Foreign::new(1)))]));
    "Registry::from_value", [Default, Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| { let attrs: Dict = attrs().into_iter().collect(); done(w.registry.from_value(Dict::from([("Whole", attrs)]))) };
    "Registry::register", [] => |w| done(w.registry.register::<Shell>().is_ok());
    "Registry::register_as", [] => |w| done(w.registry.register_as::<Shell>("Shell").is_ok());
    "Registry::types", [] => |w| done(w.registry.types().count());
    "Dict::clear", [Drop] => |w| w.dict.clear();
    "Dict::contains_key", [] => |w| done(w.dict.contains_key("first"));
    "Dict::get", [] => |w| done(w.dict.get("first"));
    "Dict::get_mut", [] => |w| done(w.dict.get_mut("first"));
    "Dict::insert", [Drop] => |w| done(w.dict.insert("first", 1));
    "Dict::insert", [] => |w| done(w.dict.insert("new", Value::opaque(Foreign::new(1))));
    "Dict::is_empty", [] => |w| done(w.dict.is_empty());
    "Dict::iter", [] => |w| w.dict.iter().for_each(done);
    "Dict::iter_mut", [Drop] => |w| w.dict.iter_mut().for_each(|(_, value)| *value = Value::None);
    "Dict::keys", [] => |w| w.dict.keys().for_each(done);
    "Dict::len", [] => |w| done(w.dict.len());
    "Dict::remove", [Drop] => |w| done(w.dict.remove("first"));
    "Dict::retain", [Closure, Drop] =>
        |w| w.dict.retain(|name, _| { point(Closure); name == "second" });
    "Dict::values", [] => |w| w.dict.values().for_each(done);
    "Dict::values_mut", [Drop] => |w| w.dict.values_mut().for_each(|value| *value = Value::None);
    "Dict: Extend", [Closure, Drop] =>
        |w| w.dict.extend([("first", Value::None), ("new", Value::opaque(Foreign::new(1)))].into_iter().inspect(|_| point(Closure)));
    "Dict: FromIterator", [Closure] =>
        |w| done(w.dict.clone().into_iter().inspect(|_| point(Closure)).collect::<Dict>());
    "Dict: IntoIterator", [] => |w| w.dict.clone().into_iter().rev().take(1).for_each(done);
    "Dict: PartialEq", [Drop] =>
        |w| done(w.dict == Dict::from([("first", Value::opaque(Foreign::new(8)))]));
    "Patch: Display", [AsValue, Display, Lazy, Serialize] =>
        |w| done(w.whole.diff(&w.other).to_string());
    "Patch: Clone", [AsValue, Display, Lazy, Serialize] => |w| done(w.whole.diff(&w.other).clone());
    "graph::serialize", [AsValue, Drop] => |w| done(serde_json::to_string(&Graph(linked())));
    "graph::deserialize", [Drop, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Graph<Vec<ObjLock<Linked>>>>(GRAPH));
    "graph::deserialize", [Drop, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Graph<Vec<ObjLock<Linked>>>>(&GRAPH.replace("\"next\":null", "\"next\":7")));
    "Serialize, in JSON", [AsValue, Display, Serialize, SkipIf] =>
        |w| done(serde_json::to_string(&w.whole));
    "Serialize, in MessagePack", [AsValue, Display, Serialize, SkipIf] =>
        |w| done(rmp_serde::to_vec_named(&w.whole));
    "Serialize, in postcard", [AsValue, Display, Serialize, SkipIf] =>
        |w| done(postcard::to_allocvec(&w.whole));
    "Deserialize, from JSON", [Default, Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Whole>(DATA));
    "Deserialize, from JSON", [Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Whole>(&DATA.replace("number", "entry")));
    "Deserialize, from JSON", [Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Whole>(&DATA.replace("\"number\":3", "\"checked\":2000")));
    "Deserialize, from JSON", [Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Whole>(&DATA.replace("\"number\":3", "\"own\":3")));
    "Deserialize, from JSON", [Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(serde_json::from_str::<Whole>(&DATA[..DATA.len() - 1]));
    "to_value", [Serialize] => |w| done(slotted::to_value(&w.whole.data));
    "from_value", [Deserialize, Drop] =>
        |w| done(slotted::from_value::<Vec<Foreign>>([1, 2].into()));
    "Patch: Deserialize", [AsValue, Drop, FromValue] =>
        |w| done(serde_json::from_str::<slotted::Patch>(r#"[{"path":"own","old":1,"new":2}]"#).unwrap().apply(&mut w.whole));
    "Patch: Serialize", [AsValue, Display, Lazy, Serialize] =>
        |w| done(serde_json::to_string(&w.whole.diff(&w.other)));
    "Dict: Drop", [Drop] => |w| w.dict = Dict::new();
    "Patch::apply", [AsValue, Clone, Drop, Eq, FromValue, Validate] =>
        |w| { let patch = w.shell.diff(&shell(2)); done(patch.apply(&mut w.shell)) };
    "Patch::apply_anyway", [AsValue, Clone, Drop, Eq, FromValue, Validate] =>
        |w| { let patch = shell(3).diff(&shell(2)); done(patch.apply_anyway(&mut w.shell)) };
    "Patch: Clone", [AsValue, Clone, Drop, Eq] => |w| done(w.shell.diff(&shell(2)).clone());
}
