//! Who covers what: contacts of leaders, cadres and departments, grid workers, committees, property services.

use model::{Assignment, Code, Day, Finding, Holder, Level, Period, PlaceKey, RoleName, Row, Rule};

use super::Intake;
use super::sheet::Sheet;
use crate::rows::Rostered;

type Make = fn(Code) -> Holder;

pub(super) fn read(intake: &mut Intake<'_>) {
    roster(intake, "区领导", "工号", "district-leader", Holder::Person);
    roster(intake, "街道干部", "工号", "street-cadre", Holder::Person);
    roster(intake, "部门", "编号", "paired-department", Holder::Organisation);
    roster(intake, "网格员", "工号", "grid-worker", Holder::Person);
    contacts(intake, "领导包联", "工号", "district-leader", Holder::Person);
    contacts(intake, "干部包联", "工号", "street-cadre", Holder::Person);
    contacts(intake, "部门包联", "部门编号", "paired-department", Holder::Organisation);
    workers(intake);
    committees(intake);
    property(intake);
}

fn roster(intake: &mut Intake<'_>, name: &'static str, who: &'static str, role: &str, make: Make) {
    let Some(sheet) = intake.sheet(name, &[who]) else { return };
    for row in &sheet.table.rows {
        if let Some(code) = sheet.code(row, who, &mut intake.findings) {
            let (role, period) = (RoleName(role.to_owned()), Period::since(Day::MIN));
            intake.rows.rostered.push(Rostered { holder: make(code), role, period });
        }
    }
}

fn contacts(intake: &mut Intake<'_>, name: &'static str, who: &'static str, role: &str, make: Make) {
    let Some(sheet) = intake.sheet(name, &[who, "对象类别", "对象编码", "开始日期"]) else { return };
    for row in &sheet.table.rows {
        let level = level(&sheet, row, &mut intake.findings);
        let holder = sheet.code(row, who, &mut intake.findings).map(make);
        let code = sheet.code(row, "对象编码", &mut intake.findings);
        let period = sheet.period(row, "开始日期", "结束日期", &mut intake.findings);
        let (Some(level), Some(holder), Some(code), Some(period)) = (level, holder, code, period) else { continue };
        let place = PlaceKey { level, code };
        if intake.knows(&sheet, row, "对象编码", &place) {
            let role = RoleName(role.to_owned());
            intake.rows.assignments.push(Assignment { holder, role, place, period, details: Vec::new() });
        }
    }
}

fn level(sheet: &Sheet<'_>, row: &Row, findings: &mut Vec<Finding>) -> Option<Level> {
    let text = sheet.text(row, "对象类别").unwrap_or_default();
    let level = match text.as_str() {
        "街道" => Some(Level::Subdistrict),
        "社区" => Some(Level::Community),
        "网格" => Some(Level::Grid),
        "小区" => Some(Level::Compound),
        _ => None,
    };
    if level.is_none() {
        findings.push(sheet.fault(Rule::ValueInvalid, row, "对象类别", &text));
    }
    level
}

fn workers(intake: &mut Intake<'_>) {
    // Its roster was read above, and told if it is absent.
    if !intake.tables.iter().any(|table| table.name.trim() == "网格员") {
        return;
    }
    let Some(sheet) = intake.sheet("网格员", &["网格编号"]) else { return };
    for row in &sheet.table.rows {
        // A fault of the number was told with the roster.
        let holder = sheet.code(row, "工号", &mut Vec::new()).map(Holder::Person);
        let period = Some(Period::since(Day::MIN));
        at_grid(intake, &sheet, row, "grid-worker", holder, period, &[]);
    }
}

fn committees(intake: &mut Intake<'_>) {
    let Some(sheet) = intake.sheet("业主委员会", &["名称", "网格编号", "成立日期"]) else { return };
    for row in &sheet.table.rows {
        let name = sheet.code(row, "名称", &mut intake.findings);
        let own = name.as_ref().is_some_and(|name| name.as_str().contains("自管"));
        let role = if own { "self-management-committee" } else { "owners-committee" };
        let period = sheet.period(row, "成立日期", "届满日期", &mut intake.findings);
        at_grid(intake, &sheet, row, role, name.map(Holder::Organisation), period, &[]);
    }
}

fn property(intake: &mut Intake<'_>) {
    let Some(sheet) = intake.sheet("物业服务", &["网格编号", "物业公司", "合同开始", "合同结束"])
    else {
        return;
    };
    for row in &sheet.table.rows {
        let firm = sheet.code(row, "物业公司", &mut intake.findings).map(Holder::Organisation);
        let period = sheet.period(row, "合同开始", "合同结束", &mut intake.findings);
        let details = [("package", "服务包"), ("mode", "模式"), ("stage", "阶段")];
        at_grid(intake, &sheet, row, "property-company", firm, period, &details);
    }
}

/// An assignment at the grid of the row, with those details that the table tells.
fn at_grid(
    intake: &mut Intake<'_>,
    sheet: &Sheet<'_>,
    row: &Row,
    role: &str,
    holder: Option<Holder>,
    period: Option<Period>,
    details: &[(&str, &str)],
) {
    let code = sheet.code(row, "网格编号", &mut intake.findings);
    let (Some(holder), Some(code), Some(period)) = (holder, code, period) else { return };
    let place = PlaceKey { level: Level::Grid, code };
    if !intake.knows(sheet, row, "网格编号", &place) {
        return;
    }
    let told = |&(detail, column): &(&str, &str)| Some((detail.to_owned(), stage(&sheet.text(row, column)?)));
    let details = details.iter().filter_map(told).collect();
    intake.rows.assignments.push(Assignment { holder, role: RoleName(role.to_owned()), place, period, details });
}

/// Stages and modes by their stable names; other texts as they are.
fn stage(text: &str) -> String {
    let known = match text {
        "摸底" => "survey",
        "试用" | "先尝后买" => "trial",
        "签约" | "合同" => "contracted",
        "退出" | "终止" => "ended",
        "商业化物管" => "commercial",
        "居民自管" => "resident_self",
        "景社共管" => "scenic_area_joint",
        "区属企业嵌入服务" => "district_company",
        other => other,
    };
    known.to_owned()
}
