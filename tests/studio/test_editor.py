"""What the editor sends to the browser and makes of what comes back, without a browser."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from studio.components.editor import Words, editor, typed

    before = typed("tariff", rev=st.session_state.get("rev", 0))
    state = editor(
        st.session_state.get("text", "a\r\nb"),
        key="tariff",
        rev=st.session_state.get("rev", 0),
        diagnostics=[{"from": 0, "to": 1, "severity": "error", "message": "no"}],
        words=Words(heads=("table",)),
        goto_line=st.session_state.get("goto"),
        lint_url="/api/v1/analyse",
    )
    st.session_state.seen = (before, state)


def sent(app: AppTest) -> dict[str, Any]:
    found = [e for e in app.main.children.values() if e.type == "bidi_component"]
    data: dict[str, Any] = json.loads(found[0].proto.json)
    return data


def test_the_first_run_sends_the_text_with_unix_line_ends() -> None:
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert sent(app)["doc"] == "a\nb"
    assert sent(app)["lang"]["heads"] == ["table"]
    before, state = app.session_state["seen"]
    assert before is None
    assert (state.text, state.seq, state.command) == ("a\nb", 0, None)


def test_a_jump_is_numbered_so_that_a_rerun_does_not_jump_again() -> None:
    app = AppTest.from_function(page)
    app.session_state["goto"] = 2
    app.run()
    assert sent(app)["gotoLine"] == {"line": 2, "count": 1}
    app.session_state["goto"] = None
    app.run()
    assert sent(app)["gotoLine"] == {"line": 2, "count": 1}
    app.session_state["goto"] = 2
    app.run()
    assert sent(app)["gotoLine"] == {"line": 2, "count": 2}
    assert not app.exception
