"""A visitor who writes an application over HTTP, as a browser without script does: opens a step, saves it, again."""

from __future__ import annotations

import http.client
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from civicportal.bench.driver import Request

QUESTION = "q_"
"""How the names of a step's questions begin."""


class Page(HTMLParser):
    """The links of a page, and the fields of its forms that are sent by POST, as a browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fields: list[list[str]] = []
        self.action = ""
        self._posting = False
        self._text: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self._posting = given.get("method", "get").lower() == "post"
            self.action = given.get("action", "") if self._posting else self.action
        elif self._posting and tag == "textarea":
            self._text = [given.get("name", ""), ""]
        elif self._posting and tag == "input" and given.get("name"):
            ticked = "checked" in given or given.get("type") not in {"radio", "checkbox", "file", "submit"}
            if ticked:
                self.fields.append([given["name"], given.get("value", "")])

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.fields.append([self._text[0], self._text[1].removeprefix("\n")])
            self._text = None
        elif tag == "form":
            self._posting = False

    @property
    def asks(self) -> bool:
        """Whether this is a page of questions."""
        return any(name.startswith(QUESTION) for name, _ in self.fields)


class Writer:
    """Starts a draft, finds its first page of questions, and saves it with a new word each time.

    Only the saving is timed; opening the page anew between two savings is not.
    """

    def __init__(self, port: int, start: str, number: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.times = 0
        self.saving = False
        self.page = Page("")
        self.address = self._find_questions(start, f"bench-{number}@example.org")

    def _find_questions(self, start: str, email: str) -> str:
        page = Page(self._open(start))
        filled = [[name, email if name == "email" else value] for name, value in page.fields]
        tasks = self._send(urljoin(start, page.action), filled)
        token = tasks.rstrip("/").rpartition("/")[2]
        for link in Page(self._open(tasks)).links:
            if token in link and Page(self._open(urljoin(tasks, link))).asks:
                return urljoin(tasks, link)
        raise RuntimeError(f"No page of questions was found from {start}")

    def _headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | (more or {})

    def _open(self, path: str) -> str:
        self.line.request("GET", path, headers=self._headers())
        answer = self.line.getresponse()
        self._keep(answer)
        return answer.read().decode()

    def _send(self, path: str, fields: list[list[str]]) -> str:
        """Posts a form. Returns where the answer leads."""
        request = self._post(path, fields)
        self.line.request(request.method, request.path, request.body, request.headers)
        answer = self.line.getresponse()
        self._keep(answer)
        answer.read()
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{path} answered {answer.status}")
        return urlsplit(answer.headers["Location"]).path

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}

    def _post(self, path: str, fields: list[list[str]]) -> Request:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return Request("POST", path, self._headers(headers), urlencode([(name, value) for name, value in fields]))

    def ask(self) -> Request:
        if not self.saving:
            return Request("GET", self.address, self._headers(), timed=False)
        self.times += 1
        fields = [list(field) for field in self.page.fields]
        written = next(field for field in fields if field[0].startswith(QUESTION))
        written[1] = f"Word number {self.times}"
        return self._post(urljoin(self.address, self.page.action), fields)

    def take(self, status: int, body: bytes) -> bool:
        good = status in ({302, 303} if self.saving else {200})
        if not self.saving:
            self.page = Page(body.decode())
            good = good and self.page.asks
        self.saving = good and not self.saving
        return good
