//! The directory in which everything is kept that lasts.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The directory in which everything is kept that lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDirectory {
    path: PathBuf,
}

/// Held by the one server that uses a data directory; the system lets go of it when the process ends, however it does.
#[derive(Debug)]
#[must_use = "the directory is free again as soon as this is dropped"]
pub struct Lock(#[expect(dead_code, reason = "what counts is that it is open")] File);

impl DataDirectory {
    /// Makes the directory where it is not there, so that nobody else can look into it.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn create(path: &Path) -> Result<Self, DataError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(path)
            .map_err(|error| DataError::new(path, &error))?;
        let directory = Self {
            path: path.to_path_buf(),
        };
        let certificates = directory.certificates();
        builder
            .create(&certificates)
            .map_err(|error| DataError::new(&certificates, &error))?;
        Ok(directory)
    }

    /// The directory, if a server has been there.
    ///
    /// # Errors
    ///
    /// If it has not.
    pub fn existing(path: &Path) -> Result<Self, DataError> {
        let directory = Self {
            path: path.to_path_buf(),
        };
        if directory.database().is_file() {
            Ok(directory)
        } else {
            Err(DataError::Missing(directory.path))
        }
    }

    /// Sees to it that no other server uses the directory.
    ///
    /// # Errors
    ///
    /// If one does.
    pub fn lock(&self) -> Result<Lock, DataError> {
        let path = self.path.join("lock");
        let file = OpenOptions::new().append(true).create(true).open(&path);
        let file = file.map_err(|error| DataError::new(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(self.path.clone())),
            Err(TryLockError::Error(error)) => Err(DataError::new(&path, &error)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of the database.
    pub fn database(&self) -> PathBuf {
        self.path.join("xmpp.sqlite")
    }

    /// The socket on which the server that runs hears commands.
    pub fn control(&self) -> PathBuf {
        self.path.join("control")
    }

    /// The directory of the certificates that the server has made.
    pub fn certificates(&self) -> PathBuf {
        self.path.join("certificates")
    }
}

/// Why the data directory cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// There is no database in it.
    #[error("there are no data in {}: start the server once, or name the directory with --data", .0.display())]
    Missing(PathBuf),
    /// Another server uses it.
    #[error("another server uses {}", .0.display())]
    InUse(PathBuf),
    /// It cannot be made or written to.
    #[error("{} cannot be used: {detail}", path.display())]
    Unusable {
        /// What cannot be used.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
}

impl DataError {
    fn new(path: &Path, error: &io::Error) -> Self {
        Self::Unusable {
            path: path.to_path_buf(),
            detail: error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn it_is_made_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        let directory = DataDirectory::create(&path).unwrap();
        assert_eq!(DataDirectory::create(&path).unwrap(), directory);
        assert!(directory.certificates().is_dir());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o700
            );
        }
        fs::write(folder.path().join("file"), "").unwrap();
        let error = DataDirectory::create(&folder.path().join("file")).unwrap_err();
        assert!(matches!(error, DataError::Unusable { .. }), "{error}");
    }

    #[test]
    fn one_server_uses_it() {
        let folder = tempfile::tempdir().unwrap();
        let directory = DataDirectory::create(folder.path()).unwrap();
        let lock = directory.lock().unwrap();
        assert_eq!(
            directory.lock().unwrap_err(),
            DataError::InUse(folder.path().to_path_buf())
        );
        drop(lock);
        let _lock = directory.lock().unwrap();
    }

    #[test]
    fn it_is_there_when_a_server_has_been_there() {
        let folder = tempfile::tempdir().unwrap();
        let missing = DataError::Missing(folder.path().to_path_buf());
        assert_eq!(DataDirectory::existing(folder.path()), Err(missing));
        fs::write(folder.path().join("xmpp.sqlite"), "").unwrap();
        assert!(DataDirectory::existing(folder.path()).is_ok());
    }
}
