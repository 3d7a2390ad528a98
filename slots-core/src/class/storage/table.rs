//! The layout of a class, and what it refers to.

use alloc::boxed::Box;
use alloc::sync::Weak;
use alloc::vec::Vec;
use core::any::TypeId;
use core::ptr::NonNull;

use crate::class::Class;
use crate::class::plan::{FieldSize, place};
use crate::class::storage::owned::Owned;
use crate::class::storage::slot_def::SlotDef;
use crate::macro_support::table::{self, BaseDef, base};
use crate::name::name_index;
use crate::rc::weak_slot::WeakSlot;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::base::BaseInfo;
use crate::reflect::layout::hidden::{Hidden, Special};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::kept::LayoutOwner;
use crate::reflect::layout::lent::Lent;
use crate::reflect::layout::make::Rows;
use crate::reflect::layout::meta::MetaValue;
use crate::reflect::layout::of_class::ClassAttribute;
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::default::FieldDefault;
use crate::reflect::vtable::presence_bit::{BITS, PresenceBit};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::value::dict::Dict;

/// A static type below a class: what lies at the start of each instance.
#[derive(Clone, Copy)]
pub(in crate::class) struct StaticBase {
    pub(in crate::class) layout: &'static SlotLayout,
    pub(super) ty: TypeVTable,
    row: fn() -> BaseInfo,
}

impl StaticBase {
    pub(in crate::class) fn of<T: Slotted>() -> Self {
        fn row<T: Slotted>() -> BaseInfo {
            let def: BaseDef<T> = table::based();
            base(T::LAYOUT.name(), 0, def, 0)
        }
        StaticBase { layout: T::LAYOUT, ty: TypeVTable::of::<T>(), row: row::<T> }
    }
}

/// A field of an instance: where it lies, and the slot that declares it.
///
/// Invariant 1: `def` points to a definition that lives for as long as the class that this is a
/// part of: it is the class's own, or one of a class that it is based on, which it keeps.
#[derive(Clone, Copy)]
pub(in crate::class) struct Field {
    def: NonNull<SlotDef>,
    pub(in crate::class) offset: usize,
}

// SAFETY: it points to a `SlotDef`, which is `Send` and `Sync`, and which nobody changes.
unsafe impl Send for Field {}
// SAFETY: a `&Field` gives a `&SlotDef`, which is `Sync`.
unsafe impl Sync for Field {}

impl Field {
    /// Returns the definition.
    ///
    /// # Safety
    ///
    /// The class that this is a part of lives for as long as the result is used.
    unsafe fn lent(&self) -> &'static SlotDef {
        // SAFETY: the definition lives for as long as the class (invariant 1, and the contract of
        // this function), and nobody changes it.
        unsafe { self.def.as_ref() }
    }
}

/// What instances of a class begin with.
pub(in crate::class) enum Below {
    Nothing,
    Static(StaticBase),
    /// The fields of its base.
    Class(Class),
}

/// What the fields of a class are, and what its layout says besides.
#[derive(Default)]
pub(in crate::class) struct Plan {
    /// The class's own slots in the order of the statement, each with its rank: see `plan::place`.
    pub(in crate::class) own: Vec<(SlotDef, usize)>,
    pub(in crate::class) adds_dict: bool,
    pub(in crate::class) has_weakref: bool,
    /// The class attributes that instances show.
    pub(in crate::class) attributes: Vec<ClassAttribute>,
    /// For each slot, those of the base and then `own`, whether its name leads to it.
    pub(in crate::class) shown: Vec<bool>,
}

/// The layout of a class, with all that it refers to and the class itself owns.
///
/// Invariants:
///
/// 1. `layout` refers to what is in `parts`, `meta` and `own`, and to what the table of the class's
///    base owns. The class keeps its base, so all of that lives for as long as the layout.
/// 2. `fields` are those of all instances: with the static base at offset 0, the `Dict` and the
///    presence bytes, if there are any, these are all that is in an instance, aligned, and no two
///    overlap (`plan::place`). Each field with a presence bit has one of its own, in one of those
///    bytes.
/// 3. All fields are `Send` and `Sync`. (`SlotDef::new` asks for it, and `Class::of` of the type of
///    a static base; a `Dict` is.)
pub(in crate::class) struct Table {
    layout: SlotLayout,
    fields: Box<[Field]>,
    /// How many of `fields` are of the base.
    inherited: usize,
    /// The indexes of the fields in the order in which they are dropped.
    drop_order: Box<[u16]>,
    static_base: Option<StaticBase>,
    dict: Option<usize>,
    /// Where the presence bytes are, those of the base first.
    presence: Box<[usize]>,
    #[expect(dead_code, reason = "the layout refers to it")]
    parts: Owned<Parts>,
    #[expect(dead_code, reason = "the rows refer to it")]
    meta: Owned<Vec<LentMeta>>,
    own: Owned<[SlotDef]>,
}

type LentMeta = Vec<(&'static str, MetaValue<'static>)>;

/// What the layout refers to besides definitions of slots.
struct Parts {
    name: Box<str>,
    slots: Vec<SlotInfo>,
    bases: Vec<BaseInfo>,
    hidden: Vec<Hidden>,
    cells: Vec<u16>,
    seeds: Vec<u16>,
    attributes: Vec<ClassAttribute>,
    owner: Weak<dyn LayoutOwner>,
}

impl Table {
    /// Makes the layout of the class that `owner` refers to.
    ///
    /// # Safety
    ///
    /// The table comes to lie in what `owner` refers to, and that keeps the class in `below`.
    pub(super) unsafe fn new(
        name: &str,
        plan: Plan,
        below: &Below,
        owner: Weak<dyn LayoutOwner>,
    ) -> Self {
        let base = match below {
            Below::Class(class) => Some(class.table()),
            _ => None,
        };
        let static_base = match below {
            Below::Nothing => None,
            Below::Static(base) => Some(*base),
            Below::Class(class) => class.table().static_base,
        };
        // Where the fields below end: in a static type, with its last byte of padding.
        let start = match (base, static_base) {
            (Some(base), _) => (base.layout.size(), base.layout.align()),
            (None, Some(base)) => (base.layout.size(), base.layout.align()),
            (None, None) => (0, 1),
        };
        let field_size = |(def, rank): &(SlotDef, usize)| {
            let extent = def.memory_type().extent();
            FieldSize { size: extent.size, align: extent.align, rank: *rank }
        };
        let mut sizes: Vec<FieldSize> = plan.own.iter().map(field_size).collect();
        let bits = plan.own.iter().filter(|(def, _)| def.has_bit()).count();
        // Behind all other fields, since a bit is found behind its field.
        let of_bits = FieldSize { size: 1, align: 1, rank: usize::MAX };
        sizes.extend(core::iter::repeat_n(of_bits, bits.div_ceil(BITS)));
        let of_dict = FieldSize { size: size_of::<Dict>(), align: align_of::<Dict>(), rank: 0 };
        let places = place(start, &sizes, plan.adds_dict.then_some(of_dict));
        let dict = places.dict.or(base.and_then(|base| base.dict));
        let mut own: Vec<SlotDef> = plan.own.into_iter().map(|(def, _)| def).collect();
        let own_presence = &places.offsets[own.len()..];
        let with_bit = own.iter_mut().zip(&places.offsets).filter(|(def, _)| def.has_bit());
        for (number, (def, offset)) in with_bit.enumerate() {
            let distance = u32::try_from(own_presence[number / BITS] - offset);
            let distance =
                distance.expect("the fields of a class with presence bits take no 4 GiB");
            def.set_bit(PresenceBit::new(distance, number % BITS));
        }
        let presence: Vec<usize> = base
            .map_or(&[] as &[usize], |base| &base.presence)
            .iter()
            .chain(own_presence)
            .copied()
            .collect();
        let own = Owned::new(own.into_boxed_slice());
        let mut fields: Vec<Field> = base.map_or(Vec::new(), |base| base.fields.to_vec());
        let inherited = fields.len();
        let places_of_own = own.get().iter().zip(places.offsets.iter().copied());
        fields.extend(places_of_own.map(|(def, offset)| Field { def: def.into(), offset }));

        // SAFETY: what refers to the definitions lies in the class (invariant 1).
        let defs: Vec<_> = fields.iter().map(|field| unsafe { field.lent() }).collect();
        let meta = Owned::new(Box::new(defs.iter().map(|def| def.lent_meta()).collect::<Vec<_>>()));
        // SAFETY: the rows that refer to it lie beside it (invariant 1).
        let all_meta = unsafe { meta.lent() };
        let (mut slots, mut hidden) = (Vec::new(), Vec::new());
        for (at, (field, def)) in fields.iter().zip(defs).enumerate() {
            if plan.shown[at] {
                slots.push(def.row(field.offset, &all_meta[at]));
            } else {
                let default = def.default_of_hidden();
                let default = default.map(|default| FieldDefault::Held(Lent::new(default)));
                let ty = *def.memory_type();
                let row = Hidden::of_class(def.name(), field.offset, ty, default, None);
                hidden.push(row.with_bit(def.vtables().bit()));
            }
        }
        if let Some(offset) = dict {
            let ty = TypeVTable::of::<Dict>();
            hidden.push(Hidden::of_class("__dict__", offset, ty, None, Some(Special::Dict)));
        }
        hidden.extend(presence.iter().map(|offset| {
            let special = Some(Special::Presence);
            Hidden::of_class("(presence)", *offset, TypeVTable::of::<u8>(), None, special)
        }));
        let of_static = static_base.is_some_and(|base| base.layout.has_weakref());
        if plan.has_weakref && !of_static {
            hidden.push(table::hidden("__weakref__", 0, table::weakref::<WeakSlot>()));
        }
        let bases: Vec<_> = static_base.iter().map(|base| (base.row)()).collect();
        let names: Vec<&str> = slots.iter().map(SlotInfo::name).collect();
        let (cells, seeds) = name_index(&names).unwrap_or_default();
        let name = name.into();
        let attributes = plan.attributes;
        let parts = Parts { name, slots, bases, hidden, cells, seeds, attributes, owner };
        let parts = Owned::new(Box::new(parts));
        // SAFETY: the layout lies beside `parts`, and is not used after them (invariant 1).
        let lent = unsafe { parts.lent() };
        let rows = Rows {
            slots: &lent.slots,
            bases: &lent.bases,
            hidden: &lent.hidden,
            cells: &lent.cells,
            seeds: &lent.seeds,
        };
        let extent = (places.size, places.align);
        // SAFETY: what the layout refers to lives as long as it does (invariant 1). `rows` name all
        // fields: of the slots, each in one of two lists; the `Dict`; the static base. The layout
        // lies in what `owner` refers to (contract of this function).
        let layout = unsafe {
            SlotLayout::of_class(&lent.name, rows, &lent.attributes, extent, &lent.owner)
        };
        let mut drop_order: Vec<u16> = (inherited..fields.len()).map(row_number).collect();
        drop_order.sort_by_key(|field| fields[usize::from(*field)].offset);
        drop_order.extend(base.iter().flat_map(|base| &base.drop_order));
        Table {
            layout,
            fields: fields.into(),
            inherited,
            drop_order: drop_order.into(),
            static_base,
            dict,
            presence: presence.into(),
            parts,
            meta,
            own,
        }
    }

    pub(in crate::class) fn layout(&self) -> &SlotLayout {
        &self.layout
    }

    pub(in crate::class) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The definitions of the class's own slots, in the order of the declaration.
    pub(in crate::class) fn own(&self) -> &[SlotDef] {
        self.own.get()
    }

    /// The definition of one of `fields`.
    pub(in crate::class) fn def<'a>(&'a self, field: &'a Field) -> &'a SlotDef {
        // SAFETY: the class lives for as long as this is borrowed.
        unsafe { field.lent() }
    }

    pub(in crate::class) fn static_base(&self) -> Option<StaticBase> {
        self.static_base
    }

    /// Where the `Dict` is, if there is one that lies in no static type.
    pub(in crate::class) fn dict(&self) -> Option<usize> {
        self.dict
    }

    /// How many of the fields are those of the base.
    pub(super) fn inherited(&self) -> usize {
        self.inherited
    }

    /// Whether instances of this table's class have the field that is the one at `index` of the
    /// other table, at the same place. Both classes live, so that one definition is one slot.
    pub(super) fn has_field_of(&self, other: &Table, index: usize) -> bool {
        let (ours, theirs) = (self.fields.get(index), &other.fields[index]);
        ours.is_some_and(|ours| ours.def == theirs.def && ours.offset == theirs.offset)
    }

    /// Whether instances of both begin with a value of the same static type.
    pub(super) fn has_static_base_of(&self, other: &Table) -> bool {
        let of = |table: &Table| table.static_base.map(|base| base.ty.id());
        of(other).is_some() && of(self) == of(other)
    }

    /// The index of the field that `info` is the row of. Of two of one name and one offset, which
    /// have no size, the class shows the last.
    pub(super) fn field_of(&self, info: &SlotInfo) -> Option<usize> {
        let is_it =
            |field: &Field| field.offset == info.offset() && self.def(field).name() == info.name();
        self.fields.iter().rposition(is_it)
    }

    pub(super) fn drop_order(&self) -> &[u16] {
        &self.drop_order
    }

    /// Whether instances of both have fields of the same names and types in the same places.
    pub(in crate::class) fn is_same_memory(&self, other: &Table) -> bool {
        fn place(table: &Table) -> (usize, usize, Option<usize>, &[usize]) {
            (table.layout.size(), table.layout.align(), table.dict, &table.presence)
        }
        let of_static = |table: &Table| table.static_base.map(|base| base.ty.id());
        type Place<'a> = (usize, TypeId, &'a str, Option<PresenceBit>);
        fn field<'a>(table: &'a Table, field: &'a Field) -> Place<'a> {
            let def = table.def(field);
            let bit = def.vtables().bit().map(|option| option.bit());
            (field.offset, def.memory_type().id(), def.name(), bit)
        }
        let mut theirs: Vec<_> = other.fields.iter().map(|it| field(other, it)).collect();
        let mut ours: Vec<_> = self.fields.iter().map(|it| field(self, it)).collect();
        theirs.sort_unstable();
        ours.sort_unstable();
        place(self) == place(other) && of_static(self) == of_static(other) && ours == theirs
    }
}

/// A field's index. The builder refuses more fields than that.
fn row_number(index: usize) -> u16 {
    u16::try_from(index).expect("a class has fewer than 65,535 slots")
}
