"""A hub on the loopback: the few addresses that huggingface_hub asks for, over folders on disk."""

import hashlib
import json
import re
import shutil
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_API = re.compile(r"/api/models/([^/]+/[^/]+)(?:/(revision|tree)/([^/?]+))?")
_FILE = re.compile(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)")


@dataclass
class Hub:
    """Serves `folders` by hub id; `gated` ids answer 403; one weight file breaks off after `cut` bytes;
    addresses with a word of `silent` are never answered."""

    folders: dict[str, Path] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    cut: int | None = None
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        handler = type("Bound", (_Handler,), {"hub": self})
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def commit(self, repository: str) -> str:
        return self.commits.get(repository, COMMIT)

    def files(self, repository: str) -> list[str]:
        root = self.folders[repository]
        return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, *_: Any) -> None:
        """Silence: the tests look at `asked`."""

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        self.hub.asked.append(f"{self.command} {path}")
        if any(word in path for word in self.hub.silent):
            self.hub.over.wait()
            self.close_connection = True
            return
        found = _API.fullmatch(path) or _FILE.fullmatch(path)
        if found is None or found[1] not in self.hub.folders:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"}, body=body)
        elif found[1] in self.hub.gated:
            self._send(403, b"{}", {"X-Error-Code": "GatedRepo"}, body=body)
        elif found.re is _FILE:
            self._file(found[1], found[2], found[3], body=body)
        elif found[3] not in (None, "main", self.hub.commit(found[1])):
            self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"}, body=body)
        else:
            answer = self._tree(found[1]) if found[2] == "tree" else self._info(found[1])
            self._send(200, json.dumps(answer).encode(), {"Content-Type": "application/json"}, body=body)

    def _info(self, repository: str) -> dict[str, Any]:
        siblings = []
        for entry in self._tree(repository):
            told = {"rfilename": entry["path"], "size": entry["size"], "blobId": entry["oid"]}
            if "lfs" in entry:
                told["lfs"] = entry["lfs"] | {"sha256": entry["lfs"]["oid"]}
            siblings.append(told)
        return {
            "id": repository,
            "modelId": repository,
            "sha": self.hub.commit(repository),
            "siblings": siblings,
        }

    def _tree(self, repository: str) -> list[dict[str, Any]]:
        entries = []
        for name in self.hub.files(repository):
            path = self.hub.folders[repository] / name
            size = path.stat().st_size
            entry = {"type": "file", "path": name, "size": size, "oid": digest(path, "sha1")}
            if name.endswith(".safetensors"):
                entry["lfs"] = {"oid": digest(path, "sha256"), "size": size, "pointerSize": 134}
            entries.append(entry)
        return entries

    def _file(self, repository: str, revision: str, name: str, *, body: bool) -> None:
        path = self.hub.folders[repository] / name
        if not path.is_file():
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"}, body=body)
            return
        heavy, size, start = name.endswith(".safetensors"), path.stat().st_size, 0
        tag = digest(path, "sha256" if heavy else "sha1")
        headers = {"ETag": f'"{tag}"', "X-Repo-Commit": self.hub.commit(repository), "Accept-Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked:
            start = int(asked[1])
            self.hub.ranges.append(f"{name} from {start}")
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        self._head(206 if asked else 200, size - start, headers)
        if body:
            self._pour(path, start, heavy=heavy)

    def _pour(self, path: Path, start: int, *, heavy: bool) -> None:
        with path.open("rb") as file:
            file.seek(start)
            if heavy and self.hub.cut is not None:
                cut, self.hub.cut = self.hub.cut, None
                self.wfile.write(file.read(cut))
                self.wfile.flush()
                self.close_connection = True
            else:
                shutil.copyfileobj(file, self.wfile, 1 << 20)

    def _send(self, status: int, data: bytes, headers: dict[str, str], *, body: bool) -> None:
        self._head(status, len(data), headers)
        if body:
            self.wfile.write(data)

    def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()


@lru_cache
def digest(path: Path, kind: str) -> str:
    """The fingerprint of a file, computed once: a large one takes longer than a client waits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()
