//! Slots at the edges: none, one, 128, 1,000 of them; without size, over-aligned, huge, pinned.

use std::marker::PhantomPinned;
use std::pin::Pin;

use slotted::prelude::*;
use slotted_test_macros::struct_of;

struct_of!(None 0);
struct_of!(One 1);
struct_of!(Many 128);
struct_of!(Thousand 1000);

/// Reads, writes, lists, copies and makes an object whose slots hold their numbers.
fn all_ways<T: FromAttrs + Clone + PartialEq + std::fmt::Debug>(mut object: T, count: usize) {
    let layout = T::LAYOUT;
    assert_eq!((layout.slots().len(), layout.size(), layout.padding()), (count, 2 * count, 0));
    assert_eq!((object.dir().count(), object.vars().count()), (count, count));
    let start = object.clone();
    for number in 0..count {
        let name = format!("slot{number}");
        assert_eq!(object.getattr(&name).unwrap(), number as u64);
        let slot = T::slot::<u16>(&name).unwrap();
        assert_eq!((slot.offset() % 2, *slot.get(&object)), (0, number as u16));
        object.setattr(&name, 9).unwrap();
        assert_eq!(*slot.get(&object), 9);
        slot.set(&mut object, number as u16);
    }
    assert_eq!(object, start);
    for miss in ["slot", "slot-1", &format!("slot{count}"), "", "a longer name than sixteen bytes"]
    {
        assert!(!object.hasattr(miss), "{miss}");
        assert!(object.setattr(miss, 1).is_err());
    }
    assert_eq!(T::from_attrs(object.to_dict().unwrap()).unwrap(), object);
    assert_eq!(T::from_state(object.get_state().unwrap()).unwrap(), object);
    let changes = object.vars().map(|(name, _)| (name.to_owned(), 7)).collect::<Vec<_>>();
    object.update_attrs(changes).unwrap();
    let patch = start.diff(&object);
    assert_eq!(patch.len(), if count > 7 { count - 1 } else { count });
    patch.invert().apply(&mut object).unwrap();
    assert_eq!(object, start);
    assert_eq!(T::from_attrs([("slot", 1)]).map(drop).unwrap_err().errors().len(), count + 1);
}

#[test]
fn structs_of_no_slot_and_of_a_thousand_work_in_all_ways() {
    all_ways(None::new(), 0);
    all_ways(One::new(), 1);
    all_ways(Many::new(), 128);
    all_ways(Thousand::new(), 1000);
}

#[test]
fn a_huge_slot_is_reached_in_its_box_without_a_copy_on_the_stack() {
    const MEGABYTE: usize = 1 << 20;
    #[derive(Slots)]
    struct Huge {
        before: u8,
        #[slots(opaque)]
        memory: [u8; 16 * MEGABYTE],
        list: [u8; 1000],
        after: u64,
    }
    // All bytes zero are a `Huge`. The stack of a test is two megabytes.
    let memory = vec![0_u8; 16 * MEGABYTE].into_boxed_slice();
    assert_eq!(memory.len(), size_of_val(&*memory));
    let layout = Huge::LAYOUT;
    assert!(layout.size() > 16 * MEGABYTE && layout.padding() < 16);
    assert_eq!(layout.slot("memory").unwrap().size(), 16 * MEGABYTE);
    let offsets = ["before", "memory", "list", "after"].map(|name| layout.offset_of(name).unwrap());
    let real = [
        std::mem::offset_of!(Huge, before),
        std::mem::offset_of!(Huge, memory),
        std::mem::offset_of!(Huge, list),
        std::mem::offset_of!(Huge, after),
    ];
    assert_eq!(offsets, real);
    let made = std::thread::Builder::new().stack_size(80 * MEGABYTE).spawn(|| {
        Box::new(Huge { before: 1, memory: [2; 16 * MEGABYTE], list: [3; 1000], after: 4 })
    });
    let mut huge = made.unwrap().join().unwrap();
    assert_eq!(huge.attr::<[u8; 16 * MEGABYTE]>("memory").unwrap()[16 * MEGABYTE - 1], 2);
    huge.attr_mut::<[u8; 16 * MEGABYTE]>("memory").unwrap()[7] = 9;
    huge.setattr("after", 5).unwrap();
    Huge::SLOTS.before.set(&mut huge, 6);
    assert_eq!((huge.before, huge.memory[7], huge.memory[8], huge.after), (6, 9, 2, 5));
    assert_eq!(huge.getattr_path("list[999]").unwrap(), 3);
}

#[test]
fn a_slot_may_be_over_aligned_or_without_size() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(align(4096))]
    struct Page([u8; 4096]);
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(align(256))]
    struct Nothing;

    #[derive(Slots)]
    struct Paged {
        first: u8,
        #[slots(opaque)]
        page: Page,
        #[slots(opaque)]
        nothing: Nothing,
        unit: (),
        #[slots(optional, opaque)]
        maybe: Option<Page>,
    }
    let mut boxed = Box::new(Paged {
        first: 1,
        page: Page([2; 4096]),
        nothing: Nothing,
        unit: (),
        maybe: None,
    });
    let layout = Paged::LAYOUT;
    assert_eq!(layout.align(), 4096);
    for slot in layout.slots() {
        let address = std::ptr::from_ref(&*boxed).addr() + slot.offset();
        assert_eq!(address % slot.align(), 0, "{}", slot.name());
        assert!(slot.offset() + slot.size() <= layout.size());
    }
    boxed.replace_attr("page", Page([3; 4096])).unwrap();
    boxed.replace_attr("nothing", Nothing).unwrap();
    Paged::SLOTS.maybe.set(&mut boxed, Some(Page([4; 4096])));
    assert_eq!(boxed.attr::<Page>("maybe").unwrap().0[4095], 4);
    boxed.setattr("first", 5).unwrap();
    assert_eq!((boxed.first, boxed.page.0[0], boxed.nothing), (5, 3, Nothing));
    assert_eq!(boxed.getattr("unit").unwrap().to_string(), "None");
}

/// A pinned object stays where it is: a shared reference reads all of it, and no attribute is
/// reached mutably but by the user's own promise.
#[test]
fn a_pinned_object_is_read_by_name_and_moved_by_nobody() {
    #[derive(Slots)]
    struct Pinned {
        number: u32,
        #[slots(skip)]
        pin: PhantomPinned,
    }
    let mut pinned = Box::pin(Pinned { number: 1, pin: PhantomPinned });
    let before = std::ptr::from_ref(&*pinned);
    assert_eq!(pinned.getattr("number").unwrap(), 1);
    assert_eq!(*Pinned::SLOTS.number.get(&pinned), 1);
    fn is_unpin<T: Unpin>() {}
    is_unpin::<slotted::Slot<Pinned, u32>>();
    // A future is a slot like any other opaque value.
    #[derive(Slots)]
    struct Task {
        #[slots(opaque)]
        future: Pin<Box<dyn Future<Output = u8>>>,
    }
    let mut task = Task { future: Box::pin(std::future::ready(3)) };
    let future = Task::SLOTS.future.get_mut(&mut task);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert_eq!(future.as_mut().poll(&mut context), std::task::Poll::Ready(3));
    let inner = pinned.as_mut();
    assert_eq!(std::ptr::from_ref(&*inner), before);
    let _: &PhantomPinned = &inner.pin;
}
