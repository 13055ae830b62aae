//! CityJSON, CityJSONSeq and CityGML: small files, what is read of them, and what is said of their faults.

use std::ops::ControlFlow;

use citymodel::{Attribute, Class, Paint, Semantic};
use formats3d::{Format, Item, Objects, Order, read_objects};
use model::Rule;
use proptest::prelude::*;

/// A block of 10 × 10 × 3 m with a roof texture, a material on its walls, a part by template and attributes.
const JSON: &str = r#"{"type":"CityJSON","version":"2.0",
"metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/4547","geographicalExtent":[0,0,0,10,10,3]},
"transform":{"scale":[0.001,0.001,0.001],"translate":[500000.0,3000000.0,0.0]},
"geometry-templates":{"templates":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}],
"vertices-templates":[[0,0,0],[1,0,0],[0,1,0]]},
"appearance":{"textures":[{"type":"PNG","image":"looks/roof.png"}],"vertices-texture":[[0,0],[1,0],[1,1],[0,1]],
"materials":[{"name":"red","diffuseColor":[1,0,0],"transparency":0.25}]},
"CityObjects":{
"a":{"type":"Building","attributes":{"height":3.5,"floors":3,"name":"\u697c","used":true,"owner":{"kind":"x"},"none":null},
"geometry":[{"type":"Solid","lod":"1.2","boundaries":[[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]],
"semantics":{"surfaces":[{"type":"GroundSurface"},{"type":"RoofSurface"},{"type":"WallSurface"}],"values":[[0,1,2,2,2,null]]},
"texture":{"t":{"values":[[[[null]],[[0,0,1,2,3]],[[null]],[[null]],[[null]],[[null]]]]}},
"material":{"m":{"values":[[null,null,0,0,0,0]]}}}]},
"b":{"type":"BuildingPart","parents":["a"],"geometry":[{"type":"GeometryInstance","template":0,"boundaries":[6],
"transformationMatrix":[2,0,0,0,0,2,0,0,0,0,2,0,0,0,0,1]}]},
"c":{"type":"Road"}},
"vertices":[[0,0,0],[10000,0,0],[10000,10000,0],[0,10000,0],[0,0,3000],[10000,0,3000],[10000,10000,3000],[0,10000,3000]]}"#;

const SEQUENCE: &str = r#"{"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},"CityObjects":{},"vertices":[]}
{"type":"CityJSONFeature","id":"a","CityObjects":{"a":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2]]]}]}},"vertices":[[0,0,0],[4,0,0],[0,4,1]]}
{"type":"CityJSONFeature","id":"b","CityObjects":{"b":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2]]]}]}},"vertices":[[5,0,0],[9,0,0],[5,4,1]]}
"#;

const GML: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:gen="http://www.opengis.net/citygml/generics/2.0" xmlns:app="http://www.opengis.net/citygml/appearance/2.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:uro="https://www.geospatial.jp/iur/uro/2.0">
<gml:boundedBy><gml:Envelope srsName="http://www.opengis.net/def/crs/EPSG/0/6697"><gml:lowerCorner>35 139 0</gml:lowerCorner><gml:upperCorner>36 140 9</gml:upperCorner></gml:Envelope></gml:boundedBy>
<cityObjectMember><bldg:Building gml:id="a"><gml:name>A &amp; B</gml:name>
<gen:stringAttribute name="owner"><gen:value>x</gen:value></gen:stringAttribute>
<bldg:measuredHeight uom="m">6.5</bldg:measuredHeight><bldg:usage>0401</bldg:usage>
<uro:ids><uro:Ids><uro:key>1</uro:key></uro:Ids></uro:ids>
<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>
<gml:surfaceMember xlink:href="#p1"/><gml:surfaceMember><gml:OrientableSurface orientation="-"><gml:baseSurface xlink:href="#p9"/></gml:OrientableSurface></gml:surfaceMember>
</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>
<bldg:boundedBy><bldg:RoofSurface gml:id="r"><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember>
<gml:Polygon gml:id="p1"><gml:exterior><gml:LinearRing gml:id="l1"><gml:posList>35 139 3 35 139.5 3 35.5 139 3 35 139 3</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
</gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface></bldg:RoofSurface></bldg:boundedBy>
<bldg:boundedBy><bldg:WallSurface><bldg:lod2MultiSurface><gml:MultiSurface gml:id="m3"><gml:surfaceMember>
<gml:Polygon><gml:exterior><gml:LinearRing><gml:pos>35 139 0</gml:pos><gml:pos>35 139.5 0</gml:pos><gml:pos>35 139.5 3</gml:pos><gml:pos>35 139 0</gml:pos></gml:LinearRing></gml:exterior></gml:Polygon>
</gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface></bldg:WallSurface></bldg:boundedBy>
<bldg:consistsOfBuildingPart><bldg:BuildingPart gml:id="b"><bldg:lod0FootPrint><gml:MultiSurface><gml:surfaceMember xlink:href="#nowhere"/></gml:MultiSurface></bldg:lod0FootPrint></bldg:BuildingPart></bldg:consistsOfBuildingPart>
</bldg:Building></cityObjectMember>
<cityObjectMember><bldg:Building gml:id="c"><bldg:lod1MultiSurface><gml:MultiSurface><gml:surfaceMember>
<gml:Polygon gml:id="p9"><gml:exterior><gml:LinearRing><gml:posList>35 139 1 35 139.5 2 35.5 139 3 35 139 1</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
</gml:surfaceMember></gml:MultiSurface></bldg:lod1MultiSurface></bldg:Building></cityObjectMember>
<app:appearanceMember><app:Appearance><app:theme>t</app:theme>
<app:surfaceDataMember><app:ParameterizedTexture><app:imageURI>looks\roof.png</app:imageURI><app:target uri="#p1"><app:TexCoordList><app:textureCoordinates ring="#l1">0 0 1 0 0 1 0 0</app:textureCoordinates></app:TexCoordList></app:target></app:ParameterizedTexture></app:surfaceDataMember>
<app:surfaceDataMember><app:X3DMaterial><app:diffuseColor>1 0 0</app:diffuseColor><app:target>#m3</app:target></app:X3DMaterial></app:surfaceDataMember>
</app:Appearance></app:appearanceMember></CityModel>"##;

#[test]
fn cityjson_is_read_whole() {
    let all = read("model.city.json", JSON);
    assert_eq!(rules(&all), []);
    assert_eq!(all.images, ["looks/roof.png"]);
    let head = all.head.unwrap();
    assert_eq!((head.format, head.order, head.version.as_str()), (Format::CityJson, Order::EastFirst, "2.0"));
    let [a, b, c] = &all.objects[..] else { panic!("three objects") };
    assert_eq!(
        (&b.parent, &b.class, &c.class),
        (&Some("a".into()), &Class::BuildingPart, &Class::Other("Road".into()))
    );
    let text = |text: &str| Attribute::Text(text.to_owned());
    let attributes = [
        ("height", Attribute::Number(3.5)),
        ("floors", Attribute::Whole(3)),
        ("name", text("楼")),
        ("used", Attribute::Flag(true)),
        ("owner.kind", text("x")),
    ];
    assert_eq!(a.attributes, attributes.map(|(name, value)| (name.to_owned(), value)));
    let [solid] = &a.geometries[..] else { panic!("one solid") };
    assert_eq!((solid.lod.to_string().as_str(), solid.shell, solid.volume()), ("1.2", 6, Some(300.0)));
    use Semantic::{Ground, Roof, Unknown, Wall};
    let semantics: Vec<_> = solid.surfaces.iter().map(|surface| surface.semantic).collect();
    assert_eq!(semantics, [Ground, Roof, Wall, Wall, Wall, Unknown]);
    let coordinates = vec![vec![[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]];
    assert_eq!(solid.surfaces[1].paint, Some(Paint::Texture { image: 0, coordinates }));
    assert_eq!(
        (&solid.surfaces[0].paint, &solid.surfaces[2].paint),
        (&None, &Some(Paint::Colour([1.0, 0.0, 0.0, 0.75])))
    );
    let placed = vec![[500_010.0, 3_000_010.0, 3.0], [500_012.0, 3_000_010.0, 3.0], [500_010.0, 3_000_012.0, 3.0]];
    assert_eq!(b.geometries[0].surfaces[0].rings, [placed]);
}

#[test]
fn citygml_is_read_whole() {
    let all = read("udx/model.gml", GML);
    assert_eq!(rules(&all), [Rule::SurfaceUnknown]);
    assert_eq!(all.images, ["udx/looks/roof.png"]);
    let head = all.head.unwrap();
    assert_eq!((head.format, head.order, head.version.as_str()), (Format::CityGml, Order::Authority, "2.0"));
    assert_eq!(head.extent, Some([[35.0, 139.0, 0.0], [36.0, 140.0, 9.0]]));
    let ids: Vec<_> = all.objects.iter().map(|one| (one.id.as_str(), one.parent.as_deref())).collect();
    assert_eq!(ids, [("a", None), ("b", Some("a")), ("c", None)]);
    let text = |text: &str| Attribute::Text(text.to_owned());
    let attributes = [
        ("name", text("A & B")),
        ("owner", text("x")),
        ("measuredHeight", Attribute::Number(6.5)),
        ("usage", text("0401")),
        ("uro.ids.key", text("1")),
    ];
    assert_eq!(all.objects[0].attributes, attributes.map(|(name, value)| (name.to_owned(), value)));
    let [solid, loose] = &all.objects[0].geometries[..] else { panic!("a solid and what is not in it") };
    assert_eq!((solid.shell, solid.surfaces[0].semantic, loose.shell, loose.surfaces.len()), (2, Semantic::Roof, 0, 1));
    let coordinates = vec![vec![[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]];
    assert_eq!(solid.surfaces[0].paint, Some(Paint::Texture { image: 0, coordinates }));
    // Turned over, from another object.
    assert_eq!(solid.surfaces[1].rings, [[[35.5, 139.0, 3.0], [35.0, 139.5, 2.0], [35.0, 139.0, 1.0]]]);
    assert_eq!(loose.surfaces[0].paint, Some(Paint::Colour([1.0, 0.0, 0.0, 1.0])));
}

#[test]
fn faults_are_named_and_the_rest_goes_on() {
    let json = |from: &str, to: &str| ("x.json", JSON.replacen(from, to, 1));
    let sequence = |from: &str, to: &str| ("x.jsonl", SEQUENCE.replacen(from, to, 1));
    let gml = |from: &str, to: &str| ("x.gml", GML.replacen(from, to, 1));
    for ((name, text), rule, objects) in [
        (json("\"version\":\"2.0\"", "\"version\":\"3.1\""), Rule::CityVersion, 3),
        (json("[4,5,6,7]", "[4,5,6,8]"), Rule::VertexUnknown, 3),
        (json("[4,5,6,7]", "[4,5,-6,7]"), Rule::VertexUnknown, 3),
        (json("[0,10000,3000]", "[0,1e400,3000]"), Rule::CoordinateInvalid, 3),
        (json("[0,10000,3000]", "[0,null,3000]"), Rule::CoordinateInvalid, 3),
        // Where a template stands.
        (json("[10000,10000,3000]", "[10000,null,3000]"), Rule::CoordinateInvalid, 3),
        (json("[2,0,0,0", "[1e308,1e308,0,1e308"), Rule::CoordinateInvalid, 3),
        (json("[[0,1,5,4]]", "[[0,1]]"), Rule::RingDegenerate, 3),
        (json("[[0,1,5,4]]", "[[0,1,1,5,4]]"), Rule::RepeatedPoint, 3),
        (json("\"Solid\"", "\"Ball\""), Rule::GeometryUnread, 3),
        (json("\"1.2\"", "\"seven\""), Rule::LodUnknown, 3),
        (json("\"Road\"", "\"+Road\""), Rule::ExtensionNoted, 3),
        (json("\"b\":{", "\"a\":{"), Rule::ObjectTwice, 2),
        (json("\"BuildingPart\"", "7"), Rule::ObjectDamaged, 2),
        (json("[0,0,1,2,3]", "[0,0,1,2]"), Rule::TextureInvalid, 3),
        (json("\"template\":0", "\"template\":9"), Rule::GeometryUnread, 3),
        (json("\"transform\"", "\"other\""), Rule::TransformMissing, 3),
        (json("\"vertices\":", "\"vertices\""), Rule::FileDamaged, 0),
        (json("\"looks/roof.png\"", "\"../gone.png\""), Rule::TextureMissing, 3),
        (sequence("\"id\":\"b\"", "\"id\":\"b"), Rule::FileDamaged, 1),
        (sequence("\"id\":\"a\"", "\"id\":\"a"), Rule::FileDamaged, 1),
        (sequence("\"scale\"", "scale"), Rule::FileDamaged, 0),
        (gml("<?xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><?xml"), Rule::XmlRefused, 0),
        (gml("A &amp; B", "&a;"), Rule::XmlRefused, 0),
        (gml("<gml:name>", &"<gml:name>".repeat(200)), Rule::XmlRefused, 0),
        (gml("gml:id=\"c\"", ""), Rule::CodeMissing, 3),
        (gml("gml:id=\"c\"", "gml:id=\"a\""), Rule::ObjectTwice, 2),
        (
            gml("35 139 0</gml:pos><gml:pos>35 139.5 0", "35 139 0</gml:pos><gml:pos>35 139.5 x"),
            Rule::CoordinateInvalid,
            3,
        ),
        (gml("35.5 139 3 35 139 3</", "35.5 139 3</"), Rule::RingOpen, 3),
        (gml("0 0 1 0 0 1 0 0<", "0 0 1 0 0 1<"), Rule::TextureInvalid, 3),
        (gml("</app:appearanceMember>", ""), Rule::FileDamaged, 3),
        (gml("citygml/2.0", "citygml/9.0"), Rule::CityVersion, 3),
        (("x.txt", String::from("hello")), Rule::FormatUnknown, 0),
        (("x.xml", String::from("<html/>")), Rule::FormatUnknown, 0),
        (("x.json", String::from("{\"type\":\"FeatureCollection\"}")), Rule::FormatUnknown, 0),
    ] {
        let all = read(name, &text);
        assert!(rules(&all).contains(&rule), "{rule:?}: {:?}", all.findings);
        assert_eq!(all.objects.len(), objects, "{rule:?}: {:?}", all.findings);
    }
}

#[test]
fn a_sequence_says_the_line() {
    let all = read("x.jsonl", &SEQUENCE.replace("\"id\":\"b\"", "\"id\":"));
    assert_eq!(all.findings[0].place.row, Some(3));
    assert_eq!(all.head.unwrap().format, Format::CityJsonSeq);
}

#[test]
fn a_reader_stops_when_told() {
    for (name, text) in [("x.json", JSON), ("x.jsonl", SEQUENCE), ("x.gml", GML)] {
        let mut objects = 0;
        let files = (vec![name.to_owned()], vec![text.as_bytes().to_vec()]);
        let read = read_objects(&files, name, &mut |item| match item {
            Item::Object(_) => {
                objects += 1;
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        });
        assert_eq!((read, objects), (Ok(()), 1), "{name}");
    }
}

#[test]
fn links_to_links_do_not_explode() {
    let level = |at: usize| {
        let members = format!("<gml:surfaceMember xlink:href=\"#n{}\"/>", at + 1).repeat(50);
        format!(
            "<bldg:lod2MultiSurface><gml:MultiSurface gml:id=\"n{at}\">{members}</gml:MultiSurface></bldg:lod2MultiSurface>"
        )
    };
    let levels: String = (0..7).map(level).collect();
    let all = read("x.gml", &GML.replacen("<gml:name>", &format!("{levels}<gml:name>"), 1).replace("p9", "n7"));
    assert!(rules(&all).contains(&Rule::XmlRefused));
    assert!(points(&all) < 100_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Damaged files: no panic, and what comes out is no more than a multiple of what went in.
    #[test]
    fn damage_is_survived(file in 0..3_usize, damage in prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), any::<u8>(), 1..60_usize), 1..6)) {
        let (name, text) = [("x.json", JSON), ("x.jsonl", SEQUENCE), ("x.gml", GML)][file];
        let mut bytes = text.as_bytes().to_vec();
        for (kind, at, byte, length) in damage {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + length).min(bytes.len());
            match kind {
                0 if at < bytes.len() => bytes[at] ^= byte | 1,
                1 => drop(bytes.drain(at..end)),
                2 => bytes = [&bytes[..end], &bytes[at..]].concat(),
                _ => bytes.insert(at, b"[]{}<>\",:0-9.e&#n/"[usize::from(byte) % 18]),
            }
        }
        let size = bytes.len();
        let files = (vec![name.to_owned()], vec![bytes]);
        let all = Objects::read(&files, name).unwrap();
        prop_assert!(points(&all) <= 8 * size, "{} points of {size} bytes", points(&all));
        prop_assert!(all.findings.len() <= size + 2);
        for surface in all.objects.iter().flat_map(|one| &one.geometries).flat_map(|one| &one.surfaces) {
            prop_assert!(surface.rings.iter().all(|ring| ring.len() >= 3 && ring.iter().flatten().all(|part| part.is_finite())));
            if let Some(Paint::Texture { image, coordinates }) = &surface.paint {
                prop_assert!(*image < all.images.len());
                prop_assert!(coordinates.iter().map(Vec::len).eq(surface.rings.iter().map(Vec::len)));
            }
        }
    }
}

fn read(name: &str, text: &str) -> Objects {
    let names = [name, "looks/roof.png", "udx/looks/roof.png"].map(str::to_owned);
    let mut files: Vec<_> = names.into_iter().zip([text.as_bytes().to_vec(), vec![], vec![]]).collect();
    files.sort();
    Objects::read(&files.into_iter().unzip::<_, _, Vec<_>, Vec<_>>(), name).unwrap()
}

fn rules(all: &Objects) -> Vec<Rule> {
    all.findings.iter().map(|finding| finding.rule).collect()
}

fn points(all: &Objects) -> usize {
    let surfaces = all.objects.iter().flat_map(|one| &one.geometries).flat_map(|one| &one.surfaces);
    surfaces.flat_map(|surface| &surface.rings).map(Vec::len).sum()
}
