"""Files made to do harm: each costs one clear line and a bounded time, and what stands beside it is read."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from rasd.errors import InputError
from rasd.ingest import sandbox
from rasd.ingest.readers import Found, read_bytes
from rasd.ingest.readers.found import About

GOOD = "<html><body><p>قصفت طائرات حربية بلدة سرمين وقُتل مدنيان.</p></body></html>".encode()


def lines(data: bytes, where: str) -> list[str]:
    """What is told of a file; then the next one must be read as if nothing had been."""
    begun = time.monotonic()
    told = [f"{item}" if isinstance(item, InputError) else item.report.text for item in read_bytes(data, where=where)]
    assert time.monotonic() - begun < 30
    [after] = read_bytes(GOOD, where="next.html")
    assert isinstance(after, Found) and after.report.text.startswith("قصفت طائرات")
    return told


# -- the process that reads ------------------------------------------------------------------------------------------


@pytest.fixture
def mischief(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A reader of our own in the other process, which does what the file's text says in Python."""
    package = tmp_path / "bad"
    package.mkdir()
    (package / "sitecustomize.py").write_text(
        "import rasd.ingest.readers.formats as f, types, sys\n"
        "m = types.ModuleType('rasd.ingest.readers.mischief')\n"
        "def read(file, about):\n"
        "    exec(file.read().decode())\n"
        "    yield about.whole('read to the end')\n"
        "m.read = read\n"
        "sys.modules[m.__name__] = m\n"
        "f.LIBRARIES['mischief'] = ()\n",
        encoding="utf-8",
    )
    before = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", str(package) + (os.pathsep + before if before else ""))
    sandbox.close()
    return package


MISCHIEF = [
    ("it dies", "import os; os.kill(os.getpid(), 11)", "reading it broke off: the process that reads such files ended"),
    ("it is killed", "import os; os.kill(os.getpid(), 9)", "reading it broke off: the process that reads such"),
    ("it never ends", "while True: pass", "reading it took too long and was stopped"),
    ("it waits for ever", "import time; time.sleep(3600)", "reading it took too long and was stopped"),
    ("it eats the memory", "x = bytearray(8 * 2**30)", "needs more than 1024 MB of memory to be read"),
    ("it eats it bit by bit", "x = []\nwhile True: x.append(bytearray(2**20))", "needs more than 1024 MB of memory"),
    ("it calls itself", "(lambda f: f(f))(lambda f: f(f))", "nested too deeply"),
    ("it writes a file", "open('/tmp/rasd-mischief', 'wb', 0).write(b'x')", "cannot be read: File too large"),
    ("it prints", "print('x' * 100)\nraise ValueError('odd')", "could not be read: ValueError at <string>:2: odd"),
]


@pytest.mark.usefixtures("mischief")
@pytest.mark.parametrize(("code", "told"), [row[1:] for row in MISCHIEF], ids=[row[0] for row in MISCHIEF])
def test_a_reader_that_goes_wrong_costs_one_line(code: str, told: str) -> None:
    about = About("bad.bin", "bad")
    try:
        [error] = sandbox.read("mischief", code.encode(), about, seconds=2 if "too long" in told else 30)
        assert str(error).startswith(f"bad.bin: {told}") and "\n" not in str(error)
        [found] = sandbox.read("mischief", b"pass", about, seconds=2)
        assert isinstance(found, Found) and found.report.text == "read to the end"
    finally:
        sandbox.close()
        Path("/tmp/rasd-mischief").unlink(missing_ok=True)


@pytest.mark.usefixtures("mischief")
def test_the_reading_process_knows_no_passwords_and_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    code = b"import os\nraise ValueError(f'{os.getpid()} {os.environ.get(\"PGPASSWORD\")}')"
    try:
        one, two = (str(*sandbox.read("mischief", code, About("a", "a"))) for _ in range(2))
    finally:
        sandbox.close()
    assert one == two and one.endswith(" None") and f" {os.getpid()} " not in one


@pytest.mark.usefixtures("mischief")
def test_the_reading_process_ends_with_the_one_that_asked() -> None:
    """A killed run leaves nothing behind: the processor's time that is allowed runs out, or the pipe ends."""
    child = os.fork()
    if child == 0:
        [error] = sandbox.read("mischief", b"import os; raise ValueError(os.getpid())", About("a", "a"), seconds=1)
        Path(os.environ["PYTHONPATH"].split(os.pathsep)[0], "pid").write_text(str(error).split()[-1], encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    number = int(Path(os.environ["PYTHONPATH"].split(os.pathsep)[0], "pid").read_text(encoding="utf-8"))
    until = time.monotonic() + 10
    while _lives(number):
        assert time.monotonic() < until, "the process is still there"
        time.sleep(0.05)


def _lives(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


# -- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_of_elements_in_one_another() -> None:
    data = b"<html><body>" + b"<div>" * 300_000 + "قصف".encode()
    assert lines(data, "deep.html") == ["deep.html: more than 2000 elements in one another, no page is"]


def test_the_scripts_of_a_page_are_never_read() -> None:
    hidden = "قُتل مئة جندي في انفجار"
    page = f"""<html><head><script>"{hidden}"</script><style>/* {hidden} */</style></head><body onload="{hidden}">
    <script>{hidden}</script><template>{hidden}</template><!-- {hidden} --><iframe srcdoc="{hidden}"></iframe>
    <noscript>{hidden}</noscript><svg><script>{hidden}</script></svg><p>أُصيب مدني في بنش.</p></body></html>"""
    assert lines(page.encode(), "a.html") == ["أُصيب مدني في بنش."]


def test_a_page_that_is_too_long() -> None:
    assert lines(b"<html>" + b"x" * (10 * 2**20), "a.html") == ["a.html: longer than 10 MB, no report is"]


def test_tags_that_never_close() -> None:
    told = lines(b"<html><body>" + b"<" * 2_000_000 + b"<a " * 500_000 + "قصف".encode(), "a.html")
    assert len(told) == 1


def test_a_page_with_a_million_attributes_and_entities() -> None:
    many = b"".join(b' a%d="x"' % number for number in range(200_000))
    page = b"<html><body><p" + many + b">" + "قصف".encode() + b"</p>"
    assert lines(page, "a.html") == ["a.html: an element with more than 2000 attributes, no page has it"]
    assert len(lines(b"<html><body><p>" + b"&lt;" * 500_000 + b"&x;" * 500_000, "a.html")) == 1


def test_odd_markdown_takes_no_time() -> None:
    for odd in (b"[" * 100_000, b"*a" * 100_000, b"<!--" * 100_000, b"`" * 100_001, b"> " * 100_000, b"__a " * 100_000):
        assert len(lines(odd + "قصف".encode(), "a.md")) == 1


def test_a_day_far_off_is_no_error_of_ours() -> None:
    page = b'<html><head><meta property="article:published_time" content="99999-99-99"></head><body><p>x</p></body>'
    [found] = read_bytes(page, where="a.html", today=date(2024, 1, 1))
    assert isinstance(found, Found) and found.report.published is None
