//! An expression as a predicate.

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr::{Between, Cast, InList, Like, TryCast};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};
use slotted::Kind;
use slotted::layout::{DataForm, SlotInfo, SlotLayout};

use super::cell::visit;
use super::leaf::{
    Among, As, Compare, ComparePair, IsNull, Orders, Prefix, ShownNullTest, ShownTest, TextTest,
};
use super::literal::{is_text, literal};
use super::predicate::Predicate;

/// Deeper expressions are left to DataFusion: planning is recursive. A chain of `AND` or `OR`
/// counts as one level.
const DEPTH: usize = 64;

/// Plans the test that the expression is true. `None` if it has parts that are tested on columns
/// only.
pub(crate) fn plan(expression: &Expr, layout: &SlotLayout, schema: &Schema) -> Option<Predicate> {
    Planner { layout, schema }.truth(expression, true, DEPTH)
}

struct Planner<'a> {
    layout: &'a SlotLayout,
    schema: &'a Schema,
}

/// A column that is the value of a slot.
#[derive(Clone, Copy)]
struct Column<'a> {
    field: &'a Field,
    slot: &'a SlotInfo,
}

/// A column, as what it is compared.
struct Operand<'a> {
    column: Column<'a>,
    as_type: As,
    ty: &'a DataType,
}

impl<'a> Planner<'a> {
    /// Plans the test that the expression is what `wanted` says: true, or false.
    fn truth(&self, expression: &'a Expr, wanted: bool, depth: usize) -> Option<Predicate> {
        let depth = depth.checked_sub(1)?;
        let is_true = |expression: &'a Expr| self.truth(expression, true, depth);
        let is_false = |expression: &'a Expr| self.truth(expression, false, depth);
        match expression {
            Expr::Alias(alias) => self.truth(&alias.expr, wanted, depth),
            Expr::Literal(ScalarValue::Boolean(value), _) => {
                Some(Predicate::Const(*value == Some(wanted)))
            }
            Expr::Literal(ScalarValue::Null, _) => Some(Predicate::Const(false)),
            Expr::Column(_) => {
                let column = self.column(expression)?;
                let literal = ScalarValue::Boolean(Some(wanted));
                self.compare(
                    Operand { column, as_type: As::Itself, ty: &DataType::Boolean },
                    Orders::EQUAL,
                    &literal,
                )
            }
            Expr::Not(inner) => self.truth(inner, !wanted, depth),
            Expr::BinaryExpr(BinaryExpr { op: op @ (Operator::And | Operator::Or), .. }) => {
                let parts = chain(expression, *op).into_iter();
                let parts = parts.map(|part| self.truth(part, wanted, depth));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                let is_all = (*op == Operator::And) == wanted;
                Some(if is_all { Predicate::All(parts) } else { Predicate::Any(parts) })
            }
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
                self.comparison(left, *op, right, wanted)
            }
            Expr::Between(between) => self.between(between, wanted),
            Expr::InList(list) => self.in_list(list, wanted),
            Expr::Like(like) => self.like(like, wanted),
            Expr::IsNull(inner) => self.null(inner, wanted, depth),
            Expr::IsNotNull(inner) => self.null(inner, !wanted, depth),
            Expr::IsUnknown(inner) => self.unknown(inner, wanted, depth),
            Expr::IsNotUnknown(inner) => self.unknown(inner, !wanted, depth),
            // These are never unknown themselves.
            Expr::IsTrue(inner) => Some(not_unless(wanted, is_true(inner)?)),
            Expr::IsNotTrue(inner) => Some(not_unless(!wanted, is_true(inner)?)),
            Expr::IsFalse(inner) => Some(not_unless(wanted, is_false(inner)?)),
            Expr::IsNotFalse(inner) => Some(not_unless(!wanted, is_false(inner)?)),
            _ => None,
        }
    }

    fn comparison(
        &self,
        left: &'a Expr,
        op: Operator,
        right: &'a Expr,
        wanted: bool,
    ) -> Option<Predicate> {
        let (orders, is_distinct) = match op {
            Operator::Eq => (Orders::EQUAL, false),
            Operator::NotEq => (Orders::EQUAL.others(), false),
            Operator::Lt => (Orders::LESS, false),
            Operator::LtEq => (Orders::LESS.or(Orders::EQUAL), false),
            Operator::Gt => (Orders::GREATER, false),
            Operator::GtEq => (Orders::GREATER.or(Orders::EQUAL), false),
            Operator::IsDistinctFrom => (Orders::EQUAL.others(), true),
            Operator::IsNotDistinctFrom => (Orders::EQUAL, true),
            _ => return None,
        };
        let orders = if wanted { orders } else { orders.others() };
        let (operand, other, orders) = match self.operand(left) {
            Some(operand) => (operand, right, orders),
            None => (self.operand(right)?, left, orders.swapped()),
        };
        let Some(literal) = literal(other, operand.ty) else {
            return if is_distinct { None } else { self.pair(operand, other, orders) };
        };
        if !is_distinct {
            return self.compare(operand, orders, &literal);
        }
        // Never unknown: `orders` are *equal* or all others.
        let is_equal = match literal.is_null() {
            true => self.is_null(operand.column)?,
            false => self.compare(operand, Orders::EQUAL, &literal)?,
        };
        Some(not_unless(orders == Orders::EQUAL, is_equal))
    }

    /// Compares a slot with a constant.
    fn compare(
        &self,
        operand: Operand<'_>,
        orders: Orders,
        literal: &ScalarValue,
    ) -> Option<Predicate> {
        if literal.is_null() {
            return Some(Predicate::Const(false));
        }
        let Operand { column, as_type, .. } = operand;
        let compare = Compare { slot: column.slot.name(), as_type, orders, literal };
        match visit(column.slot.type_id(), compare) {
            Some(test) => test.map(Predicate::Test),
            None => shown(column, TextTest::compare(orders, literal)?),
        }
    }

    /// Compares two slots.
    fn pair(&self, operand: Operand<'_>, other: &'a Expr, orders: Orders) -> Option<Predicate> {
        let [left, right] = [operand.column, self.operand(other)?.column];
        let are_alike = operand.as_type == As::Itself
            && self.operand(other)?.as_type == As::Itself
            && left.slot.type_id() == right.slot.type_id()
            && left.field.data_type() == right.field.data_type();
        let compare = ComparePair { slots: [left.slot.name(), right.slot.name()], orders };
        are_alike.then(|| visit(left.slot.type_id(), compare).map(Predicate::Test))?
    }

    fn between(&self, between: &'a Between, wanted: bool) -> Option<Predicate> {
        let Between { expr, negated, low, high } = between;
        let wanted = wanted != *negated;
        let parts = vec![
            self.comparison(expr, Operator::GtEq, low, wanted)?,
            self.comparison(expr, Operator::LtEq, high, wanted)?,
        ];
        Some(if wanted { Predicate::All(parts) } else { Predicate::Any(parts) })
    }

    fn in_list(&self, list: &'a InList, wanted: bool) -> Option<Predicate> {
        let InList { expr, list, negated } = list;
        let operand = self.operand(expr).filter(|operand| operand.as_type == As::Itself)?;
        let literals = list.iter().map(|item| literal(item, operand.ty));
        let mut literals = literals.collect::<Option<Vec<_>>>()?;
        // DataFusion looks floats up by their bits, by which the zeros are two.
        if literals.is_empty() || literals.iter().any(is_zero) {
            return None;
        }
        let all = literals.len();
        literals.retain(|literal| !literal.is_null());
        let negated = wanted == *negated;
        if negated && literals.len() < all {
            // Equal to what is unknown, or not: that is unknown, and never false.
            return Some(Predicate::Const(false));
        }
        let column = operand.column;
        let among = Among { slot: column.slot.name(), literals: &literals, negated };
        match visit(column.slot.type_id(), among) {
            Some(test) => test.map(Predicate::Test),
            None => shown(column, TextTest::among(&literals, negated)?),
        }
    }

    fn like(&self, like: &'a Like, wanted: bool) -> Option<Predicate> {
        if like.case_insensitive || like.escape_char.is_some() {
            return None;
        }
        let operand = self.operand(&like.expr).filter(|operand| is_text(operand.ty))?;
        let pattern = match literal(&like.pattern, operand.ty)? {
            ScalarValue::Utf8(Some(pattern)) => pattern,
            literal => return literal.is_null().then_some(Predicate::Const(false)),
        };
        let negated = wanted == like.negated;
        let prefix = pattern.trim_end_matches('%');
        if prefix.contains(['%', '_', '\\']) {
            return None;
        }
        if prefix.len() == pattern.len() {
            let orders = if negated { Orders::EQUAL.others() } else { Orders::EQUAL };
            return self.compare(operand, orders, &ScalarValue::Utf8(Some(pattern)));
        }
        let column = operand.column;
        let test = Prefix { slot: column.slot.name(), prefix, negated };
        match visit(column.slot.type_id(), test) {
            Some(test) => test.map(Predicate::Test),
            None => shown(column, TextTest::Prefix(prefix.to_owned(), negated)),
        }
    }

    /// Plans the test whether the expression is null.
    fn null(&self, inner: &'a Expr, wanted: bool, depth: usize) -> Option<Predicate> {
        match self.column(inner) {
            Some(column) => Some(not_unless(wanted, self.is_null(column)?)),
            None => self.unknown(inner, wanted, depth),
        }
    }

    fn is_null(&self, column: Column<'_>) -> Option<Predicate> {
        if !column.field.is_nullable() {
            return Some(Predicate::Const(false));
        }
        let slot = column.slot.name();
        Some(Predicate::Test(match visit(column.slot.type_id(), IsNull(slot)) {
            Some(test) => test,
            None => Box::new(ShownNullTest { slot: slot.to_owned() }),
        }))
    }

    /// Plans the test whether the truth of the expression is unknown: neither true nor false.
    fn unknown(&self, inner: &'a Expr, wanted: bool, depth: usize) -> Option<Predicate> {
        let known = vec![self.truth(inner, true, depth)?, self.truth(inner, false, depth)?];
        Some(not_unless(!wanted, Predicate::Any(known)))
    }

    /// The expression as a column, if it is one whose values are those of a slot.
    fn column(&self, expression: &Expr) -> Option<Column<'a>> {
        let Expr::Column(column) = expression else { return None };
        let field = self.schema.field_with_name(&column.name).ok()?;
        let slot = self.layout.iter().map(|slot| slot.info());
        let slot = slot.into_iter().find(|slot| slot.name() == column.name)?;
        let is_itself = slot.kind() != Kind::Opaque && !slot.is_lazy();
        let is_json = field.metadata().get("slotted.text").is_some_and(|text| text == "json");
        let is_foreign = matches!(inner_form(slot), DataForm::Serde | DataForm::Any);
        (is_itself && !is_json && !is_foreign).then_some(Column { field, slot })
    }

    /// The expression as a column, or as one that is cast where a cast cannot fail.
    fn operand(&self, expression: &'a Expr) -> Option<Operand<'a>> {
        let (Expr::Cast(Cast { expr, field }) | Expr::TryCast(TryCast { expr, field })) =
            expression
        else {
            let column = self.column(expression)?;
            return Some(Operand { column, as_type: As::Itself, ty: column.field.data_type() });
        };
        let column = self.column(expr)?;
        let (from, to) = (column.field.data_type(), field.data_type());
        let is_number = from.is_integer() || from.is_floating();
        let as_type = match to {
            to if from == to || is_text(from) && is_text(to) => As::Itself,
            DataType::Int64 if is_number => As::I64,
            DataType::Float64 if is_number => As::F64,
            _ => return None,
        };
        Some(Operand { column, as_type, ty: to })
    }
}

/// The parts of a chain of one operator. It is walked with a stack: SQL that a program makes has
/// long ones.
fn chain(expression: &Expr, op: Operator) -> Vec<&Expr> {
    let (mut parts, mut left) = (Vec::new(), vec![expression]);
    while let Some(expression) = left.pop() {
        match expression {
            Expr::BinaryExpr(binary) if binary.op == op => {
                left.extend([&*binary.right, &*binary.left]);
            }
            part => parts.push(part),
        }
    }
    parts
}

fn not_unless(wanted: bool, predicate: Predicate) -> Predicate {
    if wanted { predicate } else { Predicate::Not(Box::new(predicate)) }
}

fn is_zero(literal: &ScalarValue) -> bool {
    match literal {
        ScalarValue::Float32(Some(number)) => *number == 0.0,
        ScalarValue::Float64(Some(number)) => *number == 0.0,
        _ => false,
    }
}

/// The form of the slot's values, be they optional or not.
fn inner_form(slot: &SlotInfo) -> DataForm {
    match slot.data_form() {
        DataForm::Optional(inner) => inner.form(),
        form => form,
    }
}

/// The test of text that is no field of its own type, but shown by name.
fn shown(column: Column<'_>, text: TextTest) -> Option<Predicate> {
    let is_text = matches!(inner_form(column.slot), DataForm::Text | DataForm::Choice(_));
    let slot = column.slot.name().to_owned();
    is_text.then(|| Predicate::Test(Box::new(ShownTest { slot, text })))
}
