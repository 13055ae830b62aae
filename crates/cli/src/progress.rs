//! Progress bars, time budgets and Ctrl-C, as the `Watch` that long work looks at.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::say::Voice;

/// Shows progress and says when to stop.
pub(crate) struct Bar {
    bar: ProgressBar,
    begun: Instant,
    seconds: Option<f64>,
}

/// Share of the time in which work is to be done by its own plan; the rest is for what no plan foresees.
const PLANNED: f64 = 0.96;

static INTERRUPTED: OnceLock<AtomicBool> = OnceLock::new();

fn interrupted() -> &'static AtomicBool {
    INTERRUPTED.get_or_init(|| AtomicBool::new(false))
}

/// From now on the first Ctrl-C asks long work to end with the best plan so far; the second ends the program.
pub(crate) fn listen_to_interrupts() {
    let handler = || {
        if interrupted().swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    };
    // Without a handler Ctrl-C simply ends the program: nothing is lost, since writes are transactions.
    let _ = ctrlc::set_handler(handler);
}

impl Bar {
    /// A bar with a title; hidden when quiet or not on a terminal.
    pub(crate) fn new(voice: &Voice, title: &str, seconds: Option<f64>) -> Self {
        let bar = if voice.quiet { ProgressBar::hidden() } else { ProgressBar::new(1000) };
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:40}] {percent}% {elapsed}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.set_message(voice.words.say(title));
        Bar { bar, begun: Instant::now(), seconds: seconds.map(|seconds| seconds.clamp(0.0, 1e7)) }
    }

    /// Takes the bar off the terminal.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl regionalization::Watch for Bar {
    fn progress(&self, done: f64) {
        self.bar.set_position((done.clamp(0.0, 1.0) * 1000.0) as u64);
    }

    fn stopped(&self) -> bool {
        let late = |seconds| self.begun.elapsed().as_secs_f64() >= seconds;
        interrupted().load(Ordering::SeqCst) || self.seconds.is_some_and(late)
    }

    fn spent(&self) -> f64 {
        self.seconds.map_or(0.0, |seconds| self.begun.elapsed().as_secs_f64() / (seconds * PLANNED).max(1e-6))
    }
}
