// SPDX-License-Identifier: MIT
// inkjs: a knot for each step, compiled before anything is measured. One
// story, whose state is begun anew for each walk: a story a session takes
// megabytes.
import { Compiler } from "inkjs/full";
import { Story } from "inkjs";
import { variables } from "./flow.mjs";

export const ink = {
  name: "inkjs",
  input(flow) {
    const rows = Object.entries(variables).map(
      ([name, value]) => `VAR ${name} = ${JSON.stringify(value)}`,
    );
    rows.push(`-> ${flow[0].id}`);
    for (const step of flow) {
      rows.push(`=== ${step.id} ===`);
      if (step.when) {
        rows.push(
          `{ not (signal > ${step.when.above} and tier != "basic"): ` +
            `-> ${step.next} }`,
        );
      }
      rows.push(step.text);
      for (const one of step.choices)
        rows.push(`+ [${one.label}] -> ${one.goto}`);
      if (step.end) rows.push("-> END");
    }
    return new Compiler(rows.join("\n")).Compile().ToJson();
  },
  load: (text) => ({ text, story: new Story(text) }),
  start(loaded) {
    loaded.story.ResetState();
    loaded.story.ContinueMaximally();
    return loaded.story;
  },
  // Stories of their own, for the memory of sessions that live at once.
  startOwn(loaded) {
    const story = new Story(loaded.text);
    story.ContinueMaximally();
    return story;
  },
  ways: (s) => s.currentChoices.length,
  answer(s, way) {
    s.ChooseChoiceIndex(way);
    return s.ContinueMaximally();
  },
  ended: (s) => s.currentChoices.length === 0,
  snapshot: (s) => s.state.ToJson(),
  restore(loaded, text) {
    loaded.story.state.LoadJson(text);
    return loaded.story;
  },
  sessions: 20,
};
