//! The iterators of a dict.

use alloc::boxed::Box;
use alloc::vec;
use core::fmt;
use core::iter::FusedIterator;
use core::slice;

use crate::value::Value;
use crate::value::dict::entries::{Entries, Entry};

macro_rules! entry_iterator {
    (
        $(#[$doc:meta])*
        $name:ident [$($life:lifetime)?] over $inner:ty, of ($key:ty, $value:ty), as $split:expr
    ) => {
        $(#[$doc])*
        pub struct $name$(<$life>)? {
            entries: $inner,
            left: usize,
        }

        impl$(<$life>)? Iterator for $name$(<$life>)? {
            type Item = ($key, $value);

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                let split = $split;
                // Skips holes, which removed entries leave.
                let found = self.entries.by_ref().find_map(split)?;
                self.left -= 1;
                Some(found)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.left, Some(self.left))
            }
        }

        impl$(<$life>)? DoubleEndedIterator for $name$(<$life>)? {
            fn next_back(&mut self) -> Option<Self::Item> {
                let split = $split;
                let found = self.entries.by_ref().rev().find_map(split)?;
                self.left -= 1;
                Some(found)
            }
        }

        impl$(<$life>)? ExactSizeIterator for $name$(<$life>)? {}
        impl$(<$life>)? FusedIterator for $name$(<$life>)? {}

        impl$(<$life>)? fmt::Debug for $name$(<$life>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("left", &self.left).finish()
            }
        }
    };
}

entry_iterator! {
    /// An iterator over the entries of a [`Dict`](super::Dict), in insertion order.
    ///
    /// ```
    /// use slotted::Dict;
    ///
    /// let dict = Dict::from([("a", 1), ("b", 2)]);
    /// let pairs: Vec<String> =
    ///     dict.iter().map(|(name, value)| format!("{name}={value}")).collect();
    /// assert_eq!(pairs, ["a=1", "b=2"]);                               // in order of insertion
    /// ```
    Iter['a] over slice::Iter<'a, Option<Entry>>, of (&'a str, &'a Value),
    as |entry: &'a Option<Entry>| entry.as_ref().map(|entry| (&*entry.name, &entry.value))
}

entry_iterator! {
    /// An iterator over the entries of a [`Dict`](super::Dict), in insertion order, with mutable
    /// values.
    ///
    /// ```
    /// use slotted::{Dict, Value};
    ///
    /// let mut dict = Dict::from([("a", 1), ("b", 2)]);
    /// for (name, value) in dict.iter_mut() {
    ///     *value = Value::from(name);
    /// }
    /// assert_eq!(dict, Dict::from([("a", "a"), ("b", "b")]));
    /// ```
    IterMut['a] over slice::IterMut<'a, Option<Entry>>, of (&'a str, &'a mut Value),
    as |entry: &'a mut Option<Entry>| entry.as_mut().map(|entry| (&*entry.name, &mut entry.value))
}

entry_iterator! {
    /// An owning iterator over the entries of a [`Dict`](super::Dict), in insertion order.
    ///
    /// ```
    /// use slotted::{Dict, Value};
    ///
    /// let dict = Dict::from([("a", 1), ("b", 2)]);
    /// let pairs: Vec<(String, Value)> =
    ///     dict.into_iter().map(|(name, value)| (name.into(), value)).collect();
    /// assert_eq!(pairs[1], ("b".to_owned(), Value::from(2)));
    /// ```
    IntoIter[] over vec::IntoIter<Option<Entry>>, of (Box<str>, Value),
    as |entry: Option<Entry>| entry.map(|entry| (entry.name.into(), entry.value))
}

impl<'a> Iter<'a> {
    /// Inlined, so that iterating an empty dict makes no call.
    #[inline]
    pub(crate) fn new(entries: Option<&'a Entries>) -> Self {
        match entries {
            Some(entries) => Iter::over(entries),
            None => Iter { entries: [].iter(), left: 0 },
        }
    }

    fn over(entries: &'a Entries) -> Self {
        Iter { entries: entries.as_slice().iter(), left: entries.len() }
    }
}

impl Clone for Iter<'_> {
    fn clone(&self) -> Self {
        Iter { entries: self.entries.clone(), left: self.left }
    }
}

impl<'a> IterMut<'a> {
    pub(crate) fn new(entries: Option<&'a mut Entries>) -> Self {
        let left = entries.as_ref().map_or(0, |entries| entries.len());
        IterMut {
            entries: entries.map_or(&mut [] as &mut [_], Entries::as_mut_slice).iter_mut(),
            left,
        }
    }
}

impl IntoIter {
    pub(crate) fn new(entries: Option<Entries>) -> Self {
        let left = entries.as_ref().map_or(0, Entries::len);
        IntoIter {
            entries: entries.map_or_else(vec::Vec::new, Entries::into_vec).into_iter(),
            left,
        }
    }
}

macro_rules! half_iterator {
    ($(#[$doc:meta])* $name:ident of $item:ty, $half:tt) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name<'a>(pub(crate) Iter<'a>);

        impl<'a> Iterator for $name<'a> {
            type Item = &'a $item;

            #[inline]
            fn next(&mut self) -> Option<&'a $item> {
                self.0.next().map(|entry| entry.$half)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl DoubleEndedIterator for $name<'_> {
            fn next_back(&mut self) -> Option<Self::Item> {
                self.0.next_back().map(|entry| entry.$half)
            }
        }

        impl ExactSizeIterator for $name<'_> {}
        impl FusedIterator for $name<'_> {}
    };
}

half_iterator! {
    /// An iterator over the names of a [`Dict`](super::Dict), in insertion order.
    ///
    /// ```
    /// use slotted::Dict;
    ///
    /// let dict = Dict::from([("a", 1), ("b", 2)]);
    /// assert_eq!(dict.keys().rev().collect::<Vec<_>>(), ["b", "a"]);
    /// ```
    Keys of str, 0
}

half_iterator! {
    /// An iterator over the values of a [`Dict`](super::Dict), in insertion order.
    ///
    /// ```
    /// use slotted::{Dict, Value};
    ///
    /// let dict = Dict::from([("a", 1), ("b", 2)]);
    /// assert_eq!(dict.values().last(), Some(&Value::from(2)));
    /// ```
    Values of Value, 1
}
