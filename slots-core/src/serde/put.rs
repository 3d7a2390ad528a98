//! Reading: a value, straight into its slot.

use alloc::string::String;

use super::read::Read;
use super::visit::Sink;
use crate::layout::SlotInfo;
use crate::record::Filling;
use crate::value::{Shape, Value, exact_f64, rounded_f32};

/// Reads a value and puts it into its slot.
///
/// A number, a truth value or text goes there without a [`Value`] between, where the slot is of just that type, or of an
/// `Option` of it, one of the first 64 of the type's own, and neither optional nor validated.
pub(super) struct Put<'a, 'b, 'c>(pub(super) &'a mut Target<'b, 'c>);

/// The slot that a value is for. (Behind a reference: formats hand a visitor on by value many times.)
pub(super) struct Target<'b, 'c> {
    filling: &'b mut Filling<'c>,
    info: &'static SlotInfo,
    /// Its row, if it is the type's own.
    row: usize,
    read: Read,
}

impl<'b, 'c> Target<'b, 'c> {
    #[inline(always)]
    pub(super) fn new(filling: &'b mut Filling<'c>, info: &'static SlotInfo, row: usize) -> Self {
        Target { filling, info, row, read: Read::new(info.ops().value.shape()) }
    }
}

impl Put<'_, '_, '_> {
    /// Into a slot that takes a `T` as it is. Whether it is one, and the value is one.
    #[inline(always)]
    fn exact<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        let (filling, row) = (&mut *self.0.filling, self.0.row);
        if let Some(vacancy) = filling.vacancy::<T>(row) {
            exact().map(|exact| vacancy.fill(exact)).is_some()
        } else if let Some(vacancy) = filling.vacancy::<Option<T>>(row) {
            exact().map(|exact| vacancy.fill(Some(exact))).is_some()
        } else {
            false
        }
    }

    /// Into any other slot: apart, so that the usual way stays short.
    #[inline(never)]
    fn other(self, value: impl Into<Value>) {
        self.value(value.into());
    }
}

impl Sink for Put<'_, '_, '_> {
    type Taken = ();

    #[inline]
    fn read(&self) -> Read {
        self.0.read
    }

    #[inline]
    fn again(self, read: Read) -> Self {
        self.0.read = read;
        self
    }

    /// By the slot's table.
    fn value(self, value: Value) {
        self.0.filling.take_known(self.0.info, value);
    }

    fn bool(mut self, value: bool) {
        let is_put = matches!(self.0.read.shape(), Shape::Bool) && self.exact(|| Some(value));
        if !is_put {
            self.other(value);
        }
    }

    fn int(mut self, value: i64) {
        let is_put = match self.0.read.shape() {
            Shape::I8 => self.exact(|| i8::try_from(value).ok()),
            Shape::I16 => self.exact(|| i16::try_from(value).ok()),
            Shape::I32 => self.exact(|| i32::try_from(value).ok()),
            Shape::I64 => self.exact(|| Some(value)),
            Shape::U8 => self.exact(|| u8::try_from(value).ok()),
            Shape::U16 => self.exact(|| u16::try_from(value).ok()),
            Shape::U32 => self.exact(|| u32::try_from(value).ok()),
            Shape::U64 => self.exact(|| u64::try_from(value).ok()),
            Shape::F64 => self.exact(|| exact_f64(value.into())),
            _ => false,
        };
        if !is_put {
            self.other(value);
        }
    }

    fn float(mut self, value: f64) {
        let is_put = match self.0.read.shape() {
            Shape::F32 => self.exact(|| rounded_f32(value)),
            Shape::F64 => self.exact(|| Some(value)),
            _ => false,
        };
        if !is_put {
            self.other(value);
        }
    }

    fn text(mut self, value: &str) {
        let is_put =
            matches!(self.0.read.shape(), Shape::Str) && self.exact(|| Some(String::from(value)));
        if !is_put {
            self.other(value);
        }
    }
}
