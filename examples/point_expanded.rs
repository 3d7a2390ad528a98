//! `examples/point.rs` with `#[derive(Slots)]` written out: the page to read first of this code.
//!
//! The derive writes data: one table with a row per field, and one descriptor per row. Everything that works
//! on the table is shared by all types, and stands in `slots-core`. A test in `slots-derive` holds this file
//! against what the derive writes, token by token.

// The derive's own `unsafe` passes in a crate that forbids it, and lints do not look at what it writes;
// written by hand, it has to be allowed.
#![allow(
    unsafe_code,
    unreachable_pub,
    clippy::undocumented_unsafe_blocks,
    clippy::let_and_return,
    clippy::redundant_pattern
)]

use slotted::prelude::*;

#[derive(Debug, Clone, PartialEq)]
struct Point {
    /// Metres east of the origin.
    x: f64,
    y: f64,
}

#[doc(hidden)]
#[allow(non_snake_case, non_camel_case_types, deprecated)]
const _: () = {
    use ::slotted::__private as __slots;

    // The type of `Point::SLOTS`: a descriptor for each field, with the field's name and visibility. Nobody can
    // name it outside this block.
    #[allow(dead_code)]
    #[repr(C)]
    pub struct __SlotsOfPoint {
        x: __slots::Slot<Point, f64>,
        y: __slots::Slot<Point, f64>,
    }

    // SAFETY: the layout is that of `Point`, and it has no `Dict`.
    #[automatically_derived]
    unsafe impl __slots::Slotted for Point {
        type Slots = __SlotsOfPoint;
        // No `__dict__`: `dict_mut()` on a `Point` does not compile.
        type Dict = __slots::Absent;
        // No `__weakref__`: a weak reference to a `Point` does not compile.
        type Weakref = __slots::Absent;
        // Each field can be given by name: there is `Point::from_attrs`.
        type Whole = __slots::Present;
        const LAYOUT: &'static __slots::SlotLayout = &{
            let table = __slots::table::<Self>(
                "Point",
                const {
                    // What is known of each field's type.
                    let __row0 = __slots::plain::<f64>();
                    let __row1 = __slots::plain::<f64>();
                    // The witness: compiled, and never run, for there is nobody. It shows the compiler that
                    // each row, its descriptor and its field are of one type; else the row of a field
                    // `Box<Self>`, or of a type that a macro makes, might be of another. And these are all fields,
                    // of a struct: were one added afterwards, this would not compile.
                    if let __slots::Option::Some(Self { x: __it0 @ _, y: __it1 @ _ }) =
                        __slots::assert_types()
                    {
                        let _ = __SlotsOfPoint {
                            x: __row0.descriptor(__it0),
                            y: __row1.descriptor(__it1),
                        };
                    }
                    // A row for each slot: its name, the name as a number, the offset. Then bases, fields
                    // that are no slots, and where to find a name by its hash: the number of a row in each of
                    // four cells, and a seed.
                    (
                        &[
                            __slots::slot("x", 7895160, __slots::offset_of!(Self, x), __row0)
                                .__doc("Metres east of the origin."),
                            __slots::slot("y", 7960953, __slots::offset_of!(Self, y), __row1),
                        ],
                        &[],
                        &[],
                        &[0, 0, 1, 0],
                        &[0],
                    )
                },
                // Not frozen.
                false,
            );
            // The table was checked in const: each slot inside the struct, aligned, apart from the others.
            // SAFETY: each row has the offset of the field that the witness ties it to.
            let layout = unsafe { table.trusted() };
            layout
        };
        // SAFETY: a descriptor for each row, in their order; the witness ties their types.
        const SLOTS: Self::Slots = unsafe { __slots::descriptors::<Self>() };
    }

    // A slotted type can be the type of a slot itself.
    #[automatically_derived]
    impl __slots::SlotValue for Point {
        const KIND: __slots::Kind = __slots::Kind::Object;
        #[inline]
        fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::ConversionError> {
            __slots::object_from_value(value)
        }
        #[inline]
        fn as_value(&self) -> __slots::ValueRef<'_> {
            __slots::ValueRef::Object(self)
        }
        const __LAYOUT: __slots::Option<fn() -> &'static __slots::SlotLayout> =
            __slots::Option::Some(__slots::layout::<Self>);
    }

    // Makes the compiler look at the table even where nobody uses it.
    let _layout = <Point as __slots::Slotted>::LAYOUT;
};

fn main() -> Result<(), slotted::AttributeError> {
    let mut p = Point { x: 1.0, y: 2.0 };
    assert_eq!(Point::SLOTS.x.replace(&mut p, 3.0), 1.0);
    p.setattr("y", 4)?;
    assert_eq!(p, Point { x: 3.0, y: 4.0 });
    print!("{}", Point::LAYOUT);
    Ok(())
}
