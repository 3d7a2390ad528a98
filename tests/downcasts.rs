//! Objects held as `dyn Attributes`, and back to their own type.

use std::rc::Rc;

use slotted::prelude::*;

#[derive(Slots, Debug, Clone, PartialEq)]
struct Point {
    x: f64,
    y: f64,
}

/// The same fields at the same offsets.
#[derive(Slots, Debug, Clone, PartialEq)]
struct Size {
    x: f64,
    y: f64,
}

#[derive(Slots, Debug, Clone, PartialEq)]
struct Wrapper {
    #[slots(base)]
    point: Point,
}

#[derive(SlotValue, Debug, Clone, PartialEq)]
enum Shape {
    Circle { radius: f64 },
    Named { name: String },
    Dot,
}

#[derive(Slots, Debug)]
struct Holder<T: SlotValue> {
    held: T,
}

#[test]
fn an_object_is_turned_into_its_own_type_only() {
    let mut point = Point { x: 1.0, y: 2.0 };
    let object: &mut dyn Attributes = &mut point;
    assert!(object.is::<Point>() && !object.is::<Size>());
    assert!(object.downcast_ref::<Size>().is_none() && object.downcast_mut::<Wrapper>().is_none());
    object.downcast_mut::<Point>().unwrap().x = 3.0;
    assert_eq!(object.downcast_ref(), Some(&Point { x: 3.0, y: 2.0 }));

    // A base is no type of the object, although it begins there.
    let wrapper = Wrapper { point };
    let object: &dyn Attributes = &wrapper;
    assert!(object.downcast_ref::<Point>().is_none() && object.is::<Wrapper>());
    let generic: &dyn Attributes = &Holder { held: 1_u8 };
    assert!(generic.is::<Holder<u8>>() && !generic.is::<Holder<i8>>());
}

/// The layout is that of the variant; the type is that of the enum.
#[test]
fn an_enum_is_of_its_type_in_each_variant() {
    for mut shape in [Shape::Circle { radius: 1.0 }, Shape::Named { name: "a".into() }, Shape::Dot]
    {
        let copy = shape.clone();
        let object: &mut dyn Attributes = &mut shape;
        assert_eq!(object.downcast_ref(), Some(&copy));
        *object.downcast_mut::<Shape>().unwrap() = Shape::Named { name: "b".into() };
        assert_eq!(object.getattr("name").unwrap(), "b");
        let boxed: Box<dyn Attributes> = Box::new(copy.clone());
        assert_eq!(*boxed.downcast::<Shape>().unwrap(), copy);
    }
}

#[test]
fn a_box_of_another_type_comes_back() {
    let counted = Rc::new(());
    #[derive(Slots, Debug)]
    struct Counted {
        #[slots(opaque)]
        rc: Rc<()>,
    }
    let boxed: Box<dyn Attributes> = Box::new(Counted { rc: counted.clone() });
    let boxed = boxed.downcast::<Point>().unwrap_err();
    assert_eq!(Rc::strong_count(&counted), 2);
    let own: Box<Counted> = boxed.downcast().unwrap();
    assert!(Rc::ptr_eq(&own.rc, &counted));
    drop(own);
    assert_eq!(Rc::strong_count(&counted), 1);
}

#[test]
fn what_is_found_by_a_path_is_turned_into_its_type() {
    let holder = Holder { held: Some(Box::new(Shape::Circle { radius: 2.0 })) };
    let found = holder.getattr("held").unwrap().as_object().unwrap();
    assert_eq!(found.downcast_ref(), Some(&Shape::Circle { radius: 2.0 }));
    let many: Vec<Box<dyn Attributes + Send + Sync>> =
        vec![Box::new(Point { x: 1.0, y: 1.0 }), Box::new(Shape::Dot)];
    assert_eq!(many.iter().filter(|it| it.is::<Shape>()).count(), 1);
    assert_eq!(format!("{many:?}"), "[Point(x=1.0, y=1.0), 'Dot']");
    let sent: Box<dyn Attributes + Send> = Box::new(Shape::Dot);
    let sent = std::thread::spawn(move || sent.downcast::<Shape>()).join().unwrap();
    assert_eq!(*sent.unwrap(), Shape::Dot);
}
