//! Operations on schemas, which run little foreign code: defaults, where a class says its schema.

use slotted::class::{ColumnKind, TableColumn};
use slotted::prelude::*;
use slotted::{Class, Rows, SchemaError, TableSchema};

use crate::foreign::Hook::*;
use crate::operation::{Operation, done, operations};

operations! {
    "Class::from_json_schema", [AsValue, Default, Drop] => |w| done(Class::from_json_schema("C", &Value::from(w.class.json_schema())).is_ok());
    "Class::json_schema", [AsValue, Default, Drop] => |w| done(w.class.json_schema());
    "SchemaError::column", [] => |_w| done(error().column());
    "SchemaError::line", [] => |_w| done(error().line());
    "SchemaError::pointer_to", [] => |_w| done(error().pointer_to().is_some());
    "SchemaError: Debug", [] => |_w| done(format!("{:?}", error()));
    "TableColumn::is_optional", [] => |_w| done(column().is_optional());
    "TableColumn::kind", [] => |_w| done(column().kind());
    "TableColumn::name", [] => |_w| done(column().name().len());
    "TableColumn::new", [] => |_w| done(column());
    "TableColumn::optional", [] => |_w| done(column().optional());
    "TableSchema::class", [] => |_w| done(schema().class("C").is_ok());
    "TableSchema::columns", [] => |_w| done(schema().columns().len());
    "TableSchema::infer", [] => |_w| done(schema());
    "TableSchema::new", [] => |_w| done(TableSchema::new([column()]).is_ok());
    "TableSchema::push", [] => |_w| done(rows());
    "TableSchema::widen", [] => |_w| done(schema().widen(["x", ""]));
    "TableSchema::widened", [] => |_w| {
        let class = schema().class("D").expect("it is a class");
        done(schema().widened(&rows(), &class).is_ok());
    };
}

fn column() -> TableColumn {
    TableColumn::new("a", ColumnKind::Int)
}

fn schema() -> TableSchema {
    TableSchema::infer(["a", "b"], [["1", "x"]]).expect("it has two columns")
}

fn rows() -> Rows {
    let mut rows = Rows::new(&schema().class("C").expect("it is a class"));
    schema().push(&mut rows, 2, ["1", "x"]).expect("it was inferred from it");
    rows
}

fn error() -> SchemaError {
    TableSchema::infer(["a", "a"], [["1", "x"]]).expect_err("it has one name twice")
}
