//! What a mouse report means, in each of the three ways that terminals write one.

use super::{Mouse, MouseKind};

/// Reads a report of mode 1006 (SGR): button and 1-based cell as numbers. A cell that no terminal has is no report.
pub(super) fn at(button: u32, column: u32, row: u32, released: bool) -> Option<Mouse> {
    let cell = |number: u32| u16::try_from(number).ok()?.checked_sub(1);
    Some(Mouse { kind: kind(button, released), column: cell(column)?, row: cell(row)? })
}

/// Reads a report of the X10 and VT200 modes (9, 1000): three bytes, each its value plus 32.
pub(super) fn x10(button: u8, column: u8, row: u8) -> Option<Mouse> {
    let value = |byte: u8| byte.checked_sub(32).map(u32::from);
    at(value(button)?, value(column)?, value(row)?, false)
}

/// Reads a report of mode 1015 (urxvt): numbers as in mode 1006, the button plus 32 as in mode 1000.
pub(super) fn urxvt(button: u32, column: u32, row: u32) -> Option<Mouse> {
    at(button.checked_sub(32)?, column, row, false)
}

/// Says what the button's number tells, whatever modifiers (4 Shift, 8 Meta, 16 Control) are in it.
fn kind(button: u32, released: bool) -> MouseKind {
    match button & !(4 | 8 | 16) {
        0 if !released => MouseKind::Press,
        64 if !released => MouseKind::WheelUp,
        65 if !released => MouseKind::WheelDown,
        _ => MouseKind::Other,
    }
}
