"""Proposals of the form editor: what confirmed values speak for, taken over one by one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from app.services.form_learning import accept
from app.ui.form_editor_flow import FormFlow
from app.ui.form_editor_models import ProposalRow
from app.ui.form_editor_view import FormEditorView
from app.ui.form_editor_words import proposal_words
from app.ui.form_editor_work import FormWork
from ocr.understanding.lessons import Proposal, ZoneProposal


class ProposalDesk(QObject):
    """Looks for proposals; only the officer takes one over."""

    def __init__(self, view: FormEditorView, work: FormWork, forms: FormFlow) -> None:
        super().__init__(view)
        self._view = view
        self._work = work
        self._forms = forms
        self._proposals: tuple[Proposal, ...] = ()
        view.proposals_wanted.connect(self._look)
        view.accepted.connect(self._accept)
        forms.proposals_read.connect(self._read)

    def _look(self) -> None:
        opened, known = self._work.draft.opened, self._work.known.papers
        paper = next((each for each in known if each.code == opened), None)
        if paper is None:
            self._view.tell(self.tr("Open a known form first: proposals are for saved forms."))
        else:
            self._forms.look_for_proposals(paper)

    def _read(self, proposals: tuple[Proposal, ...]) -> None:
        self._proposals = proposals
        self._show()
        if not proposals:
            self._view.note(self.tr("No proposals: the form agrees with what was confirmed."))

    def _show(self) -> None:
        draft = self._work.draft
        paper = replace(draft.paper, fields=tuple(field.definition for field in draft.fields))
        rows = [ProposalRow(each, proposal_words(each, paper)) for each in self._proposals]
        self._view.proposals.model.set_rows(rows)

    def _accept(self, number: int) -> None:
        if not 0 <= number < len(self._proposals):
            self._view.tell(self.tr("Choose a proposal of the list first."))
            return
        proposal = self._proposals[number]
        draft = accept(self._work.draft, proposal)
        self._proposals = tuple(each for each in self._proposals if each is not proposal)
        self._show()
        self._work.step(draft)
        if isinstance(proposal, ZoneProposal) and draft.printing == proposal.layout:
            self._forms.lay_again(self._work.now, proposal.field)
