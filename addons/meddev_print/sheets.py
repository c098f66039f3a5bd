"""Odoo's separate headers, bodies and footers put together again: one HTML document for each record."""

from dataclasses import dataclass

import lxml.html

_PARTS = ("minimal_layout_report_headers", "minimal_layout_report_footers")


@dataclass(frozen=True)
class Sheet:
    """One record's pages before they are laid out."""

    html: str
    style_sheets: tuple
    """Addresses, in order."""


def sheets(bodies, header=None, footer=None, lang="en"):
    """A :class:`Sheet` for each of ``bodies``, with the header and the footer that belong to it.

    :param header: document with the headers of all bodies, in their order
    :param lang: for bodies that do not say their own
    """
    headers, footers = _parts(header, _PARTS[0]), _parts(footer, _PARTS[1])
    return [
        _sheet(body, headers[number : number + 1], footers[number : number + 1], lang)
        for number, body in enumerate(bodies)
    ]


def _parts(document, name):
    """The headers, or the footers, of a document that holds all of them; a plain document is one itself."""
    if not document or not str(document).strip():
        return []
    body = _parse(document).find("body")
    holder = body.find(f".//div[@id='{name}']")
    if holder is not None:
        return list(holder)
    part = lxml.html.Element("div")
    part.extend(list(body))
    return [part]


def _sheet(body, header, footer, lang):
    document = _parse(body)
    head, content = document.find("head"), document.find("body")
    links = [] if head is None else head.xpath("link[@rel='stylesheet'][@href]")
    styles = [] if head is None else head.findall("style")
    for script in content.xpath(".//script"):
        script.drop_tree()
    for name, part in zip(_PARTS, (header, footer), strict=True):
        holder = lxml.html.Element("div", id=name)
        holder.extend(part)
        content.insert(0, holder)
    content.set("class", f"{content.get('class', '')} o_meddev_print".strip())
    page = lxml.html.Element("html", lang=_language(document, lang))
    new_head = lxml.html.Element("head")
    title = document.find("head/title")
    new_head.extend([one for one in (title, *styles) if one is not None])
    page.extend([new_head, content])
    html = lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
    return Sheet(html, tuple(link.get("href") for link in links))


def _parse(document):
    text = document.decode() if isinstance(document, bytes) else str(document)
    return lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(encoding="utf-8"), ensure_head_body=True)


def _language(document, lang):
    article = document.find(".//div[@data-oe-lang]")
    found = article.get("data-oe-lang") if article is not None else document.get("lang")
    return (found or lang).replace("_", "-")
