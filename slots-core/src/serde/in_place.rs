//! Reading a value straight into the memory of a slot or of a list item.

use alloc::string::String;

use serde_core::de::{Error, MapAccess, SeqAccess, VariantAccess};

use crate::attributes::error::AttributeError;
use crate::construct::in_place::UninitValue;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::shape::{Shape, with_integer_shapes};
use crate::reflect::variant::{EnumInfo, VariantForm};
use crate::serde::context::ReadContext;
use crate::serde::enum_visitor;
use crate::serde::seed::{Sink, ValueSeed};
use crate::serde::struct_visitor::{OnlySlot, StructVisitor};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::convert::{exact_f64, rounded_f32};

/// Uninit memory for a value of a known type, and how the value is read.
pub(crate) struct InPlace<'a, 'm, 's> {
    memory: &'a mut UninitValue<'m>,
    read: ReadContext<'s>,
    refusal: &'a mut Refusal,
}

/// Set if the type refuses the value.
pub(crate) struct Refusal {
    pub(crate) error: Option<ConversionError>,
    /// The layout and the field number of the slot that the value is for; `None` for an item of a
    /// list.
    slot: Option<(&'static SlotLayout, usize)>,
}

impl Refusal {
    #[inline(always)]
    pub(crate) fn of_slot(layout: &'static SlotLayout, field: usize) -> Self {
        Refusal { error: None, slot: Some((layout, field)) }
    }

    /// For an item of a list, or a value that is no part of another.
    pub(crate) fn of_item() -> Self {
        Refusal { error: None, slot: None }
    }

    /// Makes the error for a list, a map or an item that the type refuses, at this place in the
    /// data.
    ///
    /// If the slot is known, the error names it. Otherwise the caller replaces this error by one
    /// that names the slot.
    #[cold]
    fn at_this_place<E: Error>(&mut self, error: ConversionError) -> E {
        match self.slot {
            Some((layout, field)) => refused(layout, field, error),
            None => {
                self.error = Some(error);
                E::custom("the value is refused")
            }
        }
    }
}

impl<'a, 'm, 's> InPlace<'a, 'm, 's> {
    #[inline(always)]
    pub(crate) fn new(
        memory: &'a mut UninitValue<'m>,
        read: ReadContext<'s>,
        refusal: &'a mut Refusal,
    ) -> Self {
        let read = read.of(memory.shape());
        InPlace { memory, read, refusal }
    }

    /// Fills the memory by its type's conversion. Notes a refusal in `refused`.
    fn convert(&mut self, value: Value) {
        if let Err(error) = self.memory.fill(value) {
            self.refusal.error = Some(error);
        }
    }

    /// Fills the memory by its type's conversion. Returns a refusal as an error of the format,
    /// which adds the place in the data.
    fn convert_here<E: Error>(&mut self, value: Value) -> Result<(), E> {
        match self.memory.fill(value) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.refusal.at_this_place(error)),
        }
    }

    /// Fills the memory by its type's conversion of text. Not inlined, so that the common path stays
    /// short.
    #[inline(never)]
    fn convert_text(&mut self, text: &str) {
        // An enum is parsed without a `Value`. (An `Option` of one would read a variant called `None`
        // as its own.)
        if !matches!(self.memory.shape(), Shape::Choice(_)) {
            return self.convert(text.into());
        }
        if let Err(error) = self.memory.fill_text(text) {
            self.refusal.error = Some(error);
        }
    }

    /// Calls `convert`. Not inlined, so that the common path stays short.
    #[inline(never)]
    fn convert_other(&mut self, value: impl Into<Value>) {
        self.convert(value.into());
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

    fn value(self, value: Value) {
        self.0.convert(value);
    }

    fn bool(self, value: bool) {
        let is_put =
            matches!(self.0.read.shape(), Shape::Bool) && self.0.memory.fill_exact(|| Some(value));
        if !is_put {
            self.0.convert_other(value);
        }
    }

    fn int(self, value: i64) {
        let to = &mut self.0.memory;
        macro_rules! fill {
            ($($shape:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
                match self.0.read.shape() {
                    $(Shape::$shape => to.fill_exact(|| <$type>::try_from(value).ok()),)*
                    Shape::F64 => to.fill_exact(|| exact_f64(value.into())),
                    _ => false,
                }
            };
        }
        let is_put = with_integer_shapes!(fill!());
        if !is_put {
            self.0.convert_other(value);
        }
    }

    fn float(self, value: f64) {
        let is_put = match self.0.read.shape() {
            Shape::F32 => self.0.memory.fill_exact(|| rounded_f32(value)),
            Shape::F64 => self.0.memory.fill_exact(|| Some(value)),
            _ => false,
        };
        if !is_put {
            self.0.convert_other(value);
        }
    }

    fn text(self, value: &str) {
        let is_put = matches!(self.0.read.shape(), Shape::Str)
            && self.0.memory.fill_exact(|| Some(String::from(value)));
        if !is_put {
            self.0.convert_text(value);
        }
    }

    fn variant<'de, A: VariantAccess<'de>>(
        self,
        info: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<(), A::Error> {
        self.0.fill_variant(info, number, content)
    }

    fn list<'de, A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.fill_list(list)
    }

    fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.fill_map(map)
    }
}

impl InPlace<'_, '_, '_> {
    /// Reads a list item by item; or a slotted struct, which is a list in a format without names.
    fn fill_list<'de, A: SeqAccess<'de>>(&mut self, mut list: A) -> Result<(), A::Error> {
        let read = self.read;
        if !read.describes_itself() && self.memory.is_object() {
            let memory = self.memory.reborrow();
            return read.inside(|| {
                memory.object(|partial| StructVisitor::new(partial, read).in_order(list))
            });
        }
        let Ok(mut items) = self.memory.reborrow().list() else {
            let value = read.list(list)?;
            return self.convert_here(value);
        };
        let refusal = &mut *self.refusal;
        let is_empty_item = read.is_empty_item(items.item_shape());
        read.inside(|| {
            for at in 0_usize.. {
                let mut of_item = Refusal::of_item();
                let more = items.with_uninit_item(|memory| {
                    let mut item = InPlace::new(memory, read, &mut of_item);
                    list.next_element_seed(ValueSeed::new(FillInPlace(&mut item)))
                });
                if let Some(error) = of_item.error {
                    let error = error.inside_of(at, items.item_type_name());
                    return Err(refusal.at_this_place(error));
                }
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
            return self.convert_here(value);
        }
        let memory = self.memory.reborrow();
        let variant = &info.variants[number];
        let mut content = Some(content);
        if variant.form == VariantForm::Unit {
            content.take().map_or(Ok(()), VariantAccess::unit_variant)?;
        }
        memory.variant(info, number, &mut |partial| {
            let Some(content) = content.take() else {
                return Err(A::Error::custom("a variant is read once"));
            };
            let visitor = StructVisitor::new(partial, read);
            match variant.form {
                VariantForm::Unit => content.unit_variant(),
                // Nothing is around the one value, so it is no level of the data.
                VariantForm::Newtype => content.newtype_variant_seed(OnlySlot(visitor)),
                VariantForm::Tuple => {
                    read.inside(|| content.tuple_variant(variant.names.len(), visitor))
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
                memory.object(|partial| StructVisitor::new(partial, read).by_name(map))
            });
        }
        let value = read.map(map)?;
        self.convert_here(value)
    }
}

/// Returns the slot with that number among the fields.
pub(crate) fn slot_at(layout: &'static SlotLayout, field: usize) -> &'static SlotInfo {
    layout.slot_at(field).expect("only slots are filled from data")
}

/// Makes the error for a value that a slot refuses.
#[cold]
pub(crate) fn refused<E: Error>(
    layout: &'static SlotLayout,
    field: usize,
    error: ConversionError,
) -> E {
    let info = slot_at(layout, field);
    E::custom(AttributeError::refused(layout, info.name(), info, error))
}
