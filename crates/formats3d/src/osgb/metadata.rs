//! `metadata.xml` beside a pyramid: which system its coordinates are in, and from where they count.

use model::{Finding, Rule, Severity};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::Source;
use crate::place::finding;
use crate::text::{base_of, decode};

/// What `metadata.xml` says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    /// The system.
    pub reference: Reference,
    /// Added to every position of the pyramid, in the system's order and unit; zero where the file gives none.
    pub origin: [f64; 3],
}

/// How a capture names its coordinate system.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Reference {
    /// Not at all.
    #[default]
    Absent,
    /// "EPSG:4547" or "EPSG:4547+5737": numbers as written.
    Epsg {
        /// Horizontal or three-dimensional system.
        horizontal: u32,
        /// Height system.
        vertical: Option<u32>,
    },
    /// "ENU:39.9,116.4": metres east, north and up of a point on the ellipsoid.
    Enu {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// "LOCAL": metres, placed nowhere.
    Local,
    /// WKT or the text of a `.prj` or PROJ string, whole.
    Text(String),
}

impl Reference {
    /// Reads what stands in `<SRS>`, or any text that names a system.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let head = text.split(':').next().unwrap_or_default().trim().to_ascii_uppercase();
        let rest = text.split_once(':').map_or("", |(_, rest)| rest.trim());
        let typed = match head.as_str() {
            "" => Some(Reference::Absent),
            "LOCAL" => Some(Reference::Local),
            "EPSG" => epsg(rest),
            "ENU" => enu(rest),
            _ => None,
        };
        typed.unwrap_or_else(|| Reference::Text(text.to_owned()))
    }
}

fn epsg(text: &str) -> Option<Reference> {
    let (horizontal, vertical) = text.split_once('+').map_or((text, None), |(one, two)| (one, Some(two)));
    let number = |text: &str| text.trim().trim_start_matches("EPSG:").parse().ok();
    let vertical = match vertical {
        Some(text) => Some(number(text)?),
        None => None,
    };
    Some(Reference::Epsg { horizontal: number(horizontal)?, vertical })
}

fn enu(text: &str) -> Option<Reference> {
    let numbers = numbers(text);
    let (latitude, longitude) = match numbers.as_slice() {
        [latitude, longitude, ..] => (*latitude, *longitude),
        _ => return None,
    };
    let sound = latitude.abs() <= 90.0 && longitude.abs() <= 360.0;
    sound.then_some(Reference::Enu { latitude, longitude })
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split([',', ';', ' ', '\t', '\n', '\r']).filter(|part| !part.is_empty());
    parts.map_while(|part| part.parse::<f64>().ok().filter(|number| number.is_finite())).collect()
}

/// Reads the `metadata.xml` nearest to the top of a delivered folder, of OSGB or of another form of mesh.
pub fn find(source: &dyn Source) -> (Metadata, Vec<Finding>) {
    let file = source.names().iter().filter(|name| base_of(name).eq_ignore_ascii_case("metadata.xml"));
    let file = file.min_by_key(|name| (name.matches('/').count(), name.as_str()));
    match file.map(|name| (name, source.read(name))) {
        Some((name, Ok(bytes))) => read(&bytes, name),
        Some((name, Err(error))) => {
            let found = finding(Rule::FileDamaged, Severity::Error, name).with("detail", error.detail);
            (Metadata::default(), vec![found])
        }
        None => {
            let found = finding(Rule::FileMissing, Severity::Warning, "metadata.xml").with("name", "metadata.xml");
            (Metadata::default(), vec![found])
        }
    }
}

/// Reads `metadata.xml`; what cannot be read is told, and stays absent or zero.
fn read(bytes: &[u8], file: &str) -> (Metadata, Vec<Finding>) {
    let (text, guessed) = decode(bytes);
    let mut findings = Vec::new();
    if guessed {
        findings.push(finding(Rule::EncodingGuessed, Severity::Note, file).with("encoding", "GB18030"));
    }
    let (reference, origin) = elements(&text, file, &mut findings);
    let reference = Reference::parse(&reference.unwrap_or_default());
    if reference == Reference::Absent {
        findings.push(finding(Rule::CrsMissing, Severity::Warning, file).with("candidates", ""));
    }
    let mut metadata = Metadata { reference, origin: [0.0; 3] };
    if let Some(text) = origin {
        match *numbers(&text).as_slice() {
            [x, y] => metadata.origin = [x, y, 0.0],
            [x, y, z] => metadata.origin = [x, y, z],
            _ => findings.push(origin_invalid(file, &text)),
        }
    }
    (metadata, findings)
}

fn origin_invalid(file: &str, text: &str) -> Finding {
    let mut found = finding(Rule::ValueInvalid, Severity::Error, file).with("value", text.trim());
    found.place.field = Some("SRSOrigin".to_owned());
    found
}

/// Texts of `SRS` and `SRSOrigin`, wherever they stand.
fn elements(text: &str, file: &str, findings: &mut Vec<Finding>) -> (Option<String>, Option<String>) {
    let mut reader = Reader::from_str(text);
    let mut found: [Option<String>; 2] = [None, None];
    let mut open = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open = match start.local_name().as_ref() {
                    "SRS" => Some(0),
                    "SRSOrigin" => Some(1),
                    _ => None,
                };
            }
            Ok(Event::End(_)) => open = None,
            Ok(Event::Text(part)) => append(&mut found, open, &part),
            Ok(Event::CData(part)) => append(&mut found, open, &part),
            Ok(Event::GeneralRef(name)) => append(&mut found, open, entity(&name)),
            Ok(Event::Eof) => break,
            Err(error) => {
                let detail = format!("{} @ {}", error, reader.error_position());
                findings.push(finding(Rule::FileDamaged, Severity::Error, file).with("detail", detail));
                break;
            }
            Ok(_) => {}
        }
    }
    let [reference, origin] = found;
    (reference, origin)
}

fn append(found: &mut [Option<String>; 2], open: Option<usize>, text: &str) {
    if let Some(place) = open.and_then(|open| found.get_mut(open)) {
        place.get_or_insert_default().push_str(text);
    }
}

fn entity(name: &str) -> &'static str {
    match name {
        "quot" => "\"",
        "apos" => "'",
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        _ => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_forms_of_a_reference() {
        let cases = [
            ("EPSG:4547", Reference::Epsg { horizontal: 4547, vertical: None }),
            ("epsg: 4547+5737 ", Reference::Epsg { horizontal: 4547, vertical: Some(5737) }),
            ("ENU:22.5,114.05", Reference::Enu { latitude: 22.5, longitude: 114.05 }),
            ("LOCAL:0", Reference::Local),
            ("", Reference::Absent),
            ("PROJCS[\"x:y\"]", Reference::Text("PROJCS[\"x:y\"]".to_owned())),
            ("EPSG:abc", Reference::Text("EPSG:abc".to_owned())),
            ("+proj=tmerc +lon_0=114", Reference::Text("+proj=tmerc +lon_0=114".to_owned())),
        ];
        for (text, wanted) in cases {
            assert_eq!(Reference::parse(text), wanted, "{text}");
        }
    }

    #[test]
    fn elements_of_the_file() {
        let text = b"\xEF\xBB\xBF<?xml version=\"1.0\"?><ModelMetadata><!-- c --><SRS>GEOGCS[&quot;x&quot;]</SRS>\
                     <SRSOrigin>501027.524000,2488718.808,-1e1</SRSOrigin></ModelMetadata>";
        let (metadata, findings) = read(text, "metadata.xml");
        assert_eq!(metadata.reference, Reference::Text("GEOGCS[\"x\"]".to_owned()));
        assert_eq!(metadata.origin, [501_027.524, 2_488_718.808, -10.0]);
        assert!(findings.is_empty());
        let (metadata, findings) = read(b"<M><SRS>LOCAL</SRS><SRSOrigin>1,two,3</SRSOrigin></M>", "metadata.xml");
        assert_eq!((metadata.reference, metadata.origin), (Reference::Local, [0.0; 3]));
        assert_eq!(findings[0].rule, Rule::ValueInvalid);
    }
}
