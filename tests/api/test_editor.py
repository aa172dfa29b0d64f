"""The editor's page, in a browser."""

from __future__ import annotations

import pytest
from browser import Tab, browsing
from running import SENTENCE, Running

SEED = "002_a0be867357c777ef"
IDLE = "!document.querySelector('[type=submit]').disabled"


@pytest.fixture(scope="module")
def tab():
    with browsing() as tab:
        yield tab


def shown(tab: Tab, server: Running, article: str) -> None:
    """Open an article of the corpus, as a link to it does."""
    tab.open(f"{server.url}/?article={article}")
    settled(tab)


@pytest.fixture
def large(serve, tmp_path):
    """A server with more articles than are listed at once, 000 to 059."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(f"Tin số {number}\n{SENTENCE}\n", "utf-8")
    return serve(corpus=folder)


def settled(tab: Tab) -> None:
    """Wait for what was asked for."""
    tab.wait_for(f"document.getElementById('state').textContent && {IDLE}")


def english(name: str) -> str:
    """Where the English of a passage is."""
    return f"[aria-label='English of {name}']"


def test_every_text_of_an_article_is_a_row_with_its_findings(serve, tab):
    server = serve()
    shown(tab, server, SEED)
    report = server.client.get(f"/v1/articles/{SEED}").json()["translation"]
    told = [report["title"], *(each["text"] for each in report["sentences"] + report["captions"])]
    assert len(report["captions"]) == 5
    assert tab.texts("[role=textbox]") == told
    assert tab.text("#headline .findings") == "Serious, Echo: the source came back untranslated"
    assert tab.text("#caption-4 .findings") == "Serious, Echo: the source came back untranslated"


@pytest.mark.parametrize(
    ("name", "place"),
    [("the title", "headline"), ("sentence 2", "sentence-1"), ("caption 5", "caption-4")],
)
def test_every_text_can_be_corrected(serve, tab, name, place):
    server = serve()
    shown(tab, server, SEED)
    tab.write(english(name), "As it should be.")
    tab.wait_for("document.getElementById('state').textContent.startsWith('Corrected')")
    assert tab.text("#state") == f"Corrected: {name}. This is used from now on."
    assert tab.text(f"#{place} .origin") == "by a person"
    assert tab.texts(f"#{place} .findings li") == []
    shown(tab, server, SEED)
    assert tab.text(english(name)) == "As it should be."


def test_the_heading_follows_a_correction_of_the_title(serve, tab):
    shown(tab, serve(), SEED)
    tab.write(english("the title"), "As it should be.")
    tab.wait_for("document.getElementById('state').textContent.startsWith('Corrected')")
    assert tab.text("h2") == "As it should be."


def test_what_fails_leaves_no_other_article_on_the_page(serve, tab):
    shown(tab, serve(), SEED)
    assert "Hàn Quốc" in tab.text("#result")
    tab.write("#page", "This page is in English, and nothing of it can be translated.")
    tab.click("[type=submit]")
    tab.wait_for("document.getElementById('state').classList.contains('problem')")
    assert "not in Vietnamese" in tab.text("#state")
    assert tab.text("#result") == ""


def test_a_link_leads_to_any_article_of_a_corpus(large, tab):
    shown(tab, large, "059")
    assert tab.text("#state") == "Done."
    assert tab.texts("#passages [lang=vi]")[-1] == SENTENCE
    assert tab.run("document.getElementById('corpus').value") == "059"


def test_a_link_to_no_article_says_so(large, tab):
    shown(tab, large, "060")
    assert tab.text("#state") == "there is no article '060' in the corpus"


def test_a_corpus_is_listed_to_its_end(large, tab):
    shown(tab, large, "059")
    tab.wait_for("document.getElementById('corpus').length > 2")
    tab.click("#more")
    tab.wait_for("document.getElementById('corpus').length > 52")
    listed = "Array.from(document.getElementById('corpus').options, (each) => each.value)"
    everything = [f"{number:03}" for number in range(60)]
    assert sorted(tab.run(listed)) == ["", *everything]
    tab.wait_for("!document.getElementById('more').checkVisibility()")
