"""How much to decode at once: found by trying, where a device does not say."""

from __future__ import annotations

CELLS = 6_144  # to begin with; more is no quicker on a processor
MOST = 64 * CELLS  # more is no quicker on a GPU either


class Room:
    """How many cells a batch may have: the tokens of its prompts, padding and beams included.

    On a GPU it doubles with every batch that fitted and filled it, until one does not fit. What was
    too much is never tried again: half of that stays, here and on a processor.

    Args:
        grows: Whether larger batches are quicker.
    """

    def __init__(self, *, grows: bool) -> None:
        self._grows = grows
        self.cells = CELLS

    def texts(self, longest: int, beams: int) -> int:
        """How many texts of at most `longest` tokens may go together; one may always go."""
        return max(1, self.cells // (longest * beams))

    def fitted(self, cells: int) -> None:
        """A batch of so many cells was decoded."""
        if self._grows and 2 * cells > self.cells:
            self.cells = min(2 * self.cells, MOST)

    def refused(self, cells: int) -> None:
        """A batch of so many cells was too much."""
        self._grows = False
        self.cells = max(1, min(self.cells, cells // 2))
