//! Data, paths, literals and patches that somebody broke on purpose: no panic, stack and memory
//! that are bounded, and an error that says where and why. `ci/hostile` does the same a million
//! times.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::fmt::Display;

use slotted::prelude::*;
use slotted::{AttrPath, Class, Patch};

#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(dict, serialize, deserialize)]
struct Server {
    host: String,
    port: u16,
    ratio: f64,
    #[slots(optional)]
    limit: Option<u32>,
    tags: Vec<String>,
    peers: BTreeMap<String, Peer>,
    shape: Shape,
    #[slots(default)]
    any: Value,
    __dict__: Dict,
}

#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(serialize, deserialize)]
struct Peer {
    name: String,
    level: i8,
}

#[derive(SlotValue, Debug, Clone, PartialEq)]
#[slots(serialize, deserialize)]
enum Shape {
    Nothing,
    Circle { radius: f64 },
    Rect(u8, u8),
}

/// A struct without nested parts, for CSV.
#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(dict, serialize, deserialize)]
struct Line {
    code: String,
    count: u32,
    #[slots(optional)]
    share: Option<f64>,
    __dict__: Dict,
}

fn server() -> Server {
    let peer = |name: &str| (name.to_owned(), Peer { name: name.to_owned(), level: -3 });
    Server {
        host: "localhost".to_owned(),
        port: 8080,
        ratio: 0.5,
        limit: Some(7),
        tags: vec!["a".to_owned(), "b\"'\\".to_owned()],
        peers: BTreeMap::from([peer("x"), peer("é")]),
        shape: Shape::Circle { radius: 2.5 },
        any: Value::from([1, 2]),
        __dict__: Dict::from([("entry", "new")]),
    }
}

/// Numbers that are the same in each run (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end.max(1)
    }

    /// Changes bytes: flips, deletes, copies and repeats parts, puts in what formats treat
    /// specially.
    fn mutate(&mut self, bytes: &[u8]) -> Vec<u8> {
        const PIECES: &[&[u8]] = &[
            b"{",
            b"}",
            b"[",
            b"]",
            b"\"",
            b":",
            b",",
            b".",
            b"=",
            b"\n",
            b"null",
            b"-1",
            b"1e999",
            b"99999999999999999999",
            b"\\u0000",
            b"\\ud800",
            b"'''",
            b"[[",
            b"'",
            b"(",
            b"{'a':",
            b"\xff",
            b"\xc0\x80",
            b"\xdd\xff\xff\xff\xff",
            b"\xdf\xff\xff\xff\xff",
            b"\xc1",
            b"\x81",
        ];
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(12)).min(bytes.len());
            match self.below(7) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..end, PIECES[self.below(PIECES.len())].iter().copied())),
                2 => {
                    let part = bytes[at..end].to_vec();
                    drop(bytes.splice(at..at, part.repeat(self.below(4))));
                }
                3 => bytes.truncate(at),
                // Deep: at most as deep as the input is long.
                4 => {
                    let piece = [&b"["[..], b"{\"a\":", b"(", b"[[", b"\x91", b"\x81\xa1a"];
                    let deep = piece[self.below(6)].repeat(self.below(300));
                    drop(bytes.splice(at..at, deep));
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes
    }
}

/// Asserts that an error says something, and how much memory the work took at most.
fn refused<T>(result: Result<T, impl Display>) -> usize {
    let Err(error) = result else { return 0 };
    let text = error.to_string();
    assert!(!text.trim().is_empty());
    assert!(text.len() < 20_000, "an error is for people: {} bytes", text.len());
    1
}

/// A form of data: its name, a document, and what reads it.
type Form = (&'static str, Vec<u8>, fn(&[u8]) -> usize);

/// The forms of one object that are mutated, and what takes them.
fn forms() -> Vec<Form> {
    let server = server();
    let mut other = server.clone();
    other.setattr_path("peers.x.level", 5).unwrap();
    other.setattr("shape", "Nothing").unwrap();
    other.tags.push("c".to_owned());
    let patch = serde_json::to_vec(&server.diff(&other)).unwrap();
    let csv = b"code,count,share,new\nATL,12,0.5,x\nJFK,7,,\"y\"\"z\"\n".to_vec();
    vec![
        ("JSON", serde_json::to_vec(&server).unwrap(), |bytes| {
            let result = serde_json::from_slice::<Server>(bytes);
            if let Err(error) = &result {
                let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
                assert!((1..=lines).contains(&error.line()), "{error}");
            }
            refused(result)
        }),
        ("TOML", toml::to_string(&server).unwrap().into_bytes(), |bytes| {
            let Ok(text) = str::from_utf8(bytes) else { return 1 };
            let result = toml::from_str::<Server>(text);
            if let Err(error) = &result {
                assert!(error.span().is_none_or(|span| span.end <= text.len()), "{error}");
            }
            refused(result)
        }),
        ("MessagePack", rmp_serde::to_vec_named(&server).unwrap(), |bytes| {
            refused(rmp_serde::from_slice::<Server>(bytes))
        }),
        ("postcard", postcard::to_allocvec(&server.peers["x"]).unwrap(), |bytes| {
            refused(postcard::from_bytes::<Peer>(bytes))
        }),
        ("CSV", csv, |bytes| {
            csv::Reader::from_reader(bytes).deserialize::<Line>().take(9).map(refused).sum()
        }),
        ("a path", b"peers[\"x\"].tags[0].name".to_vec(), |bytes| {
            let Ok(text) = str::from_utf8(bytes) else { return 1 };
            let path = text.parse::<AttrPath>();
            if let Ok(path) = &path {
                refused(path.get(&self::server()));
                refused(path.set(&mut self::server(), 1));
                refused(path.resolve::<Server>());
            }
            refused(path)
        }),
        (
            "a literal",
            b"{'a': [1, -2.5e3, (True, None)], 'b': b'\\x00', 'c': 'd'}".to_vec(),
            |bytes| {
                let Ok(text) = str::from_utf8(bytes) else { return 1 };
                let result = text.parse::<Value>();
                if let Err(error) = &result {
                    assert!(
                        error.position() <= text.len() && text.is_char_boundary(error.position())
                    );
                }
                refused(result) + refused(self::server().setattr_str("any", text))
            },
        ),
        ("the text of slots", b"Circle(radius=2.0)".to_vec(), |bytes| {
            let Ok(text) = str::from_utf8(bytes) else { return 1 };
            ["shape", "tags", "peers", "port", "limit", "ratio"]
                .into_iter()
                .map(|name| refused(self::server().setattr_str(name, text)))
                .sum()
        }),
        ("a patch", patch, |bytes| {
            let Ok(patch) = serde_json::from_slice::<Patch>(bytes) else { return 1 };
            let mut server = self::server();
            let refusals = refused(patch.apply(&mut server));
            if refusals > 0 {
                assert_eq!(server, self::server());
            }
            refused(patch.apply_anyway(&mut server));
            refusals
        }),
        ("a class", b"{\"a\":1,\"b\":[2],\"c\":\"d\"}".to_vec(), |bytes| {
            let class = Class::builder("C").slot::<u8>("a").slots(["b"]).dict().build().unwrap();
            let mut from = serde_json::Deserializer::from_slice(bytes);
            refused(class.deserialize(&mut from))
        }),
    ]
}

/// Runs mutated inputs of all forms, in a thread with a stack of two megabytes: as the address
/// sanitizer needs, in a debug build.
fn run(rounds: usize) {
    let inputs = move || {
        let mut random = Random(0x1234_5678_9abc_def1);
        for (name, whole, take) in forms() {
            let mut refusals = 0;
            for _ in 0..rounds {
                let bytes = random.mutate(&whole);
                // Memory is bounded by the input: the fixed part is the object itself and an error
                // with its suggestions.
                let memory = allocation_counter::measure(|| refusals += take(&bytes));
                let most = 200_000 + 200 * bytes.len() as u64;
                let used = memory.bytes_max;
                assert!(
                    used < most,
                    "{name}: {used} bytes for {:?}",
                    bytes.escape_ascii().to_string()
                );
            }
            assert!(refusals > rounds / 10, "{name}: only {refusals} of {rounds} were refused");
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(inputs);
    thread.expect("there are threads").join().expect("no input makes it panic");
}

#[test]
fn mutated_input_is_taken_or_refused_with_a_reason() {
    run(1_000);
}

/// `ci/hostile`.
#[test]
#[ignore = "takes minutes"]
fn a_hundred_thousand_mutations_of_each() {
    run(100_000);
}

#[test]
fn a_length_without_its_items_reserves_no_memory() {
    // MessagePack's list of 2³² - 1 items, its map of as many, its text and bytes of 4 GB.
    for claim in [
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
    ] {
        for name in ["tags", "peers", "any", "host", "new"] {
            let mut bytes = vec![0x81, 0xa0 | name.len() as u8];
            bytes.extend(name.as_bytes());
            bytes.extend(claim);
            let memory = allocation_counter::measure(|| {
                assert!(rmp_serde::from_slice::<Server>(&bytes).is_err());
            });
            assert!(memory.bytes_max < 2 << 20, "{name}: {} bytes", memory.bytes_max);
        }
    }
}
