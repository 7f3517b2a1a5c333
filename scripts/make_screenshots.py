"""Takes the pictures of the page in docs/images: the sample observatory, in English, in a window 1280 pixels wide.

usage: python scripts/make_screenshots.py [--observatory OBS] [NAME …]

Reads the sample where no observatory is named, serves it, opens each view in Chromium (/usr/bin/chromium, by Playwright) and writes a WebP
of less than 150 kB for each; NAMEs are those of docs/images, all of them unless told.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
]
PORT, WIDTH, HEIGHT, MOST = 8796, 1280, 800, 150_000
TALL = {"balance": 1420}
"""Heights of those whose table stands below the first screen."""
VIEWS = {
    "balance": "/balance?actor=KAZ&every=10",
    "overview": "/",
    "map": "/map",
    "network": "/network",
    "timeline": "/timeline?actor=KAZ&by=partner",
    "conflicts": "/conflicts",
    "actor": "/actors/KAZ",
    "dyad": "/dyads/KAZ/RUS",
    "search": "/search?q=corridor",
    "scenarios": "/scenarios",
    "reader": "",
}


def picture(page: Any) -> bytes:
    """What the window shows, as WebP, as good as the bound on its size allows."""
    image = Image.open(io.BytesIO(page.screenshot()))
    for quality in range(88, 20, -8):
        kept = io.BytesIO()
        image.save(kept, "WEBP", quality=quality, method=6)
        if kept.tell() < MOST:
            return kept.getvalue()
    raise SystemExit("a picture stays above its bound")


def reader(base: str) -> str:
    """The address of the document with the most claims."""
    rows = (
        httpx.get(f"{base}/api/documents", params={"limit": 100, "lang": "en"}).raise_for_status().json()["documents"]
    )
    return f"/documents/{max(rows, key=lambda one: one['claims'])['document_id']}"


def take(names: list[str], base: str) -> None:
    """A picture of each."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
        )
        for name in names:
            path = VIEWS[name] or reader(base)
            page.set_viewport_size({"width": WIDTH, "height": TALL.get(name, HEIGHT)})
            page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang=en")
            page.wait_for_selector("main h1")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(1500)
            data = picture(page)
            (IMAGES / f"{name}.webp").write_bytes(data)
            print(f"{name}.webp {len(data) / 1000:.0f} kB")
        browser.close()


def main() -> None:
    """Read, serve, take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(VIEWS))
    parser.add_argument("--observatory", type=Path)
    given = parser.parse_args()
    if unknown := set(given.names) - VIEWS.keys():
        parser.error(f"{', '.join(sorted(unknown))} is no view: choose from {', '.join(VIEWS)}")
    with tempfile.TemporaryDirectory() as folder:
        path = given.observatory or Path(folder) / "central-asia"
        run = [sys.executable, "-m", "tarazy"]
        if given.observatory is None:
            subprocess.run([*run, "demo", "--output", str(path)], check=True, stdout=subprocess.DEVNULL)
        base = f"http://127.0.0.1:{PORT}"
        command = [*run, "serve", str(path), "--port", str(PORT), "--read-only"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as service:
            try:
                wait(base, service)
                take(given.names or list(VIEWS), base)
            finally:
                service.terminate()


def wait(base: str, service: subprocess.Popen[bytes]) -> None:
    """Until the service has all in memory."""
    limit = time.monotonic() + 120
    while time.monotonic() < limit and service.poll() is None:
        try:
            if httpx.get(f"{base}/api/health").json()["warm"]:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise SystemExit("the service did not start")


if __name__ == "__main__":
    main()
