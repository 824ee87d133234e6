"""Words of the form editor for kinds, finders and proposals."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.services.form_jobs import FoundBy, Trial
from ocr.understanding.forms import PaperType, ValueKind
from ocr.understanding.lessons import AliasProposal, Proposal, ZoneProposal

translate = QCoreApplication.translate


def kind_word(kind: ValueKind) -> str:
    """Name of a kind of value."""
    known = {
        ValueKind.TEXT: translate("FormEditor", "Text"),
        ValueKind.NAME: translate("FormEditor", "Name of a person"),
        ValueKind.DATE: translate("FormEditor", "Date"),
        ValueKind.PERSONAL_ID: translate("FormEditor", "Personal id"),
        ValueKind.SEX: translate("FormEditor", "Sex"),
        ValueKind.ETHNICITY: translate("FormEditor", "Ethnic group"),
        ValueKind.NATIONALITY: translate("FormEditor", "Nationality"),
        ValueKind.ADDRESS: translate("FormEditor", "Address"),
        ValueKind.DOSSIER_CODE: translate("FormEditor", "Dossier code"),
        ValueKind.PROCEDURE_CODE: translate("FormEditor", "Procedure code"),
        ValueKind.NUMBER: translate("FormEditor", "Number"),
        ValueKind.PHONE: translate("FormEditor", "Telephone number"),
        ValueKind.EMAIL: translate("FormEditor", "E-mail address"),
        ValueKind.TIME: translate("FormEditor", "Time of day"),
        ValueKind.DOC_NUMBER: translate("FormEditor", "Document number"),
        ValueKind.TAX_CODE: translate("FormEditor", "Tax code"),
        ValueKind.INSURANCE_NUMBER: translate("FormEditor", "Health insurance number"),
        ValueKind.PASSPORT_NUMBER: translate("FormEditor", "Passport number"),
        ValueKind.LAND_SERIAL: translate("FormEditor", "Serial of a land certificate"),
        ValueKind.REGISTER_NUMBER: translate("FormEditor", "Number in the land register"),
        ValueKind.REGISTRATION_NUMBER: translate("FormEditor", "Civil registration number"),
        ValueKind.BUSINESS_CODE: translate("FormEditor", "Code of a household business"),
        ValueKind.ENTERPRISE_CODE: translate("FormEditor", "Code of an enterprise"),
        ValueKind.MONEY: translate("FormEditor", "Amount of money"),
        ValueKind.NUMBER_WORDS: translate("FormEditor", "Number in words"),
        ValueKind.AREA: translate("FormEditor", "Area"),
        ValueKind.RELATION: translate("FormEditor", "Relation"),
        ValueKind.MARITAL_STATUS: translate("FormEditor", "Marital state"),
        ValueKind.CHOICE: translate("FormEditor", "Tick boxes"),
    }
    return known[kind]


def finder_word(found_by: FoundBy) -> str:
    """How a value was found, with a sign of its own."""
    match found_by:
        case FoundBy.BOTH:
            return translate("FormEditor", "✓ label and place")
        case FoundBy.LABEL:
            return translate("FormEditor", "· label")
        case FoundBy.ZONE:
            return translate("FormEditor", "· place")
        case FoundBy.DIFFERENT:
            return translate("FormEditor", "? label and place differ")
        case FoundBy.NOTHING:
            return translate("FormEditor", "– nothing")
    assert_never(found_by)


def trial_sentence(trial: Trial) -> str:
    """What a trial came to, in a line or two."""
    if trial.printing:
        text = translate("FormEditor", "%1 of %2 anchor words agree (%3).")
        fits = text.replace("%1", str(trial.agreed)).replace("%2", str(trial.anchors))
        fits = fits.replace("%3", trial.printing)
    else:
        fits = translate("FormEditor", "No printing fits this page: only labels are read.")
    if trial.is_told:
        told = translate("FormEditor", "The page is taken for this form.")
        return f"{fits} {told}"
    if trial.told:
        other = translate("FormEditor", "! The page is taken for “%1”: add title lines.")
        return f"{fits} {other.replace('%1', trial.told)}"
    unknown = translate("FormEditor", "! The page is not recognised: check the title lines.")
    return f"{fits} {unknown}"


def proposal_words(proposal: Proposal, paper: PaperType) -> str:
    """What a proposal would change."""
    labels = {field.name: field.label for field in paper.fields}
    label = labels.get(proposal.field, proposal.field)
    match proposal:
        case AliasProposal(alias=alias):
            text = translate("FormEditor", "“%1” is also printed as “%2”.")
            return text.replace("%1", label).replace("%2", alias)
        case ZoneProposal(layout=layout):
            text = translate("FormEditor", "“%1” stands elsewhere in “%2”.")
            return text.replace("%1", label).replace("%2", layout)
    assert_never(proposal)
