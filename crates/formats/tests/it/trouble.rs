//! What users' files suffer from, and what is said about it.

use formats::{Bundle, Encoding, Format, ReadOptions, WriteOptions, read};
use geo_types::{Coord, Geometry};
use model::{Rule, Severity, Table, Value};

use crate::tables::{only_table, tricky, written};

fn gbk_table() -> Table {
    let mut table = tricky();
    table.rows[0].values[1] = Value::Text("云霄路12号院".into());
    table
}

fn gbk_files() -> Bundle {
    let options = WriteOptions { encoding: Encoding::Gbk, ..WriteOptions::default() };
    written(&gbk_table(), Format::Shapefile, &options).bundle
}

fn without(mut bundle: Bundle, extension: &str) -> Bundle {
    bundle.files.retain(|(path, _)| !path.ends_with(extension));
    bundle
}

fn rules(bundle: &Bundle, options: &ReadOptions) -> Vec<Rule> {
    read(bundle, options).findings.iter().map(|finding| finding.rule).collect()
}

/// The dBASE header's language driver, which the writer sets for GBK.
fn clear_language_driver(mut bundle: Bundle) -> Bundle {
    bundle.files.iter_mut().filter(|(path, _)| path.ends_with(".dbf")).for_each(|(_, bytes)| bytes[29] = 0);
    bundle
}

#[test]
fn shapefile_encodings_are_found_out() {
    let check = |bundle: Bundle, expect: Option<Rule>| {
        let (table, reading) = only_table(&bundle, &ReadOptions::default());
        assert_eq!(table.fields, gbk_table().fields);
        assert_eq!(table.rows[0].values[1], Value::Text("云霄路12号院".into()));
        let found: Vec<Rule> = reading.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(found, expect.into_iter().collect::<Vec<_>>());
    };
    let label = |label: &str| {
        let mut bundle = clear_language_driver(without(gbk_files(), ".cpg"));
        bundle.files.push(("院落.cpg".into(), label.as_bytes().to_vec()));
        bundle
    };
    check(gbk_files(), None);
    check(without(gbk_files(), ".cpg"), None);
    check(clear_language_driver(without(gbk_files(), ".cpg")), Some(Rule::EncodingGuessed));
    check(label("UTF-8"), Some(Rule::EncodingWrong));
    check(label("ISO-8859-1"), Some(Rule::EncodingWrong));
    check(label("GB2312"), None);
    check(label("936"), None);
    check(label("???"), Some(Rule::EncodingGuessed));
}

#[test]
fn missing_files_of_a_set_are_named() {
    let options = ReadOptions::default();
    assert_eq!(rules(&without(gbk_files(), ".shx"), &options), [Rule::FileMissing]);
    assert_eq!(rules(&without(gbk_files(), ".prj"), &options), [Rule::CrsMissing]);
    let reading = read(&without(gbk_files(), ".dbf"), &options);
    assert_eq!(reading.findings[0].rule, Rule::FileMissing);
    assert_eq!(reading.tables[0].rows.len(), 4);
    let lone = read(&without(without(gbk_files(), ".shp"), ".shx"), &options);
    assert_eq!((lone.tables[0].rows.len(), lone.findings[0].rule), (4, Rule::FileMissing));
}

#[test]
fn a_cut_field_name_is_completed_from_the_names_in_use() {
    let bundle = without(gbk_files(), ".fields.csv");
    let (table, _) = only_table(&bundle, &ReadOptions::default());
    assert_eq!(table.fields[5].name, "建成日期", "eight bytes in GBK");
    let utf8 = without(written(&tricky(), Format::Shapefile, &WriteOptions::default()).bundle, ".fields.csv");
    let options = ReadOptions { full_names: vec!["建成日期".into(), "户数".into()], ..ReadOptions::default() };
    let (table, reading) = only_table(&utf8, &options);
    assert_eq!(table.fields[5].name, "建成日期");
    let finding = &reading.findings[0];
    assert_eq!((finding.rule, finding.severity), (Rule::FieldNameCut, Severity::Note));
}

#[test]
fn a_truncated_shapefile_counts_its_lost_rows() {
    let mut bundle = gbk_files();
    for (path, bytes) in &mut bundle.files {
        if path.ends_with(".dbf") {
            bytes.truncate(bytes.len() - 100);
        }
    }
    let reading = read(&bundle, &ReadOptions::default());
    assert!(reading.rows_unread >= 1);
    assert_eq!(reading.tables[0].rows.len(), 4, "the shapes are all there");
    assert!(reading.findings.iter().any(|finding| finding.rule == Rule::FileDamaged));
}

#[test]
fn rings_in_any_order_keep_their_area() {
    use geo::Area;
    let bundle = gbk_files();
    let reversed = |bundle: &Bundle| {
        let mut bundle = bundle.clone();
        let (_, shp) = bundle.files.iter_mut().find(|(path, _)| path.ends_with(".shp")).expect("a .shp");
        // First record: two rings of five points; turn both around.
        let points = 100 + 8 + 44 + 8;
        for ring in 0..2 {
            let at = points + ring * 80;
            let turned: Vec<u8> = shp[at..at + 80].chunks_exact(16).rev().flatten().copied().collect();
            shp[at..at + 80].copy_from_slice(&turned);
        }
        bundle
    };
    let (right, _) = only_table(&bundle, &ReadOptions::default());
    let (wrong, reading) = only_table(&reversed(&bundle), &ReadOptions::default());
    let area = |table: &Table| table.rows[0].geometry.as_ref().map(Area::unsigned_area);
    assert!(reading.findings.iter().any(|finding| finding.rule == Rule::RingOrder && finding.place.row == Some(1)));
    // A ring that says "hole" outside any other is an outer ring; the inner one then reads as its own polygon.
    assert!(area(&wrong) >= area(&right));
}

fn geojson(text: &str) -> (Table, Vec<Rule>) {
    let (table, reading) =
        only_table(&Bundle::from_file("a.geojson", text.as_bytes().to_vec()), &ReadOptions::default());
    (table, reading.findings.iter().map(|finding| finding.rule).collect())
}

#[test]
fn one_bad_feature_costs_one_row() {
    let (table, rules) = geojson(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":7,"properties":{"a":1},"geometry":{"type":"Point","coordinates":[120.1,36.2,5]}},
        {"type":"Feature","properties":{"a":2},"geometry":{"type":"Point","coordinates":["x",36.2]}},
        {"type":"Feature","properties":[],"geometry":null},
        {"type":"Feature","properties":{"a":{"b":[1, 2]},"c":12345678901234567890},"geometry":{"type":"Polygon",
         "coordinates":[[[0,0],[1,0],[1,1]]]}}]}"#,
    );
    assert_eq!(rules, [Rule::FileDamaged, Rule::FileDamaged, Rule::RingOpen]);
    assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(table.rows[0].values, [Value::Int(7), "1".into(), Value::Null]);
    assert_eq!(table.rows[2].values[1..], [r#"{"b":[1, 2]}"#.into(), "12345678901234567890".into()]);
    assert_eq!(table.rows[0].geometry, Some(Geometry::Point(Coord { x: 120.1, y: 36.2 }.into())));
}

#[test]
fn a_geojson_cut_short_keeps_what_came_before() {
    let whole =
        String::from_utf8(written(&tricky(), Format::GeoJson, &WriteOptions::default()).bundle.files[0].1.clone());
    let whole = whole.expect("UTF-8");
    let (table, rules) = geojson(&whole[..whole.len() - 200]);
    assert_eq!(table.rows.len(), 3);
    assert!(rules.contains(&Rule::FileDamaged));
}

#[test]
fn features_one_a_line_are_read() {
    let line = r#"{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}"#;
    let (table, rules) = geojson(&format!("{line}\n{line}\n{line}\n"));
    assert_eq!((table.rows.len(), rules.len()), (3, 0));
}

#[test]
fn the_old_crs_member_is_believed() {
    let (table, rules) = geojson(
        r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},
        "features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[525305,3990168]}}]}"#,
    );
    assert_eq!((table.crs, rules), (Some(crs::Crs::Epsg(4549)), vec![]));
}

#[test]
fn other_json_is_no_layer() {
    let options = ReadOptions::default();
    for text in [r#"[{"name":"云霄路"},{"name":"香港中路"}]"#, r#"{"version":8,"layers":[]}"#, "[1,2,3]", "{"] {
        let bundle = Bundle::from_file("names.json", text.as_bytes().to_vec());
        assert_eq!(rules(&bundle, &options), [Rule::FormatUnknown], "{text}");
        assert!(read(&bundle, &options).tables.is_empty());
    }
}

fn csv(bytes: &[u8]) -> (Table, Vec<(Rule, Option<usize>)>) {
    let (table, reading) = only_table(&Bundle::from_file("a.csv", bytes.to_vec()), &ReadOptions::default());
    (table, reading.findings.iter().map(|finding| (finding.rule, finding.place.row)).collect())
}

#[test]
fn text_tables_of_every_kind() {
    let point = |x: f64, y: f64| Some(Geometry::Point(Coord { x, y }.into()));
    let (table, rules) = csv("编码;北坐标;东坐标\r\n001;3990168.5;525305.25\r\n002;;\r\n003;x;1\r\n".as_bytes());
    assert_eq!(table.rows[0].geometry, point(525_305.25, 3_990_168.5));
    assert_eq!(table.rows[0].values[0], "001".into());
    assert_eq!(rules, [(Rule::ValueInvalid, Some(4)), (Rule::CrsMissing, None)]);
    let (gbk, ..) = encoding_rs::GBK.encode("名称\t经度\t纬度\n云霄路\t120.38\t36.06\n");
    let (table, rules) = csv(&gbk);
    assert_eq!(
        (table.rows[0].values[0].clone(), table.rows[0].geometry.clone()),
        ("云霄路".into(), point(120.38, 36.06))
    );
    assert_eq!(rules, [(Rule::EncodingGuessed, None), (Rule::CrsMissing, None)]);
    let (table, rules) = csv("编码,WKT\n3.70202E+17,SRID=4549;POINT (1 2)\n5,POINT EMPTY,多\n".as_bytes());
    assert_eq!((table.crs, table.fields.len()), (Some(crs::Crs::Epsg(4549)), 2));
    assert_eq!(rules, [(Rule::ValueInvalid, Some(2)), (Rule::ValueInvalid, Some(3))]);
}

/// A roster as an office sends it: a title over the table, a community merged over its rows, a code eaten by Excel.
#[test]
fn workbooks_of_offices() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let plain = rust_xlsxwriter::Format::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 2, "某街道院落台账", &plain).expect("title");
    for (column, title) in ["社区", "院落编码", "户数"].into_iter().enumerate() {
        sheet.write_string(2, column as u16, title).expect("header");
    }
    sheet.merge_range(3, 0, 4, 0, "云霄路社区", &plain).expect("merged");
    sheet.write_string(3, 1, "370202001002003001").expect("code");
    sheet.write_number(3, 2, 120.0).expect("count");
    sheet.write_number(4, 1, 370_202_001_002_003_002.0).expect("eaten code");
    sheet.write_string(4, 2, "80").expect("number as text");
    workbook.add_worksheet();
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let (table, reading) = only_table(&Bundle::from_file("台账.xlsx", bytes), &ReadOptions::default());
    let names: Vec<&str> = table.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["社区", "院落编码", "户数"]);
    assert_eq!(table.rows[1].values[0], "云霄路社区".into());
    assert_eq!(table.rows[0].values[1], "370202001002003001".into());
    assert_eq!(table.rows[1].number, 5);
    let places: Vec<_> = reading.findings.iter().map(|finding| (finding.rule, finding.place.row)).collect();
    assert_eq!(places, [(Rule::ValueInvalid, Some(5))]);
}

#[test]
fn zips_with_gbk_names_and_litter() {
    let mut bundle = Bundle { name: "市南.zip".into(), files: vec![("__MACOSX/._a.shp".into(), vec![1])] };
    for (path, bytes) in gbk_files().files {
        bundle.files.push((format!("data/2024/{}", path.replace("院落", "@@@@")), bytes));
    }
    // Windows writes names in GBK without the flag for UTF-8: four bytes here, as many as stand in for them.
    let mut zip = bundle.to_zip().expect("a zip");
    let (name, ..) = encoding_rs::GBK.encode("院落");
    let places: Vec<usize> = (0..zip.len() - 4).filter(|&at| &zip[at..at + 4] == b"@@@@").collect();
    assert_eq!(places.len(), 2 * gbk_files().files.len());
    places.into_iter().for_each(|at| zip[at..at + 4].copy_from_slice(&name));
    let inner = Bundle::from_zip("市南.zip", &zip).expect("readable");
    assert!(inner.files.iter().all(|(path, _)| path.starts_with("data/2024/院落.")), "{:?}", inner.files[0].0);
    let (table, _) = only_table(&Bundle::from_file("市南.zip", zip.clone()), &ReadOptions::default());
    assert_eq!((table.rows.len(), table.name.as_str()), (4, "院落"));
    zip.truncate(zip.len() / 2);
    assert_eq!(rules(&Bundle::from_file("市南.zip", zip), &ReadOptions::default()), [Rule::FileDamaged]);
}

#[test]
fn a_zip_bomb_is_refused() {
    let bundle = Bundle::from_file("a.csv", vec![0; 64 << 20]);
    let zip = bundle.to_zip().expect("a zip");
    let limits = formats::ZipLimits { bytes: 16 << 20, ..formats::ZipLimits::default() };
    let fault = Bundle::from_zip_within("a.zip", &zip, limits).expect_err("too large");
    assert!(matches!(fault, formats::ZipFault::TooLarge(_)), "{fault}");
}

/// A GeoPackage whose code says zone 39 and whose definition says 120 degrees east.
#[test]
fn a_code_against_its_own_definition() {
    let mut bundle = written(&tricky(), Format::GeoPackage, &WriteOptions::default()).bundle;
    let right = crs::Crs::Epsg(4549).to_wkt1().expect("WKT");
    let wrong = crs::Crs::Epsg(4548).to_wkt1().expect("WKT");
    let bytes = &mut bundle.files[0].1;
    let at = bytes.windows(right.len()).position(|window| window == right.as_bytes()).expect("the definition");
    let mut wrong = wrong.into_bytes();
    wrong.resize(right.len().max(wrong.len()), b' ');
    assert_eq!(wrong.len(), right.len(), "definitions of one length");
    bytes[at..at + wrong.len()].copy_from_slice(&wrong);
    let (table, reading) = only_table(&bundle, &ReadOptions::default());
    assert_eq!(reading.findings[0].rule, Rule::CrsContradiction);
    assert_eq!(table.crs, Some(crs::Crs::Epsg(4548)), "the parameters win");
}
