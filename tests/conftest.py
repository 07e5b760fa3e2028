"""What every test shares: no screen is needed, and the real samples are used where they are at hand."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pia_desktop.paper.collector import collect_due

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"

# Before there is an application.  On Windows the offscreen platform knows no fonts of the system.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QPA_FONTDIR", str(ROOT / "resources" / "fonts"))

# A loaded machine must not fail a law: neither by what an example takes, nor by what drawing one does.
settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def garbage_in_the_main_thread() -> Iterator[None]:
    """Threads never collect, and so destroy, the windows that an earlier test of the process left."""
    gc.disable()
    yield
    collect_due()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """Folder of real assessments in the interchange format; they are not part of the repository."""
    if not SAMPLES.is_dir():
        pytest.skip("the real samples are not beside this repository")
    return SAMPLES
