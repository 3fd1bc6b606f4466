"""What an address carries from a short link to a draft: the source's code with our signature.

No cookie and nothing kept at the reader's: the code stands in the links of the pages on the way in, as what is
carried on does (civicportal.commons.offers). The signature keeps others from making up where people come from.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

SOURCE = "kalla"
"""The name of the parameter that says which source somebody came by."""
MOST = 80
MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|embedly|monitor|headless|curl/|wget/|python-|scrapy"
    r"|httpclient|go-http|java/|okhttp|libwww|whatsapp/|skypeuri|feed",
    re.IGNORECASE,
)
"""How programs name themselves that fetch a link before, or without, a person."""


def _signer() -> Signer:
    """Made when it is needed: the key stands in the settings, which are checked after this module is read."""
    return Signer(salt="funds.source")


def signed(code: str) -> str:
    """The code of a source as an address carries it."""
    return _signer().sign(code)


def carried(request: HttpRequest) -> str:
    """The code that an address carries; empty when there is none or nobody of ours has signed it."""
    words = request.GET.get(SOURCE, "")
    if not words or len(words) > MOST:
        return ""
    try:
        return _signer().unsign(words)
    except BadSignature:
        return ""


def query(code: str) -> str:
    """The code as a query string; empty for none."""
    return urlencode({SOURCE: signed(code)}, safe=":") if code else ""


def is_a_person(request: HttpRequest) -> bool:
    """Whether a visit is likely a person's, by what the request itself says and by nothing that is remembered.

    A look ahead by a browser or a chat program asks with HEAD, says that it fetches for later, or names itself; what
    asks for a page says that it takes HTML. Some machines say none of this: the count is of openings, not of people.
    """
    if request.method != "GET":
        return False
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}".lower()
    if "prefetch" in purpose or "preview" in purpose:
        return False
    agent = request.headers.get("User-Agent", "")
    return bool(agent) and not MACHINES.search(agent) and "text/html" in request.headers.get("Accept", "")
