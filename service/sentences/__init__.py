"""Vietnamese sentences: where a paragraph splits, and how it goes together again.

A paragraph is read as words between white space. After each word that ends in a full stop, a
question or exclamation mark or an ellipsis, one question is asked: does a sentence end here? The
answers come from what the mark is, what kind of word bears it (abbreviation, initial, list number)
and what opens next. Two rules stand above them: the words of a quotation or bracket that closes in
the paragraph stay together, as a translation of half a quotation is no use to anyone, and line
breaks are only white space, since pages wrap their lines where they please.

Nothing is ever added or lost. `split` and `clauses` give pieces with the offset each starts at;
only white space lies between them, and `rejoin` puts them back.
"""

from service.sentences.cutting import clauses
from service.sentences.quotations import held_offsets
from service.sentences.splitting import Piece, rejoin, sentences, split

__all__ = ["Piece", "clauses", "held_offsets", "rejoin", "sentences", "split"]
