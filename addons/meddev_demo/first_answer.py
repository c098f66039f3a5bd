"""The product's main question, asked of the demo company and answered as text for the terminal."""

import time
from collections import Counter

from .chapters.year import SUSPECT


def first_answer(env):
    """Which pumps hold a battery of the suspect lot, where are they, and how sure is that."""
    start = time.perf_counter()
    api = env["meddev.api.v1"]
    source = api.trace(lot=SUSPECT, direction="up", max_depth=1)
    answer = api.trace(lot=SUSPECT, direction="down")
    took = (time.perf_counter() - start) * 1000
    links, nodes = answer["links"], {node["key"]: node for node in answer["nodes"]}
    pumps = [node for node in answer["nodes"] if node["product"] == "FG-PUMP" and node["type"] == "lot"]
    received = [link for link in source["links"] if link["kind"] == "received" and link["to"] == answer["root"]["key"]]
    suppliers = {node["key"]: node["name"] for node in source["nodes"]}
    lines = [f"Question  Battery lot {SUSPECT} is suspect. Which pumps may hold one, and who has them?"]
    lines.append(f"Answer    {len(pumps)} pumps, found in {took:.0f} ms:")
    for place, serials in sorted(_whereabouts(pumps, links, nodes).items()):
        lines += ["", f"  {place}", f"    {', '.join(sorted(serials))}"]
    lines.append("")
    for link in received:
        quantity = f"{link['quantity']:g} pieces from {suppliers[link['from']]}"
        lines.append(f"  Came in   {quantity} with {link['document']} on {link['date'][:10]}")
    lines.append(f"  How sure  {_sureness(links)}")
    return "\n".join(lines)


def _whereabouts(pumps, links, nodes):
    """``{place: serial numbers}``: each pump is where its last delivery, return or repair left it."""
    places = {}
    for pump in pumps:
        moves = [link for link in links if pump["key"] in (link["from"], link["to"])]
        ends = sorted(
            (link["date"], link["kind"], link["to"])
            for link in moves
            if link["kind"] in {"shipped", "returned", "unbuilt", "scrapped"}
        )
        _date, kind, target = ends[-1] if ends else ("", "", "")
        place = {
            "shipped": nodes.get(target, {}).get("name"),
            "returned": "Back from a customer, in our stock",
            "unbuilt": "Taken apart",
            "scrapped": "Scrapped",
        }.get(kind, "Never left our stock")
        places.setdefault(place, []).append(pump["lot"])
    return places


def _sureness(links):
    meaning = {
        "exact": "links recorded for this very lot or unit",
        "order": "recorded for an order whose units share it",
        "inferred": "inferred",
    }
    counts = Counter(link["grade"] for link in links)
    return "; ".join(f"{counts[grade]} {text}" for grade, text in meaning.items() if counts[grade])
