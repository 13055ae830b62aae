//! Writes small nodes of mesh pyramids: the sequence of fields as OpenSceneGraph's writers of versions 80 and 161 have it.

use std::io::Write;

/// What to write.
#[derive(Clone)]
pub struct Node {
    pub version: u32,
    pub brackets: bool,
    pub packed: bool,
    pub positions: Vec<[f32; 3]>,
    pub coordinates: Vec<[f32; 2]>,
    pub corners: Vec<u32>,
    pub image: Vec<u8>,
    pub child: &'static str,
    pub matrix: Option<[f64; 16]>,
    /// The name of the class that stands where the geometry does.
    pub class: &'static str,
}

impl Default for Node {
    fn default() -> Self {
        Node {
            version: 80,
            brackets: false,
            packed: false,
            positions: vec![[0., 0., 0.], [1., 0., 0.], [1., 1., 5.], [0., 1., 0.]],
            coordinates: vec![[0., 0.], [1., 0.], [1., 1.], [0., 1.]],
            corners: vec![0, 1, 2, 0, 2, 3],
            image: b"\xFF\xD8\xFF\xE0jpeg".to_vec(),
            child: "b.osgb",
            matrix: None,
            class: "osg::Geometry",
        }
    }
}

struct Out {
    bytes: Vec<u8>,
    node: Node,
    number: u32,
}

/// The bytes of a file.
pub fn write(node: &Node) -> Vec<u8> {
    let mut out = Out { bytes: Vec::new(), node: node.clone(), number: 0 };
    out.root();
    let body = out.bytes;
    let mut file = vec![0xA1, 0x0E, 0x91, 0x6C, 0x45, 0x45, 0xFB, 0x1A];
    for value in [1, node.version, if node.brackets { 4 } else { 0 }] {
        file.extend(u32::to_le_bytes(value));
    }
    let name = if node.packed { "zlib" } else { "0" };
    file.extend((name.len() as u32).to_le_bytes());
    file.extend(name.bytes());
    if node.packed {
        let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        encoder.write_all(&body).unwrap();
        return encoder.finish().unwrap();
    }
    file.extend(body);
    file
}

impl Out {
    fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    fn u32(&mut self, value: u32) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn f32s(&mut self, values: &[f32]) {
        values.iter().for_each(|value| self.bytes.extend(value.to_le_bytes()));
    }

    fn f64s(&mut self, values: &[f64]) {
        values.iter().for_each(|value| self.bytes.extend(value.to_le_bytes()));
    }

    fn text(&mut self, text: &str) {
        self.u32(text.len() as u32);
        self.bytes.extend(text.bytes());
    }

    fn zeros(&mut self, count: usize) {
        self.bytes.resize(self.bytes.len() + count, 0);
    }

    /// A block; its length goes in front where the file has lengths.
    fn block(&mut self, write: impl FnOnce(&mut Self)) {
        let at = self.bytes.len();
        let size = if self.node.version > 148 { 8 } else { 4 };
        if self.node.brackets {
            self.zeros(size);
        }
        write(self);
        if self.node.brackets {
            let length = (self.bytes.len() - at) as u64;
            self.bytes[at..at + size].copy_from_slice(&length.to_le_bytes()[..size]);
        }
    }

    fn object(&mut self, class: &str, write: impl FnOnce(&mut Self)) {
        self.text(class);
        self.number += 1;
        let number = self.number;
        self.block(|out| {
            out.u32(number);
            // osg::Object: name, variance, user data.
            out.text("");
            out.u32(0);
            out.u8(0);
            write(out);
        });
    }

    /// osg::Node without its state.
    fn node(&mut self) {
        self.zeros(1 + 4);
        self.u8(1);
        self.u32(u32::MAX);
    }

    fn root(&mut self) {
        let Some(matrix) = self.node.matrix else { return self.paged() };
        self.object("osg::MatrixTransform", |out| {
            out.node();
            out.u8(0);
            out.u8(1);
            out.u32(1);
            out.block(Out::paged);
            out.u32(0);
            out.block(|out| out.f64s(&matrix));
        });
    }

    fn paged(&mut self) {
        self.object("osg::PagedLOD", |out| {
            out.node();
            out.u8(0);
            out.u32(1);
            out.u8(1);
            out.f64s(&[0.5, 0.5, 2.0, 3.0]);
            out.u32(1);
            out.u8(1);
            out.u32(2);
            out.block(|out| out.f32s(&[0.0, 100.0, 100.0, 1e30]));
            out.u8(1);
            out.u8(0);
            out.u32(0);
            out.u8(0);
            out.u8(1);
            out.u32(2);
            let child = out.node.child;
            out.block(|out| {
                out.text("");
                out.text(child);
            });
            out.u32(2);
            out.block(|out| out.f32s(&[0.0, 1.0, 0.0, 1.0]));
            out.u8(1);
            out.u32(1);
            out.block(Out::geode);
        });
    }

    fn geode(&mut self) {
        self.object("osg::Geode", |out| {
            out.node();
            out.u8(0);
            out.u8(1);
            out.u32(1);
            out.block(Out::geometry);
        });
    }

    fn geometry(&mut self) {
        let node = self.node.clone();
        self.object(node.class, |out| {
            if node.version >= 154 {
                out.node();
            }
            out.u8(1);
            out.state();
            if (154..156).contains(&node.version) {
                // The drawable's own state beside that of the node.
                out.u8(0);
            }
            // Bound, callback, shape, three flags; four callbacks that newer files keep in the node; mask, culling.
            out.zeros(1 + 2 + 3);
            if node.version < 156 {
                out.zeros(4);
            }
            if node.version >= 142 {
                out.zeros(5);
            }
            out.u32(1);
            if node.version >= 112 { out.arrays() } else { out.old_arrays() }
        });
    }

    fn arrays(&mut self) {
        let node = self.node.clone();
        let buffer = usize::from(node.version >= 147);
        self.object("osg::DrawElementsUInt", |out| {
            out.zeros(buffer + 4);
            out.u32(4);
            out.u32(node.corners.len() as u32);
            node.corners.iter().for_each(|corner| out.u32(*corner));
        });
        self.u8(1);
        self.object("osg::Vec3Array", |out| {
            out.zeros(buffer + 6);
            out.u32(node.positions.len() as u32);
            out.f32s(node.positions.as_flattened());
        });
        self.zeros(4);
        self.u32(1);
        self.object("osg::Vec2Array", |out| {
            out.zeros(buffer + 6);
            out.u32(node.coordinates.len() as u32);
            out.f32s(node.coordinates.as_flattened());
        });
        self.u32(0);
    }

    fn old_arrays(&mut self) {
        let node = self.node.clone();
        self.u32(54);
        self.u32(4);
        if node.version > 96 {
            self.u32(0);
        }
        self.u32(node.corners.len() as u32);
        self.block(|out| node.corners.iter().for_each(|corner| out.u32(*corner)));
        self.u8(1);
        self.block(|out| out.data(1, 16, node.positions.len(), node.positions.as_flattened()));
        self.zeros(4);
        self.u8(1);
        self.u32(1);
        self.block(|out| {
            out.block(|out| out.data(2, 15, node.coordinates.len(), node.coordinates.as_flattened()));
        });
        self.zeros(2);
    }

    fn data(&mut self, number: u32, kind: u32, count: usize, values: &[f32]) {
        self.u8(1);
        self.u32(number);
        self.u32(kind);
        self.u32(count as u32);
        self.block(|out| out.f32s(values));
        self.u8(0);
        self.u32(4);
        self.u32(0);
    }

    fn state(&mut self) {
        self.object("osg::StateSet", |out| {
            // No modes; one attribute; no modes of textures; one texture.
            out.u8(0);
            out.u8(1);
            out.u32(1);
            out.block(|out| {
                out.material();
                out.u32(0);
            });
            out.u8(0);
            out.u8(1);
            out.u32(1);
            out.block(|out| {
                out.u32(1);
                out.block(|out| {
                    out.texture();
                    out.u32(1);
                });
            });
            out.u8(0);
            out.zeros(12);
            out.text("");
            out.zeros(3);
            if out.node.version >= 151 {
                out.u8(0);
            }
        });
    }

    fn material(&mut self) {
        self.object("osg::Material", |out| {
            out.zeros(2 + 4);
            for colour in [[1.0; 4], [0.5, 0.25, 1.0, 1.0], [0.0; 4], [0.0; 4]] {
                out.u8(1);
                out.u8(1);
                out.f32s(&colour);
                out.f32s(&colour);
            }
            out.u8(1);
            out.u8(1);
            out.f32s(&[0.0, 0.0]);
        });
    }

    fn texture(&mut self) {
        let version = self.node.version;
        self.object("osg::Texture2D", |out| {
            out.zeros(2);
            for _ in 0..5 {
                out.u8(1);
                out.u32(0x2901);
            }
            out.zeros(4 + 4 + 32 + 4 + 4);
            out.zeros(3);
            out.zeros(1 + 4 + 4 + 4);
            if (95..154).contains(&version) {
                out.u8(0);
            }
            if version >= 98 {
                out.u8(1);
                out.text("RGBA");
            }
            if version >= 155 {
                out.zeros(12);
            }
            out.u8(1);
            out.image();
            out.zeros(8);
        });
    }

    fn image(&mut self) {
        if self.node.version > 94 {
            self.text("osg::Image");
        }
        self.number += 1;
        self.u32(self.number);
        self.text("roof.jpg");
        self.u32(0);
        self.u32(1);
        let image = self.node.image.clone();
        self.u32(image.len() as u32);
        self.bytes.extend(image);
        self.text("");
        self.u32(0);
        self.u8(0);
    }
}
