//! The assertion that a type has no padding.

use crate::reflect::layout::check::{Decimal, refuse};
use crate::reflect::slotted::Slotted;

/// Fails the build if instances of `T` have bytes that belong to no field, the bytes between the
/// fields of its bases included. (What is inside a slot, such as a struct, is the slot's.)
///
/// Bytes of padding are never written, so a struct without them can be hashed, compared or sent as
/// bytes if its fields can; and none of its memory is wasted.
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Reading { at: u64, value: f32, level: u32 }
///
/// const _: () = slotted::no_padding::<Reading>();
/// ```
///
/// # Panics
///
/// If there is padding. In a constant, that is a compile error, which names the type and the number
/// of bytes.
#[track_caller]
pub const fn no_padding<T: Slotted>() {
    let layout = T::LAYOUT;
    let padding = layout.padding();
    if padding > 0 {
        refuse(&[
            "`",
            layout.name(),
            "` has ",
            Decimal::of(padding).as_str(),
            if padding == 1 { " byte" } else { " bytes" },
            " of padding in its ",
            Decimal::of(layout.size()).as_str(),
            "\nfields lie at multiples of their alignment, and the size is a multiple of the largest one: \
             the bytes between belong to no field\nin a `repr(C)` struct, put the fields with the \
             largest alignment first; fill what is left with a field, such as `reserved: [u8; N]`, or \
             narrow a type; the memory map (`{:#}` of its `LAYOUT`) shows the padding and what to do",
        ]);
    }
}
