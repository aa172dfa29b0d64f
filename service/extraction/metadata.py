"""What an HTML page says of its article in its head: Open Graph, JSON-LD, other meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from lxml import etree

from service.extraction.dates import find_date
from service.extraction.page import Facts
from service.normalise import tidy

_TITLES = ("og:title", "twitter:title")
_DATES = ("article:published_time", "pubdate", "datepublished", "date", "dc.date.issued")
_AUTHORS = ("author", "article:author", "dc.creator")
_ARTICLE_TYPES = re.compile(r"(?:News|Reportage)?Article|BlogPosting|Report", re.I)
_NO_AUTHOR = re.compile(r"https?:|admin|administrator|webmaster|editor|ban biên tập", re.I)
_NEAR_TITLE = 600  # characters from the headline on in which its date stands
_VIETNAM = timezone(timedelta(hours=7))
_SITE_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def read_facts(root: etree._Element) -> Facts:
    """Title, day of publication and author, each None where the page does not say."""
    metas = _metas(root)
    story: dict[str, object] = next(_stories(root), {})
    title = story.get("headline") or _first(metas, _TITLES)
    author = _author(story.get("author")) or _first(metas, _AUTHORS)
    return Facts(
        title=_without_site(tidy(title)) if isinstance(title, str) and title.strip() else None,
        published=_day(story.get("datePublished"))
        or _day(_first(metas, _DATES))
        or _day(_time_under_title(root)),
        author=tidy(author) if author and not _NO_AUTHOR.match(author) else None,
    )


def _metas(root: etree._Element) -> dict[str, str]:
    """Contents of meta elements by name, property or itemprop; the first of each."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content", "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _time_under_title(root: etree._Element) -> str | None:
    """What the first time under the headline is in figures, where a reader sees "2 giờ trước"."""
    titled, between = False, 0
    for element in root.iter("*"):
        titled = titled or element.tag == "h1"
        if titled and element.tag == "time":
            seen = find_date("".join(element.itertext()))
            return None if seen else element.get("datetime")
        between += titled and len((element.text or "").strip())
        if between > _NEAR_TITLE:
            return None
    return None


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _stories(root: etree._Element) -> Iterator[dict[str, object]]:
    """Articles described in JSON-LD; broken JSON describes nothing."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            items = list(_items(json.loads(script.text or "", strict=False)))
        except (ValueError, RecursionError):  # the latter from what is nested a thousand deep
            continue
        for item in items:
            if _ARTICLE_TYPES.search(str(item.get("@type", ""))):
                yield item


def _items(data: object) -> Iterator[dict[str, object]]:
    """The objects at the top of a JSON-LD document, in a list or a graph."""
    if isinstance(data, list):
        for entry in data:
            yield from _items(entry)
    elif isinstance(data, dict):
        yield data
        if isinstance(data.get("@graph"), list):
            yield from _items(data["@graph"])


def _author(value: object) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_author, value) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) and value.strip() else None


def _day(value: object) -> date | None:
    """The day in Vietnam, whatever zone a page gives its times in."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        at_home = moment.astimezone(_VIETNAM) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return find_date(value)
    return find_date(at_home.date().isoformat())


def _without_site(title: str) -> str:
    """A title without the site's name that pages put behind it."""
    shorter = _SITE_SUFFIX.sub("", title)
    return shorter if len(shorter.split()) >= 4 else title
