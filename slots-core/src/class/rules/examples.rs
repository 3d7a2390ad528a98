//! Tests: each rule by examples, with what CPython 3.11 does there.

use alloc::format;
use alloc::string::{String, ToString};

use crate::class::rules::create::NewClass;
use crate::class::rules::in_cpython::own_slots;
use crate::class::rules::model::{Classes, Type, builtin_types, find, shown};
use crate::class::rules::set_class::set_class;
use crate::class::rules::shape::TypeObject;
use crate::class::rules::slot_names::SlotItem::{Name, Other};

const CONFLICT: &str = "TypeError: multiple bases have instance lay-out conflict";

/// Makes classes one after another: `name(bases) = slots`, or without `= …` for no `__slots__`.
macro_rules! classes {
    ($classes:ident; $($name:ident($($base:ident),*) $(= $slots:literal)?;)*) => {$(
        let made = classes!(@ $classes $name [$(&$base),*] $($slots)?);
        #[allow(unused, non_snake_case)]
        let $name = made.expect("a class can be made");
    )*};
    (@ $classes:ident $name:ident $bases:tt) => {
        $classes.plain(stringify!($name), &$bases)
    };
    (@ $classes:ident $name:ident $bases:tt $slots:literal) => {
        $classes.slotted(stringify!($name), &$bases, $slots)
    };
}

fn moved(old: &Type, new: &Type) -> String {
    match set_class(old, new) {
        Ok(()) => "ok".to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_class_without_slots_regains_what_its_base_lacks() {
    let c = Classes::new();
    classes! { c;
        a() = "a";
        w() = "__weakref__";
        p();
    }
    assert_eq!(shown(&c.plain("B", &[&a])), "B a object < a: 2 words, __dict__, __weakref__");
    assert_eq!(shown(&c.slotted("B", &[&a], "")), "B a object < a: 1 words");
    assert_eq!(shown(&c.plain("B", &[&w])), "B w object < w: 1 words, __dict__, __weakref__");
    assert_eq!(
        shown(&c.slotted("B", &[&p], "x")),
        "B p object < p: 2 words, __dict__, __weakref__"
    );
    // A variable-sized object has its dict in a word, and no weak references.
    assert_eq!(shown(&c.plain("F", &[&c.int])), "F int object < int: 2 words, __dict__");
    assert_eq!(shown(&c.slotted("G", &[&c.int], "")), "G int object < int: 1 words");
}

#[test]
fn special_slots_of_secondary_bases_come_along() {
    let c = Classes::new();
    classes! { c;
        d() = "__dict__";
        w() = "__weakref__";
        p();
        q(p) = "";
        s() = "s";
    }
    let made = c.slotted("C", &[&w, &d], "");
    assert_eq!(shown(&made), "C w d object < w: 1 words, __dict__, __weakref__");
    let made = c.slotted("C", &[&s, &q], "");
    assert_eq!(shown(&made), "C s q p object < s: 2 words, __dict__, __weakref__");
    let made = c.slotted("C", &[&p, &c.int], "");
    assert_eq!(shown(&made), "C p int object < int: 2 words, __dict__");
}

#[test]
fn only_storage_makes_bases_conflict() {
    let c = Classes::new();
    classes! { c;
        a() = "a";
        same() = "a";
        e() = "";
        p();
        d() = "__dict__";
        w() = "__weakref__";
        aw() = "a __weakref__";
        left(a) = "l";
        right(a) = "r";
        bare(a) = "";
        again(a) = "a";
        wb(w) = "b";
        wc(w) = "c";
    }
    assert_eq!(shown(&c.plain("C", &[&a, &same])), CONFLICT);
    assert_eq!(shown(&c.plain("C", &[&left, &right])), CONFLICT);
    assert_eq!(shown(&c.plain("C", &[&left, &again])), CONFLICT);
    assert_eq!(shown(&c.plain("C", &[&aw, &same])), CONFLICT);
    assert_eq!(shown(&c.plain("C", &[&wb, &wc])), CONFLICT);
    assert_eq!(shown(&c.plain("C", &[&a, &c.int])), CONFLICT);
    let fine = [[&a, &e], [&e, &a], [&a, &p], [&p, &a], [&w, &d], [&p, &w], [&bare, &left]];
    for bases in fine {
        assert!(c.slotted("C", &bases, "").is_ok());
    }
    // The dict of a variable-sized object is a word of it.
    let int = c.int.clone();
    classes! { c;
        f(int);
        g(int);
        bare(int) = "";
        other(int) = "";
    }
    assert_eq!(shown(&c.plain("C", &[&f, &g])), CONFLICT);
    assert_eq!(
        shown(&c.slotted("C", &[&f, &bare], "")),
        "C f bare int object < f: 2 words, __dict__"
    );
    assert!(c.plain("C", &[&bare, &other]).is_ok());
}

#[test]
fn the_best_base_is_the_first_with_the_most_derived_storage() {
    let c = Classes::new();
    classes! { c;
        a() = "a";
        m() = "";
        b(a) = "b";
        p(a);
        q(a) = "__dict__";
    }
    let made = c.slotted("D", &[&p, &m, &b], "");
    assert_eq!(shown(&made), "D p m b a object < b: 3 words, __dict__, __weakref__");
    let made = c.slotted("D", &[&q, &p], "");
    assert_eq!(shown(&made), "D q p a object < q: 2 words, __dict__, __weakref__");
}

#[test]
fn the_order_of_bases_is_c3() {
    let c = Classes::new();
    classes! { c;
        o() = "";
        a(o) = "";
        b(o) = "";
        x(a, b) = "";
        y(b, a) = "";
    }
    assert_eq!(shown(&c.slotted("Z", &[&a, &b], "")), "Z a b o object < a: 0 words");
    let order = "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases ";
    assert_eq!(shown(&c.slotted("Z", &[&x, &y], "")), order.to_string() + "a, b");
    assert_eq!(shown(&c.slotted("Z", &[&o, &a], "")), order.to_string() + "o, a");
    assert_eq!(shown(&c.slotted("Z", &[&a, &a], "")), "TypeError: duplicate base class a");
}

#[test]
fn slots_lie_in_memory_by_code_point_after_mangling() {
    let c = Classes::new();
    classes! { c;
        A() = "b a Z _x __p é a";
        B(A);
        D(B) = "m a0 __weakref";
    }
    // Of the two words of `a`, the first is the attribute.
    let of_a = [("Z", 0), ("_A__p", 1), ("_x", 2), ("a", 3), ("b", 5), ("é", 6)];
    assert_eq!(own_slots(&A), of_a);
    assert_eq!(own_slots(&B), []);
    // The list of weak references of `B` is word 7.
    assert_eq!(own_slots(&D), [("_D__weakref", 8), ("a0", 9), ("m", 10)]);
}

#[test]
fn items_are_checked_in_order_and_before_class_variables() {
    let c = Classes::new();
    classes! { c;
        p();
        w() = "__weakref__";
        e() = "";
        d() = "__dict__";
    }
    let identifiers = "TypeError: __slots__ must be identifiers";
    let dict = "TypeError: __dict__ slot disallowed: we already got one";
    let weakref =
        "TypeError: __weakref__ slot disallowed: either we already got one, or __itemsize__ != 0";
    let bound = |base: &Type, items: &[_]| {
        let bound = |name: &str| matches!(name, "a" | "b" | "_C__p" | "__qualname__");
        let bases = [base.clone()];
        let slots = Some(items);
        let is_class_attribute = &bound;
        shown(&Type::made(NewClass {
            name: "C",
            bases: &bases,
            slots,
            not_iterable: None,
            is_class_attribute,
        }))
    };
    let int = Other("int");
    assert_eq!(
        bound(&e, &[Name("a"), int, Name("1")]),
        "TypeError: __slots__ items must be strings, not 'int'"
    );
    assert_eq!(bound(&e, &[Name("a"), Name("1"), int]), identifiers);
    assert_eq!(bound(&e, &[Name("")]), identifiers);
    assert_eq!(bound(&p, &[Name("__dict__"), Name("1")]), dict);
    assert_eq!(bound(&e, &[Name("__dict__"), Name("__dict__")]), dict);
    assert_eq!(bound(&w, &[Name("__weakref__")]), weakref);
    assert_eq!(bound(&e, &[Name("__weakref__"), Name("a"), Name("__weakref__")]), weakref);
    let variable =
        |name| format!("ValueError: '{name}' in __slots__ conflicts with class variable");
    assert_eq!(bound(&e, &[Name("x"), Name("b"), Name("a")]), variable("b"));
    assert_eq!(bound(&e, &[Name("__p")]), variable("_C__p"));
    assert_eq!(bound(&e, &[Name("__slots__")]), variable("__slots__"));
    assert_eq!(bound(&e, &[Name("__qualname__")]), "C e object < e: 1 words");
    let fixed = "TypeError: nonempty __slots__ not supported for subtype of 'int'";
    assert_eq!(bound(&c.int, &[int]), fixed);
    assert_eq!(bound(&c.int, &[]), "C int object < int: 1 words");
    // Only the best base decides whether there is one already.
    assert!(c.slotted("C", &[&e, &d], "__dict__").is_ok());
    classes! { c; a() = "a"; }
    assert!(c.slotted("C", &[&a, &d], "__dict__").is_ok());
    assert_eq!(shown(&c.slotted("C", &[&d, &e], "__dict__")), dict);
}

#[test]
fn the_first_error_is_cpythons() {
    let c = Classes::new();
    classes! { c;
        a() = "a";
        b() = "b";
    }
    let null = "ValueError: type name must not contain null characters";
    assert_eq!(shown(&c.slotted("C", &[&a, &b, &b], "1")), CONFLICT);
    assert_eq!(shown(&c.slotted("C", &[&a, &a], "1")), "TypeError: __slots__ must be identifiers");
    assert_eq!(
        shown(&c.slotted("C\0", &[&a, &a], "1")),
        "TypeError: __slots__ must be identifiers"
    );
    assert_eq!(shown(&c.slotted("C\0", &[&a, &a], "c")), null);
    assert_eq!(
        shown(&c.plain("C", &[&a, &c.bool])),
        "TypeError: type 'bool' is not an acceptable base type"
    );
    assert_eq!(shown(&c.plain("C", &[&a, &b, &c.bool])), CONFLICT);
}

#[test]
fn an_object_changes_to_a_class_that_stores_the_same() {
    let c = Classes::new();
    classes! { c;
        ab() = "a b";
        ba() = "b a";
        ac() = "a c";
        aw() = "a __weakref__";
        aw2() = "a __weakref__";
        w() = "__weakref__";
        w2() = "__weakref__";
        d() = "a __dict__";
        d2() = "a __dict__";
        p();
        q();
        pq() = "__dict__ __weakref__";
        e() = "";
        e2(e) = "";
        same(ab) = "";
        more(ab) = "c";
        more2(ab) = "c";
        beyond(same) = "c";
    }
    for (old, new) in [
        (&ab, &ba),
        (&w, &w2),
        (&d, &d2),
        (&p, &q),
        (&p, &pq),
        (&e, &e2),
        (&ab, &same),
        (&more, &more2),
    ] {
        assert_eq!(moved(old, new), "ok");
        assert_eq!(moved(new, old), "ok");
    }
    for (old, new) in
        [(&ab, &ac), (&aw, &aw2), (&ab, &more), (&p, &w), (&d, &e), (&p, &ab), (&more, &beyond)]
    {
        let differs = |old: &Type, new: &Type| {
            let (old, new) = (old.name(), new.name());
            format!("__class__ assignment: '{new}' object layout differs from '{old}'")
        };
        assert_eq!(moved(old, new), differs(old, new));
        assert_eq!(moved(new, old), differs(new, old));
    }
    let immutable =
        "__class__ assignment only supported for mutable types or ModuleType subclasses";
    assert_eq!(moved(&e, &c.object), immutable);
    assert_eq!(moved(&c.object, &e), immutable);
}

#[test]
fn an_exception_changes_to_a_class_over_a_builtin_one_of_its_size() {
    let types = builtin_types();
    let over = |base: &str| {
        Classes::new().slotted(base, &[&find(&types, base)], "").expect("a class can be made")
    };
    let classes = ["KeyError", "Exception", "BaseException"].map(over);
    let larger = over("OSError");
    for old in &classes {
        assert!(classes.iter().all(|new| moved(old, new) == "ok"));
        assert_ne!(moved(old, &larger), "ok");
        assert_ne!(moved(&larger, old), "ok");
    }
}
