"""A real browser, and reports to open in it. Without Playwright or Chromium these tests are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quotex.records import Article, Quote
from quotex.report import write_report

from .made_up import collection, passages

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
HOSTILE = '</script><script>window.hit=1</script><img src=x onerror="window.hit=1">'


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (make browser installs it)")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def small_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty quotations of twelve articles, and one article that means harm."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    quotes, articles = collection(12)
    text = f"🚢 “{HOSTILE}” said {HOSTILE}."
    start = text.index("“") + 1
    quotes.append(
        Quote(
            id="hostile",
            article_id="hostile",
            kind="direct",
            content=((start, start + len(HOSTILE)),),
            text=HOSTILE,
            speaker=HOSTILE,
            speaker_type="person",
            speaker_role="=1+1",
            channel="speech",
            confidence=0.2,
            outlet=HOSTILE,
            title=HOSTILE,
            url="javascript:window.hit=1",
        )
    )
    articles.append(
        Article(id="hostile", text=text, outlet=HOSTILE, title=HOSTILE, url="javascript:window.hit=1")
    )
    write_report(quotes, passages(quotes), path, articles=articles, title=f"Report {HOSTILE}")
    return path


@pytest.fixture(scope="session")
def large_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """5,000 quotations of 1,000 articles."""
    path = tmp_path_factory.mktemp("report") / "large.html"
    quotes, articles = collection(1000)
    write_report(quotes, passages(quotes), path, articles=articles)
    return path


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test if anything went wrong in it or it asked for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on(
        "console",
        lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
    )
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            faults.append(request.url) if not request.url.startswith(("file:", "blob:")) else None
        ),
    )
    yield opened
    context.close()
    assert faults == []
