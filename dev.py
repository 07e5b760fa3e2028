#!/usr/bin/env python3
"""Set up, run and check PIA Desktop; needs Python 3.11 or newer and nothing else.

python3 dev.py run [arguments]   set up, then open it, the first time with an invented sample cabinet;
                                 without a display: import the samples and print them to PDF instead
python3 dev.py test [arguments]  set up, then run all that CI runs; the arguments go to pytest (without any,
                                 the tests run in several processes)
python3 dev.py setup             all packages into .venv; run and test do it themselves
python3 dev.py lint | format | types | layers
python3 dev.py strings           collect the strings to translate, compile the catalogues
python3 dev.py pin               write requirements*.txt from requirements*.in
python3 dev.py new-edition FORM EDITION
                                 lay the files of a new edition from the last one, list what is open
                                 (--open FORM: list it again)
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it with an older one is told so
    sys.exit("PIA Desktop needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "pia-setup.json"
LOCALE = ROOT / "resources" / "locale"
DEMO = ROOT / "demo"
DOMAIN = "pia_desktop"
SOURCES = ("pia_desktop", "ui", "db")

# What PySide6's own files link to and do not bring, by Debian package: read off with ldd on its
# libraries and its offscreen, xcb and wayland plugins.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Programs that read our PDF files back in the tests, and one without which PyInstaller builds nothing;
# the tests skip what is missing.
TEST_TOOLS = {"pdftotext": "poppler-utils", "qpdf": "qpdf", "objdump": "binutils"}


def say(text: str) -> None:
    """One line of progress, in order with the output of the programs started."""
    print(f"[dev] {text}", flush=True)


def call(*command: str | Path, cwd: Path | None = ROOT, quiet: bool = False) -> int:
    """The exit code of a program that shares this one's output."""
    out = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run([str(part) for part in command], cwd=cwd, check=False, stdout=out).returncode
    except KeyboardInterrupt:
        return 130


def must(*command: str | Path, cwd: Path | None = ROOT, quiet: bool = False) -> None:
    """Run a program; end this one with its exit code when it fails."""
    code = call(*command, cwd=cwd, quiet=quiet)
    if code:
        say(f"failed with exit code {code}: {' '.join(str(part) for part in command)}")
        sys.exit(code)


# Set-up


def debian_install(packages: list[str], why: str) -> bool:
    """Install Debian packages as root; otherwise say how. True when all are there afterwards."""
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        say(f"{why}: missing here, in Debian's names: {' '.join(packages)}")
        return False
    if os.geteuid() != 0:  # type: ignore[attr-defined,unused-ignore]
        say(f"{why} needs packages that are not installed. Please run:")
        say(f"    sudo {' '.join(command)}")
        return False
    say(f"{why}: installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(*arguments: str) -> bool:
        done = subprocess.run(
            ["apt-get", *arguments], env=environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr, flush=True)
        return done.returncode == 0

    # The lists of a fresh machine are empty or old.
    return apt("update", "-q") and apt(*command[1:])


def missing_libraries() -> list[str]:
    """Debian packages whose libraries Qt would not find."""
    if not sys.platform.startswith("linux"):
        return []
    import ctypes

    packages = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def digest(*names: str) -> str:
    """A mark of these files' content, of this Python and of this folder."""
    mark = hashlib.sha256(repr((sys.version_info[:2], str(ROOT))).encode())
    for name in names:
        mark.update((ROOT / name).read_bytes())
    return mark.hexdigest()


def read_stamps() -> dict[str, str]:
    """What the environment was set up from; empty when that is not known."""
    try:
        stamps = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def stamp(key: str, value: str) -> None:
    """Note that a step of the set-up is done for this content."""
    STAMP.write_text(json.dumps({**read_stamps(), key: value}, indent=1), encoding="utf-8")


def make_venv() -> None:
    """Make .venv with this Python, unless one of the same version works already."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if PYTHON.exists():
        ask = [str(PYTHON), "-c", "import sys; print('%d.%d' % sys.version_info[:2]); import pip"]
        done = subprocess.run(ask, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            return
    try:
        import ensurepip  # noqa: F401
    except ModuleNotFoundError:  # Debian packs it apart
        if not debian_install([f"python{version}-venv"], "The Python environment"):
            sys.exit(1)
    say(f"making {VENV} with Python {version}")
    shutil.rmtree(VENV, ignore_errors=True)
    must(sys.executable, "-m", "venv", VENV)


def pip_install(*arguments: str) -> None:
    """Run pip inside .venv."""
    must(PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq", *arguments)


def setup(development: bool = True) -> None:
    """Bring .venv up to date; nothing is fetched when nothing has changed."""
    started = time.monotonic()
    packages = missing_libraries()
    if packages:
        debian_install(packages, "Qt")
    if development:
        tools = [package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None]
        if tools and not WINDOWS:
            debian_install(tools, "What tests look with")
    make_venv()
    for name in ("requirements.txt", "requirements-dev.txt") if development else ("requirements.txt",):
        mark = digest(name)
        if read_stamps().get(name) != mark:
            say(f"installing the packages of {name}")
            pip_install("--require-hashes", "--only-binary", ":all:", "-r", name)
            stamp(name, mark)
    mark = digest("pyproject.toml", "requirements.txt")
    if read_stamps().get("project") != mark:
        say("installing the program itself")
        pip_install("--no-deps", "--no-build-isolation", "--editable", ".")
        stamp("project", mark)
    compile_catalogues()
    compile_definitions()
    call(PYTHON, "-m", "compileall", "-q", *[name for name in SOURCES if (ROOT / name).is_dir()])
    seconds = time.monotonic() - started
    if seconds > 5:
        say(f"ready after {seconds:.0f} s")


def compile_catalogues() -> None:
    """Make the .mo files that the program reads from the .po files that people write."""
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    if not catalogues:
        return
    names = [str(path.relative_to(ROOT)) for path in catalogues]
    made = all(path.with_suffix(".mo").exists() for path in catalogues)
    if not made or read_stamps().get("catalogues") != digest(*names):
        babel("compile", "--domain", DOMAIN, "--directory", LOCALE)
        stamp("catalogues", digest(*names))


def compile_definitions() -> None:
    """Read the definition files once for all: loading a YAML library costs a start more than a form does."""
    names = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "resources").rglob("*.yaml"))]
    mark = digest(*names, "pia_desktop/definitions/compiled.py")
    if not (ROOT / "resources" / "compiled").is_dir() or read_stamps().get("definitions") != mark:
        must(PYTHON, "-c", "from pia_desktop.definitions.compiled import compile_shipped; compile_shipped()")
        stamp("definitions", mark)


def babel(*arguments: str | Path) -> None:
    """Run Babel's command line, without its chatter."""
    script = (
        "import logging, sys; from babel.messages.frontend import main; logging.disable(20); sys.exit(main())"
    )
    must(PYTHON, "-c", script, "-q", *arguments)


# Running


def has_display() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def program(*arguments: str | Path) -> int:
    """Run the program where the user stands, so that relative paths mean what they say."""
    return call(PYTHON, "-m", "pia_desktop", *arguments, cwd=None)


def sample_cabinet() -> Path:
    """The cabinet with the invented samples, made when it is not there."""
    cabinet = DEMO / "sample.pia"
    if cabinet.exists():
        return cabinet
    shutil.rmtree(DEMO / "new", ignore_errors=True)
    (DEMO / "new").mkdir(parents=True)
    half_made = DEMO / "new" / cabinet.name
    say("making the sample cabinet")
    make = "import pathlib, sys, ui.cabinet.sample_cabinet as s; s.make_samples(pathlib.Path(sys.argv[1]))"
    must(PYTHON, "-c", make, half_made)
    if half_made.exists():
        half_made.rename(cabinet)
    shutil.rmtree(DEMO / "new", ignore_errors=True)
    return cabinet


def print_samples(cabinet: Path) -> int:
    """What can be shown without a display: each assessment of the cabinet as a PDF."""
    say("There is no display here: the samples are printed instead of shown.")
    listing = subprocess.run(
        [str(PYTHON), "-m", "pia_desktop", "list", str(cabinet), "--json"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if listing.returncode:
        return listing.returncode
    for row in json.loads(listing.stdout):
        number = str(row["id"])
        target = DEMO / f"sample-{number}.pdf"
        code = program("print", cabinet, number, "-o", target)
        if code:
            return code
        say(f"printed {target}")
    say(f"the cabinet is {cabinet}")
    return 0


def run(arguments: list[str]) -> int:
    """Open the program, or do the same job without a display."""
    setup(development=False)
    if arguments:
        return program(*arguments)
    cabinet = sample_cabinet()
    return program(cabinet) if has_display() else print_samples(cabinet)


# Checking

CHECKS: dict[str, list[list[str]]] = {
    "lint": [["ruff", "check"], ["ruff", "format", "--check"]],
    "types": [["mypy"]],
    "layers": [["lint-imports"]],
}


def tool(command: list[str]) -> int:
    """Run one of the tools in .venv."""
    say(" ".join(command))
    return call(BIN / (command[0] + (".exe" if WINDOWS else "")), *command[1:])


def check(names: list[str]) -> int:
    """Run these checks to the last, then say which failed."""
    failed = [" ".join(command) for name in names for command in CHECKS[name] if tool(command)]
    for command in failed:
        say(f"FAILED: {command}")
    return 1 if failed else 0


SEVERAL_PROCESSES = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
"""For pytest-xdist.  A process takes up to a gigabyte.  Neighbours in a file share what is costly to make, so
each process begins with a run of files; unlike ``loadfile`` this ends also when a process has crashed."""


def test(arguments: list[str]) -> int:
    """All that CI runs; pytest comes last so that its closing line ends the output."""
    setup()
    failed = check(list(CHECKS))
    say("pytest")
    return call(PYTHON, "-m", "pytest", *(arguments or SEVERAL_PROCESSES)) or failed


def reformat() -> int:
    """Mend what ruff can mend."""
    return tool(["ruff", "check", "--fix"]) or tool(["ruff", "format"])


def strings() -> int:
    """Collect the program's strings into both catalogues and compile them."""
    collect_strings(LOCALE)
    compile_catalogues()
    return 0


def collect_strings(locale: Path) -> None:
    """Collect the program's strings into the catalogues of a folder; one that says all is not touched."""
    template = locale / f"{DOMAIN}.pot"
    locale.mkdir(parents=True, exist_ok=True)
    keywords = [part for word in ("_", "N_", "ngettext:1,2") for part in ("-k", word)]
    common = [
        "--no-wrap",
        "--project=PIA Desktop",
        "--version=0.2",
        "--sort-by-file",
        "--add-location=file",
        "--no-default-keywords",
    ]
    babel("extract", *keywords, *common, "-o", template, *SOURCES)
    for language in ("ja", "en"):
        catalogue = locale / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        if not catalogue.exists():
            babel("init", "--no-wrap", "-D", DOMAIN, "-i", template, "-d", locale, "-l", language)
            continue
        renewed = catalogue.with_suffix(".new")
        shutil.copy(catalogue, renewed)
        wishes = ["--no-fuzzy-matching", "--no-wrap", "--ignore-obsolete", "--ignore-pot-creation-date"]
        babel("update", *wishes, "-D", DOMAIN, "-i", template, "-o", renewed, "-l", language)
        if renewed.read_bytes() == catalogue.read_bytes():
            renewed.unlink()
        else:
            renewed.replace(catalogue)


def pin() -> int:
    """Write requirements*.txt from requirements*.in for all supported systems and Pythons; fetches uv."""
    pip_install("uv")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_"))}
    for name in ("requirements", "requirements-dev"):
        target = ROOT / f"{name}.txt"
        command = [
            str(BIN / "uv"),
            "pip",
            "compile",
            "-q",
            "--no-config",
            "--universal",
            "--python-version",
            "3.11",
        ]
        command += ["--generate-hashes", "--no-header", f"{name}.in", "-o", target.name]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        head = f"# Written by `python3 dev.py pin` from {name}.in; do not edit by hand.\n"
        text = target.read_text(encoding="utf-8")
        target.write_text(head + text.removeprefix(head), encoding="utf-8", newline="\n")
    return 0


def main(arguments: list[str]) -> int:
    """Carry out one sub command; its exit code."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name == "run":
        return run(rest)
    if name == "test":
        return test(rest)
    if name == "new-edition":
        setup()
        return call(PYTHON, "-m", "tests.forms.new_edition", *rest)
    simple: dict[str, Callable[[], int]] = {"format": reformat, "strings": strings, "pin": pin, "setup": int}
    if name not in {*simple, *CHECKS} or rest:
        print(__doc__)
        return 0 if name in {"help", "-h", "--help"} else 2
    setup()
    return check([name]) if name in CHECKS else simple[name]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
