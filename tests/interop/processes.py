"""Starts processes, bounds them in time and ends every one of them, with all that they started."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class TimeIsUp(Exception):
    """What was waited for did not happen in time."""


def adopt_orphans():
    """Makes this process the parent of all descendants whose parent ends, so that `end_descendants` finds them."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)


def start(command, log, **options):
    """Starts `command` in a session of its own, its output appended to the file `log`; it dies with this process."""
    with open(log, "ab") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **options,
        )


def stop(process, seconds=5):
    """Asks the process to end (SIGTERM) and waits; returns its exit code, or None if it had to be killed."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill(process)
            return None
    return process.returncode


def kill(process):
    """Kills (SIGKILL) the process and the session that it leads."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def end_descendants():
    """Kills all that this process started, directly or not, and collects it."""
    while processes := _descendants(os.getpid()):
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.01)
        _collect()


def die_with_parent():
    """For a child before it becomes its program: it is killed when its parent ends, however that ends."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def wait_for(condition, seconds, what):
    """Returns the first true value of `condition()`; raises `TimeIsUp` naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > end:
            raise TimeIsUp(f"{what}: nothing after {seconds} s")
        time.sleep(0.02)


def free_port():
    """A TCP port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _collect():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _descendants(root):
    children = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if state != "Z" or int(parent) == root:
            children.setdefault(int(parent), []).append(int(entry.name))
    found, open_ends = [], [root]
    while open_ends:
        below = children.get(open_ends.pop(), [])
        found += below
        open_ends += below
    return found
