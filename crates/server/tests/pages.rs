//! Pages over the router: what every browser gets, and what caches may do.

mod quarter;
#[path = "quarter/wellformed.rs"]
mod wellformed;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use server::{App, Config, router};
use tower::ServiceExt;

struct Service {
    _folder: tempfile::TempDir,
    app: Arc<App>,
}

impl Service {
    fn new() -> Self {
        let folder = quarter::record();
        let app = Arc::new(App::open(Config::of(folder.path())).expect("the record opens"));
        Service { _folder: folder, app }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (Response<()>, String) {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let answer = router(Arc::clone(&self.app)).oneshot(request).await.expect("an answer");
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body");
        (Response::from_parts(head, ()), String::from_utf8(body.to_vec()).expect("UTF-8"))
    }
}

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

fn header<'a>(answer: &'a Response<()>, name: &str) -> &'a str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn browsers_get_pages_everywhere() {
    let service = Service::new();
    let paths = [
        ("/", 200),
        ("/coverage", 200),
        ("/coverage/committee-open", 200),
        ("/place/grid/1", 200),
        ("/place/courtyard/Y2", 200),
        ("/place/grid/3", 410),
        ("/place/nothing/1", 404),
        ("/near", 200),
        ("/packs", 200),
        ("/packs/2025%20Q2%2F%E5%AD%A3%E6%8A%A5", 200),
        ("/notice/Y1", 200),
        ("/collections", 200),
        ("/collections/grids", 200),
        ("/collections/grids/items", 200),
        ("/collections/grids/items/1", 200),
        ("/conformance", 200),
        ("/nowhere", 404),
        ("/coverage?date=never", 400),
        ("/coverage?nonsense=1", 400),
    ];
    for (path, status) in paths {
        let (answer, text) = service.get(path, &[BROWSER]).await;
        assert_eq!(answer.status().as_u16(), status, "{path}: {text}");
        assert!(header(&answer, "content-type").starts_with("text/html"), "{path}");
        assert!(header(&answer, "cache-control").contains("private"), "{path}");
        wellformed::check(&text);
    }
}

#[tokio::test]
async fn programs_get_problems_as_documents() {
    let service = Service::new();
    let (answer, text) = service.get("/place/nothing/1", &[("accept", "application/json")]).await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "content-type")),
        (404, "application/problem+json"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let service = Service::new();
    let (style, text) = service.get("/assets/style.css", &[]).await;
    assert!(text.contains("prefers-color-scheme: dark") && text.contains("@media print"));
    for path in ["/assets/style.css", "/place/grid/1", "/coverage"] {
        let (first, _) = service.get(path, &[BROWSER]).await;
        let tag = header(&first, "etag").to_owned();
        let (again, body) = service.get(path, &[BROWSER, ("if-none-match", &tag)]).await;
        assert_eq!((again.status().as_u16(), body.as_str()), (304, ""), "{path} {tag}");
        let (english, _) = service.get(path, &[BROWSER, ("if-none-match", &tag), ("accept-language", "en")]).await;
        assert_eq!(
            english.status().as_u16() == 304,
            path.starts_with("/assets"),
            "{path}: another language is another page"
        );
    }
    let print = header(&style, "etag").trim_matches('"').to_owned();
    let (kept, _) = service.get(&format!("/assets/style.css?v={print}"), &[]).await;
    assert!(header(&kept, "cache-control").contains("immutable"));
}

#[tokio::test]
async fn pages_need_nothing_from_elsewhere() {
    let service = Service::new();
    for path in ["/", "/near", "/place/grid/1", "/coverage/committee-open"] {
        let (_, text) = service.get(path, &[BROWSER]).await;
        let foreign = |mark: &str| {
            text.split(mark).skip(1).any(|rest| !rest.starts_with('/') && !rest.starts_with("http://localhost"))
        };
        assert!(!foreign("src=\"") && !foreign("<link rel=\"stylesheet\" href=\""), "{path}");
        let own = text.matches("<script src=\"/assets/").count();
        assert!(own > 0 && text.matches("<script").count() == own, "{path}");
    }
}
