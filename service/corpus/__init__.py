"""Many articles: what is read, what is written, and what lets a run be broken off at any moment.

`run.run_batch` is the door. Inputs become jobs, an engine makes outcomes of jobs, the ledger knows
what is done. `docs/corpus.md` says what is promised.
"""
