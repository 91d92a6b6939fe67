//! The bytes of one connection, with TLS or without.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use rustls::ServerConnection;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// The bytes of one connection, with TLS or without. Nothing else knows which.
#[derive(Debug)]
pub(super) enum Wire {
    /// TCP.
    Plain(TcpStream),
    /// TLS over TCP.
    Tls(Box<TlsStream<TcpStream>>),
    /// TLS is just being begun, or has failed to.
    None,
}

impl Wire {
    /// What TLS knows of the connection.
    pub(super) fn tls(&self) -> Option<&ServerConnection> {
        match self {
            Self::Tls(stream) => Some(stream.get_ref().1),
            Self::Plain(_) | Self::None => None,
        }
    }

    /// Reads what there is into `buffer`; nothing at the end.
    pub(super) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let mut buffer = ReadBuf::new(buffer);
        let read = match self {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, &mut buffer),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_read(context, &mut buffer),
            Self::None => return Poll::Ready(Ok(0)),
        };
        match read {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(buffer.filled().len())),
            // A peer that does not say goodbye is no attack on XMPP, whose streams say where they end.
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Poll::Ready(Ok(0))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Writes some of `bytes`.
    pub(super) fn poll_write(
        &mut self,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_write(context, bytes),
            Self::None => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    /// Waits until what was written has left this process.
    pub(super) fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(_) | Self::None => Poll::Ready(Ok(())),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(context),
        }
    }

    /// Says that nothing more will be written: `close_notify` where there is TLS, then the end of TCP's own stream.
    pub(super) fn poll_shutdown(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(context),
            Self::None => Poll::Ready(Ok(())),
        }
    }
}
