//! `examples/point.rs` with `#[derive(Slots)]` written out. To understand this project's code, read
//! this file first.
//!
//! The derive generates only data: one table with a row per field, and one descriptor per row. The
//! code that works on the table is shared by all types and lives in `slots-core`. A test in
//! `slots-derive` compares this file with the output of the derive, token by token.

// A crate that forbids `unsafe` accepts the `unsafe` of a derive, and lints skip generated code.
// Written by hand, the same code needs these permissions.
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

    // The type of `Point::SLOTS`: a descriptor for each field, with the field's name and
    // visibility. The type cannot be named outside this block.
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
        // Each field can be given by name, so `Point::from_attrs` exists.
        type Whole = __slots::Present;
        const LAYOUT: &'static __slots::SlotLayout = &{
            let table = __slots::table::<Self>(
                "Point",
                const {
                    // The type of each field: its vtables.
                    let __row0 = __slots::plain::<f64>();
                    let __row1 = __slots::plain::<f64>();
                    // The type assertion: it is compiled but never runs, since `assert_types`
                    // returns `None`. It makes the compiler prove that each row, its descriptor and
                    // its field have one type. Otherwise a field of type `Box<Self>`, or one whose
                    // type is a macro call, could have a row of another type. The pattern also
                    // lists every field of a struct: it does not compile if another macro adds a
                    // field afterwards.
                    if let __slots::Option::Some(Self { x: __it0 @ _, y: __it1 @ _ }) =
                        __slots::assert_types()
                    {
                        let _ = __SlotsOfPoint {
                            x: __row0.descriptor(__it0),
                            y: __row1.descriptor(__it1),
                        };
                    }
                    // A row for each slot: its name, the name as a number, the offset and the type.
                    // Then the bases and the hidden fields, here none. Last, the perfect hash of
                    // the names: four cells, each with the number of a row, and one seed.
                    (
                        &[
                            __slots::slot("x", 7895160, __slots::offset_of!(Self, x), __row0)
                                .__doc("Metres east of the origin."),
                            __slots::slot("y", 7960953, __slots::offset_of!(Self, y), __row1),
                        ],
                        &[],
                        &[],
                        &[0, 0, 0, 1],
                        &[0],
                    )
                },
                // Not frozen.
                false,
            );
            // `table` has checked, in const evaluation, that each slot lies inside the struct, is
            // aligned, and overlaps no other.
            // SAFETY: `Point` is a struct; each of its fields has a row, with the offset of the
            // field that the type assertion ties it to; no slot is lazy.
            let layout = unsafe { table.trusted() };
            layout
        };
        // SAFETY: `__SlotsOfPoint` is `repr(C)` and has one descriptor per row, in the order of the
        // rows; the type assertion ties each descriptor to its row, and both rows may be written.
        const SLOTS: Self::Slots = unsafe { __slots::descriptors::<Self>() };
    }

    // A slotted type can itself be the type of a slot.
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

    // Makes the compiler check the table even if the program never uses it.
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
