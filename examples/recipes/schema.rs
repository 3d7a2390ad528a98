//! How do I hold the rows of a file whose columns nobody knows yet?
//!
//! ```text
//! cargo run --features serde --example schema
//! ```

use slotted::{Class, Rows, TableSchema, Value};

const TABLE: &str = "city,height,founded\nBern,540,1191\nOslo,23,\nQuito,2850,1534\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let header = reader.headers()?.clone();
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;

    let schema = TableSchema::infer(&header, &records)?;
    println!("{schema}");
    let mut rows = Rows::new(&schema.class("City")?);
    for (line, record) in (2..).zip(&records) {
        schema.push(&mut rows, line, record)?;
    }
    // A slot is looked up once, and a column is swept at the speed of a `Vec` of structs.
    let height = rows.class().slot::<i64>("height")?;
    println!("{} m on average", rows.column(&height)?.sum::<i64>() / rows.len() as i64);
    rows.sort_by_slot(&height, |a, b| b.cmp(a))?;
    println!("{rows:?}");

    // A class says what it is as a JSON Schema, and is made from one.
    let said = Value::from(rows.class().json_schema());
    println!("{}", serde_json::to_string(&said)?);
    println!("{:?}", Class::from_json_schema("City", &said)?);
    Ok(())
}
