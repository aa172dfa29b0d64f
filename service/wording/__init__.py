"""A sentence as a model is given it: short forms written out, numbers and names in one form.

Readers, checks and the memory keep the sentence as it was printed. Each room finds one kind of
thing and says what is written instead; `given` puts them together.
"""

from service.wording.given import Place, as_given, signed

__all__ = ["Place", "as_given", "signed"]
