"""The product's main question, asked of the demo company and answered as text for the terminal."""

import time
from collections import Counter

QUESTION = "LB03"
WIDTH = 34


def first_answer(env):
    """Which pumps hold a battery of the suspect lot, where are they, and how sure is that."""
    start = time.perf_counter()
    answer = env["meddev.api.v1"].trace(lot=QUESTION, direction="both")
    took = (time.perf_counter() - start) * 1000
    links, nodes = answer["links"], {node["key"]: node for node in answer["nodes"]}
    pumps = [node for node in answer["nodes"] if node["product"] == "FG-PUMP" and node["type"] == "lot"]
    lines = [
        f"Question  Battery lot {QUESTION} is suspect. Which pumps hold one, and who has them?",
        f"Answer    {len(pumps)} pumps may hold one of its {_received(links):g} batteries ({took:.0f} ms):",
        "",
        *(f"  {name:<{WIDTH}} {text}" for name, text in sorted(_whereabouts(pumps, links, nodes).items())),
        "",
        f"  Supplied by {', '.join(partner['name'] for partner in answer['partners'] if partner['role'] == 'supplier')}.",
        f"  How sure: {_sureness(links)}.",
    ]
    return "\n".join(lines)


def _received(links):
    return sum(link["quantity"] for link in links if link["kind"] == "received" and link["to"].startswith("lot:"))


def _whereabouts(pumps, links, nodes):
    """``{place: serial numbers}``: each pump stands where its last delivery or return left it."""
    places = {}
    for pump in pumps:
        moves = [link for link in links if pump["key"] in (link["from"], link["to"])]
        shipped = sorted((link["date"], link) for link in moves if link["kind"] in {"shipped", "returned", "unbuilt"})
        last = shipped[-1][1] if shipped else None
        place = {"shipped": lambda: nodes[last["to"]]["name"], "returned": lambda: "back from a customer",
                 "unbuilt": lambda: "taken apart"}.get(last and last["kind"], lambda: "on hand")()  # fmt: skip
        places.setdefault(place[:WIDTH], []).append(pump["lot"])
    return {place: ", ".join(sorted(serials)) for place, serials in places.items()}


def _sureness(links):
    meaning = {"exact": "recorded for this very unit", "order": "recorded for the order, shared by its units",
               "inferred": "inferred"}  # fmt: skip
    counts = Counter(link["grade"] for link in links)
    return "; ".join(f"{counts[grade]} links {text}" for grade, text in meaning.items() if counts[grade])
