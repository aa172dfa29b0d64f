"""Finding the article on a page.

`service.extract.extract` is the way in; `docs/extraction.md` tells how it thinks. A page becomes
lines (`page`, `markup`), lines become units (`units`), and each unit gets its part to play from
where the text stands (`block`, `stories`), which line is its title (`title`) and what it looks
like (`cues`, `captions`, `dates`, `names`): `roles`.
"""
