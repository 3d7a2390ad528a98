//! How many bytes an object takes, with all that it owns.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use crate::reflect::attr::AttrRef;
use crate::reflect::map_view::KeyRepr;
use crate::reflect::object::Object;
use crate::reflect::shape::Shape;
use crate::reflect::shared::SharedRef;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::value::ValueVTable;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::dyn_obj::DynObj;
use crate::value::kind::Kind;

/// The bytes that an object takes, with all that it owns:
/// [`deep_size`](crate::AttributesExt::deep_size) returns it.
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots)]
/// #[slots(dict)]
/// struct Station { name: String, levels: Vec<u16>, __dict__: Dict }
///
/// let station = Station {
///     name: "Idyllwild".to_owned(),
///     levels: Vec::with_capacity(100),
///     __dict__: Dict::new(),
/// };
/// let size = station.deep_size();
/// assert_eq!((size.inline, size.text, size.lists, size.dict), (56, 9, 200, 0));
/// assert_eq!(size.total(), 265);
/// ```
///
/// Counted by capacity, so to the byte: `String`, `PathBuf`, `Vec`, `VecDeque`, `Value` and `Dict`,
/// and boxes, which have no room to spare. Counted by length: maps and sets, as the bytes of their
/// keys and values, without the free cells of a hash table and the nodes of a tree; and text of a
/// type with a `SlotValue` of its own. What the allocator adds to each block is not counted.
///
/// What is behind an `Arc`, an `Rc`, an `Obj` or one of its kin is counted once, however often it
/// is met; the header of an object that is aligned to less than 8 bytes may be 4 bytes shorter than
/// counted. What a weak reference refers to is not counted. Of an [`Instance`](crate::Instance),
/// `inline` is the memory of its fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeepSize {
    /// The bytes of the object itself: `size_of` of its type.
    pub inline: usize,
    /// The entries of the object's own `Dict`: names, places of values, and the index.
    pub dict: usize,
    /// Text and bytes outside the object.
    pub text: usize,
    /// The items of lists, tuples and sets outside the object.
    pub lists: usize,
    /// The entries of maps and of other `Dict`s.
    pub maps: usize,
    /// What is in a `Box`, and fields that lie elsewhere.
    pub boxes: usize,
    /// Shared objects, and what is in an `Arc` or an `Rc`: headers and values.
    pub shared: usize,
    /// The number of values whose inside is not known, so that what they own is not counted: those
    /// of `opaque`, `serde` and `as_str` slots, and shared objects that are locked, or too deep in
    /// one another to be looked into. (A field that is `skip`ped is not looked at.)
    pub unknown: usize,
}

impl DeepSize {
    /// The sum of all bytes.
    #[must_use]
    pub fn total(&self) -> usize {
        let DeepSize { inline, dict, text, lists, maps, boxes, shared, unknown: _ } = *self;
        inline + dict + text + lists + maps + boxes + shared
    }
}

/// The most objects with a lock inside one another that are looked into, where a reference to one
/// cannot be kept until the outer lock is free.
const DEPTH: usize = 24;

/// Returns the bytes of the object and of what it owns.
pub(crate) fn deep_size(object: Object<'_>) -> DeepSize {
    let mut count = Count::default();
    count.sizes.inline = object.layout().size();
    count.own_dict(object);
    count.object(object, 0);
    // Each is read under its own lock alone, so no nesting overflows the stack.
    while let Some(object) = count.later.pop() {
        count.read(object.borrowed(), 0);
    }
    count.sizes
}

/// The counted bytes, and what is left to count.
#[derive(Default)]
struct Count {
    sizes: DeepSize,
    /// The addresses of the shared values that were met.
    met: BTreeSet<usize>,
    /// Shared objects whose inside is still to be counted.
    later: Vec<DynObj>,
}

/// What is still to count in one object: values whose own bytes are counted already.
type Rest<'a> = Vec<AttrRef<'a>>;

impl Count {
    fn own_dict(&mut self, object: Object<'_>) {
        self.sizes.dict += object.dict().map_or(0, Dict::heap_size);
    }

    /// Counts what the object owns, except its own bytes and the entries of its own `Dict`.
    /// `depth` objects are locked meanwhile.
    fn object(&mut self, object: Object<'_>, depth: usize) {
        let mut rest = Rest::new();
        fields(object, &mut rest);
        while let Some(value) = rest.pop() {
            self.value(value, &mut rest, depth);
        }
    }

    /// Counts what the value owns, except its own bytes.
    fn value<'a>(&mut self, value: AttrRef<'a>, rest: &mut Rest<'a>, depth: usize) {
        let vtable = value.vtable();
        if self.text(value) {
            return;
        }
        if let Some(value) = value.cast::<Value>() {
            return self.dynamic(value, rest, depth);
        }
        if let Some(dict) = value.cast::<Dict>() {
            self.sizes.maps += dict.heap_size();
            rest.extend(dict.values().map(AttrRef::from));
            return;
        }
        if let Some(within) = vtable.within() {
            let item = within.item();
            let size = item.ty().extent().size;
            // SAFETY: `within` is of the container type of the vtable, to which `value` points.
            let outside = unsafe { within.capacity(value.ptr()) } * size;
            let mut index = 0;
            // SAFETY: `at` takes a pointer to the container type of the vtable, to which `value`
            // points.
            while let Some(inner) = unsafe { within.at(value.ptr(), index) } {
                if index == 0 && within.is_counted() {
                    if !self.met.insert(inner.address()) {
                        return;
                    }
                    self.sizes.shared += counts_before(item.ty().extent().align) + outside;
                }
                // SAFETY: `at` returns a pointer to a value of the type of `item`.
                rest.push(unsafe { AttrRef::from_raw(inner, item) });
                index += 1;
                if !within.by_index() || owns_nothing(item) {
                    break;
                }
            }
            match (within.is_counted(), within.by_index()) {
                (true, _) => {}
                (false, true) => self.sizes.lists += outside,
                (false, false) => self.sizes.boxes += outside,
            }
            return;
        }
        match vtable.shape() {
            // The names of the variants are constants.
            Shape::Choice(_) => return,
            // A view would be made by the type's own `Serialize`.
            Shape::Foreign(_) => {
                self.sizes.unknown += 1;
                return;
            }
            _ => {}
        }
        let own = value.ptr().address();
        let own = own..own + vtable.ty().extent().size;
        match value.view() {
            ValueRef::Str(text) => self.sizes.text += outside(&own, text),
            ValueRef::Bytes(bytes) => self.sizes.text += outside(&own, bytes),
            ValueRef::List(list) => {
                for item in list.iter() {
                    self.sizes.lists += item_outside(&own, &item);
                    rest.push(item);
                }
            }
            ValueRef::Map(map) => map.for_each(&mut |key, value| {
                self.sizes.maps += item_outside(&own, &value);
                match key.0 {
                    // The key is a `String` or a box; the former is the usual one.
                    KeyRepr::Text(text) => self.sizes.maps += size_of::<String>() + text.len(),
                    KeyRepr::Other(key) => {
                        self.sizes.maps += item_outside(&own, &key);
                        rest.push(key);
                    }
                }
                rest.push(value);
            }),
            ValueRef::Object(object) => {
                let object = object.__object();
                if !own.contains(&object.ptr().address()) {
                    self.sizes.boxes += object.layout().size();
                }
                fields(object, rest);
                self.sizes.maps += object.dict().map_or(0, Dict::heap_size);
            }
            ValueRef::Shared(shared) => self.shared(shared, rest, depth),
            ValueRef::Opaque(_) => self.sizes.unknown += 1,
            // Text by `Display`, of a type that is not known.
            ValueRef::Text(_) if matches!(vtable.shape(), Shape::Str) => {
                self.sizes.unknown += usize::from(value.cast::<char>().is_none());
            }
            _ => {}
        }
    }

    /// Counts the text of a type that is known; returns `false` if it is none.
    fn text(&mut self, value: AttrRef<'_>) -> bool {
        if let Some(text) = value.cast::<String>() {
            self.sizes.text += text.capacity();
        } else if let Some(bytes) = value.cast::<Vec<u8>>() {
            self.sizes.text += bytes.capacity();
        } else if let Some(text) = value.cast::<Cow<'static, str>>() {
            self.sizes.text += match text {
                Cow::Owned(text) => text.capacity(),
                Cow::Borrowed(_) => 0,
            };
        } else if let Some(text) = value.cast::<Arc<str>>() {
            self.counted_text(text);
        } else if let Some(text) = value.cast::<Rc<str>>() {
            self.counted_text(text);
        } else {
            return self.path(value);
        }
        true
    }

    #[cfg(feature = "std")]
    fn path(&mut self, value: AttrRef<'_>) -> bool {
        let path = value.cast::<std::path::PathBuf>();
        self.sizes.text += path.map_or(0, |path| path.capacity());
        path.is_some()
    }

    #[cfg(not(feature = "std"))]
    fn path(&mut self, _: AttrRef<'_>) -> bool {
        false
    }

    fn counted_text(&mut self, text: &str) {
        if self.met.insert(text.as_ptr().addr()) {
            let bytes = counts_before(1) + text.len();
            self.sizes.shared += bytes.next_multiple_of(align_of::<usize>());
        }
    }

    fn dynamic<'a>(&mut self, value: &'a Value, rest: &mut Rest<'a>, depth: usize) {
        match value {
            Value::Str(text) => self.sizes.text += text.capacity(),
            Value::Bytes(bytes) => self.sizes.text += bytes.len(),
            Value::List(items) => {
                self.sizes.lists += size_of_val(&**items);
                rest.extend(items.iter().map(AttrRef::from));
            }
            Value::Map(dict) => {
                self.sizes.maps += dict.heap_size();
                rest.extend(dict.values().map(AttrRef::from));
            }
            Value::Object(object) => self.shared(object.borrowed(), rest, depth),
            Value::Opaque(_) => self.sizes.unknown += 1,
            _ => {}
        }
    }

    /// Counts a shared object, unless it was met before.
    fn shared<'a>(&mut self, shared: SharedRef<'a>, rest: &mut Rest<'a>, depth: usize) {
        if shared.is_weak() || !self.met.insert(shared.identity()) {
            return;
        }
        if let Some(object) = shared.object() {
            self.own_bytes(object.__object());
            fields(object.__object(), rest);
            return;
        }
        match shared.to_owned() {
            Some(object) => self.later.push(object),
            // It must not leave its thread, so it is read while the outer one is locked.
            None if depth < DEPTH => self.read(shared, depth + 1),
            None => self.sizes.unknown += 1,
        }
    }

    /// Counts a shared object and what it owns, under its lock.
    fn read(&mut self, shared: SharedRef<'_>, depth: usize) {
        let read = shared.read(|object| {
            self.own_bytes(object.__object());
            self.object(object.__object(), depth);
        });
        self.sizes.unknown += usize::from(read.is_err());
    }

    /// Counts the header and the value of a shared object, and the entries of its `Dict`.
    fn own_bytes(&mut self, object: Object<'_>) {
        let layout = object.layout();
        let header = size_of::<u64>() + usize::from(layout.has_weakref()) * size_of::<usize>();
        self.sizes.shared += header.next_multiple_of(layout.align().max(8)) + layout.size();
        self.sizes.maps += object.dict().map_or(0, Dict::heap_size);
    }
}

/// Adds the values of the bound slots of the object, and of the entries of its `Dict`.
fn fields<'a>(object: Object<'a>, rest: &mut Rest<'a>) {
    rest.extend(object.slots().filter_map(|slot| slot.read()));
    rest.extend(object.dict().into_iter().flat_map(Dict::values).map(AttrRef::from));
}

/// The bytes of the two counts in front of a value in an `Arc` or an `Rc`.
fn counts_before(align: usize) -> usize {
    (2 * size_of::<usize>()).next_multiple_of(align.max(align_of::<usize>()))
}

/// The bytes of the text or the slice, unless it lies inside `own`.
fn outside<T: ?Sized>(own: &Range<usize>, part: &T) -> usize {
    let address = core::ptr::from_ref(part).cast::<()>().addr();
    if own.contains(&address) { 0 } else { size_of_val(part) }
}

/// The bytes of the item, unless it lies inside `own`, as an item of a tuple does.
fn item_outside(own: &Range<usize>, item: &AttrRef<'_>) -> usize {
    let is_inside = own.contains(&item.ptr().address());
    if is_inside { 0 } else { item.vtable().ty().extent().size }
}

/// Whether values of that type own nothing, so that the items of a list need not be visited.
fn owns_nothing(vtable: &ValueVTable) -> bool {
    let is_number = matches!(vtable.kind(), Kind::None | Kind::Bool | Kind::Int | Kind::Float);
    is_number && vtable.within().is_none()
}
