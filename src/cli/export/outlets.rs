//! Where records go: the files of the first form in the folder itself, those of each other in a folder of its own, named after it.

use super::super::stop::Stop;
use crate::export::{Chosen, Exporter, Refused, Selection, Settings, Wanted, Written};
use crate::form::{Form, Forms};
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of one form, and which of its records are wanted.
struct Outlet {
    form: String,
    exporter: Exporter,
    selection: Option<Selection<String>>,
}

/// The files of all forms; those of a form are made when its first record comes.
pub(super) struct Outlets {
    forms: Forms,
    folder: PathBuf,
    settings: Settings,
    wanted: Wanted,
    outlets: Vec<Outlet>,
}

impl Outlets {
    /// Begins the files of the first form.
    pub fn create(forms: Forms, folder: &Path, settings: Settings, wanted: Wanted) -> Result<Self, Stop> {
        let first = Arc::clone(forms.first());
        let mut outlets = Self { forms, folder: folder.to_owned(), settings, wanted, outlets: Vec::new() };
        outlets.open(&first, folder.to_owned())?;
        Ok(outlets)
    }

    fn open(&mut self, form: &Arc<Form>, folder: PathBuf) -> Result<(), Stop> {
        let selection = Selection::new(form, self.wanted.clone());
        let selection = Some(selection.map_err(|error| Stop::usage(error, "leave the filter out"))?);
        let exporter = Exporter::create(Arc::clone(form), &folder, self.settings.clone());
        let exporter = exporter.map_err(|error| Stop::unwritable(&folder, &error))?;
        self.outlets.push(Outlet { form: form.id.clone(), exporter, selection });
        Ok(())
    }

    /// The files of a record's form; the first form's, which say what is wrong, where it is of none that is known.
    fn of(&mut self, record: &Value) -> Result<Option<&mut Outlet>, Stop> {
        let form = Arc::clone(self.forms.of_record(record).unwrap_or(self.forms.first()));
        if !self.outlets.iter().any(|outlet| outlet.form == form.id) {
            let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
            self.open(&form, self.folder.join(form.id.chars().map(plain).collect::<String>()))?;
        }
        Ok(self.outlets.iter_mut().find(|outlet| outlet.form == form.id))
    }

    /// A record that is wanted now; others are held back until it is known whether they are.
    pub fn take(&mut self, place: String, record: Value) -> Result<Option<(String, Value)>, Stop> {
        let selection = self.of(&record)?.and_then(|outlet| outlet.selection.as_mut());
        Ok(selection.and_then(|selection| selection.take(place, record)))
    }

    /// Writes a record.
    pub fn add_json(&mut self, record: &Value) -> Result<(), Refused> {
        let outlet = self.of(record).map_err(|stop| Refused::Output(io::Error::other(stop.to_string())))?;
        outlet.map_or(Ok(()), |outlet| outlet.exporter.add_json(record))
    }

    /// Writes a document that failed, beside the first form's.
    pub fn add_failure(&mut self, name: &str, value: &Value) -> io::Result<bool> {
        self.outlets.first_mut().map_or(Ok(false), |first| first.exporter.add_failure(name, value))
    }

    /// What the selections held back.
    pub fn chosen(&mut self) -> Vec<Chosen<String>> {
        self.outlets.iter_mut().filter_map(|outlet| outlet.selection.take()).map(Selection::finish).collect()
    }

    /// Completes the files.
    pub fn finish(mut self) -> io::Result<Written> {
        let mut all = Written::default();
        // What failed is told beside the first form's records, though it may have none.
        let has_records = self.outlets.iter().any(|outlet| outlet.exporter.written().disclosures > 0);
        if let Some(first) =
            self.outlets.first_mut().filter(|first| has_records && first.exporter.written().failures > 0)
        {
            first.exporter.even_empty();
        }
        for outlet in self.outlets {
            let Written { disclosures, failures, items, diagnostics, defused, cut } = outlet.exporter.finish()?;
            all.disclosures += disclosures;
            all.failures += failures;
            all.items += items;
            all.diagnostics += diagnostics;
            all.defused += defused;
            all.cut += cut;
        }
        Ok(all)
    }
}
