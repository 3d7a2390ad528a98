//! `#[slots(as_str)]` reaches into `Option`, `Box`, lists, arrays and maps, to the innermost type.

mod same_data;

use core::fmt;
use core::str::FromStr;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, VecDeque};

use slotted::Kind;
use slotted::prelude::*;

/// A type of one's own, which is no `SlotValue`: `3:4`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Spot(u8, u8);

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0, self.1)
    }
}

impl FromStr for Spot {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (x, y) = text.split_once(':').ok_or("there is no colon in it")?;
        let number = |text: &str| text.parse().map_err(|error| format!("{text}: {error}"));
        Ok(Spot(number(x)?, number(y)?))
    }
}

#[derive(Slots, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", slots(serialize, deserialize))]
struct Board {
    #[slots(as_str)]
    one: Spot,
    #[slots(as_str)]
    maybe: Option<Spot>,
    #[slots(as_str, optional)]
    unbound: Option<Spot>,
    #[slots(as_str)]
    list: Vec<Spot>,
    #[slots(as_str)]
    pair: [Spot; 2],
    #[slots(as_str)]
    queue: VecDeque<Spot>,
    #[slots(as_str)]
    boxed: Box<Spot>,
    #[slots(as_str)]
    slice: Box<[Spot]>,
    #[slots(as_str)]
    map: BTreeMap<String, Spot>,
    #[slots(as_str)]
    hashed: HashMap<String, Vec<Spot>>,
    #[slots(as_str)]
    deep: Vec<Option<Box<[Spot; 1]>>>,
    #[slots(as_str, optional)]
    lists: Option<Vec<Spot>>,
    #[slots(as_str, len = ..=2)]
    few: Vec<Spot>,
}

fn board() -> Board {
    let spot = Spot(1, 2);
    Board {
        one: spot,
        maybe: Some(spot),
        unbound: Some(spot),
        list: vec![spot, Spot(3, 4)],
        pair: [spot; 2],
        queue: VecDeque::from([spot]),
        boxed: Box::new(spot),
        slice: Box::new([spot]),
        map: BTreeMap::from([("a".into(), spot)]),
        hashed: HashMap::from([("b".into(), vec![spot])]),
        deep: vec![None, Some(Box::new([spot]))],
        lists: Some(vec![spot]),
        few: vec![],
    }
}

#[test]
fn what_is_inside_is_text_by_name() {
    let mut b = board();
    let shown: Vec<String> = b.vars().map(|(name, value)| format!("{name}={value:?}")).collect();
    let expected = "one='1:2' maybe='1:2' unbound='1:2' list=['1:2', '3:4'] pair=['1:2', '1:2'] \
                    queue=['1:2'] boxed='1:2' slice=['1:2'] map={'a': '1:2'} hashed={'b': ['1:2']} \
                    deep=[None, ['1:2']] lists=['1:2'] few=[]";
    assert_eq!(shown.join(" "), expected);
    b.setattr("list", vec!["5:6"]).unwrap();
    assert_eq!(b.list, [Spot(5, 6)]);
    b.setattr("maybe", Value::None).unwrap();
    b.setattr("unbound", Value::None).unwrap();
    b.setattr("lists", Value::None).unwrap();
    assert_eq!((b.maybe, b.unbound, &b.lists), (None, None, &None));
    b.setattr_path("list[0]", "7:8").unwrap();
    b.setattr_path("map.a", "9:9").unwrap();
    b.setattr_path_str("deep[1][0]", "0:1").unwrap();
    b.setattr_path("hashed.b[0]", "3:3").unwrap();
    b.setattr_path("queue[0]", "4:4").unwrap();
    assert_eq!((b.list[0], b.map["a"], b.hashed["b"][0]), (Spot(7, 8), Spot(9, 9), Spot(3, 3)));
    assert_eq!((b.deep[1].as_ref().unwrap()[0], b.queue[0]), (Spot(0, 1), Spot(4, 4)));
    assert_eq!(b.getattr_path("deep[1][0]").unwrap().downcast_ref(), Some(&Spot(0, 1)));
    assert_eq!(b.attr::<Vec<Spot>>("list").unwrap(), &[Spot(7, 8)]);
    let kind = |name| Board::LAYOUT.slot(name).unwrap().kind();
    assert_eq!((kind("list"), kind("map"), kind("maybe")), (Kind::List, Kind::Map, Kind::Str));
}

#[test]
fn what_is_shown_is_taken_again() {
    let b = board();
    assert_eq!(Board::from_attrs(b.to_dict().unwrap()).unwrap(), b);
    let mut other = Board::default();
    for (name, value) in b.vars() {
        other.setattr_str(name, &value.to_string()).unwrap();
    }
    assert_eq!(other, b);
    assert!(b.diff(&other).is_empty());
}

#[test]
fn what_is_refused_inside_names_its_place() {
    let mut b = board();
    let before = b.clone();
    let mut says = |name, value: Value| b.setattr(name, value).unwrap_err().to_string();
    assert_eq!(
        says("list", vec!["1:1", "x"].into()),
        "attribute 'list'[1] of 'Board' objects: 'x' is not a valid Spot: there is no colon in it"
    );
    assert_eq!(
        says("list", "1:1".into()),
        "attribute 'list' of 'Board' objects must be Vec<Spot>, not str"
    );
    assert_eq!(
        says("pair", vec!["1:1"].into()),
        "attribute 'pair' of 'Board' objects: a list of 1 is not a valid [Spot; 2]: it must have 2 items"
    );
    let map: Dict = [("k", 1)].into_iter().collect();
    assert_eq!(
        says("map", map.into()),
        "attribute 'map'['k'] of 'Board' objects must be Spot, not int"
    );
    assert_eq!(
        says("few", vec!["1:1"; 3].into()),
        "attribute 'few' of 'Board' objects: a length of 3 is not in ..=2"
    );
    assert_eq!(b, before);
}

#[derive(Slots, Debug)]
struct Generic<T: fmt::Display + FromStr<Err: fmt::Display> + 'static> {
    #[slots(as_str)]
    list: Vec<Option<T>>,
    #[slots(as_str, lazy = Generic::first)]
    first: OnceCell<Vec<T>>,
}

impl<T: fmt::Display + FromStr<Err: fmt::Display> + 'static> Generic<T> {
    fn first(&self) -> Vec<T> {
        self.list.iter().flatten().take(1).map(|it| it.to_string().parse().ok().unwrap()).collect()
    }
}

#[test]
fn a_parameter_is_reached_too() {
    let mut g = Generic::<Spot> { list: vec![], first: OnceCell::new() };
    g.setattr("list", vec![Value::None, "1:2".into()]).unwrap();
    assert_eq!(g.list, [None, Some(Spot(1, 2))]);
    assert_eq!(g.getattr("first").unwrap().to_string(), "['1:2']");
}

#[cfg(feature = "serde")]
#[test]
fn in_data_it_is_what_text_would_be() {
    use same_data::{assert_same_data, round_trip};

    /// The same, of text.
    #[derive(serde::Serialize)]
    struct Text {
        one: String,
        maybe: Option<String>,
        unbound: Option<String>,
        list: Vec<String>,
        pair: [String; 2],
        queue: VecDeque<String>,
        boxed: String,
        slice: Box<[String]>,
        map: BTreeMap<String, String>,
        hashed: HashMap<String, Vec<String>>,
        deep: Vec<Option<Box<[String; 1]>>>,
        lists: Option<Vec<String>>,
        few: Vec<String>,
    }
    let spot = || "1:2".to_owned();
    let text = Text {
        one: spot(),
        maybe: Some(spot()),
        unbound: Some(spot()),
        list: vec![spot(), "3:4".into()],
        pair: [spot(), spot()],
        queue: VecDeque::from([spot()]),
        boxed: spot(),
        slice: Box::new([spot()]),
        map: BTreeMap::from([("a".into(), spot())]),
        hashed: HashMap::from([("b".into(), vec![spot()])]),
        deep: vec![None, Some(Box::new([spot()]))],
        lists: Some(vec![spot()]),
        few: vec![],
    };
    let board = board();
    assert_same_data(&board, &text);
    assert_eq!(round_trip(&board), board);
    assert_eq!(
        postcard::from_bytes::<Board>(&postcard::to_allocvec(&text).unwrap()),
        Ok(board.clone())
    );
    let packed = rmp_serde::to_vec_named(&text).unwrap();
    assert_eq!(rmp_serde::from_slice::<Board>(&packed).unwrap(), board);
    // An `Option` that is no `optional` slot may lack, as in serde.
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Maybe {
        #[slots(as_str)]
        spot: Option<Spot>,
    }
    assert_eq!(serde_json::from_str::<Maybe>("{}").unwrap().spot, None);
    let error = serde_json::from_str::<Maybe>(r#"{"spot": "None"}"#).unwrap_err().to_string();
    assert!(error.contains("'None' is not a valid"), "{error}");
}

#[test]
fn a_map_may_have_any_keys_and_tells_its_items() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(default)]
    struct Grid {
        #[slots(as_str)]
        spots: BTreeMap<u16, Vec<Spot>>,
    }
    let mut grid = Grid::default();
    let map: Dict = [("7", vec!["1:2"])].into_iter().collect();
    grid.setattr("spots", map).unwrap();
    assert_eq!(grid.spots, BTreeMap::from([(7, vec![Spot(1, 2)])]));
    grid.setattr_path("spots.7[0]", "3:4").unwrap();
    assert_eq!(grid.getattr("spots").unwrap().to_string(), "{'7': ['3:4']}");
    let item = Grid::LAYOUT.slot("spots").unwrap().item().unwrap();
    assert_eq!((item.kind(), item.item().unwrap().kind()), (Kind::List, Kind::Str));
    assert_eq!(Grid::from_attrs(grid.to_dict().unwrap()).unwrap(), grid);
}
