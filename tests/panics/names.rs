//! Operations by name and by path, on records and on methods.

use slotted::AttrPath;
use slotted::prelude::*;

use crate::foreign::Hook::*;
use crate::foreign::{Foreign, point};
use crate::operation::{Operation, done, operations};
use crate::world::{Shell, Whole, attrs, shell, whole};

operations! {
    "AttributesExt::deep_size", [AsValue] => |w| done(w.whole.deep_size());
    "DeepSize::total", [AsValue] => |w| done(w.whole.deep_size().total());
    "AttributesExt::attr", [Lazy] => |w| done(w.whole.attr::<Foreign>("lazy"));
    "AttributesExt::attr_mut", [] => |w| done(w.whole.attr_mut::<Foreign>("own"));
    "AttributesExt::attr_mut", [Lazy] => |w| done(w.whole.attr_mut::<Foreign>("lazy"));
    "AttributesExt::delattr", [AsValue, Drop] => |w| done(w.whole.delattr("maybe"));
    "AttributesExt::delattr", [] => |w| done(w.whole.delattr("entry"));
    "AttributesExt::delattr", [] => |w| done(w.whole.delattr("own"));
    "AttributesExt::delattr_path", [AsValue, Drop] => |w| done(w.whole.delattr_path("map.a"));
    "AttributesExt::delattr_path", [AsValue, Drop] => |w| done(w.whole.delattr_path("maybe"));
    "AttributesExt::diff", [AsValue, Display, Lazy, Serialize] => |w| done(w.whole.diff(&w.other));
    "AttributesExt::dir", [] => |w| w.whole.dir().for_each(done);
    "AttributesExt::get_state", [AsValue, Display, Serialize] => |w| done(w.whole.get_state());
    "AttributesExt::getattr", [Lazy] => |w| done(w.whole.getattr("lazy"));
    "AttributesExt::getattr", [AsValue] => |w| done(w.whole.getattr("own").map(|own| own == 1));
    "AttributesExt::getattr", [Display] =>
        |w| done(w.whole.getattr("text").map(|text| text.to_string()));
    "AttributesExt::getattr", [] =>
        |w| done(w.whole.getattr("nothing").map_err(|error| error.to_string()));
    "AttributesExt::getattr_mut", [] => |w| done(w.whole.getattr_mut("own"));
    "AttributesExt::getattr_opt", [Lazy] => |w| done(w.whole.getattr_opt("lazy"));
    "AttributesExt::getattr_path", [] => |w| done(w.whole.getattr_path("list[1]"));
    "AttributesExt::getattr_path", [] => |w| done(w.whole.getattr_path("shape.b"));
    "AttributesExt::hasattr", [Lazy] => |w| done(w.whole.hasattr("lazy"));
    "AttributesExt::leaves", [AsValue, Serialize] =>
        |w| w.whole.leaves().for_each(|(_, leaf)| done(leaf.view()));
    "AttributesExt::merge_attrs", [AsValue, Deserialize, Drop, FromStr, FromValue, Serialize, Validate] =>
        |w| done(w.whole.merge_attrs(attrs()));
    "AttributesExt::merge_attrs", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.whole.merge_attrs([("own", 4), ("checked", 2000)]));
    "AttributesExt::replace_attr", [Drop] => |w| done(w.whole.replace_attr("own", Foreign::new(3)));
    "AttributesExt::replace_attr", [Drop, Validate] =>
        |w| done(w.whole.replace_attr("checked", Foreign::new(3)));
    "AttributesExt::replace_attr", [AsValue, Drop, Validate] =>
        |w| done(w.whole.replace_attr("checked", Foreign::new(2000)));
    "AttributesExt::replace_attr", [Drop] =>
        |w| done(w.whole.replace_attr("number", Foreign::new(3)));
    "AttributesExt::setattr", [Drop, FromValue] => |w| done(w.whole.setattr("own", 3));
    "AttributesExt::setattr", [Drop, FromStr] => |w| done(w.whole.setattr("text", "3"));
    "AttributesExt::setattr", [Deserialize, Drop] => |w| done(w.whole.setattr("data", 3));
    "AttributesExt::setattr", [Clone, Drop] =>
        |w| done(w.shell.setattr("opaque", Value::opaque(Foreign::new(3))));
    "AttributesExt::setattr", [Drop, FromValue, Validate] =>
        |w| done(w.whole.setattr("checked", 3));
    "AttributesExt::setattr", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.whole.setattr("checked", 2000));
    "AttributesExt::setattr", [Drop, FromValue] => |w| done(w.whole.setattr("maybe", 3));
    "AttributesExt::setattr", [Drop, FromValue] => |w| done(w.whole.setattr("maybe", ()));
    "AttributesExt::setattr", [Drop, FromValue] => |w| done(w.whole.setattr("list", [3, 4, 5]));
    "AttributesExt::setattr", [Drop, FromValue] =>
        |w| done(w.whole.setattr("list", vec![Value::from(3), "no number".into()]));
    "AttributesExt::setattr", [Drop, FromStr] =>
        |w| done(w.whole.setattr("texts", ["3", "no number"]));
    "AttributesExt::setattr", [Drop, FromValue] =>
        |w| done(w.whole.setattr("map", Dict::from([("a", 3), ("c", 4)])));
    "AttributesExt::setattr", [Drop, FromValue] =>
        |w| done(w.whole.setattr("shape", Dict::from([("Two", Dict::from([("a", 3), ("b", 4)]))])));
    "AttributesExt::setattr", [Drop, FromValue] =>
        |w| done(w.whole.setattr("shape", Dict::from([("Two", Dict::from([("a", 3)]))])));
    "AttributesExt::setattr", [FromValue] => |w| done(w.whole.setattr("lazy", 3));
    "AttributesExt::setattr", [] =>
        |w| done(w.whole.setattr("new", Value::opaque(Foreign::new(3))));
    "AttributesExt::setattr", [Drop] =>
        |w| done(w.whole.setattr("number", Value::opaque(Foreign::new(3))));
    "AttributesExt::setattr_path", [Drop, FromValue] =>
        |w| done(w.whole.setattr_path("list[0]", 3));
    "AttributesExt::setattr_path", [FromValue] => |w| done(w.whole.setattr_path("map.new", 3));
    "AttributesExt::setattr_path", [Drop, FromValue] =>
        |w| done(w.whole.setattr_path("shape[0]", 3));
    "AttributesExt::setattr_path_str", [Drop, FromStr] =>
        |w| done(w.whole.setattr_path_str("texts[1]", "3"));
    "AttributesExt::setattr_str", [Drop, FromStr] => |w| done(w.whole.setattr_str("text", "3"));
    "AttributesExt::setattr_str", [Drop, FromValue] =>
        |w| done(w.whole.setattr_str("list", "[1, 2, 3]"));
    "AttributesExt::setattr_str", [Drop, FromValue] =>
        |w| done(w.whole.setattr_str("shape", "Two(a=1, b=2)"));
    "AttributesExt::setattr_value", [Drop, FromValue] =>
        |w| done(w.whole.setattr_value("own", 3.into()));
    "AttributesExt::to_dict", [AsValue, Display, Serialize] => |w| done(w.whole.to_dict());
    "AttributesExt::update_attrs", [Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(w.whole.update_attrs(attrs()));
    "AttributesExt::update_attrs", [AsValue, Drop, FromValue, Validate] =>
        |w| done(w.whole.update_attrs([("own", 4), ("checked", 2000), ("number", 2)]));
    "AttributesExt::vars", [AsValue, Serialize] =>
        |w| w.whole.vars().for_each(|(_, value)| done(value.view()));
    "Attributes::layout", [] => |w| done(w.whole.layout().to_string());
    "SlottedExt::attrs_builder", [Drop, FromValue] =>
        |w| done(Whole::attrs_builder().with("own", 1).build());
    "AttrsBuilder::with", [Drop] =>
        |w| done(Whole::attrs_builder().with("entry", Value::opaque(Foreign::new(1))));
    "AttrsBuilder::build", [Drop, FromValue] =>
        |w| done(Whole::attrs_builder().with("own", Value::opaque(Foreign::new(1))).build());
    "SlottedExt::from_attrs", [Default, Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(Whole::from_attrs(attrs()));
    "SlottedExt::from_attrs", [Deserialize, Drop, FromStr, FromValue, Validate] =>
        |w| done(Whole::from_attrs(attrs().into_iter().filter(|(name, _)| *name != "shape")));
    "SlottedExt::from_state", [AsValue, Default, Deserialize, Display, Drop, FromStr, FromValue, Serialize, Validate] =>
        |w| { let state = w.whole.get_state().unwrap(); done(Whole::from_state(state)) };
    "SlottedExt::set_state", [AsValue, Default, Deserialize, Display, Drop, FromStr, FromValue, Serialize, Validate] =>
        |w| { let state = w.other.get_state().unwrap(); done(w.whole.set_state(state)) };
    "SlottedExt::slot", [] => |w| done(Whole::slot::<Foreign>("own"));
    "SlottedExt::read_only_slot", [] => |w| done(Whole::read_only_slot::<Foreign>("own"));
    "SlottedExt::with_attrs", [Clone, Drop, FromValue, Validate] =>
        |w| done(w.whole.with_attrs([("own", 4), ("checked", 3)]));
    "SlottedExt::with_attrs", [AsValue, Clone, Drop, FromValue, Validate] =>
        |w| done(w.whole.with_attrs([("own", 4), ("checked", 2000)]));
    "Slotted::dict", [] => |w| done(w.whole.dict().len());
    "Slotted::dict_mut", [] => |w| w.whole.dict_mut().clear();
    "MethodsExt::call", [AsValue, Drop, FromValue, Method] =>
        |w| done(w.whole.call("read", [1.into()]));
    "MethodsExt::call_mut", [Default, Drop, FromValue, Method] =>
        |w| done(w.whole.call_mut("write", [1.into()]));
    "MethodsExt::call_mut", [Drop, FromValue] =>
        |w| done(w.whole.call_mut("write", [1.into(), Value::opaque(Foreign::new(1))]));
    "MethodsExt::call_once", [Drop, Method] =>
        |w| done(Box::new(whole(3)).call_once("consume", []));
    "MethodsExt::call_once", [Drop] =>
        |w| done(Box::new(whole(3)).call_once("consume", [1.into()]));
    "MethodsExt::methods", [] => |w| done(w.whole.methods().count());
    "AttrPath::delete", [AsValue, Drop] => |w| done(path("map.a").delete(&mut w.whole));
    "AttrPath::get", [Lazy] => |w| done(path("lazy").get(&w.whole));
    "AttrPath::get_mut", [Lazy] => |w| done(path("lazy").get_mut(&mut w.whole));
    "AttrPath::get_opt", [] => |w| done(path("shape.a").get_opt(&w.whole));
    "AttrPath::set", [Drop, FromValue] => |w| done(path("list[1]").set(&mut w.whole, 3));
    "AttrPath::set", [AsValue, Drop, FromValue, Validate] =>
        |w| done(path("checked").set(&mut w.whole, 2000));
    "AttrPath::set_str", [Drop, FromStr] => |w| done(path("texts[1]").set_str(&mut w.whole, "3"));
    "AttrPath::value", [AsValue] => |w| done(path("own").value(&w.whole));
    "AttrPath::with", [Closure] => |w| done(path("own").with(&w.whole, |_| point(Closure)));
    "AttrPath::resolve", [] => |w| done(path("list[0]").resolve::<Whole>());
    "AttrPath::resolve_as", [] => |w| done(path("list[0]").resolve_as::<Whole, Foreign>());
    "ResolvedPath::get", [Lazy] => |w| done(path("lazy").resolve::<Whole>().unwrap().get(&w.whole));
    "ResolvedPath::get_opt", [] =>
        |w| done(path("map.a").resolve::<Whole>().unwrap().get_opt(&w.whole));
    "TypedPath::get", [Lazy] =>
        |w| done(path("lazy").resolve_as::<Whole, Foreign>().unwrap().get(&w.whole));
    "TypedPath::slot", [] => |w| done(path("own").resolve_as::<Whole, Foreign>().unwrap().slot());
    "TypedPath::read_only_slot", [] =>
        |w| done(path("own").resolve_as::<Whole, Foreign>().unwrap().read_only_slot());
    "CallError::get_ref", [Display, Drop, Method] =>
        |w| done(w.whole.call("fail", []).unwrap_err().get_ref().map(ToString::to_string));
    "CallError::downcast_ref", [Drop, Method] =>
        |w| done(w.whole.call("fail", []).unwrap_err().downcast_ref::<Foreign>());
    "CallError::into_inner", [Drop, Method] =>
        |w| done(w.whole.call("fail", []).unwrap_err().into_inner());
    "CallError: Display", [Display, Drop, Method] =>
        |w| done(w.whole.call("fail", []).unwrap_err().to_string());
    "CallError: Debug", [Display, Drop, Method] =>
        |w| { let error = w.whole.call("fail", []).unwrap_err(); done(format!("{error:?}")) };
    "MethodsExt::call_once", [Default, Drop, FromValue, Method] =>
        |w| done(Box::new(whole(3)).call_once("write", [1.into()]));
    "MethodsExt::call_once", [Drop] =>
        |w| done(Box::new(whole(3)).call_once("nothing", [Value::opaque(Foreign::new(1))]));
    "MethodsExt::call_mut", [Drop] =>
        |w| done(w.whole.call_mut("nothing", [Value::opaque(Foreign::new(1))]));
    "MethodsExt::call", [Drop] => |w| done(w.whole.call("write", [Value::opaque(Foreign::new(1))]));
    "MethodsExt::call", [Drop, FromValue, Method] => |w| done(w.whole.call("lend", [1.into()]));
    "SlottedExt::set_state", [AsValue, Clone, Drop, FromValue, Validate] =>
        |w| { let state = w.shell.get_state().unwrap(); done(w.shell.set_state(state)) };
    "SlottedExt::from_state", [AsValue, Clone, Drop, FromValue, Validate] =>
        |w| { let state = shell(2).get_state().unwrap(); done(Shell::from_state(state)) };
    "SlottedExt::from_attrs", [Clone, Drop, FromValue] =>
        |w| done(Shell::from_attrs([("own", 1.into()), ("opaque", Value::opaque(Foreign::new(3)))]));
    "SlottedExt::with_attrs", [Clone, Drop] =>
        |w| done(w.shell.with_attrs([("opaque", Value::opaque(Foreign::new(3)))]));
    "AttributesExt::get_state", [AsValue, Clone, Drop] => |w| done(w.shell.get_state());
    "AttributesExt::to_dict", [AsValue, Clone, Drop] => |w| done(w.shell.to_dict());
    "AttributesExt::diff", [AsValue, Clone, Drop, Eq] => |w| done(w.shell.diff(&shell(2)));
    "AttributesExt::update_attrs", [Clone, Drop, FromValue] =>
        |w| done(w.shell.update_attrs([("own", 4.into()), ("opaque", Value::opaque(Foreign::new(3)))]));
    "AttributesExt::merge_attrs", [AsValue, Clone, Drop, FromValue] =>
        |w| done(w.shell.merge_attrs([("own", 4.into()), ("opaque", Value::opaque(Foreign::new(3)))]));
}

fn path(text: &str) -> AttrPath {
    text.parse().expect("it is a path")
}
