//! What the API's description says of the routes of this folder: plain data.

/// A parameter: name, where it stands (`path`, `query`), whether it must be there, what it is.
pub(crate) type Parameter = (&'static str, &'static str, bool, &'static str);

/// An answer: status, media type (empty of none), what it is.
pub(crate) type Answered = (u16, &'static str, &'static str);

/// A route as the description has it.
pub(crate) struct Described {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) parameters: &'static [Parameter],
    /// Media types of the body with its schema (JSON); none of a read.
    pub(crate) body: &'static [(&'static str, &'static str)],
    /// Answers besides problems.
    pub(crate) answers: &'static [Answered],
    /// Statuses of problems that it may answer with.
    pub(crate) problems: &'static [u16],
}

const LETTER: &str = r#"{"type":"object","required":["place","text"],"properties":{
"id":{"type":"string","format":"uuid","description":"chosen by the client; sent again it is taken once"},
"place":{"type":"string","description":"id of a place, or level:code"},
"text":{"type":"string","minLength":1,"maxLength":2000}}}"#;
const LETTER_WITH_PHOTO: &str = r#"{"type":"object","required":["place","text"],"properties":{
"id":{"type":"string","format":"uuid"},"place":{"type":"string"},"text":{"type":"string","minLength":1,"maxLength":2000},
"photo":{"type":"string","format":"binary","description":"JPEG, PNG or WebP, at most 8 MB; accounts only"}}}"#;
const REPLY: &str = r#"{"type":"object","required":["state"],"properties":{
"state":{"type":"string","enum":["done","refused"]},"answer":{"type":"string","maxLength":2000}}}"#;
const PAPER: &str = r#"{"type":"object","required":["place","title","file"],"properties":{
"place":{"type":"string"},"title":{"type":"string","minLength":1,"maxLength":200},
"kind":{"type":"string","enum":["photo","contract","approval","decision","drawing","other"]},
"day":{"type":"string","format":"date"},"public":{"type":"boolean"},
"file":{"type":"string","format":"binary","description":"PDF, JPEG, PNG or WebP, at most 20 MB"}}}"#;
const FREEZE: &str = r#"{"type":"object","required":["name","as_of"],"properties":{
"name":{"type":"string","minLength":1,"maxLength":60},"as_of":{"type":"string","format":"date"}}}"#;
const PLACE: Parameter = ("place", "query", true, "id of a place, or level:code");
const FORM: &str = "application/x-www-form-urlencoded";
const FILES: &str = "multipart/form-data";
const JSON: &str = "application/json";
const HTML: &str = "text/html";

/// Every route of this folder.
pub(crate) static DESCRIBED: &[Described] = &[
    Described {
        method: "GET",
        path: "/correct/{level}/{id}",
        summary: "The form by which somebody says that something is wrong at a place",
        parameters: &[("level", "path", true, "level"), ("id", "path", true, "id or code")],
        body: &[],
        answers: &[(200, HTML, "the form")],
        problems: &[400, 403, 404],
    },
    Described {
        method: "POST",
        path: "/correct/{level}/{id}",
        summary: "Sends the form",
        parameters: &[("level", "path", true, "level"), ("id", "path", true, "id or code")],
        body: &[(FILES, LETTER_WITH_PHOTO), (FORM, LETTER)],
        answers: &[(303, "", "taken")],
        problems: &[400, 401, 403, 404, 409, 413, 415, 429],
    },
    Described {
        method: "POST",
        path: "/api/corrections",
        summary: "Sends a correction; the same id sent twice is taken once and answered the same",
        parameters: &[],
        body: &[(JSON, LETTER), (FILES, LETTER_WITH_PHOTO), (FORM, LETTER)],
        answers: &[(201, JSON, "the correction")],
        problems: &[400, 401, 403, 409, 413, 415, 429],
    },
    Described {
        method: "GET",
        path: "/corrections",
        summary: "Corrections: all of them for planners, else the own ones",
        parameters: &[
            ("state", "query", false, "open, done, refused"),
            ("place", "query", false, "id of a place"),
            ("id", "query", false, "id of a correction"),
        ],
        body: &[],
        answers: &[(200, JSON, "the newest first"), (200, HTML, "the list")],
        problems: &[400, 401, 403, 406],
    },
    Described {
        method: "POST",
        path: "/corrections/{id}",
        summary: "Answers a correction",
        parameters: &[("id", "path", true, "id of the correction")],
        body: &[(FORM, REPLY), (JSON, REPLY)],
        answers: &[(200, JSON, "the correction"), (303, "", "answered by a form")],
        problems: &[400, 401, 403, 404, 412, 415],
    },
    Described {
        method: "GET",
        path: "/api/documents",
        summary: "Documents and photos of a place that the reader may see",
        parameters: &[PLACE, ("date", "query", false, "day")],
        body: &[],
        answers: &[(200, JSON, "the newest first")],
        problems: &[400],
    },
    Described {
        method: "POST",
        path: "/api/documents",
        summary: "Adds a document or a photo to a place",
        parameters: &[],
        body: &[(FILES, PAPER)],
        answers: &[(201, JSON, "the document"), (303, "", "added by a form")],
        problems: &[400, 401, 403, 413, 415],
    },
    Described {
        method: "GET",
        path: "/files/{hash}",
        summary: "A file by its SHA-256, for those who may see what it belongs to",
        parameters: &[("hash", "path", true, "64 hexadecimal digits")],
        body: &[],
        answers: &[
            (200, "application/pdf", "the file"),
            (200, "image/jpeg", "the file"),
            (200, "image/png", "the file"),
            (200, "image/webp", "the file"),
        ],
        problems: &[400, 404],
    },
    Described {
        method: "GET",
        path: "/notices",
        summary: "QR labels or notices of all courtyards in a place, to print",
        parameters: &[
            ("within", "query", false, "id of a place"),
            ("form", "query", false, "labels, sheets"),
            ("date", "query", false, "day"),
        ],
        body: &[],
        answers: &[(200, HTML, "the sheets")],
        problems: &[400, 401, 403],
    },
    Described {
        method: "POST",
        path: "/packs",
        summary: "Freezes the figures of a day under a name and makes the pack",
        parameters: &[],
        body: &[(FORM, FREEZE), (JSON, FREEZE)],
        answers: &[(201, JSON, "where it is"), (303, "", "kept by a form")],
        problems: &[400, 401, 403, 409, 415],
    },
    Described {
        method: "GET",
        path: "/packs/{name}/pdf",
        summary: "The pack as it was made",
        parameters: &[("name", "path", true, "name")],
        body: &[],
        answers: &[(200, "application/pdf", "the pack")],
        problems: &[400, 404, 422],
    },
    Described {
        method: "GET",
        path: "/take-along",
        summary: "Keeping the cards of the own grids on a phone",
        parameters: &[],
        body: &[],
        answers: &[(200, HTML, "the page")],
        problems: &[400, 401, 403],
    },
    Described {
        method: "GET",
        path: "/api/take-along",
        summary: "Which cards a grid worker may keep, and for how many hours",
        parameters: &[],
        body: &[],
        answers: &[(200, JSON, "the cards")],
        problems: &[400, 401, 403],
    },
    Described {
        method: "GET",
        path: "/worker.js",
        summary: "The service worker",
        parameters: &[],
        body: &[],
        answers: &[(200, "text/javascript", "the script")],
        problems: &[400],
    },
    Described {
        method: "GET",
        path: "/manifest.webmanifest",
        summary: "The web app's manifest",
        parameters: &[],
        body: &[],
        answers: &[(200, "application/manifest+json", "the manifest")],
        problems: &[400],
    },
    Described {
        method: "GET",
        path: "/offline",
        summary: "What is shown without a network",
        parameters: &[],
        body: &[],
        answers: &[(200, HTML, "the page")],
        problems: &[400],
    },
];

#[cfg(test)]
mod tests {
    use super::DESCRIBED;

    #[test]
    fn every_route_is_described_and_its_schemas_read() {
        let routes: Vec<_> = super::super::routes().map(|route| (route.method.id(), route.path)).collect();
        let described: Vec<_> = DESCRIBED.iter().map(|one| (one.method, one.path)).collect();
        let missing: Vec<_> = routes.iter().filter(|route| !described.contains(route)).collect();
        assert!(missing.is_empty() && routes.len() == described.len(), "{missing:?}");
        for (_, schema) in DESCRIBED.iter().flat_map(|one| one.body) {
            let schema: serde_json::Value = serde_json::from_str(schema).expect(schema);
            assert_eq!(schema["type"], "object");
        }
    }
}
