//! Metrics as Prometheus reads them (text format 0.0.4): a moment's figures to text, and nothing else.

use std::fmt::{Display, Write};

use super::Snapshot;
use crate::session::FIRST_FRAME_SECONDS;

/// A metric's text.
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "# HELP shingle_{name} {help}\n# TYPE shingle_{name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl Display) {
        let _ = writeln!(self.0, "shingle_{name}{labels} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.head(name, kind, help);
        self.line(name, "", value);
    }

    fn each<T: Display>(
        &mut self,
        name: &str,
        label: &str,
        help: &str,
        values: impl IntoIterator<Item = (&'static str, T)>,
    ) {
        self.head(name, "counter", help);
        for (which, value) in values {
            self.line(name, &format!("{{{label}=\"{which}\"}}"), value);
        }
    }
}

/// The whole page.
#[must_use]
pub fn render(now: &Snapshot) -> String {
    let mut page = Page(String::new());
    let tallies = &now.tallies;
    page.head("build_info", "gauge", "Always 1; the version is its label.");
    page.line("build_info", concat!("{version=\"", env!("CARGO_PKG_VERSION"), "\"}"), 1);
    page.one("ready", "gauge", "Whether a visitor who comes now is let in.", u8::from(now.ready));
    page.one("uptime_seconds", "gauge", "How long the server has run.", now.uptime.as_secs_f64());
    if let Some(bytes) = now.memory {
        page.one("resident_memory_bytes", "gauge", "Resident memory.", bytes);
    }

    page.one("connections", "gauge", "Connections open now.", now.gates.open);
    page.one(
        "connections_before_login",
        "gauge",
        "Those of them that nobody has logged in on.",
        now.gates.before_login,
    );
    page.one("connections_accepted_total", "counter", "Connections accepted.", now.accepted);
    let outcomes = now.outcomes.iter().map(|(outcome, count)| (outcome.name(), *count));
    page.each("connections_ended_total", "outcome", "Connections ended; all but served never got a login.", outcomes);
    let refused = now.gates.refused.iter().map(|(gate, count)| (gate.name(), *count));
    page.each("refusals_total", "gate", "Connections turned away, by the gate that did.", refused);
    page.one("addresses", "gauge", "Addresses remembered.", now.gates.addresses);

    page.head("sessions", "gauge", "Sessions open now.");
    page.line("sessions", "{transport=\"ssh\"}", tallies.sessions);
    page.head("sessions_ended_total", "counter", "Sessions ended, by why.");
    let ended = tallies.ended.iter().map(|(end, count)| (end.name(), *count));
    for (end, count) in ended.chain([("panicked", tallies.panicked)]) {
        page.line("sessions_ended_total", &format!("{{transport=\"ssh\",end=\"{end}\"}}"), count);
    }
    let errands = tallies.errands.iter().map(|(errand, count)| (errand.name(), *count));
    page.each("errands_total", "kind", "Commands answered and transfers of files ended.", errands);
    page.one("panics_total", "counter", "Sessions, commands and transfers that a panic has ended.", tallies.panics);
    first_frames(&mut page, now);
    page.one("frames_total", "counter", "Frames sent.", tallies.frames);
    page.one(
        "frames_clean_total",
        "counter",
        "Frames that showed nothing new, so that nothing was sent.",
        tallies.clean,
    );
    page.one("frame_bytes_total", "counter", "Bytes of frames.", tallies.bytes);
    let waited = tallies.write_time.as_secs_f64();
    page.one("write_seconds_total", "counter", "Time that sessions waited for visitors to take their bytes.", waited);
    page.each(
        "reloads_total",
        "result",
        "Edits of the owner's, while the server runs.",
        [("good", now.good_edits), ("bad", now.bad_edits)],
    );
    page.0
}

fn first_frames(page: &mut Page, now: &Snapshot) {
    let name = "first_frame_seconds";
    page.head(name, "histogram", "From the shell request to the first frame taken.");
    let mut sum = 0;
    let slots = FIRST_FRAME_SECONDS.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
    for (most, count) in slots.zip(&now.tallies.first_frames) {
        sum += count;
        page.line(&format!("{name}_bucket"), &format!("{{le=\"{most}\"}}"), sum);
    }
    page.line(&format!("{name}_sum"), "", now.tallies.first_frame_time.as_secs_f64());
    page.line(&format!("{name}_count"), "", sum);
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::*;
    use crate::{
        gates::{GateLimits, Gates},
        session::Figures,
        ssh::Outcome,
    };

    #[tokio::test]
    async fn every_line_is_one_that_prometheus_reads() {
        let now = Snapshot {
            alive: true,
            ready: true,
            uptime: Duration::from_millis(1500),
            memory: Some(4096),
            tallies: Figures::new(|| None).tallies(),
            gates: Arc::new(Gates::new(GateLimits::default())).figures(),
            accepted: 7,
            outcomes: Outcome::ALL.map(|outcome| (outcome, 1)).to_vec(),
            good_edits: 1,
            bad_edits: 0,
        };
        let page = render(&now);
        for line in page.lines().filter(|line| !line.starts_with("# ")) {
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(name.starts_with("shingle_") && value.parse::<f64>().is_ok(), "{line}");
        }
        for line in [
            "shingle_connections_accepted_total 7",
            "shingle_refusals_total{gate=\"startups\"} 0",
            "shingle_sessions_ended_total{transport=\"ssh\",end=\"panicked\"} 0",
            "shingle_first_frame_seconds_bucket{le=\"+Inf\"} 0",
            "shingle_errands_total{kind=\"transfer\"} 0",
            "shingle_uptime_seconds 1.5",
        ] {
            assert!(page.contains(&format!("{line}\n")), "no {line} in:\n{page}");
        }
    }
}
