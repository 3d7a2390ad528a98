//! Graphs of shared objects in data: each object once, with a number, and references by number.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use serde_json::json;
use slotted::prelude::*;
use slotted::{
    Graph, LocalObj, Obj, ObjCell, ObjLock, WeakObj, WeakObjCell, WeakObjLock, WeakSlot,
};

#[path = "common/nodes.rs"]
mod nodes;
use nodes::{Node, back, end, next, node, read, write};

/// Writes the value and reads it again, as JSON; as MessagePack, and through a `Value`, too.
fn each_way<T: SlotValue>(value: T, check: impl Fn(&T)) {
    let graph = Graph(value);
    let text = serde_json::to_string(&graph).unwrap();
    let bytes = rmp_serde::to_vec(&graph).unwrap();
    let value = slotted::to_value(&graph).unwrap();
    check(&graph.0);
    check(&serde_json::from_str::<Graph<T>>(&text).unwrap().0);
    check(&rmp_serde::from_slice::<Graph<T>>(&bytes).unwrap().0);
    check(&slotted::from_value::<Graph<T>>(value).unwrap().0);
}

#[test]
fn an_object_that_two_refer_to_is_one_object_again() {
    let (top, left, right, bottom) = (node(1), node(2), node(3), node(4));
    write(&left).next = Some(bottom.clone());
    write(&right).next = Some(bottom);
    write(&top).others.extend([left, right]);
    assert_eq!(
        serde_json::to_value(Graph(top.clone())).unwrap(),
        json!({"root": 1, "objects": {
            "1": {"id": 1, "next": null, "back": null, "others": [2, 3]},
            "2": {"id": 2, "next": 4, "back": null, "others": []},
            "3": {"id": 3, "next": 4, "back": null, "others": []},
            "4": {"id": 4, "next": null, "back": null, "others": []},
        }})
    );
    each_way(top, |top| {
        let others = top.try_read().unwrap().others.clone();
        assert!(next(&others[0]) == next(&others[1]) && others[0] != others[1]);
        assert_eq!(next(&others[0]).try_read().unwrap().id, 4);
        assert_eq!(ObjLock::strong_count(&next(&others[0])), 3);
    });
}

#[test]
fn a_circle_of_locked_objects_is_a_circle_again() {
    let (one, two) = (node(1), node(2));
    write(&one).next = Some(two.clone());
    write(&two).next = Some(one.clone());
    write(&two).others.extend([one.clone(), two.clone()]);
    each_way(one.clone(), |one| {
        let two = next(one);
        assert!(next(&two) == *one && two.try_read().unwrap().others == [one.clone(), two.clone()]);
        assert_eq!((one.try_read().unwrap().id, two.try_read().unwrap().id), (1, 2));
        end(&two);
    });
    end(&one);
    assert_eq!(ObjLock::strong_count(&one), 1);
}

#[test]
fn an_object_may_refer_to_itself() {
    let one = node(1);
    write(&one).next = Some(one.clone());
    write(&one).back = Some(ObjLock::downgrade(&one));
    let text = serde_json::to_string(&Graph(one.clone())).unwrap();
    end(&one);
    let Graph(read) = serde_json::from_str::<Graph<ObjLock<Node>>>(&text).unwrap();
    assert!(next(&read) == read && back(&read) == Some(read.clone()));
    end(&read);
}

#[test]
fn weak_references_lead_to_their_object_again_if_something_owns_it() {
    let (root, leaf, outside) = (node(1), node(2), node(3));
    write(&root).back = Some(ObjLock::downgrade(&outside));
    write(&outside).next = Some(root.clone());
    write(&leaf).back = Some(ObjLock::downgrade(&root));
    write(&root).others.push(leaf);
    each_way(root.clone(), |root| {
        let leaf = root.try_read().unwrap().others[0].clone();
        assert!(back(&leaf).as_ref() == Some(root));
        assert_eq!(leaf.try_read().unwrap().id, 2);
    });
    // The graph does not own the object outside: not even its attributes are in the data.
    let data = serde_json::to_value(Graph(root.clone())).unwrap();
    assert_eq!(data["objects"].as_object().unwrap().len(), 2);
    assert_eq!(data["objects"]["1"]["back"], json!(null));
    assert!(back(&root) == Some(outside.clone()));
    assert!(back(&read::<ObjLock<Node>>(data).unwrap()).is_none());

    // Nor is there anything of one that has died.
    drop(outside);
    let data = serde_json::to_value(Graph(root)).unwrap();
    assert_eq!(data["objects"]["1"]["back"], json!(null));
}

#[test]
fn a_weak_reference_may_come_before_what_owns_its_object() {
    let data = json!({
        "root": {"first": 2, "all": [1, 2]},
        "objects": {"1": {"id": 1, "others": [], "back": 2}, "2": {"id": 2, "others": []}},
    });
    #[derive(Slots)]
    struct Doc {
        first: WeakObjLock<Node>,
        all: Vec<ObjLock<Node>>,
    }
    let doc = read::<Doc>(data).unwrap();
    assert!(doc.first.upgrade() == Some(doc.all[1].clone()));
    assert!(back(&doc.all[0]) == doc.first.upgrade());
}

/// An airport with a lock, and its routes without, each of which must have a destination.
#[derive(Slots)]
#[slots(weakref)]
struct Airport {
    code: String,
    routes: Vec<Obj<Route>>,
    __weakref__: WeakSlot,
}

#[derive(Slots)]
struct Route {
    flights: u32,
    dest: WeakObjLock<Airport>,
}

#[test]
fn a_circle_through_objects_without_a_lock_is_closed_where_there_is_one() {
    let airport = |code: &str| {
        let (code, __weakref__) = (code.to_owned(), WeakSlot::new());
        ObjLock::new(Airport { code, routes: Vec::new(), __weakref__ })
    };
    let all = ["ATL", "JFK", "SEA"].map(airport);
    for (from, to, flights) in [(0, 1, 10), (1, 0, 11), (0, 2, 12), (2, 0, 13), (2, 2, 14)] {
        let dest = ObjLock::downgrade(&all[to]);
        all[from].try_write().unwrap().routes.push(Obj::new(Route { flights, dest }));
    }
    each_way(all.to_vec(), |all| {
        let mut seen = Vec::new();
        for airport in all {
            for route in &airport.try_read().unwrap().routes {
                let dest = route.dest.upgrade().expect("it lives");
                assert!(all.contains(&dest));
                let (from, to) = (airport.try_read().unwrap(), dest.try_read().unwrap());
                seen.push(format!("{} {} {}", from.code, to.code, route.flights));
            }
        }
        let routes = ["ATL JFK 10", "ATL SEA 12", "JFK ATL 11", "SEA ATL 13", "SEA SEA 14"];
        assert_eq!(seen, routes);
    });
}

#[test]
fn objects_of_one_thread_keep_their_identity() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Part {
        name: LocalObj<Name>,
        whole: Option<WeakObjCell<Part>>,
        parts: Vec<ObjCell<Part>>,
        __weakref__: WeakSlot,
    }
    #[derive(Slots)]
    struct Name {
        text: String,
    }
    let name = LocalObj::new(Name { text: "wheel".to_owned() });
    let part = |parts| {
        let (name, __weakref__) = (name.clone(), WeakSlot::new());
        ObjCell::new(Part { name, whole: None, parts, __weakref__ })
    };
    let whole = part(vec![part(Vec::new()), part(Vec::new())]);
    for part in &whole.borrow().parts {
        part.borrow_mut().whole = Some(ObjCell::downgrade(&whole));
    }
    each_way(whole, |whole| {
        let whole_name = &whole.borrow().name;
        assert_eq!(
            (whole_name.text.as_str(), LocalObj::strong_count(whole_name) >= 3),
            ("wheel", true)
        );
        for part in &whole.borrow().parts {
            assert!(LocalObj::ptr_eq(&part.borrow().name, whole_name));
            assert!(part.borrow().whole.as_ref().unwrap().upgrade().as_ref() == Some(whole));
        }
    });
}

#[derive(SlotValue, Debug, PartialEq)]
enum Shape {
    Circle { radius: f64 },
    Square(f64),
    Nothing,
}

#[derive(SlotValue, Debug, PartialEq)]
#[slots(tag = "type")]
enum Tagged {
    Circle { radius: f64 },
    Nothing,
}

#[test]
fn enums_with_data_are_objects_too() {
    #[derive(Slots)]
    struct Drawing {
        shapes: [Obj<Shape>; 4],
        tagged: BTreeMap<String, Obj<Tagged>>,
        pair: (Obj<Shape>, u8),
    }
    let circle = Obj::new(Shape::Circle { radius: 2.0 });
    let (square, nothing) = (Obj::new(Shape::Square(1.5)), Obj::new(Shape::Nothing));
    let tagged = Obj::new(Tagged::Circle { radius: 3.0 });
    let tagged = [("a", tagged.clone()), ("b", tagged), ("c", Obj::new(Tagged::Nothing))];
    let drawing = Drawing {
        shapes: [circle.clone(), square, circle.clone(), nothing],
        tagged: tagged.map(|(key, shape)| (key.to_owned(), shape)).into(),
        pair: (circle, 7),
    };
    each_way(drawing, |drawing| {
        let [a, b, c, d] = &drawing.shapes;
        assert!(Obj::ptr_eq(a, c) && Obj::ptr_eq(a, &drawing.pair.0) && drawing.pair.1 == 7);
        assert_eq!(
            (&**a, &**b, &**d),
            (&Shape::Circle { radius: 2.0 }, &Shape::Square(1.5), &Shape::Nothing)
        );
        assert!(Obj::ptr_eq(&drawing.tagged["a"], &drawing.tagged["b"]));
        assert_eq!(
            (&*drawing.tagged["a"], &*drawing.tagged["c"]),
            (&Tagged::Circle { radius: 3.0 }, &Tagged::Nothing)
        );
    });
}

#[test]
fn a_graph_is_a_part_of_other_data() {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct File {
        version: u32,
        #[serde(with = "slotted::graph")]
        nodes: Vec<ObjLock<Node>>,
    }
    #[derive(Slots)]
    #[slots(serialize, deserialize)]
    struct Document {
        #[slots(with = slotted::graph)]
        first: Vec<ObjLock<Node>>,
        #[slots(with = slotted::graph)]
        second: Vec<ObjLock<Node>>,
    }
    let one = node(1);
    let file = File { version: 1, nodes: vec![one.clone(), one.clone()] };
    let text = serde_json::to_string(&file).unwrap();
    let read: File = serde_json::from_str(&text).unwrap();
    assert!(read.version == 1 && read.nodes[0] == read.nodes[1]);

    // Each has numbers of its own.
    let document = Document { first: file.nodes, second: vec![one] };
    let text = serde_json::to_string(&document).unwrap();
    let read: Document = serde_json::from_str(&text).unwrap();
    assert!(read.first[0] == read.first[1] && read.first[0] != read.second[0]);

    // An object whose own slot is a graph, inside of a graph.
    let document = Obj::new(document);
    each_way((document.clone(), document), |(one, two)| {
        assert!(Obj::ptr_eq(one, two) && one.first[0] == one.first[1]);
    });
}

#[test]
fn an_object_that_is_given_in_place_of_a_number_is_one_that_nothing_else_refers_to() {
    let data = json!({"root": {"id": 1, "next": {"id": 2, "next": 3, "others": []}, "others": [3]},
        "objects": {"3": {"id": 3, "others": []}}});
    let root = read::<ObjLock<Node>>(data).unwrap();
    assert!(next(&next(&root)) == root.try_read().unwrap().others[0]);
}

#[test]
fn weak_references_in_a_list_are_read_while_all_of_them_are_owned() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Watched {
        id: u32,
        __weakref__: WeakSlot,
    }
    #[derive(Slots)]
    struct Observed {
        all: Vec<Obj<Watched>>,
        observers: Vec<WeakObj<Watched>>,
    }
    let watched = |id| Obj::new(Watched { id, __weakref__: WeakSlot::new() });
    let mut observed = Observed { all: vec![watched(1), watched(2)], observers: Vec::new() };
    observed.observers.extend(observed.all.iter().rev().map(Obj::downgrade));
    let text = serde_json::to_string(&Graph(observed)).unwrap();
    let Graph(mut observed) = serde_json::from_str::<Graph<Observed>>(&text).unwrap();
    let ids: Vec<_> = observed.observers.iter().map(|it| it.upgrade().unwrap().id).collect();
    assert_eq!(ids, [2, 1]);
    // A list has no place for none.
    observed.all.pop();
    let text = serde_json::to_string(&Graph(observed)).unwrap();
    assert!(text.contains("[null,1]"), "{text}");
    assert!(serde_json::from_str::<Graph<Observed>>(&text).is_err());
}

/// Formats such as MessagePack have keys that are numbers.
#[test]
fn the_number_of_an_object_may_be_a_number_or_its_text() {
    #[derive(serde::Serialize)]
    struct Data<K: Ord> {
        root: i64,
        objects: BTreeMap<K, serde_json::Value>,
    }
    let object = |id: u32| json!({"id": id, "others": []});
    for number in [3, 0, -3, i64::MAX, i64::MIN] {
        let data = Data { root: number, objects: BTreeMap::from([(number, object(7))]) };
        let bytes = rmp_serde::to_vec_named(&data).unwrap();
        let read = rmp_serde::from_slice::<Graph<ObjLock<Node>>>(&bytes).unwrap();
        assert_eq!(read.0.try_read().unwrap().id, 7, "{number}");
        let text =
            Data { root: number, objects: BTreeMap::from([(number.to_string(), object(8))]) };
        let bytes = rmp_serde::to_vec_named(&text).unwrap();
        let read = rmp_serde::from_slice::<Graph<ObjLock<Node>>>(&bytes).unwrap();
        assert_eq!(read.0.try_read().unwrap().id, 8, "{number}");
    }
    let data = Data { root: 1, objects: BTreeMap::from([(u64::MAX, object(7))]) };
    let bytes = rmp_serde::to_vec_named(&data).unwrap();
    let error = rmp_serde::from_slice::<Graph<ObjLock<Node>>>(&bytes).err().unwrap().to_string();
    assert!(error.contains("expected the number of an object"), "{error}");
}

#[test]
fn a_circle_is_closed_in_a_map_too() {
    #[derive(Slots)]
    struct Named {
        id: u32,
        all: BTreeMap<String, ObjLock<Named>>,
    }
    let one = ObjLock::new(Named { id: 1, all: BTreeMap::new() });
    one.try_write().unwrap().all.insert("self".to_owned(), one.clone());
    each_way(one.clone(), |one| {
        let all = one.try_read().unwrap().all.clone();
        assert!(all["self"] == *one && all.len() == 1);
        assert_eq!(one.try_read().unwrap().id, 1);
        one.try_write().unwrap().all.clear();
        one.try_write().unwrap().all.extend(all);
    });
}

/// A team whose lead is one of its people, and stands before them.
#[derive(Slots)]
struct Team {
    lead: WeakObjLock<Node>,
    people: Vec<ObjLock<Node>>,
}

fn team(first: u32) -> Team {
    let people = vec![node(first), node(first + 1)];
    Team { lead: ObjLock::downgrade(&people[1]), people }
}

#[track_caller]
fn check_team(team: &Team, first: u32) {
    assert!(team.lead.upgrade().as_ref() == Some(&team.people[1]));
    let ids: Vec<u32> = team.people.iter().map(|it| it.try_read().unwrap().id).collect();
    assert_eq!(ids, [first, first + 1]);
}

#[test]
fn a_weak_reference_may_come_before_its_owner_in_a_nested_value() {
    #[derive(Slots)]
    struct Outer {
        team: Team,
    }
    each_way(Outer { team: team(1) }, |outer| check_team(&outer.team, 1));
    each_way(vec![team(1), team(3)], |teams| {
        check_team(&teams[0], 1);
        check_team(&teams[1], 3);
    });
    each_way(Obj::new(Outer { team: team(1) }), |outer| check_team(&outer.team, 1));
    each_way(ObjLock::new(Outer { team: team(1) }), |outer| {
        check_team(&outer.try_read().unwrap().team, 1);
    });
    // The owner is an entry of another value, or inside another object.
    let people = vec![node(1), node(2)];
    let lead = ObjLock::downgrade(&people[0]);
    write(&people[1]).back = Some(lead.clone());
    each_way((lead, people), |(lead, people)| {
        assert!(lead.upgrade().as_ref() == Some(&people[0]));
        assert!(back(&people[1]).as_ref() == Some(&people[0]));
    });
    let inner = node(2);
    let outer = node(1);
    write(&outer).others.push(inner.clone());
    each_way((ObjLock::downgrade(&inner), outer), |(inner, outer)| {
        assert!(inner.upgrade().as_ref() == Some(&outer.try_read().unwrap().others[0]));
    });
}

#[test]
fn an_object_without_a_lock_may_refer_weakly_to_one_that_comes_later() {
    let airport = |code: &str| {
        let (code, __weakref__) = (code.to_owned(), WeakSlot::new());
        ObjLock::new(Airport { code, routes: Vec::new(), __weakref__ })
    };
    #[derive(Slots)]
    struct Trip {
        routes: Vec<Obj<Route>>,
        longest: Option<Obj<Route>>,
    }
    let airports = vec![airport("ATL"), airport("JFK")];
    let route = |to: usize| Obj::new(Route { flights: 1, dest: ObjLock::downgrade(&airports[to]) });
    let trip = Trip { routes: vec![route(1), route(0)], longest: None };
    let trip = Obj::new(Trip { longest: Some(trip.routes[1].clone()), ..trip });
    each_way((trip.clone(), vec![trip], airports), |(trip, trips, airports)| {
        assert!(Obj::ptr_eq(trip, &trips[0]));
        assert!(trip.routes[0].dest.upgrade().as_ref() == Some(&airports[1]));
        assert!(trip.routes[1].dest.upgrade().as_ref() == Some(&airports[0]));
        assert!(Obj::ptr_eq(trip.longest.as_ref().unwrap(), &trip.routes[1]));
    });
}

#[test]
fn what_owns_the_object_may_be_a_place_that_closes_a_circle() {
    // The third object is owned by a list that is read last: it leads back to the second.
    let (one, two, three) = (node(1), node(2), node(3));
    write(&one).next = Some(two.clone());
    write(&two).others.extend([one.clone(), three.clone()]);
    each_way((ObjLock::downgrade(&three), one.clone()), |(three, one)| {
        let others = next(one).try_read().unwrap().others.clone();
        assert!(others[0] == *one && three.upgrade().as_ref() == Some(&others[1]));
        end(one);
    });
}

#[test]
fn a_validator_of_a_weak_reference_may_require_one_that_lives() {
    fn lives(node: &WeakObjLock<Node>) -> Result<(), String> {
        node.upgrade().map(drop).ok_or_else(|| "it is dead".to_owned())
    }
    #[derive(Slots)]
    struct Doc {
        #[slots(validate = lives)]
        first: WeakObjLock<Node>,
        all: Vec<ObjLock<Node>>,
    }
    let all = vec![node(1), node(2)];
    let doc = || Doc { first: ObjLock::downgrade(&all[1]), all: all.clone() };
    each_way(doc(), |doc| assert!(doc.first.upgrade().as_ref() == Some(&doc.all[1])));
    each_way(Obj::new(doc()), |doc| assert!(doc.first.upgrade().as_ref() == Some(&doc.all[1])));
}

#[test]
fn a_weak_reference_that_must_be_there_may_lead_back_to_an_object_with_a_lock() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Parent {
        children: Vec<ObjLock<Child>>,
        __weakref__: WeakSlot,
    }
    #[derive(Slots)]
    struct Child {
        parent: WeakObjLock<Parent>,
        id: u32,
    }
    let parent = ObjLock::new(Parent { children: Vec::new(), __weakref__: WeakSlot::new() });
    let child = |id| ObjLock::new(Child { parent: ObjLock::downgrade(&parent), id });
    parent.try_write().unwrap().children.extend([child(1), child(2)]);
    each_way(parent, |parent| {
        for (child, id) in parent.try_read().unwrap().children.iter().zip(1..) {
            let child = child.try_read().unwrap();
            assert!(child.id == id && child.parent.upgrade().as_ref() == Some(parent));
        }
    });
}

/// The whole root is read again when what it refers to weakly is there: how large it is counts.
#[test]
fn a_large_root_that_is_read_twice_is_within_the_limit() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Item {
        id: u32,
        __weakref__: WeakSlot,
    }
    #[derive(Slots)]
    struct Root {
        first: Option<WeakObj<Item>>,
        many: Vec<u32>,
        owner: Obj<Item>,
    }
    let owner = Obj::new(Item { id: 1, __weakref__: WeakSlot::new() });
    let first = Some(Obj::downgrade(&owner));
    each_way(Obj::new(Root { first, many: (0..2_000).collect(), owner }), |root| {
        let first = root.first.as_ref().and_then(|first| first.upgrade());
        assert!(first.is_some_and(|first| Obj::ptr_eq(&first, &root.owner)));
    });
    let many: Vec<u32> = (0..2_000).collect();
    let data = json!({"root": {"first": 1, "many": many, "owner": 1}, "objects": {"1": {"id": 7}}});
    let root = read::<Root>(data).unwrap();
    assert_eq!(root.first.as_ref().and_then(|first| first.upgrade()).map(|it| it.id), Some(7));
}
