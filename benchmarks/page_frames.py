"""Frames of the map and the network in a browser: 300 made-up actors and 10,000 ties, moved with the mouse and pointed at.

The answers of the service are made here; the page must be built (python scripts/build_page.py) and Playwright and Chromium at hand.
Without a graphics card WebGL is drawn by the processor, and these are the slowest frames that a reader sees.

usage: python benchmarks/page_frames.py [--chromium /usr/bin/chromium]
"""

from __future__ import annotations

import argparse
import random
import socket
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlparse

import uvicorn
from playwright.sync_api import Page, Route, sync_playwright

import tarazy
from tarazy.web.app import create_app
from tarazy.web.settings import Settings

ACTORS, TIES, SEED = 300, 10_000, 7
DOMAINS = ("defence", "security", "diplomacy", "economy", "energy", "transport", "water")
TYPES = ("state", "organisation", "company")
VIEWS = {"map, 500 pairs": "/map", "map, 2,000 pairs": "/map?most=2000", "network, 10,000 pairs": "/network?most=10000"}
_FRAMES = """frames => new Promise(done => {
    const found = [];
    let last;
    const next = now => {
        if (last !== undefined) found.push(now - last);
        last = now;
        if (found.length < frames) requestAnimationFrame(next); else done(found);
    };
    requestAnimationFrame(next);
})"""


def network() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Nodes and edges as the service gives them, the weightiest first; some actors have many partners, most few."""
    chance = random.Random(SEED)
    ids = [f"org:{number:03}" for number in range(ACTORS)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < TIES:
        one, other = min(int(chance.expovariate(1 / 60)), ACTORS - 1), chance.randrange(ACTORS)
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    edges: list[dict[str, Any]] = []
    weights = dict.fromkeys(ids, 0.0)
    for one, other in sorted(pairs):
        parts: list[dict[str, Any]] = [
            {"domain": domain, "weight": round(chance.paretovariate(1.3), 1)}
            for domain in chance.sample(DOMAINS, chance.randint(1, 3))
        ]
        weight = sum(float(part["weight"]) for part in parts)
        ends = {"source": ids[one], "target": ids[other]}
        edges.append({**ends, "directed": False, "weight": weight, "records": len(parts), "domains": parts})
        weights[ids[one]] += weight
        weights[ids[other]] += weight
    nodes = [
        {
            "actor": actor,
            "name": f"Actor {number}",
            "type": chance.choice(TYPES),
            "latitude": chance.uniform(-30, 65),
            "longitude": chance.uniform(-20, 140),
            "partners": 1,
            "weight": weights[actor],
            "community": number % 7,
        }
        for number, actor in enumerate(ids)
    ]
    return nodes, sorted(edges, key=lambda edge: -edge["weight"])


def frames(page: Page, selector: str, held: bool) -> list[float]:
    """Milliseconds of each frame while the mouse moves over the picture, with its button held or not."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 3
    page.mouse.move(x, y)
    if held:
        page.mouse.down()
    page.evaluate(f"() => {{ window.frames_ = ({_FRAMES})(60); }}")
    for step in range(40):
        page.mouse.move(x + 5 * step, y + 3 * step)
    found: list[float] = page.evaluate("() => window.frames_")
    if held:
        page.mouse.up()
    return found


def main() -> None:
    """Serve an empty observatory, answer for it, and print the frames of each view."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    chromium = parser.parse_args().chromium
    nodes, edges = network()

    def answer(route: Route) -> None:
        limit = int(parse_qs(urlparse(route.request.url).query).get("limit", ["500"])[0])
        head = {"version": 1, "measure": "count", "unit": None, "units": {}, "total": TIES, "modularity": 0.3}
        route.fulfill(json={**head, "nodes": nodes, "edges": edges[:limit]})

    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening, sync_playwright() as driver:
        tarazy.create(Path(folder) / "empty")
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(Path(folder) / "empty", rate=0)), log_config=None))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        serving.start()
        while not server.started:
            time.sleep(0.05)
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        print("view | first picture, s | frame while moved, ms: median, 95 % | while pointed at, ms: median, 95 %")
        for name, path in VIEWS.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            for address in ("network", "ties"):
                page.route(f"**/api/{address}?*", answer)
            begun = time.perf_counter()
            page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}{path}")
            page.wait_for_selector("[role=application] canvas:not(.ground)", timeout=60_000)
            shown = time.perf_counter() - begun
            page.wait_for_timeout(2000)
            told = []
            for held in (True, False):
                found = sorted(frames(page, "[role=application]", held))
                told.append(f"{median(found):.0f}, {found[int(0.95 * len(found))]:.0f}")
            print(f"{name} | {shown:.1f} | {' | '.join(told)}", flush=True)
            page.close()
        browser.close()
        server.should_exit = True
        serving.join(10)


if __name__ == "__main__":
    main()
