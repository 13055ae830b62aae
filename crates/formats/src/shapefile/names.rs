//! Field names that dBASE cuts to ten bytes, and how they come back whole.

use std::collections::BTreeMap;

use model::{Finding, Rule, Severity};

use crate::{
    Bundle, Encoding,
    encoding::{decode, without_cut_tail},
    notes::Notes,
};

/// Extension of the list of full names that the writer puts beside a Shapefile.
pub(super) const SIDECAR: &str = "fields.csv";
/// Bytes of a field name.
pub(super) const LIMIT: usize = 10;

/// Cut name → full name, as our own writer left it.
pub(super) fn from_sidecar(bundle: &Bundle, base: &str) -> BTreeMap<String, String> {
    let Some((_, bytes)) = bundle.find(&format!("{base}.{SIDECAR}")) else { return BTreeMap::new() };
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
    let pair = |record: ::csv::StringRecord| Some((record.get(0)?.to_owned(), record.get(1)?.to_owned()));
    reader.records().filter_map(Result::ok).filter_map(pair).collect()
}

/// The list for [`from_sidecar`].
pub(super) fn to_sidecar(pairs: &[(String, String)]) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(["field", "full_name"])?;
    for (cut, full) in pairs {
        writer.write_record([cut, full])?;
    }
    writer.into_inner().map_err(|fault| fault.into_error().into())
}

/// The name of a field as text; completed from the sidecar or from the names in use where exactly one fits.
pub(super) fn complete(
    raw: &[u8],
    codec: &'static encoding_rs::Encoding,
    sidecar: &BTreeMap<String, String>,
    known: &[String],
    notes: &mut Notes<'_>,
) -> String {
    let kept = without_cut_tail(raw, codec);
    let name = decode(kept, codec).0.trim().to_owned();
    if let Some(full) = sidecar.get(&name) {
        return full.clone();
    }
    // A cut name fills its ten bytes, or all but the part of a character that was left out.
    if raw.len() + 2 < LIMIT || name.is_empty() || known.contains(&name) {
        return name;
    }
    let mut fitting: Vec<&String> = known.iter().filter(|full| was_cut(full, &name, raw, codec)).collect();
    fitting.dedup();
    match fitting[..] {
        [] => name,
        [full] => {
            let place = model::Place { field: Some(full.clone()), ..notes.place() };
            let finding = Finding::new(Rule::FieldNameCut, Severity::Note, place);
            notes.push(finding.with("cut_name", &name).with("full_name", full));
            full.clone()
        }
        _ => {
            let all: Vec<&str> = fitting.iter().map(|full| full.as_str()).collect();
            let place = model::Place { field: Some(name.clone()), ..notes.place() };
            let finding = Finding::new(Rule::FieldNameCut, Severity::Warning, place);
            notes.push(finding.with("cut_name", &name).with("full_name", all.join(" / ")));
            name
        }
    }
}

/// Whether `raw` is what is left of `full` after cutting to the limit.
fn was_cut(full: &str, name: &str, raw: &[u8], codec: &'static encoding_rs::Encoding) -> bool {
    let (bytes, _, lossy) = codec.encode(full);
    if lossy || bytes.len() <= LIMIT || !full.starts_with(name) {
        return false;
    }
    let at_byte = raw == &bytes[..LIMIT];
    let at_character = raw == without_cut_tail(&bytes[..LIMIT], codec);
    at_byte || at_character
}

/// Names as bytes, and (cut, full) of those that were cut.
pub(super) type Shortened = (Vec<Vec<u8>>, Vec<(String, String)>);

/// Names of at most ten bytes in `encoding`, unique without regard to case; the second part lists what was cut.
pub(super) fn shorten(names: impl Iterator<Item = String>, encoding: Encoding) -> Result<Shortened, (String, char)> {
    let mut taken = std::collections::BTreeSet::new();
    let (mut short, mut cut) = (Vec::new(), Vec::new());
    for name in names {
        let mut kept = fit(&name, LIMIT, encoding).map_err(|character| (name.clone(), character))?;
        let mut number = 1;
        while !taken.insert(kept.to_lowercase()) {
            let tail = format!("_{number}");
            let head = fit(&name, LIMIT - tail.len(), encoding).map_err(|character| (name.clone(), character))?;
            kept = format!("{head}{tail}");
            number += 1;
        }
        short.push(encoding.encode(&kept).map_err(|character| (name.clone(), character))?.into_owned());
        if kept != name {
            cut.push((kept, name));
        }
    }
    Ok((short, cut))
}

/// The longest beginning of `name`, whole characters, that fits.
fn fit(name: &str, limit: usize, encoding: Encoding) -> Result<String, char> {
    let (mut kept, mut length) = (String::new(), 0);
    for character in name.chars() {
        length += encoding.encode(character.encode_utf8(&mut [0; 4]))?.len();
        if length > limit {
            break;
        }
        kept.push(character);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn names_cut_after_three_or_five_characters_come_back() {
        let check = |encoding: Encoding, raw: &[u8], known: &[&str], expect: &str, findings: usize| {
            let mut reading = Reading::default();
            let mut notes = Notes::new(&mut reading, "a.shp");
            let known: Vec<String> = known.iter().map(|&name| name.to_owned()).collect();
            let name = complete(raw, encoding.codec(), &BTreeMap::new(), &known, &mut notes);
            assert_eq!(name, expect);
            assert_eq!(reading.findings.len(), findings, "{name}");
        };
        let utf8 = "常住人口户数".as_bytes();
        check(Encoding::Utf8, &utf8[..9], &["常住人口户数"], "常住人口户数", 1);
        check(Encoding::Utf8, &utf8[..10], &["常住人口户数"], "常住人口户数", 1);
        check(Encoding::Utf8, &utf8[..9], &["常住人口户数", "常住人员"], "常住人", 1);
        let gbk = Encoding::Gbk.encode("所属社区编码").expect("encodable").into_owned();
        check(Encoding::Gbk, &gbk[..10], &["所属社区编码", "所属社区"], "所属社区编码", 1);
        check(Encoding::Utf8, "户数".as_bytes(), &["户数"], "户数", 0);
        check(Encoding::Utf8, b"population", &["population_2020"], "population_2020", 1);
    }

    #[test]
    fn cut_names_stay_unique() {
        let names = ["所属社区编码", "所属社区编码旧", "名称", "households_total", "HOUSEHOLDS_MIN"];
        let (short, cut) = shorten(names.iter().map(|&name| name.to_owned()), Encoding::Gbk).expect("encodable");
        let mut texts: Vec<String> =
            short.iter().map(|raw| decode(raw, Encoding::Gbk.codec()).0.into_owned()).collect();
        assert_eq!(texts, ["所属社区编", "所属社区_1", "名称", "households", "HOUSEHOL_1"]);
        assert_eq!(cut.len(), 4);
        texts.dedup();
        assert!(short.iter().all(|raw| raw.len() <= LIMIT));
    }
}
