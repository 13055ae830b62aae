//! `jingwei check`: the project's plan against all rules, and the tiling proved again.

use serde_json::json;
use topology::Partition;

use crate::args::Check;
use crate::commands::inspect::{blocked, findings_json};
use crate::failure::Failure;
use crate::judge::judge;
use crate::project::Project;
use crate::say::Voice;

pub(crate) fn run(args: &Check, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    let judged = judge(&mut project)?;
    let failed = |detail: String| Failure::usage("territory-failed", &[("detail", detail)]);
    let shapes = &judged.units.shapes;
    let (partition, faults) = Partition::from_shapes(shapes).map_err(|fault| failed(fault.to_string()))?;
    let proof = partition.verify().map_err(|violations| failed(format!("{:?}", violations.first())))?;
    if let Some(fault) = faults.first() {
        return Err(failed(format!("{fault:?}")));
    }
    regionalization::verify_contiguity(&judged.problem.graph, &judged.report.labels, &judged.report.parents)
        .or_else(|fault| if judged.findings.is_empty() { Err(failed(fault.to_string())) } else { Ok(()) })?;
    voice.line("territory-proof", &[("difference", "0".to_owned()), ("arcs", proof.arcs.to_string())]);
    voice.findings(&judged.findings);
    voice.answer(&json!({
        "courtyards": judged.report.labels.len(),
        "grids": judged.codes.len(),
        "findings": findings_json(&judged.findings, voice),
    }));
    blocked(&judged.findings)?;
    voice.line("check-good", &[]);
    Ok(())
}
