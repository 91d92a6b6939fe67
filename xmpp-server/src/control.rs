//! What commands ask of a server that runs: a socket in the data directory, which nobody else can look into. One line each way.

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream as Blocking;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;
use tracing::{debug, warn};
use xmpp_core::BareJid;
use xmpp_core::schema::stanza::StanzaError;

use crate::router::{Backend, Router};

/// How long a question or an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a question may be.
const LONGEST: u64 = 8192;

/// What the answer is to a question that was done.
const DONE: &str = "done";

/// Listens at this path. Whoever had it before is gone, since the directory is locked.
///
/// # Errors
/// If it cannot be listened at: the path may be too long.
pub(crate) fn bind(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => UnixListener::bind(path),
    }
}

/// Does what commands ask for, one at a time, until it is dropped.
pub(crate) async fn listen<K: Backend>(router: Arc<Router<K>>, listener: UnixListener) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let served = timeout(PATIENCE, serve(&router, stream)).await;
                if let Ok(Err(error)) = served {
                    debug!(%error, "a command has gone");
                }
            }
            Err(error) => {
                warn!(%error, "a command cannot be heard");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn serve<K: Backend>(router: &Arc<Router<K>>, mut stream: UnixStream) -> io::Result<()> {
    let mut question = String::new();
    let mut reader = BufReader::new((&mut stream).take(LONGEST));
    reader.read_line(&mut question).await?;
    let answer = match obey(router, question.trim_end()).await {
        Ok(()) => DONE.to_owned(),
        Err(reason) => reason,
    };
    stream.write_all(format!("{answer}\n").as_bytes()).await?;
    stream.shutdown().await
}

async fn obey<K: Backend>(router: &Arc<Router<K>>, question: &str) -> Result<(), String> {
    let Some(("remove", user)) = question.split_once(' ') else {
        return Err(format!("the server does not know `{question}`"));
    };
    let user = BareJid::new(user).map_err(|error| error.to_string())?;
    match router.exists(&user).await {
        Ok(true) => {}
        Ok(false) => return Err(format!("there is no account {user}")),
        Err(error) => return Err(error.to_string()),
    }
    let removed = router.remove_account(&user, None).await;
    removed.map_err(|refused| {
        let error = StanzaError::from(refused);
        format!("the account cannot be removed: {:?}", error.condition)
    })
}

/// Asks the server that runs on the data directory whose socket this is. Nothing if there is none.
///
/// # Errors
/// What the server says, and if it says nothing.
pub(crate) fn ask(path: &Path, question: &str) -> Result<Option<()>, String> {
    let Ok(mut stream) = Blocking::connect(path) else {
        return Ok(None);
    };
    let mut answer = String::new();
    let asked = stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.write_all(format!("{question}\n").as_bytes()))
        .and_then(|()| stream.read_to_string(&mut answer));
    asked.map_err(|error| format!("the server does not answer: {error}"))?;
    match answer.trim_end() {
        DONE => Ok(Some(())),
        reason => Err(reason.to_owned()),
    }
}
