//! Reading a value of a known type, without a call through its vtable.
//!
//! It reads what `seed` and `in_place` would, with the same errors: what is no value of the type is
//! read as a [`Value`], and the type's conversion takes or refuses it.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::any::{Any, type_name};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::time::Duration;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use crate::erased::shown::Shown;
use crate::reflect::reading::{ReadContext, Reader, Target};
use crate::reflect::shape::{Shape, with_integer_shapes};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::slotted::Slotted;
use crate::serde::check::{check_list, check_map};
use crate::serde::foreign::form::Form;
use crate::serde::how::{How, Items, Single, Slots};
use crate::serde::seed::{expected, read_choice};
use crate::serde::slot_types::SlotTypes;
use crate::serde::struct_visitor::deserialize_closed;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// Reads by the types of the values.
pub(crate) enum Known {}

impl Reader for Known {
    #[inline]
    fn value<'de, T: SlotValue, D: Deserializer<'de>>(
        to: &mut Target<'_, T>,
        from: D,
    ) -> Result<(), D::Error> {
        ByType::<T, Single<false>>::new(to).deserialize(from)
    }

    #[inline]
    fn list<'de, T: SlotValue, D: Deserializer<'de>>(
        to: &mut Target<'_, Vec<T>>,
        from: D,
    ) -> Result<(), D::Error> {
        ByType::<Vec<T>, Items>::new(to).deserialize(from)
    }
}

/// Reads a slotted struct: the body of its `SlotValue::__read`. `L` has the types of its own slots.
///
/// # Errors
///
/// As its `Deserialize`.
#[inline]
pub fn read_struct<'de, L: SlotTypes, T: SlotValue + Slotted, D: Deserializer<'de>>(
    to: &mut Target<'_, T>,
    from: D,
) -> Result<(), D::Error> {
    ByType::<T, Slots<L>>::new(to).deserialize(from)
}

/// How a slot that is a `T` is read.
pub(crate) trait ReadBy<T> {
    fn read<'de, D: Deserializer<'de>>(to: &mut Target<'_, T>, from: D) -> Result<(), D::Error>;
}

/// As its type says.
pub(crate) enum ByItself {}

impl<T: SlotValue> ReadBy<T> for ByItself {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(to: &mut Target<'_, T>, from: D) -> Result<(), D::Error> {
        T::__read::<Known, D>(to, from)
    }
}

/// By serde's traits, or the functions of a module.
pub(crate) struct ByForm<F>(PhantomData<F>);

impl<T, F: Form<T>> ReadBy<T> for ByForm<F> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(to: &mut Target<'_, T>, from: D) -> Result<(), D::Error> {
        to.memory.fill(F::deserialize(from)?);
        Ok(())
    }
}

/// The seed of a `T` that is read by `F`.
pub(crate) struct TypeSeed<'r, 'a, T, F = ByItself> {
    to: &'r mut Target<'a, T>,
    by: PhantomData<F>,
}

impl<'r, 'a, T, F> TypeSeed<'r, 'a, T, F> {
    #[inline(always)]
    pub(crate) fn new(to: &'r mut Target<'a, T>) -> Self {
        TypeSeed { to, by: PhantomData }
    }
}

impl<'de, T, F: ReadBy<T>> DeserializeSeed<'de> for TypeSeed<'_, '_, T, F> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        F::read(self.to, from)
    }
}

/// The visitor of a `T`, which is read as `H` says.
pub(crate) struct ByType<'r, 'a, T, H> {
    pub(crate) to: &'r mut Target<'a, T>,
    how: PhantomData<H>,
}

impl<'r, 'a, T: SlotValue, H: How<T>> ByType<'r, 'a, T, H> {
    #[inline(always)]
    pub(crate) fn new(to: &'r mut Target<'a, T>) -> Self {
        ByType { to, how: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn fill<E>(self, value: T) -> Result<(), E> {
        self.to.memory.fill(value);
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let is_option = const { matches!(H::SHAPE, Shape::Option(_)) };
        if is_option {
            return from.deserialize_option(self);
        }
        if from.is_human_readable() {
            // The format tells what kind of value it holds, and the visitor checks whether it fits.
            return from.deserialize_any(self);
        }
        self.deserialize_shape(from)
    }

    /// Asks a format that may not describe itself for the shape. Each condition is a constant, so
    /// that only one of the calls is compiled.
    fn deserialize_shape<'de, D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        macro_rules! ask {
            ($($shape:pat => $ask:expr;)*) => {
                $(if const { matches!(H::SHAPE, $shape) } {
                    return $ask;
                })*
            };
        }
        macro_rules! ask_integer {
            ($($integer:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
                ask! { $(Shape::$integer => from.$deserialize(self);)* }
            };
        }
        with_integer_shapes!(ask_integer!());
        ask! {
            Shape::Bool => from.deserialize_bool(self);
            Shape::F32 => from.deserialize_f32(self);
            Shape::F64 => from.deserialize_f64(self);
            Shape::Str => from.deserialize_string(self);
            Shape::List(_) => from.deserialize_seq(self);
            Shape::Std(_) => self.duration(from);
            Shape::Choice(_) => match H::SHAPE {
                Shape::Choice(choices) => {
                    from.deserialize_enum(choices.type_name, choices.names, self)
                }
                _ => unreachable!("it is a choice"),
            };
            Shape::Object(_) => match H::SHAPE {
                Shape::Object(layout) if !layout().has_dict() => {
                    deserialize_closed(layout(), from, self)
                }
                _ => from.deserialize_map(self),
            };
        }
        from.deserialize_any(self)
    }

    #[inline(always)]
    fn context(&self) -> ReadContext<'a> {
        self.to.read.of(H::SHAPE)
    }

    /// Converts a value, in a way that no common type takes.
    #[cold]
    #[inline(never)]
    fn value<E: Error>(self, value: Value) -> Result<(), E> {
        match T::from_value(value) {
            Ok(made) => self.fill(made),
            Err(error) => Err(self.refuse(error)),
        }
    }

    /// Makes the error for a value that the type refuses. It is returned from where the format
    /// knows the value's place.
    #[cold]
    fn refuse<E: Error>(&self, error: ConversionError) -> E {
        self.to.read.place().refuse(error.of_type(type_name::<T>()))
    }

    /// Takes a number or a bool.
    #[inline(always)]
    fn number<E: Error>(self, value: Value) -> Result<(), E> {
        // It owns nothing, so it need not be dropped.
        let value = ManuallyDrop::new(value);
        match T::__copied(&value) {
            Some(made) => self.fill(made),
            None => self.value(ManuallyDrop::into_inner(value)),
        }
    }

    #[inline(always)]
    fn text<E: Error>(self, text: &str) -> Result<(), E> {
        if const { matches!(T::__SHAPE, Shape::Choice(_)) } {
            // An enum is parsed without a `Value`. (An `Option` of one would read a variant called
            // `None` as its own.)
            return match T::from_text(text) {
                Ok(made) => self.fill(made),
                Err(error) => Err(self.refuse(error)),
            };
        }
        if let Some(made) = T::__copied_text(text) {
            return self.fill(made);
        }
        self.value(Value::from(text))
    }

    /// Reads a duration by serde's own impl. Not inlined, so that it takes no room on the stack of
    /// the callers, which recurse.
    #[inline(never)]
    pub(crate) fn duration<'de, D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let value = Duration::deserialize(from)?;
        if let Some(made) = as_own(value).or_else(|| as_own(Some(value))) {
            return self.fill(made);
        }
        self.text(&Shown::of(&value).to_string())
    }

    /// Reads what is inside a wrapper that only the data has, not the type. The wrapper counts as a
    /// level, because only the data limits how many of them are nested (spec 8.21).
    pub(crate) fn wrapped<'de, D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.to.read.inside(|| self.deserialize(from))
    }

    /// Reads a list as a value. Where the type takes none, the conversion of an empty one makes the
    /// error, before the data is read.
    pub(crate) fn list_as_value<'de, A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let read = self.context();
        let value = match check_list(read.shape()) {
            Ok(()) => read.list(list)?,
            Err(_) => Value::List(Box::default()),
        };
        self.value(value)
    }

    /// Reads a map as a value, as [`list_as_value`](ByType::list_as_value) does.
    pub(crate) fn map_as_value<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let read = self.context();
        let value = match check_map(read.shape()) {
            Ok(()) => read.map(map)?,
            Err(_) => Value::Map(Dict::new()),
        };
        self.value(value)
    }

    /// Reads a variant of an enum without data.
    #[inline(never)]
    pub(crate) fn variant<'de, A: EnumAccess<'de>>(self, variant: A) -> Result<(), A::Error> {
        match H::SHAPE {
            Shape::Choice(choices) => self.text(&read_choice(choices, variant)?),
            _ => Err(A::Error::invalid_type(Unexpected::Enum, &self)),
        }
    }
}

/// Returns the value as a `T`, if that is its type.
#[inline(always)]
fn as_own<V: 'static, T: 'static>(value: V) -> Option<T> {
    let mut value = Some(value);
    (&mut value as &mut dyn Any).downcast_mut::<Option<T>>()?.take()
}

macro_rules! visits {
    ($($visit:ident => $take:ident($type:ty) as $into:expr),* $(,)?) => {$(
        #[inline]
        fn $visit<E: Error>(self, value: $type) -> Result<(), E> {
            self.$take($into(value))
        }
    )*};
}

impl<'de, T: SlotValue, H: How<T>> Visitor<'de> for ByType<'_, '_, T, H> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(expected(H::SHAPE))
    }

    visits! {
        visit_bool => number(bool) as Value::Bool,
        visit_i64 => number(i64) as Value::Int,
        visit_i128 => value(i128) as Value::from,
        visit_u128 => value(u128) as Value::from,
        visit_f64 => number(f64) as Value::Float,
        visit_string => value(String) as Value::Str,
        visit_bytes => value(&[u8]) as Value::from,
        visit_byte_buf => value(Vec<u8>) as |bytes: Vec<u8>| Value::Bytes(bytes.into()),
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(match i64::try_from(value) {
            Ok(value) => Value::Int(value),
            Err(_) => Value::UInt(value),
        })
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.text(value)
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<(), E> {
        match T::from_value(Value::None) {
            Ok(made) => self.fill(made),
            Err(error) => Err(self.refuse(error)),
        }
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        H::some(self, from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.wrapped(from)
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        H::list(self, list)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        H::map(self, map)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<(), A::Error> {
        self.variant(variant)
    }
}
