"""A server on this machine that plays recorded answers, one for each request, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Played:
    """One answer: a status, a body (an object is sent as JSON) and headers; ``close`` breaks the connection off instead."""

    body: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    close: bool = False
    wait: float = 0.0


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def question(self) -> str:
        """The last message of a chat."""
        return str(self.body["messages"][-1]["content"])


@dataclass
class Recording:
    """What the server plays, in order, and what it was asked. After its last answer it plays ``otherwise``."""

    address: str = ""
    answers: list[Played] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    otherwise: Played = field(default_factory=lambda: Played("the recording is over", 599))
    answer: Callable[[Asked], Played] | None = None
    """Gives the answer of a request by what it asks, where the order of requests is not known."""
    under_way: int = 0
    most_at_once: int = 0

    def play(self, *answers: Played) -> None:
        self.answers += answers


def chat(content: Any, finish: str = "stop", tokens: tuple[int, int] | None = (1000, 50)) -> Played:
    """A chat completion whose message is ``content``, as text or as an object that is written as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
    }
    if tokens:
        body["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    return Played(body)


def refusal(status: int, message: str, **headers: str) -> Played:
    """An error in the form that OpenAI-compatible servers give it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Played({"error": {"message": message, "type": "invalid_request_error", "code": None}}, status, named)


@contextmanager
def recorded_server() -> Iterator[Recording]:
    """Serves on a free port of this machine while the context is open."""
    recording = Recording()
    gate = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with gate:
                body = json.loads(raw) if raw else None
                asked = Asked(self.command, self.path, dict(self.headers), body)
                recording.asked.append(asked)
                played = recording.answers.pop(0) if recording.answers else recording.otherwise
                recording.under_way += 1
                recording.most_at_once = max(recording.most_at_once, recording.under_way)
            if recording.answer:
                played = recording.answer(asked)
            if played.wait:
                threading.Event().wait(played.wait)
            with gate:
                recording.under_way -= 1
            if played.close:
                self.close_connection = True
                return
            data = played.body if isinstance(played.body, bytes) else None
            if data is None:
                text = played.body if isinstance(played.body, str) else json.dumps(played.body, ensure_ascii=False)
                data = text.encode()
            self.send_response(played.status)
            for name, value in {"Content-Type": "application/json", **played.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recording.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield recording
    finally:
        server.shutdown()
        server.server_close()
