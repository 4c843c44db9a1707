"""Tariffs, drafts, versions, the audit trail, and the rule that the last two never change."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
UNCHANGEABLE = {
    "version": "a published version never changes",
    "audit_entry": "the audit trail never changes",
}


def upgrade() -> None:
    op.create_table(
        "tariff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("domain", sa.String(100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tariff"),
        sa.UniqueConstraint("name", name="uq_tariff_name"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tariff_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.ForeignKeyConstraint(["tariff_id"], ["tariff.id"], name="fk_draft_tariff_id"),
        sa.UniqueConstraint("tariff_id", name="uq_draft_tariff_id"),
    )
    op.create_table(
        "draft_editor",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("editor", sa.String(100), nullable=False),
        sa.Column("last_revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "editor", name="pk_draft_editor"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_draft_editor_draft_id"),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tariff_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("price_hash", sa.String(64), nullable=False),
        sa.Column("graph", sa.Text(), nullable=False),
        sa.Column("input_schema", sa.Text(), nullable=False),
        sa.Column("language_version", sa.String(20), nullable=False),
        sa.Column("pricing_date", sa.Text(), nullable=False),
        sa.Column("effective_from", MOMENT, nullable=False),
        sa.Column("known_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("approver", sa.String(100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.ForeignKeyConstraint(["tariff_id"], ["tariff.id"], name="fk_version_tariff_id"),
        sa.UniqueConstraint("tariff_id", "number", name="uq_version_tariff_id_number"),
        sa.UniqueConstraint("tariff_id", "effective_from", name="uq_version_tariff_id_effective_from"),
    )
    op.create_index("ix_version_price_hash", "version", ["price_hash"])
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("tariff", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(64), nullable=True),
        sa.Column("after", sa.String(64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
    )
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_changes", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
    )
    op.bulk_insert(head, [{"id": 1, "version_changes": 0, "audit_hash": "0" * 64}])
    for table, sentence in UNCHANGEABLE.items():
        forbid_changes(table, sentence)


def forbid_changes(table: str, sentence: str) -> None:
    """Lets the database itself refuse what no program of ours may do."""
    if op.get_context().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_never_changes()"
    )
