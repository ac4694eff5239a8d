// SPDX-License-Identifier: MIT
// A whole program that shows the first question of a graph, in JSON, by XState
// or by hand: what bench.mjs sets beside the command's start.
//
//     node cold.mjs NAME GRAPH.json
import { readFileSync } from "node:fs";

const text = readFileSync(process.argv[3], "utf8");
if (process.argv[2] === "xstate") {
  const { xstate } = await import("./xstate.mjs");
  const s = xstate.start(xstate.load(text));
  console.log(Object.values(s.getSnapshot().getMeta())[0].text);
} else {
  console.log(JSON.parse(text)[0].text);
}
