//! CityGML.
pub(crate) fn read(_: &dyn crate::Source, _: &str, _: &mut crate::Sink<'_>) -> Result<(), crate::Unreadable> { Ok(()) }
