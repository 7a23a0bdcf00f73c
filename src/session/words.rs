//! What a session says in its own words: notices, the last line, and the card without a screen.

use std::time::Duration;

use super::{Door, End};
use crate::content::{Portfolio, card::card};

/// Tells a visitor who presses no key that the visit ends soon.
pub(super) fn idle(left: Duration) -> String {
    format!("Still there? Without a key this visit ends in {}. Any key stays.", spoken(left))
}

/// Tells a visitor that the visit has lasted nearly as long as one may.
pub(super) fn life(left: Duration) -> String {
    format!("This visit ends in {}: it has been a long one. Come back at once if you like.", spoken(left))
}

/// Tells a visitor that the server closes.
pub(super) fn closing(left: Duration) -> String {
    format!("The server closes in {}. Come back in a minute.", spoken(left))
}

/// Why a visit that the visitor did not end has ended; `None` where no word is needed.
pub(super) fn ended(end: End) -> Option<&'static str> {
    match end {
        End::Left | End::Gone | End::Stalled => None,
        End::Idle => Some("Nobody pressed a key for a while, so this visit has ended."),
        End::Life => Some("This visit has lasted as long as one may."),
        End::Closing => Some("The server closes; come back in a minute."),
    }
}

/// The portfolio as plain text without escape sequences, for pipes and for terminals that know none: lines end in LF.
#[must_use]
pub fn plain_card(portfolio: &Portfolio, columns: usize, door: &Door) -> String {
    card(portfolio, columns, &["The whole portfolio, in a terminal:".into(), door.ssh()])
}

/// A duration as a person says it: minutes above ninety seconds, seconds below; never zero.
fn spoken(left: Duration) -> String {
    // Rounded to the nearest second: a timer that fires a millisecond late must not make 5 s into 4.
    let seconds = (left + Duration::from_millis(500)).as_secs().max(1);
    match seconds {
        1 => "a second".into(),
        2..=59 => format!("{seconds} seconds"),
        60..=90 => "a minute".into(),
        _ => format!("{} minutes", (seconds + 30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_said_as_a_person_would() {
        let said = |ms| spoken(Duration::from_millis(ms));
        assert_eq!([said(0), said(1_400), said(4_990)], ["a second", "a second", "5 seconds"]);
        assert_eq!([said(60_000), said(120_000)], ["a minute", "2 minutes"]);
    }
}
