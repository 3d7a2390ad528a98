//! Rows of run-time classes: many instances side by side (spec 12.17).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{Class, NewSlot, Rows};

type Done = Result<(), Box<dyn std::error::Error>>;

fn point() -> Class {
    Class::builder("Point").slot::<f64>("x").slot::<f64>("y").build().expect("it is a class")
}

fn points(values: &[(f64, f64)]) -> Rows {
    let mut rows = Rows::new(&point());
    for (x, y) in values {
        rows.push_attrs([("x", *x), ("y", *y)]).expect("two numbers");
    }
    rows
}

#[test]
fn a_row_takes_the_bytes_of_its_fields() -> Done {
    let rows = points(&[(1.0, 2.0), (3.0, 4.0)]);
    assert_eq!((rows.row_size(), rows.len()), (16, 2));
    let instance = allocation_counter::measure(|| {
        std::hint::black_box(points(&[]));
    });
    assert!(instance.count_total > 0);
    let class = point();
    let mut made = None;
    let bytes = allocation_counter::measure(|| {
        made = Some(class.from_attrs([("x", 1.0), ("y", 2.0)]).expect("two numbers"));
    });
    assert_eq!((bytes.bytes_current, bytes.count_total), (24, 1));
    let mut rows = Rows::with_capacity(&class, 1_000);
    let bytes = allocation_counter::measure(|| {
        for _ in 0..1_000 {
            rows.push_attrs([("x", 1.0), ("y", 2.0)]).expect("two numbers");
        }
    });
    assert_eq!(bytes.count_total, 0);
    Ok(())
}

#[test]
fn a_row_is_an_object() -> Done {
    let mut rows = points(&[(1.0, 2.0), (3.0, 4.0)]);
    let row = rows.row(1).expect("there are two");
    assert_eq!(row.getattr("x")?, 3.0);
    assert_eq!(format!("{row:?}"), "Point(x=3.0, y=4.0)");
    let dynamic: &dyn Attributes = &*row;
    assert_eq!(dynamic.getattr("y")?, 4.0);
    let mut row = rows.row_mut(1).expect("there are two");
    row.setattr("x", 5)?;
    assert_eq!(
        row.setattr("x", "text").unwrap_err().to_string(),
        "attribute 'x' of 'Point' objects must be f64, not str"
    );
    assert!(rows.row(2).is_none() && rows.row_mut(2).is_none());
    assert_eq!(format!("{rows:?}"), "[Point(x=1.0, y=2.0), Point(x=5.0, y=4.0)]");
    Ok(())
}

#[test]
fn a_resolved_slot_sweeps_a_column_of_its_own_class_and_of_those_below() -> Done {
    let mut rows = points(&[(1.0, 2.0), (3.0, 4.0)]);
    let x = rows.class().slot::<f64>("x")?;
    assert_eq!(rows.column(&x)?.sum::<f64>(), 4.0);
    for x in rows.column_mut(&x)? {
        *x *= 10.0;
    }
    assert_eq!(rows.column(&x)?.copied().collect::<Vec<_>>(), [10.0, 30.0]);
    assert_eq!(x.get(&rows.row(1).expect("there are two"))?, &30.0);
    x.set(&mut rows.row_mut(1).expect("there are two"), 7.0)?;
    assert_eq!(rows.column(&x)?.len(), 2);
    let below = Class::builder("Point3").bases([rows.class()]).slot::<f64>("z").build()?;
    let mut more = Rows::new(&below);
    more.push_attrs([("x", 1.0), ("y", 2.0), ("z", 3.0)])?;
    assert_eq!(more.column(&x)?.sum::<f64>(), 1.0);
    let other = points(&[]);
    assert_eq!(
        other.column(&x).unwrap_err().to_string(),
        "descriptor 'x' for 'Point' objects doesn't apply to a 'Point' object"
    );
    let checked = Class::builder("C").declare(NewSlot::<u8>::new("x").range(1..)).build()?;
    let mut rows = Rows::new(&checked);
    assert!(rows.column_mut(&checked.slot::<u8>("x")?).is_err(), "it would go round the range");
    Ok(())
}

#[test]
fn rows_move_in_and_out_as_instances() -> Done {
    let mut rows = points(&[(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)]);
    let removed = rows.remove(1);
    assert_eq!(
        format!("{removed:?} {rows:?}"),
        "Point(x=3.0, y=4.0) [Point(x=1.0, y=2.0), Point(x=5.0, y=6.0)]"
    );
    rows.push(removed).expect("it is of the class");
    assert!(rows.push(point().from_attrs([("x", 1.0), ("y", 2.0)])?).is_err(), "another class");
    assert_eq!(rows.pop().expect("there are three").getattr("x")?, 3.0);
    rows.truncate(1);
    assert_eq!(rows.len(), 1);
    let class = rows.class().clone();
    let made = |x: f64| class.from_attrs([("x", x), ("y", 0.0)]).expect("two numbers");
    let from = Rows::from_instances(&class, [made(1.0), made(2.0)]).expect("all are of the class");
    assert_eq!(from.column(&class.slot::<f64>("x")?)?.sum::<f64>(), 3.0);
    let other = point().from_attrs([("x", 9.0), ("y", 0.0)])?;
    let refused = Rows::from_instances(&class, [made(1.0), other]).expect_err("another class");
    assert_eq!(refused.getattr("x")?, 9.0);
    rows.clear();
    assert!(rows.is_empty() && rows.pop().is_none());
    assert!(catch_unwind(AssertUnwindSafe(|| rows.remove(0))).is_err());
    Ok(())
}

#[test]
fn a_refused_row_is_not_added() -> Done {
    let mut rows = points(&[(1.0, 2.0)]);
    let error = rows.push_attrs([("x", Value::from("a")), ("z", 1.into())]).unwrap_err();
    assert_eq!(error.errors().len(), 3);
    assert_eq!(rows.len(), 1);
    Ok(())
}

#[test]
fn rows_without_bytes_are_counted() -> Done {
    let empty = Class::builder("Empty").slots([""; 0]).build()?;
    let mut rows = Rows::new(&empty);
    for _ in 0..10 {
        rows.push(empty.instance()).expect("it is of the class");
    }
    rows.retain(|_| true);
    assert_eq!((rows.len(), rows.row_size(), rows.iter().count()), (10, 0, 10));
    drop(rows.remove(3));
    assert_eq!(rows.len(), 9);
    Ok(())
}

/// Counts the living, and panics when it is dropped if it is told to.
#[derive(Debug)]
struct Counted {
    living: Arc<AtomicUsize>,
    panics: bool,
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.living.fetch_sub(1, Ordering::Relaxed);
        assert!(!self.panics || std::thread::panicking(), "boom");
    }
}

fn counted(living: &Arc<AtomicUsize>, panics: &[bool]) -> Rows {
    let class = Class::builder("C").slot::<u32>("n").slots(["v"]).build().expect("a class");
    let mut rows = Rows::new(&class);
    for (n, panics) in (0..).zip(panics) {
        living.fetch_add(1, Ordering::Relaxed);
        let value = Value::opaque(Counted { living: living.clone(), panics: *panics });
        rows.push_attrs([("n", Value::Int(n)), ("v", value)]).expect("two values");
    }
    rows
}

#[test]
fn a_panic_in_the_middle_loses_no_row_and_drops_none_twice() {
    let living = Arc::default();
    let all = [false, true, false, true, false, false];
    for step in 0..5 {
        let mut rows = counted(&living, &all);
        let done = catch_unwind(AssertUnwindSafe(|| match step {
            0 => rows.clear(),
            1 => rows.truncate(1),
            2 => rows.retain(|row| row.getattr("n").is_ok_and(|n| n == 0)),
            3 => rows.retain(|row| {
                row.getattr("n").is_ok_and(|n| if n == 3 { panic!() } else { false })
            }),
            _ => rows.sort_by(|a, b| {
                if a.getattr("n").is_ok_and(|n| n == 4) {
                    panic!()
                } else {
                    b.getattr("n").unwrap().to_string().cmp(&a.getattr("n").unwrap().to_string())
                }
            }),
        }));
        assert!(done.is_err(), "step {step}");
        let left = if step < 1 {
            0
        } else if step < 3 {
            1
        } else {
            6
        };
        assert_eq!(rows.len(), left, "step {step}");
        assert_eq!(living.load(Ordering::Relaxed), left, "step {step}");
        for row in rows.iter() {
            assert!(row.getattr("v").is_ok());
        }
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(rows)));
        assert_eq!(dropped.is_err(), step >= 3, "step {step}");
        assert_eq!(living.load(Ordering::Relaxed), 0, "step {step}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Push(u32),
    Remove(usize),
    Set(usize, u32),
    Sort,
    Retain(u32),
    Truncate(usize),
}

fn a_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..100_u32).prop_map(Step::Push),
        1 => (0..30_usize).prop_map(Step::Remove),
        2 => (0..30_usize, 0..100_u32).prop_map(|(row, n)| Step::Set(row, n)),
        1 => Just(Step::Sort),
        1 => (1..5_u32).prop_map(Step::Retain),
        1 => (0..40_usize).prop_map(Step::Truncate),
    ]
}

proptest! {
    #[test]
    fn rows_are_as_a_vec_of_structs(steps in prop::collection::vec(a_step(), 0..80)) {
        let class = Class::builder("Row").slot::<u32>("n").slot::<String>("text").build().unwrap();
        let n = class.slot::<u32>("n").unwrap();
        let mut rows = Rows::new(&class);
        let mut model: Vec<(u32, String)> = Vec::new();
        for step in steps {
            match step {
                Step::Push(number) => {
                    let text = number.to_string();
                    model.push((number, text.clone()));
                    rows.push_attrs([("n", Value::from(number)), ("text", text.into())]).unwrap();
                }
                Step::Remove(row) if row < model.len() => {
                    let (gone, expected) = (rows.remove(row), model.remove(row));
                    prop_assert_eq!(*n.get(&gone).unwrap(), expected.0);
                }
                Step::Set(row, number) if row < model.len() => {
                    model[row].0 = number;
                    n.set(&mut rows.row_mut(row).unwrap(), number).unwrap();
                }
                Step::Sort => {
                    model.sort_by_key(|row| row.0);
                    rows.sort_by_slot(&n, Ord::cmp).unwrap();
                }
                Step::Retain(by) => {
                    model.retain(|row| row.0 % by == 0);
                    rows.retain(|row| n.get(row).unwrap().is_multiple_of(by));
                }
                Step::Truncate(len) => {
                    model.truncate(len);
                    rows.truncate(len);
                }
                Step::Remove(_) | Step::Set(..) => {}
            }
            let shown: Vec<(u32, String)> = rows
                .iter()
                .map(|row| (*n.get(&row).unwrap(), row.getattr("text").unwrap().to_string()))
                .collect();
            prop_assert_eq!(&shown, &model);
        }
    }
}
