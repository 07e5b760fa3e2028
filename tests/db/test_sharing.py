"""One writes, the others read; and where a file lies decides how it is written."""

import os
import subprocess
import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from db.cabinet import Cabinet
from db.claim import Claim
from db.connect import connect_raw, sqlite_uri
from db.errors import CabinetReadOnly
from db.network_share import file_system_of, is_unc
from db.records import Holder
from pia_desktop.forms.model import Form
from tests.db.test_saver import title

OTHER = """
import sys
from pathlib import Path
from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
with Cabinet.open(Path(sys.argv[1])) as cabinet:
    print("open", cabinet.read_only, flush=True)
    for line in sys.stdin:
        cabinet.apply(1, [SetAnswer((sys.argv[2],), line.strip())])
        print("done", flush=True)
"""


def other_process(path: Path, form: Form, root: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path), form.roles.title],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open False\n"
    return process


def test_the_second_process_reads_and_is_told_who_writes(path: Path, form: Form, root: Path) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    process = other_process(path, form, root)
    assert process.stdin is not None
    assert process.stdout is not None
    with Cabinet.open(path) as reader:
        assert reader.read_only
        assert isinstance(reader.holder, Holder)
        assert reader.holder.pid == process.pid
        assert reader.holder.host in reader.read_only_reason
        for words in ("一", "二"):
            process.stdin.write(words + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"
            assert reader.list()[0].title == words, "a reader sees what is written meanwhile"
        with pytest.raises(CabinetReadOnly):
            reader.apply(1, [title(form, "三")])
        process.kill()
        process.wait()
        assert reader.list()[0].title == "二"
    process.stdin.close()
    process.stdout.close()
    with Cabinet.open(path) as writer:
        assert not writer.read_only, "the claim of a dead process holds"
        assert writer.list()[0].title == "二"
        assert not writer.read_only_reason
    assert list(path.parent.iterdir()) == [path]


def test_a_second_window_of_the_same_program_only_reads(path: Path, form: Form) -> None:
    with Cabinet.create(path) as first:
        assessment_id = first.new(form)
        with Cabinet.open(path) as second:
            assert second.read_only
            assert second.holder is not None
            assert second.holder.pid == os.getpid()
            first.apply(assessment_id, [title(form, "見える")])
            assert second.list()[0].title == "見える"
        first.apply(assessment_id, [title(form, "まだ書ける")])
    with Cabinet.open(path) as third:
        assert not third.read_only
        assert third.list()[0].title == "まだ書ける"


def test_reading_on_request_bars_nobody_from_writing(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    with Cabinet.open(path, read_only=True) as reader, Cabinet.open(path) as writer:
        assert reader.read_only
        assert reader.holder is None
        assert not reader.read_only_reason
        assert not writer.read_only
        writer.apply(1, [title(form, "新")])
        assert reader.list()[0].title == "新"
    Cabinet.open(path).close()  # whoever reads to the last may not tidy up
    assert list(path.parent.iterdir()) == [path]


def test_looking_changes_nothing(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    before = path.read_bytes()
    with Cabinet.open(path) as cabinet:
        cabinet.load(cabinet.list()[0].id)
    assert path.read_bytes() == before


@pytest.mark.parametrize("note", ["", "nonsense", "[" * 9_999, '{"user": 1}', '{"pid": "x"}'])
def test_a_note_that_cannot_be_read_names_nobody(path: Path, form: Form, note: str) -> None:
    with Cabinet.create(path) as _holder:
        Claim(path.resolve()).note_path.write_text(note, encoding="utf-8")
        with Cabinet.open(path) as second:
            assert second.holder == Holder()
            assert path.name in second.read_only_reason


def test_no_shared_memory_on_a_network_share(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        raw = connect_raw(path, "mode=ro")
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        raw.close()
    monkeypatch.setattr("db.network_share.on_network", lambda _path: True)
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [title(form, "共有")])
        raw = connect_raw(path, "mode=ro")
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        raw.close()
        assert not [file for file in path.parent.iterdir() if file.name.endswith(("-wal", "-shm"))]
        with Cabinet.open(path) as second:
            assert second.list()[0].title == "共有"


MOUNTS = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:35 / /mnt rw - tmpfs tmpfs rw
41 40 0:36 / /mnt/shared\040folder rw,relatime shared:9 - cifs //server/share rw
42 41 0:37 / /mnt/shared\040folder/local rw - ext4 /dev/vdb rw
43 22 0:38 / /mnt/shared rw - nfs4 server:/x rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a.pia", "ext4"),
        ("/mnt/a.pia", "tmpfs"),
        ("/mnt/shared folder/台帳/a.pia", "cifs"),
        ("/mnt/shared folder/local/a.pia", "ext4"),
        ("/mnt/shared/a.pia", "nfs4"),
        ("/mnt/sharedness/a.pia", "tmpfs"),
    ],
)
def test_the_file_system_under_a_path(path: str, kind: str) -> None:
    assert file_system_of(PurePosixPath(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/a b/台#帳?.pia"), "file:///a%20b/%E5%8F%B0%23%E5%B8%B3%3F.pia?mode=ro"),
        (PurePosixPath("/100%25&x=y"), "file:///100%2525%26x%3Dy?mode=ro"),
        (PureWindowsPath(r"C:\評価\a.pia"), "file:///C:/%E8%A9%95%E4%BE%A1/a.pia?mode=ro"),
        (PureWindowsPath(r"\\server\share\a.pia"), "file:////server/share/a.pia?mode=ro"),
        (PureWindowsPath(r"\\?\C:\a.pia"), "file:///C:/a.pia?mode=ro"),
        (PureWindowsPath(r"\\?\UNC\server\share\a.pia"), "file:////server/share/a.pia?mode=ro"),
    ],
)
def test_paths_as_uris(path: PurePath, uri: str) -> None:
    assert sqlite_uri(path, "mode=ro") == uri


def test_windows_paths_of_shares() -> None:
    assert is_unc(PureWindowsPath(r"\\server\share\a.pia"))
    assert is_unc(PureWindowsPath(r"\\?\UNC\server\share\a.pia"))
    assert not is_unc(PureWindowsPath(r"C:\a.pia"))
    assert not is_unc(PureWindowsPath(r"\\?\C:\a.pia"))
