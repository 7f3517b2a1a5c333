# %% [markdown]
# # Kazakhstan's balance, 1992–2025
#
# How evenly are a state's ties spread over its partners, domain by domain, and how has that changed? The study runs on the sample that comes
# with tarazy; put the folder of your own observatory into `OBSERVATORY`, or the file of a data set into `DATA`, and the same cells work on them.
# The sample is small and was written for software: read the method, not the figures.

# %%
import os
from pathlib import Path
from tempfile import mkdtemp

import altair as alt
import polars as pl

import tarazy
from tarazy.sample import sample_files

OBSERVATORY = os.environ.get("TARAZY_OBSERVATORY")
DATA = Path(os.environ.get("TARAZY_DATA", "data"))  # a folder with files of data sets, where you have some

if OBSERVATORY:
    obs = tarazy.open(OBSERVATORY)
else:
    obs = tarazy.create(Path(mkdtemp()) / "central-asia")
    obs.read(sample_files())
dots = DATA / "dots.csv"
if dots.is_file():
    obs.import_data("imf-dots", dots)
obs.resolve()
obs.records(actor="KAZ").group_by("kind").len().sort("len", "kind", descending=[True, False])

# %% [markdown]
# ## Partners by domain
#
# A record ties Kazakhstan to whoever takes part. Counted by domain and decade, the partners' shares give the balance: 1 where all partners weigh
# alike, 0 where there is one. The bounds come from a bootstrap over records: each is kept with the probability that is its confidence.

# %%
balance = obs.measure("balance", "KAZ", start="1992", end="2025", every=10)
columns = ["domain", "start", "end", "status", "ties", "top", "top_share", "balance", "balance_low", "balance_high"]
balance.filter(status="known").select(columns)

# %% [markdown]
# What nobody tells is `unknown`: it is not zero, and no line is drawn through it.

# %%
shown = balance.filter(pl.col("balance").is_not_null() & (pl.col("ties") >= 3))
base = alt.Chart(shown.select(columns)).encode(x=alt.X("start:O", title="decade from"))
bars = base.mark_rule().encode(y=alt.Y("balance_low:Q", title="balance"), y2="balance_high:Q", color="domain:N")
points = base.mark_point(filled=True, size=60).encode(y="balance:Q", color="domain:N")
(bars + points).properties(width=420, height=220, title="Balance of Kazakhstan's ties, with bounds")

# %% [markdown]
# ## Towards whom it leans

# %%
lean = obs.measure("lean", "KAZ", start="1992", end="2025", every=10)
lean.filter(pl.col("domain") == "composite", pl.col("share").is_not_null()).select(
    "start", "end", "pole", "share", "share_low", "share_high", "change"
).sort("start", "share", descending=[False, True])

# %% [markdown]
# ## Why this number?
#
# Every row names its records, they their claims, they the sentences.

# %%
latest = balance.filter(status="known", domain="diplomacy").sort("start").tail(1)
behind = obs.behind(latest["records"].explode().to_list())
behind.select("document", "time_start", "actors", "stage", "quote").head(5)

# %% [markdown]
# ## What the loss of one partner would do

# %%
loss = obs.measure("loss", "KAZ", start="2012", end="2025")
loss.filter(domain="diplomacy").select("partner", "share", "hhi_after", "balance_after", "change_balance").head(8)
