// Calls a server with the real clients; prints what they gave as one JSON object.
//   node clients.mjs URL
import * as deepl from "deepl-node";
import libretranslate from "libretranslate";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [url] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "bantin-"));
const source = join(folder, "tin.html");
const target = join(folder, "news.html");
writeFileSync(source, "<p>Một <b>câu</b>.</p>");

const client = new deepl.DeepLClient("any", { serverUrl: url });
const one = await client.translateText("Một câu.\nCâu nữa.", null, "en-GB");
const listed = await client.translateText(["Một câu.", "Câu nữa."], "vi", "en-US", {
  splitSentences: "nonewlines",
  preserveFormatting: true,
});
const tagged = await client.translateText("<p>Một <b>câu</b>.</p>", "vi", "en-GB", {
  tagHandling: "html",
});
const glossary = await client.createGlossary(
  "Quân sự",
  "vi",
  "en",
  new deepl.GlossaryEntries({ entries: { "đào tạo": "training" } }),
);
const withGlossary = await client.translateText("Một câu.", "vi", "en-GB", { glossary });
const entries = (await client.getGlossaryEntries(glossary)).entries();
const glossaries = await client.listGlossaries();
await client.deleteGlossary(glossary);
const status = await client.translateDocument(source, target, "vi", "en-GB");
const usage = await client.getUsage();

console.log(
  JSON.stringify({
    one: [one.text, one.detectedSourceLang],
    listed: listed.map((each) => each.text),
    tagged: tagged.text,
    withGlossary: withGlossary.text,
    entries,
    glossaries: glossaries.map((each) => each.name),
    document: [status.done(), readFileSync(target, "utf8")],
    languages: [
      (await client.getSourceLanguages()).map((each) => each.code),
      (await client.getTargetLanguages()).map((each) => each.code),
    ],
    counted: usage.character.count > 0,
    libretranslate: await libretranslate.translate({
      query: "Một câu.",
      source: "vi",
      target: "en",
      apiurl: url,
    }),
  }),
);
