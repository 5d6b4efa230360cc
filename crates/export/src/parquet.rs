//! The tables as Parquet: dates as DATE, numbers as INT64, lists as LIST, everything else as text, with zstd.
//!
//! The files say in their metadata what the columns are. The bytes follow from the rows alone: no time stamps, groups of a
//! fixed number of rows.

use super::cells::{CellKind, CellValue, TypedColumn, TypedTable, rows_of};
use super::format::{Changed, Target};
use super::part::PartFile;
use super::rows::RecordRows;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::Value;
use std::io;
use std::path::Path;
use std::sync::Arc;
use yomitori_core::schema::TIER_KEYS;
use yomitori_core::tables::LIST_SEPARATOR;

/// Rows of a group: some megabytes of memory, and enough rows for columns to compress well.
const GROUP_ROWS: usize = 10_000;

/// What the files say they were written by; the crate's own version is no part of it.
const CREATED_BY: &str = concat!("yomitori version ", env!("CARGO_PKG_VERSION"));

/// A table's name and what its file says of itself, by keys.
pub(super) type TableMetadata = (String, Vec<(String, String)>);

fn entry((key, value): &(String, String)) -> KeyValue {
    KeyValue::new(format!("yomitori:{key}"), value.clone())
}

/// The files.
pub(super) struct Parquet(Vec<ParquetFile>);

struct ParquetFile {
    columns: Vec<TypedColumn>,
    writer: SerializedFileWriter<PartFile>,
    rows: Vec<Vec<String>>,
}

impl Parquet {
    pub fn create(folder: &Path, tables: &[TypedTable], about: &[TableMetadata]) -> io::Result<Self> {
        let files = tables.iter().map(|table| {
            let about = about.iter().find(|(name, _)| *name == table.name).map(|(_, about)| about.as_slice());
            let part = PartFile::create(folder, &format!("{}.parquet", table.name))?;
            let properties = WriterProperties::builder()
                .set_created_by(CREATED_BY.to_owned())
                .set_compression(Compression::ZSTD(ZstdLevel::default()))
                .set_key_value_metadata(Some(about.unwrap_or_default().iter().map(entry).collect()))
                .build();
            let schema = schema(table).map_err(other)?;
            let writer = SerializedFileWriter::new(part, Arc::new(schema), Arc::new(properties)).map_err(other)?;
            Ok(ParquetFile { columns: table.columns.clone(), writer, rows: Vec::new() })
        });
        files.collect::<io::Result<_>>().map(Self)
    }
}

impl Target for Parquet {
    fn add(&mut self, _record: Option<&Value>, rows: &RecordRows) -> io::Result<Changed> {
        for (file, rows) in self.0.iter_mut().zip(rows_of(rows)) {
            for row in rows {
                file.rows.push(row.clone());
                if file.rows.len() == GROUP_ROWS {
                    file.write_group().map_err(other)?;
                }
            }
        }
        Ok(Changed::default())
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<PartFile>> {
        let files = self.0.into_iter().map(|mut file| {
            file.write_group()?;
            file.writer.into_inner()
        });
        files.collect::<Result<_>>().map_err(other)
    }
}

fn other(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// Any column may be empty: a required one is so in the CSV's schema, where a tool can report it.
fn schema(table: &TypedTable) -> Result<Type> {
    let columns = table.columns.iter().map(|column| {
        match column.kind {
            CellKind::List => return list(&column.name, text_element()?).map(Arc::new),
            CellKind::Tiers => return list(&column.name, tier_element()?).map(Arc::new),
            _ => {}
        }
        let (physical, logical) = match column.kind {
            CellKind::Text | CellKind::List | CellKind::Tiers => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            CellKind::Integer | CellKind::Count => (Physical::INT64, None),
            CellKind::Decimal => (Physical::DOUBLE, None),
            CellKind::Date => (Physical::INT32, Some(LogicalType::Date)),
            CellKind::Boolean => (Physical::BOOLEAN, None),
        };
        let builder = Type::primitive_type_builder(&column.name, physical);
        builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build().map(Arc::new)
    });
    Type::group_type_builder(&table.name).with_fields(columns.collect::<Result<_>>()?).build()
}

/// An element of a list of texts.
fn text_element() -> Result<Type> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY);
    element.with_repetition(Repetition::REQUIRED).with_logical_type(Some(LogicalType::String)).build()
}

/// A fee of several: a group with a field for each of its keys.
fn tier_element() -> Result<Type> {
    let fields = TIER_KEYS.iter().map(|(key, is_number)| {
        let (physical, logical) =
            if *is_number { (Physical::DOUBLE, None) } else { (Physical::BYTE_ARRAY, Some(LogicalType::String)) };
        let builder = Type::primitive_type_builder(key, physical).with_repetition(Repetition::OPTIONAL);
        builder.with_logical_type(logical).build().map(Arc::new)
    });
    let element = Type::group_type_builder("element").with_repetition(Repetition::REQUIRED);
    element.with_fields(fields.collect::<Result<_>>()?).build()
}

/// A list of elements, in the three levels that the format asks for.
fn list(name: &str, element: Type) -> Result<Type> {
    let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
    let list = list.with_fields(vec![Arc::new(element)]).build()?;
    let column = Type::group_type_builder(name).with_repetition(Repetition::REQUIRED);
    column.with_logical_type(Some(LogicalType::List)).with_fields(vec![Arc::new(list)]).build()
}

/// Elements with the levels that tell where lists begin (repetition 0) and which are empty (definition 0).
fn elements(cells: &[String]) -> (Vec<ByteArray>, Vec<i16>, Vec<i16>) {
    let (mut texts, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        if cell.is_empty() {
            definitions.push(0);
            repetitions.push(0);
            continue;
        }
        for (at, text) in cell.split(LIST_SEPARATOR).enumerate() {
            texts.push(text.into());
            definitions.push(1);
            repetitions.push(i16::from(at > 0));
        }
    }
    (texts, definitions, repetitions)
}

/// The fees of each cell.
fn fees(cells: &[String]) -> Vec<Vec<Value>> {
    cells.iter().map(|cell| serde_json::from_str(cell).unwrap_or_default()).collect()
}

/// One key of the fees of all cells: its values with the levels that tell where lists begin, and which are empty or without it.
fn keyed<'f, T>(
    fees: &'f [Vec<Value>],
    key: &str,
    read: impl Fn(&'f Value) -> Option<T>,
) -> (Vec<T>, Vec<i16>, Vec<i16>) {
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for fees in fees {
        if fees.is_empty() {
            definitions.push(0);
            repetitions.push(0);
        }
        for (at, fee) in fees.iter().enumerate() {
            let value = fee.get(key).and_then(&read);
            definitions.push(1 + i16::from(value.is_some()));
            repetitions.push(i16::from(at > 0));
            values.extend(value);
        }
    }
    (values, definitions, repetitions)
}

impl ParquetFile {
    fn write_group(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (at, column) in self.columns.iter().enumerate() {
            if column.kind == CellKind::Tiers {
                let cell = |row: &'_ Vec<String>| row.get(at).cloned().unwrap_or_default();
                let fees = fees(&self.rows.iter().map(cell).collect::<Vec<_>>());
                for (key, is_number) in TIER_KEYS {
                    let Some(mut writer) = group.next_column()? else { break };
                    if is_number {
                        let (numbers, definitions, repetitions) = keyed(&fees, key, Value::as_f64);
                        let typed = writer.typed::<DoubleType>();
                        typed.write_batch(&numbers, Some(&definitions), Some(&repetitions))?;
                    } else {
                        let (texts, definitions, repetitions) =
                            keyed(&fees, key, |value| value.as_str().map(ByteArray::from));
                        let typed = writer.typed::<ByteArrayType>();
                        typed.write_batch(&texts, Some(&definitions), Some(&repetitions))?;
                    }
                    writer.close()?;
                }
                continue;
            }
            let Some(mut writer) = group.next_column()? else { break };
            let cell = |row: &'_ Vec<String>| row.get(at).cloned().unwrap_or_default();
            let cells: Vec<String> = self.rows.iter().map(cell).collect();
            let values: Vec<Option<CellValue<'_>>> = cells.iter().map(|cell| column.kind.value(cell)).collect();
            let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
            let values = values.into_iter().flatten();
            match column.kind {
                // Written above: it has several columns of the file.
                CellKind::Tiers => {}
                CellKind::Text => {
                    let texts: Vec<ByteArray> = values.filter_map(text).collect();
                    writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
                }
                CellKind::List => {
                    let (texts, definitions, repetitions) = elements(&cells);
                    let typed = writer.typed::<ByteArrayType>();
                    typed.write_batch(&texts, Some(&definitions), Some(&repetitions))?;
                }
                CellKind::Integer | CellKind::Count => {
                    let numbers: Vec<i64> = values.filter_map(number).collect();
                    writer.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?;
                }
                CellKind::Decimal => {
                    let numbers: Vec<f64> = values.filter_map(decimal).collect();
                    writer.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None)?;
                }
                CellKind::Boolean => {
                    let answers: Vec<bool> = values.filter_map(boolean).collect();
                    writer.typed::<BoolType>().write_batch(&answers, Some(&levels), None)?;
                }
                CellKind::Date => {
                    let days: Vec<i32> = values.filter_map(day).collect();
                    writer.typed::<Int32Type>().write_batch(&days, Some(&levels), None)?;
                }
            }
            writer.close()?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn text(cell: CellValue<'_>) -> Option<ByteArray> {
    if let CellValue::Text(text) = cell { Some(text.into()) } else { None }
}

fn number(cell: CellValue<'_>) -> Option<i64> {
    if let CellValue::Integer(number) = cell { Some(number) } else { None }
}

fn boolean(cell: CellValue<'_>) -> Option<bool> {
    if let CellValue::Boolean(is_so) = cell { Some(is_so) } else { None }
}

fn decimal(cell: CellValue<'_>) -> Option<f64> {
    if let CellValue::Decimal(number) = cell { Some(number) } else { None }
}

/// Days since 1970-01-01, as the format counts them.
fn day(cell: CellValue<'_>) -> Option<i32> {
    if let CellValue::Date(date) = cell { Some((date - jiff::civil::date(1970, 1, 1)).get_days()) } else { None }
}
