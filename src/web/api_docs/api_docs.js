// Shows the OpenAPI document of this server and lets every request be tried. Text only ever becomes text nodes.

const base = location.pathname.replace(/\/api\/docs\/?$/, "");
const deepest = 3;      // levels of a schema that are shown
const mostShown = 200_000; // characters of an answer that are shown

function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined && value !== null) {
      node.setAttribute(key, value);
    }
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}

function resolver(spec) {
  return function resolve(node) {
    if (!node || !node.$ref) {
      return node ?? {};
    }
    const { $ref, ...beside } = node;
    const found = $ref.slice(2).split("/").reduce((at, part) => at[part], spec);
    return { ...resolve(found), ...beside };
  };
}

function typeText(schema, resolve) {
  const whole = resolve(schema);
  const options = whole.anyOf ?? whole.oneOf;
  if (options) {
    return options.map((option) => typeText(option, resolve)).join(" or ");
  }
  if (whole.enum) {
    return whole.enum.map(String).join(", ");
  }
  const type = [whole.type ?? "any"].flat().join(" or ");
  return type === "array" ? `list of ${typeText(whole.items, resolve)}` : (whole.format ?? type);
}

/** Rows of a table that lists the members of an object, those of inner ones indented. */
function memberRows(schema, resolve, level = 0) {
  let whole = resolve(schema);
  if (whole.type === "array") {
    whole = resolve(whole.items);
  }
  const rows = [];
  for (const [name, member] of Object.entries(whole.properties ?? {})) {
    const inner = resolve(member);
    rows.push(element("tr", {}, element("td", { class: `level${level}` }, element("code", {}, name)),
      element("td", {}, typeText(member, resolve)), element("td", {}, inner.description ?? "")));
    if (level < deepest) {
      rows.push(...memberRows(member, resolve, level + 1));
    }
  }
  return rows;
}

function parameterField(parameter, id, resolve) {
  const schema = resolve(parameter.schema);
  const common = { id, name: parameter.name, "data-in": parameter.in };
  let input;
  if (schema.enum || schema.type === "boolean") {
    const values = schema.enum ?? ["false", "true"];
    input = element("select", common, element("option", { value: "" }, "–"),
      ...values.map((value) => element("option", { value }, String(value))));
  } else {
    const number = schema.type === "integer" || schema.type === "number";
    input = element("input", {
      ...common, type: number ? "number" : "text", step: schema.type === "number" ? "any" : undefined,
      min: schema.minimum, max: schema.maximum, placeholder: schema.default ?? "",
    });
  }
  if (parameter.required) {
    input.required = true;
    input.value = parameter.example ?? "";
  }
  const example = parameter.example === undefined ? "" : ` For example: ${parameter.example}`;
  return element("div", {}, element("label", { for: id }, parameter.name + (parameter.required ? " (needed)" : "")),
    input, element("small", {}, (parameter.description ?? schema.description ?? "") + example));
}

function addressOf(path, form) {
  let address = path;
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll("[data-in]")) {
    if (input.dataset.in === "path") {
      address = address.replace(`{${input.name}}`, encodeURIComponent(input.value));
    } else if (input.value !== "") {
      query.set(input.name, input.value);
    }
  }
  const text = query.toString();
  return base + address + (text && `?${text}`);
}

function pretty(text, type) {
  let shown = text;
  if (type.includes("json") && !type.includes("ndjson")) {
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      shown = text; // what is no JSON is shown as it came
    }
  }
  return shown.length > mostShown ? `${shown.slice(0, mostShown)}\n… (${shown.length - mostShown} more characters)` : shown;
}

async function send(path, form, result) {
  const address = addressOf(path, form);
  const accept = form.querySelector("[data-accept]")?.value ?? "";
  const headers = accept ? { Accept: accept } : {};
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const command = `curl ${accept ? `-H ${quoted(`Accept: ${accept}`)} ` : ""}${quoted(location.origin + address)}`;
  const began = performance.now();
  try {
    const answer = await fetch(address, { headers });
    const text = await answer.text();
    const milliseconds = Math.round(performance.now() - began);
    const type = answer.headers.get("Content-Type") ?? "";
    const names = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    result.replaceChildren(
      element("pre", {}, command),
      element("p", {}, element("span", { class: `status ${answer.ok ? "good" : "bad"}` }, `${answer.status}`),
        ` ${type}, ${text.length} characters, ${milliseconds} ms`),
      element("details", {}, element("summary", {}, "Headers"), element("pre", {}, names)),
      element("pre", { tabindex: "0" }, pretty(text, type)));
  } catch (error) {
    result.replaceChildren(element("p", { class: "bad" }, `No answer: ${error.message}`));
  }
}

function operationView(path, method, operation, resolve) {
  const parameters = (operation.parameters ?? []).map(resolve);
  const content = Object.entries(resolve(operation.responses["200"]).content ?? {});
  const fields = element("div", { class: "fields" },
    ...parameters.map((parameter) => parameterField(parameter, `${operation.operationId}-${parameter.name}`, resolve)));
  if (content.length > 1) {
    const id = `${operation.operationId}-accept`;
    fields.append(element("div", {}, element("label", { for: id }, "Accept"),
      element("select", { id, "data-accept": "" }, ...content.map(([type]) => element("option", { value: type }, type)))));
  }
  const result = element("div", { "aria-live": "polite" });
  const form = element("form", {}, fields, element("button", { type: "submit" }, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(path, form, result);
  });
  const json = content.find(([type]) => type === "application/json");
  const rows = json ? memberRows(json[1].schema, resolve) : [];
  const statuses = Object.entries(operation.responses).map(([status, response]) =>
    element("tr", {}, element("td", {}, status), element("td", {}, resolve(response).description)));
  return element("details", { class: "operation", id: operation.operationId },
    element("summary", {}, element("span", { class: "method" }, method.toUpperCase()),
      element("span", { class: "path" }, path), element("span", { class: "what" }, operation.summary)),
    element("div", { class: "inside" }, operation.description ? element("p", {}, operation.description) : "", form, result,
      element("h3", {}, "Answers"), element("table", {}, element("tbody", {}, ...statuses)),
      rows.length ? element("h3", {}, "Members of the JSON answer") : "",
      rows.length ? element("table", {}, element("tbody", {}, ...rows)) : ""));
}

function show(spec) {
  const resolve = resolver(spec);
  document.getElementById("about").replaceChildren(element("p", {}, spec.info.summary),
    element("p", {}, spec.info.description));
  const links = element("ul");
  const operations = document.getElementById("operations");
  for (const { name, description } of spec.tags) {
    const id = name.replaceAll(" ", "-");
    const views = [];
    for (const [path, item] of Object.entries(spec.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (operation.tags?.includes(name)) {
          views.push(operationView(path, method, operation, resolve));
        }
      }
    }
    if (views.length) {
      links.append(element("li", {}, element("a", { href: `#${id}` }, name)));
      operations.append(element("section", { id }, element("h2", {}, name), description ? element("p", {}, description) : "",
        ...views));
    }
  }
  document.getElementById("groups").append(links);
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted) {
    wanted.open = true;
    wanted.scrollIntoView();
  }
}

try {
  const answer = await fetch(`${base}/api/v1/openapi.json`);
  if (!answer.ok) {
    throw new Error(`the server answered ${answer.status}`);
  }
  show(await answer.json());
} catch (error) {
  document.getElementById("about").replaceChildren(
    element("p", { class: "bad" }, `The description could not be read: ${error.message}`));
}
