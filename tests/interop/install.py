"""Installs the clients: Debian packages, a Python environment and Node modules, each only if it is not there yet."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / "target" / "interop"
ENVIRONMENT = WORK / "venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NODE = WORK / "node"

# Command -> Debian package.
DEBIAN = {"profanity": "profanity", "go-sendxmpp": "go-sendxmpp", "tmux": "tmux", "node": "nodejs", "npm": "npm"}
DEBIAN_C = {"cc": "gcc", "pkg-config": "pkg-config", "mcabber": "mcabber"}
STROPHE = ["libstrophe-dev", "libc6-dev"]
DEBIAN_PROSODY = {"prosody": "prosody", "openssl": "openssl"}
EXAMPLES = Path("/usr/share/doc/libstrophe-dev/examples")
OLDEST_NODE = (20, 10)


def install(wanted, prosody=False):
    """Installs the clients named in `wanted`; returns, by client, why one of them could not be installed."""
    WORK.mkdir(parents=True, exist_ok=True)
    steps = {
        "prosody": lambda: debian(DEBIAN_PROSODY) if prosody or "prosody" in wanted else None,
        "slixmpp": python_environment,
        "go-sendxmpp": lambda: debian(["go-sendxmpp"]),
        "profanity": lambda: debian(["profanity", "tmux"]),
        "xmpp-client": node_modules,
        "libstrophe": strophe,
        "mcabber": lambda: debian(["mcabber", "tmux"]),
    }
    failures = {}
    for client in [name for name in steps if name in wanted or name == "prosody"]:
        try:
            steps[client]()
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            failures[client] = f"{client} is not there and could not be installed: {error}"
    return failures


def debian(commands):
    """Installs the Debian packages of the commands that are missing."""
    known = {**DEBIAN, **DEBIAN_C, **DEBIAN_PROSODY}
    missing = [known[command] for command in commands if not shutil.which(command)]
    if missing:
        packages(missing)


def packages(names):
    """Installs Debian packages, as root or with sudo."""
    administrator = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run([*administrator, "apt-get", "update", "--quiet"], env=environment)
    _run([*administrator, "apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *names], env=environment)


def strophe():
    """libstrophe with its examples' sources, and a compiler for them."""
    debian(["cc", "pkg-config"])
    found = subprocess.run(["pkg-config", "--exists", "libstrophe"])
    if found.returncode or not EXAMPLES.is_dir():
        packages(STROPHE)
    # Some images of Debian are set up to leave out what packages document.
    if not EXAMPLES.is_dir():
        raise RuntimeError(f"{EXAMPLES} is not there: Debian's package has been installed without its documentation")


def python_environment():
    """A virtual environment with what requirements.txt pins."""
    wanted = (HERE / "requirements.txt").read_text()
    if _same(ENVIRONMENT / "installed.txt", wanted):
        return
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    if not importlib.util.find_spec("ensurepip"):
        packages(["python3-venv"])
    _run([sys.executable, "-m", "venv", ENVIRONMENT])
    _run([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt"])
    (ENVIRONMENT / "installed.txt").write_text(wanted)


def node_modules():
    """The modules that package-lock.json pins, and a Node that is new enough for them."""
    debian(["node", "npm"])
    version = _run(["node", "--version"]).strip()
    if tuple(map(int, version.removeprefix("v").split(".")[:2])) < OLDEST_NODE:
        raise RuntimeError(f"node is {version}, @xmpp/client needs {'.'.join(map(str, OLDEST_NODE))}")
    wanted = (HERE / "package-lock.json").read_text()
    if _same(NODE / "installed.json", wanted):
        return
    NODE.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, NODE)
    _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=NODE)
    (NODE / "installed.json").write_text(wanted)


def _same(file, wanted):
    return file.exists() and file.read_text() == wanted


def _run(command, **options):
    words = [str(word) for word in command]
    result = subprocess.run(words, capture_output=True, text=True, timeout=300, **options)
    if result.returncode:
        raise RuntimeError(f"{' '.join(words[:3])}: code {result.returncode}:\n{(result.stdout + result.stderr)[-2000:]}")
    return result.stdout
