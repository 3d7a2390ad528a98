//! The tests of one slot, or of two. Null fails each of them, except the test for null.

use std::cmp::Ordering;
use std::marker::PhantomData;

use datafusion::common::ScalarValue;
use slotted::ValueRef;
use slotted::descriptor::ObjectSlice;

use super::block::Passing;
use super::cell::{Cell, FOUND, Visitor};
use super::number::Number;

/// A test of the rows of a block.
pub(crate) trait Test: Send + Sync {
    /// Drops the rows that fail. `rows` are those of the block.
    fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing);
}

/// Which results of a comparison pass: a bit for each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Orders(u8);

impl Orders {
    pub(crate) const LESS: Orders = Orders(1);
    pub(crate) const EQUAL: Orders = Orders(2);
    pub(crate) const GREATER: Orders = Orders(4);

    pub(crate) const fn or(self, other: Orders) -> Orders {
        Orders(self.0 | other.0)
    }

    /// Those that do not pass.
    pub(crate) const fn others(self) -> Orders {
        Orders(self.0 ^ 7)
    }

    /// The same comparison with its sides swapped.
    pub(crate) const fn swapped(self) -> Orders {
        Orders(self.0 & 2 | self.0 >> 2 | (self.0 & 1) << 2)
    }

    #[inline(always)]
    fn accept(self, order: Ordering) -> bool {
        self.0 >> (order as i8 + 1) & 1 == 1
    }
}

/// A test of a field of type `C`.
struct CellTest<C, F> {
    slot: String,
    accepts: F,
    of: PhantomData<fn(&C)>,
}

impl<C, F> Test for CellTest<C, F>
where
    C: Cell,
    F: Fn(&C::Of) -> bool + Send + Sync,
{
    fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing) {
        C::retain(rows, &self.slot, passing, |value| value.is_some_and(&self.accepts));
    }
}

fn cell_test<C: Cell>(
    slot: &str,
    accepts: impl Fn(&C::Of) -> bool + Send + Sync + 'static,
) -> Box<dyn Test> {
    Box::new(CellTest::<C, _> { slot: slot.to_owned(), accepts, of: PhantomData })
}

/// The type as which a number is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum As {
    Itself,
    I64,
    F64,
}

/// The test of a slot against a constant. It is not made where the types do not fit.
pub(crate) struct Compare<'a> {
    pub(crate) slot: &'a str,
    pub(crate) as_type: As,
    pub(crate) orders: Orders,
    pub(crate) literal: &'a ScalarValue,
}

impl Compare<'_> {
    fn keys<C: Cell<Of = V>, V: Copy + 'static, K: Number>(
        self,
        convert: impl Fn(V) -> K + Send + Sync + 'static,
    ) -> Option<Box<dyn Test>> {
        let (orders, key) = (self.orders, K::of_literal(self.literal)??);
        Some(cell_test::<C>(self.slot, move |value| orders.accept(convert(*value).key().cmp(&key))))
    }
}

impl Visitor for Compare<'_> {
    type Made = Option<Box<dyn Test>>;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made {
        match self.as_type {
            As::Itself => self.keys::<C, V, V>(|value| value),
            As::I64 => self.keys::<C, V, i64>(V::TO_I64?),
            As::F64 => self.keys::<C, V, f64>(V::TO_F64?),
        }
    }

    fn text<C: Cell<Of = str>>(self) -> Self::Made {
        let text = TextTest::compare(self.orders, self.literal)?;
        Some(cell_test::<C>(self.slot, move |value| text.accepts(value)))
    }
}

/// The test whether a slot holds one of several constants. It is not made where the types do not
/// fit.
pub(crate) struct Among<'a> {
    pub(crate) slot: &'a str,
    /// Not null.
    pub(crate) literals: &'a [ScalarValue],
    pub(crate) negated: bool,
}

impl Visitor for Among<'_> {
    type Made = Option<Box<dyn Test>>;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made {
        let keys = self.literals.iter().map(|literal| V::of_literal(literal).flatten());
        let mut keys = keys.collect::<Option<Vec<_>>>()?;
        keys.sort_unstable();
        let negated = self.negated;
        Some(cell_test::<C>(self.slot, move |value| {
            keys.binary_search(&value.key()).is_ok() != negated
        }))
    }

    fn text<C: Cell<Of = str>>(self) -> Self::Made {
        let text = TextTest::among(self.literals, self.negated)?;
        Some(cell_test::<C>(self.slot, move |value| text.accepts(value)))
    }
}

/// The test whether a slot's text begins with another.
pub(crate) struct Prefix<'a> {
    pub(crate) slot: &'a str,
    pub(crate) prefix: &'a str,
    pub(crate) negated: bool,
}

impl Visitor for Prefix<'_> {
    type Made = Option<Box<dyn Test>>;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made {
        None
    }

    fn text<C: Cell<Of = str>>(self) -> Self::Made {
        let text = TextTest::Prefix(self.prefix.to_owned(), self.negated);
        Some(cell_test::<C>(self.slot, move |value| text.accepts(value)))
    }
}

/// The comparison of two slots of one type.
pub(crate) struct ComparePair<'a> {
    pub(crate) slots: [&'a str; 2],
    pub(crate) orders: Orders,
}

struct PairTest<C, F> {
    slots: [String; 2],
    accepts: F,
    of: PhantomData<fn(&C)>,
}

impl<C, F> Test for PairTest<C, F>
where
    C: Cell,
    F: Fn(&C::Of, &C::Of) -> bool + Send + Sync,
{
    fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing) {
        let [left, right] = [0, 1].map(|side| C::reader(rows, &self.slots[side]));
        passing.retain(|row| match (left(row), right(row)) {
            (Some(left), Some(right)) => (self.accepts)(left, right),
            _ => false,
        });
    }
}

impl Visitor for ComparePair<'_> {
    type Made = Box<dyn Test>;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made {
        let (slots, orders) = (self.slots.map(str::to_owned), self.orders);
        let accepts = move |left: &V, right: &V| orders.accept(left.key().cmp(&right.key()));
        Box::new(PairTest::<C, _> { slots, accepts, of: PhantomData })
    }

    fn text<C: Cell<Of = str>>(self) -> Self::Made {
        let (slots, orders) = (self.slots.map(str::to_owned), self.orders);
        let accepts = move |left: &str, right: &str| orders.accept(left.cmp(right));
        Box::new(PairTest::<C, _> { slots, accepts, of: PhantomData })
    }
}

/// The test whether a slot is null.
pub(crate) struct IsNull<'a>(pub(crate) &'a str);

struct NullTest<C> {
    slot: String,
    of: PhantomData<fn(&C)>,
}

impl<C: Cell> Test for NullTest<C> {
    fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing) {
        C::retain(rows, &self.slot, passing, |value| value.is_none());
    }
}

impl Visitor for IsNull<'_> {
    type Made = Box<dyn Test>;

    fn number<C: Cell<Of = V>, V: Number>(self) -> Self::Made {
        Box::new(NullTest::<C> { slot: self.0.to_owned(), of: PhantomData })
    }

    fn text<C: Cell<Of = str>>(self) -> Self::Made {
        Box::new(NullTest::<C> { slot: self.0.to_owned(), of: PhantomData })
    }
}

/// A test of text.
pub(crate) enum TextTest {
    Equal(String),
    Order(Orders, String),
    /// Sorted, and whether to be none of them.
    Among(Vec<String>, bool),
    /// What the text begins with, or not.
    Prefix(String, bool),
}

impl TextTest {
    pub(crate) fn compare(orders: Orders, literal: &ScalarValue) -> Option<TextTest> {
        let text = text(literal)?;
        Some(match orders {
            Orders(2) => TextTest::Equal(text),
            orders => TextTest::Order(orders, text),
        })
    }

    pub(crate) fn among(literals: &[ScalarValue], negated: bool) -> Option<TextTest> {
        let mut texts = literals.iter().map(text).collect::<Option<Vec<_>>>()?;
        texts.sort_unstable();
        Some(TextTest::Among(texts, negated))
    }

    #[inline]
    pub(crate) fn accepts(&self, text: &str) -> bool {
        match self {
            TextTest::Equal(other) => text == other,
            TextTest::Order(orders, other) => orders.accept(text.cmp(other)),
            TextTest::Among(texts, negated) => {
                texts.binary_search_by(|other| other.as_str().cmp(text)).is_ok() != *negated
            }
            TextTest::Prefix(prefix, negated) => text.starts_with(&**prefix) != *negated,
        }
    }
}

fn text(literal: &ScalarValue) -> Option<String> {
    match literal {
        ScalarValue::Utf8(text) => text.clone(),
        _ => None,
    }
}

/// A test of what a slot of any type shows by name: the name of a variant, a path, a `char`.
pub(crate) struct ShownTest {
    pub(crate) slot: String,
    pub(crate) text: TextTest,
}

impl Test for ShownTest {
    fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing) {
        let column = rows.attributes(&self.slot).expect(FOUND);
        passing.retain(|row| match column.get(row).map(|value| value.view()) {
            Some(ValueRef::Str(text)) => self.text.accepts(text),
            Some(ValueRef::Text(text)) => self.text.accepts(&text.to_string()),
            _ => false,
        });
    }
}

/// The test whether a slot of any type is null.
pub(crate) struct ShownNullTest {
    pub(crate) slot: String,
}

impl Test for ShownNullTest {
    fn narrow(&self, rows: &ObjectSlice<'_>, passing: &mut Passing) {
        let column = rows.attributes(&self.slot).expect(FOUND);
        passing.retain(|row| {
            column.get(row).is_none_or(|value| matches!(value.view(), ValueRef::None))
        });
    }
}
