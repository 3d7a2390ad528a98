//! What a layout points to, lent for as long as the layout is borrowed.

/// A pointer to what a layout, or a row of one, is made of: names, rows.
///
/// The layout of a static type lies in read-only memory, and what it points to does so too. That of
/// a run-time class dies with the class. So this is a `'static` reference by its type only, and no
/// function returns it as one: [`get`](Lent::get) lends the value for as long as this is borrowed.
///
/// Invariant 1: the value lives for as long as the `Lent` does. (`new` takes a reference that says
/// so. The field is private to this file, and a `Lent` cannot be copied.)
pub(crate) struct Lent<T: ?Sized + 'static>(&'static T);

impl<T: ?Sized> Lent<T> {
    pub(crate) const fn new(value: &'static T) -> Self {
        Lent(value)
    }

    #[inline(always)]
    pub(crate) const fn get(&self) -> &T {
        self.0
    }
}
