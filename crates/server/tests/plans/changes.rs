//! Changes as they happen.

use std::time::Duration;

use axum::body::BodyDataStream;
use futures_util::StreamExt;
use registry::{OpenDraft, Signature};
use serde_json::{Value, json};

use crate::bureau::Bureau;

/// Two screens agree within this time.
const SOON: Duration = Duration::from_secs(1);

/// A screen that listens.
struct Screen {
    body: BodyDataStream,
    text: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Screen {
    async fn open(bureau: &Bureau, who: &str, headers: &[(&str, &str)]) -> Screen {
        let request = bureau.request(who, ("GET", "/api/changes"), headers, None);
        let response = bureau.send(request).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"));
        Screen { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; `None` when the stream ends or nothing comes soon.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let event = read(block);
                self.text = rest.to_owned();
                match event {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(SOON, self.body.next()).await.ok()??;
            self.text.push_str(&String::from_utf8_lossy(&chunk.expect("bytes")));
        }
    }
}

fn read(block: &str) -> Option<Event> {
    let field =
        |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned();
    let data = field("data:");
    let data = serde_json::from_str(&data).ok()?;
    Some(Event { name: field("event:"), id: field("id:"), data })
}

#[test]
fn two_open_screens_agree_within_a_second() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    bureau.runtime.block_on(async {
        let mut screens = [Screen::open(&bureau, "li", &[]).await, Screen::open(&bureau, "cadre", &[]).await];
        let mut worker = Screen::open(&bureau, "worker", &[]).await;
        let edit = json!({ "edit": "rename", "grid": "G1", "name": "东" });
        let request = bureau.request("wang", ("POST", "/api/plans/2026/edits"), &[("if-match", "\"1\"")], Some(&edit));
        assert_eq!(bureau.send(request).await.status(), 200);
        for screen in &mut screens {
            let event = screen.next().await.expect("an event");
            assert_eq!(event.name, "draft");
            let expected = json!({ "plan": "2026", "revision": 2, "author": "wang", "state": "draft" });
            assert_eq!(event.data, expected);
        }
        // Another process, which tells nobody.
        let mut store = bureau.store();
        let (at, today) = (jiff::Timestamp::now(), jiff::civil::date(2026, 1, 1));
        let by = Signature { author: "cli".into(), at, today };
        let mut draft = OpenDraft::find(&store, "2026", today).expect("a draft");
        draft.withdraw(&mut store, &by).expect("given up");
        for screen in &mut screens {
            let event = screen.next().await.expect("an event");
            assert_eq!((event.name.as_str(), &event.data["author"]), ("draft", &json!("cli")));
        }
        assert_eq!(worker.next().await, None, "drafts are not for everybody");
    });
}

#[test]
fn the_public_is_told_of_publications() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let post = |what: &str, tag: &str, body: Value| {
        let reply = bureau.post("wang", &format!("/api/plans/2026/{what}"), tag, &body);
        assert_eq!(reply.status, 200, "{what}: {}", reply.text);
    };
    post("edits", "\"1\"", json!({ "edit": "move", "courtyards": ["C16"], "to": "G1" }));
    post("submit", "\"2\"", json!({}));
    post("approve", "\"4\"", json!({ "document": "7" }));
    bureau.runtime.block_on(async {
        let mut everybody = Screen::open(&bureau, "", &[]).await;
        let mut cadre = Screen::open(&bureau, "cadre", &[]).await;
        let body = json!({ "from": "2200-01-01" });
        let request =
            bureau.request("wang", ("POST", "/api/plans/2026/publish"), &[("if-match", "\"5\"")], Some(&body));
        assert_eq!(bureau.send(request).await.status(), 200);
        let event = everybody.next().await.expect("an event");
        assert_eq!((event.name.as_str(), &event.data["day"]), ("publication", &json!("2200-01-01")));
        assert!(event.data.get("plan").is_none() && !event.id.is_empty());
        let mut names = Vec::new();
        while names.len() < 3 {
            names.push(cadre.next().await.expect("an event").name);
        }
        assert_eq!(names, ["record", "draft", "publication"]);
        // Whoever was away is told what was missed, once.
        let id = (event.id.parse::<i64>().expect("a number") - 1).to_string();
        let mut back = Screen::open(&bureau, "", &[("last-event-id", &id)]).await;
        assert_eq!(back.next().await, Some(event.clone()));
        let mut known = Screen::open(&bureau, "", &[("last-event-id", &event.id)]).await;
        assert_eq!(known.next().await, None);
    });
}

#[test]
fn only_so_many_may_listen() {
    let bureau = Bureau::new().again_with(|config| config.most_listeners = 1);
    bureau.runtime.block_on(async {
        let open = || bureau.send(bureau.request("", ("GET", "/api/changes"), &[], None));
        let first = open().await;
        assert_eq!((first.status().as_u16(), open().await.status().as_u16()), (200, 503));
        drop(first);
        assert_eq!(open().await.status().as_u16(), 200);
    });
    let wrong = bureau.get("", "/api/changes?since=yesterday");
    assert_eq!(wrong.status, 400);
}
