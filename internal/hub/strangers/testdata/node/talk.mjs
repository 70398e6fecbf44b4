// How a script and the test that runs it talk: the script listens for webhooks and prints its port; the test starts the
// hub with that address and answers one line of JSON: where the hub is, and who the script is.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { once } from "node:events";

export async function meet() {
  let handler = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  console.log(JSON.stringify({ port: server.address().port }));
  const [line] = await once(createInterface({ input: process.stdin }), "line");
  return {
    ...JSON.parse(line),
    port: server.address().port,
    handle: (f) => { handler = f; },
    end: () => { server.close(); process.stdin.destroy(); },
  };
}

// until waits for something that a webhook brings about.
export async function until(what, check) {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

let steps = 0;

// step names what is being tried, so that a failure says where.
export async function step(name, act) {
  try {
    const result = await act();
    steps++;
    return result;
  } catch (error) {
    console.error(`step "${name}" failed: ${error.stack}`);
    if (error.response) console.error(JSON.stringify(error.response.data ?? error.response, null, 1).slice(0, 2000));
    process.exit(1);
  }
}

export const done = () => console.log(JSON.stringify({ steps }));
