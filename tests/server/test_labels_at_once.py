"""Two people who print labels of one serial number at the same moment."""

from concurrent.futures import ThreadPoolExecutor

ROUNDS = 4


def test_of_two_first_prints_of_one_unit_one_comes_out(rpc, session):
    printed = rpc("inspector", "meddev.label.entry", "search_read", [("kind", "=", "issued")], ["lot_id"])
    there = [("product_id.default_code", "=", "FG-PUMP"), ("id", "not in", [row["lot_id"][0] for row in printed])]
    units = rpc("inspector", "stock.lot", "search", there, limit=ROUNDS)
    assert len(units) == ROUNDS
    template = rpc("inspector", "meddev.label.template", "search", [], limit=1)[0]
    people = [session("operator"), session("inspector")]
    for unit in units:
        values = {"template_id": template, "line_ids": [(0, 0, {"lot_id": unit, "quantity": 1})]}
        prints = [rpc(one.login, "meddev.label.print", "create", values) for one in people]
        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(fetch, *pair) for pair in zip(people, prints, strict=True)]
            answers = [one.result() for one in asked]
        labels = [text for text in answers if text.startswith("^XA")]
        refused = [text for text in answers if "is a reprint: more labels than its goods take" in text]
        assert (len(labels), len(refused)) == (1, 1), answers
        entries = rpc("inspector", "meddev.label.entry", "search_count", [("lot_id", "=", unit)])
        assert entries == 1


def fetch(person, number):
    address = f"{person.url}/report/text/meddev_label.label_zpl/{number}"
    return person.http.get(address, params={"context": '{"lang": "en_US"}'}, timeout=120).text.strip()
