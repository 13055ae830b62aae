//! The service, used by programs that are not ours: GDAL, OWSLib, QGIS, MapLibre GL and Chromium.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use e2e::{District, Service, browser_file, client, jingwei, qgis, text};
use serde_json::Value;
use store::{AsOf, Class, Filter};

const DAY: &str = "2025-12-31";

/// How many of each collection the record holds today, asked of the store.
fn held(district: &District) -> BTreeMap<&'static str, u64> {
    let store = district.store();
    let today = AsOf::day(today());
    let count = |class: Class, kind: &str| {
        let filter = Filter { kind: (!kind.is_empty()).then(|| kind.to_owned()), ..Filter::default() };
        store.list(class, &filter, today).expect("an answer").len() as u64
    };
    let places = [
        ("subdistricts", "subdistrict"),
        ("communities", "community"),
        ("courtyards", "courtyard"),
        ("compounds", "compound"),
        ("sites", "site"),
        ("buildings", "building"),
    ];
    let mut held: BTreeMap<_, _> = places.map(|(name, kind)| (name, count(Class::Place, kind))).into();
    held.insert("grids", count(Class::Grid, ""));
    held
}

fn today() -> model::Day {
    model::Day::constant(2026, 1, 1)
}

fn counts(found: &Value, field: &str) -> BTreeMap<String, u64> {
    let all = found.as_object().expect("collections").iter();
    all.map(|(name, one)| (name.clone(), if field.is_empty() { one } else { &one[field] }.as_u64().unwrap_or(0)))
        .collect()
}

#[test]
fn other_peoples_clients_read_what_the_record_holds() {
    let district = District::on_record();
    let held = held(&district).into_iter().map(|(name, count)| (name.to_owned(), count)).collect::<BTreeMap<_, _>>();
    let service = Service::start(&district.path("data"), &["--cors", "*"]);
    if let Some(found) = client("gdal_reads.py", [&service.base]) {
        for way in ["features", "flatgeobuf"] {
            for field in ["count", "ids", "valid"] {
                assert_eq!(counts(&found[way], field), held, "GDAL, {way}, {field}");
            }
        }
        assert_eq!(counts(&found["tiles"], ""), held, "GDAL, tiles");
        assert_eq!(found["filtered"]["where"], 349);
        assert!(found["filtered"]["box"].as_u64().is_some_and(|count| (1..40).contains(&count)), "{found}");
    }
    if let Some(found) = client("owslib_reads.py", [&service.base]) {
        assert_eq!(counts(&found["collections"], "items"), held, "OWSLib");
        assert_eq!(counts(&found["collections"], "ids"), held, "OWSLib");
    }
    if let Some(found) = qgis("qgis_reads.py", &[&service.base, &district.path("qgis.png")]) {
        for name in ["communities", "grids", "courtyards", "buildings"] {
            assert_eq!(
                (found[name]["count"].as_u64(), found[name]["ids"].as_u64()),
                (Some(held[name]), Some(held[name]))
            );
        }
        assert!(found["tiles"]["drawn"].as_f64().is_some_and(|share| share > 0.2), "{}", found["tiles"]);
    }
    if let Some(library) = browser_file("maplibre-gl-6.17.0/dist") {
        let picture = district.path("map.png");
        let arguments = [service.base.as_str(), &text(&library), &picture, "7", "200"];
        let Some(found) = client("maplibre_draws.py", arguments) else { return };
        assert_eq!(found["grids"], held["grids"], "{found}");
        for picked in found["picked"].as_array().expect("grids") {
            assert_eq!(picked["ids"][0], picked["asked"], "{picked}");
            assert_eq!(picked["names"][0], picked["name"]);
            assert!(picked["chosen"]["chosen"] == true && picked["buildings"].as_u64() > Some(50), "{picked}");
        }
        let errors: Vec<_> = found["errors"].as_array().expect("a list").iter().map(Value::to_string).collect();
        assert!(errors.iter().all(|error| error.contains("favicon")), "{errors:?}");
    }
    assert_eq!(service.stop(), Some(0));
}

/// Every page on a phone and on a desktop: no fault, nothing that axe calls serious, nothing wider than the screen.
#[test]
fn pages_are_sound_in_a_browser() {
    let Some(axe) = browser_file("axe-core-4.14.1/axe.min.js") else { return };
    let district = District::staffed(DAY);
    district.ask(&["coverage", "keep", "2025Q4", "--as-of", DAY], 0);
    district.ask(&["plan", "new", "spring"], 0);
    account(&district, "planner", "planner");
    let service = Service::start(&district.path("data"), &[]);
    let card = format!("/place/courtyard/{}", courtyard(&district));
    let (correct, sheets) =
        (card.replace("/place", "/correct"), format!("/notices?within=community:{}", &courtyard(&district)[..12]));
    let pages = [
        "/",
        "/near?lon=120.29&lat=36.04",
        "/search?q=dylu1hao",
        "/coverage",
        "/coverage/worker-grids",
        "/packs",
        "/packs/2025Q4",
        &card,
        "/place/grid/1",
        "/collections",
        "/collections/grids/items",
        "/sign-in",
        "/account",
        "/plans",
        "/plans/spring",
        "/plans/spring/compare",
        "/corrections?f=html",
        &correct,
        &sheets,
    ];
    let pictures = district.path("pictures");
    let mut arguments =
        vec![service.base.as_str(), axe.to_str().expect("a path"), &pictures, "planner:nine stone benches"];
    arguments.extend(pages);
    let Some(found) = client("pages.py", arguments) else { return };
    for page in found.as_array().expect("pages") {
        for size in ["phone", "desktop"] {
            let seen = &page[size];
            assert_eq!(seen["status"], 200, "{} {size}", page["path"]);
            assert_eq!(seen["axe"], Value::Array(vec![]), "{} {size}", page["path"]);
            assert_eq!(seen["errors"], Value::Array(vec![]), "{} {size}", page["path"]);
            assert_eq!(seen["wider"], 0, "{} is wider than a {size}", page["path"]);
            let small = page["path"].as_str().is_some_and(|path| path.starts_with("/place"));
            assert!(!small || seen["bytes"].as_u64() <= Some(60_000), "{} has {} bytes", page["path"], seen["bytes"]);
        }
    }
}

/// A grid worker's phone: cards taken along, the service gone, a correction written, the service back.
#[test]
fn what_is_written_offline_is_sent_once() {
    if browser_file("axe-core-4.14.1/axe.min.js").is_none() {
        return;
    }
    let district = District::staffed(DAY);
    let area = format!("community:{}", &courtyard(&district)[..12]);
    account_of(&district, "worker", &["--role", "grid-worker", "--area", &area]);
    let (data, pictures) = (district.path("data"), district.path("pictures"));
    let binary = text(&e2e::binary());
    let Some(found) = client("offline.py", [&binary, &data, &pictures, "worker:nine stone benches"]) else { return };
    assert!(found["cards"].as_u64().is_some_and(|cards| (20..=600).contains(&cards)), "{found}");
    let away = &found["away"];
    assert!(away["card"].as_str().is_some_and(|title| !title.is_empty()), "{found}");
    assert!(away["of"].as_str().is_some_and(|note| note.contains("20")), "the card says of which day it is: {found}");
    assert_eq!(away["waiting"], "1", "{found}");
    assert_eq!(found["sent"], serde_json::json!(["门牌掉了 the plate is gone"]), "sent, and once");
    let kept = found["kept"].as_array().expect("caches");
    assert!(kept.iter().all(|name| name.as_str().is_some_and(|name| name.starts_with("shell-"))), "{found}");
    assert_ne!(found["after"], away["card"], "the card is gone with its reader");
}

/// Two people look at one draft while a third edits it: both are told within a second.
#[test]
fn two_open_screens_are_told_of_an_edit() {
    if browser_file("axe-core-4.14.1/axe.min.js").is_none() {
        return;
    }
    let district = District::staffed(DAY);
    district.ask(&["plan", "new", "spring"], 0);
    account(&district, "planner", "planner");
    let token = district.ask(&["account", "token", "planner", "--for", "test"], 0);
    let token = token["token"].as_str().expect("a token");
    let service = Service::start(&district.path("data"), &[]);
    let Some(found) = client("screens.py", [&service.base, "planner:nine stone benches", token, "spring"]) else {
        return;
    };
    assert_eq!(found["before"], serde_json::json!(["", ""]));
    for screen in [0, 1] {
        assert!(found["said"][screen].as_str().is_some_and(|said| said.contains("planner")), "{found}");
    }
}

fn account(district: &District, name: &str, role: &str) {
    account_of(district, name, &["--role", role]);
}

fn account_of(district: &District, name: &str, options: &[&str]) {
    let args = [&["account", "add", name, "--password-stdin", "--lasting"], options].concat();
    let args = district.command("Wang", &args);
    let mut add = Command::new(e2e::binary());
    let mut child = add.args(args).stdin(std::process::Stdio::piped()).spawn().expect("jingwei starts");
    child.stdin.take().expect("an input").write_all(b"nine stone benches\n").expect("a password");
    assert!(child.wait().is_ok_and(|status| status.success()));
}

fn courtyard(district: &District) -> String {
    let courtyards = Filter { kind: Some("courtyard".to_owned()), ..Filter::default() };
    let all = district.store().list(Class::Place, &courtyards, AsOf::day(today())).expect("an answer");
    all.iter().find_map(|one| one.record.code.clone()).expect("a courtyard")
}

/// Requests that are cut short, slow, too long or no HTTP at all get an answer or are let go, and others are served
/// meanwhile.
#[test]
fn hostile_clients_keep_nobody_waiting() {
    let district = District::on_record();
    let service = Service::start(&district.path("data"), &[]);
    let address = service.base.strip_prefix("http://").expect("an address").to_owned();
    let say = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(&address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
        // The other side may be gone before all is said.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.take(100_000).read_to_end(&mut answer);
        let line = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
        line.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    // Bodies that do not come: more of them than there are turns.
    let slow: Vec<TcpStream> = (0..400)
        .map(|_| {
            let mut stream = TcpStream::connect(&address).expect("a connection");
            let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n";
            let head = format!("{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nname=");
            stream.write_all(head.as_bytes()).expect("a head");
            stream
        })
        .collect();
    let start = Instant::now();
    assert_eq!(say(b"GET /collections HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "200");
    assert!(start.elapsed() < Duration::from_secs(5), "slow senders do not keep others waiting");
    let form = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n";
    let check = |request: String, expect: &[&str]| {
        let status = say(request.as_bytes());
        let shown: String = request.chars().take(120).collect();
        assert!(expect.contains(&status.as_str()), "{status:?} for {shown:?}");
    };
    check("\0\0\0\r\n\r\n".to_owned(), &["400"]);
    check(format!("GET /{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "a".repeat(90_000)), &["404", "414"]);
    check(format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(1_000_000)), &["431", ""]);
    check(
        format!("POST /sign-in HTTP/1.1\r\nHost: x\r\n{form}Content-Length: 99999999\r\n\r\n{}", "a".repeat(2 << 20)),
        &["413"],
    );
    check(format!("POST /sign-in HTTP/1.1\r\nHost: x\r\n{form}Content-Length: -1\r\n\r\n"), &["400"]);
    check(format!("POST /sign-in HTTP/1.1\r\nHost: x\r\n{form}Transfer-Encoding: chunked\r\n\r\nzz\r\n"), &["400"]);
    check("GET /..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(), &["404"]);
    check("GET /assets/..%2frecord.db HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(), &["404"]);
    check("BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(), &["405"]);
    drop(slow);
    assert_eq!(service.stop(), Some(0));
}

/// With a certificate of its own the service speaks TLS and says so in its addresses and cookies.
#[test]
fn tls_is_spoken_with_a_certificate_of_ones_own() {
    let district = District::on_record();
    let (certificate, key) = (district.path("certificate.pem"), district.path("key.pem"));
    let mut make = Command::new("openssl");
    make.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]);
    make.args([
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        &key,
        "-out",
        &certificate,
    ]);
    assert!(make.output().expect("openssl").status.success(), "a certificate");
    let service = Service::start(&district.path("data"), &["--tls-certificate", &certificate, "--tls-key", &key]);
    assert!(service.base.starts_with("https://"), "{}", service.base);
    let read = "import ssl, sys, urllib.request as r\n\
        answer = r.urlopen(sys.argv[1] + '/collections?f=json', context=ssl.create_default_context(cafile=sys.argv[2]))\n\
        print(answer.headers['strict-transport-security'], sys.argv[1] + '/collections' in answer.read().decode())";
    if let Some(run) = e2e::python_line(read, [&service.base, &certificate]) {
        assert_eq!(run.expect_code(0).stdout.trim(), "max-age=31536000 True");
    }
    assert_eq!(service.stop(), Some(0));
    let refused =
        jingwei(["--data", &district.path("data"), "serve", "--tls-certificate", &key, "--tls-key", &certificate]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
}

/// Sense and nonsense by the service's own document: nothing fails, and every answer is in the document.
#[test]
fn the_service_is_what_its_document_says() {
    let district = District::staffed(DAY);
    district.ask(&["coverage", "keep", "2025Q4", "--as-of", DAY], 0);
    district.ask(&["plan", "new", "spring"], 0);
    account(&district, "planner", "planner");
    let token = district.ask(&["account", "token", "planner", "--for", "test"], 0);
    let service = Service::start(&district.path("data"), &[]);
    for token in ["", token["token"].as_str().expect("a token")] {
        let arguments = [&service.base, "1", token];
        let arguments = if token.is_empty() { &arguments[..2] } else { &arguments[..] };
        let Some(found) = client("contract.py", arguments) else { return };
        assert_eq!(found["code"], 0, "{}", found["said"].as_str().unwrap_or_default());
        assert!(found["cases"].as_u64() > Some(2000), "{found}");
    }
}
