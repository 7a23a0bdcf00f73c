//! What a control string (OSC, DCS, APC, PM, SOS) from a terminal means: always an answer, never typing.

use super::Reply;

/// Says what was answered. `held` starts with the byte that opened the string after ESC.
pub(super) fn reply(held: &[u8]) -> Reply {
    let colour = held.strip_prefix(b"]11;").and_then(|text| std::str::from_utf8(text).ok()).and_then(colour);
    colour.map_or(Reply::Other, Reply::Background)
}

/// Reads a colour as X11 writes one (`XParseColor(3)`): `rgb:` or `rgba:` with one to four hexadecimal digits a
/// channel, or `#` with as many for each.
fn colour(text: &str) -> Option<[u8; 3]> {
    let channels: Vec<&[u8]> = if let Some(digits) = text.strip_prefix('#') {
        let digits = digits.as_bytes();
        (digits.len() % 3 == 0 && !digits.is_empty()).then(|| digits.chunks(digits.len() / 3).collect())?
    } else if let Some(three) = text.strip_prefix("rgb:") {
        three.split('/').map(str::as_bytes).collect()
    } else {
        let mut four: Vec<_> = text.strip_prefix("rgba:")?.split('/').map(str::as_bytes).collect();
        channel(four.pop()?)?;
        four
    };
    match channels.as_slice() {
        &[red, green, blue] => Some([channel(red)?, channel(green)?, channel(blue)?]),
        _ => None,
    }
}

/// A channel of one to four digits, scaled so that all digits F are full.
fn channel(digits: &[u8]) -> Option<u8> {
    let most = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    let value = digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))?;
    u8::try_from((value * 255 + most / 2) / most).ok()
}
