//! What an operation of the table is.

use super::foreign::Hook;
use super::world::World;

/// A use of a public item, and the foreign code that it runs.
pub(crate) struct Operation {
    /// The item in `docs/public-api.txt`, or an impl of it.
    pub(crate) name: &'static str,
    /// The expression, for messages.
    pub(crate) code: &'static str,
    pub(crate) hooks: &'static [Hook],
    pub(crate) run: fn(&mut World),
}

macro_rules! operations {
    ($($name:literal, [$($hook:ident),*] => |$world:ident| $code:expr;)*) => {
        /// The operations of this file.
        pub(crate) const OPERATIONS: &[Operation] = &[$(Operation {
            name: $name,
            code: stringify!($code),
            hooks: &[$($hook),*],
            // Most operations need no exclusive access, and some no world.
            run: |_world| {
                let $world = _world;
                let _ = &$world;
                $code
            },
        }),*];
    };
}
pub(crate) use operations;

/// Ends a value, which may be a reference or a number.
pub(crate) fn done<T>(_: T) {}

/// A `Whole` in JSON, as data may come.
pub(crate) const DATA: &str = r#"{"own":3,"text":"3","data":3,"checked":3,"maybe":3,"list":[3,4],"texts":["3","4"],"map":{"a":3},"shape":{"Two":{"a":3,"b":4}},"lazy":3,"sometimes":3,"entry":[3],"number":3}"#;
