-- SPDX-License-Identifier: MIT
-- walk.lua FLOW: walks a flow with answers from standard input.
local tier1 = require "tier1"

local engine = assert(tier1.engine())
local library = assert(engine:load(arg[1] or error("which flow?", 0)))
local session = assert(engine:start(library))

while session:state() == "ask" do
    local view = session:view()
    print(view.text)
    for _, choice in ipairs(view.question.choices) do
        print("  " .. choice.value .. ": " .. choice.label)
    end
    local line = io.read()
    if line then
        local state, err = session:answer(line)
        if not state then
            print(err)
        end
    else
        session:abandon("no more input")
    end
end
io.write(session:packet("markdown"))
