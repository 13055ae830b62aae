//! From paths on the command line to layers with roles, columns and coordinates, and everything wrong with them.

use std::path::Path;

use crs::Crs;
use formats::{Encoding, ReadOptions};
use intake::{Column, CoordinateOptions, Layer, Limits, Role, Settled};
use model::{Finding, Table};

use crate::args::Reading as Args;
use crate::failure::Failure;
use crate::files;

/// What the files hold, settled in the working CRS, with all findings.
pub(crate) struct Intake {
    pub(crate) settled: Settled,
    pub(crate) findings: Vec<Finding>,
    /// Layers that have no role and are left out: file, layer, features.
    pub(crate) ignored: Vec<(String, String, usize)>,
}

/// Reads and checks all files in one pass.
pub(crate) fn intake(args: &Args) -> Result<Intake, Failure> {
    let overrides = Overrides::parse(args)?;
    let options = read_options(args)?;
    let mut findings = Vec::new();
    let mut layers = Vec::new();
    let mut ignored = Vec::new();
    for path in &args.files {
        for (file, table) in tables(path, &options, &mut findings)? {
            match overrides.role(&table, &file) {
                Some(role) => layers.push(overrides.layer(role, file, table)?),
                None => ignored.push((file, table.name, table.rows.len())),
            }
        }
    }
    let coordinates = CoordinateOptions {
        working: overrides.working.clone(),
        convert: args.convert,
        reference: reference(args, &options)?,
    };
    let mut settled = intake::settle(layers, &coordinates, &mut findings);
    for name in &args.dissolve {
        let named = |layer: &&mut Layer| layer.table.name == *name || layer.file == *name;
        let missing = || Failure::usage("layer-not-there", &[("layer", name.clone()), ("layers", String::new())]);
        intake::dissolve_by_code(settled.layers.iter_mut().find(named).ok_or_else(missing)?);
    }
    findings.extend(intake::check(&settled.layers, &settled.placed, &Limits::default()));
    Ok(Intake { settled, findings, ignored })
}

/// The tables of a path, each with the file name that findings show.
fn tables(path: &Path, options: &ReadOptions, findings: &mut Vec<Finding>) -> Result<Vec<(String, Table)>, Failure> {
    let bundle = files::bundle(path)?;
    let reading = formats::read(&bundle, options);
    findings.extend(reading.findings);
    Ok(reading.tables.into_iter().map(|table| (bundle.name.clone(), table)).collect())
}

fn read_options(args: &Args) -> Result<ReadOptions, Failure> {
    let full_names = Column::known_names().into_iter().map(str::to_owned).collect();
    let encoding = args.encoding.as_deref().map(encoding).transpose()?;
    Ok(ReadOptions { full_names, encoding })
}

/// The encoding with this name.
pub(crate) fn encoding(name: &str) -> Result<Encoding, Failure> {
    match name.to_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => Ok(Encoding::Utf8),
        "gbk" | "gb2312" | "cp936" | "936" => Ok(Encoding::Gbk),
        "gb18030" => Ok(Encoding::Gb18030),
        _ => Err(Failure::usage("encoding-unknown", &[("value", name.to_owned())])),
    }
}

fn reference(args: &Args, options: &ReadOptions) -> Result<Vec<Table>, Failure> {
    let Some(path) = &args.reference else { return Ok(Vec::new()) };
    let mut findings = Vec::new();
    Ok(tables(path, options, &mut findings)?.into_iter().map(|(_, table)| table).collect())
}

/// A CRS as a user writes it: a code, WKT, PROJ text, or a file that holds one of them.
pub(crate) fn crs(text: &str) -> Result<Crs, Failure> {
    let path = Path::new(text);
    let text = if path.is_file() { String::from_utf8_lossy(&files::read(path)?).into_owned() } else { text.to_owned() };
    Crs::from_user_input(&text).map_err(|fault| {
        Failure::usage(
            "crs-not-understood",
            &[("value", text.chars().take(60).collect()), ("reason", fault.to_string())],
        )
    })
}

/// What the user says about layers, against what their names say.
struct Overrides {
    roles: Vec<(String, Option<Role>)>,
    columns: Vec<(Option<String>, Column, String)>,
    crs: Vec<(Option<String>, Crs)>,
    working: Option<Crs>,
}

impl Overrides {
    fn parse(args: &Args) -> Result<Self, Failure> {
        Ok(Overrides {
            roles: args.layers.iter().map(|text| parse_role(text)).collect::<Result<_, _>>()?,
            columns: args.columns.iter().map(|text| parse_column(text)).collect::<Result<_, _>>()?,
            crs: args.crs.iter().map(|text| parse_crs(text)).collect::<Result<_, _>>()?,
            working: args.working_crs.as_deref().map(crs).transpose()?,
        })
    }

    fn role(&self, table: &Table, file: &str) -> Option<Role> {
        let said = self.roles.iter().find(|(name, _)| *name == table.name || name == file);
        said.map_or_else(|| Role::guess(table, file), |(_, role)| *role)
    }

    fn layer(&self, role: Role, file: String, mut table: Table) -> Result<Layer, Failure> {
        let about = |name: &Option<String>| name.as_ref().is_none_or(|name| *name == table.name || *name == file);
        if let Some((_, crs)) = self.crs.iter().find(|(name, _)| about(name)) {
            table.crs = Some(crs.clone());
        }
        let mut layer = Layer::new(role, file.clone(), table);
        for (name, column, field) in &self.columns {
            let named = name.as_ref().is_some_and(|name| *name == layer.table.name || *name == file);
            match layer.table.field_idx(field) {
                Some(idx) if named || name.is_none() => layer.columns.set(*column, idx),
                None if named => {
                    let figures = [("column", field.clone()), ("layer", layer.table.name.clone())];
                    return Err(Failure::usage("column-not-there", &figures));
                }
                _ => {}
            }
        }
        Ok(layer)
    }
}

fn parse_role(text: &str) -> Result<(String, Option<Role>), Failure> {
    let bad = || Failure::usage("layer-option", &[("value", text.to_owned()), ("roles", role_names())]);
    let (layer, role) = text.rsplit_once('=').ok_or_else(bad)?;
    let role = if role == "ignore" { None } else { Some(Role::from_id(role).ok_or_else(bad)?) };
    Ok((layer.to_owned(), role))
}

fn role_names() -> String {
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.id()).collect();
    names.join(", ")
}

fn parse_column(text: &str) -> Result<(Option<String>, Column, String), Failure> {
    let meanings = || Column::ALL.iter().map(|column| column.id()).collect::<Vec<_>>().join(", ");
    let bad = || Failure::usage("column-option", &[("value", text.to_owned()), ("meanings", meanings())]);
    let (left, field) = text.split_once('=').ok_or_else(bad)?;
    let (layer, meaning) = match left.rsplit_once(':') {
        Some((layer, meaning)) => (Some(layer.to_owned()), meaning),
        None => (None, left),
    };
    let column = Column::from_id(meaning).ok_or_else(bad)?;
    Ok((layer, column, field.to_owned()))
}

/// `LAYER=CRS`, or a CRS alone; PROJ texts and WKT hold `=` and `[` themselves.
fn parse_crs(text: &str) -> Result<(Option<String>, Crs), Failure> {
    if let Ok(crs) = crs(text) {
        return Ok((None, crs));
    }
    match text.split_once('=') {
        Some((layer, definition)) => Ok((Some(layer.to_owned()), crs(definition)?)),
        None => crs(text).map(|crs| (None, crs)),
    }
}
