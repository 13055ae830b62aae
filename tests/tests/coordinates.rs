//! Courtyards whose coordinates are not what they are declared to be: named, refused, and mended on request.

use crs::{Crs, LonLat, Transform};
use e2e::{jingwei, text};
use serde_json::Value;
use tempfile::TempDir;

/// The demo district's communities as they are, and its courtyards as text to be distorted.
struct District {
    folder: TempDir,
    courtyards: String,
}

impl District {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| text(&folder.path().join(name));
        jingwei(["demo-district", &path("district")]).expect_code(0);
        jingwei(["import", &path("district"), "-o", &path("all.gpkg")]).expect_code(0);
        let export = |layer: &str, file: &str| {
            jingwei(["export", &path("all.gpkg"), "--layer", layer, "-o", &path(file)]).expect_code(0);
        };
        export("communities", "communities.gpkg");
        export("courtyards", "courtyards.csv");
        let courtyards = std::fs::read_to_string(path("courtyards.csv")).expect("the list was written");
        District { folder, courtyards }
    }

    fn path(&self, name: &str) -> String {
        text(&self.folder.path().join(name))
    }

    /// Imports the courtyards as they stand in a text; what the program says.
    fn import(&self, courtyards: &str, args: &[&str], project: &str, code: i32) -> Value {
        std::fs::write(self.path("courtyards.csv"), courtyards).expect("the list can be written");
        let _ = std::fs::remove_file(self.path(project));
        let (communities, list, project) =
            (self.path("communities.gpkg"), self.path("courtyards.csv"), self.path(project));
        let fixed = ["--json", "import", &communities, &list, "-o", &project];
        jingwei([&fixed[..], args].concat()).expect_code(code).json()
    }

    /// The coordinates of a project's courtyards.
    fn coordinates(&self, project: &str) -> Vec<[f64; 2]> {
        let list = self.path("again.csv");
        jingwei(["export", &self.path(project), "--layer", "courtyards", "-o", &list]).expect_code(0);
        let mut found = Vec::new();
        distorted(&std::fs::read_to_string(list).expect("the list was written"), |point| {
            found.push(point);
            point
        });
        found
    }
}

/// The list with every coordinate of its WKT changed.
fn distorted(list: &str, mut change: impl FnMut([f64; 2]) -> [f64; 2]) -> String {
    let mut out = String::with_capacity(list.len());
    let mut rest = list;
    while let Some(start) = rest.find("POLYGON") {
        let (before, wkt) = rest.split_at(start);
        out.push_str(before);
        let end = wkt.find('"').unwrap_or(wkt.len());
        let (wkt, after) = wkt.split_at(end);
        let mut word = String::new();
        let mut pair: Vec<f64> = Vec::new();
        for letter in wkt.chars().chain(['\0']) {
            if letter.is_ascii_digit() || letter == '.' || letter == '-' {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                pair.push(word.parse().expect("a number"));
                word.clear();
            }
            if let [x, y] = pair[..] {
                let [x, y] = change([x, y]);
                out.push_str(&format!("{x:.9} {y:.9}"));
                pair.clear();
            }
            let between = letter == ' ' && !pair.is_empty();
            if letter != '\0' && !between {
                out.push(letter);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn rules(answer: &Value, severity: &str) -> Vec<String> {
    let findings = answer["findings"].as_array().expect("a list");
    let of = findings.iter().filter(|finding| finding["severity"] == severity);
    of.filter_map(|finding| finding["rule"].as_str().map(str::to_owned)).collect()
}

/// Refused with the rule; mended by what the remedy says, to within `off_m`.
fn check(
    district: &District,
    change: impl FnMut([f64; 2]) -> [f64; 2],
    declared: &[&str],
    rule: &str,
    remedy: &[&str],
    off_m: f64,
) {
    let list = distorted(&district.courtyards, change);
    let refused = district.import(&list, declared, "refused.gpkg", 1);
    assert!(rules(&refused, "error").contains(&rule.to_owned()), "{rule}: {:?}", rules(&refused, "error"));
    assert!(!std::path::Path::new(&district.path("refused.gpkg")).exists(), "{rule}: nothing half-imported");
    let mended = district.import(&list, remedy, "mended.gpkg", 0);
    assert!(rules(&mended, "error").is_empty(), "{rule}: {mended}");
    let (was, is) = (district.coordinates("all.gpkg"), district.coordinates("mended.gpkg"));
    assert_eq!(was.len(), is.len(), "{rule}");
    let worst = was.iter().zip(&is).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).fold(0.0, f64::max);
    assert!(worst <= off_m, "{rule}: {worst} m off");
}

/// From the district's own system to another.
fn to(crs: &str) -> impl Fn([f64; 2]) -> [f64; 2] {
    let from = Crs::from_user_input("EPSG:4549").expect("a system");
    let transform = Transform::new(&from, &Crs::from_user_input(crs).expect("a system")).expect("a way between them");
    move |point| transform.point(point).expect("inside the area of use")
}

const DECLARED: [&str; 2] = ["--crs", "courtyards=EPSG:4549"];
const CONVERTED: [&str; 3] = ["--crs", "courtyards=EPSG:4549", "--convert"];

#[test]
fn wrong_coordinates_are_named_refused_and_mended() {
    let district = District::new();
    let local = "+proj=tmerc +lon_0=120.3 +k=1 +x_0=100000 +y_0=-3900000 +ellps=GRS80 +units=m";
    let local_said = format!("courtyards={local}");
    check(&district, |[x, y]| [y, x], &DECLARED, "axes-swapped", &CONVERTED, 0.001);
    check(&district, |[x, y]| [x + 40e6, y], &DECLARED, "zone-prefix", &CONVERTED, 0.001);
    check(&district, to("EPSG:4548"), &DECLARED, "central-meridian", &CONVERTED, 0.001);
    check(&district, |point| point, &[], "crs-missing", &DECLARED, 0.001);
    let degrees = ["--crs", "courtyards=EPSG:4490"];
    check(&district, to("EPSG:4490"), &DECLARED, "crs-units", &degrees, 0.002);
    check(&district, to(local), &[], "crs-missing", &["--crs", &local_said], 0.001);
    let lon_lat = to("EPSG:4490");
    let place = |point| {
        let [lon, lat] = lon_lat(point);
        LonLat::new(lon, lat).expect("a place on earth")
    };
    let gcj02 = |point| {
        let shifted = place(point).to_gcj02();
        [shifted.lon, shifted.lat]
    };
    let bd09 = |point| {
        let shifted = place(point).to_bd09();
        [shifted.lon, shifted.lat]
    };
    let said = ["--crs", "courtyards=EPSG:4490"];
    let converted = [&said[..], &["--convert"]].concat();
    check(&district, gcj02, &said, "shift-gcj02", &converted, 0.5);
    check(&district, bd09, &said, "shift-bd09", &converted, 0.5);
}
