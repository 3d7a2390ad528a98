//! A slotted struct in a crate without `std`.

#![no_std]

use core::alloc::{GlobalAlloc, Layout};

use slotted::prelude::*;

struct Nothing;

// SAFETY: `alloc` never unwinds and always returns null, which reports a failed allocation. So no
// block is ever handed out that the other functions would have to keep valid.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static NOTHING: Nothing = Nothing;

// `std` defines a panic handler too, so this crate does not compile if a dependency brings in
// `std`.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[derive(Slots)]
#[slots(dict)]
struct Sensor {
    celsius: f32,
    #[slots(optional)]
    serial: Option<u32>,
    __dict__: Dict,
}

/// Writes through a descriptor, then writes and reads by name.
#[unsafe(no_mangle)]
pub extern "C" fn warmer(by: f32) -> f32 {
    let mut sensor = Sensor { celsius: 20.0, serial: None, __dict__: Dict::new() };
    let slot = Sensor::SLOTS.celsius;
    slot.set(&mut sensor, 20.0 + by);
    let _ = sensor.setattr("serial", 7);
    let _ = sensor.dict_mut();
    *sensor.attr::<f32>("celsius").unwrap_or(&0.0)
}
