# %% [markdown]
# # Who agrees with whom
#
# Which states hold similar positions? Three views, none of which is the truth: common memberships, the stances that documents tell, and, where you
# have the files, alliances (ATOP) and votes in the General Assembly. Defaults follow the literature: Cohen's κ where ties are rare, as alliances are
# (Häge 2011), beside Signorino and Ritter's S (1999).

# %%
import os
from pathlib import Path
from tempfile import mkdtemp

import altair as alt
import polars as pl

import tarazy
from tarazy.sample import sample_files

STATES = ["KAZ", "UZB", "KGZ", "TJK", "TKM", "RUS", "CHN", "TUR", "USA"]
DATA = Path(os.environ.get("TARAZY_DATA", "data"))

obs = tarazy.create(Path(mkdtemp()) / "agreement")
obs.read(sample_files())
for name, file in {"atop": "atop.csv", "un-votes": "UNVotes.csv"}.items():
    if (DATA / file).is_file():
        obs.import_data(name, DATA / file)
obs.resolve()
obs.records(kind="membership").height, obs.records(kind="stance").height

# %% [markdown]
# ## Common memberships

# %%
# What no record speaks of is taken for no membership here: right for a complete list, rough for a sample.
together = obs.measure("similarity", STATES, over="membership", absent_none=True)
together.select("a", "b", "kappa", "s_binary", "compared").sort(
    "kappa", "a", "b", descending=[True, False, False]
).head(10)

# %%
alt.Chart(together.select("a", "b", "kappa")).mark_rect().encode(
    x=alt.X("a:N", title=None),
    y=alt.Y("b:N", title=None),
    color=alt.Color("kappa:Q", title="κ", scale=alt.Scale(scheme="blueorange", domainMid=0)),
).properties(width=280, height=280, title="Common memberships: Cohen's κ")

# %% [markdown]
# ## Stances that documents tell

# %%
stances = obs.ties("position", kind="stance")
stances.group_by("source", "target").agg(pl.col("weight").mean().alias("position"), pl.len()).sort(
    "len", "source", "target", descending=[True, False, False]
).head(12)

# %% [markdown]
# ## The network of all ties
#
# Communities by modularity; the members of the three largest.

# %%
network = obs.measure("network", start="2010", end="2025")
network.filter(domain="all").group_by("community").agg(
    pl.col("actor").sort_by("degree", descending=True).head(8), pl.len()
).sort("len", "community", descending=[True, False]).head(3)

# %% [markdown]
# ## Votes, where you have them
#
# `ideal-points` fits a dynamic ordinal item-response model to the roll calls (after Bailey, Strezhnev and Voeten 2017).

# %%
if (DATA / "UNVotes.csv").is_file():
    points = obs.measure("ideal-points", STATES, start="2010")
    print(points.select("actor", "start", "point", "error", "rank"))
else:
    print("No UNVotes.csv in", DATA.name, "- see docs/datasets.md for where it comes from.")
