"""What the columns of a table mean, as the page's form has it and as a mapping file."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tarazy.scenarios.writing import toml


class Person(BaseModel):
    """Who takes part in the claims of a table: the column, and what its cells are (``code``); or one actor for all rows."""

    role: str = Field(max_length=100)
    column: str | None = Field(None, max_length=500)
    code: str = Field("name", max_length=30)
    actor: str | None = Field(None, max_length=200)


class Table(BaseModel):
    """What the columns of a table mean."""

    kind: str = Field(max_length=100)
    separator: str = Field(",", max_length=1)
    participants: list[Person] = Field(min_length=1, max_length=10)
    start: str | None = Field(None, max_length=500, description="The column of dates.")
    stage: str | None = Field(None, max_length=100)
    object: str | None = Field(None, max_length=500, description="The column of objects.")
    quantity: str | None = Field(None, max_length=500, description="The column of quantities.")
    unit: str | None = Field(None, max_length=100)
    scale: float = 1.0
    date: str | None = Field(None, max_length=60, description="How dates stand there, such as %d.%m.%Y.")


def written(table: Table) -> str:
    """The mapping as TOML, for `tarazy import table`."""
    lines = [f"separator = {toml(table.separator)}"]
    if table.date:
        lines.append(f"date = {toml(table.date)}")
    lines += ["", "[[claim]]", f"kind = {toml(table.kind)}"]
    for slot, column in (("start", table.start), ("object", table.object)):
        if column:
            lines.append(f"{slot} = {{ column = {toml(column)} }}")
    if table.stage:
        lines.append(f"stage = {toml(table.stage)}")
    lines += ["", "[claim.participants]"]
    for one in table.participants:
        if one.actor:
            lines.append(f"{toml(one.role)} = {{ actor = {toml(one.actor)} }}")
        else:
            lines.append(f"{toml(one.role)} = {{ column = {toml(one.column or '')}, code = {toml(one.code)} }}")
    if table.quantity:
        lines += ["", "[[claim.quantities]]", f"column = {toml(table.quantity)}", f"unit = {toml(table.unit or '')}"]
        if table.scale != 1:
            lines.append(f"scale = {toml(table.scale)}")
    return "\n".join([*lines, ""])
