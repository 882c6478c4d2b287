"""The style sheet of the window, written from the appearance in use.

Widgets choose among few roles by a property: labels `title`, `heading`, `subheading`, `muted`, `help`, `question`, `error`; buttons `primary`,
`quiet`, `rail`. Everything else is the neutral default.
"""

from __future__ import annotations

from string import Template

from lnreview.desktop.theme import BODY_POINTS, HEADING_POINTS, SMALL_POINTS, TITLE_POINTS, Look

SHEET = Template("""
QScrollArea { border: none; }
QScrollArea > QWidget > QWidget[role="page"] { background: $window; }
QToolTip { color: $text; background: $surface; border: 1px solid $border; padding: ${p4}px; }

QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="subheading"] { font-weight: 600; }
QLabel[role="muted"], QLabel[role="help"] { color: $muted; font-size: ${small}pt; }
QLabel[role="question"] { color: $urgent; font-size: ${small}pt; }
QLabel[role="error"] { color: $not_met; font-size: ${small}pt; }
QLabel[role="unit"] { color: $muted; }

QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {
  background: $surface; border: 1px solid $border; border-radius: ${p4}px; padding: ${p4}px ${p8}px;
  selection-background-color: $accent; selection-color: $on_accent; min-height: ${field}px;
}
QPlainTextEdit { padding: ${p4}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: ${ring}px solid $accent; padding: ${in4}px ${in8}px; }
QPlainTextEdit:focus { padding: ${in4}px; }
QLineEdit[invalid="yes"], QPlainTextEdit[invalid="yes"], QComboBox[invalid="yes"] {
  border: ${ring}px solid $not_met; padding: ${in4}px ${in8}px;
}
QPlainTextEdit[invalid="yes"] { padding: ${in4}px; }
QLineEdit:disabled, QComboBox:disabled { color: $disabled; border-color: $hairline; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
QComboBox::drop-down { border: none; width: ${p24}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $surface; border: 1px solid $border; selection-background-color: $selection; selection-color: $text;
  outline: none;
}
QComboBox QAbstractItemView::item { min-height: ${row}px; padding-left: ${p8}px; }
QCompleter QAbstractItemView::item { min-height: ${row}px; }
QCheckBox, QRadioButton { spacing: ${p8}px; min-height: ${target}px; }
QCheckBox::indicator, QRadioButton::indicator { width: ${p16}px; height: ${p16}px; }

QPushButton, QToolButton[role="plain"] {
  background: $surface; border: 1px solid $border; border-radius: ${p4}px; padding: ${p4}px ${p16}px;
  min-height: ${field}px;
}
QPushButton:hover { background: $hover; }
QPushButton:focus { border: ${ring}px solid $accent; padding: ${in4}px ${in16}px; }
QPushButton:disabled { color: $disabled; border-color: $hairline; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:focus { background: $surface; color: $accent; border: ${ring}px solid $accent; }
QPushButton[role="primary"]:disabled { background: $hover; color: $muted; border-color: $hairline; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; color: $accent; padding: ${p4}px ${p8}px; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border: ${ring}px solid $accent; padding: ${in4}px ${in8}px; }
QPushButton[role="quiet"]:checked { background: $selection; color: $text; border-color: $chosen; }
QPushButton[role="quiet"]:disabled { color: $disabled; background: transparent; }
QWidget#openRow { background: $surface; border-left: ${p4}px solid $accent; }

QWidget#rail { background: $surface; border-right: 1px solid $hairline; }
QToolButton[role="rail"] {
  background: transparent; border: ${ring}px solid transparent; border-radius: ${p8}px; padding: ${p1}px;
  font-size: ${small}pt; color: $muted;
}
QToolButton[role="rail"]:hover { background: $hover; color: $text; }
QToolButton[role="rail"]:checked { background: $selection; color: $text; border-color: $chosen; }
QToolButton[role="rail"]:focus { border: ${ring}px solid $accent; }
QToolButton[role="rail"]:disabled { color: $disabled; background: transparent; }
QWidget#header { background: $surface; border-bottom: 1px solid $hairline; }
QWidget#sincePanel { background: $surface; border-bottom: 1px solid $hairline; border-left: ${p4}px solid $accent; }
QWidget#sincePanel QScrollArea, QWidget#sincePanel QWidget[role="page"] { background: $surface; }
QWidget#decisionFoot { border-top: 1px solid $hairline; }
QWidget#messageBar { background: $surface; border-bottom: 1px solid $hairline; }
QWidget#messageBar[kind="failed"] { border-left: ${p4}px solid $not_met; }
QWidget#messageBar[kind="told"] { border-left: ${p4}px solid $accent; }

QWidget#jobStrip, QWidget#reportPanel, QWidget#exportPanel { background: $surface; border-top: 1px solid $hairline; }
QProgressBar { background: $surface; border: 1px solid $border; border-radius: ${p4}px; }
QProgressBar::chunk { background: $accent; color: $on_accent; border-radius: ${p4}px; }

QTableView, QListView {
  background: $surface; border: ${frame}px solid transparent; gridline-color: transparent; outline: none;
  selection-background-color: $selection; selection-color: $text;
}
QTableView:focus, QListView:focus { border: ${frame}px solid $accent; }
QTableView::item { padding: 0 ${p8}px; border: none; }
QTableView::item:selected {
  background: $selection; color: $text; border-top: 1px solid $chosen; border-bottom: 1px solid $chosen;
}
QHeaderView { background: $surface; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $border; font-size: ${small}pt;
  padding: ${p4}px ${p11}px; text-align: left;
}
QTableCornerButton::section { background: $surface; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab:first { margin-left: ${p8}px; }
QTabBar::scroller { width: ${p48}px; }
QTabBar QToolButton { background: $surface; border: 1px solid $hairline; }
QTabBar::tab {
  background: transparent; color: $muted; border: ${ring}px solid transparent;
  padding: ${in8}px ${in8}px; min-height: ${field}px;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { background: $hover; border-color: $accent; }

#palette { background: $surface; border: 1px solid $border; border-radius: ${p8}px; }
#helpPanel { background: $surface; border-left: 1px solid $hairline; }
#helpPanel QTextBrowser { background: $surface; }
#tourCard { background: $surface; border: 2px solid $accent; border-radius: ${p8}px; }
#palette QListView { background: $surface; }

QMenuBar { background: $surface; border-bottom: 1px solid $hairline; }
QMenuBar::item { padding: ${p4}px ${p8}px; background: transparent; border: 1px solid transparent; }
QMenuBar::item:selected { background: $hover; border-color: $chosen; }
QMenu { background: $surface; border: 1px solid $border; padding: ${p4}px; }
QMenu::item { padding: ${p4}px ${p24}px; min-height: ${p16}px; border: 1px solid transparent; }
QMenu::item:selected { background: $selection; color: $text; border-color: $chosen; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $hairline; margin: ${p4}px ${p8}px; }

QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: ${p4}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0;
}
""")


def stylesheet(look: Look) -> str:
    """Return the style sheet for an appearance."""
    lengths = {f"p{length}": look.px(length) for length in (1, 2, 4, 8, 11, 12, 16, 24, 32, 48)}
    # Inside the ring of the focus there is as much less room, so that nothing moves when the focus comes.
    inside = {f"in{length}": max(look.px(length) - look.ring + 1, 0) for length in (4, 8, 16)}
    lines = {
        "ring": look.ring,
        "frame": look.ring if look.strong else 1,
        "chosen": look.colours.accent if look.strong else "transparent",
    }
    sizes = {
        "title": round(TITLE_POINTS * look.factor, 1),
        "heading": round(HEADING_POINTS * look.factor, 1),
        "body": round(BODY_POINTS * look.factor, 1),
        "small": round(SMALL_POINTS * look.factor, 1),
        "field": look.px(20),
        "row": look.px(28),
        "target": look.px(24),
    }
    return SHEET.substitute(vars(look.colours) | lengths | inside | lines | sizes)
