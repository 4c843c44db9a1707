"""Drafts: the text in work, saved again and again by whoever edits it."""

from __future__ import annotations

from typing import TypeAlias

from sqlmodel import select

from tariff_library.answers import Conflict, Draft, TextRefused, UnknownTariff
from tariff_library.database import reading
from tariff_library.library import Library
from tariff_library.lookups import draft_of, find_draft, find_tariff, key
from tariff_library.records import EditorRecord
from tariff_library.texts import refusal_of_text, text_hash

Saved: TypeAlias = Draft | Conflict | TextRefused | UnknownTariff
"""What saving comes to."""


def get_draft(library: Library, name: str) -> Draft | UnknownTariff:
    """The draft of a tariff, as it is now."""
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        return draft_of(session, tariff, find_draft(session, tariff))


def save_draft(library: Library, name: str, text: str, base_revision: int) -> Saved:
    """Saves a text that was edited from `base_revision`; mistakes in it do not matter yet.

    Saving the text that is there already changes nothing, whichever revision it was edited from."""
    refused = refusal_of_text(text)
    if refused is not None:
        return refused
    with library.changing() as trail:
        session = trail.session
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        draft = find_draft(session, tariff)
        before, after = draft.text_hash, text_hash(text)
        if before == after:
            return draft_of(session, tariff, draft)
        if draft.revision != base_revision:
            return Conflict(base_revision, text, draft_of(session, tariff, draft))
        draft.text, draft.text_hash = text, after
        draft.revision += 1
        draft.saved_at, draft.saved_by = trail.at, trail.actor
        session.add(draft)
        editor = session.exec(
            select(EditorRecord).where(EditorRecord.draft_id == key(draft), EditorRecord.editor == trail.actor)
        ).one_or_none() or EditorRecord(draft_id=key(draft), editor=trail.actor, last_revision=0)
        editor.last_revision = draft.revision
        session.add(editor)
        trail.record("save-draft", name, before=before, after=after)
        session.flush()
        return draft_of(session, tariff, draft)
