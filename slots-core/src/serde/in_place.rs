//! Reading a value straight into the memory of a slot or of a list item.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::time::Duration;

use serde_core::de::{Deserializer, Error, MapAccess, SeqAccess, VariantAccess};

use crate::construct::in_place::UninitValue;
use crate::erased::shown::Shown;
use crate::reflect::foreign::ForeignVTable;
use crate::reflect::reading::{Place, ReadContext};
use crate::reflect::shape::{Shape, with_integer_shapes};
use crate::reflect::variant::{EnumInfo, VariantForm};
use crate::serde::check::{check_list, check_map};
use crate::serde::enum_visitor;
use crate::serde::foreign::data::read_foreign;
use crate::serde::seed::{Sink, ValueSeed};
use crate::serde::struct_visitor::StructVisitor;
use crate::serde::variant_fields::{InOrder, OnlySlot};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::convert::{exact_f64, rounded_f32};
use crate::value::dict::Dict;

/// Uninit memory for a value of a known type, and how the value is read.
pub(crate) struct InPlace<'a, 'm, 's> {
    memory: &'a mut UninitValue<'m>,
    read: ReadContext<'s>,
}

impl<'a, 'm, 's> InPlace<'a, 'm, 's> {
    #[inline(always)]
    pub(crate) fn new(memory: &'a mut UninitValue<'m>, read: ReadContext<'s>) -> Self {
        let read = read.of(memory.shape());
        InPlace { memory, read }
    }

    /// Fills the memory by its type's conversion.
    fn convert<E: Error>(&mut self, value: Value) -> Result<(), E> {
        self.memory.fill(value).map_err(|error| self.refuse(error))
    }

    /// Calls `convert`. Not inlined, so that the common path stays short.
    #[inline(never)]
    fn convert_other<E: Error>(&mut self, value: impl Into<Value>) -> Result<(), E> {
        self.convert(value.into())
    }

    /// Makes the error for a value that the type refuses. It is returned from where the format
    /// knows the value's place.
    #[cold]
    fn refuse<E: Error>(&self, error: ConversionError) -> E {
        self.read.place().refuse(error.of_type(self.memory.type_name()))
    }
}

/// The sink that fills the memory. It is a reference, because formats pass a visitor by value many
/// times.
pub(crate) struct FillInPlace<'r, 'a, 'm, 's>(pub(crate) &'r mut InPlace<'a, 'm, 's>);

impl<'s> Sink<'s> for FillInPlace<'_, '_, '_, 's> {
    type Taken = ();

    #[inline]
    fn read(&self) -> ReadContext<'s> {
        self.0.read
    }

    #[inline]
    fn with_shape(self, shape: &'static Shape) -> Self {
        self.0.read = self.0.read.of(shape);
        self
    }

    fn value<E: Error>(self, value: Value) -> Result<(), E> {
        self.0.convert(value)
    }

    // The following are not inlined: what a format does for each number stays short.

    #[inline(never)]
    fn bool<E: Error>(self, value: bool) -> Result<(), E> {
        let InPlace { memory, read } = self.0;
        let is_put = matches!(read.shape(), Shape::Bool) && memory.fill_exact(|| Some(value));
        if is_put { Ok(()) } else { self.0.convert_other(value) }
    }

    #[inline(never)]
    fn int<E: Error>(self, value: i64) -> Result<(), E> {
        let InPlace { memory, read } = self.0;
        macro_rules! fill {
            ($($shape:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
                match read.shape() {
                    $(Shape::$shape => memory.fill_exact(|| <$type>::try_from(value).ok()),)*
                    Shape::F64 => memory.fill_exact(|| exact_f64(value.into())),
                    _ => false,
                }
            };
        }
        let is_put = with_integer_shapes!(fill!());
        if is_put { Ok(()) } else { self.0.convert_other(value) }
    }

    #[inline(never)]
    fn float<E: Error>(self, value: f64) -> Result<(), E> {
        let InPlace { memory, read } = self.0;
        let is_put = match read.shape() {
            Shape::F32 => memory.fill_exact(|| rounded_f32(value)),
            Shape::F64 => memory.fill_exact(|| Some(value)),
            _ => false,
        };
        if is_put { Ok(()) } else { self.0.convert_other(value) }
    }

    #[inline(never)]
    fn text<E: Error>(self, value: &str) -> Result<(), E> {
        let InPlace { memory, read } = self.0;
        let is_put = match read.shape() {
            Shape::Str => memory.fill_exact(|| Some(String::from(value))),
            // An enum is parsed without a `Value`. (An `Option` of one would read a variant called
            // `None` as its own.)
            Shape::Choice(_) if matches!(memory.shape(), Shape::Choice(_)) => {
                return match memory.fill_text(value) {
                    Ok(()) => Ok(()),
                    Err(error) => Err(self.0.refuse(error)),
                };
            }
            _ => false,
        };
        if is_put { Ok(()) } else { self.0.convert_other(value) }
    }

    fn duration<E: Error>(self, value: Duration) -> Result<(), E> {
        if self.0.memory.fill_exact(|| Some(value)) {
            return Ok(());
        }
        self.text(&Shown::of(&value).to_string())
    }

    fn variant<'de, A: VariantAccess<'de>>(
        self,
        info: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<(), A::Error> {
        self.0.fill_variant(info, number, content)
    }

    fn foreign<'de, D: Deserializer<'de>>(
        self,
        vtable: &'static ForeignVTable,
        from: D,
    ) -> Result<(), D::Error> {
        let InPlace { memory, .. } = self.0;
        let mut refused = None;
        read_foreign(vtable, from, &mut |made| refused = memory.fill_made(made.as_any()).err())?;
        refused.map_or(Ok(()), |error| Err(self.0.refuse(error)))
    }

    fn list<'de, A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.fill_list(list)
    }

    fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.fill_map(map)
    }
}

impl InPlace<'_, '_, '_> {
    // Where the type takes no list or no map, the conversion of an empty one makes the error,
    // before the data is read.

    /// Reads a list item by item; or a slotted struct, which is a list in a format without names.
    fn fill_list<'de, A: SeqAccess<'de>>(&mut self, mut list: A) -> Result<(), A::Error> {
        let read = self.read;
        if !read.describes_itself() && self.memory.is_object() {
            let memory = self.memory.reborrow();
            return read.inside(|| {
                memory.object(|partial| StructVisitor::new(partial, read).in_order::<(), _>(list))
            });
        }
        let Ok(mut items) = self.memory.reborrow().list() else {
            if check_list(read.shape()).is_err() {
                return self.convert(Value::List(Box::default()));
            }
            let value = read.list(list)?;
            return self.convert(value);
        };
        let is_empty_item = read.is_empty_item(items.item_shape());
        read.inside(|| {
            for at in 0_usize.. {
                let place = Place::Item(read.place(), at);
                let more = items.with_uninit_item(|memory| {
                    let mut item = InPlace::new(memory, read.at(&place));
                    list.next_element_seed(ValueSeed::new(FillInPlace(&mut item)))
                });
                if more?.is_none() {
                    break;
                }
                if is_empty_item {
                    read.note_empty_item()?;
                }
            }
            Ok(())
        })
    }

    /// Reads a variant of an enum with data field by field; as a value, which is converted, if the
    /// memory is for something around the enum, such as a `Box`.
    #[inline(never)]
    fn fill_variant<'de, A: VariantAccess<'de>>(
        &mut self,
        info: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<(), A::Error> {
        let read = self.read;
        if !self.memory.is_enum(info) {
            let value = enum_visitor::read_value(read, info, number, content)?;
            return self.convert(value);
        }
        let memory = self.memory.reborrow();
        let variant = &info.variants[number];
        let mut content = Some(content);
        if variant.form == VariantForm::Unit {
            content.take().map_or(Ok(()), VariantAccess::unit_variant)?;
        }
        memory.variant(info, number, &mut |partial| {
            let visitor = StructVisitor::new(partial, read);
            // A variant whose only field is skipped has its default.
            let Some(content) = content.take() else { return visitor.without_data() };
            match variant.form {
                VariantForm::Unit => content.unit_variant(),
                // Nothing is around the one value, so it is no level of the data.
                VariantForm::Newtype => content.newtype_variant_seed(OnlySlot(visitor)),
                VariantForm::Tuple => {
                    read.inside(|| content.tuple_variant(variant.names.len(), InOrder(visitor)))
                }
                VariantForm::Struct => {
                    read.inside(|| content.struct_variant(variant.names, visitor))
                }
            }
        })
    }

    /// Reads a slotted struct slot by slot; anything else as a value, which is converted.
    fn fill_map<'de, A: MapAccess<'de>>(&mut self, map: A) -> Result<(), A::Error> {
        let read = self.read;
        if self.memory.is_object() {
            let memory = self.memory.reborrow();
            return read.inside(|| {
                memory.object(|partial| StructVisitor::new(partial, read).by_name::<(), _>(map))
            });
        }
        if check_map(read.shape()).is_err() {
            return self.convert(Value::Map(Dict::new()));
        }
        let value = read.map(map)?;
        self.convert(value)
    }
}
