//! Putting a layer right.

use crate::{Crs, CrsError, ShiftKind, Transform};

/// What puts a fault right.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Nothing needs doing.
    None,
    /// Take the coordinates to be in this system.
    AssumeCrs(Crs),
    /// Exchange the two coordinates of every point.
    SwapAxes,
    /// Take the zone number off the eastings.
    StripZonePrefix(u8),
    /// Put the zone number before the eastings.
    AddZonePrefix(u8),
    /// Undo Amap's offset.
    InverseGcj02,
    /// Undo Baidu's offset.
    InverseBd09,
    /// Leave out the points without finite coordinates: for the reader of the layer, who knows their features.
    DropPoints,
    /// Only the owner of the data can say.
    AskForParameters,
}

impl Remedy {
    /// The remedy for a shift.
    pub fn for_shift(kind: ShiftKind) -> Remedy {
        match kind {
            ShiftKind::Gcj02 => Remedy::InverseGcj02,
            ShiftKind::Bd09 => Remedy::InverseBd09,
        }
    }

    /// Whether [`Remedy::apply`] can carry it out.
    pub fn is_automatic(&self) -> bool {
        !matches!(self, Remedy::None | Remedy::DropPoints | Remedy::AskForParameters)
    }

    /// Applies the remedy to the declaration and the coordinates; the originals are the caller's to keep.
    ///
    /// # Errors
    /// When an offset is to be undone in a system that cannot be transformed. Remedies that need a person do nothing.
    pub fn apply(&self, declared: &mut Option<Crs>, points: &mut [[f64; 2]]) -> Result<(), CrsError> {
        match self {
            Remedy::None | Remedy::DropPoints | Remedy::AskForParameters => {}
            Remedy::AssumeCrs(crs) => *declared = Some(crs.clone()),
            Remedy::SwapAxes => points.iter_mut().for_each(|point| point.swap(0, 1)),
            Remedy::StripZonePrefix(zone) => points.iter_mut().for_each(|point| point[0] -= f64::from(*zone) * 1e6),
            Remedy::AddZonePrefix(zone) => points.iter_mut().for_each(|point| point[0] += f64::from(*zone) * 1e6),
            Remedy::InverseGcj02 => undo(ShiftKind::Gcj02, declared.as_ref(), points)?,
            Remedy::InverseBd09 => undo(ShiftKind::Bd09, declared.as_ref(), points)?,
        }
        Ok(())
    }
}

/// Offsets are defined on longitude and latitude; projected coordinates go there and back.
fn undo(kind: ShiftKind, declared: Option<&Crs>, points: &mut [[f64; 2]]) -> Result<(), CrsError> {
    let parameters = declared.unwrap_or(&Crs::WGS84_LONLAT).normalised().parameters()?;
    let there = Transform::to_own_lonlat(&parameters)?.apply(points);
    points.iter_mut().for_each(|point| *point = kind.undo(*point));
    let back = Transform::from_own_lonlat(&parameters)?.apply(points);
    there.and(back).map_err(CrsError::from)
}
