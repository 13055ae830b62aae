//! The pages of plans.

use serde_json::json;

use crate::bureau::{Bureau, Reply};

fn page(bureau: &Bureau, who: &str, path: &str) -> Reply {
    bureau.ask(who, ("GET", path), &[("accept", "text/html")], None)
}

#[test]
fn a_draft_is_read_and_edited_on_its_page() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let edits = json!([
        { "edit": "merge", "grids": ["G1"], "into": "G5" },
        { "edit": "split", "grid": "G9", "by": { "by": "list", "courtyards": ["C32"] } },
    ]);
    assert_eq!(bureau.post("wang", "/api/plans/2026/edits", "\"1\"", &edits).status, 200);
    bureau.ask(
        "cadre",
        ("POST", "/api/plans/2026/comments"),
        &[],
        Some(&json!({ "place": "subdistrict:990101001", "text": "边界应沿河 <b>" })),
    );
    let check = |who: &str, path: &str, there: &[&str], absent: &[&str]| {
        let reply = page(&bureau, who, path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        for text in there {
            assert!(reply.text.contains(text), "{path} as {who} without {text}: {}", reply.text);
        }
        for text in absent {
            assert!(!reply.text.contains(text), "{path} as {who} with {text}");
        }
    };
    check("wang", "/plans", &["2026", "草案", "/plans/2026", "name=\"origin\""], &[]);
    check("cadre", "/plans", &["/plans/2026"], &["name=\"origin\""]);
    let both = [
        "前后对照",
        "class=\"come\"",
        "class=\"gone\"",
        "class=\"moved\"",
        "苇田街道",
        "没有编码",
        "边界应沿河 &lt;b&gt;",
        "data-revision=\"2\"",
    ];
    check("wang", "/plans/2026", &both, &[]);
    check(
        "wang",
        "/plans/2026",
        &["/api/plans/2026/undo", "value=\"merge\"", "name=\"revision\" value=\"2\""],
        &["plan-"],
    );
    check("cadre", "/plans/2026", &["/api/plans/2026/comments"], &["/api/plans/2026/undo", "/api/plans/2026/edits"]);
    check("wang", "/plans/2026?lang=en", &["Before and after", "Take back my last edit", "?lang=en"], &["草案"]);
    check("cadre", "/plans/2026/compare", &["<svg", "苇田街道", "G5"], &["<form class=\"act"]);
    assert_eq!((page(&bureau, "worker", "/plans").status, page(&bureau, "worker", "/plans/2026").status), (403, 403));
    assert_eq!(page(&bureau, "wang", "/plans/nothing").status, 404);
}

#[test]
fn forms_say_what_was_seen() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let send = |revision: &str, fields: &[(&str, &str)]| {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields).append_pair("revision", revision);
        bureau.form("wang", "/api/plans/2026/edits", form.finish())
    };
    let split = [("edit", "split"), ("grid", "G1"), ("courtyards", "C0， C1")];
    let done = send("1", &split);
    assert_eq!((done.status, done.header("location")), (303, "/plans/2026"), "{}", done.text);
    assert_eq!(send("1", &split).status, 412);
    assert_eq!(
        send("2", &[("edit", "move"), ("courtyards", "C2 C3"), ("to", "#57")]).status,
        422,
        "none would be left"
    );
    assert_eq!(send("2", &[("edit", "move"), ("courtyards", "C2"), ("to", "#57")]).status, 303);
    let members = bureau.get("wang", "/collections/draft-2026/items/57").json();
    assert_eq!(members["properties"]["members"], json!(["C0", "C1", "C2"]));
}
