//! `examples/point.rs` with `#[derive(Slots)]` written out: the page to read first of this code.
//!
//! The derive writes data: one table with a row per field, and one descriptor per row. Everything that works
//! on the table is shared by all types, and stands in `slots-core`. A test in `slots-derive` holds this file
//! against what the derive writes, token by token.

// The derive's own `unsafe` passes in a crate that forbids it, and lints do not look at what it writes;
// written by hand, it has to be allowed.
#![allow(unsafe_code, unreachable_pub, clippy::undocumented_unsafe_blocks, clippy::let_and_return)]

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
        // Each field can be given by name: there is `Point::from_attrs`.
        type Whole = __slots::Present;
        const LAYOUT: &'static __slots::SlotLayout = &{
            // All fields of a struct: were one added afterwards, this would not compile.
            let _ = |it: &Self| {
                let Self { x: ref _0, y: ref _1 } = *it;
            };
            // A row for each slot: name, offset, the tables of its type, and a closure that is never called. It
            // shows the compiler that the field is of that type; without it, the row of a field `Box<Self>` or of
            // a type that a macro makes might be of another one.
            //
            // The table is checked in const: each slot inside the struct, aligned, apart from the others, with a
            // name of its own. Behind the slots stand bases and fields that are no slots, then whether it is
            // frozen.
            let table = __slots::table::<Self>(
                "Point",
                &[
                    __slots::slot(
                        "x",
                        ::core::mem::offset_of!(Self, x),
                        __slots::plain::<f64>(),
                        |it: &mut Self| &raw mut it.x,
                    )
                    .__doc("Metres east of the origin."),
                    __slots::slot(
                        "y",
                        ::core::mem::offset_of!(Self, y),
                        __slots::plain::<f64>(),
                        |it: &mut Self| &raw mut it.y,
                    ),
                ],
                &[],
                &[],
                false,
            );
            // SAFETY: each row has the offset of the field that its closure shows.
            let layout = unsafe { table.trusted() };
            layout
        };
        // SAFETY: each closure shows the field of that row.
        const SLOTS: Self::Slots = __SlotsOfPoint {
            x: unsafe { __slots::descriptor(0, |it: &mut Self| &raw mut it.x) },
            y: unsafe { __slots::descriptor(1, |it: &mut Self| &raw mut it.y) },
        };
    }

    // A slotted type can be the type of a slot itself.
    #[automatically_derived]
    impl __slots::SlotValue for Point {
        const KIND: __slots::Kind = __slots::Kind::Object;
        fn from_value(value: __slots::Value) -> __slots::Result<Self, __slots::Mismatch> {
            __slots::object_from_value(value)
        }
        fn as_value(&self) -> __slots::ValueRef<'_> {
            __slots::ValueRef::Object(self)
        }
        fn __inside(&mut self, _: &__slots::Step) -> __slots::Inside<'_> {
            __slots::Inside::Object(self)
        }
        const __LAYOUT: __slots::Option<fn() -> &'static __slots::SlotLayout> =
            __slots::Option::Some(|| <Self as __slots::Slotted>::LAYOUT);
    }

    // Makes the compiler look at the table even where nobody uses it.
    const _: () = {
        let _layout = <Point as __slots::Slotted>::LAYOUT;
    };
};

fn main() -> Result<(), slotted::AttributeError> {
    let mut p = Point { x: 1.0, y: 2.0 };
    assert_eq!(Point::SLOTS.x.set(&mut p, 3.0), 1.0);
    p.setattr("y", 4)?;
    assert_eq!(p, Point { x: 3.0, y: 4.0 });
    print!("{}", Point::LAYOUT);
    Ok(())
}
