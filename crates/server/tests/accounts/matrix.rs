//! Every route × role × area × personal field, against what is written here. A route that is not in the table fails, and
//! so does a line without a route.

use std::collections::BTreeSet;

use model::Level;
use registry::PlaceIndex;
use server::{Reader, Role, Shown};
use store::AsOf;

use crate::office::{AREA, Client, INSIDE, OUTSIDE, Office, place};

use Role::*;
use Shown::{Full, Hidden, Masked};

/// Method, path, who may, and whether it shows who is responsible at the place that the path names.
type Line = (&'static str, &'static str, &'static [Role], bool);

const EVERYBODY: &[Role] = Role::ALL;
/// Whoever has signed in.
const ACCOUNTS: &[Role] = &[
    GridWorker,
    StreetCadre,
    Leader,
    Planner,
    Auditor,
    SystemAdministrator,
    SecurityAdministrator,
    AuditAdministrator,
];
/// Those who read who is responsible where.
const OFFICES: &[Role] = &[GridWorker, StreetCadre, Leader, Planner, Auditor];
const SECURITY: &[Role] = &[SecurityAdministrator];
/// Whoever reads drafts.
const DRAFTS: &[Role] = &[StreetCadre, Leader, Planner, Auditor];
/// Whoever comments on them.
const COMMENT: &[Role] = &[StreetCadre, Leader, Planner];
const PLANNERS: &[Role] = &[Planner];
const AUDIT: &[Role] = &[Auditor, AuditAdministrator];
const READ_ASSIGNMENTS: &[Role] = &[GridWorker, StreetCadre, Leader, Planner, Auditor];
const IMPORT: &[Role] = &[Planner];
const KEEP_FIGURES: &[Role] = &[Leader, Planner];
const OPERATE: &[Role] = &[SystemAdministrator];

/// Whoever adds a route adds its line.
const ROUTES: &[Line] = &[
    ("GET", "/", EVERYBODY, false),
    ("GET", "/conformance", EVERYBODY, false),
    ("GET", "/collections", EVERYBODY, false),
    ("GET", "/collections/{collection}", EVERYBODY, false),
    ("GET", "/collections/{collection}/items", EVERYBODY, false),
    ("GET", "/collections/{collection}/items/{item}", EVERYBODY, false),
    ("GET", "/collections/{collection}/queryables", EVERYBODY, false),
    ("GET", "/api", EVERYBODY, false),
    ("GET", "/collections/{collection}/items/{item}/versions", EVERYBODY, false),
    ("GET", "/collections/{collection}/items/{item}/versions/{version}", EVERYBODY, false),
    ("GET", "/collections/{collection}/tiles", EVERYBODY, false),
    ("GET", "/collections/{collection}/tiles/{set}", EVERYBODY, false),
    ("GET", "/collections/{collection}/tiles/{set}/{zoom}/{row}/{col}", EVERYBODY, false),
    ("GET", "/collections/{collection}/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", EVERYBODY, false),
    ("GET", "/tiles", EVERYBODY, false),
    ("GET", "/tiles/{set}", EVERYBODY, false),
    ("GET", "/tiles/{set}/{zoom}/{row}/{col}", EVERYBODY, false),
    ("GET", "/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", EVERYBODY, false),
    ("GET", "/tileMatrixSets", EVERYBODY, false),
    ("GET", "/tileMatrixSets/{set}", EVERYBODY, false),
    ("GET", "/assets/{name}", EVERYBODY, false),
    ("GET", "/place/{level}/{id}", EVERYBODY, true),
    // Leads on to the card.
    ("GET", "/p/{code}", EVERYBODY, false),
    ("GET", "/near", EVERYBODY, false),
    ("GET", "/search", EVERYBODY, false),
    ("GET", "/coverage", EVERYBODY, false),
    ("GET", "/coverage/{figure}", EVERYBODY, false),
    ("GET", "/packs", EVERYBODY, false),
    ("GET", "/packs/{name}", EVERYBODY, false),
    ("GET", "/notice/{code}", EVERYBODY, false),
    ("GET", "/notices", OFFICES, false),
    ("POST", "/packs", &[Leader, Planner], false),
    ("GET", "/packs/{name}/pdf", EVERYBODY, false),
    ("GET", "/correct/{level}/{id}", &[Public, GridWorker, StreetCadre, Planner], false),
    ("POST", "/correct/{level}/{id}", &[Public, GridWorker, StreetCadre, Planner], false),
    ("POST", "/api/corrections", &[Public, GridWorker, StreetCadre, Planner], false),
    ("GET", "/corrections", &[GridWorker, StreetCadre, Planner], false),
    ("POST", "/corrections/{id}", &[Planner], false),
    ("GET", "/api/documents", EVERYBODY, false),
    ("POST", "/api/documents", &[Planner], false),
    // Who may depends on what the file belongs to; to others it is not there.
    ("GET", "/files/{hash}", EVERYBODY, false),
    ("GET", "/take-along", &[GridWorker], false),
    ("GET", "/api/take-along", &[GridWorker], false),
    ("GET", "/worker.js", EVERYBODY, false),
    ("GET", "/manifest.webmanifest", EVERYBODY, false),
    ("GET", "/offline", EVERYBODY, false),
    ("GET", "/sign-in", EVERYBODY, false),
    ("POST", "/sign-in", EVERYBODY, false),
    ("POST", "/sign-out", ACCOUNTS, false),
    ("GET", "/sign-in/sso", EVERYBODY, false),
    ("GET", "/sign-in/sso/back", EVERYBODY, false),
    ("GET", "/begin", EVERYBODY, false),
    ("POST", "/begin", EVERYBODY, false),
    ("GET", "/account", ACCOUNTS, false),
    ("POST", "/account/password", ACCOUNTS, false),
    ("POST", "/account/tokens", ACCOUNTS, false),
    ("POST", "/account/revoke", ACCOUNTS, false),
    ("GET", "/accounts", SECURITY, false),
    ("POST", "/accounts", SECURITY, false),
    ("GET", "/accounts/{account}", SECURITY, false),
    ("POST", "/accounts/{account}", SECURITY, false),
    ("PATCH", "/accounts/{account}", SECURITY, false),
    ("POST", "/accounts/{account}/reset", SECURITY, false),
    ("POST", "/accounts/{account}/revoke", SECURITY, false),
    ("GET", "/api/changes", EVERYBODY, false),
    ("GET", "/plans", DRAFTS, false),
    ("GET", "/plans/{plan}", DRAFTS, false),
    ("GET", "/plans/{plan}/compare", DRAFTS, false),
    ("GET", "/api/plans", DRAFTS, false),
    ("POST", "/api/plans", PLANNERS, false),
    ("GET", "/api/plans/{plan}", DRAFTS, false),
    ("GET", "/api/plans/{plan}/log", DRAFTS, false),
    ("GET", "/api/plans/{plan}/check", DRAFTS, false),
    ("POST", "/api/plans/{plan}/check", PLANNERS, false),
    ("GET", "/api/plans/{plan}/difference", DRAFTS, false),
    ("POST", "/api/plans/{plan}/edits", PLANNERS, false),
    ("POST", "/api/plans/{plan}/undo", PLANNERS, false),
    ("POST", "/api/plans/{plan}/redo", PLANNERS, false),
    ("POST", "/api/plans/{plan}/number", PLANNERS, false),
    ("POST", "/api/plans/{plan}/submit", PLANNERS, false),
    ("POST", "/api/plans/{plan}/approve", PLANNERS, false),
    ("POST", "/api/plans/{plan}/return", PLANNERS, false),
    ("POST", "/api/plans/{plan}/withdraw", PLANNERS, false),
    ("POST", "/api/plans/{plan}/publish", PLANNERS, false),
    ("GET", "/api/plans/{plan}/decisions", DRAFTS, false),
    ("POST", "/api/plans/{plan}/decisions", PLANNERS, false),
    ("GET", "/api/plans/{plan}/comments", DRAFTS, false),
    ("POST", "/api/plans/{plan}/comments", COMMENT, false),
    ("POST", "/collections/{collection}/items", PLANNERS, false),
    ("PUT", "/collections/{collection}/items/{item}", PLANNERS, false),
    ("PATCH", "/collections/{collection}/items/{item}", PLANNERS, false),
    ("DELETE", "/collections/{collection}/items/{item}", PLANNERS, false),
    ("GET", "/audit", AUDIT, false),
    ("GET", "/api/places", EVERYBODY, false),
    ("GET", "/api/places/{level}/{id}", EVERYBODY, true),
    ("GET", "/api/who", EVERYBODY, true),
    ("GET", "/api/coverage", EVERYBODY, false),
    ("GET", "/api/coverage/definitions", EVERYBODY, false),
    ("GET", "/api/coverage/{figure}", EVERYBODY, false),
    ("GET", "/api/assignments", READ_ASSIGNMENTS, true),
    ("GET", "/api/assignments/load", READ_ASSIGNMENTS, false),
    ("POST", "/api/assignments", IMPORT, false),
    ("POST", "/api/assignments/{id}/end", IMPORT, false),
    ("GET", "/api/imports", IMPORT, false),
    ("GET", "/api/imports/{number}", IMPORT, false),
    ("POST", "/api/imports", IMPORT, false),
    ("POST", "/api/imports/{number}/take", IMPORT, false),
    ("GET", "/api/snapshots", EVERYBODY, false),
    ("GET", "/api/snapshots/{name}", EVERYBODY, false),
    ("GET", "/api/snapshots/{name}/recount", EVERYBODY, false),
    ("POST", "/api/snapshots", KEEP_FIGURES, false),
    ("GET", "/api/audit", AUDIT, false),
    ("GET", "/api/health", EVERYBODY, false),
    ("GET", "/api/metrics", OPERATE, false),
];

/// Role, then telephone and name inside the area, telephone and name outside.
type Fields = (Role, [Shown; 2], [Shown; 2]);

const FIELDS: [Fields; 9] = [
    (Public, [Hidden, Masked], [Hidden, Masked]),
    (GridWorker, [Full, Full], [Masked, Full]),
    (StreetCadre, [Full, Full], [Masked, Full]),
    (Leader, [Masked, Full], [Masked, Full]),
    // Without an area the whole district is inside.
    (Planner, [Full, Full], [Full, Full]),
    (Auditor, [Hidden, Full], [Hidden, Full]),
    (SystemAdministrator, [Hidden, Hidden], [Hidden, Hidden]),
    (SecurityAdministrator, [Hidden, Hidden], [Hidden, Hidden]),
    (AuditAdministrator, [Hidden, Hidden], [Hidden, Hidden]),
];

#[test]
fn every_route_is_in_the_table() {
    let there: BTreeSet<_> = server::routes().collect();
    let listed: BTreeSet<_> = ROUTES.iter().map(|(method, path, ..)| (*method, *path)).collect();
    assert_eq!(there, listed);
    assert_eq!(ROUTES.len(), listed.len(), "a route is listed twice");
}

#[test]
fn every_route_is_open_to_whom_the_table_says() {
    let office = Office::new();
    for (method, path, allowed, _) in ROUTES {
        for role in Role::ALL {
            let client = client(&office, *role);
            let reply = ask(&office, &client, method, &sample(path, INSIDE.0));
            let open = !matches!(reply.status, 401 | 403);
            assert_eq!(open, allowed.contains(role), "{method} {path} as {role:?}: {} {}", reply.status, reply.text);
            assert!(reply.status < 500, "{method} {path} as {role:?}: {}", reply.text);
            let shut = if *role == Public { 401 } else { 403 };
            assert!(open || reply.status == shut, "{method} {path} as {role:?}: {}", reply.status);
        }
    }
}

/// What the rules of access say, field by field.
#[test]
fn personal_fields_are_shown_to_whom_the_table_says() {
    let office = Office::new();
    let today = AsOf::day(model::Day::constant(2026, 1, 1));
    let index = PlaceIndex::read(&office.store(), today).expect("places");
    let listed: Vec<Role> = FIELDS.iter().map(|(role, ..)| *role).collect();
    assert_eq!(listed, Role::ALL);
    for (role, inside, outside) in FIELDS {
        let limited = matches!(role, StreetCadre | GridWorker);
        let areas = if limited { vec![place(Level::Community, &AREA[10..])] } else { vec![] };
        let reader = Reader { account: None, role, areas };
        for ((yard, ..), expected) in [(INSIDE, inside), (OUTSIDE, outside)] {
            let place = index.by_key(&place(Level::Courtyard, yard)).expect("a courtyard");
            assert_eq!([reader.phones(&index, place), reader.names(&index, place)], expected, "{role:?} at {yard}");
        }
    }
}

/// What the routes' answers hold, in every form.
#[test]
fn no_route_shows_more_of_people_than_the_table_says() {
    let office = Office::new();
    for (_, path, allowed, people) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        for (role, inside, outside) in FIELDS.iter().filter(|(role, ..)| allowed.contains(role)) {
            let client = client(&office, *role);
            for ((yard, phone, name), cell) in [(INSIDE, inside), (OUTSIDE, outside)] {
                let mut shown = [Hidden; 2];
                for format in ["application/json", "text/html"] {
                    let mut client = client.clone();
                    client.headers.push(("accept", format.to_owned()));
                    let text = office.get(&client, &sample(path, yard)).text;
                    shown = [shown[0].max(found(&text, phone, 7)), shown[1].max(found(&text, name, 9))];
                }
                let expected = if *people { *cell } else { [Hidden; 2] };
                assert_eq!(shown, expected, "{path} as {role:?} at {yard}");
            }
        }
    }
}

/// How a value stands in a text: in full, its beginning followed by a star, or not at all.
fn found(text: &str, value: &str, most: usize) -> Shown {
    let starred = |at: usize| value.is_char_boundary(at) && text.contains(&format!("{}*", &value[..at]));
    match text.contains(value) {
        true => Full,
        false if (1..=most.min(value.len())).any(starred) => Masked,
        false => Hidden,
    }
}

fn client(office: &Office, role: Role) -> Client {
    if role == Public { Client::default() } else { office.session(role.id()) }
}

fn ask(office: &Office, client: &Client, method: &str, path: &str) -> crate::office::Reply {
    match method {
        "GET" => office.get(client, path),
        "POST" if !["/api/", "/collections/"].iter().any(|start| path.starts_with(start)) => {
            office.post(client, path, &[])
        }
        _ => {
            let mut client = client.clone();
            client.headers.push(("x-csrf-token", client.csrf.clone()));
            let files = ["/api/imports", "/api/documents"].contains(&path);
            let form = ("multipart/form-data; boundary=x", "--x--");
            let (kind, body) = if files { form } else { ("application/json", "{}") };
            office.ask(&client, method, path, Some((kind, body.to_owned())))
        }
    }
}

/// A path of a route with a courtyard, or an account, in place of its parts.
fn sample(path: &str, yard: &str) -> String {
    let parts = [
        ("{collection}", "courtyards"),
        ("{item}", yard),
        ("{account}", "leader"),
        ("{plan}", "2026"),
        ("{level}", "courtyard"),
        ("{id}", yard),
        ("{code}", yard),
        ("{figure}", "worker-grids"),
        ("{name}", "style.css"),
        ("{set}", "WebMercatorQuad"),
        ("{zoom}/{row}/{col}", "0/0/0"),
        ("{number}", "1"),
        ("{version}", "1"),
        ("{revision}", "1"),
        ("{hash}", "00"),
    ];
    let query = match path {
        "/api/who" => format!("?code={yard}"),
        "/api/assignments" => format!("?place=courtyard:{yard}"),
        _ => String::new(),
    };
    parts.into_iter().fold(path.to_owned(), |path, (part, value)| path.replace(part, value)) + &query
}
