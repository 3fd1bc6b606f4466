"""The pictures of the README, taken from a demo that runs: `make demo` in one window, `make screenshots` in another."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs"
COLOURS = 128


@dataclass(frozen=True)
class Picture:
    """One picture: at what, how wide and high in CSS pixels, and the button on /demo/ of whoever looks."""

    name: str
    path: str
    width: int
    height: int
    person: str = ""


PICTURES = (
    Picture("home", "/", 1280, 900),
    Picture("round", "/backoffice/fonder/visionsfonden/", 1280, 800, "Bli Henrika"),
)


def take(browser: Any, base: str, picture: Picture) -> bytes:
    """The picture as PNG bytes. Raises playwright's TimeoutError when the demo does not answer."""
    view = {"width": picture.width, "height": picture.height}
    page = browser.new_context(base_url=base, viewport=view, locale="sv-SE", bypass_csp=True).new_page()
    if picture.person:
        page.goto("/demo/")
        page.locator("button").filter(has_text=picture.person).click()
        page.goto("/backoffice/fonder/")
        page.locator("tbody a").nth(1).click()
    else:
        page.goto(picture.path)
    page.add_style_tag(content=".demo-strip { display: none }")
    page.wait_for_load_state("networkidle")
    shot: bytes = page.screenshot()
    page.context.close()
    return shot


def save(shot: bytes, name: str) -> Path:
    """Writes the picture with few colours: a page of flat colours loses nothing by it."""
    target = DOCS / f"{name}.png"
    Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS).save(target, optimize=True)
    return target


def main() -> None:
    """Takes every picture. Raises SystemExit with a sentence when Chromium is missing."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("Chromium is not installed. Install it: sudo apt-get install chromium")
    base = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            print(save(take(browser, base, picture), picture.name).name)
        browser.close()


if __name__ == "__main__":
    main()
