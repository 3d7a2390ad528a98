//! Lists of one's own, as `ListView` is implemented for them.

use slotted::prelude::*;
use slotted::value::ListView;
use slotted::{AttrRef, ConversionError, Kind, ValueRef};

/// A list whose order counts for nothing.
#[derive(Debug, Clone)]
struct Bag(Vec<u8>);

impl ListView for Bag {
    fn len(&self) -> usize {
        self.0.as_slice().len()
    }
    fn get(&self, index: usize) -> Option<AttrRef<'_>> {
        self.0.as_slice().get(index).map(AttrRef::new)
    }
    fn is_ordered(&self) -> bool {
        false
    }
}

impl SlotValue for Bag {
    const KIND: Kind = Kind::List;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        Vec::from_value(value).map(Bag)
    }
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }
}

#[derive(Slots, Debug, Clone)]
struct Cart {
    items: Bag,
}

fn cart(items: &[u8]) -> Cart {
    Cart { items: Bag(items.to_vec()) }
}

#[test]
fn a_list_without_order_equals_any_list_of_its_items() {
    let bag = Bag(vec![1, 2, 3]);
    let list = |items: [i64; 3]| Value::from(items.map(Value::from).to_vec());
    assert!(bag.contains(AttrRef::new(&2_u8)) && !bag.contains(AttrRef::new(&4_u8)));
    for same in [list([1, 2, 3]), list([3, 1, 2])] {
        assert!(ValueRef::List(&bag) == same.view() && same.view() == ValueRef::List(&bag));
    }
    let other = list([1, 2, 4]);
    assert!(ValueRef::List(&bag) != other.view() && other.view() != ValueRef::List(&bag));
}

#[test]
fn a_list_without_order_changes_as_a_whole() {
    let old = cart(&[1, 2, 3]);
    assert!(old.diff(&cart(&[3, 2, 1])).is_empty());
    let patch = old.diff(&cart(&[3, 2]));
    assert_eq!(patch.to_string(), "items: [1, 2, 3] -> [3, 2]");
    let mut object = old.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!(object.items.0, [3, 2]);
}
