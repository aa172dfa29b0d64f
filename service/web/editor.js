// The editor's page: an article in, its English with findings and provenance out, corrections back.

const at = (id) => document.getElementById(id);

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

async function call(method, path, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  if (at("key").value) headers["X-API-Key"] = at("key").value;
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.detail || answer.statusText);
  return data;
}

function say(text, isProblem = false) {
  at("state").textContent = text;
  at("state").classList.toggle("problem", isProblem);
}

function looksLikeHtml(page) {
  return /<(html|body|p|div|article)\b/i.test(page);
}

function findings(found) {
  const worth = found.filter((finding) => finding.severity !== "info");
  return make("ul", { className: "findings" }, ...worth.map((finding) =>
    make("li", { className: finding.severity },
      make("b", {}, `${finding.severity}, ${finding.kind}: `), finding.detail)));
}

// A source with the stretches that findings are about. Offsets count characters, not UTF-16 units.
function marked(text, found) {
  const characters = Array.from(text);
  const parts = [];
  let end = 0;
  const spans = found.filter((finding) => finding.severity !== "info" && finding.source)
    .map((finding) => finding.source).sort((a, b) => a.start - b.start || b.end - a.end);
  for (const span of spans) {
    if (span.start < end) continue;
    parts.push(characters.slice(end, span.start).join(""), make("mark", {}, span.text));
    end = span.end;
  }
  return [...parts, characters.slice(end).join("")];
}

// What was found in a translation is not true of the words that took its place.
function forget(row) {
  row.querySelector(".findings").replaceChildren();
  for (const mark of row.querySelectorAll("mark")) mark.replaceWith(mark.textContent);
}

const ORIGINS = { model: "by the model", memory: "from the memory", human: "by a person" };

// What can be read and corrected, from top to bottom. A report does not say who wrote the title.
function passages({ article, translation }) {
  const title = { source: article.title, text: translation.title,
    findings: translation.title_findings };
  const paragraph = (index) => article.sentences[index]?.paragraph;
  return [
    ...(article.title ? [{ id: "headline", label: "Title", name: "the title", said: title,
      heading: at("title") }] : []),
    ...translation.sentences.map((said, index) => ({ id: `sentence-${index}`,
      label: String(index + 1), name: `sentence ${index + 1}`, said,
      goesOn: paragraph(index) === paragraph(index - 1) })),
    ...translation.captions.map((said, index) => ({ id: `caption-${index}`,
      label: `Caption ${index + 1}`, name: `caption ${index + 1}`, said })),
  ];
}

function row(passage) {
  return make("tr", { id: passage.id, className: passage.goesOn ? "" : "new-paragraph" },
    make("td", {}, passage.label),
    make("td", { lang: "vi" }, ...marked(passage.said.source, passage.said.findings)),
    english(passage));
}

function english(passage) {
  const { said } = passage;
  const origin = make("span", { className: `origin ${said.origin || ""}` },
    ORIGINS[said.origin] || "");
  const text = make("span", { contentEditable: "plaintext-only", textContent: said.text });
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-label", `English of ${passage.name}`);
  text.addEventListener("blur", () => correct(passage, text, origin));
  return make("td", { lang: "en" }, text, " ", origin, findings(said.findings));
}

async function correct({ name, said, heading }, text, origin) {
  const target = text.textContent.trim();
  if (!target || target === said.text) {
    text.textContent = said.text;
    return;
  }
  try {
    await call("PUT", "/v1/memory", { source: said.source, target });
    said.text = target;
    if (heading) heading.textContent = target;
    origin.className = "origin human";
    origin.textContent = ORIGINS.human;
    forget(text.closest("tr"));
    say(`Corrected: ${name}. This is used from now on.`);
  } catch (problem) {
    say(`Not corrected: ${problem.message}`, true);
  }
}

function summarySentence(sentence) {
  const links = sentence.sources.map((index) =>
    make("a", { href: `#sentence-${index}`, className: "from" }, `sentence ${index + 1}`));
  const from = make("span", { className: "quiet" }, " from ",
    ...links.flatMap((link, number) => (number ? [", ", link] : [link])));
  return make("li", {}, sentence.text, from, findings(sentence.findings));
}

function show(report) {
  const { article, translation, summary } = report;
  at("title").textContent = translation.title || "(no title on the page)";
  at("source").textContent = [article.title, article.published, article.byline]
    .filter(Boolean).join(" · ");
  at("summary").replaceChildren(...summary.sentences.map(summarySentence));
  at("passages").replaceChildren(...passages(report).map(row));
  at("dropped-count").textContent = article.dropped.length;
  at("dropped").replaceChildren(...article.dropped.map((line) =>
    make("li", {}, `${line.kind}: ${line.text}`)));
  at("made").textContent = `${report.models.translator}; ${report.memory.hits} of `
    + `${report.memory.hits + report.memory.misses} texts from the memory`;
  at("result").hidden = false;
}

async function ask(event) {
  event.preventDefault();
  const button = event.submitter || at("ask").querySelector("[type=submit]");
  const page = at("page").value;
  const length = Number(at("length").value);
  const id = at("corpus").value;
  button.disabled = true;
  say("Translating …");
  try {
    show(id
      ? await call("GET", `/v1/articles/${encodeURIComponent(id)}/summary?max_sentences=${length}`)
      : await call("POST", "/v1/summaries",
        { [looksLikeHtml(page) ? "html" : "text"]: page, max_sentences: length }));
    say("Done.");
  } catch (problem) {
    at("result").hidden = true; // what stands there is another article
    say(problem.message, true);
  } finally {
    button.disabled = false;
  }
}

const offered = new Map(); // the corpus's articles by id, as far as they are in the list
let next = ""; // where the list of them goes on; null at its end

function offer(id, title) {
  if (!offered.has(id)) {
    offered.set(id, make("option", { value: id }));
    at("corpus").append(offered.get(id));
  }
  offered.get(id).textContent = title || id;
}

// Piece by piece: to list a large corpus, the server reads all of its pages.
async function listMore() {
  at("more").disabled = true;
  try {
    const page = await call("GET", `/v1/articles?after=${encodeURIComponent(next)}`);
    page.articles.filter((article) => article.state !== "unreadable")
      .forEach((article) => offer(article.id, article.title));
    next = page.next;
    at("more").hidden = next === null;
  } catch (problem) {
    if (next) say(problem.message, true);
    else at("access").open = true; // a key is needed first
  } finally {
    at("more").disabled = false;
  }
}

// For links: the article need not be in the list, and is asked for at once.
function askFor(id) {
  offer(id);
  at("corpus").value = id;
  at("page").required = false;
  at("ask").requestSubmit();
}

at("ask").addEventListener("submit", ask);
at("corpus").addEventListener("change", () => { at("page").required = !at("corpus").value; });
at("page").addEventListener("input", () => { at("corpus").value = ""; });
at("more").addEventListener("click", listMore);
at("key").addEventListener("change", () => { if (next === "") listMore(); });

const wanted = new URLSearchParams(location.search).get("article");
if (wanted) askFor(wanted);
await listMore();
