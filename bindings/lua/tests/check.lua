-- SPDX-License-Identifier: MIT
-- What the tests share: cases, checks that say where they failed, flows.
local check = {cases = {}}

function check.case(name, body)
    check.cases[#check.cases + 1] = {name = name, body = body}
end

local function show(value)
    return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

function check.equal(got, want, level)
    if got ~= want or math.type(got) ~= math.type(want) then
        error("got " .. show(got) .. ", not " .. show(want), (level or 1) + 1)
    end
end

function check.holds(text, part)
    if type(text) ~= "string" or not text:find(part, 1, true) then
        error(show(text) .. " does not hold " .. show(part), 2)
    end
end

-- The call gives nil and an error of this code; gives the error.
function check.refused(code, ...)
    local got, err = ...
    if got ~= nil or type(err) ~= "table" then
        error("it gave " .. show(got) .. ", and " .. show(err), 2)
    end
    check.equal(err.code, code, 2)
    if err.message == "" then
        error("the message is empty", 2)
    end
    return err
end

-- The function raises an error with this part in its text.
function check.raises(part, f, ...)
    local ok, err = pcall(f, ...)
    if ok or not tostring(err):find(part, 1, true) then
        error((ok and "no error" or show(tostring(err))) .. ", not " ..
              show(part), 2)
    end
end

check.lamp_gl = [[
tier1: 1
translates: lamp
language: gl
title: Unha lámpada ás escuras
steps:
  plugged:
    ask: Está enchufada?
]]

function check.run()
    local failed = 0
    for _, case in ipairs(check.cases) do
        local ok, err = xpcall(case.body, debug.traceback)
        if not ok then
            failed = failed + 1
            print("not ok: " .. case.name .. "\n" .. tostring(err))
        end
    end
    collectgarbage()
    collectgarbage()
    print(#check.cases - failed .. " of " .. #check.cases)
    if failed > 0 then
        os.exit(1, true)
    end
end

check.folder = arg[0]:match("^(.*[/\\])") or "./"

function check.read(name)
    local file = assert(io.open(check.folder .. name, "rb"))
    local text = file:read("a")
    file:close()
    return text
end

check.lamp = check.read("lamp.yaml")

-- A library of one flow that is a text.
function check.load(engine, text, name)
    return assert(engine:load({{name = name or "t.yaml", text = text}}))
end

return check
