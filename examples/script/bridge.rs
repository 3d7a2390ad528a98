//! Slotted objects in the script engine, with no code for any type of them: attributes are the
//! engine's properties, methods are its functions.

use std::any::TypeId;
use std::fmt::Display;

use rhai::{
    Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map, NativeCallContext, Position,
};
use slotted::layout::SlotLayout;
use slotted::{DynObj, Value};

/// The most arguments that a method is called with.
const MOST_ARGUMENTS: usize = 6;

/// The most operations of one run.
const MOST_OPERATIONS: u64 = 1_000_000;

/// Makes an engine for objects whose types have these layouts.
pub(crate) fn engine(layouts: &[&'static SlotLayout]) -> Engine {
    let mut engine = Engine::new();
    engine.set_max_operations(MOST_OPERATIONS);
    engine.set_fail_on_invalid_map_property(true);
    engine.register_type_with_name::<DynObj>("object");
    // The engine asks the indexer for a property that no function of the type is called.
    engine.register_indexer_get(|object: &mut DynObj, name: ImmutableString| {
        object.getattr(&name).map_err(error).map(dynamic)
    });
    engine.register_indexer_set(|object: &mut DynObj, name: ImmutableString, value: Dynamic| {
        object.setattr(&name, self::value(value)?).map_err(error)
    });
    engine.register_fn("==", |one: DynObj, other: DynObj| one == other);
    engine.register_fn("!=", |one: DynObj, other: DynObj| one != other);
    engine.register_fn("to_string", |object: &mut DynObj| {
        format!("{:?}", Value::Object(object.clone()))
    });
    let methods = layouts.iter().flat_map(|layout| layout.methods());
    for method in methods {
        // With any number of arguments, so that the error of a wrong number is ours.
        for count in 0..=MOST_ARGUMENTS {
            let mut types = vec![TypeId::of::<DynObj>()];
            types.resize(1 + count, TypeId::of::<Dynamic>());
            let name = method.name();
            engine.register_raw_fn(name, &types, move |_: NativeCallContext<'_>, given| {
                let (object, arguments) = given.split_at_mut(1);
                let arguments: Result<Vec<Value>, _> =
                    arguments.iter_mut().map(|argument| value(argument.take())).collect();
                let object = object[0].clone_cast::<DynObj>();
                object.call(name, arguments?).map_err(error).map(dynamic)
            });
        }
    }
    engine
}

/// The engine adds the line and the column.
fn error(error: impl Display) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(error.to_string().into(), Position::NONE).into()
}

/// Returns the value as the engine has it.
pub(crate) fn dynamic(value: Value) -> Dynamic {
    match value {
        Value::None => Dynamic::UNIT,
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::Str(value) => value.into(),
        Value::List(items) => {
            Dynamic::from_array(items.into_iter().map(dynamic).collect::<Array>())
        }
        Value::Map(dict) => {
            let entries = dict.iter().map(|(name, value)| (name.into(), dynamic(value.clone())));
            Dynamic::from_map(entries.collect::<Map>())
        }
        Value::Object(object) => Dynamic::from(object),
        other => Dynamic::from(format!("{other:?}")),
    }
}

/// Returns the engine's value as one of ours.
fn value(value: Dynamic) -> Result<Value, Box<EvalAltResult>> {
    if value.is_unit() {
        return Ok(Value::None);
    }
    if let Ok(value) = value.as_bool() {
        return Ok(value.into());
    }
    if let Ok(value) = value.as_int() {
        return Ok(value.into());
    }
    if let Ok(value) = value.as_float() {
        return Ok(value.into());
    }
    if value.is::<DynObj>() {
        return Ok(Value::Object(value.cast()));
    }
    if value.is_array() {
        let items = value.cast::<Array>().into_iter().map(self::value);
        return Ok(Value::List(items.collect::<Result<_, _>>()?));
    }
    match value.into_immutable_string() {
        Ok(text) => Ok(text.as_str().into()),
        Err(name) => Err(error(format!("a value of the type '{name}' cannot be an attribute"))),
    }
}
