//! Reading: a value, straight into its slot, or into its place in a list.

use alloc::string::String;

use serde_core::de::{Error, MapAccess, SeqAccess};

use crate::construct::uninit::Empty;
use crate::record::construct::Filling;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::shape::Shape;
use crate::serde::object::Fill;
use crate::serde::read::Read;
use crate::serde::visit::{Sink, Visit};
use crate::value::Value;
use crate::value::convert::{exact_f64, rounded_f32};
use crate::value::mismatch::Mismatch;

/// Where a value goes whose type is known.
///
/// Which of them need no [`Value`] between, the [module](super) says.
pub(crate) trait Destination {
    /// A `T`, where that goes there as it is. Whether it does, and there is one.
    fn exact<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool;

    /// By the conversions of the type.
    fn value(&mut self, value: Value);

    /// By the conversions of the type, apart: so that the usual way stays short.
    #[inline(never)]
    fn other(&mut self, value: impl Into<Value>) {
        self.value(value.into());
    }

    /// Whether the memory can be lent, for a list or a slotted struct to be made in it.
    fn can_lend(&self) -> bool;

    /// Lends it to `fill`.
    fn lend<E: Error>(
        &mut self,
        fill: impl FnOnce(Empty<'_>, &mut Option<Mismatch>) -> Result<(), E>,
    ) -> Result<(), E>;
}

/// A value on its way: where to, and how it is read.
pub(crate) struct Delivery<'s, D> {
    to: D,
    read: Read<'s>,
}

/// Puts a value into its place. (Behind a reference: formats hand a visitor on by value many times.)
pub(crate) struct Put<'a, 's, D>(pub(crate) &'a mut Delivery<'s, D>);

impl<'s, D: Destination> Sink<'s> for Put<'_, 's, D> {
    type Taken = ();

    #[inline]
    fn read(&self) -> Read<'s> {
        self.0.read
    }

    #[inline]
    fn with_shape(self, shape: &'static Shape) -> Self {
        self.0.read = self.0.read.of(shape);
        self
    }

    fn value(self, value: Value) {
        self.0.to.value(value);
    }

    fn bool(self, value: bool) {
        let is_put = matches!(self.0.read.shape(), Shape::Bool) && self.0.to.exact(|| Some(value));
        if !is_put {
            self.0.to.other(value);
        }
    }

    fn int(self, value: i64) {
        let to = &mut self.0.to;
        let is_put = match self.0.read.shape() {
            Shape::I8 => to.exact(|| i8::try_from(value).ok()),
            Shape::I16 => to.exact(|| i16::try_from(value).ok()),
            Shape::I32 => to.exact(|| i32::try_from(value).ok()),
            Shape::I64 => to.exact(|| Some(value)),
            Shape::U8 => to.exact(|| u8::try_from(value).ok()),
            Shape::U16 => to.exact(|| u16::try_from(value).ok()),
            Shape::U32 => to.exact(|| u32::try_from(value).ok()),
            Shape::U64 => to.exact(|| u64::try_from(value).ok()),
            Shape::F64 => to.exact(|| exact_f64(value.into())),
            _ => false,
        };
        if !is_put {
            to.other(value);
        }
    }

    fn float(self, value: f64) {
        let is_put = match self.0.read.shape() {
            Shape::F32 => self.0.to.exact(|| rounded_f32(value)),
            Shape::F64 => self.0.to.exact(|| Some(value)),
            _ => false,
        };
        if !is_put {
            self.0.to.other(value);
        }
    }

    fn text(self, value: &str) {
        let is_put = matches!(self.0.read.shape(), Shape::Str)
            && self.0.to.exact(|| Some(String::from(value)));
        if !is_put {
            self.0.to.other(value);
        }
    }

    fn list<'de, A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let Delivery { to, read } = self.0;
        if !to.can_lend() {
            to.value(read.list(list)?);
            return Ok(());
        }
        to.lend(|empty, mismatch| fill_list(empty, list, *read, mismatch))
    }

    fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Delivery { to, read } = self.0;
        if !(to.can_lend() && matches!(read.shape(), Shape::Object(_))) {
            to.value(read.map(map)?);
            return Ok(());
        }
        to.lend(|empty, mismatch| fill_object(empty, map, *read, mismatch))
    }
}

/// The slot that a value is for.
pub(crate) struct Target<'b, 'c> {
    filling: &'b mut Filling<'c>,
    info: &'static SlotInfo,
    /// Its row, if it is the type's own; else [`NO_ROW`].
    row: usize,
}

/// The row of a base's slot: there is none.
pub(crate) const NO_ROW: usize = usize::MAX;

impl<'b, 'c> Target<'b, 'c> {
    /// That slot of an object that is read so.
    #[inline(always)]
    pub(crate) fn new<'s>(
        filling: &'b mut Filling<'c>,
        info: &'static SlotInfo,
        row: usize,
        read: Read<'s>,
    ) -> Delivery<'s, Self> {
        let read = read.of(info.ops().value.shape());
        Delivery { to: Target { filling, info, row }, read }
    }
}

impl Destination for Target<'_, '_> {
    #[inline(always)]
    fn exact<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        self.filling.lend(self.row, |mut empty| empty.fill_exact(exact)).unwrap_or(false)
    }

    fn value(&mut self, value: Value) {
        self.filling.take_known(self.info, value);
    }

    fn can_lend(&self) -> bool {
        self.filling.can_lend(self.row)
    }

    fn lend<E: Error>(
        &mut self,
        fill: impl FnOnce(Empty<'_>, &mut Option<Mismatch>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut refused = None;
        let filled = self.filling.lend(self.row, |empty| fill(empty, &mut refused));
        if let Some(mismatch) = refused {
            self.filling.refused(self.info, mismatch);
            return Err(E::custom(self.filling.refusal()));
        }
        filled.expect("it can be lent")
    }
}

/// An item of a list in the making.
struct Item<'b> {
    empty: Empty<'b>,
    refused: &'b mut Option<Mismatch>,
}

impl Destination for Item<'_> {
    #[inline(always)]
    fn exact<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        self.empty.fill_exact(exact)
    }

    fn value(&mut self, value: Value) {
        put_value(self.empty.again(), value, self.refused);
    }

    fn can_lend(&self) -> bool {
        true
    }

    fn lend<E: Error>(
        &mut self,
        fill: impl FnOnce(Empty<'_>, &mut Option<Mismatch>) -> Result<(), E>,
    ) -> Result<(), E> {
        fill(self.empty.again(), self.refused)
    }
}

/// Puts a value by the conversions of the type.
fn put_value(mut empty: Empty<'_>, value: Value, refused: &mut Option<Mismatch>) {
    if let Err(mismatch) = empty.fill(value) {
        *refused = Some(mismatch);
    }
}

/// Makes a list, or, in a format that does not say names, a slotted struct.
fn fill_list<'de, A: SeqAccess<'de>>(
    empty: Empty<'_>,
    mut list: A,
    read: Read<'_>,
    refused: &mut Option<Mismatch>,
) -> Result<(), A::Error> {
    if !read.describes_itself() && empty.is_object() {
        return read
            .inside(|| empty.object(|unfinished| Fill::new(unfinished, read).in_order(list)));
    }
    let mut items = match empty.list() {
        Ok(items) => items,
        Err(empty) => {
            put_value(empty, read.list(list)?, refused);
            return Ok(());
        }
    };
    let is_empty_item = read.is_empty_item(items.shape());
    read.inside(|| {
        let read = read.of(items.shape());
        for at in 0_usize.. {
            let more = items.item(|empty| {
                let to = Item { empty, refused: &mut *refused };
                let mut item = Delivery { to, read };
                list.next_element_seed(Visit::new(Put(&mut item)))
            });
            if let Some(mismatch) = refused.take() {
                *refused = Some(mismatch.inside_of(at, items.type_name()));
                // What it is, whoever asked for the list says: that knows the slot.
                return Err(A::Error::custom("an item is refused"));
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

/// Makes a slotted struct.
fn fill_object<'de, A: MapAccess<'de>>(
    empty: Empty<'_>,
    map: A,
    read: Read<'_>,
    refused: &mut Option<Mismatch>,
) -> Result<(), A::Error> {
    if empty.is_object() {
        return read.inside(|| empty.object(|unfinished| Fill::new(unfinished, read).by_name(map)));
    }
    put_value(empty, read.map(map)?, refused);
    Ok(())
}
