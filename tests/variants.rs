//! `#[derive(SlotValue)]` on enums with data.

use slotted::prelude::*;
use slotted::{AttrRef, SlotValue};

#[derive(SlotValue, Debug, Clone, PartialEq)]
enum Shape {
    /// All points at one distance.
    Circle {
        #[slots(validate = positive)]
        radius: f64,
        /// Of the rim.
        #[slots(optional)]
        colour: Option<String>,
    },
    Rect(f64, f64),
    #[slots(rename = "Named", alias = "Label")]
    Text(String),
    Group(Vec<Shape>),
    Within(Box<Shape>),
    Empty {},
    Nothing,
}

fn positive(value: &f64) -> Result<(), String> {
    if *value > 0.0 { Ok(()) } else { Err("it must be positive".into()) }
}

#[derive(Slots, Debug, Clone, PartialEq)]
struct Drawing {
    shape: Shape,
    others: Vec<Shape>,
    #[slots(optional)]
    frame: Option<Shape>,
}

fn circle(radius: f64) -> Shape {
    Shape::Circle { radius, colour: None }
}

fn drawing() -> Drawing {
    Drawing { shape: circle(2.0), others: vec![Shape::Rect(1.0, 2.0), Shape::Nothing], frame: None }
}

#[test]
fn the_attributes_are_those_of_the_active_variant() {
    let mut shape = circle(2.0);
    assert_eq!(shape.getattr("radius").unwrap(), 2.0);
    assert_eq!(shape.layout().variant(), Some("Circle"));
    shape.setattr("radius", 3).unwrap();
    shape.setattr("colour", "red").unwrap();
    assert_eq!(shape, Shape::Circle { radius: 3.0, colour: Some("red".into()) });
    assert_eq!(shape.delattr("colour").unwrap(), "red");
    assert_eq!(
        shape.setattr("radius", -1.0).unwrap_err().to_string(),
        "attribute 'radius' of 'Circle' objects: -1.0 is refused: it must be positive"
    );
    assert_eq!(
        shape.getattr("0").unwrap_err().to_string(),
        "'Shape' object has no attribute '0' while its variant is 'Circle': it is an attribute of 'Rect', \
         'Named', 'Group', 'Within'"
    );
    assert_eq!(Shape::Rect(1.0, 2.0).getattr("1").unwrap(), 2.0);
    assert_eq!(Shape::Nothing.dir().count(), 0);
}

#[test]
fn a_path_leads_into_the_active_variant() {
    let mut drawing = drawing();
    assert_eq!(drawing.getattr_path("shape.radius").unwrap(), 2.0);
    drawing.setattr_path("shape.radius", 4).unwrap();
    assert_eq!(drawing.shape, circle(4.0));
    assert_eq!(drawing.getattr_path("others[0][1]").unwrap(), 2.0);
    drawing.setattr_path("others[0][1]", 5).unwrap();
    assert_eq!(drawing.others[0], Shape::Rect(1.0, 5.0));
    let error = drawing.getattr_path("others[0].radius").unwrap_err();
    assert_eq!(
        error.to_string(),
        "others[0].radius: 'Shape' object has no attribute 'radius' while its variant is 'Rect': it is an \
         attribute of 'Circle'"
    );
    assert!(drawing.getattr_path("others[1].radius").is_err());
    assert!(drawing.setattr_path("others[0][2]", 1).is_err());
}

#[test]
fn writing_the_whole_switches_the_variant_or_changes_nothing() {
    let mut drawing = drawing();
    drawing.setattr("shape", "Nothing").unwrap();
    assert_eq!(drawing.shape, Shape::Nothing);
    drawing.setattr("shape", Dict::from([("Rect", vec![1, 2])])).unwrap();
    assert_eq!(drawing.shape, Shape::Rect(1.0, 2.0));
    drawing.setattr("shape", Dict::from([("Label", "x")])).unwrap();
    assert_eq!(drawing.shape, Shape::Text("x".into()));
    let circled = Dict::from([("Circle", Value::from(Dict::from([("radius", 7)])))]);
    drawing.setattr("shape", circled).unwrap();
    assert_eq!(drawing.shape, circle(7.0));
    for (value, expected) in [
        (
            Value::from("Circle"),
            "'Circle' is not a valid Shape: it must have the fields 'radius', 'colour'",
        ),
        (
            "Squares".into(),
            "'Squares' is not a valid Shape: it must be one of 'Circle', 'Rect', 'Named', 'Group', 'Within', 'Empty', 'Nothing'",
        ),
        (5.into(), "must be Shape, not int"),
        (
            Dict::from([("Rect", vec![1])]).into(),
            "'Rect' is not a valid Shape: it must have a list of 2 items",
        ),
        (Dict::from([("Nothing", 1)]).into(), "'Nothing' is not a valid Shape: it has no fields"),
        (
            Dict::from([("Nothing", 1), ("Rect", 2)]).into(),
            "a dict is not a valid Shape: it must have one entry, a variant with its content, and has 2",
        ),
        (
            Dict::from([("Circle", Value::from(Dict::from([("radius", 0), ("side", 1)])))]).into(),
            "'Circle' is not a valid Shape: attribute 'radius' of 'Circle' objects: 0.0 is refused: it must \
             be positive; Circle() got an unexpected attribute 'side'",
        ),
    ] {
        let error = drawing.setattr("shape", value).unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
        assert_eq!(drawing.shape, circle(7.0));
    }
}

#[test]
fn text_is_the_name_with_the_fields() {
    let shapes = [
        (circle(2.0), "Circle(radius=2.0)"),
        (
            Shape::Circle { radius: 0.5, colour: Some("a b".into()) },
            "Circle(radius=0.5, colour='a b')",
        ),
        (Shape::Rect(1.0, -2.0), "Rect(1.0, -2.0)"),
        (Shape::Text("x, y)".into()), "Named('x, y)')"),
        (Shape::Group(vec![]), "Group([])"),
        (
            Shape::Group(vec![Shape::Nothing, circle(1.0), Shape::Rect(1.0, 2.0)]),
            "Group(['Nothing', Circle(radius=1.0), Rect(1.0, 2.0)])",
        ),
        (Shape::Within(Box::new(Shape::Empty {})), "Within(Empty())"),
        (Shape::Within(Box::new(Shape::Nothing)), "Within('Nothing')"),
        (Shape::Empty {}, "Empty()"),
        (Shape::Nothing, "Nothing"),
    ];
    let mut drawing = drawing();
    for (shape, text) in shapes {
        assert_eq!(shape.as_value().to_string(), text);
        assert_eq!(Shape::from_text(text).unwrap(), shape, "{text}");
        drawing.setattr_str("shape", text).unwrap();
        assert_eq!(drawing.shape, shape);
        let listed = format!("[{:?}]", shape.as_value());
        drawing.setattr_str("others", &listed).unwrap();
        assert_eq!(drawing.others, [shape], "{listed}");
    }
    assert!(Shape::from_text("Circle(radius=2.0, radius=3.0)").is_err());
    assert!(Shape::from_text("Circle(radius=2.0, 3.0)").is_err());
    assert!(Shape::from_text("Circle(radius=2.0").is_err());
    assert!(Shape::from_text("Rect(1, 2) 3").is_err());
}

#[test]
fn a_copy_as_a_value_makes_the_same_variant() {
    for shape in [
        circle(2.0),
        Shape::Rect(1.0, 2.0),
        Shape::Text("x".into()),
        Shape::Group(vec![Shape::Nothing, circle(1.0)]),
        Shape::Empty {},
        Shape::Nothing,
    ] {
        let value = shape.as_value().to_value().unwrap();
        assert_eq!(Shape::from_value(value).unwrap(), shape);
    }
    let mut drawing = drawing();
    let dict = drawing.to_dict().unwrap();
    assert_eq!(
        format!("{dict:?}"),
        "{'shape': {'Circle': {'radius': 2.0}}, 'others': [{'Rect': [1.0, 2.0]}, 'Nothing']}"
    );
    assert_eq!(Drawing::from_attrs(dict).unwrap(), drawing);
    let state = drawing.get_state().unwrap();
    let other = Drawing::from_state(state).unwrap();
    assert_eq!(drawing.diff(&other).len(), 0);
    drawing.shape = Shape::Nothing;
    assert_eq!(drawing.diff(&other).len(), 1);
    assert_eq!(drawing.getattr("shape").unwrap(), "Nothing");
    assert_ne!(drawing.getattr("shape").unwrap(), "Named");
    assert_eq!(drawing.getattr("shape").unwrap().variant(), Some("Nothing"));
}

#[test]
fn a_slot_says_which_variants_there_are() {
    let slot = Drawing::LAYOUT.slot("shape").unwrap();
    let names: Vec<_> = slot.choices().unwrap().iter().map(|choice| choice.name()).collect();
    assert_eq!(names, ["Circle", "Rect", "Named", "Group", "Within", "Empty", "Nothing"]);
    assert_eq!(slot.choices().unwrap()[0].doc(), "All points at one distance.");
    let fields: Vec<Vec<_>> = slot
        .variants()
        .map(|layout| layout.slots().iter().map(|slot| slot.name()).collect())
        .collect();
    assert_eq!(fields[..2], [vec!["radius", "colour"], vec!["0", "1"]]);
    assert_eq!(fields.len(), 7);
    assert_eq!(Drawing::LAYOUT.slot("others").unwrap().item().unwrap().variants().count(), 7);
    assert_eq!(Theme::LAYOUT.slot("ink").unwrap().variants().count(), 0);
    let circle = circle(1.0);
    let layout = circle.layout();
    assert_eq!(layout.slot("colour").unwrap().doc(), "Of the rim.");
    assert_eq!(layout.offset_of("colour"), None);
    assert!(layout.to_string().starts_with("Shape, variant Circle: "));
}

#[derive(SlotValue, Debug, Clone, PartialEq)]
#[slots(crate = slotted, rename_all = "snake_case", rename_all_fields = "camelCase")]
enum Tree<T, const N: usize = 2>
where
    T: Clone,
{
    TheLeaf {
        the_value: T,
        r#type: [u8; N],
    },
    #[slots(rename_all = "UPPERCASE")]
    Node {
        left: Box<Self>,
        right: Option<Box<Tree<T, N>>>,
    },
    Skipping(#[slots(skip, default = 7)] u32, #[slots(as_str)] T),
    Nil,
}

#[test]
fn an_enum_can_be_generic_and_recursive() {
    let leaf = Tree::TheLeaf { the_value: 1_u64, r#type: [1, 2] };
    let mut tree = Tree::Node { left: Box::new(leaf.clone()), right: Some(Box::new(Tree::Nil)) };
    assert_eq!(tree.getattr_path("LEFT.theValue").unwrap(), 1);
    tree.setattr_path("LEFT.theValue", 2).unwrap();
    assert_eq!(tree.getattr_path("RIGHT").unwrap(), "nil");
    let again: Tree<u64> = Tree::from_value(tree.as_value().to_value().unwrap()).unwrap();
    assert_eq!(again, tree);
    let object: &dyn Attributes = &tree;
    assert_eq!(object.layout().name(), "node");
    let skipping: Tree<u64> = Tree::from_text("skipping('8')").unwrap();
    assert_eq!(skipping, Tree::Skipping(7, 8));
    assert!(leaf.clone().getattr_mut("theValue").is_ok());
}

/// Two enums of one size, whose fields have other types.
#[test]
fn a_field_is_reached_as_its_own_type_only() {
    let mut shape = Shape::Rect(1.0, 2.0);
    assert_eq!(shape.attr::<f64>("1").unwrap(), &2.0);
    assert!(shape.attr::<u64>("1").is_err());
    *shape.attr_mut::<f64>("1").unwrap() = 3.0;
    assert_eq!(shape.replace_attr("1", 4.0).unwrap(), 3.0);
    assert_eq!(shape, Shape::Rect(1.0, 4.0));
    let attribute: AttrRef<'_> = shape.getattr("0").unwrap();
    assert_eq!(attribute.downcast_ref::<f64>(), Some(&1.0));
}

#[derive(SlotValue, Debug, Clone, PartialEq)]
struct Rgb(u8, u8, u8);

#[derive(SlotValue, Debug, Clone, PartialEq)]
#[slots(validate = Span::check)]
struct Span(i64, Option<i64>);

impl Span {
    fn check(&self) -> Result<(), &'static str> {
        if self.1.is_none_or(|end| end >= self.0) {
            Ok(())
        } else {
            Err("it ends before it begins")
        }
    }
}

#[derive(Slots, Debug, PartialEq)]
struct Theme {
    ink: Rgb,
    page: Span,
}

#[test]
fn a_tuple_struct_is_a_list() {
    let mut theme = Theme { ink: Rgb(1, 2, 3), page: Span(1, None) };
    assert_eq!(theme.getattr_path("ink[2]").unwrap(), 3);
    assert_eq!(theme.getattr("ink").unwrap().to_string(), "(1, 2, 3)");
    theme.setattr_str("ink", "(1, 2, 3)").unwrap();
    theme.setattr_path("ink[2]", 4).unwrap();
    theme.setattr("page", vec![Value::from(1), 2.into()]).unwrap();
    assert_eq!(theme, Theme { ink: Rgb(1, 2, 4), page: Span(1, Some(2)) });
    assert!(theme.setattr_path("page[0]", 4).is_err());
    assert!(theme.setattr("page", vec![Value::from(2), 1.into()]).is_err());
    let error = theme.setattr("ink", vec![1, 2]).unwrap_err().to_string();
    assert_eq!(
        error,
        "attribute 'ink' of 'Theme' objects: a list of 2 is not a valid Rgb: it must have 3 items"
    );
}

macro_rules! tagged_forms {
    ($($name:ident: { $($word:meta)? } { $($more:tt)* })*) => {$(
        mod $name {
            use super::*;

            #[derive(SlotValue, Debug, Clone, PartialEq)]
            $(#[$word])?
            pub(super) enum Form {
                Unit,
                Named { a: u8 },
                Hidden(#[slots(skip, default = 7)] u8),
                $($more)*
            }
        }
    )*};
}
tagged_forms! {
    external: {} { Both(#[slots(skip, default = 7)] u8, #[slots(skip, default = 8)] u8), }
    internal: { slots(tag = "t") } {}
    adjacent: { slots(tag = "t", content = "c") } {
        Both(#[slots(skip, default = 7)] u8, #[slots(skip, default = 8)] u8),
    }
}

/// A value that is made of a variant has the form of the data, and makes the variant again; so does
/// the form without a tag.
#[test]
fn a_variant_is_made_again_of_its_value_in_each_form() {
    macro_rules! made_again {
        ($form:ident, $unit:literal, $named:literal) => {{
            use $form::Form;
            let shown = |form: &Form| form.as_value().to_value().unwrap().to_string();
            assert_eq!(shown(&Form::Unit), $unit);
            assert_eq!(shown(&Form::Named { a: 1 }), $named);
            for form in [Form::Unit, Form::Named { a: 1 }, Form::Hidden(7)] {
                let value = form.as_value().to_value().unwrap();
                assert_eq!(Form::from_value(value).unwrap(), form);
            }
            let made = |text: &str| Form::from_value(text.parse::<Value>().unwrap());
            assert_eq!(made("'Unit'").unwrap(), Form::Unit);
            assert_eq!(made("{'Unit': None}").unwrap(), Form::Unit);
            assert_eq!(made("{'Unit': {}}").unwrap(), Form::Unit);
            assert_eq!(made("{'Named': {'a': 2}}").unwrap(), Form::Named { a: 2 });
            for refused in [
                "{'Unit': {'x': 1}}",
                "{'Unit': 1}",
                "{'Named': 1}",
                "{'Named': {'a': 1}, 'Unit': None}",
                "{}",
                "1",
                "'Nothing'",
            ] {
                assert!(made(refused).is_err(), "{refused}");
            }
        }};
    }
    made_again!(external, "Unit", "{'Named': {'a': 1}}");
    made_again!(internal, "{'t': 'Unit'}", "{'t': 'Named', 'a': 1}");
    made_again!(adjacent, "{'t': 'Unit'}", "{'t': 'Named', 'c': {'a': 1}}");
    let internal = |text: &str| internal::Form::from_value(text.parse::<Value>().unwrap());
    assert!(internal("{'t': 1}").is_err());
    let external = |text: &str| external::Form::from_value(text.parse::<Value>().unwrap());
    let both = external::Form::Both(7, 8);
    assert_eq!(both.as_value().to_value().unwrap().to_string(), "{'Both': []}");
    assert_eq!(external("{'Both': []}").unwrap(), both);
    assert_eq!(external("{'Both': {}}").unwrap(), both);
    for content in ["{'x': 1}", "[1]"] {
        let error = external(&format!("{{'Both': {content}}}")).unwrap_err().to_string();
        assert!(error.contains("it must have a list of 0 items"), "{error}");
    }
    assert!(external("{'Named': {}}").is_err());
    let adjacent = |text: &str| adjacent::Form::from_value(text.parse::<Value>().unwrap());
    assert_eq!(adjacent("{'t': 'Both', 'c': []}").unwrap(), adjacent::Form::Both(7, 8));
}

#[test]
fn what_a_variant_lacks_is_said() {
    let refused = |text: &str| Shape::from_text(text).unwrap_err().to_string();
    assert_eq!(refused("Circl"), Shape::from_value(Value::from("Circl")).unwrap_err().to_string());
    assert!(refused("Circl").contains("Circle"), "{}", refused("Circl"));
    let error = |value: Value| Shape::from_value(value).unwrap_err().to_string();
    let rect = |content: Value| error(Value::Map(Dict::from([("Rect", content)])));
    assert!(rect(1.into()).contains("it must have a list of 2 items"), "{}", rect(1.into()));
    let three = Value::from([1, 2, 3]);
    assert!(rect(three.clone()).contains("it must have a list of 2 items"), "{}", rect(three));
}
