//! Any bytes from a client to a server's stream, in pieces: no panic, and an end to what it says.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::Arc;
use std::time::{Duration, Instant};
use xmpp_core::BareJid;
use xmpp_core::stream::{Host, Output, ServerPolicy, ServerStream, TlsInfo, Transport};

fuzz_target!(|data: &[u8]| {
    let [size, input @ ..] = data else { return };
    let host = Host::new(BareJid::new("im.example.com").expect("it is an address"));
    let policy = Arc::new(ServerPolicy::new([host]));
    let mut now = Instant::now();
    let mut stream = ServerStream::new(policy, Transport::Tls(TlsInfo::default()), [0; 32], now);
    for piece in input.chunks(usize::from(*size) + 1) {
        stream.receive(piece, now);
        settle(&mut stream);
        now += Duration::from_secs(1);
        stream.handle_timeout(now);
    }
    stream.closed_by_peer();
    settle(&mut stream);
});

fn settle(stream: &mut ServerStream) {
    let mut output = Vec::new();
    for _ in 0..10_000 {
        if let Output::Wait(_) = stream.poll(&mut output) {
            return;
        }
    }
    panic!("the stream always has one more event");
}
