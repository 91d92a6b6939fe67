//! The server as a process, on a directory of its own.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::failure::Failure;

/// The domain that it serves.
pub(crate) const DOMAIN: &str = "localhost";

/// How long a start or a stop may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A directory for a server, and where it listens.
#[derive(Debug)]
pub(crate) struct Place {
    directory: TempDir,
    program: PathBuf,
    /// With STARTTLS.
    pub(crate) starttls: SocketAddr,
    /// Without TLS.
    pub(crate) without_tls: SocketAddr,
}

/// A server that runs; killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) pid: u32,
    /// From the start of the process until it took a connection.
    pub(crate) ready: Duration,
}

impl Place {
    pub(crate) fn new(program: &Path) -> Result<Self, Failure> {
        let place = Self {
            directory: TempDir::with_prefix("xmpp-long-")?,
            program: program.to_path_buf(),
            starttls: free_address()?,
            without_tls: free_address()?,
        };
        let text = format!(
            "data = 'data'\n[listen]\nstarttls = ['{}']\ndirect-tls = []\nwithout-tls = ['{}']\n[domain.'{DOMAIN}']\n",
            place.starttls, place.without_tls
        );
        fs::write(place.config(), text)?;
        Ok(place)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// The certificate that the server has made.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.data()
            .join("certificates")
            .join(format!("{DOMAIN}.pem"))
    }

    fn config(&self) -> PathBuf {
        self.directory.path().join("xmpp.toml")
    }

    /// Starts the server, and waits until it takes a connection: tried every millisecond.
    pub(crate) async fn start(&self) -> Result<Server, Failure> {
        let begun = Instant::now();
        let child = Command::new(&self.program)
            .arg("--config")
            .arg(self.config())
            .args(["--log", "warn"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{} cannot be run: {error}", self.program.display()))?;
        let pid = child.id().ok_or("the server ended at once")?;
        while TcpStream::connect(self.starttls).await.is_err() {
            if begun.elapsed() > PATIENCE {
                return Err("the server does not take connections".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(Server {
            child,
            pid,
            ready: begun.elapsed(),
        })
    }
}

impl Server {
    /// Stops it in order.
    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            kill_process(pid, Signal::TERM).map_err(std::io::Error::from)?;
        }
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let status = ended.map_err(|_| "the server does not stop")??;
        if status.success() {
            Ok(())
        } else {
            Err(format!("the server ended with {status}").into())
        }
    }
}

/// An address that nobody listens on now.
fn free_address() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?)
}
