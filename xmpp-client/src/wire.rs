//! Bytes in and out, over whatever carries them.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use xmpp_core::stream::TlsInfo;

use crate::tls::{self, Security, TlsError, Trust};

/// Anything that carries bytes both ways.
pub(crate) trait Pipe: AsyncRead + AsyncWrite + Send + Unpin {}

impl<P: AsyncRead + AsyncWrite + Send + Unpin> Pipe for P {}

/// One connection.
pub(crate) struct Wire {
    pipe: Box<dyn Pipe>,
    /// What protects it, if anything does.
    security: Option<Security>,
    /// Something was written that may be held back until it is flushed.
    unflushed: bool,
    /// Why nothing can be written any more. What the peer has said before is still read.
    broken: Option<io::Error>,
}

/// What [`Wire::exchange`] did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    /// So many bytes were read; 0 is the end.
    Read(usize),
    /// Something was written.
    Written,
}

impl Wire {
    pub(crate) fn new(pipe: Box<dyn Pipe>) -> Self {
        Self {
            pipe,
            security: None,
            unflushed: false,
            broken: None,
        }
    }

    /// Begins TLS, for this domain.
    pub(crate) async fn start_tls(
        self,
        domain: &str,
        trust: &Trust,
        direct: bool,
    ) -> Result<(Self, TlsInfo), TlsError> {
        let (stream, info, security) = tls::connect(self.pipe, domain, trust, direct).await?;
        let wire = Self {
            security,
            ..Self::new(Box::new(stream))
        };
        Ok((wire, info))
    }

    /// What protects it, if anything does.
    pub(crate) const fn security(&self) -> Option<&Security> {
        self.security.as_ref()
    }

    /// Writes what is in `output` and reads into `input`, where there is one, whichever can be done first. Bytes that were
    /// written are taken out of `output`. Nothing is lost when the future is dropped.
    pub(crate) async fn exchange(
        &mut self,
        mut input: Option<&mut [u8]>,
        output: &mut Vec<u8>,
    ) -> io::Result<Moved> {
        poll_fn(|cx| {
            if self.poll_write(cx, output) {
                return Poll::Ready(Ok(Moved::Written));
            }
            match &mut input {
                Some(input) => self.poll_read(cx, input),
                None => Poll::Pending,
            }
        })
        .await
    }

    /// Writes everything.
    pub(crate) async fn write_all(&mut self, output: &mut Vec<u8>) -> io::Result<()> {
        while !output.is_empty() || self.unflushed {
            self.exchange(None, output).await?;
            if let Some(error) = self.broken.take() {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Ends our direction, and waits for the end of the other one.
    pub(crate) async fn shut_down(&mut self) -> io::Result<()> {
        self.pipe.shutdown().await?;
        let mut rest = [0; 1024];
        while self.exchange(Some(&mut rest), &mut Vec::new()).await? != Moved::Read(0) {}
        Ok(())
    }

    /// Nothing works any more.
    pub(crate) fn fail(&mut self, error: io::Error) {
        self.broken.get_or_insert(error);
    }

    /// Why nothing works any more.
    pub(crate) fn take_error(&mut self) -> Option<io::Error> {
        self.broken.take()
    }

    /// Whether anything was written. Who has written everything is told as well, so that it can see that.
    fn poll_write(&mut self, cx: &mut Context<'_>, output: &mut Vec<u8>) -> bool {
        if self.broken.is_some() {
            output.clear();
            return false;
        }
        let mut written = 0;
        let result = loop {
            if written == output.len() {
                break Ok(());
            }
            match Pin::new(&mut self.pipe).poll_write(cx, &output[written..]) {
                Poll::Ready(Ok(0)) => break Err(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(count)) => written += count,
                Poll::Ready(Err(error)) => break Err(error),
                Poll::Pending => break Ok(()),
            }
        };
        output.drain(..written);
        self.unflushed |= written > 0;
        let flushed = result.and_then(|()| self.poll_flush(cx, output.is_empty()));
        flushed.unwrap_or_else(|error| {
            self.broken = Some(error);
            self.unflushed = false;
            output.clear();
            true
        }) || written > 0
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>, complete: bool) -> io::Result<bool> {
        if !complete || !self.unflushed {
            return Ok(false);
        }
        match Pin::new(&mut self.pipe).poll_flush(cx) {
            Poll::Ready(Ok(())) => {
                self.unflushed = false;
                Ok(true)
            }
            Poll::Ready(Err(error)) => Err(error),
            Poll::Pending => Ok(false),
        }
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, input: &mut [u8]) -> Poll<io::Result<Moved>> {
        let mut buffer = ReadBuf::new(input);
        match Pin::new(&mut self.pipe).poll_read(cx, &mut buffer) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(Moved::Read(buffer.filled().len()))),
            // TLS without its own end: the stream above knows by itself whether it was complete (RFC 6120 §4.4).
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Poll::Ready(Ok(Moved::Read(0)))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Moved, Wire};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    #[tokio::test]
    async fn reading_goes_on_while_writing_is_stuck() {
        let (ours, mut theirs) = duplex(4);
        let mut wire = Wire::new(Box::new(ours));
        let mut output = b"0123456789".to_vec();
        let mut input = [0; 16];
        assert_eq!(
            wire.exchange(Some(&mut input), &mut output).await.unwrap(),
            Moved::Written
        );
        assert_eq!(output, b"456789");
        theirs.write_all(b"abc").await.unwrap();
        assert_eq!(
            wire.exchange(Some(&mut input), &mut output).await.unwrap(),
            Moved::Read(3)
        );
        let reader = tokio::spawn(async move {
            let mut got = [0; 10];
            theirs.read_exact(&mut got).await.unwrap();
            got
        });
        wire.write_all(&mut output).await.unwrap();
        assert_eq!(&reader.await.unwrap(), b"0123456789");
    }

    #[tokio::test]
    async fn what_was_said_before_the_end_is_read_although_writing_fails() {
        let (ours, mut theirs) = duplex(64);
        let mut wire = Wire::new(Box::new(ours));
        theirs.write_all(b"last words").await.unwrap();
        drop(theirs);
        let mut output = b"too late".to_vec();
        let mut input = [0; 64];
        assert_eq!(
            wire.exchange(Some(&mut input), &mut output).await.unwrap(),
            Moved::Written
        );
        assert_eq!(
            wire.exchange(Some(&mut input), &mut output).await.unwrap(),
            Moved::Read(10)
        );
        assert_eq!(
            wire.exchange(Some(&mut input), &mut output).await.unwrap(),
            Moved::Read(0)
        );
        assert!(wire.take_error().is_some());
    }
}
