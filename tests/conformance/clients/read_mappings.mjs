// Prints what a script in Node reads from the server at the address given.
const url = process.argv[2];
const pick = (row) => [row.uuid, row.ke_name, row.target_name, row.suggestion_score];

const whole = await (await fetch(`${url}/export/json`)).json();

const ndjson = [];
let rest = "";
const stream = (await fetch(`${url}/export/ndjson`)).body.pipeThrough(new TextDecoderStream());
for await (const piece of stream) {
  const lines = (rest + piece).split("\n");
  rest = lines.pop();
  ndjson.push(...lines.map((line) => pick(JSON.parse(line))));
}

const first = await fetch(`${url}/exports/gmt/ke-wp`);
const geneSets = (await first.text()).trimEnd().split("\n").length;
const again = await fetch(`${url}/exports/gmt/ke-wp`, {
  headers: { "If-None-Match": first.headers.get("etag") },
});
console.log(JSON.stringify({ json: whole.mappings.map(pick), ndjson, geneSets, again: again.status }));
