"""A visitor who writes an application over HTTP, as a browser without script does: opens a step, saves it, again."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from civicportal.bench.driver import Request

QUESTION = "q_"
"""How the names of a step's questions begin."""


Fields = list[tuple[str, str]]


@dataclass
class Form:
    """A form that is sent by POST: where to, its fields as they stand, and its buttons."""

    action: str
    fields: Fields
    buttons: Fields

    @property
    def asks(self) -> bool:
        """Whether it holds questions."""
        return any(name.startswith(QUESTION) for name, _ in self.fields)


class Page(HTMLParser):
    """The links and the POST forms of a page, read as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open = False
        self._text: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and given.get("method", "").lower() == "post":
            self._open = True
            self.forms.append(Form(given.get("action", ""), [], []))
        elif self._open and tag == "textarea":
            self._text = [given.get("name", ""), ""]
        elif self._open and given.get("name"):
            self._add(tag, given)

    def _add(self, tag: str, given: dict[str, str]) -> None:
        one = given["name"], given.get("value", "")
        if tag == "button":
            self.forms[-1].buttons.append(one)
        elif tag == "input" and (
            "checked" in given or given.get("type") not in {"radio", "checkbox", "file", "submit"}
        ):
            self.forms[-1].fields.append(one)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.forms[-1].fields.append((self._text[0], self._text[1].removeprefix("\n")))
            self._text = None
        elif tag == "form":
            self._open = False

    def form(self, field: str) -> Form | None:
        """The first form with a field whose name begins so."""
        return next((form for form in self.forms if any(name.startswith(field) for name, _ in form.fields)), None)


class Writer:
    """Starts a draft, finds its first page of questions, opens it once, and saves it with a new word each time.

    It presses the last button of the form: save and go on later, which keeps what is written and asks for no more.
    The page names itself to the portal, so it may be sent again and again, as by somebody who goes back to it.
    """

    def __init__(self, port: int, start: str, number: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.times = 0
        self.form: Form | None = None
        self.address = self._find_questions(start, f"bench-{number}@example.org")

    def _find_questions(self, start: str, email: str) -> str:
        form = Page(self._open(start)).form("email")
        if form is None:
            raise RuntimeError(f"{start} does not ask for an address")
        filled = [(name, email if name == "email" else value) for name, value in form.fields]
        tasks = self._send(urljoin(start, form.action), filled)
        token = tasks.rstrip("/").rpartition("/")[2]
        for link in Page(self._open(tasks)).links:
            if token in link and Page(self._open(urljoin(tasks, link))).form(QUESTION):
                return urljoin(tasks, link)
        raise RuntimeError(f"No page of questions was found from {start}")

    def _headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | (more or {})

    def _open(self, path: str) -> str:
        self.line.request("GET", path, headers=self._headers())
        answer = self.line.getresponse()
        self._keep(answer)
        return answer.read().decode()

    def _send(self, path: str, fields: Fields) -> str:
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

    def _post(self, path: str, fields: Fields) -> Request:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return Request("POST", path, self._headers(headers), urlencode(fields))

    def ask(self) -> Request:
        if self.form is None:
            return Request("GET", self.address, self._headers(), timed=False)
        self.times += 1
        first = next(name for name, _ in self.form.fields if name.startswith(QUESTION))
        fields = [(name, f"Word number {self.times}" if name == first else value) for name, value in self.form.fields]
        return self._post(urljoin(self.address, self.form.action), fields + self.form.buttons[-1:])

    def take(self, status: int, body: bytes) -> bool:
        if self.form is not None:
            return status in {302, 303}
        self.form = Page(body.decode()).form(QUESTION) if status == 200 else None
        return self.form is not None
