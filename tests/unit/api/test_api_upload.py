"""Uploads as files: whole or not at all, and over nobody else's."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from schemas.identity import document_id
from services.api import upload
from services.api.problems import Problem
from services.api.upload import Folder, check_name
from services.ingest import identity
from services.ingest.files import _IGNORED_ENDINGS, ignored


async def parts(*chunks: bytes) -> AsyncIterator[bytes]:
    """Yield chunks."""
    for chunk in chunks:
        yield chunk


async def broken() -> AsyncIterator[bytes]:
    """Yield something, then fail."""
    yield b"half a"
    raise Problem(400, "the body is broken")


def names(folder: Path) -> list[str]:
    """List a folder."""
    return sorted(path.name for path in folder.iterdir())


async def test_an_upload_becomes_a_file(tmp_path: Path) -> None:
    """The bytes lie in the folder under their name, readable for all, and nothing else does."""
    uploaded = await Folder(tmp_path, 100).take("خبر ۱.txt", parts(b"a", b"", b"b"), replace=False)
    assert (tmp_path / "خبر ۱.txt").read_bytes() == b"ab"
    assert uploaded.size == 2
    assert names(tmp_path) == ["خبر ۱.txt"]
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "خبر ۱.txt").stat().st_mode & 0o777 == 0o666 & ~umask


async def test_the_id_is_the_one_ingest_derives(tmp_path: Path) -> None:
    """The document's id is told before ingest has seen the file, and is the same."""
    uploaded = await Folder(tmp_path, 100).take("خبر.txt", parts(b"a"), replace=False)
    assert uploaded.document_id == identity.document_id("خبر.txt".encode()) == document_id("خبر.txt".encode())


async def test_the_same_upload_twice_is_one_file(tmp_path: Path) -> None:
    """Repeating an upload, because its answer was lost, changes nothing."""
    folder = Folder(tmp_path, 100)
    first = await folder.take("a.txt", parts(b"same"), replace=False)
    before = (tmp_path / "a.txt").stat()
    assert await folder.take("a.txt", parts(b"same"), replace=False) == first
    assert (tmp_path / "a.txt").stat() == before
    assert names(tmp_path) == ["a.txt"]


async def test_nobodys_file_is_overwritten_unasked(tmp_path: Path) -> None:
    """A name that is taken by another content is refused, until replacing is asked for."""
    (tmp_path / "a.txt").write_bytes(b"old")
    folder = Folder(tmp_path, 100)
    with pytest.raises(Problem, match="replace=true") as caught:
        await folder.take("a.txt", parts(b"new"), replace=False)
    assert caught.value.status == 409
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    await folder.take("a.txt", parts(b"new"), replace=True)
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("replace", [False, True])
async def test_a_folder_of_that_name_stays(tmp_path: Path, replace: bool) -> None:
    """A folder is never replaced."""
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(Problem) as caught:
        await Folder(tmp_path, 100).take("a.txt", parts(b"new"), replace=replace)
    assert caught.value.status == 409
    assert names(tmp_path) == ["a.txt"]


async def test_a_pipe_of_that_name_does_not_hold_us_up(tmp_path: Path) -> None:
    """A name taken by what cannot be read is refused at once."""
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(Problem) as caught:
        await Folder(tmp_path, 100).take("a.txt", parts(b"new"), replace=False)
    assert caught.value.status == 409


async def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    """An upload cannot write through a link to elsewhere."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "precious").write_bytes(b"old")
    (tmp_path / "seeds" / "a.txt").symlink_to(tmp_path / "precious")
    folder = Folder(tmp_path / "seeds", 100)
    with pytest.raises(Problem):
        await folder.take("a.txt", parts(b"old"), replace=False)
    await folder.take("a.txt", parts(b"new"), replace=True)
    assert (tmp_path / "precious").read_bytes() == b"old"


async def test_what_is_too_large_leaves_nothing(tmp_path: Path) -> None:
    """A body larger than the limit is refused as soon as it is, and its beginning is removed."""
    folder = Folder(tmp_path, 10)
    await folder.take("just.txt", parts(b"x" * 10), replace=False)
    with pytest.raises(Problem, match="KHABAR_MAX_FILE_BYTES") as caught:
        await folder.take("more.txt", parts(b"x" * 10, b"x"), replace=False)
    assert caught.value.status == 413
    assert names(tmp_path) == ["just.txt"]


async def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Half an upload is none."""
    with pytest.raises(Problem):
        await Folder(tmp_path, 100).take("a.txt", broken(), replace=False)
    assert names(tmp_path) == []


async def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """Without the folder nothing can be taken, and the answer says so."""
    with pytest.raises(Problem, match="cannot be written to") as caught:
        await Folder(tmp_path / "gone", 100).take("a.txt", parts(b"a"), replace=False)
    assert caught.value.status == 503


async def test_uploads_at_once_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than so many uploads at once are turned away, and room is given back."""
    monkeypatch.setattr(upload, "AT_ONCE", 1)
    folder = Folder(tmp_path, 100)

    async def another() -> AsyncIterator[bytes]:
        with pytest.raises(Problem) as caught:
            await folder.take("b.txt", parts(b"b"), replace=False)
        assert caught.value.status == 503
        yield b"a"

    await folder.take("a.txt", another(), replace=False)
    await folder.take("c.txt", parts(b"c"), replace=False)
    assert names(tmp_path) == ["a.txt", "c.txt"]


def test_leftovers_of_killed_uploads_are_removed(tmp_path: Path) -> None:
    """At start, old hidden files of uploads are removed; fresh ones may belong to another api and stay."""
    old, fresh, other = (tmp_path / name for name in (f"{upload.PREFIX}1", f"{upload.PREFIX}2", ".other"))
    for path in (old, fresh, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    Folder(tmp_path, 100).sweep()
    assert names(tmp_path) == sorted([fresh.name, other.name])
    Folder(tmp_path / "gone", 100).sweep()


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../a.txt",
        "/etc/passwd",
        "a/b.txt",
        "a\\b.txt",
        "a\0.txt",
        "a\n.txt",
        "a\x7f",
        "ا" * 200,
        "\ud800",
    ],
)
def test_a_path_is_no_name(name: str) -> None:
    """Only a plain file name is taken, so that an upload can go nowhere else."""
    with pytest.raises(Problem) as caught:
        check_name(name)
    assert caught.value.status == 400
    assert caught.value.more == {"parameter": "name"}


@pytest.mark.parametrize("name", [".hidden.txt", *(f"a{ending.decode()}" for ending in _IGNORED_ENDINGS)])
def test_a_name_that_ingest_passes_over_is_refused(name: str) -> None:
    """What would lie in the folder unnoticed is refused; while it is written, an upload is passed over."""
    assert ignored(name.encode())
    with pytest.raises(Problem, match="passed over"):
        check_name(name)
    assert ignored(upload.PREFIX.encode())


@pytest.mark.parametrize("name", ["a", "a.txt", "عین\u200cنام.txt", "a.unknown", "a b.txt", "~a", "\u200fخبر.txt"])
def test_any_plain_name_is_taken(name: str) -> None:
    """Any other name will do, of any type: what cannot be read gets its reason from ingest."""
    check_name(name)
