// SPDX-License-Identifier: MIT
// A walker written by hand, as one would who has no need of an engine: the
// floor of what any engine in this language takes. Conditions are closures,
// or, for json-logic-js, its rules.
import jsonLogic from "json-logic-js";
import { variables } from "./flow.mjs";

function closure(when) {
  const above = when.above;
  return (v) => v.signal > above && v.tier !== "basic";
}

function rule(when) {
  const logic = {
    and: [
      { ">": [{ var: "signal" }, when.above] },
      { "!=": [{ var: "tier" }, "basic"] },
    ],
  };
  return (v) => jsonLogic.apply(logic, v);
}

function make(compile) {
  return {
    name: compile === rule ? "walker-json-logic" : "walker",
    input: (flow) => JSON.stringify(flow),
    load(text) {
      const steps = JSON.parse(text);
      const index = new Map(steps.map((step, i) => [step.id, i]));
      return steps.map((step) => ({
        text: step.text,
        end: step.end,
        holds: step.when ? compile(step.when) : null,
        next: step.next === null ? -1 : index.get(step.next),
        choices: step.choices.map((one) => ({
          label: one.label,
          to: index.get(one.goto),
        })),
      }));
    },
    start(steps) {
      return { at: 0, steps, variables: { ...variables }, log: [] };
    },
    ways: (s) => s.steps[s.at].choices.length,
    answer(s, way) {
      let at = s.steps[s.at].choices[way].to;
      s.log.push(s.at, way);
      while (s.steps[at].holds && !s.steps[at].holds(s.variables))
        at = s.steps[at].next;
      s.at = at;
      return s.steps[at].text;
    },
    ended: (s) => s.steps[s.at].end,
    snapshot: (s) =>
      JSON.stringify({ at: s.at, variables: s.variables, log: s.log }),
    restore: (steps, text) => ({ steps, ...JSON.parse(text) }),
    sessions: 20000,
  };
}

export const walker = make(closure);
export const walkerJsonLogic = make(rule);
