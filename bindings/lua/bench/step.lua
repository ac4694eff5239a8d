-- SPDX-License-Identifier: MIT
-- step.lua FLOW STEPS: takes so many steps, each a view and an answer, in one
-- walk after another, and prints what they took.
local tier1 = require "tier1"

local path, steps = ...
assert(path, "which flow?")
steps = assert(math.tointeger(tonumber(steps or 100000)), "how many steps?")

local engine = assert(tier1.engine())
local library = assert(engine:load(path))
local fallback = {
    integer = "1", number = "1", money = "1", scale = "1", text = "x",
    date = "2026-01-05", time = "09:00", datetime = "2026-01-05T09:00:00Z",
    duration = "1h", email = "a@example.org", phone = "+441632960000",
    url = "https://example.org/",
}

-- An answer that the question takes: its choices by turns.
local function answer_to(question, turn)
    local choices = question.choices
    if #choices > 0 then
        return choices[turn % #choices + 1].value
    elseif question.optional then
        return ""
    elseif question.type == "yes_no" then
        return turn % 2 == 0
    end
    return question.min or fallback[question.type] or ""
end

local function answer(view, turn)
    if view.question.type ~= "form" then
        return answer_to(view.question, turn)
    end
    local fields = {}
    for _, field in ipairs(view.fields) do
        fields[field.name] = answer_to(field, turn)
    end
    return fields
end

local function walk(count)
    local session, done = nil, 0
    while done < count do
        if not session or session:state() ~= "ask" then
            if session then session:close() end
            session = assert(engine:start(library))
        end
        while done < count and session:state() == "ask" do
            done = done + 1
            if not session:answer(answer(session:view(), done)) and
               done % 7 == 0 then
                session:abandon() -- this flow wants what is not known here
            end
        end
    end
    session:close()
end

local function resident()
    local file = io.open("/proc/self/statm")
    local pages = file and file:read("a"):match("%d+ (%d+)") or 0
    if file then file:close() end
    return pages * 4
end

walk(math.min(steps, 20000))
collectgarbage()
local before, began = resident(), os.clock()
walk(steps)
local took = os.clock() - began
collectgarbage()
print(('{"steps": %d, "ns_per_step": %.0f, "rss_growth_kib": %d}'):format(
    steps, took / steps * 1e9, resident() - before))
