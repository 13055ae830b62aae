//! How the service is doing, in numbers: requests by route, how long they took, what was turned away.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::problem::Kind;
use crate::routes::Route;

/// Media type of [`Measures::text`].
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Upper ends of the durations that are told apart, in seconds.
const SECONDS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Route, method, class of the status.
type OfAnswer = [(&'static str, &'static str); 3];
type OfRoute = [(&'static str, &'static str); 2];
type Durations = Family<OfRoute, Histogram, fn() -> Histogram>;

pub(crate) struct Measures {
    registry: Registry,
    requests: Family<OfAnswer, Counter>,
    durations: Durations,
    shed: Family<[(&'static str, &'static str); 1], Counter>,
    views: Gauge,
    tiles: Gauge,
    sessions: Gauge,
    record: Gauge,
}

/// What is looked up when somebody asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub(crate) views: u64,
    pub(crate) tiles: u64,
    pub(crate) sessions: u64,
    pub(crate) record_bytes: u64,
}

impl Measures {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("jingwei");
        let durations = Durations::new_with_constructor(|| Histogram::new(SECONDS));
        let (requests, shed) = (Family::default(), Family::default());
        let (views, tiles, sessions, record) = (Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("requests", "Answers by route, method and class of status", Family::clone(&requests));
        registry.register("request_duration_seconds", "Time to make an answer", Durations::clone(&durations));
        registry.register("turned_away", "Requests that were too many or took too long", Family::clone(&shed));
        registry.register("views_kept", "Days of the record in memory", Gauge::clone(&views));
        registry.register("tiles_kept", "Tiles in memory", Gauge::clone(&tiles));
        registry.register("sessions_in_use", "Sessions and tokens used within a second", Gauge::clone(&sessions));
        registry.register("record_bytes", "Size of the record on the disk", Gauge::clone(&record));
        Measures { registry, requests, durations, shed, views, tiles, sessions, record }
    }

    /// A route has answered.
    pub(crate) fn answered(&self, route: &Route, status: u16, took: Duration) {
        let path = if route.path.is_empty() { "none" } else { route.path };
        let method = route.method.id();
        let class = ["1xx", "2xx", "3xx", "4xx", "5xx"].get(usize::from(status / 100).wrapping_sub(1));
        let labels = [("route", path), ("method", method), ("status", class.copied().unwrap_or("none"))];
        self.requests.get_or_create(&labels).inc();
        self.durations.get_or_create(&[("route", path), ("method", method)]).observe(took.as_secs_f64());
    }

    /// A request was turned away before a route saw it, or given up.
    pub(crate) fn shed(&self, kind: Kind) {
        self.shed.get_or_create(&[("reason", kind.id())]).inc();
    }

    /// All numbers as OpenMetrics text.
    pub(crate) fn text(&self, now: Now) -> Result<String, std::fmt::Error> {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.views.set(whole(now.views));
        self.tiles.set(whole(now.tiles));
        self.sessions.set(whole(now.sessions));
        self.record.set(whole(now.record_bytes));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
