"""The finished site in Chromium: pages, search, and the program itself in the browser.

`BPCALC_SITE` names a folder that `python -m tools.website FOLDER --trial` has written.
"""

import base64
import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bpcalc.cli import run
from bpcalc.exercise.sources import built_in_path
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.patience import PATIENCE

SITE = os.environ.get("BPCALC_SITE", "")

pytestmark = [
    pytest.mark.skipif(not SITE, reason="BPCALC_SITE names no site that is built"),
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]

OUTPUT = "document.querySelector('.trial-output')"
EDITOR = "ace.edit(document.querySelector('.trial-editor'))"
OF_A_FOLDER = ("sitemap.xml", "net::ERR_FAILED")
"""What Material for MkDocs looks for, and may do without where there is no server."""


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve the site on this machine; return its address."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=SITE))
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start a browser for all tests of this module."""
    made = Browser(tmp_path_factory.mktemp("chromium"))
    made.resize(1300)
    yield made
    made.quit()


def awaited(browser: Browser, script: str) -> object:
    """Return the value of an expression as soon as it is something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if value := browser.run(f"return {script}"):
            return value
        time.sleep(0.1)
    pytest.fail(f"{script} stays empty")


def complaints(browser: Browser) -> list[str]:
    """Return what the browser complains about, but for what only a server has."""
    return [each for each in browser.messages() if not any(sign in each for sign in OF_A_FOLDER)]


def begin(browser: Browser, address: str) -> None:
    """Open the page and start the program."""
    browser.open(address)
    awaited(browser, "document.querySelector('#bpcalc-trial button')")
    loaded = browser.run("return performance.getEntriesByType('resource').map(each => each.name)")
    assert not any("pyodide" in name or "ace.js" in name for name in loaded)  # only on a click
    browser.run("document.querySelector('#bpcalc-trial button').click()")
    trial = "document.querySelector('#bpcalc-trial').dataset"
    assert awaited(browser, f"{trial}.failed ? 'failed' : {trial}.ready") != "failed"


def ran(browser: Browser, words: str) -> tuple[str, str]:
    """Run a command in the page; return its exit code and what it printed."""
    line = "document.querySelector('#bpcalc-trial form input')"
    browser.run(
        f"delete {OUTPUT}.dataset.code; {line}.value = {words!r}; {line}.form.requestSubmit()"
    )
    code = str(awaited(browser, f"{OUTPUT}.dataset.code"))
    return code, str(browser.run(f"return {OUTPUT}.querySelector('pre:last-of-type').textContent"))


def test_the_program_runs_in_a_page_from_a_folder(browser, tmp_path, monkeypatch, capsys):
    """It prints what it prints here, sign by sign, and its pages open below."""
    begin(browser, (Path(SITE) / "try.html").as_uri())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "96")
    path = built_in_path("mazur")
    assert path is not None
    Path("exercise.yaml").write_bytes(path.read_bytes())
    for words in ("step exercise.yaml", "why exercise.yaml w5_new", "audit exercise.yaml"):
        capsys.readouterr()
        assert run(words.split()) == 0
        assert ran(browser, words) == ("0", capsys.readouterr().out)

    for name in ("solution.html", "live.html", "practice.html", "network.svg"):
        browser.run(
            f"delete {OUTPUT}.dataset.code;"
            f"[...document.querySelectorAll('.trial-buttons button')]"
            f".find(each => each.dataset.words.includes('{name}')).click()"
        )
        assert awaited(browser, f"{OUTPUT}.dataset.code") == "0"
        assert "0.15" in str(browser.run(f"return {OUTPUT}.querySelector('iframe').srcdoc"))
    assert complaints(browser) == []


def test_the_editor_completes_and_names_faults(browser):
    """Keys with what they mean, values, and the sentences of the reader with their places."""
    browser.run(f"{EDITOR}.setValue('inputs: [0.05, 0.10]\\nlerning_rate: 0.5\\n', 1)")
    says = awaited(browser, "document.querySelector('.trial-faults:not(.good)')?.textContent")
    assert "Line 2, column 1: unknown key `lerning_rate`; did you mean `learning_rate`?" in says
    rows = browser.run(f"return {EDITOR}.session.getAnnotations().map(each => each.row)")
    assert 1 in rows

    offered = """
        const editor = EDITOR; let found = [];
        editor.setValue(TEXT, 1);
        editor.completers[0].getCompletions(editor, editor.session, editor.getCursorPosition(), "",
            (_, list) => { found = list; });
        return found.map(each => [each.caption ?? each.value, each.docText ?? ""]);
    """.replace("EDITOR", EDITOR)
    keys = dict(browser.run(offered.replace("TEXT", "'lea'")))
    losses = dict(browser.run(offered.replace("TEXT", "'loss: '")))
    assert keys["learning_rate"].startswith("The step width")
    assert {"huber", "cross_entropy"} <= losses.keys()


def test_from_a_server_it_speaks_chinese_and_fetches_nothing_from_elsewhere(browser, server):
    """A file that was written can be saved, wrong calls are told, and work can be stopped."""
    begin(browser, f"{server}/zh/try.html")
    names = browser.run("return performance.getEntriesByType('resource').map(each => each.name)")
    assert any("pyodide.asm.wasm" in name for name in names)
    assert all(name.startswith((server, "blob:", "data:")) for name in names)

    code, text = ran(browser, "step exercise.yaml --brief")
    assert code == "0"
    assert "误差减小了" in text
    assert ran(browser, "step nobody.yaml")[0] == "2"
    assert ran(browser, "check exercise.yaml delta_o1=0.7414")[0] == "1"
    code, text = ran(browser, "train exercise.yaml --epochs 5 --engine arrays")
    assert (code, "numpy" in text, "浏览器" in text) == ("2", True, True)
    assert ran(browser, "train exercise.yaml --epochs 5")[0] == "0"
    browser.run(f"delete {OUTPUT}.dataset.code")
    line = "document.querySelector('#bpcalc-trial form input')"
    browser.run(f"{line}.value = 'step exercise.yaml -o a.xlsx'; {line}.form.requestSubmit()")
    assert awaited(browser, f"{OUTPUT}.dataset.code") == "0"
    saved = browser.answer(
        f"fetch({OUTPUT}.querySelector('a[download]').href).then(r => r.arrayBuffer())"
        ".then(b => btoa(String.fromCharCode(...new Uint8Array(b).slice(0, 4))))"
    )
    assert base64.b64decode(str(saved)) == b"PK\x03\x04"

    browser.run(f"{line}.value = 'step exercise.yaml --epochs 400'; {line}.form.requestSubmit()")
    browser.run("[...document.querySelectorAll('#bpcalc-trial form button')].at(-1).click()")
    assert awaited(browser, f"{OUTPUT}.textContent.includes('已停止') ? 'stopped' : ''")
    assert complaints(browser) == []


@pytest.mark.parametrize(
    ("page", "words", "finds"),
    [("index.html", "softplus", "activations.html"), ("zh/index.html", "偏置", "mistakes.html")],
    ids=["en", "zh"],
)
def test_a_page_from_a_folder_can_be_searched(browser, page, words, finds):
    """In both languages, without a server."""
    browser.open((Path(SITE) / page).as_uri())
    browser.write("input[name=query]", words)
    links = "[...document.querySelectorAll('.md-search-result__link')].map(each => each.href)"
    found = awaited(browser, f"{links}.length ? {links} : null")

    assert isinstance(found, list)
    assert any(finds in link for link in found)
