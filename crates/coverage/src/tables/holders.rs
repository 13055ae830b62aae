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
        at_grid(intake, &sheet, row, "grid-worker", holder, period, Vec::new());
    }
}

fn committees(intake: &mut Intake<'_>) {
    let Some(sheet) = intake.sheet("业主委员会", &["名称", "网格编号", "成立日期"]) else { return };
    for row in &sheet.table.rows {
        let name = sheet.code(row, "名称", &mut intake.findings);
        let period = sheet.period(row, "成立日期", "届满日期", &mut intake.findings);
        let form = ("form".to_owned(), form(name.as_ref().map_or("", Code::as_str)).to_owned());
        let holder = name.map(Holder::Organisation);
        at_grid(intake, &sheet, row, "owners-committee", holder, period, vec![form]);
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
        let columns = [("package", "服务包"), ("mode", "物业模式"), ("stage", "阶段")];
        let told = |(detail, column): (&str, _)| Some((detail.to_owned(), stable(&sheet.text(row, column)?)));
        let details = columns.into_iter().filter_map(told).collect();
        at_grid(intake, &sheet, row, "property-company", firm, period, details);
    }
}

/// An assignment at the grid of the row.
fn at_grid(
    intake: &mut Intake<'_>,
    sheet: &Sheet<'_>,
    row: &Row,
    role: &str,
    holder: Option<Holder>,
    period: Option<Period>,
    details: Vec<(String, String)>,
) {
    let code = sheet.code(row, "网格编号", &mut intake.findings);
    let (Some(holder), Some(code), Some(period)) = (holder, code, period) else { return };
    let place = PlaceKey { level: Level::Grid, code };
    if !intake.knows(sheet, row, "网格编号", &place) {
        return;
    }
    intake.rows.assignments.push(Assignment { holder, role: RoleName(role.to_owned()), place, period, details });
}

/// The form of a committee, by its name.
fn form(name: &str) -> &'static str {
    if name.contains("自管") || name.contains("自我管理") {
        "self-management"
    } else if name.contains("物管") || name.contains("物业管理") {
        "property-management"
    } else {
        "owners"
    }
}

/// Stages and modes by the stable names of the district's configuration; other texts as they are.
fn stable(text: &str) -> String {
    let known = match text {
        "试用" | "先尝后买" => "trial",
        "正式" | "签约" | "正式合同" => "contract",
        "商业化物管" => "commercial",
        "居民自管" => "resident-self",
        "景社共管" => "scenic-area-joint",
        "区属企业嵌入服务" => "district-company",
        other => other,
    };
    known.to_owned()
}
