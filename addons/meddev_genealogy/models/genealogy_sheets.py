from datetime import datetime

from odoo import fields, models


class MeddevGenealogy(models.AbstractModel):
    """A trace and its recall scope as tables, for the spreadsheet."""

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _sheets(self, answer, scope, direction):
        """``[(name, headings, rows)]``; the first says what was asked, by whom and when, and what is missing."""
        return [
            (
                self.env._("About"),
                [self.env._("What"), self.env._("Value")],
                self._about_rows(answer, scope, direction),
            ),
            self._nodes_sheet(answer),
            self._links_sheet(answer),
            *self._scope_sheets(scope),
            self._balance_sheet(scope),
        ]

    def _about_rows(self, answer, scope, direction):
        directions = {"up": self.env._("Origin"), "down": self.env._("Use"), "both": self.env._("Origin and use")}
        yes, no = self.env._("yes"), self.env._("no")
        subject = answer["subject"]
        return [
            [self.env._("Genealogy of"), subject["name"]],
            [self.env._("Lots asked about"), subject["lots"]],
            [self.env._("Lots there are"), subject["lots_in_all"]],
            [self.env._("Sheets Nodes and Links"), self._words_of_links(subject)],
            [self.env._("Sheets On hand to Balance"), self.env._("The recall scope of all lots there are")],
            [self.env._("Direction"), directions[direction]],
            [self.env._("Asked on"), self._local(fields.Datetime.now())],
            [self.env._("Time zone"), self.env.user.tz or "UTC"],
            [self.env._("Asked by"), self.env.user.name],
            [self.env._("Cut by depth"), yes if answer["truncated"] else no],
            [self.env._("Movements in companies that you may not see"), max(answer["hidden"], scope["hidden"])],
        ]

    def _words_of_links(self, subject):
        if subject["lots"] < subject["lots_in_all"]:
            return self.env._("Of the latest lots, all of them, whatever was filtered on the screen")
        return self.env._("All of them, whatever was filtered on the screen")

    def _nodes_sheet(self, answer):
        headings = [
            self.env._("Type"), self.env._("Lot"), self.env._("Product"), self.env._("Product Name"),
            self.env._("Name"), self.env._("Status"), self.env._("Expiry"), self.env._("Date"),
        ]  # fmt: skip
        rows = [
            [node["type_label"], node["lot"], node["product"], node["product_name"], node["name"],
             node["state_label"], self._moment(node["expiry"]), self._moment(node["date"])]
            for node in answer["nodes"]
        ]  # fmt: skip
        return self.env._("Nodes"), headings, rows

    def _links_sheet(self, answer):
        nodes = {node["key"]: node for node in answer["nodes"]}
        headings = [
            self.env._("From"), self.env._("From Product"), self.env._("Event"), self.env._("To"),
            self.env._("To Product"), self.env._("Quantity"), self.env._("Unit"), self.env._("Grade"),
            self.env._("Date"), self.env._("Document"),
        ]  # fmt: skip
        rows = []
        for link in answer["links"]:
            source, target = nodes[link["from"]], nodes[link["to"]]
            rows.append([
                source["lot"] or source["name"], source["product"], link["kind_label"],
                target["lot"] or target["name"], target["product"], link["quantity"], link["uom"],
                link["grade_label"], self._moment(link["date"]), link["document"],
            ])  # fmt: skip
        return self.env._("Links"), headings, rows

    def _scope_sheets(self, scope):
        """On hand, shipped, consumed and scrapped: each with what its entries say."""
        labels = self._column_labels()
        columns = {
            "on_hand": ["lot", "product", "location", "quantity", "uom"],
            "shipped": ["lot", "product", "partner", "delivery", "date", "quantity", "uom", "grade_label"],
            "consumed": ["lot", "product", "into", "document", "date", "quantity", "uom", "grade_label"],
            "scrapped": ["lot", "product", "document", "date", "quantity", "uom", "grade_label"],
        }
        names = {"on_hand": self.env._("On hand"), "shipped": self.env._("Shipped"),
                 "consumed": self.env._("Consumed"), "scrapped": self.env._("Scrapped")}  # fmt: skip
        return [
            (names[part], [labels[column] for column in wanted], [self._cells(row, wanted) for row in scope[part]])
            for part, wanted in columns.items()
        ]

    def _balance_sheet(self, scope):
        labels = self._column_labels()
        wanted = ["lot", "product", "uom", "made", "on_hand", "shipped", "consumed", "scrapped", "adjusted",
                  "returned_to_vendor", "difference"]  # fmt: skip
        rows = [self._cells(row, wanted) for row in scope["balance"]]
        return self.env._("Balance"), [labels[column] for column in wanted], rows

    def _column_labels(self):
        return {
            "lot": self.env._("Lot"),
            "product": self.env._("Product"),
            "location": self.env._("Location"),
            "quantity": self.env._("Quantity"),
            "uom": self.env._("Unit"),
            "partner": self.env._("Customer"),
            "delivery": self.env._("Document"),
            "date": self.env._("Date"),
            "into": self.env._("Into"),
            "document": self.env._("Document"),
            "grade_label": self.env._("Grade"),
            "made": self.env._("Made or received"),
            "on_hand": self.env._("On hand"),
            "shipped": self.env._("Shipped"),
            "consumed": self.env._("Consumed"),
            "scrapped": self.env._("Scrapped"),
            "adjusted": self.env._("Adjusted"),
            "returned_to_vendor": self.env._("Returned to vendor"),
            "difference": self.env._("Difference"),
        }

    def _cells(self, row, wanted):
        return [self._moment(row[column]) if column == "date" else row.get(column) for column in wanted]

    def _moment(self, text):
        """A moment of an answer as the reader's own clock shows it, for a cell; None for none."""
        if not text:
            return None
        moment = datetime.fromisoformat(text)
        return self._local(moment.replace(tzinfo=None))

    def _local(self, moment):
        return fields.Datetime.context_timestamp(self, moment).replace(tzinfo=None)
