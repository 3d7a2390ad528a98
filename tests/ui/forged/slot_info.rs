use slotted::SlotInfo;

fn main() {
    let _ = SlotInfo { name: "x", offset: 0 };
}
