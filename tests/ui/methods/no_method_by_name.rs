use std::rc::Rc;

use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    unsafe fn forget(&mut self) {}
    async fn wait(&self) {}
    fn of_any<T>(&self, _value: T) {}
    fn of_size<const N: usize>(&self) {}
    fn shared(self: Rc<Self>) {}
    fn pair(&self, (_a, _b): (u8, u8)) {}
    fn fill(&self, _out: &mut String) {}
    fn any(&self, _text: impl Into<String>) {}
    fn all(&self) -> impl Iterator<Item = u8> {
        [1].into_iter()
    }
    fn lend(&mut self) -> &mut f64 {
        &mut self.balance
    }
    fn items(&self) -> &[u8] {
        &[]
    }
    fn late(&self, #[slots(default = 1)] _a: u8, _b: u8) {}
}

fn main() {}
