//! The time that this thread has spent on the processor, whatever else the machine does.

use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds of the processor that this thread has used.
pub(super) fn thread_time() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
