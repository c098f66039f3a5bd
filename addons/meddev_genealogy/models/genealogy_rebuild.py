import logging

from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
EXAMPLES = 20


class MeddevGenealogyLink(models.Model):
    _inherit = "meddev.genealogy.link"

    @api.model
    def _rebuild(self):
        """Derive every link from scratch, compare with what is kept, and mend what differs.

        Movements wait meanwhile, so that none is missed.

        :return: ``{"links": int, "missing": int, "wrong": int, "passages": int, "examples": [str]}``: how many there
            are now, how many had been missing, how many were there and should not have been, of how many products it
            was not known that their lots lead on, and some of the links by lot and document
        """
        self.env.flush_all()
        self._settle()
        self._derive_all()
        missing, wrong = self._compare()
        examples = self._examples()
        self._mend()
        passages = self.env["meddev.genealogy.passage"]._note_all()
        self.invalidate_model(flush=False)
        links = self.env.execute_query(SQL("SELECT count(*) FROM meddev_genealogy_link"))[0][0]
        return {"links": links, "missing": missing, "wrong": wrong, "passages": passages, "examples": examples}

    @api.model
    def _compare_nightly(self):
        """Rebuild; what differed was changed behind Odoo's back, which the quality managers should know."""
        answer = self._rebuild()
        if not answer["missing"] and not answer["wrong"] and not answer["passages"]:
            return
        text = " ".join(self._told_differences(**answer))
        _logger.warning("Genealogy: %s", text)
        managers = self.env.ref("meddev_base.group_quality_manager").all_user_ids.filtered("email")
        self.env["mail.mail"].create({
            "subject": self.env._("The genealogy differed from the movements"),
            "body_html": Markup("<p>%s</p>") % text,
            "email_to": ",".join(managers.mapped("email_formatted")),
        })  # fmt: skip

    def _told_differences(self, missing, wrong, passages, examples, **_rest):
        if missing or wrong:
            yield self.env._(
                "%(missing)s links were missing and %(wrong)s were wrong; they are mended. Somebody changed movements "
                "or links in the database and not in Odoo: the audit trail tells who. For example: %(examples)s",
                missing=missing, wrong=wrong, examples="; ".join(examples),
            )  # fmt: skip
        if passages:
            yield self.env._(
                "Of %s products it was not known that their lots lead on, so that traces ended there too early; this "
                "is mended.",
                passages,
            )

    def _derive_all(self):
        cr = self.env.cr
        cr.execute("LOCK TABLE stock_move_line, stock_move, meddev_genealogy_link IN SHARE ROW EXCLUSIVE MODE")
        # For this transaction only: a million links are sorted and joined in memory.
        cr.execute("SET LOCAL work_mem = '256MB'")
        cr.execute("DROP TABLE IF EXISTS meddev_genealogy_fresh, meddev_genealogy_difference")
        cr.execute(
            SQL(
                """CREATE TEMP TABLE meddev_genealogy_fresh ON COMMIT DROP AS
                   SELECT %s FROM meddev_genealogy_link WITH NO DATA""",
                self._columns(),
            )
        )
        cr.execute(
            SQL(
                "%s INSERT INTO meddev_genealogy_fresh (%s) %s",
                self._derivation(SQL("TRUE"), self._document_columns()), self._columns(), self._derived(),
            )
        )  # fmt: skip

    def _compare(self):
        """Fill the table of differences; how many links are missing, and how many wrong."""
        columns = self._columns()
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE meddev_genealogy_difference ON COMMIT DROP AS
                SELECT %(columns)s, sum(n)::int AS n
                  FROM (SELECT %(columns)s, 1 AS n FROM meddev_genealogy_fresh
                         UNION ALL
                        SELECT %(columns)s, -1 FROM meddev_genealogy_link) both_sides
                 GROUP BY %(columns)s HAVING sum(n) <> 0
                """,
                columns=columns,
            )
        )
        query = """SELECT coalesce(sum(n) FILTER (WHERE n > 0), 0), coalesce(-sum(n) FILTER (WHERE n < 0), 0)
                     FROM meddev_genealogy_difference"""
        return self.env.execute_query(SQL(query))[0]

    def _examples(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT CASE WHEN n > 0 THEN 'missing' ELSE 'wrong' END || ': ' || coalesce(lot.name, 'no lot') || ' '
                          || side || ' ' || kind || ', ' || quantity || ', ' || coalesce(document, '')
                     FROM meddev_genealogy_difference LEFT JOIN stock_lot lot ON lot.id = lot_id
                    ORDER BY line_id, n LIMIT %s""",
                EXAMPLES,
            )
        )
        return [row[0] for row in rows]

    def _mend(self):
        cr, columns = self.env.cr, self._columns()
        cr.execute(
            "DELETE FROM meddev_genealogy_link WHERE line_id IN (SELECT line_id FROM meddev_genealogy_difference)"
        )
        cr.execute(
            SQL(
                """INSERT INTO meddev_genealogy_link (%s) SELECT %s FROM meddev_genealogy_fresh
                    WHERE line_id IN (SELECT line_id FROM meddev_genealogy_difference) ORDER BY date, line_id""",
                columns, columns,
            )
        )  # fmt: skip
