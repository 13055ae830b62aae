//! The file system's side of reading and writing: bundles from paths, and files that are whole or not there.

use std::fs;
use std::path::{Path, PathBuf};

use formats::Bundle;

use crate::failure::Failure;

/// Most files that a folder may hold when it is given as input.
const FOLDER_LIMIT: usize = 2_000;

/// Reads a path as a bundle: a zip's members, a folder's files, a Shapefile with its companions, or one file.
pub(crate) fn bundle(path: &Path) -> Result<Bundle, Failure> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if path.is_dir() {
        return Ok(Bundle { name, files: folder(path)? });
    }
    match extension(path).as_str() {
        "zip" => Bundle::from_zip(name, &read(path)?).map_err(|fault| Failure::file(path, fault)),
        "shp" => Ok(Bundle { name, files: companions(path)? }),
        _ => Ok(Bundle::from_file(name, read(path)?)),
    }
}

/// The path's extension in lower case, empty if it has none.
pub(crate) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// All bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|fault| Failure::file(path, fault))
}

/// Writes a file so that after a crash either the old content or the new is there, never a part.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole_by(path, |temporary| fs::write(temporary, bytes).map_err(|fault| Failure::file(path, fault)))
}

/// The same, for a writer that wants a path of its own.
pub(crate) fn write_whole_by(path: &Path, write: impl FnOnce(&Path) -> Result<(), Failure>) -> Result<(), Failure> {
    let failed = |fault: std::io::Error| Failure::file(path, fault);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    write(file.path())?;
    file.as_file().sync_all().map_err(failed)?;
    share(file.path()).map_err(failed)?;
    file.persist(path).map_err(|fault| failed(fault.error))?;
    // The rename is durable once the folder is.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

/// Temporary files are private; what a user writes follows the usual permissions.
#[cfg(unix)]
fn share(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

fn folder(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|fault| Failure::file(&folder, fault))? {
            let entry = entry.map_err(|fault| Failure::file(&folder, fault))?.path();
            if entry.is_dir() { folders.push(entry) } else { paths.push(entry) }
        }
        if paths.len() > FOLDER_LIMIT {
            return Err(Failure::file(path, format!("more than {FOLDER_LIMIT} files")));
        }
    }
    paths.sort();
    paths.iter().map(|file| Ok((inner_name(path, file), read(file)?))).collect()
}

fn companions(shp: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let folder = shp.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let stem = shp.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(|fault| Failure::file(folder, fault))? {
        let entry = entry.map_err(|fault| Failure::file(folder, fault))?.path();
        let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // `x.shp.xml` and `x.fields.csv` belong to `x.shp` as much as `x.dbf` does.
        if entry.is_file() && name.strip_prefix(&stem).is_some_and(|rest| rest.starts_with('.')) {
            paths.push(entry);
        }
    }
    paths.sort();
    paths.iter().map(|file| Ok((inner_name(folder, file), read(file)?))).collect()
}

fn inner_name(folder: &Path, file: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/")
}
