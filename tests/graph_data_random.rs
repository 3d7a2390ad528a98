//! Large graphs, random graphs, and random data of graphs.

#![cfg(feature = "serde")]

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{Graph, Obj, ObjLock};

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

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
