"""What looks odd in one list of the case: a mark in its row, and a question beneath the field of its form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from lnreview.case.oddities import Oddity
from lnreview.case.quantities import label
from lnreview.case.records import Entry, Quantity
from lnreview.desktop.forms.oddity_words import mark, question_words
from lnreview.desktop.forms.question import Answer, Question, right_as_written
from lnreview.desktop.language import tr
from lnreview.desktop.second_look import second_look
from lnreview.desktop.session import Session

if TYPE_CHECKING:
    from lnreview.desktop.pages.case.list_panel import ListPanel


class OddRows:
    """The second look at the list of a panel."""

    def __init__(self, session: Session, panel: ListPanel) -> None:
        self._session = session
        self._panel = panel
        self._look = second_look(session)
        self._look.changed.connect(panel.mark_anew)
        panel.editor.look = self.ask

    def marks(self) -> dict[str, tuple[str, str]]:
        """Return by the id of an entry the mark of its row, and why it has one."""
        case = self._session.case
        if case is None:
            return {}
        odd = self._look.of_list(self._panel.list_name)
        entries = getattr(case, self._panel.list_name) if odd else ()
        return {
            entry.id: (mark(odd[entry.id]), question_words(case, entry, odd[entry.id]))
            for entry in entries
            if entry.id in odd
        }

    def ask(self, entry: Entry) -> tuple[str, Question] | None:
        """Return what is asked about the entry that stands in the form, and the field that it is about."""
        odd = self._look.of_entry(self._panel.list_name, entry)
        question = self._question(odd, entry, partial(self._mend, odd, entry)) if odd is not None else None
        return (odd.field, question) if odd is not None and question is not None else None

    def ask_of(self, entry: Entry, mend: Callable[[str], None]) -> Question | None:
        """Return what is asked about an entry that stands elsewhere; `mend` is given the unit that it has after all."""
        odd = self._look.of_entry(self._panel.list_name, entry)
        return self._question(odd, entry, mend, partial(mend, "")) if odd is not None else None

    def _question(
        self, odd: Oddity, entry: Entry, mend: Callable[[str], None], after: Callable[[], None] = lambda: None
    ) -> Question | None:
        case = self._session.case
        if case is None:
            return None
        answers = [right_as_written(partial(self._leave, odd, after))]
        if odd.unit:
            words = tr("It is {unit}").format(unit=label(odd.unit))
            answers.insert(0, Answer(words, partial(mend, odd.unit)))
        return Question(question_words(case, entry, odd), tuple(answers))

    def tell_of(self, entry: Entry) -> None:
        """Say at the foot of the form that an entry that was just stored looks odd."""
        words = self.marks().get(entry.id)
        if words is not None:
            self._panel.editor.say(tr("Stored and marked “{mark}” (F4).").format(mark=words[0]))

    def _leave(self, odd: Oddity, after: Callable[[], None]) -> None:
        self._look.leave(odd)
        self._panel.editor.form.spoken.ask_only(None)
        after()

    def _mend(self, odd: Oddity, entry: Entry, unit: str) -> None:
        """Write the value with the other unit into the form; a stored entry is stored anew at once."""
        value = getattr(entry, odd.field)
        assert isinstance(value, Quantity)
        editor = self._panel.editor
        editor.form.show_value(odd.field, value.model_copy(update={"unit": unit}))
        editor.form.edited.emit(odd.field)
        if entry.id:
            editor.save()
        else:
            editor.form.finished.emit(odd.field)
