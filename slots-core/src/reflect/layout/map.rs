//! The memory map: `Display` of a layout.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::name::short_type_name;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::hidden::Special;
use crate::reflect::variant::VariantOf;

struct Row {
    offset: usize,
    size: usize,
    depth: usize,
    name: String,
    type_name: String,
    notes: String,
}

impl Row {
    fn padding(offset: usize, size: usize, depth: usize) -> Self {
        let name = String::from("(padding)");
        Row { offset, size, depth, name, type_name: String::new(), notes: String::new() }
    }
}

/// Returns the rows of `layout` in memory order, for an instance at the offset `start`.
fn rows(layout: &SlotLayout, start: usize, depth: usize, frozen: bool) -> Vec<Row> {
    let frozen = frozen || layout.is_frozen();
    // One block of rows per field: the block of a base includes the rows of its own fields.
    let mut blocks: Vec<(usize, usize, Vec<Row>)> = Vec::new();
    for slot in layout.slots() {
        let mut notes = String::new();
        for (is, note) in [
            (slot.is_read_only() || frozen, "read-only"),
            (slot.is_optional(), "optional"),
            (slot.has_default(), "default"),
        ] {
            if is {
                notes.push_str(if notes.is_empty() { "" } else { ", " });
                notes.push_str(note);
            }
        }
        let row = Row {
            offset: start + slot.offset(),
            size: slot.size(),
            depth,
            name: slot.name().into(),
            type_name: short_type_name(slot.type_name()).to_string(),
            notes,
        };
        blocks.push((slot.offset(), slot.size(), alloc::vec![row]));
    }
    for field in layout.hidden() {
        let row = Row {
            offset: start + field.offset(),
            size: field.size(),
            depth,
            name: field.field().into(),
            type_name: short_type_name(field.type_name()).to_string(),
            notes: match field.special() {
                Some(Special::Dict | Special::WeakSlot) => "special field",
                Some(Special::Presence) => "presence bits",
                None => "no slot",
            }
            .into(),
        };
        blocks.push((field.offset(), field.size(), alloc::vec![row]));
    }
    for base in layout.bases() {
        let (offset, size) = (base.offset(), base.layout().size());
        let head = Row {
            offset: start + offset,
            size,
            depth,
            name: base.field().into(),
            type_name: short_type_name(base.layout().type_name()).to_string(),
            notes: "base".into(),
        };
        let mut block = alloc::vec![head];
        block.extend(rows(base.layout(), start + offset, depth + 1, frozen));
        blocks.push((offset, size, block));
    }
    // Where several fields share an offset, those of size zero come first.
    blocks.sort_by_key(|(offset, size, _)| (*offset, *size));

    let mut out = Vec::new();
    let mut end = 0;
    for (offset, size, block) in blocks {
        if offset > end {
            out.push(Row::padding(start + end, offset - end, depth));
        }
        end = end.max(offset + size);
        out.extend(block);
    }
    if layout.size() > end {
        out.push(Row::padding(start + end, layout.size() - end, depth));
    }
    out
}

/// Returns the number of slots, own and inherited, and the total size of their fields in bytes.
fn total(layout: &SlotLayout) -> (usize, usize) {
    let own = layout.slots().iter().fold((0, 0), |(n, bytes), slot| (n + 1, bytes + slot.size()));
    layout.bases().iter().fold(own, |(n, bytes), base| {
        let (more, more_bytes) = total(base.layout());
        (n + more, bytes + more_bytes)
    })
}

/// Prints the fields of an enum's variant, whose offsets are not known.
fn fields_of_variant(
    f: &mut fmt::Formatter<'_>,
    layout: &SlotLayout,
    variant: VariantOf,
) -> fmt::Result {
    let of = variant.enum_info().choices.type_name;
    let (name, size, align) = (layout.name(), layout.size(), layout.align());
    writeln!(f, "{of}, variant {name}: {size} bytes, aligned to {align}")?;
    for slot in layout.slots() {
        let type_name = short_type_name(slot.type_name());
        writeln!(f, "{:4} bytes  {}: {type_name}", slot.size(), slot.name())?;
    }
    Ok(())
}

impl fmt::Display for SlotLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(variant) = self.variant_of() {
            return fields_of_variant(f, self, variant);
        }
        writeln!(f, "{}: {} bytes, aligned to {}", self.name(), self.size(), self.align())?;
        let rows = rows(self, 0, 0, false);
        let name_width = rows
            .iter()
            .map(|row| 2 * row.depth + row.name.chars().count())
            .chain([4])
            .max()
            .unwrap_or(4);
        let type_width = rows.iter().map(|row| row.type_name.chars().count()).max().unwrap_or(4);
        writeln!(f, "offset  size  {:name_width$}  type", "name")?;
        for row in rows {
            let name = alloc::format!("{:indent$}{}", "", row.name, indent = 2 * row.depth);
            let notes =
                if row.notes.is_empty() { row.notes } else { alloc::format!("  {}", row.notes) };
            let type_width = if notes.is_empty() { 0 } else { type_width };
            let line = alloc::format!(
                "{:6}  {:4}  {name:name_width$}  {:type_width$}{notes}",
                row.offset,
                row.size,
                row.type_name,
            );
            writeln!(f, "{}", line.trim_end())?;
        }
        let (slots, bytes) = total(self);
        writeln!(
            f,
            "{bytes} bytes in {slots} slot{}, {} bytes of padding, {} __dict__",
            if slots == 1 { "" } else { "s" },
            self.padding(),
            if self.has_dict() { "a" } else { "no" },
        )?;
        if f.alternate() {
            self.advice().iter().try_for_each(|advice| writeln!(f, "{advice}"))?;
        }
        Ok(())
    }
}
