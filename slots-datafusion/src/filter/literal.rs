//! Constants of SQL as what slots hold.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::Expr;

/// Whether values of that type are text, however it is stored.
pub(crate) fn is_text(ty: &DataType) -> bool {
    match ty {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// The constant that the expression is, if it is of a type with which that column can be compared
/// as it is: `Int64`, `Utf8` and so on, whatever Arrow's type for the column.
pub(crate) fn literal(expression: &Expr, column: &DataType) -> Option<ScalarValue> {
    let Expr::Literal(literal, _) = expression else { return None };
    if literal.data_type() == DataType::Null {
        return Some(ScalarValue::Null);
    }
    let is_alike = |a: &DataType, b: &DataType| a == b || is_text(a) && is_text(b);
    is_alike(&literal.data_type(), column).then(|| plain(literal)).flatten()
}

fn plain(literal: &ScalarValue) -> Option<ScalarValue> {
    if literal.is_null() {
        return Some(ScalarValue::Null);
    }
    Some(match literal {
        ScalarValue::TimestampSecond(time, None)
        | ScalarValue::TimestampMillisecond(time, None)
        | ScalarValue::TimestampMicrosecond(time, None)
        | ScalarValue::TimestampNanosecond(time, None) => ScalarValue::Int64(*time),
        ScalarValue::Date32(day) => ScalarValue::Int32(*day),
        ScalarValue::LargeUtf8(text) | ScalarValue::Utf8View(text) => {
            ScalarValue::Utf8(text.clone())
        }
        ScalarValue::Dictionary(_, value) => return plain(value),
        ScalarValue::Boolean(_)
        | ScalarValue::Int8(_)
        | ScalarValue::Int16(_)
        | ScalarValue::Int32(_)
        | ScalarValue::Int64(_)
        | ScalarValue::UInt8(_)
        | ScalarValue::UInt16(_)
        | ScalarValue::UInt32(_)
        | ScalarValue::UInt64(_)
        | ScalarValue::Float32(_)
        | ScalarValue::Float64(_)
        | ScalarValue::Utf8(_) => literal.clone(),
        _ => return None,
    })
}
