//! Models: the table of those that are known, where they are looked for, and how one gets there.
//!
//! A model is not fetched: it is taken out of a file that its user has, a Python wheel or a folder. What it is, is told by its hash.

use crate::digest::sha256;
use std::fs;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

/// The environment variable that names the folder of the models.
pub const VARIABLE: &str = "YOMITORI_MODELS";
/// Entries of a wheel or files of a folder larger than this, in bytes, are no models that are known.
const LARGEST: u64 = 64 << 20;

/// A model that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownModel {
    /// Its name.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// The SHA-256 of the file, in hex.
    pub sha256: &'static str,
    /// The licence it is under, and whose it is.
    pub licence: &'static str,
    /// What has it, where it comes from.
    pub origin: &'static str,
}

/// All models that are known, the best first.
pub const KNOWN: &[KnownModel] = &[KnownModel {
    name: "PP-OCRv6 small",
    file: "PP-OCRv6_rec_small.onnx",
    sha256: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    licence: "Apache-2.0, PaddlePaddle Authors",
    origin: "the Python wheel rapidocr 3.10.0",
}];

/// How to get the first of them.
pub const HINT: &str =
    "to read scans: `pip download --no-deps rapidocr==3.10.0`, then `yomitori models add rapidocr-*.whl`";

/// A model on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFiles {
    /// Which it is.
    pub known: KnownModel,
    /// Its file.
    pub path: PathBuf,
}

/// The folder of the models: what [`VARIABLE`] names, else one in the user's data directory. `None` where there is no such directory.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below: &str| variable("HOME").map(|home| home.join(below));
    variable(VARIABLE).or_else(|| {
        let data = match std::env::consts::OS {
            "windows" => variable("LOCALAPPDATA"),
            "macos" => home("Library/Application Support"),
            _ => variable("XDG_DATA_HOME").or_else(|| home(".local/share")),
        };
        data.map(|data| data.join("yomitori").join("models"))
    })
}

/// The best model that is in a folder. Its hash was checked when it was put there.
#[must_use]
pub fn installed(folder: &Path) -> Option<ModelFiles> {
    KNOWN
        .iter()
        .map(|known| ModelFiles { known: *known, path: folder.join(known.file) })
        .find(|model| model.path.is_file())
}

/// Takes the models that are known out of a wheel or a folder and puts them into another folder.
///
/// # Errors
/// When the source can't be read, holds no model that is known or one with another hash, or the target can't be written.
pub fn add(from: &Path, to: &Path) -> io::Result<Vec<ModelFiles>> {
    let mut added = Vec::new();
    for known in KNOWN {
        let Some(bytes) = find(from, known.file)? else { continue };
        let hash = sha256(&bytes);
        if hash != known.sha256 {
            return Err(invalid(format!("{} has the SHA-256 {hash}, not {}", known.file, known.sha256)));
        }
        fs::create_dir_all(to)?;
        // Whoever reads the folder meanwhile sees the whole file or none.
        let mut file = tempfile::NamedTempFile::new_in(to)?;
        io::Write::write_all(&mut file, &bytes)?;
        let path = to.join(known.file);
        file.persist(&path)?;
        added.push(ModelFiles { known: *known, path });
    }
    if added.is_empty() {
        let files: Vec<&str> = KNOWN.iter().map(|known| known.file).collect();
        return Err(invalid(format!("it holds no model that is known ({})", files.join(", "))));
    }
    Ok(added)
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// The bytes of a file of the given name, anywhere in a wheel or right in a folder.
fn find(from: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    if !from.is_dir() {
        return unpacked(fs::File::open(from)?, name);
    }
    match fs::File::open(from.join(name)) {
        Ok(file) => bounded(file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn unpacked(wheel: impl Read + Seek, name: &str) -> io::Result<Option<Vec<u8>>> {
    let mut archive = zip::ZipArchive::new(wheel).map_err(|error| invalid(format!("not a wheel: {error}")))?;
    let is_it = |path: &str| path.rsplit('/').next() == Some(name);
    let path = archive.file_names().flatten().find(|path| is_it(path)).map(|path| path.into_owned());
    let Some(path) = path else { return Ok(None) };
    bounded(archive.by_name(&path).map_err(|error| invalid(error.to_string()))?).map(Some)
}

fn bounded(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(invalid("a model larger than any that is known".into())) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_model_is_refused() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        assert!(add(from.path(), to.path()).unwrap_err().to_string().contains(KNOWN[0].file));
        fs::write(from.path().join(KNOWN[0].file), b"other").unwrap();
        assert!(add(from.path(), to.path()).unwrap_err().to_string().contains("SHA-256"));
        assert_eq!(installed(to.path()), None);
        assert!(add(&from.path().join(KNOWN[0].file), to.path()).is_err());
    }
}
