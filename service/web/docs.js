// Shows the OpenAPI document: every call, what is sent and what comes back, with examples.

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function asText(example) {
  return typeof example === "string" ? example : JSON.stringify(example, null, 1);
}

function examples(content) {
  return Object.entries(content || {}).flatMap(([type, said]) => {
    const all = said.examples
      ? Object.values(said.examples).map((each) => each.value) : [said.example];
    return all.filter((example) => example !== undefined)
      .flatMap((example) => [make("p", { className: "quiet" }, type),
        make("pre", {}, asText(example))]);
  });
}

function answers(responses) {
  return Object.entries(responses).flatMap(([status, said]) =>
    status === "200"
      ? [make("h3", {}, `200: ${said.description}`), ...examples(said.content)]
      : [make("p", { className: "quiet" }, `${status}: ${said.description}`)]);
}

function call(path, method, operation) {
  const head = make("summary", {}, make("span", { className: "method" }, method.toUpperCase()),
    make("code", {}, path), ` ${operation.summary || ""}`);
  const parameters = (operation.parameters || []).map((each) =>
    make("p", {}, make("code", {}, `${each.name} (${each.in})`), ` ${each.description || ""}`));
  const body = operation.requestBody
    ? [make("h3", {}, "Send"), ...examples(operation.requestBody.content)] : [];
  return make("details", { className: "call" }, head,
    make("p", {}, operation.description || ""), ...parameters, ...body,
    ...answers(operation.responses));
}

const described = await (await fetch("/openapi.json")).json();
document.getElementById("calls").append(make("p", {}, described.info.description),
  ...Object.entries(described.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => call(path, method, operation))));
