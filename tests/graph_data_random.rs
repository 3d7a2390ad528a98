//! Large graphs, random graphs, and random data of graphs.

#![cfg(feature = "serde")]

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{Graph, Obj, ObjLock, WeakObj, WeakObjLock, WeakSlot};

#[path = "common/nodes.rs"]
mod nodes;
use nodes::{Node, back, end, node, write};

/// How many objects the large graphs have.
const MANY: usize = if cfg!(debug_assertions) { 10_000 } else { 1_000_000 };

/// Writes a graph to text and reads it again.
fn again<T: SlotValue>(value: T) -> T {
    let text = serde_json::to_string(&Graph(value)).unwrap();
    serde_json::from_str::<Graph<T>>(&text).unwrap().0
}

#[test]
fn a_chain_of_any_length_is_written_and_read_in_bounded_stack() {
    let chain = || {
        let nodes: Vec<_> = (0..MANY).map(|id| node(id as u32)).collect();
        for pair in nodes.windows(2) {
            write(&pair[0]).next = Some(pair[1].clone());
            write(&pair[1]).back = Some(ObjLock::downgrade(&pair[0]));
        }
        nodes
    };
    let length = |first: &ObjLock<Node>| {
        let (mut at, mut length) = (first.clone(), 1);
        while let Some(next) = { at.try_read().unwrap().next.clone() } {
            assert!(back(&next) == Some(at) || next == *first);
            at = next;
            length += 1;
            if at == *first {
                break;
            }
        }
        length
    };
    assert_eq!(length(&again(chain().swap_remove(0))), MANY);

    // The same as a circle.
    let nodes = chain();
    write(&nodes[MANY - 1]).next = Some(nodes[0].clone());
    let read = again(nodes[0].clone());
    assert_eq!(length(&read), MANY + 1);
    end(&read);
    end(&nodes[0]);
}

#[test]
fn a_chain_of_objects_without_a_lock_that_ends_in_a_circle_is_read_in_bounded_stack() {
    #[derive(Slots)]
    struct Link {
        next: Option<Obj<Link>>,
        end: Option<ObjLock<End>>,
    }
    #[derive(Slots)]
    struct End {
        first: Option<Obj<Link>>,
        id: u32,
    }
    let end = ObjLock::new(End { first: None, id: 5 });
    let mut first = Obj::new(Link { next: None, end: Some(end.clone()) });
    for _ in 1..MANY / 10 {
        first = Obj::new(Link { next: Some(first), end: None });
    }
    end.try_write().unwrap().first = Some(first);
    let read = again(end.clone());
    let first = read.try_write().unwrap().first.take().unwrap();
    drop(end.try_write().unwrap().first.take());
    let (mut at, mut length) = (&first, 1);
    while let Some(next) = &at.next {
        at = next;
        length += 1;
    }
    assert!(at.end.as_ref() == Some(&read) && read.try_read().unwrap().id == 5);
    assert_eq!(length, MANY / 10);
}

#[test]
fn a_star_of_many_references_is_read_in_time_that_grows_with_it() {
    let center = node(0);
    let leaves: Vec<_> = (1..=MANY as u32).map(node).collect();
    for leaf in &leaves {
        write(leaf).back = Some(ObjLock::downgrade(&center));
    }
    write(&center).others = leaves;
    let read = again(center);
    let leaves = &read.try_read().unwrap().others;
    assert!(leaves.len() == MANY && leaves.iter().all(|leaf| back(leaf).as_ref() == Some(&read)));
}

#[derive(Slots)]
struct Link {
    id: u32,
    next: Option<Obj<Link>>,
}

/// Returns chains that are longer than what is read in place.
fn chains(count: u32) -> Vec<Obj<Link>> {
    let chain = |at| {
        (0..50).fold(None, |next, id| Some(Obj::new(Link { id: at * 50 + id, next }))).unwrap()
    };
    (0..count).map(chain).collect()
}

fn check_chains(chains: &[Obj<Link>]) {
    for (first, at) in chains.iter().zip(0..) {
        let chain = std::iter::successors(Some(first), |link| link.next.as_ref());
        assert!(chain.map(|link| link.id).eq((at * 50..(at + 1) * 50).rev()));
    }
}

#[test]
fn any_number_of_long_chains_is_read() {
    #[derive(Slots)]
    struct List {
        all: Vec<Obj<Link>>,
    }
    let read = again(chains(2_500));
    check_chains(&read);
    assert_eq!(read.len(), 2_500);
    let read = again(Obj::new(List { all: read }));
    check_chains(&read.all);
}

#[test]
fn any_number_of_references_of_one_object_may_wait() {
    macro_rules! many {
        ($type:ident of $($slot:ident)*) => {
            #[derive(Slots)]
            struct $type {
                name: String,
                $($slot: Option<ObjLock<$type>>,)*
                parts: Vec<String>,
            }

            impl $type {
                fn of(to: Option<&ObjLock<$type>>, parts: &[String]) -> Self {
                    let name = "x".to_owned();
                    $type { name, $($slot: to.cloned(),)* parts: parts.to_owned() }
                }

                fn refers_to(&self, to: &ObjLock<$type>) -> bool {
                    $(self.$slot.as_ref() == Some(to))&&*
                }
            }
        };
    }
    many!(Face of a b c d e f g h i j k l m n o p q r s t u v w x y z);
    // Each slot of the second leads back to the first, which is being read.
    let parts: Vec<String> = (0..500).map(|at| format!("part {at}")).collect();
    let one = ObjLock::new(Face::of(None, &[]));
    let two = ObjLock::new(Face::of(Some(&one), &parts));
    one.try_write().unwrap().a = Some(two.clone());
    let read = again(one.clone());
    let second = read.try_read().unwrap().a.clone().unwrap();
    assert!(second.try_read().unwrap().refers_to(&read));
    assert_eq!(second.try_read().unwrap().parts, parts);
    for circle in [one, read] {
        drop(circle.try_write().unwrap().a.take());
    }
}

#[test]
fn any_number_of_weak_references_may_come_before_the_owner() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Owned {
        __weakref__: WeakSlot,
    }
    macro_rules! many {
        ($type:ident of $($slot:ident)*) => {
            #[derive(Slots)]
            struct $type {
                $($slot: WeakObj<Owned>,)*
                owner: Obj<Owned>,
            }

            impl $type {
                fn of(owner: Obj<Owned>) -> Self {
                    $type { $($slot: Obj::downgrade(&owner),)* owner }
                }

                fn is_whole(&self) -> bool {
                    let leads = |weak: &WeakObj<Owned>| {
                        weak.upgrade().is_some_and(|it| Obj::ptr_eq(&it, &self.owner))
                    };
                    $(leads(&self.$slot))&&*
                }
            }
        };
    }
    many!(Many of a b c d e f g h i j k l m n o p q r s t u v w x y z);
    let owned = || Obj::new(Owned { __weakref__: WeakSlot::new() });
    assert!(again(Many::of(owned())).is_whole());
    assert!(again(Obj::new(Many::of(owned()))).is_whole());
    assert!(again(vec![Many::of(owned())])[0].is_whole());
}

#[test]
fn any_number_of_weak_references_may_lead_to_one_another() {
    // Each leads to the next one, which comes after it.
    let mut items: Vec<Obj<Item>> = Vec::new();
    for id in 0..1_000 {
        let before = items.last().map(Obj::downgrade);
        let (to, below, hub, __weakref__) = (None, None, None, WeakSlot::new());
        items.push(Obj::new(Item { id, to, before, below, hub, __weakref__ }));
    }
    items.reverse();
    let check = |items: &[Obj<Item>]| {
        for pair in items.windows(2) {
            let before = pair[0].before.as_ref().and_then(|item| item.upgrade()).unwrap();
            assert!(Obj::ptr_eq(&before, &pair[1]) && pair[0].id == pair[1].id + 1);
        }
    };
    let read = again(items);
    check(&read);
    let hub = |items| {
        let (id, watched, back, next, __weakref__) = (0, None, None, None, WeakSlot::new());
        ObjLock::new(Hub { id, watched, back, items, next, __weakref__ })
    };
    check(&again(hub(read)).try_read().unwrap().items);
}

/// A graph as numbers: the root, and of each node the next one, the one before, the others.
type Edges = (usize, Vec<(Option<usize>, Option<usize>, Vec<usize>)>);

fn edges() -> impl Strategy<Value = Edges> {
    (1_usize..12).prop_flat_map(|size| {
        let to = prop::option::of(0..size);
        let others = prop::collection::vec(0..size, 0..4);
        (0..size, prop::collection::vec((to.clone(), to, others), size))
    })
}

/// Describes what can be reached by strong references, each object by the number of its first
/// visit.
fn described(root: &ObjLock<Node>) -> String {
    let mut seen = vec![root.clone()];
    let mut text = String::new();
    let mut at = 0;
    while at < seen.len() {
        let object = seen[at].clone();
        let object = object.try_read().unwrap();
        let mut number = |object: &ObjLock<Node>| {
            seen.iter().position(|it| it == object).unwrap_or_else(|| {
                seen.push(object.clone());
                seen.len() - 1
            })
        };
        let next = object.next.as_ref().map(&mut number);
        let others: Vec<_> = object.others.iter().map(&mut number).collect();
        text += &format!("{} next {next:?} others {others:?}\n", object.id);
        at += 1;
    }
    for object in &seen {
        let back = back(object).map(|back| seen.iter().position(|it| *it == back));
        // An object that nothing owns is not there any more.
        text += &format!("back {:?}\n", back.flatten());
    }
    text
}

fn built((root, edges): &Edges) -> (ObjLock<Node>, Vec<ObjLock<Node>>) {
    let nodes: Vec<_> = (0..edges.len()).map(|id| node(id as u32)).collect();
    for (node, (next, back, others)) in nodes.iter().zip(edges) {
        let mut node = write(node);
        node.next = next.map(|to| nodes[to].clone());
        node.back = back.map(|to| ObjLock::downgrade(&nodes[to]));
        node.others = others.iter().map(|&to| nodes[to].clone()).collect();
    }
    (nodes[*root].clone(), nodes)
}

/// Ends all circles.
fn end_all(root: &ObjLock<Node>) {
    let mut left = vec![root.clone()];
    while let Some(node) = left.pop() {
        let mut node = write(&node);
        left.extend(node.next.take());
        left.append(&mut node.others);
    }
}

/// An object with a lock, which owns some without.
#[derive(Slots)]
#[slots(weakref)]
struct Hub {
    id: u32,
    watched: Option<WeakObj<Item>>,
    back: Option<WeakObjLock<Hub>>,
    items: Vec<Obj<Item>>,
    next: Option<ObjLock<Hub>>,
    __weakref__: WeakSlot,
}

#[derive(Slots)]
#[slots(weakref)]
struct Item {
    id: u32,
    to: Option<WeakObjLock<Hub>>,
    before: Option<WeakObj<Item>>,
    below: Option<Obj<Item>>,
    hub: Option<ObjLock<Hub>>,
    __weakref__: WeakSlot,
}

/// A plain value whose weak reference stands before what is owned.
#[derive(Slots)]
struct Group {
    first: Option<WeakObj<Item>>,
    item: Option<Obj<Item>>,
    hub: Option<ObjLock<Hub>>,
}

type Numbers = [Option<prop::sample::Index>; 4];
type Hubs = Vec<(Numbers, Vec<prop::sample::Index>)>;

fn numbers() -> impl Strategy<Value = Numbers> {
    prop::array::uniform4(prop::option::of(any::<prop::sample::Index>()))
}

fn hubs() -> impl Strategy<Value = Hubs> {
    let items = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    prop::collection::vec((numbers(), items), 1..6)
}

/// Builds hubs and items that refer to each other, and groups of them.
fn groups(
    of_hubs: &Hubs,
    of_items: &[Numbers],
    of_groups: &[Numbers],
) -> (Vec<Group>, Vec<ObjLock<Hub>>) {
    let hub = |id| {
        let __weakref__ = WeakSlot::new();
        ObjLock::new(Hub {
            id,
            watched: None,
            back: None,
            items: Vec::new(),
            next: None,
            __weakref__,
        })
    };
    let hubs: Vec<_> = (0..of_hubs.len() as u32).map(hub).collect();
    let mut items: Vec<Obj<Item>> = Vec::new();
    for (numbers, id) in of_items.iter().zip(0..) {
        let [to, before, below, own] = numbers;
        let earlier = |at: &Option<prop::sample::Index>| {
            at.filter(|_| id > 0).map(|at| items[at.index(items.len())].clone())
        };
        items.push(Obj::new(Item {
            id,
            to: to.map(|at| ObjLock::downgrade(at.get(&hubs))),
            before: earlier(before).map(|item| Obj::downgrade(&item)),
            below: earlier(below),
            hub: own.map(|at| at.get(&hubs).clone()),
            __weakref__: WeakSlot::new(),
        }));
    }
    for (hub, ([watched, back, next, _], of_items)) in hubs.iter().zip(of_hubs) {
        let mut hub = hub.try_write().unwrap();
        hub.watched = watched.map(|at| Obj::downgrade(at.get(&items)));
        hub.back = back.map(|at| ObjLock::downgrade(at.get(&hubs)));
        hub.next = next.map(|at| at.get(&hubs).clone());
        hub.items = of_items.iter().map(|at| at.get(&items).clone()).collect();
    }
    let group = |[first, item, hub, _]: &Numbers| Group {
        first: first.map(|at| Obj::downgrade(at.get(&items))),
        item: item.map(|at| at.get(&items).clone()),
        hub: hub.map(|at| at.get(&hubs).clone()),
    };
    (of_groups.iter().map(group).collect(), hubs)
}

/// Ends all circles.
fn end_hubs(mut hubs: Vec<ObjLock<Hub>>, mut items: Vec<Obj<Item>>) {
    loop {
        if let Some(item) = items.pop() {
            hubs.extend(item.hub.clone());
            items.extend(item.below.clone());
        } else if let Some(hub) = hubs.pop() {
            let mut hub = hub.try_write().unwrap();
            hubs.extend(hub.next.take());
            items.append(&mut hub.items);
        } else {
            return;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Each object gets its number when it is first referred to, so a graph that was read is
    /// written as it was.
    #[test]
    fn a_graph_that_is_read_is_written_as_it_was(
        hubs in hubs(),
        items in prop::collection::vec(numbers(), 1..8),
        of_groups in prop::collection::vec(numbers(), 0..4),
    ) {
        let (groups, hubs) = groups(&hubs, &items, &of_groups);
        let graph = Graph((groups, Vec::<u8>::new()));
        let text = serde_json::to_string(&graph).unwrap();
        let read = serde_json::from_str::<Graph<(Vec<Group>, Vec<u8>)>>(&text);
        let read = read.map_err(|error| format!("{error}: {text}"));
        prop_assert!(read.is_ok(), "{}", read.err().unwrap());
        let read = read.unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        for group in read.0.0 {
            end_hubs(group.hub.into_iter().collect(), group.item.into_iter().collect());
        }
        end_hubs(hubs, Vec::new());
    }

    #[test]
    fn a_graph_that_is_read_is_the_one_that_was_written(edges in edges()) {
        let (root, nodes) = built(&edges);
        let text = serde_json::to_string(&Graph(root.clone())).unwrap();
        let Graph(read) = serde_json::from_str::<Graph<ObjLock<Node>>>(&text).unwrap();
        prop_assert_eq!(described(&read), described(&root));
        let watched = ObjLock::downgrade(&read);
        end_all(&read);
        drop(read);
        prop_assert!(watched.upgrade().is_none(), "reading keeps nothing");
        nodes.iter().for_each(end_all);
    }

    #[test]
    fn data_that_nobody_wrote_is_read_or_refused(
        edges in edges(),
        at in any::<prop::sample::Index>(),
        digit in 0_u8..10,
    ) {
        let (root, nodes) = built(&edges);
        let mut text = serde_json::to_string(&Graph(root)).unwrap().into_bytes();
        let digits: Vec<_> = (0..text.len()).filter(|&at| text[at].is_ascii_digit()).collect();
        text[*at.get(&digits)] = b'0' + digit;
        if let Ok(Graph(read)) = serde_json::from_slice::<Graph<ObjLock<Node>>>(&text) {
            let written = serde_json::to_string(&Graph(read.clone())).unwrap();
            let again = serde_json::from_str::<Graph<ObjLock<Node>>>(&written).unwrap().0;
            prop_assert_eq!(described(&again), described(&read));
            end_all(&read);
            end_all(&again);
        }
        nodes.iter().for_each(end_all);
    }
}
