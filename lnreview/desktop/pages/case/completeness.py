"""The question that an empty list cannot answer: is this list complete?"""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from lnreview.case.records import Answer
from lnreview.desktop import theme
from lnreview.desktop.forms.fields import AnswerField
from lnreview.desktop.forms.words import slug_words
from lnreview.desktop.language import noop, tr
from lnreview.desktop.session import Session

ListName = Literal["courses", "biopsies"]
_QUESTIONS: dict[ListName, tuple[str, str]] = {
    "courses": (
        noop("Is this list complete?"),
        noop("Yes: every immunosuppressive course ever given for the kidney is listed. Absent is not none."),
    ),
    "biopsies": (
        noop("Is this list complete?"),
        noop("Yes: every kidney biopsy ever taken is listed; with an empty list, none was taken."),
    ),
}


class CompletenessQuestion(QWidget):
    """Yes, no or unknown for one list; stored when it is chosen."""

    def __init__(self, session: Session, list_name: ListName) -> None:
        super().__init__()
        self._session = session
        self._list = list_name
        question, meaning = (tr(words) for words in _QUESTIONS[list_name])
        words = QLabel(question)
        theme.style(words, role="heading")
        self.answer = AnswerField()
        self.answer.setObjectName(f"complete-{list_name}")
        self.answer.set_names(question, meaning)
        self.answer.setToolTip(meaning)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(16))
        words.setWordWrap(True)
        row.addWidget(words, 1)
        row.addWidget(self.answer)
        self.answer.finished.connect(self._store)
        session.case_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        if self._session.case is not None:
            self.answer.show_value(getattr(self._session.case.complete, self._list))

    def _store(self) -> None:
        case = self._session.case
        if case is None:
            return
        chosen: Answer = self.answer.value()  # type: ignore[assignment]
        said = slug_words(chosen)
        complete = case.complete.model_copy(update={self._list: chosen})
        self._session.change(
            tr("Set list of {name} complete: {chosen}").format(name=self._list, chosen=tr(said)),
            case.model_copy(update={"complete": complete}),
        )
        self._refresh()
