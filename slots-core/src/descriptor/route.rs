//! A path as far as its places are known: an offset in the struct, then an item of a list or what
//! is in an `Option` or a pointer, an offset in that, and so on.

use alloc::vec::Vec;
use core::any::TypeId;
use core::marker::PhantomData;

use crate::descriptor::inline::Inline;
use crate::erased::ptr::Ptr;
use crate::reflect::attr::AttrRef;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::lookup::SlotLocation;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;
use crate::reflect::vtable::field::OptionalField;
use crate::reflect::vtable::value::ValueVTable;
use crate::reflect::vtable::within::Within;

/// One step from a value to what is inside it, and on to a slot of that.
#[derive(Clone, Copy)]
struct Hop {
    within: Within,
    index: usize,
    /// The offset of the slot in the value inside; 0 if that itself is meant.
    offset: usize,
    /// Leads from the slot's field to its value, if the slot is optional.
    option: Option<OptionalField>,
}

/// The way from a `Base` to a value.
///
/// Invariants:
///
/// 1. `start` leads to a value of the container type of the first hop, or of the type of `end` if
///    there is none.
/// 2. In each hop, a value of the type that `within` finds has a slot at `offset`, or `offset` is 0
///    and means the value itself. `option` is of the type of that slot's field; without one, the
///    field is the value.
/// 3. That value is of the container type of the next hop, or of the type of `end` after the last
///    one.
pub(crate) struct Route<Base> {
    start: Inline<Base>,
    hops: Vec<Hop>,
    end: &'static ValueVTable,
}

impl<Base: Slotted> Route<Base> {
    /// Goes along as many leading steps as have known places, and returns how many they are. `None`
    /// if the first step names no slot.
    pub(crate) fn along(steps: &[Step]) -> Option<(Self, usize)> {
        let (start, mut done) = Inline::<Base>::along(steps)?;
        // Invariants 1 and 3: `end` is the vtable of the value that was reached.
        let mut end = start.value();
        let mut hops = Vec::new();
        while let Some(step) = steps.get(done) {
            let Some(within) = end.within() else { break };
            let index = match step {
                Step::Index(index) if within.by_index() => *index,
                _ if within.by_index() => break,
                // An `Option` or a pointer takes no step of its own.
                _ => 0,
            };
            done += usize::from(within.by_index());
            end = within.item();
            // Invariant 2: the value itself.
            let mut hop = Hop { within, index, offset: 0, option: None };
            let mut layout = end.layout();
            while let Some(found) = located(layout, steps.get(done)) {
                // Invariant 2: `found` is in the layout of the type of `end` (`ValueVTable::layout`
                // compares the identities), and a value of that type lies at `hop.offset`: the
                // field there is the value itself.
                let vtables = found.info().vtables();
                hop.offset += found.offset();
                hop.option = vtables.option();
                end = vtables.value();
                done += 1;
                layout = end.layout().filter(|_| found.info().is_direct());
            }
            hops.push(hop);
        }
        Some((Route { start, hops, end }, done))
    }

    /// The slot at which the route starts.
    pub(crate) fn start(&self) -> &Inline<Base> {
        &self.start
    }

    /// Whether the route is no more than the slot at which it starts.
    pub(crate) fn is_inline(&self) -> bool {
        self.hops.is_empty()
    }

    /// Returns the value at the end of the route, or `None` if a slot or an item is missing in this
    /// `base`.
    #[inline]
    pub(crate) fn read<'a>(&self, base: &'a Base) -> Option<AttrRef<'a>> {
        let found = self.find(base)?;
        // SAFETY: `find` returns a pointer to a value of the type of `end`.
        Some(unsafe { AttrRef::from_raw(found, self.end) })
    }

    /// Returns a pointer to the value at the end, of the type of `end`.
    #[inline(always)]
    fn find<'a>(&self, base: &'a Base) -> Option<Ptr<'a>> {
        let mut here = self.start.read_ptr(base)?;
        for hop in &self.hops {
            // SAFETY: `here` points to a value of the container type of this hop (invariants 1 and
            // 3).
            let inside = unsafe { hop.within.at(here, hop.index) }?;
            // SAFETY: `inside` points to a value that has a slot at `offset`, or `offset` is 0,
            // which leaves the pointer as it is (invariant 2).
            here = unsafe { inside.field(hop.offset) };
            if let Some(option) = hop.option {
                // SAFETY: `here` points to the slot's field, whose type `option` is of (invariant
                // 2).
                here = unsafe { option.get(here) }?;
            }
        }
        Some(here)
    }

    /// Returns the route as one that ends at a `T`, if it does.
    pub(crate) fn to<T: 'static>(&self) -> Option<RouteTo<Base, T>> {
        let is_it = self.end.ty().id() == TypeId::of::<T>();
        is_it.then(|| RouteTo { route: self.clone(), to: PhantomData })
    }

    /// Returns the route as one to a value in an item, if it ends at a `T` and is as short as that.
    pub(crate) fn to_item<T: 'static>(&self) -> Option<ItemRoute<Base, T>> {
        match (self.start.offset_of_value(), &*self.hops) {
            (Some(start), [Hop { within, index, offset, option: None }])
                if self.end.ty().id() == TypeId::of::<T>() =>
            {
                let (within, index, offset) = (*within, *index, *offset);
                Some(ItemRoute { start, within, index, offset, types: PhantomData })
            }
            _ => None,
        }
    }
}

/// Returns the slot of the layout that the step names, unless it is lazy.
fn located(
    layout: Option<&'static SlotLayout>,
    step: Option<&Step>,
) -> Option<SlotLocation<'static>> {
    let found = layout?.locate(step?.as_name()?)?;
    (!found.info().is_lazy()).then_some(found)
}

impl<Base> Clone for Route<Base> {
    fn clone(&self) -> Self {
        Route { start: self.start, hops: self.hops.clone(), end: self.end }
    }
}

/// A route that ends at a `T`.
///
/// Invariant 1: the `end` of `route` is a vtable of `T`.
pub(crate) struct RouteTo<Base, T> {
    route: Route<Base>,
    to: PhantomData<fn() -> T>,
}

impl<Base: Slotted, T: 'static> RouteTo<Base, T> {
    /// Returns what [`Route::read`] returns.
    #[inline]
    pub(crate) fn read<'a>(&self, base: &'a Base) -> Option<&'a T> {
        let found = self.route.find(base)?;
        // SAFETY: `find` returns a pointer to a value of the type of `end`, which is `T`
        // (invariant 1).
        Some(unsafe { found.cast::<T>() })
    }
}

/// A route that is one hop between two offsets, which is most of those through a list.
///
/// Invariants:
///
/// 1. In every `Base`, a value of the container type of `within` lies at the offset `start`.
/// 2. In a value of the type that `within` finds, a `T` lies at `offset`.
pub(crate) struct ItemRoute<Base, T> {
    start: usize,
    within: Within,
    index: usize,
    offset: usize,
    types: PhantomData<fn(&Base) -> T>,
}

impl<Base: Slotted, T: 'static> ItemRoute<Base, T> {
    /// Returns what [`Route::read`] returns.
    #[inline(always)]
    pub(crate) fn read<'a>(&self, base: &'a Base) -> Option<&'a T> {
        // SAFETY: every `Base` is a struct with a field at `start` (invariant 1).
        let container = unsafe { Ptr::new(base).field(self.start) };
        // SAFETY: that field is of the container type of `within` (invariant 1).
        let inside = unsafe { self.within.at(container, self.index) }?;
        // SAFETY: a `T` lies at `offset` in what `within` finds (invariant 2): as a field, or as
        // the whole value if `offset` is 0, which leaves the pointer as it is.
        Some(unsafe { inside.field(self.offset).cast::<T>() })
    }
}
