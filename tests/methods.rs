//! Methods by name (`docs/spec.md` 11).

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use slotted::method::{CallErrorKind, Receiver};
use slotted::prelude::*;
use slotted::{CallError, Kind};

#[derive(Debug, PartialEq)]
struct Overdrawn {
    by: f64,
}

impl fmt::Display for Overdrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "overdrawn by {}", self.by)
    }
}

impl std::error::Error for Overdrawn {}

#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(methods)]
struct Account {
    owner: String,
    balance: f64,
    #[slots(optional)]
    limit: Option<u8>,
}

#[slotted::methods]
impl Account {
    const FEE: f64 = 1.5;

    /// Opens an account.
    fn open(owner: &str) -> Self {
        Account { owner: owner.to_owned(), balance: 0.0, limit: None }
    }

    /// Adds to the balance.
    ///
    /// Returns it.
    fn deposit(&mut self, amount: f64) -> f64 {
        self.balance += amount;
        self.balance
    }

    fn withdraw(
        &mut self,
        amount: f64,
        #[slots(default = Self::FEE)] fee: f64,
        #[slots(default, rename = "note")] _note: Option<String>,
    ) -> Result<f64, Overdrawn> {
        let after = self.balance - amount - fee;
        if after < 0.0 {
            return Err(Overdrawn { by: -after });
        }
        self.balance = after;
        Ok(after)
    }

    fn limit_to(&mut self, limit: u8) {
        self.limit = Some(limit);
    }

    fn owner_name(&self) -> &str {
        &self.owner
    }

    #[slots(rename = "in")]
    fn is_in(&self, owners: &[String]) -> bool {
        owners.contains(&self.owner)
    }

    fn close(self) -> f64 {
        self.balance
    }

    #[expect(clippy::boxed_local, reason = "a receiver of its own")]
    fn into_owner(self: Box<Self>) -> String {
        self.owner
    }

    #[slots(skip)]
    fn mapped<T>(&self, map: impl FnOnce(f64) -> T) -> T {
        map(self.balance)
    }
}

fn account() -> Account {
    Account { owner: "Ann".to_owned(), balance: 10.0, limit: None }
}

#[track_caller]
fn assert_fails(result: Result<Value, CallError>, kind: CallErrorKind, says: &str) {
    let error = result.expect_err("the call fails");
    assert_eq!((error.kind(), &*error.to_string()), (kind, says));
}

#[test]
fn a_method_is_called_by_its_name() {
    let mut account = account();
    assert_eq!(account.call_mut("deposit", [5.into()]).unwrap(), 15.0);
    assert_eq!(account.balance, 15.0);
    assert_eq!(account.call_mut("limit_to", [200.into()]).unwrap(), Value::None);
    assert_eq!(account.limit, Some(200));
    // The methods are those of Rust too.
    assert_eq!(account.deposit(1.0), 16.0);
    assert_eq!(account.mapped(|balance| balance as u8), 16);
    assert_eq!(account.withdraw(1.0, 0.0, None), Ok(15.0));

    let object: &mut dyn Attributes = &mut account;
    assert_eq!(object.call_mut("deposit", vec![Value::Int(5)]).unwrap(), 20.0);
    assert_eq!(object.call("owner_name", []).unwrap(), "Ann");
}

#[test]
fn what_the_object_is_borrowed_as_decides_which_methods_can_be_called() {
    let shared = account();
    let object: &dyn Attributes = &shared;
    assert_eq!(object.call("owner_name", []).unwrap(), "Ann");
    assert_fails(
        object.call("deposit", [5.into()]),
        CallErrorKind::Receiver,
        "Account.deposit() takes `&mut self`, but the object is borrowed as shared: use call_mut",
    );
    let mut account = shared.clone();
    assert_eq!(account.call_mut("owner_name", []).unwrap(), "Ann");
    assert_fails(
        account.call_mut("close", []),
        CallErrorKind::Receiver,
        "Account.close() takes `self`, but the object is borrowed: use call_once on a box",
    );
    let boxed: Box<dyn Attributes> = Box::new(account.clone());
    assert_eq!(boxed.call_once("close", []).unwrap(), 10.0);
    assert_eq!(Box::new(account.clone()).call_once("into_owner", []).unwrap(), "Ann");
    assert_eq!(Box::new(account).call_once("deposit", [1.into()]).unwrap(), 11.0);
    assert_eq!(shared.balance, 10.0);
}

#[test]
fn an_associated_function_is_called_through_any_object() {
    // As CPython's `staticmethod`. What it returns is a value: of a struct, a map.
    let opened = account().call("open", ["Bob".into()]).unwrap();
    let opened = Account::from_value(opened).unwrap();
    assert_eq!(opened, Account::open("Bob"));
    assert_fails(
        account().call("open", []),
        CallErrorKind::ArgumentCount,
        "Account.open() missing 1 required positional argument: 'owner'",
    );
    assert_fails(
        account().call("open", ["a".into(), "b".into()]),
        CallErrorKind::ArgumentCount,
        "Account.open() takes 1 positional argument but 2 were given",
    );
}

#[test]
fn a_wrong_number_of_arguments_is_named_in_pythons_words() {
    #[derive(Slots)]
    #[slots(methods)]
    struct A {}

    #[slotted::methods]
    impl A {
        fn none(&self) {}
        fn one(&self, _amount: u8) {}
        fn three(&self, #[slots(rename = "a")] _a: u8, b: u8, c: u8) -> u8 {
            b + c
        }
        fn opt(&self, #[slots(rename = "a")] _a: u8, #[slots(default = 2)] b: u8) -> u8 {
            b
        }
        fn all_opt(&self, #[slots(default)] a: u8) -> u8 {
            a
        }
    }

    let says = |name: &str, count: usize| {
        let error = A {}.call(name, vec![Value::Int(1); count]).unwrap_err();
        assert_eq!(error.kind(), CallErrorKind::ArgumentCount);
        error.to_string()
    };
    // Each of these was printed by CPython 3.11, which counts `self`.
    assert_eq!(says("none", 1), "A.none() takes 1 positional argument but 2 were given");
    assert_eq!(says("one", 0), "A.one() missing 1 required positional argument: '_amount'");
    assert_eq!(says("one", 2), "A.one() takes 2 positional arguments but 3 were given");
    assert_eq!(
        says("three", 0),
        "A.three() missing 3 required positional arguments: 'a', 'b', and 'c'"
    );
    assert_eq!(says("three", 1), "A.three() missing 2 required positional arguments: 'b' and 'c'");
    assert_eq!(says("opt", 0), "A.opt() missing 1 required positional argument: 'a'");
    assert_eq!(says("opt", 3), "A.opt() takes from 2 to 3 positional arguments but 4 were given");
    assert_eq!(
        says("all_opt", 3),
        "A.all_opt() takes from 1 to 2 positional arguments but 4 were given"
    );
    assert_eq!(A {}.call("opt", [1.into()]).unwrap(), 2);
    assert_eq!(A {}.call("opt", [1.into(), 7.into()]).unwrap(), 7);
    assert_eq!(A {}.call("all_opt", []).unwrap(), 0);
    assert_eq!(A {}.call("three", [1.into(), 2.into(), 3.into()]).unwrap(), 5);
}

#[test]
fn an_argument_is_converted_as_a_slot_converts_it() {
    let mut account = account();
    assert_fails(
        account.call_mut("limit_to", [300.into()]),
        CallErrorKind::Argument(0),
        "Account.limit_to() argument 'limit': 300 is out of range for u8",
    );
    assert_fails(
        account.call_mut("deposit", ["much".into()]),
        CallErrorKind::Argument(0),
        "Account.deposit() argument 'amount' must be f64, not str",
    );
    assert_fails(
        account.call_mut("deposit", [true.into()]),
        CallErrorKind::Argument(0),
        "Account.deposit() argument 'amount' must be f64, not bool",
    );
    assert_fails(
        account.call_mut("withdraw", [1.into(), 1.into(), 1.into()]),
        CallErrorKind::Argument(2),
        "Account.withdraw() argument 'note' must be Option<String>, not int",
    );
    assert_fails(
        account.call("in", [Value::from([Value::from("Ann"), 1.into()])]),
        CallErrorKind::Argument(0),
        "Account.in() argument 'owners'[1] must be String, not int",
    );
    assert_eq!(account, self::account());
    assert_eq!(account.call("in", [["Bob", "Ann"].into()]).unwrap(), true);

    let mut deep = Value::Int(0);
    for _ in 0..129 {
        deep = Value::List([deep].into());
    }
    assert_fails(
        account.call("in", [deep]),
        CallErrorKind::Argument(0),
        "Account.in() argument 'owners': lists and maps are nested more than 128 levels deep",
    );
}

#[test]
fn parameters_and_results_may_be_borrowed() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Point {
        x: f64,
    }
    #[derive(Slots)]
    #[slots(methods)]
    struct Shape {
        points: Vec<Point>,
    }

    #[slotted::methods]
    impl Shape {
        fn has(&self, point: &Point) -> bool {
            self.points.contains(point)
        }
        fn is_named(&self, path: &Path, stem: &str, mut tags: Vec<String>) -> bool {
            tags.push("txt".to_owned());
            path.file_stem().is_some_and(|it| it == stem) && tags.len() == 2
        }
        fn first(&self) -> &Point {
            &self.points[0]
        }
        fn sums(&self, weights: BTreeMap<String, f64>) -> Value {
            Value::from(weights.values().sum::<f64>())
        }
        fn path(&self) -> PathBuf {
            PathBuf::from("a/b")
        }
    }

    let shape = Shape { points: vec![Point { x: 1.0 }] };
    let point = || Value::Map(Dict::from([("x", 1)]));
    assert_eq!(shape.call("has", [point()]).unwrap(), true);
    assert_eq!(shape.call("is_named", ["b/a.rs".into(), "a".into(), ["rs"].into()]).unwrap(), true);
    assert_eq!(shape.call("first", []).unwrap(), point());
    let weights = Value::Map(Dict::from([("a", 1), ("b", 2)]));
    assert_eq!(shape.call("sums", [weights]).unwrap(), 3.0);
    assert_eq!(shape.call("path", []).unwrap(), "a/b");
}

#[test]
fn an_error_of_the_method_is_kept() {
    let mut account = account();
    assert_eq!(account.call_mut("withdraw", [1.into()]).unwrap(), 7.5);
    let error = account.call_mut("withdraw", [9.into(), 0.into()]).unwrap_err();
    assert_eq!(error.kind(), CallErrorKind::Raised);
    assert_eq!(error.to_string(), "overdrawn by 1.5");
    assert_eq!(error.downcast_ref::<Overdrawn>(), Some(&Overdrawn { by: 1.5 }));
    let inner = error.into_inner().expect("the method returned it");
    assert!(inner.downcast::<Overdrawn>().is_ok());
    assert_eq!(account.balance, 7.5);

    #[derive(Slots)]
    #[slots(methods)]
    struct Texts {}
    #[slotted::methods]
    impl Texts {
        fn owned(&self) -> Result<(), String> {
            Err("no".to_owned())
        }
        fn lent(&self) -> Result<u8, &'static str> {
            Err("never")
        }
    }
    assert_eq!(Texts {}.call("owned", []).unwrap_err().to_string(), "no");
    let error = Texts {}.call("lent", []).unwrap_err();
    assert_eq!(error.get_ref().unwrap().to_string(), "never");
    assert!(std::error::Error::source(&error).is_none());
    assert!(account.call("nothing", []).unwrap_err().into_inner().is_none());
}

#[test]
fn a_name_that_is_no_method_is_named_in_pythons_words() {
    let account = account();
    assert_fails(
        account.call("depositt", []),
        CallErrorKind::NoSuchMethod,
        "'Account' object has no attribute 'depositt'. Did you mean: 'deposit'?",
    );
    assert_fails(
        account.call("xyzzy", []),
        CallErrorKind::NoSuchMethod,
        "'Account' object has no attribute 'xyzzy'",
    );
    assert_fails(
        account.call("balance", []),
        CallErrorKind::NotCallable,
        "'float' object is not callable",
    );
    assert_fails(
        account.call("mapped", []),
        CallErrorKind::NoSuchMethod,
        "'Account' object has no attribute 'mapped'",
    );
    assert_eq!(
        account.getattr("deposit").unwrap_err().to_string(),
        "'Account' object attribute 'deposit' is a method: use call or call_mut"
    );
    assert!(!account.hasattr("deposit") && account.dir().all(|name| name != "deposit"));
}

#[test]
fn a_table_tells_names_parameters_and_docs() {
    let all: Vec<String> = Account::LAYOUT.methods().map(|method| format!("{method:?}")).collect();
    assert_eq!(
        all,
        [
            "open(owner: String) -> Account",
            "deposit(&mut self, amount: f64) -> f64",
            "withdraw(&mut self, amount: f64, fee: f64 = …, note: Option<String> = …) -> Result<f64, \
             Overdrawn>",
            "limit_to(&mut self, limit: u8)",
            "owner_name(&self) -> String",
            "in(&self, owners: Vec<String>) -> bool",
            "close(self) -> f64",
            "into_owner(self) -> String",
        ]
    );
    let deposit = Account::LAYOUT.method("deposit").unwrap();
    assert_eq!(deposit.doc(), Some("Adds to the balance.\n\nReturns it."));
    assert_eq!(deposit.receiver(), Receiver::Mut);
    assert_eq!(deposit.returns().kind(), Kind::Float);
    assert_eq!(deposit.raises(), None);
    let withdraw = Account::LAYOUT.method("withdraw").unwrap();
    let parameters = withdraw.parameters();
    assert_eq!(
        parameters.iter().map(|it| (it.name(), it.has_default())).collect::<Vec<_>>(),
        [("amount", false), ("fee", true), ("note", true)]
    );
    assert_eq!(parameters[0].of().kind(), Kind::Float);
    assert!(withdraw.raises().unwrap().ends_with("Overdrawn"));
    assert_eq!(account().methods().count(), all.len());
    assert!(Account::LAYOUT.method("mapped").is_none());
}

#[derive(Slots)]
#[slots(methods)]
struct Animal {
    legs: u8,
}

#[slotted::methods]
impl Animal {
    fn sound(&self) -> &str {
        "…"
    }
    fn lose_leg(&mut self) -> u8 {
        self.legs -= 1;
        self.legs
    }
    fn count(&self) -> u8 {
        self.legs
    }
    fn end(self) -> u8 {
        self.legs
    }
}

#[derive(Slots)]
#[slots(methods)]
struct Tagged {
    tag: String,
}

#[slotted::methods]
impl Tagged {
    fn count(&self) -> u8 {
        100
    }
    fn retag(&mut self, tag: String) {
        self.tag = tag;
    }
}

#[derive(Slots)]
#[slots(methods)]
struct Dog {
    age: u64,
    #[slots(base)]
    animal: Animal,
    #[slots(base)]
    tagged: Tagged,
}

#[slotted::methods]
impl Dog {
    fn sound(&self, #[slots(default = 1)] times: usize) -> String {
        "wau ".repeat(times)
    }
}

fn dog() -> Dog {
    let tagged = Tagged { tag: "a".to_owned() };
    Dog { age: 3, animal: Animal { legs: 4 }, tagged }
}

#[derive(Slots)]
#[slots(methods)]
struct Named {}

#[slotted::methods]
impl Named {
    fn ping(&self) -> u32 {
        1
    }
}

#[derive(Slots)]
struct HasA {
    #[slots(base)]
    named: Named,
    a: u8,
}

#[derive(Slots)]
struct HasB {
    #[slots(base)]
    named: Named,
    b: u8,
}

#[derive(Slots)]
struct Doubly {
    #[slots(base)]
    a: HasA,
    #[slots(base)]
    b: HasB,
}

#[test]
fn methods_of_bases_are_inherited_and_overridden_by_name() {
    let mut dog = dog();
    assert_eq!(dog.call("sound", [2.into()]).unwrap(), "wau wau ");
    assert_eq!(dog.call_mut("lose_leg", []).unwrap(), 3);
    assert_eq!(dog.animal.legs, 3);
    // Of two bases, the first one wins, as in Python's method resolution order.
    assert_eq!(dog.call("count", []).unwrap(), 3);
    dog.call_mut("retag", ["b".into()]).unwrap();
    assert_eq!((&*dog.tagged.tag, dog.age), ("b", 3));
    let names: Vec<_> = dog.methods().map(|method| method.name()).collect();
    assert_eq!(names, ["sound", "lose_leg", "count", "end", "retag"]);
    // A base without slots may be there twice.
    let doubly = Doubly { a: HasA { named: Named {}, a: 1 }, b: HasB { named: Named {}, b: 2 } };
    let names: Vec<_> = doubly.methods().map(|method| method.name()).collect();
    assert_eq!(names, ["ping"]);
    assert_eq!(doubly.call("ping", []).unwrap(), 1);

    // The error names the type that declares the method, as a `__qualname__` does.
    assert_fails(
        dog.call_mut("lose_leg", [1.into()]),
        CallErrorKind::ArgumentCount,
        "Animal.lose_leg() takes 1 positional argument but 2 were given",
    );
    assert_fails(
        Box::new(dog).call_once("end", []),
        CallErrorKind::Receiver,
        "Animal.end() takes `self` and is inherited from a base: moving the base out would leave a part of the 'Dog' object",
    );
}

/// Each base lies behind a slot of its own.
#[test]
fn a_method_of_the_base_of_a_base_gets_that_base() {
    #[derive(Slots)]
    #[slots(methods)]
    #[repr(C)]
    struct Root {
        n: u64,
    }
    #[slotted::methods]
    impl Root {
        fn read(&self) -> u64 {
            self.n
        }
        fn write(&mut self, n: u64) {
            self.n = n;
        }
    }
    #[derive(Slots)]
    #[repr(C)]
    struct Middle {
        before: u64,
        #[slots(base)]
        base: Root,
    }
    #[derive(Slots)]
    #[repr(C)]
    struct Top {
        first: u64,
        second: u64,
        #[slots(base)]
        base: Middle,
    }
    let mut top = Top { first: 1, second: 2, base: Middle { before: 3, base: Root { n: 4 } } };
    assert_eq!(top.call("read", []).unwrap(), 4);
    top.call_mut("write", [5.into()]).unwrap();
    assert_eq!((top.first, top.second, top.base.before, top.base.base.n), (1, 2, 3, 5));
}

#[test]
fn a_frozen_object_is_changed_by_no_method() {
    #[derive(Slots)]
    #[slots(frozen, methods)]
    struct Frozen {
        #[slots(base)]
        animal: Animal,
    }
    #[slotted::methods]
    impl Frozen {
        fn own(&mut self) {
            self.animal.legs = 0;
        }
        fn read(&self) -> u8 {
            self.animal.legs
        }
    }

    let mut frozen = Frozen { animal: Animal { legs: 4 } };
    assert_fails(
        frozen.call_mut("own", []),
        CallErrorKind::Frozen,
        "Frozen.own() takes `&mut self`, and 'Frozen' objects are frozen",
    );
    assert_fails(
        frozen.call_mut("lose_leg", []),
        CallErrorKind::Frozen,
        "Animal.lose_leg() takes `&mut self`, and 'Frozen' objects are frozen",
    );
    assert_eq!(frozen.call_mut("read", []).unwrap(), 4);

    #[derive(Slots)]
    struct OfFrozen {
        age: u8,
        #[slots(base)]
        frozen: Frozen,
    }
    let mut object = OfFrozen { age: 1, frozen };
    assert_eq!(object.call_mut("own", []).unwrap_err().kind(), CallErrorKind::Frozen);
    assert_eq!((object.age, object.call("read", []).unwrap()), (1, Value::Int(4)));
}

#[derive(SlotValue, Debug, PartialEq, Clone)]
#[slots(methods)]
enum Figure {
    Circle { radius: f64 },
    Square(f64),
    Nothing,
}

#[slotted::methods]
impl Figure {
    fn area(&self) -> f64 {
        match self {
            Figure::Circle { radius } => 3.0 * radius * radius,
            Figure::Square(side) => side * side,
            Figure::Nothing => 0.0,
        }
    }
    fn become_square(&mut self, side: f64) {
        *self = Figure::Square(side);
    }
}

#[test]
fn an_enum_with_data_has_methods_in_each_variant() {
    let mut figure = Figure::Circle { radius: 2.0 };
    assert_eq!(figure.call("area", []).unwrap(), 12.0);
    figure.call_mut("become_square", [3.into()]).unwrap();
    assert_eq!(figure, Figure::Square(3.0));
    assert_eq!(figure.call("area", []).unwrap(), 9.0);
    assert_eq!(Figure::Nothing.call("area", []).unwrap(), 0.0);
    assert_fails(
        Figure::Nothing.call("areaa", []),
        CallErrorKind::NoSuchMethod,
        "'Figure' object has no attribute 'areaa'. Did you mean: 'area'?",
    );

    #[derive(Slots)]
    struct Drawing {
        figure: Figure,
    }
    let drawing = Drawing { figure };
    let held = drawing.getattr("figure").unwrap();
    assert_eq!(held.as_object().unwrap().call("area", []).unwrap(), 9.0);
}

#[derive(Slots)]
#[slots(methods)]
struct Stack<T: Clone> {
    items: Vec<T>,
}

#[slotted::methods]
impl<T: Clone> Stack<T> {
    fn push(&mut self, item: T) -> usize {
        self.items.push(item);
        self.items.len()
    }
    fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }
    fn doubled(&self) -> Self {
        Stack { items: [&self.items[..], &self.items[..]].concat() }
    }
    fn extend(&mut self, other: &Self) -> Result<usize, String> {
        self.items.extend(other.items.iter().cloned());
        Ok(self.items.len())
    }
}

#[test]
fn a_generic_type_has_methods_in_each_instantiation() {
    let mut numbers = Stack::<u8> { items: vec![] };
    assert_eq!(numbers.call_mut("push", [7.into()]).unwrap(), 1);
    assert_fails(
        numbers.call_mut("push", [700.into()]),
        CallErrorKind::Argument(0),
        "Stack.push() argument 'item': 700 is out of range for u8",
    );
    let twice = numbers.call("doubled", []).unwrap();
    assert_eq!(numbers.call_mut("extend", [twice]).unwrap(), 3);
    let mut texts = Stack::<String> { items: vec!["a".into()] };
    assert_eq!(texts.call_mut("pop", []).unwrap(), "a");
    assert_eq!(texts.call_mut("pop", []).unwrap(), Value::None);
}

#[test]
fn an_entry_of_the_dict_hides_no_method() {
    #[derive(Slots)]
    #[slots(dict, methods)]
    struct Open {
        __dict__: Dict,
    }
    #[slotted::methods]
    impl Open {
        fn size(&self) -> usize {
            self.__dict__.len()
        }
    }
    let mut open = Open { __dict__: Dict::new() };
    open.setattr("size", 9).unwrap();
    assert_eq!(open.call("size", []).unwrap(), 1);
    assert_eq!(open.getattr("size").unwrap(), 9);
    open.setattr("other", 9).unwrap();
    assert_fails(
        open.call("other", []),
        CallErrorKind::NotCallable,
        "'int' object is not callable",
    );
}

#[test]
fn what_is_opaque_is_no_result() {
    #[derive(Slots)]
    #[slots(methods)]
    struct Holder {
        #[slots(opaque)]
        hidden: fn(),
    }
    #[slotted::methods]
    impl Holder {
        fn itself(&self) -> &Self {
            let _ = self.hidden;
            self
        }
        fn shared(&self) -> Value {
            Value::opaque(7_u8)
        }
    }
    let holder = Holder { hidden: || {} };
    assert_fails(
        holder.call("itself", []),
        CallErrorKind::Opaque,
        "Holder.itself() returned Holder, which holds something opaque",
    );
    assert_eq!(holder.call("shared", []).unwrap().kind(), Kind::Opaque);
}

#[test]
fn a_method_that_panics_drops_its_object_and_arguments_once() {
    static DROPS: AtomicUsize = AtomicUsize::new(0);
    #[derive(Slots)]
    #[slots(methods)]
    struct Counted {
        #[slots(opaque)]
        guard: Guard,
    }
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            DROPS.fetch_add(1, Ordering::Relaxed);
        }
    }
    #[slotted::methods]
    impl Counted {
        fn fail(self, text: String) {
            let _ = &self.guard;
            panic!("{text}");
        }
    }
    let call = |arguments: Vec<Value>| {
        let object: Box<dyn Attributes> = Box::new(Counted { guard: Guard });
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            object.call_once("fail", arguments)
        }))
    };
    let panic = call(vec!["on purpose".into()]).expect_err("it panics");
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "on purpose");
    assert_eq!(DROPS.load(Ordering::Relaxed), 1);
    // An argument that is refused, and a wrong number of them, drop the object too.
    assert!(call(vec![1.into()]).unwrap().is_err());
    assert!(call(vec![]).unwrap().is_err());
    assert_eq!(DROPS.load(Ordering::Relaxed), 3);
}

#[test]
fn a_table_of_another_type_is_never_used() {
    // A table by hand, which is no part of the public interface: what would be unsound panics.
    use slotted::__private::{DeclaresMethods, HasMethods, MethodTable};
    #[derive(Slots)]
    #[slots(methods)]
    struct Liar {
        small: u8,
    }
    impl HasMethods for Liar {
        const TABLE: &'static MethodTable = <Account as HasMethods>::TABLE;
    }
    const fn declared<T: DeclaresMethods>() {}
    const { declared::<Liar>() };
    let liar = Liar { small: 1 };
    assert_eq!(liar.small, 1);
    let call = std::panic::catch_unwind(|| liar.call("owner_name", []));
    assert!(call.is_err());
}

#[test]
fn the_error_of_a_call_tells_its_parts() {
    #[derive(Debug)]
    struct Caused(std::num::ParseIntError);
    impl std::fmt::Display for Caused {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("it did not work")
        }
    }
    impl std::error::Error for Caused {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
    #[derive(Slots)]
    #[slots(methods)]
    struct Reader {
        count: u8,
    }
    #[slotted::methods]
    impl Reader {
        fn read(&self, text: &str) -> Result<u8, Caused> {
            text.parse().map_err(Caused)
        }
    }
    let reader = Reader { count: 1 };
    assert_eq!(reader.call("read", ["12".into()]).unwrap(), 12);
    let error = reader.call("read", ["x".into()]).unwrap_err();
    assert_eq!((error.type_name(), error.name(), reader.count), ("Reader", "read", 1));
    let source = std::error::Error::source(&error).expect("the error has one");
    assert_eq!(source.to_string(), "invalid digit found in string");
    assert!(error.downcast_ref::<Caused>().is_some());
    let missing = reader.call("write", []).unwrap_err();
    assert_eq!((missing.type_name(), missing.name()), ("Reader", "write"));
    assert!(std::error::Error::source(&missing).is_none());
}
