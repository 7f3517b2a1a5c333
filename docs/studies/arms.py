# %% [markdown]
# # Arms imports of the five states of Central Asia
#
# From whom do the five states get their arms, and how far do they hang on one supplier? SIPRI's register answers best; its files are not to be
# redistributed, so download yours from <https://www.sipri.org/databases/armstransfers> and put it into the folder `DATA` as `deliveries.csv`. Without it
# the study runs on what the sample's documents say.

# %%
import os
from pathlib import Path
from tempfile import mkdtemp

import altair as alt
import polars as pl

import tarazy
from tarazy.sample import sample_files

FIVE = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
DATA = Path(os.environ.get("TARAZY_DATA", "data"))
register = DATA / "deliveries.csv"

obs = tarazy.create(Path(mkdtemp()) / "arms")
obs.read(sample_files())
if register.is_file():
    obs.import_data("sipri-deliveries", register)
obs.resolve()
FIRST, LAST, STEP = (2014, 2023, 5) if register.is_file() else (1992, 2025, 34)
asked = {"kind": "transfer", "direction": "in"} | ({"measure": "quantity", "unit": "TIV"} if register.is_file() else {})
obs.sources().group_by("dataset").len().sort("dataset")

# %% [markdown]
# ## Who supplies whom

# %%
shares = obs.measure("shares", FIVE, start=FIRST, end=LAST, every=STEP, **asked)
shares.filter(pl.col("partner").is_not_null()).select(
    "actor", "start", "end", "partner", "share", "share_low", "share_high", "ties"
).sort("actor", "start", "share", descending=[False, False, True])

# %% [markdown]
# ## How far they hang on one supplier
#
# HHI is 1 where all comes from one supplier. Where nothing was delivered it is undefined, and stays empty.

# %%
balance = obs.measure("balance", FIVE, start=FIRST, end=LAST, every=STEP, **asked)
by_state = balance.filter(domain="defence").select(
    "actor", "start", "end", "status", "total", "top", "top_share", "hhi"
)
by_state.sort("actor", "start")

# %%
known = by_state.filter(pl.col("hhi").is_not_null())
alt.Chart(known).mark_line(point=True).encode(
    x=alt.X("start:O", title="five years from"),
    y=alt.Y("hhi:Q", title="concentration (HHI)", scale=alt.Scale(domain=[0, 1])),
    color=alt.Color("actor:N", title="state"),
).properties(width=420, height=220, title="Concentration of arms imports")

# %% [markdown]
# ## If the first supplier were lost
#
# What is left when one supplier is gone and nobody stands in; `tarazy scenario run loss-of-a-partner` lets others stand in.

# %%
loss = obs.measure("loss", FIVE, start=FIRST, end=LAST, **asked)
loss.filter(pl.col("partner").is_not_null()).select(
    "actor", "partner", "share", "hhi_after", "effective_1_after", "balance_after"
).head(6)
