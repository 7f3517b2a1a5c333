"""Scenarios: files that suppose a change, models that answer, results that say what they hang on."""

from tarazy.scenarios.case import Case, Input
from tarazy.scenarios.faults import ScenarioError, ScenarioStoppedError
from tarazy.scenarios.model import Draws, Model
from tarazy.scenarios.table import model_table

__all__ = ["Case", "Draws", "Input", "Model", "ScenarioError", "ScenarioStoppedError", "model_table"]
