//! Tuples of up to twelve items as slots.

use core::mem;

use crate::impls::containers::of_length;
use crate::reflect::attr::AttrRef;
use crate::reflect::list_view::{Items, ListView};
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step, inside_item, no_item};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

macro_rules! tuples {
    ($($length:literal: $($type:ident $index:tt)*;)*) => {$(
        /// A list of that length, each item of its own type.
        #[diagnostic::do_not_recommend]
        impl<$($type: SlotValue),*> SlotValue for ($($type,)*) {
            const KIND: Kind = Kind::List;
            const __SHAPE: Shape = Shape::Tuple(&[$(&$type::__SHAPE),*]);

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                let Value::List(items) = value else {
                    return Err(ConversionError::refuse(value));
                };
                let mut items: [Value; $length] = of_length(items.into_vec())?;
                let mut refused = Ok(());
                let made = (|| Some(($(item::<$type>(&mut items, $index, &mut refused)?,)*)))();
                // Before an error is returned, so that it is dropped if this panics.
                drop(items);
                refused.map(|()| made.expect("no item was refused"))
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::List(self)
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                match step {
                    $(Step::Index($index) => inside_item(&mut self.$index),)*
                    step => no_item(step),
                }
            }
        }

        impl<$($type: SlotValue),*> ListView for ($($type,)*) {
            fn len(&self) -> usize {
                $length
            }

            fn get(&self, index: usize) -> Option<AttrRef<'_>> {
                match index {
                    $($index => Some(AttrRef::new(&self.$index)),)*
                    _ => None,
                }
            }

            fn is_tuple(&self) -> bool {
                true
            }

            fn iter(&self) -> Items<'_> {
                Items::by_index(self)
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}

/// Converts one item of a tuple. Returns `None`, and the error in `refused`, if that fails.
fn item<T: SlotValue>(
    items: &mut [Value],
    index: usize,
    refused: &mut Result<(), ConversionError>,
) -> Option<T> {
    match T::from_value(mem::take(&mut items[index])) {
        Ok(item) => Some(item),
        Err(error) => {
            *refused = Err(error.inside::<T>(index));
            None
        }
    }
}
