"""The reader in a real browser: Debian's Chromium, headless, and what is read back from its picture.

What is asked of the server itself is in tests/functional/test_serve.py.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import BrowserContext, Page, sync_playwright
from test_report_in_chromium import QUIET, command

import seeds

PATIENCE = 30.0
COLUMNS_AND_ROWS = {"width": 1100, "height": 700}


@pytest.fixture
def event(tmp_path: Path) -> Path:
    folder = tmp_path / "event"
    folder.mkdir()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def address(event: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server for the event."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "welcomed").touch()
    process = subprocess.Popen(
        [Path(sys.executable).parent / "claimreader", "serve", event, "--port", "0"],
        env={**os.environ, "CLAIMREADER_HOME": str(home)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    yield re.search(r"http://\S+", process.stdout.readline())[0]  # type: ignore[index]
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """A browser with two pixels a point, as screens have today."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command(), args=QUIET)
        yield browser.new_context(
            device_scale_factor=2,
            viewport=COLUMNS_AND_ROWS,
            permissions=["clipboard-read", "clipboard-write"],
        )
        browser.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """Open the reader; returns the page, and the addresses that it asks for."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector("body.-first-byte", state="attached")
    return page, asked


def settled(page: Page) -> Image.Image:
    """Return the picture of a page on which nothing changes any more."""
    before = b""
    end = time.monotonic() + PATIENCE
    while (now := page.screenshot()) != before:
        assert time.monotonic() < end
        before = now
        page.wait_for_timeout(400)
    return Image.open(io.BytesIO(now)).convert("L")


def typed(page: Page, *keys: str) -> Image.Image:
    """Press keys one after the other, a letter or a key's name each; returns the picture then."""
    for key in keys:
        if len(key) == 1 and not key.isascii():
            page.keyboard.insert_text(key)
        else:
            page.keyboard.press(key)
        page.wait_for_timeout(50)
    return settled(page)


def words_read(picture: Image.Image) -> list[str]:
    """Return the Arabic words that Tesseract finds in a picture of light text on dark."""
    file = io.BytesIO()
    ImageOps.invert(picture).save(file, "png")
    command = ["tesseract", "-", "-", "-l", "ara", "--psm", "6"]
    done = subprocess.run(command, input=file.getvalue(), capture_output=True, check=True)
    return [bare(word) for word in re.findall(r"[\u0621-\u0652]{2,}", done.stdout.decode())]


def bare(word: str) -> str:
    """Return a word without what Tesseract often takes for one another: marks, alefs, a comma for a hamza."""
    plain = re.sub(r"[\u064b-\u0652ـ]|ء\Z", "", word).replace("ى", "ي").replace("ة", "ه")
    return re.sub("[اأإآ]+", "ا", plain)


def annotations(event: Path) -> list[dict[str, object]]:
    path = event / "annotations.json"
    return list(json.loads(path.read_text("utf-8"))["_default"].values()) if path.exists() else []


def waited(event: Path, number: int) -> list[dict[str, object]]:
    end = time.monotonic() + PATIENCE
    while len(annotations(event)) < number or not annotations(event):
        assert time.monotonic() < end
        time.sleep(0.1)
    return annotations(event)


def test_what_is_read_back_from_the_picture_is_the_article(
    context: BrowserContext, address: str, event: Path
) -> None:
    page, asked = opened(context, address)
    settled(page)
    picture = typed(page, "j", "Enter", "Enter")  # the second article, without the details
    text = sorted(event.glob("*.txt"))[1].read_text("utf-8")
    of_article = {bare(word) for word in re.findall(r"[\u0621-\u0652]{2,}", text)}
    below = picture.height // 20  # the bars above and below are no article
    found = words_read(picture.crop((0, below, picture.width, picture.height - 2 * below)))
    assert len(found) > 100
    right = sum(word in of_article for word in found)
    assert right >= 0.95 * len(found), [word for word in found if word not in of_article]
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)


def test_a_person_works_in_a_tab_in_arabic_and_finds_it_in_the_file(
    context: BrowserContext, address: str, event: Path
) -> None:
    page, _ = opened(context, address)
    settled(page)
    typed(page, "Enter")
    typed(page, "ت", "ؤ")  # j and c where they are on an Arabic keyboard
    (claim,) = waited(event, 1)
    assert claim["tags"] == ["claim"]
    page.set_viewport_size({"width": 800, "height": 500})
    typed(page, "m", *"نقلا عن 3", "Enter", "y")
    assert claim["target"]["quote"] in page.evaluate("navigator.clipboard.readText()")  # type: ignore[index]
    typed(page, "q", "q")
    page.wait_for_selector("body.-closed", state="attached")
    assert page.inner_text("#again") == "Open it again"
    assert waited(event, 1)[0]["note"] == "نقلا عن 3"
    page.keyboard.press("Enter")
    page.wait_for_selector("body.-first-byte", state="attached")


def test_a_page_of_somebody_else_can_not_open_the_reader(
    context: BrowserContext, address: str, event: Path
) -> None:
    page = context.new_page()
    page.goto("about:blank")
    said = page.evaluate(
        """address => new Promise(done => {
            const socket = new WebSocket(address);
            socket.onopen = () => done("open");
            socket.onerror = () => done("refused");
        })""",
        address.replace("http", "ws") + "session?width=80&height=24",
    )
    assert said == "refused"
    page.set_content(f'<iframe src="{address}"></iframe>')
    page.wait_for_timeout(1000)
    assert page.frames[1].query_selector("canvas") is None
    assert annotations(event) == []
