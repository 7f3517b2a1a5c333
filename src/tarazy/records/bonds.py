"""Joins and separations by decisions, newest first: what holds never says of two things both that they are one and that they are not."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator


class Bonds:
    """Groups of ids joined by decisions, and groups that decisions keep apart.

    Give the newest decision first: a bond that contradicts those given before is refused, and the ids of the decisions that stand
    against it are returned. Amortised cost of a bond is logarithmic in the number of bonds; of a refusal, a walk through one group.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._size: dict[str, int] = {}
        self._foes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._joins: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def group(self, one: str) -> str:
        """An id that stands for all that ``one`` is joined with."""
        root = one
        while root in self._parent:
            root = self._parent[root]
        while one != root:
            self._parent[one], one = root, self._parent[one]
        return root

    def join(self, left: str, right: str, decision: str) -> tuple[str, ...]:
        """Join two; returns the decisions that forbid it, none where it is done."""
        a, b = self.group(left), self.group(right)
        if a != b:
            if b in self._foes[a]:
                return (self._foes[a][b],)
            self._unite(a, b)
        self._joins[left].setdefault(right, decision)
        self._joins[right].setdefault(left, decision)
        return ()

    def part(self, left: str, right: str, decision: str) -> tuple[str, ...]:
        """Keep two apart; returns the decisions that join them, none where it is done."""
        a, b = self.group(left), self.group(right)
        if a == b:
            return tuple(dict.fromkeys(self._path(left, right)))
        self._foes[a].setdefault(b, decision)
        self._foes[b].setdefault(a, decision)
        return ()

    def _unite(self, a: str, b: str) -> None:
        if self._weight(a) < self._weight(b):
            a, b = b, a
        self._size[a] = self._size.get(a, 1) + self._size.get(b, 1)
        self._parent[b] = a
        for foe, decision in self._foes.pop(b, {}).items():
            del self._foes[foe][b]
            self._foes[a].setdefault(foe, decision)
            self._foes[foe].setdefault(a, decision)

    def _weight(self, root: str) -> int:
        return self._size.get(root, 1) + len(self._foes[root])

    def _path(self, left: str, right: str) -> Iterator[str]:
        """The decisions along a shortest chain of joins between two of one group."""
        came: dict[str, str] = {left: left}
        waiting = deque([left])
        while waiting and right not in came:
            here = waiting.popleft()
            for there in self._joins[here]:
                if there not in came:
                    came[there] = here
                    waiting.append(there)
        while right != left:
            yield self._joins[came[right]][right]
            right = came[right]
