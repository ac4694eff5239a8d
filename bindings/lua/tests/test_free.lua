-- SPDX-License-Identifier: MIT
-- Objects closed and collected in any order, by finalizers of others too.
package.path = (arg[0]:match("^(.*[/\\])") or "./") .. "?.lua;" .. package.path
local check = require "check"
local tier1 = require "tier1"
local equal, case = check.equal, check.case

local function world()
    local engine = tier1.engine()
    local library = check.load(engine, check.lamp)
    local session = assert(engine:start(library))
    return {engine, library, session, library:flows()[1], session:what_if()}
end

-- Every order of five objects; each is closed, or let go.
local function permute(items, n, body)
    if n == 0 then
        return body(items)
    end
    for i = 1, n do
        items[i], items[n] = items[n], items[i]
        permute(items, n - 1, body)
        items[i], items[n] = items[n], items[i]
    end
end

case("closed in every order", function()
    permute({1, 2, 3, 4, 5}, 5, function(order)
        local objects = world()
        local session = objects[3]
        for _, i in ipairs(order) do
            objects[i]:close()
            if i ~= 3 and pcall(session.state, session) then
                equal(session:view().step, "plugged")
                equal(session:flow().id, "lamp")
            end
        end
    end)
end)

case("collected in every order", function()
    permute({1, 2, 3, 4, 5}, 5, function(order)
        local objects = world()
        for at, i in ipairs(order) do
            objects[i] = nil
            if at % 2 == 0 then
                collectgarbage()
            end
        end
    end)
    collectgarbage("generational")
    permute({1, 2, 3, 4, 5}, 5, function(order)
        local objects = world()
        for _, i in ipairs(order) do
            objects[i] = nil
        end
    end)
    collectgarbage("incremental")
end)

case("a session is all that is left", function()
    local session = world()[3]
    collectgarbage()
    collectgarbage()
    equal(session:answer("no"), "ask")
    equal(session:answer("worked"), "done")
    assert(#session:packet() > 100)
    local flow = session:flow()
    session = nil
    collectgarbage()
    equal(flow.title, "A lamp that stays dark")
    equal(flow:steps()[1], "plugged")
end)

-- Finalizers that change a session run wherever memory is taken: also while
-- its view is copied.
case("finalizers that do their worst", function()
    local objects = world()
    local engine, library, session = objects[1], objects[2], objects[3]
    local refused, closed = 0, 0
    local function trap()
        setmetatable({}, {__gc = function()
            local ok, err = pcall(session.answer, session, "perhaps")
            if not ok and tostring(err):find("is at work", 1, true) then
                refused = refused + 1
            end
            local done, other = pcall(engine.start, engine, library)
            if done then
                closed = closed + 1
                other:close()
            end
        end})
    end
    collectgarbage("setpause", 0)
    for _ = 1, 500 do
        trap()
        equal(session:view().question.choices[1].value ~= nil, true)
        equal(#session:visits(), 1)
    end
    collectgarbage("setpause", 200)
    trap()
    collectgarbage()
    assert(closed > 0)
    assert(refused > 0, "no finalizer ran while a view was copied")
    equal(session:view().step, "plugged")
end)

case("a finalizer closes what is read", function()
    local before = collectgarbage("setpause", 0)
    for _ = 1, 100 do
        local objects = world()
        setmetatable({}, {__gc = function()
            for i = 1, 5 do
                objects[i]:close()
            end
        end})
        for _ = 1, 20 do
            pcall(objects[3].view, objects[3])
            pcall(objects[3].flow, objects[3])
            pcall(objects[2].flows, objects[2])
            pcall(objects[4].variables, objects[4])
        end
    end
    collectgarbage("setpause", before)
end)

case("sessions let go are collected in time", function()
    local engine = tier1.engine()
    local library = check.load(engine, check.lamp)
    local function resident()
        local file = io.open("/proc/self/statm")
        if not file then return 0 end
        local pages = file:read("a"):match("%d+ (%d+)")
        file:close()
        return pages * 4
    end
    local function many(n)
        for _ = 1, n do
            engine:start(library)
        end
    end
    many(2000)
    local before = resident()
    many(10000)
    local grown = resident() - before
    -- each holds some kilobytes: 10,000 of them would be more than twice that
    assert(grown < 12288 or os.getenv("TIER1_SANITIZED"),
           grown .. " KiB more")
end)

case("the collector may be stopped", function()
    collectgarbage("stop")
    local objects = world()
    for _ = 1, 200 do
        objects[1]:start(objects[2])
    end
    assert(not collectgarbage("isrunning"))
    collectgarbage("restart")
    collectgarbage()
end)

check.run()
