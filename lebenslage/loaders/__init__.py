"""The only room that opens data files: each becomes checked model objects or one clear error."""

from lebenslage.loaders.gemeinde import load_gemeinde, wrong_hours
from lebenslage.loaders.limesurvey_structure import STRUCTURES
from lebenslage.loaders.opening import open_source
from lebenslage.loaders.package import load_package
from lebenslage.loaders.procedure import load_procedure
from lebenslage.loaders.questionnaire_text import questionnaire_text
from lebenslage.loaders.registry import (
    FORMATS,
    inspect,
    inspect_file,
    propose,
    read,
    read_cells,
    read_file,
    template,
)
from lebenslage.loaders.sheets import check_sheet, read_sheets
from lebenslage.loaders.survey import ANSWER_FORMATS

__all__ = [
    "ANSWER_FORMATS",
    "FORMATS",
    "STRUCTURES",
    "check_sheet",
    "inspect",
    "inspect_file",
    "load_gemeinde",
    "load_package",
    "load_procedure",
    "open_source",
    "propose",
    "questionnaire_text",
    "read",
    "read_cells",
    "read_file",
    "read_sheets",
    "template",
    "wrong_hours",
]
