//! Heights above the sea and above the ellipsoid.

/// What a source's heights count from. It is asked for or configured, never guessed: the two differ by up to 100 m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Heights {
    /// Above the ellipsoid, as satellites measure and as 3D Tiles need.
    Ellipsoidal,
    /// Above a datum of the sea (1985 国家高程基准, NAP, NGF): the ellipsoid lies this much below it here, metres.
    /// Over a district a constant is good to a decimetre or two.
    Orthometric {
        /// Height of the datum above the ellipsoid, metres.
        undulation: f64,
    },
}

impl Heights {
    /// A source's height above the ellipsoid, metres.
    pub fn to_ellipsoidal(self, height: f64) -> f64 {
        match self {
            Heights::Ellipsoidal => height,
            Heights::Orthometric { undulation } => height + undulation,
        }
    }
}
