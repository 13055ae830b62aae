//! Raw sheets: cells as they stand, in workbooks and in separated values.

use formats::{Bundle, ReadOptions, read_sheets};
use model::{CellRange, Rule, Sheet, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("网格员").unwrap();
    sheet.merge_range(0, 0, 0, 2, "2025年网格员名册", &Format::new()).unwrap();
    sheet.write_row(2, 0, ["姓名", "电话", "到岗"]).unwrap();
    sheet.write(3, 0, "赵甲乙").unwrap();
    sheet.write(3, 1, 19_900_000_001_f64).unwrap();
    let day = ExcelDateTime::from_ymd(2025, 3, 1).unwrap();
    sheet.write_with_format(3, 2, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(4, 1, 370_202_001_002_003_004_f64).unwrap();
    workbook.add_worksheet().set_name("空").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_it_stands() {
    let read = read_sheets(&Bundle::from_file("名册.xlsx", workbook()), &ReadOptions::default());
    assert_eq!(read.findings, []);
    let [sheet, empty] = &read.sheets[..] else { panic!("two sheets") };
    assert_eq!((sheet.file.as_str(), sheet.name.as_str()), ("名册.xlsx", "网格员"));
    assert_eq!(sheet.merged, [CellRange { first: (0, 0), last: (0, 2) }]);
    let check = |row, column, expect: Value| assert_eq!(*sheet.cell(row, column), expect, "{row} {column}");
    check(0, 0, "2025年网格员名册".into());
    check(1, 0, Value::Null);
    check(3, 1, Value::Int(19_900_000_001));
    check(3, 2, Value::Date("2025-03-01".into()));
    assert!(matches!(sheet.cell(4, 1), Value::Int(number) if *number > 1_000_000_000_000_000), "damage stays visible");
    assert_eq!((empty.name.as_str(), empty.rows.len()), ("空", 0));
}

#[test]
fn separated_values_keep_their_lines_and_encoding() {
    let text = "2025年名册,,\r\n\r\n姓名,电话,\r\n赵甲乙,０１２３,\r\n";
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    let read = read_sheets(&Bundle::from_file("名册.csv", gbk.into_owned()), &ReadOptions::default());
    assert!(read.findings.iter().all(|finding| finding.rule == Rule::EncodingGuessed), "{:?}", read.findings);
    let expect = Sheet {
        file: "名册.csv".into(),
        name: "名册".into(),
        rows: vec![
            vec!["2025年名册".into()],
            vec![],
            vec!["姓名".into(), "电话".into()],
            vec!["赵甲乙".into(), "０１２３".into()],
        ],
        merged: vec![],
    };
    assert_eq!(read.sheets, [expect]);
}

#[test]
fn what_is_no_sheet_is_a_finding() {
    let check = |name: &str, bytes: &[u8], rule: Rule| {
        let read = read_sheets(&Bundle::from_file(name, bytes.to_vec()), &ReadOptions::default());
        let rules: Vec<Rule> = read.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!((rules, read.sheets.len()), (vec![rule], 0), "{name}");
    };
    check("名册.doc", b"\xD0\xCF\x11\xE0", Rule::FormatUnknown);
    check("名册.xlsx", b"PK\x03\x04 and no more", Rule::FileDamaged);
}
