"""Children: whatever a parser does to its process costs its own file a reason, and nothing else."""

import errno
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from schemas.article import Encoding, EncodingEvidence, Repair, RepairKind, Source
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import Limits, formats, suffixes
from services.ingest.read.asked import Asked, Ended
from services.ingest.read.children import Children, Failed, NotRead
from services.ingest.read.confine import MIB, ChildLimits
from services.ingest.read.format import File
from services.ingest.read.readers import Readers
from tests.unit.read import hostile

LIMITS = ChildLimits(cpu_s=0.1, wall_s=2)
LARGE = 29 * MIB
"""A file of this size has thirty times as much: a minute, so that a busy machine fails no test."""
MOST_RESIDENT = 512_000_000
HOSTILE: list[tuple[Callable[..., Any], tuple[Any, ...], Reason, str]] = [
    (hostile.refuse, (), Reason.MALFORMED, "as a test"),
    (hostile.allocate, (2 << 30,), Reason.PARSER_LIMIT, "480 MiB of memory"),
    (hostile.map_shared, (2 << 30,), Reason.PARSER_LIMIT, "480 MiB of memory"),
    (hostile.recurse, (), Reason.PARSER_LIMIT, "nested too deeply"),
    (hostile.spin, (), Reason.PARSER_LIMIT, "3 s of processor time"),
    (hostile.sleep, (60,), Reason.PARSER_LIMIT, "not read within 2 s"),
    (hostile.crash, (), Reason.PARSER_FAILED, "SIGSEGV"),
    (hostile.leave, (3,), Reason.PARSER_FAILED, "exit code 3"),
    (hostile.leave, (0,), Reason.PARSER_FAILED, "exit code 0"),
    (hostile.killed_from_outside, (), Reason.PARSER_LIMIT, "killed twice from outside"),
    (hostile.large, (80_000_000,), Reason.TOO_LARGE, "split it"),
]


@pytest.fixture
def children() -> Iterator[Children]:
    """Children with little time."""
    made = Children(LIMITS)
    yield made
    made.close()


def alive(pid: int) -> bool:
    """Tell whether a process runs, or is only left to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    """Wait a moment for a process to be gone."""
    until = time.monotonic() + 10
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive(pid)


def test_each_hostile_file_costs_only_itself(children: Children) -> None:
    """Each gets its own reason, while every neighbour, begun before, between and after, comes through."""
    before = hostile.peak_bytes(os.getpid())
    begun = [
        (
            children.begin(hostile.echo, number, size=LARGE),
            children.begin(function, *arguments, size=0 if function is hostile.sleep else LARGE),
        )
        for number, (function, arguments, _, _) in enumerate(HOSTILE)
    ]
    for number, (echo, answer) in enumerate(begun):
        _, _, reason, told = HOSTILE[number]
        assert echo() == number
        with pytest.raises(Refusal) as refused:
            answer()
        assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value
    assert hostile.peak_bytes(os.getpid()) - before < 50_000_000


@pytest.mark.parametrize(
    ("function", "told"),
    [(hostile.fail, "a fault of ours"), (hostile.exit_politely, "SystemExit"), (hostile.panic, "Panic: in Rust")],
)
def test_an_exception_comes_back_with_its_traceback(
    children: Children, function: Callable[[], None], told: str
) -> None:
    """What is no verdict is a fault of ours; what happened in the child is told, and the child lives on."""
    pid = children.begin(hostile.told)()["pid"]
    with pytest.raises(Failed, match=told) as failed:
        children.begin(function)()
    assert function.__name__ in str(failed.value)
    assert children.begin(hostile.told)()["pid"] == pid


def test_memory_is_bounded_whatever_it_is_made_of(children: Children) -> None:
    """A file may take nearly all of its memory, and no child ever has more than 512 MB resident."""
    size = children.begin(hostile.allocate, 380 * MIB, size=LARGE)()
    told = children.begin(hostile.told)()
    assert size == 380 * MIB
    assert told["limits"] == [LIMITS.memory_bytes, 0]
    for function in (hostile.fill, hostile.fill_shared):
        peak = children.begin(function, size=LARGE)()
        assert 300_000_000 < peak < MOST_RESIDENT


def test_there_is_no_network_and_no_disk_and_no_secret(
    children: Children, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child can neither connect nor write, and does not know the servers' passwords."""
    monkeypatch.setenv("KHABAR_AMQP_URL", "amqp://user:secret@host/")
    assert children.begin(hostile.connect)() == "PermissionError"
    assert children.begin(hostile.write, str(tmp_path / "x"))() == "OSError"
    told = children.begin(hostile.told)()
    assert (told["secrets"], told["nice"]) == ([], os.nice(0) + 5)


def test_where_the_filter_is_unknown_the_network_is_an_empty_one() -> None:
    """On another kind of machine, where namespaces are permitted, nothing can be reached either."""
    code = (
        "import ctypes, socket; from services.ingest.read import confine; confine._MACHINES.clear(); "
        "print(confine._without_network(ctypes.CDLL(None, use_errno=True))); "
        "print(socket.socket().connect_ex(('127.0.0.1', 9)))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    how, outcome = told.stdout.split()
    assert (how, int(outcome)) in (("namespace", errno.ENETUNREACH), ("None", errno.ECONNREFUSED))


def test_what_a_parser_leaves_running_is_ended(children: Children) -> None:
    """An orphan in a session of its own is gone when the file is done; the child that was asked lives on."""
    asked = children.begin(hostile.told)()["pid"]
    left = children.begin(hostile.linger, size=LARGE)()
    assert gone(left)
    assert children.begin(hostile.told)()["pid"] == asked


def test_a_parser_s_program_dies_with_it(children: Children) -> None:
    """A program that a parser was waiting for when its time ran out is ended too."""
    answer = children.begin(hostile.wait_for_program)
    with pytest.raises(Refusal, match="not read within"):
        answer()
    programs = [each for each in Path("/proc").glob("[0-9]*/cmdline") if b"sleep\x0061.25" in _words(each)]
    assert all(gone(int(each.parent.name)) for each in programs)


def test_a_parser_s_program_does_not_hold_the_connection(children: Children) -> None:
    """It could answer in the parser's place, or keep the parent waiting."""
    told = children.begin(hostile.inherited, size=LARGE)()
    assert "/dev/null" in told
    assert "socket:" not in told


def test_children_start_where_the_standard_streams_are_closed() -> None:
    """A process that was started without any of them has children all the same."""
    code = (
        "import os; [os.close(each) for each in range(3)]; from services.ingest.read.children import Children; "
        "from services.ingest.read.confine import ChildLimits; from tests.unit.read import hostile; "
        "children = Children(ChildLimits()); os._exit(children.begin(hostile.echo, 42)())"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=60, check=False).returncode == 42


def test_one_killed_from_outside_is_read_again(children: Children) -> None:
    """A file whose child the kernel kills once, perhaps for another's memory, is read by the next."""
    with subprocess.Popen(["sleep", "60"]) as mark:
        answer = children.begin(hostile.killed_once, mark.pid, size=LARGE)
        mark.wait()  # its id is free only now, before the second try
        assert answer() == "read"


def test_waiting_for_a_child_is_not_timed(children: Children) -> None:
    """Files that wait longer than the limit for their turn are read all the same."""
    started = time.monotonic()
    answers = [children.begin(hostile.sleep, 0.6) for _ in range(8)]
    assert [answer() for answer in answers] == [0.6] * 8
    assert time.monotonic() - started > LIMITS.wall_s


def test_what_no_child_could_begin_in_time_is_put_off(children: Children) -> None:
    """A file that waits for others past its time is to be read later; one that was begun is finished."""
    until = time.monotonic() + 0.5
    answers = [children.begin(hostile.sleep, 1.5, size=LARGE, until=until) for _ in range(3)]
    assert [answer() for answer in answers[:2]] == [1.5, 1.5]
    with pytest.raises(NotRead, match="busy"):
        answers[2]()


def test_time_grows_with_the_file(children: Children) -> None:
    """A file of some MiB may take as many times longer."""
    assert children.begin(hostile.sleep, 2.5, size=LARGE)() == 2.5


def test_a_child_is_replaced_in_time() -> None:
    """After its number of files, and after one that left much behind, a fresh child reads on."""
    children = Children(ChildLimits(processes=1, files_each=3))
    pids = [children.begin(hostile.told)()["pid"] for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    children.begin(hostile.keep, 300 * MIB)()
    assert children.begin(hostile.told)()["pid"] not in pids
    children.close()


def test_what_a_taken_over_parser_says_runs_nothing(children: Children, tmp_path: Path) -> None:
    """An answer that would call something when it is unpickled is refused; the classes of drafts are not."""
    with pytest.raises(pickle.UnpicklingError, match="nothing that an article is made of"):
        children.begin(hostile.self_made)()
    draft = Draft(
        None,
        "text",
        source=Source(slug="a", url="http://a.example/"),
        encoding=Encoding(name="utf-8", told_by=EncodingEvidence.UTF8, confidence=1),
        repairs=(Repair(kind=RepairKind.STRAY_LINE, count=1, offset=0, dropped="."),),
    )
    items = [draft, Refusal(Reason.ENCRYPTED, None, "a.txt")]
    back = children.begin(hostile.echo, items)()
    assert (back[0], back[1].reason, back[1].member) == (draft, Reason.ENCRYPTED, "a.txt")


def test_closing_ends_what_is_under_way() -> None:
    """Close takes a moment, nothing remains running, and what was in hand or waiting is to be read later."""
    children = Children(LIMITS)
    pid = children.begin(hostile.told)()["pid"]
    answers = [children.begin(hostile.sleep, 60) for _ in range(4)]
    time.sleep(0.2)
    started = time.monotonic()
    children.close()
    assert time.monotonic() - started < 2
    for answer in (*answers, children.begin(hostile.echo, 1)):
        with pytest.raises(NotRead):
            answer()
    assert not alive(pid)
    children.close()


def test_no_child_is_started_before_it_is_needed() -> None:
    """Who reads no risky file has no children, and no threads for them."""
    readers = Readers(Limits(), LIMITS)
    before = threading.active_count()
    readers.begin(File("a.txt", b"news"))()
    assert (threading.active_count(), readers._children._all) == (before, set())
    readers.close()


def test_children_die_with_their_parent() -> None:
    """When the process that asked is killed, its child is too, even in the middle of a file."""
    parent, child = hostile.orphan()
    os.kill(parent, 9)
    os.waitpid(parent, 0)
    assert gone(child)


def test_where_none_can_be_started_files_wait(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that lets no process start is no fault of any file: it is to be read later, and then is."""
    with monkeypatch.context() as broken:
        broken.setattr("services.ingest.read.asked._PAUSE_S", 0)
        broken.setattr("sys.executable", "/nowhere/python")
        with pytest.raises(NotRead):
            children.begin(hostile.echo, 1)()
        broken.setattr("sys.executable", "/bin/false")
        with pytest.raises(NotRead, match="exit code 1"):
            children.begin(hostile.echo, 1)()
    assert children.begin(hostile.echo, 1)() == 1


def test_a_child_killed_between_files_blames_none() -> None:
    """One that died while it waited is replaced, and the next file never hears of it."""
    children = Children(ChildLimits(processes=1))
    pid = children.begin(hostile.told)()["pid"]
    os.kill(pid, 9)
    assert children.begin(hostile.echo, 1)() == 1
    children.close()


def test_an_answer_that_stops_halfway_is_out_of_time() -> None:
    """A child that begins to answer and never ends it is ended when its time is up."""
    child = Asked(LIMITS)
    started = time.monotonic()
    with pytest.raises(Ended) as ended:
        child.ask(pickle.dumps((hostile.answer_halfway, ())), 0.3)
    assert ended.value.refusal.reason is Reason.PARSER_LIMIT
    assert time.monotonic() - started < 10


@pytest.fixture
def hostile_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package that adds a format, as others may."""
    package = tmp_path / "hostile-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[khabar.formats]\nhostile = tests.unit.read.hostile:FORMAT\n")
    monkeypatch.syspath_prepend(tmp_path)
    for cached in (formats, suffixes):
        cached.cache_clear()
    yield
    for cached in (formats, suffixes):
        cached.cache_clear()


@pytest.mark.usefixtures("hostile_format")
def test_a_risky_format_is_read_in_a_child() -> None:
    """A format that others add is read in a child unless it says that it is safe; its neighbours come through."""
    readers = Readers(Limits(), ChildLimits(cpu_s=1, wall_s=60))
    names = ["a.hostile", "b.txt", "spin.hostile", "c.hostile"]
    raws = [b"one", b"two", b"spin", b"three"]
    answers = [readers.begin(File(name, raw)) for name, raw in zip(names, raws, strict=True)]
    one, two, three = (answers[at]()[0] for at in (0, 1, 3))
    with pytest.raises(Refusal, match="processor time"):
        answers[2]()
    readers.close()
    assert isinstance(one, Draft)
    assert isinstance(two, Draft)
    assert isinstance(three, Draft)
    assert (one.format, one.text, two.text, three.text) == ("hostile", "one", "two", "three")
    assert (one.language, two.language) == ("x-child", None)


def _words(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
