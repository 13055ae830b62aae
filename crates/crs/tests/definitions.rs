//! What people write is understood, and what is written out is understood by others.

use crs::{AxisOrder, Crs, CrsError, CrsKind, DatumFamily, Unit};

const PRJ: &str = r#"PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

fn check(text: &str, epsg: u32) {
    assert_eq!(Crs::from_user_input(text), Ok(Crs::Epsg(epsg)), "{text}");
}

#[test]
fn codes() {
    for text in [
        "EPSG:4549",
        "epsg:4549",
        "4549",
        " EPSG::4549 ",
        "urn:ogc:def:crs:EPSG::4549",
        "urn:ogc:def:crs:EPSG:9.9:4549",
        "http://www.opengis.net/def/crs/EPSG/0/4549",
        "https://www.opengis.net/def/crs/EPSG/0/4549/",
        "http://www.opengis.net/gml/srs/epsg.xml#4549",
        "+init=epsg:4549",
        "\u{feff}EPSG:4549",
    ] {
        check(text, 4549);
    }
    for text in [
        "OGC:CRS84",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "WGS84",
    ] {
        check(text, 4326);
    }
    check("EPSG:900913", 3857);
    check("ESRI:102100", 3857);
    for text in ["", "  ", "none", "EPSG:", "EPSG:x", "120", "PROJCS", "PROJCS[", "+proj=", "\u{0}", "LOCAL"] {
        assert!(Crs::from_user_input(text).is_err(), "{text:?} is understood as {:?}", Crs::from_user_input(text));
    }
}

#[test]
fn proj_strings() {
    check("+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", 4549);
    check("+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=40500000 +y_0=0 +ellps=GRS80 +units=m +no_defs +type=crs", 4528);
    check("+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +a=6378140 +b=6356755.288157528 +units=m", 2385);
    check("+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass", 2437);
    check("+proj=longlat +datum=WGS84 +no_defs", 4326);
    check("+proj=longlat +ellps=GRS80 +no_defs", 4490);
    check("+proj=utm +zone=51 +datum=WGS84 +units=m +no_defs", 32651);
    check(
        "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs",
        3857,
    );
    check("+proj=webmerc +datum=WGS84", 3857);
    for own in [
        "+proj=tmerc +lon_0=118.8333333 +x_0=500000 +ellps=GRS80",
        "+proj=tmerc +lon_0=120 +x_0=500000 +y_0=-3000000 +ellps=GRS80",
        "+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass +towgs84=1,2,3",
        "+proj=tmerc +lon_0=120 +k=0.9999 +x_0=500000 +ellps=GRS80",
    ] {
        assert_eq!(Crs::from_user_input(own), Ok(Crs::Definition(own.to_owned())));
    }
}

#[test]
fn well_known_text() {
    check(PRJ, 4549);
    let zone = PRJ.replace("CM_120E", "Zone_40").replace("500000.0", "40500000.0");
    check(&zone, 4528);
    check(&PRJ.replace('[', "(").replace(']', ")"), 4549);
    check(&PRJ.replace("3_Degree_GK_CM_120E", "GK_CM_117E").replace("120.0", "117.0"), 4509);
    check(&PRJ.replace("6378137.0,298.257222101", "6378140.0,298.257").replace("China_2000", "Xian_1980"), 2385);
    check(&PRJ.replace("6378137.0,298.257222101", "6378245.0,298.3").replace("China_2000", "Beijing_1954"), 2437);
    let geographic = &PRJ[PRJ.find("GEOGCS").unwrap()..PRJ.find(",PROJECTION").unwrap()];
    check(geographic, 4490);
    check(&format!("COMPD_CS[\"x\",{PRJ},VERT_CS[\"h\",VERT_DATUM[\"d\",2005],UNIT[\"m\",1]]]"), 4549);
    let own = PRJ.replace("120.0", "118.8333333");
    assert_eq!(Crs::declared(&own).unwrap().crs, Crs::Definition(own));
    // Every prefix of a definition is refused or understood, never a panic.
    for end in 0..PRJ.len() {
        let _ = Crs::from_user_input(&PRJ[..end]);
    }
    let deep = "PROJCS[".repeat(100_000);
    assert!(matches!(Crs::from_user_input(&deep), Err(CrsError::Wkt { .. })));
}

/// Names and codes against parameters; the parameters win.
#[test]
fn contradictions() {
    let declared = |text: &str| Crs::declared(text).unwrap();
    assert_eq!(declared(PRJ).contradiction, None);
    let moved = declared(&PRJ.replace("\"Central_Meridian\",120.0", "\"Central_Meridian\",117.0"));
    assert_eq!(moved.crs, Crs::Epsg(4548));
    assert!(moved.contradiction.is_some_and(|contradiction| contradiction.claimed.contains("120E")));
    let tagged = declared(&Crs::Epsg(4549).to_wkt1().unwrap().replace("\"4549\"", "\"4547\""));
    assert_eq!(tagged.crs, Crs::Epsg(4549));
    assert_eq!(tagged.contradiction.and_then(|contradiction| contradiction.claimed_crs), Some(Crs::Epsg(4547)));
    let tagged = declared(&Crs::Epsg(4549).to_wkt2().unwrap().replace("ID[\"EPSG\",4549]", "ID[\"EPSG\",2385]"));
    assert_eq!(tagged.contradiction.and_then(|contradiction| contradiction.claimed_crs), Some(Crs::Epsg(2385)));
}

/// Every system of the table survives the way through each kind of text.
#[test]
fn round_trips() {
    let codes = (4491..=4554).chain(2327..=2442).chain(21413..=21423).chain(21453..=21463);
    for code in codes.chain(32601..=32660).chain(32701..=32760).chain([4490, 4326, 4610, 4214, 3857]) {
        let Ok(facts) = Crs::Epsg(code).facts() else { continue };
        if facts.name.starts_with("EPSG:") {
            continue;
        }
        check(&Crs::Epsg(code).to_wkt1().unwrap(), code);
        check(&Crs::Epsg(code).to_wkt2().unwrap(), code);
        check(&Crs::Epsg(code).to_wkt1_esri().unwrap(), code);
    }
    assert_eq!(Crs::Epsg(4549).to_wkt1_esri().unwrap(), PRJ);
    let own = Crs::from_user_input("+proj=tmerc +lon_0=118.8333333 +x_0=500000 +y_0=90 +ellps=GRS80").unwrap();
    for text in [own.to_wkt1().unwrap(), own.to_wkt2().unwrap(), own.to_wkt1_esri().unwrap()] {
        let facts = Crs::from_user_input(&text).unwrap().facts().unwrap();
        assert_eq!((facts.central_meridian, facts.datum), (Some(118.8333333), DatumFamily::Cgcs2000), "{text}");
    }
}

#[test]
fn facts() {
    let facts = Crs::Epsg(4528).facts().unwrap();
    assert_eq!(facts.name, "CGCS2000 / 3-degree Gauss-Kruger zone 40");
    assert_eq!(
        (facts.kind, facts.unit, facts.axis_order),
        (CrsKind::Projected, Unit::Metre, Some(AxisOrder::NorthEast))
    );
    assert_eq!((facts.central_meridian, facts.false_easting), (Some(120.0), Some(40_500_000.0)));
    assert_eq!((facts.zone_prefix, facts.datum, facts.epsg), (Some(40), DatumFamily::Cgcs2000, Some(4528)));
    assert_eq!(Crs::WGS84_LONLAT.is_geographic(), Some(true));
    assert_eq!(Crs::cgcs2000_3_degree_at(120.385), Some(Crs::Epsg(4549)));
    assert_eq!(Crs::cgcs2000_3_degree_at(121.5), Some(Crs::Epsg(4550)));
    assert_eq!(Crs::cgcs2000_3_degree(121), None);
    assert_eq!(Crs::cgcs2000_3_degree_at(f64::NAN), None);
}
