//! Compares access by name with `bevy_reflect`, `facet`, `field_access` and `field_accessor`, in
//! one run with the subjects of `benches/names`: `cargo bench` in `benches/peers`.
//! `cargo bench -- --svg FILE` also draws a chart.

use bevy_reflect::structs::Struct;
use facet::Facet;
use field_access::FieldAccess;

mod chart;
#[path = "../../../harness/mod.rs"]
mod harness;
#[path = "../../../names/perfect.rs"]
mod perfect;
#[path = "../../../names/subjects.rs"]
mod subjects;
#[path = "../../../names/wide.rs"]
mod wide;

use harness::{Figure, compare, print_processor};
use subjects::{Fixture, NAMES, Order, writes, writing};
use wide::{Wide, wide_types};

wide_types!([
    bevy_reflect::Reflect,
    facet::Facet,
    field_access::FieldAccess,
    field_accessor::FieldAccessor
]);

/// A type that slotted and all peers support.
trait Known: Wide + Struct + Facet<'static> + FieldAccess {
    /// The functions of `field_accessor`, which makes a trait for each type.
    fn by_accessor(&self, name: &str) -> Option<&f64>;
    fn by_accessor_mut(&mut self, name: &str) -> Option<&mut f64>;
}

macro_rules! known {
    ($($type:ident $accessor:ident)*) => {$(
        impl Known for $type {
            fn by_accessor(&self, name: &str) -> Option<&f64> {
                $accessor::<f64>::get(self, name).ok()
            }

            fn by_accessor_mut(&mut self, name: &str) -> Option<&mut f64> {
                $accessor::<f64>::get_mut(self, name).ok()
            }
        }
    )*};
}
known! {
    Two TwoGetterSetter
    Eight EightGetterSetter
    ThirtyTwo ThirtyTwoGetterSetter
    Numbered NumberedGetterSetter
}

fn by_bevy<'a, T: Known>(object: &'a T, name: &str) -> Option<&'a f64> {
    Struct::field(object, name)?.try_downcast_ref()
}

fn by_facet<'a, T: Known>(object: &'a T, name: &str) -> Option<&'a f64> {
    facet_reflect::Peek::new(object).into_struct().ok()?.field_by_name(name).ok()?.get().ok()
}

/// The figures for one number of slots: reads in random order, misses, and writes.
struct Width {
    slots: usize,
    random: Vec<Figure>,
    missing: Vec<Figure>,
    written: Vec<Figure>,
}

fn width<T: Known>() -> Width {
    let slots = T::NAMES.len();
    let reads = |order, what| {
        let fixture = Fixture::<T>::new(order);
        let mut subjects = fixture.reads();
        subjects.push(fixture.pass("bevy_reflect", |it, name| by_bevy(it, name).copied()));
        subjects.push(fixture.pass("facet", |it, name| by_facet(it, name).copied()));
        let by_access = |it: &T, name: &str| FieldAccess::field(it, name)?.get::<f64>().copied();
        subjects.push(fixture.pass("field_access", move |it, name| by_access(it, name)));
        subjects.push(fixture.pass("field_accessor", |it, name| it.by_accessor(name).copied()));
        compare(&format!("{slots} slots: {what}"), NAMES, subjects)
    };
    let random = reads(Order::Random, "get, random order");
    reads(Order::Declared, "get, in order");
    let missing = reads(Order::Missing, "miss");
    let fixture = Fixture::<T>::new(Order::Random);
    let mut subjects = writes(&fixture);
    let names = &fixture.names;
    subjects.push(writing("bevy_reflect", names, T::default(), |object: &mut T, name, value| {
        let slot = Struct::field_mut(object, name).and_then(|field| field.try_downcast_mut());
        slot.map(|slot: &mut f64| *slot = value).is_some()
    }));
    subjects.push(writing("facet", names, T::default(), |object: &mut T, name, value| {
        let Ok(mut fields) = facet_reflect::Poke::new(object).into_struct() else { return false };
        let Ok(mut field) = fields.field_by_name(name) else { return false };
        field.get_mut::<f64>().map(|slot| *slot = value).is_ok()
    }));
    subjects.push(writing("field_access", names, T::default(), |object: &mut T, name, value| {
        let field = FieldAccess::field_mut(object, name);
        field.is_some_and(|mut field| field.set(value))
    }));
    subjects.push(writing("field_accessor", names, T::default(), |object: &mut T, name, value| {
        object.by_accessor_mut(name).map(|slot| *slot = value).is_some()
    }));
    let written = compare(&format!("{slots} slots: set, random order"), NAMES, subjects);
    Width { slots, random, missing, written }
}

fn main() {
    print_processor();
    let widths = [width::<Two>(), width::<Eight>(), width::<ThirtyTwo>(), width::<Numbered>()];
    let mut arguments = std::env::args().skip_while(|argument| argument != "--svg");
    if arguments.next().is_some() {
        let file = arguments.next().expect("--svg takes a file");
        std::fs::write(&file, chart::draw(&widths)).expect("the chart can be written");
    }
}
