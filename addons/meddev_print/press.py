"""WeasyPrint: what lays the pages out and writes the PDF, without Odoo.

Imported when the first report is printed, because it needs system libraries (Pango) that may be missing.
"""

import functools
import itertools
import logging
import threading

# The first names every rule of Bootstrap that is for screens only; what it could not load is logged by the addon.
for _name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_LOCK = threading.Lock()
"""Pango is not safe for several threads of one process."""


def check():
    """Load WeasyPrint, once.

    :raises OSError: a system library is missing
    :raises ImportError: it is not installed, or one from before it knew ``URLFetcher``
    """
    from weasyprint.urls import URLFetcher  # noqa: F401, PLC0415 - needs system libraries


def print_sheets(sheets, paper, style_sheets, fetch, base_url):
    """One PDF of all ``sheets``; each counts its own pages.

    :param sheets: HTML documents
    :param paper: :class:`~.paper.Paper`
    :param style_sheets: texts of style sheets, in order
    :param fetch: function of an address that returns ``(bytes, content type)`` or raises
    """
    with _LOCK:
        return _print(sheets, paper, style_sheets, _fetcher(fetch), base_url)


def _print(sheets, paper, style_sheets, fetcher, base_url):
    from weasyprint import CSS, HTML  # noqa: PLC0415 - needs system libraries

    fonts, images, documents = _fonts(), {}, []
    styles = [_style_sheet(text, fetcher, base_url) for text in style_sheets]
    for sheet in sheets:
        html = HTML(string=sheet, base_url=base_url, url_fetcher=fetcher)

        def lay_out(paper, html=html):
            page = CSS(string=paper.css(), font_config=fonts)
            return html.render(stylesheets=[*styles, page], font_config=fonts, cache=images)

        document = lay_out(paper)
        roomy = paper.with_room(*_room(document, paper))
        if roomy != paper:
            paper, document = roomy, lay_out(roomy)
        documents.append(document)
    pages = [page for document in documents for page in document.pages]
    finisher = _outline([len(document.pages) for document in documents])
    return documents[0].copy(pages).write_pdf(zoom=paper.zoom, finisher=finisher)


def _room(document, paper):
    """Heights in millimetres that the header and the footer of the first page take."""
    heights = {"@top-left": 0.0, "@bottom-left": 0.0}
    for box in document.pages[0]._page_box.children:
        if (name := getattr(box, "at_keyword", None)) in heights:
            needed = sum(child.margin_height() for child in box.children if child.is_in_normal_flow())
            heights[name] = (needed + box.padding_top) * paper.zoom * 25.4 / 96
    return heights["@top-left"], heights["@bottom-left"]


def _outline(lengths):
    """A finisher that gives each document a bookmark, in the old shape by which Odoo splits a PDF by record."""

    def finish(_document, pdf):
        import pydyf  # noqa: PLC0415

        root = pydyf.Dictionary({"Type": "/Outlines", "Count": len(lengths)})
        pdf.add_object(root)
        items, destinations, page = [], pydyf.Dictionary(), 0
        for number, length in enumerate(lengths, 1):
            destinations[f"document{number}"] = pydyf.Array([page, "/Fit"])
            item = {"Title": pydyf.String(str(number)), "Parent": root.reference, "Dest": f"/document{number}"}
            items.append(pydyf.Dictionary(item))
            pdf.add_object(items[-1])
            page += length
        for one, following in itertools.pairwise(items):
            one["Next"], following["Prev"] = following.reference, one.reference
        root["First"], root["Last"] = items[0].reference, items[-1].reference
        pdf.add_object(destinations)
        pdf.catalog["Outlines"], pdf.catalog["Dests"] = root.reference, destinations.reference

    return finish if len(lengths) > 1 else None


@functools.cache
def _fonts():
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return FontConfiguration()


_style_sheets = {}


def _style_sheet(text, fetcher, base_url):
    """A parsed style sheet; Odoo's takes a second to parse, and is the same for a long time."""
    from weasyprint import CSS  # noqa: PLC0415

    key = (base_url, text)
    if key not in _style_sheets:
        while len(_style_sheets) >= 16:
            del _style_sheets[next(iter(_style_sheets))]
        _style_sheets[key] = CSS(string=text, url_fetcher=fetcher, base_url=base_url, font_config=_fonts())
    return _style_sheets[key]


def _fetcher(fetch):
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Fetcher(URLFetcher):
        """Opens nothing but ``data:`` by itself; everything else is asked of ``fetch``."""

        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            content, content_type = fetch(url)
            return URLFetcherResponse(url, content, {"Content-Type": content_type})

    return Fetcher(allowed_protocols=["data"])
