//! Buffers that all connections of a thread share, so that an idle one has none.

use std::cell::RefCell;

/// As much as is read at once.
const READ: usize = 16 * 1024;

/// An output buffer that has grown beyond this is not kept.
const KEPT: usize = 256 * 1024;

thread_local! {
    static INPUT: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ].into());
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lends the input buffer of this thread.
pub(super) fn with_input<T>(read: impl FnOnce(&mut [u8]) -> T) -> T {
    INPUT.with_borrow_mut(|buffer| read(buffer))
}

/// Takes the output buffer of this thread, empty.
pub(super) fn take_output() -> Vec<u8> {
    OUTPUT.take()
}

/// Gives an output buffer back.
pub(super) fn return_output(mut buffer: Vec<u8>) {
    if buffer.capacity() <= KEPT {
        buffer.clear();
        OUTPUT.set(buffer);
    }
}
