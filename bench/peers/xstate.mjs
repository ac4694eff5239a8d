// SPDX-License-Identifier: MIT
// XState: a state for each step. A condition stands as a guard on the ways that
// lead to its step, with the step behind it where it does not hold.
import { createActor, createMachine } from "xstate";
import { variables } from "./flow.mjs";

export const xstate = {
  name: "xstate",
  input: (flow) => JSON.stringify(flow),
  load(text) {
    const steps = JSON.parse(text);
    const byId = new Map(steps.map((step) => [step.id, step]));
    const guard = (above) => ({ context }) =>
      context.signal > above && context.tier !== "basic";
    const way = (id) => {
      const to = byId.get(id);
      if (!to.when) return { target: id };
      return [{ target: id, guard: guard(to.when.above) }, { target: to.next }];
    };
    const states = {};
    for (const step of steps) {
      states[step.id] = step.end
        ? { type: "final", meta: { text: step.text } }
        : {
            meta: { text: step.text, ways: step.choices.length },
            on: Object.fromEntries(
              step.choices.map((one) => [one.value, way(one.goto)]),
            ),
          };
    }
    return createMachine({
      id: "made",
      initial: steps[0].id,
      context: () => ({ ...variables }),
      states,
    });
  },
  start: (machine) => createActor(machine).start(),
  ways: (s) => Object.values(s.getSnapshot().getMeta())[0].ways,
  answer(s, way) {
    s.send({ type: `way_${way}` });
    return Object.values(s.getSnapshot().getMeta())[0].text;
  },
  ended: (s) => s.getSnapshot().status === "done",
  snapshot: (s) => JSON.stringify(s.getPersistedSnapshot()),
  restore: (machine, text) =>
    createActor(machine, { snapshot: JSON.parse(text) }).start(),
  sessions: 5000,
};
