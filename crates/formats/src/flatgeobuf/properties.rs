//! The properties of a feature: column number and value, one after the other. Absent means null.

use ::flatgeobuf::ColumnType;
use model::{FieldKind, Value};

use crate::columns::is_date;

/// What a column's values become.
pub(super) fn kind(column: ColumnType) -> FieldKind {
    match column {
        ColumnType::Bool => FieldKind::Bool,
        ColumnType::Float | ColumnType::Double => FieldKind::Real,
        ColumnType::DateTime => FieldKind::Date,
        ColumnType::String | ColumnType::Json | ColumnType::Binary => FieldKind::Text,
        _ => FieldKind::Int,
    }
}

/// The column type that a kind is written as.
pub(super) fn column_type(kind: FieldKind) -> ColumnType {
    match kind {
        FieldKind::Bool => ColumnType::Bool,
        FieldKind::Int => ColumnType::Long,
        FieldKind::Real => ColumnType::Double,
        FieldKind::Text => ColumnType::String,
        FieldKind::Date => ColumnType::DateTime,
    }
}

/// Fills `values` from the bytes. An error tells what could not be read; the values before it stand.
pub(super) fn read(mut bytes: &[u8], columns: &[ColumnType], values: &mut [Value]) -> Result<(), String> {
    while !bytes.is_empty() {
        let column = usize::from(u16::from_le_bytes(take(&mut bytes)?));
        let type_ = columns.get(column).ok_or_else(|| format!("there is no column {column}"))?;
        values[column] = value(&mut bytes, *type_)?;
    }
    Ok(())
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], String> {
    let (taken, rest) = bytes.split_first_chunk::<N>().ok_or("the properties end early")?;
    *bytes = rest;
    Ok(*taken)
}

fn value(bytes: &mut &[u8], type_: ColumnType) -> Result<Value, String> {
    Ok(match type_ {
        ColumnType::Bool => Value::Bool(take::<1>(bytes)?[0] != 0),
        ColumnType::Byte => Value::Int(i8::from_le_bytes(take(bytes)?).into()),
        ColumnType::UByte => Value::Int(u8::from_le_bytes(take(bytes)?).into()),
        ColumnType::Short => Value::Int(i16::from_le_bytes(take(bytes)?).into()),
        ColumnType::UShort => Value::Int(u16::from_le_bytes(take(bytes)?).into()),
        ColumnType::Int => Value::Int(i32::from_le_bytes(take(bytes)?).into()),
        ColumnType::UInt => Value::Int(u32::from_le_bytes(take(bytes)?).into()),
        ColumnType::Long => Value::Int(i64::from_le_bytes(take(bytes)?)),
        ColumnType::ULong => {
            let number = u64::from_le_bytes(take(bytes)?);
            i64::try_from(number).map_or_else(|_| Value::Text(number.to_string()), Value::Int)
        }
        ColumnType::Float => Value::Real(f32::from_le_bytes(take(bytes)?).into()),
        ColumnType::Double => Value::Real(f64::from_le_bytes(take(bytes)?)),
        ColumnType::String | ColumnType::Json => Value::Text(text(bytes)?),
        ColumnType::DateTime => date(text(bytes)?),
        ColumnType::Binary => Value::Text(hex(long(bytes)?)),
        other => return Err(format!("unknown column type {}", other.0)),
    })
}

fn long<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], String> {
    let length = u32::from_le_bytes(take(bytes)?) as usize;
    let (taken, rest) = bytes.split_at_checked(length).ok_or("the properties end early")?;
    *bytes = rest;
    Ok(taken)
}

fn text(bytes: &mut &[u8]) -> Result<String, String> {
    let taken = long(bytes)?;
    String::from_utf8(taken.to_vec()).map_err(|fault| fault.to_string())
}

/// A date, also where midnight is written out.
fn date(text: String) -> Value {
    match text.get(..10) {
        Some(day) if is_date(day) && (text.len() == 10 || text[10..].trim_end_matches('Z') == "T00:00:00") => {
            Value::Date(day.to_owned())
        }
        _ => Value::Text(text),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Appends a value; `None` when it is of another kind than its column.
pub(super) fn write(column: usize, kind: FieldKind, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    if *value == Value::Null {
        return Some(());
    }
    out.extend_from_slice(&u16::try_from(column).ok()?.to_le_bytes());
    let mut text = |text: &str| {
        out.extend_from_slice(&u32::try_from(text.len()).ok()?.to_le_bytes());
        out.extend_from_slice(text.as_bytes());
        Some(())
    };
    match (kind, value) {
        (FieldKind::Text, value) => text(&value.to_text()?)?,
        (FieldKind::Date, Value::Date(date)) => text(date)?,
        (FieldKind::Bool, Value::Bool(flag)) => out.push((*flag).into()),
        (FieldKind::Int, Value::Int(number)) => out.extend_from_slice(&number.to_le_bytes()),
        (FieldKind::Real, Value::Real(number)) => out.extend_from_slice(&number.to_le_bytes()),
        (FieldKind::Real, Value::Int(number)) => out.extend_from_slice(&(*number as f64).to_le_bytes()),
        _ => return None,
    }
    Some(())
}
