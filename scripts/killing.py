"""What the trials with killed processes share: the processes, two at a time, each killed at a random moment, and the command line."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


def killed(
    kills: int,
    chance: random.Random,
    pause: float,
    child: Callable[..., None],
    arguments: Callable[[int], tuple[Any, ...]],
) -> Iterator[Connection]:
    """Start ``child`` with ``arguments`` of its number and a connection, ``kills`` times; kill it up to ``pause`` seconds after its first message.

    Gives the connection of each process once it is dead.
    """
    # Children start from a process that has imported everything and has run nothing.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tarazy.observatory", "tarazy.store.resolving", "small_reading"])
    for first in range(0, kills, 2):
        pair = []
        for number in range(first, min(first + 2, kills)):
            receiver, sender = processes.Pipe(duplex=False)
            process = processes.Process(target=child, args=(*arguments(number), sender))
            process.start()
            # Only the child may hold the end that it writes to, or its death would not be seen.
            sender.close()
            pair.append((process, receiver))
        for process, receiver in chance.sample(pair, len(pair)):
            receiver.recv()
            time.sleep(chance.uniform(0, pause))
            process.kill()
            process.join()
            yield receiver


def trial(run: Callable[[Path, int, int], None], description: str | None) -> None:
    """Read the arguments and run the trial: ``run`` takes a folder, the number of kills and the seed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="a new folder for the trial, which stays for a look at it")
    arguments = parser.parse_args()
    if arguments.folder:
        arguments.folder.mkdir(parents=True)
        run(arguments.folder, arguments.kills, arguments.seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), arguments.kills, arguments.seed)
