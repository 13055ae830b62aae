//! What a reader writes down while it reads a layer.

use geo_types::Geometry;
use model::{Finding, Place, Rule, Severity};

use crate::{geometry::GeometryFault, reading::Reading};

/// Collects findings with their place.
pub(crate) struct Notes<'a> {
    reading: &'a mut Reading,
    place: Place,
}

impl<'a> Notes<'a> {
    pub(crate) fn new(reading: &'a mut Reading, file: &str) -> Self {
        Notes { reading, place: Place { file: file.to_owned(), ..Place::default() } }
    }

    /// From here on findings belong to this layer.
    pub(crate) fn set_layer(&mut self, layer: &str) {
        self.place.layer = Some(layer.to_owned());
    }

    /// The place of the layer as a whole.
    pub(crate) fn place(&self) -> Place {
        self.place.clone()
    }

    /// The place of a row.
    pub(crate) fn row(&self, number: usize) -> Place {
        Place { row: Some(number), ..self.place() }
    }

    /// The place of a cell.
    pub(crate) fn cell(&self, number: usize, field: &str) -> Place {
        Place { row: Some(number), field: Some(field.to_owned()), ..self.place() }
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.reading.findings.push(finding);
    }

    /// The file or the rest of it cannot be read.
    pub(crate) fn damaged(&mut self, detail: impl ToString) {
        let place = self.place();
        self.push(Finding::new(Rule::FileDamaged, Severity::Error, place).with("detail", detail));
    }

    /// A row that cannot be read at all: counted and named.
    pub(crate) fn row_lost(&mut self, number: usize, detail: impl ToString) {
        self.reading.rows_unread += 1;
        let place = self.row(number);
        self.push(Finding::new(Rule::FileDamaged, Severity::Error, place).with("detail", detail));
    }

    /// `count` rows that the file announces but does not hold.
    pub(crate) fn rows_lost(&mut self, count: usize, detail: impl ToString) {
        self.reading.rows_unread += count;
        let place = self.place();
        let finding = Finding::new(Rule::FileDamaged, Severity::Error, place);
        self.push(finding.with("detail", detail).with("count", count));
    }

    /// The geometry of a row: when it cannot be read, the row stays with a null geometry and the fault is named.
    pub(crate) fn geometry(
        &mut self,
        number: usize,
        read: Result<Option<Geometry<f64>>, GeometryFault>,
    ) -> Option<Geometry<f64>> {
        let checked = match read {
            Ok(None) => return None,
            Ok(Some(geometry)) => crate::geometry::checked(geometry),
            Err(fault) => Err(fault),
        };
        checked.unwrap_or_else(|fault| {
            let place = self.row(number);
            let finding = Finding::new(fault.rule(), Severity::Error, place);
            self.push(match &fault {
                GeometryFault::Unsupported(found) => finding.with("found", found),
                fault => finding.with("detail", fault),
            });
            None
        })
    }

    /// A ring that does not end where it began; it was closed.
    pub(crate) fn ring_closed(&mut self, number: usize, position: [f64; 2]) {
        let place = Place { position: Some(position), ..self.row(number) };
        self.push(Finding::new(Rule::RingOpen, Severity::Warning, place).safe());
    }

    /// A cell whose value does not fit.
    pub(crate) fn value_invalid(&mut self, number: usize, field: &str, value: &str, expected: &str) {
        let place = self.cell(number, field);
        let value: String = value.chars().take(80).collect();
        let finding = Finding::new(Rule::ValueInvalid, Severity::Warning, place);
        self.push(finding.with("value", value).with("expected", expected));
    }

    /// The declared CRS is not understood.
    pub(crate) fn crs_unknown(&mut self, declared: &str, detail: impl ToString) {
        let place = self.place();
        let declared: String = declared.chars().take(200).collect();
        let finding = Finding::new(Rule::CrsUnknown, Severity::Error, place);
        self.push(finding.with("value", declared).with("detail", detail));
    }

    /// No CRS is declared.
    pub(crate) fn crs_missing(&mut self) {
        let place = self.place();
        self.push(Finding::new(Rule::CrsMissing, Severity::Warning, place));
    }

    /// Two declarations of the CRS do not agree.
    pub(crate) fn crs_contradiction(&mut self, declared: &str, found: &str) {
        let place = self.place();
        let finding = Finding::new(Rule::CrsContradiction, Severity::Warning, place);
        let detail = format!("{declared} ≠ {found}");
        self.push(finding.with("declared", declared).with("found", found).with("detail", detail));
    }
}
