//! `GET /api/changes`: the stream of one listener.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use tokio::time::{Instant, timeout_at};

use super::pulse::{self, News};
use super::watch::Listener;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// A line without meaning that keeps proxies from hanging up.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// A stream ends after this time; the browser comes again, and who asks is looked up anew.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// When a browser comes again.
const AGAIN: Duration = Duration::from_secs(1);

/// `GET /api/changes`: from now on, or from `Last-Event-ID` (or `since`) on.
pub(super) fn changes(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["since"])?;
    let since = match asked.parameter("since") {
        Some(text) => Some(text.parse().map_err(|_| Problem::parameter("since", text, "1767225600000000"))?),
        None => None,
    };
    // A browser sends its own on coming again, whatever the address said at first.
    let last = asked.last_event.as_ref().and_then(|text| text.trim().parse::<i64>().ok());
    let listener = app.changes.listen()?;
    let now = pulse::newest(&listener.pulse);
    let mut told = Telling { drafts: asked.reader.may(Action::ReadDrafts), waiting: VecDeque::new(), moment: now };
    told.waiting.push_back(Event::default().id(now.to_string()).retry(AGAIN).comment("jingwei"));
    if let Some(since) = last.or(since) {
        // The events tell the number themselves.
        told.waiting.clear();
        told.waiting.push_back(Event::default().id(since.min(now).to_string()).retry(AGAIN).comment("jingwei"));
        pulse::since(&listener.pulse, since).iter().for_each(|news| told.push(news));
    }
    let events = Sse::new(stream(listener, told)).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    let body = events.into_response().into_body();
    // Proxies that would collect the answer first are asked not to.
    Ok(Answer::flowing("text/event-stream", body).with("cache-control", "no-store").with("x-accel-buffering", "no"))
}

/// What one listener is told next.
struct Telling {
    /// Whether it may know of drafts.
    drafts: bool,
    waiting: VecDeque<Event>,
    /// News up to this moment are known.
    moment: i64,
}

impl Telling {
    fn push(&mut self, news: &News) {
        let visible: Vec<_> = news.told.iter().filter(|told| told.open || self.drafts).collect();
        for (number, told) in visible.iter().enumerate() {
            let event = Event::default().event(told.event).data(told.data.to_string());
            // Whoever breaks off within a moment gets all of it again.
            let last = number + 1 == visible.len();
            self.waiting.push_back(if last { event.id(news.moment.to_string()) } else { event });
        }
    }
}

fn stream(listener: Listener, told: Telling) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static {
    let until = Instant::now() + LONGEST;
    unfold((listener, told), move |(mut listener, mut told)| async move {
        loop {
            if let Some(event) = told.waiting.pop_front() {
                return Some((Ok(event), (listener, told)));
            }
            match timeout_at(until, listener.news.recv()).await {
                Ok(Ok(news)) if news.moment > told.moment => told.push(&news),
                Ok(Ok(_)) => {}
                // Too far behind, or the end of the service or of the stream: coming again begins where this ends.
                Ok(Err(_)) | Err(_) => return None,
            }
        }
    })
}
