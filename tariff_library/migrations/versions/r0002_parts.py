"""The texts that a version is made of, which never change either."""

import sqlalchemy as sa
from alembic import op

from tariff_library.migrations.versions.r0001_first import forbid_changes

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "version_part",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "name", name="pk_version_part"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_version_part_version_id"),
    )
    forbid_changes("version_part", "a published version never changes")
