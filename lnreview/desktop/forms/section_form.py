"""A part of a case of which there is one (patient, plan, signer): each value is stored when it is finished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.case.records import Record
from lnreview.desktop import theme
from lnreview.desktop.forms.form import FormError, RecordForm
from lnreview.desktop.forms.remarks import remark
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.forms.words import field_label
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session


class SectionForm(QWidget):
    """Fields of one part of the case, or of the case itself where `attribute` is empty."""

    def __init__(
        self,
        session: Session,
        vocabulary: Vocabulary,
        title: str,
        attribute: str,
        model: type[Record],
        names: Iterable[str] | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._attribute = attribute
        self._model = model
        self._touched: set[str] = set()
        self.form: RecordForm[Record] = RecordForm(model, vocabulary, "", names)
        heading = QLabel(title)
        theme.style(heading, role="heading")
        self._column = QVBoxLayout(self)
        self._column.addWidget(heading)
        self._column.addWidget(self.form)
        self.form.edited.connect(self._touched.add)
        self.form.finished.connect(self._commit)
        session.case_opened.connect(self._show_anew)
        session.case_changed.connect(self._refresh)
        session.keeps_draft(self.settle)
        self.restyle()
        self._show_anew()

    @property
    def attribute(self) -> str:
        """The part of the case; empty for the case itself."""
        return self._attribute

    def add_tools(self, tools: QWidget) -> None:
        """Put something between the heading and the fields."""
        self._column.insertWidget(1, tools)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._column.setContentsMargins(0, 0, 0, px(24))
        self._column.setSpacing(px(8))
        self.form.restyle()

    def settle(self) -> bool:
        """Store what was typed and not finished; `False` where a field says why it cannot be."""
        for name in list(self._touched):
            self._commit(name)
        return not self._touched

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_column"):
            self.restyle()
        super().changeEvent(event)

    def _present(self, case: Case) -> Record:
        part = getattr(case, self._attribute) if self._attribute else case
        return part if isinstance(part, Record) else self._model()

    def _show_anew(self) -> None:
        self._touched.clear()
        self._refresh()

    def _refresh(self) -> None:
        """Show the case as it is now; a field in which something unfinished stands keeps it."""
        if self._session.case is None:
            return
        present = self._present(self._session.case)
        for name in self.form.fields:
            if name not in self._touched:
                self.form.show_value(name, getattr(present, name))
                self._remark(name, getattr(present, name))

    def _commit(self, name: str) -> None:
        case = self._session.case
        if case is None:
            return
        present = self._present(case)
        try:
            value = self.form.read_one(name)
        except FormError:
            return
        if value == getattr(present, name):
            self._touched.discard(name)
            self._remark(name, value)
            return
        try:
            changed = self._changed(case, present, {name: value})
        except ValidationError as error:
            self.form.complain(
                name, error.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")
            )
            return
        self._touched.discard(name)
        if not self._session.change(
            tr("Set {title}: {field}").format(title=self._title.lower(), field=field_label(name).lower()),
            changed,
        ):
            self._touched.add(name)

    def _remark(self, name: str, value: object) -> None:
        """Say beside its field what is wrong with a value that is kept as typed."""
        said = remark(self._model.__name__, name, value)
        if said:
            self.form.complain(name, said)

    def _changed(self, case: Case, present: Record, update: dict[str, Any]) -> Case:
        if not self._attribute:
            return Case.model_validate(dict(case) | update)
        part = self._model.model_validate(dict(present) | update)
        return case.model_copy(update={self._attribute: part})
