// SPDX-License-Identifier: MIT
// tier1 beside other engines, on the same flow, in turn:
//
//     npm run bench -- BUILD [STEPS]
//
// Prints the table of docs/performance.md. Each engine is a process that lives
// through all rounds, so that what is compiled while it runs is compiled; a
// round asks one after the other. Ratios are medians of the rounds' ratios.
import { spawn, spawnSync, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readFlow } from "./flow.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [build, steps = "1000"] = process.argv.slice(2);
if (!build) {
  console.error("usage: npm run bench -- BUILD [STEPS]");
  process.exit(2);
}
const ROUNDS = 11;
const NAMES = ["tier1", "walker", "walker-json-logic", "xstate", "inkjs"];
const folder = mkdtempSync(join(tmpdir(), "tier1-peers-"));

function makeFlow(every) {
  const path = join(folder, `c${every}.yaml`);
  writeFileSync(
    path,
    execFileSync(
      join(build, "bench/bench_gen"),
      ["dag", steps, String(every), "hold"],
      { maxBuffer: 1 << 30 },
    ),
  );
  return path;
}

class Engine {
  constructor(name, flow) {
    const command =
      name === "tier1"
        ? [join(build, "bench/bench_peer"), flow]
        : [process.execPath, "--expose-gc", join(here, "engine.mjs"), name, flow];
    this.child = spawn(command[0], command.slice(1), {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.lines = createInterface({ input: this.child.stdout })[
      Symbol.asyncIterator
    ]();
  }
  async ask(word) {
    this.child.stdin.write(`${word}\n`);
    const { value, done } = await this.lines.next();
    const number = Number(value);
    if (done || !Number.isFinite(number))
      throw new Error(`no answer to ${word}`);
    return number;
  }
  close() {
    this.child.stdin.end();
  }
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

function short(number) {
  return number >= 1000
    ? Math.round(number).toLocaleString("en")
    : String(Number(number.toPrecision(3)));
}

// All engines, in turn: {name: numbers}
async function rounds(engines, word, count = ROUNDS) {
  const got = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let i = 0; i < count; i++)
    for (const name of NAMES) got[name].push(await engines[name].ask(word));
  return got;
}

function row(what, got) {
  const cells = NAMES.map((name) => {
    const all = got[name];
    const ratio = median(all.map((n, i) => n / got.tier1[i]));
    const sorted = [...all].sort((a, b) => a - b);
    const numbers =
      all.length === 1
        ? short(all[0])
        : `${short(sorted[0])}/${short(median(all))}/${short(sorted.at(-1))}`;
    return name === "tier1" ? numbers : `${numbers} (${short(ratio)}x)`;
  });
  return `| ${what} | ${cells.join(" | ")} |`;
}

// Whole processes, by the wall: tier1, XState, a bare reader of JSON.
function cold(flow) {
  const graph = join(folder, "graph.json");
  writeFileSync(graph, JSON.stringify(readFlow(flow)));
  const commands = {
    tier1: [
      join(build, "runner/tier1"), "run", "--cap", "file-bytes=100000000",
      "--cap", "yaml-events=100000000", flow,
    ],
    walker: [process.execPath, join(here, "cold.mjs"), "walker", graph],
    xstate: [process.execPath, join(here, "cold.mjs"), "xstate", graph],
  };
  const got = { tier1: [], walker: [], "walker-json-logic": [], xstate: [],
                inkjs: [] };
  for (let i = 0; i < ROUNDS; i++) {
    for (const [name, command] of Object.entries(commands)) {
      const began = process.hrtime.bigint();
      const ran = spawnSync(command[0], command.slice(1), {
        input: "",
        env: { LC_ALL: "C.UTF-8" },
      });
      got[name].push(Number(process.hrtime.bigint() - began) / 1e6);
      if (ran.stdout.length === 0) throw new Error(`${name} shows nothing`);
    }
  }
  const cell = (name) => {
    const ratio = median(got[name].map((n, i) => n / got.tier1[i]));
    const all = [...got[name]].sort((a, b) => a - b);
    return (
      `${short(all[0])}/${short(median(all))}/${short(all.at(-1))}` +
      (name === "tier1" ? "" : ` (${short(ratio)}x)`)
    );
  };
  return (
    `| start to first question, ms | ${cell("tier1")} | ${cell("walker")} ` +
    `| – | ${cell("xstate")} | – |`
  );
}

console.log(`| ${steps} steps | ${NAMES.join(" | ")} |`);
console.log(`|---${"|---".repeat(NAMES.length)}|`);
const later = []; // rows that follow the steps
try {
  for (const every of [0, 5, 1]) {
    const flow = makeFlow(every);
    const engines = Object.fromEntries(
      NAMES.map((name) => [name, new Engine(name, flow)]),
    );
    await rounds(engines, "step", 2); // warm
    console.log(row(`a step, c${every}, ns`, await rounds(engines, "step")));
    if (every === 5) {
      for (const [what, word, count] of [
        ["load to first question, ms", "load", ROUNDS],
        ["idle session, bytes", "session", 1],
        ["snapshot, ns", "snapshot", ROUNDS],
        ["restore, ns", "restore", ROUNDS],
        ["snapshot, bytes", "size", 1],
      ])
        later.push(row(what, await rounds(engines, word, count)));
      later.push(cold(flow));
    }
    for (const engine of Object.values(engines)) engine.close();
  }
  console.log(later.join("\n"));
} finally {
  rmSync(folder, { recursive: true });
}
