// SPDX-License-Identifier: MIT
// One engine in a process of its own: a word a line comes in, a number goes
// out. The same words as peer.c has for tier1.
//
//     node --expose-gc engine.mjs NAME FLOW.yaml
import { createInterface } from "node:readline";
import { readFlow } from "./flow.mjs";

const modules = {
  walker: async () => (await import("./walker.mjs")).walker,
  "walker-json-logic": async () =>
    (await import("./walker.mjs")).walkerJsonLogic,
  xstate: async () => (await import("./xstate.mjs")).xstate,
  inkjs: async () => (await import("./ink.mjs")).ink,
};

const engine = await modules[process.argv[2]]();
const input = engine.input(readFlow(process.argv[3]));
const model = engine.load(input);
let seen = 0;

// xorshift, in numbers that this language is quick with
let state = 88172645;
function chance(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

// Milliseconds of the processor: this process's, its collector's too.
function now() {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1000;
}

function step(s) {
  seen += engine.answer(s, chance(engine.ways(s))).length;
}

function six(begin) {
  const s = begin(model);
  for (let i = 0; i < 6; i++) step(s);
  return s;
}

// Calls for 100 ms at least; milliseconds of one.
function repeat(call) {
  let done = 0;
  const began = now();
  do {
    for (let i = 0; i < 20; i++) done += call();
  } while (now() - began < 100);
  return (now() - began) / done;
}

const words = {
  load() {
    const began = now();
    engine.start(engine.load(input));
    return now() - began;
  },
  step: () =>
    1e6 *
    repeat(() => {
      const s = engine.start(model);
      let steps = 0;
      for (; !engine.ended(s); steps++) step(s);
      return steps;
    }),
  session() {
    const begin = engine.startOwn ?? engine.start;
    const kept = [];
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < engine.sessions; i++) kept.push(six(begin));
    globalThis.gc();
    return (process.memoryUsage().heapUsed - before) / kept.length;
  },
  snapshot() {
    const s = six(engine.start);
    return 1e6 * repeat(() => ((seen += engine.snapshot(s).length), 1));
  },
  restore() {
    const text = engine.snapshot(six(engine.start));
    return 1e6 * repeat(() => (engine.restore(model, text), 1));
  },
  size: () => engine.snapshot(six(engine.start)).length,
};

for await (const word of createInterface({ input: process.stdin }))
  console.log(words[word]());
