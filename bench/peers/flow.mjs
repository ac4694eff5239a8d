// SPDX-License-Identifier: MIT
// A flow of bench_gen as a plain graph, from which each engine's own form is
// made: [{id, text, when, choices: [{value, label, goto}], next, end}].
import { readFileSync } from "node:fs";
import yaml from "js-yaml";

// signal > K and tier ~= "basic"
function condition(text) {
  if (text === undefined) return null;
  const found = /^signal > (\d+) and tier ~= "basic"$/.exec(text);
  if (!found) throw new Error(`a condition that is not known: ${text}`);
  return { above: Number(found[1]) };
}

export function readFlow(path) {
  const made = yaml.load(readFileSync(path, "utf8"));
  return Object.entries(made.steps).map(([id, step]) => ({
    id,
    text: step.ask ?? step.resolve,
    when: condition(step.when),
    choices: Object.entries(step.choices ?? {}).map(([value, one]) => ({
      value,
      label: one.label,
      goto: one.goto,
    })),
    next: step.next ?? null,
    end: step.resolve !== undefined,
  }));
}

// What the conditions read: all of them hold.
export const variables = { signal: 9999999, tier: "extra" };
