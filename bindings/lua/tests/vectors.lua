-- SPDX-License-Identifier: MIT
-- vectors.lua FILE...: walks recorded walks again. Each call has to give the
-- same, and what is left at the end is the same to the byte.
local tier1 = require "tier1"

local reader = tier1.engine {
    caps = {file_bytes = 1 << 28, value_depth = 90},
}
local STATES = {ask = 1, wait = 2, done = 3}
local FATES = {kept = 1, remembered = 2, asked_again = 3, dropped = 4}
local WAITS = {host = 1, advice = 2, pause = 3}
local TOLD = {at = true, call = true, text = true, value = true, token = true,
              step = true, why = true, to = true, status = true}
local MISUSE = -2

local function choices_of(question)
    local values
    for i, choice in ipairs(question.choices) do
        values = values or {}
        values[i] = choice.value
    end
    return values
end

local function wait_of(wait)
    return wait and {
        kind = WAITS[wait.kind], token = ("%u"):format(wait.token),
        name = wait.name, to = wait.to, deadline = wait.deadline or 0,
        args = #wait.args > 0 and wait.args or nil,
    }
end

local function view_of(view)
    local fields
    for i, field in ipairs(view.fields) do
        fields = fields or {}
        fields[i] = {name = field.name, type = field.type,
                     choices = choices_of(field)}
    end
    return {
        state = STATES[view.state], kind = view.kind, flow = view.flow,
        step = view.step, text = view.text, problem = view.problem,
        type = view.question.type, choices = choices_of(view.question),
        fields = fields, steps_done = view.steps_done,
        elapsed_seconds = view.elapsed_seconds, can_back = view.can_back,
        can_escalate = view.can_escalate, wait = wait_of(view.wait),
    }
end

-- The sources of a file, as load() wants them, and what lies beside them.
local function load(file)
    local beside = {}
    for _, one in ipairs(file.beside) do
        beside[one.name] = one.text
    end
    return assert(tier1.engine():load(file.sources, {
        read = function(_, name) return beside[name] end,
    }))
end

local function host_of(name, results)
    local calls = 0
    return function()
        calls = calls + 1
        local one = assert(results[calls], name .. " is called too often")
        if one.later then
            return tier1.later
        elseif one.timeout then
            return tier1.timeout
        elseif one.error then
            return nil, one.error
        end
        return one.value
    end
end

local Walker = {}
Walker.__index = Walker

-- What a call came to: its state, or the error that it gave or raised.
function Walker:result(ok, state, err)
    local seen = {returns = STATES[state] or 0}
    if not ok then
        seen.returns, seen.problem = MISUSE, state
    elseif not state then
        seen.returns, seen.problem = err.status, err.message
    end
    if self.session then
        seen.problem = seen.returns < 0 and self.session:problem() or nil
        seen.view = view_of(self.session:view())
    end
    return seen
end

local function start(library, walk)
    local self = setmetatable({library = library, now = walk.at}, Walker)
    local hosts, caps = {}, {}
    for name, results in pairs(walk.host or {}) do
        hosts[name] = host_of(name, results)
    end
    for name, cap in pairs(walk.caps or {}) do
        caps[name] = cap
    end
    self.engine = assert(tier1.engine {
        clock = walk.at and function() return self.now end or false,
        ticks = false, random = false, hosts = hosts, caps = caps,
    })
    local options = {}
    for name, value in pairs(walk.options or {}) do
        options[name] = value
    end
    local ok, session, err = pcall(self.engine.start, self.engine,
                                   library:find(walk.flow), options)
    self.session = ok and session or nil
    return self, self:result(ok, self.session and session:state() or
                                 (not ok and session or nil), err)
end

local function hex(bytes)
    return (bytes:gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end

-- Put away, and taken up in its own place.
function Walker:again(take, bytes)
    self.session:close()
    local ok, session, err = pcall(self.engine[take], self.engine,
                                   self.library, bytes)
    self.session = ok and session or nil
    return self:result(ok, self.session and session:state() or
                           (not ok and session or nil), err)
end

local ACT = {
    answer = function(s, a) return s:answer(a.text) end,
    answer_value = function(s, a) return s:answer(a.value) end,
    complete = function(s, a) return s:complete(a.token, a.value) end,
    fail = function(s, a)
        if a.status == -9 then
            return s:timeout(a.token, a.why)
        end
        return s:fail(a.token, a.why)
    end,
    tick = function(s) return s:tick() end,
    back = function(s) return s:back() end,
    rest = function(s) return s:rest() and true end,
    revise = function(s, a) return s:revise(a.step, a.value, a.why) end,
    escalate = function(s, a) return s:escalate(a.why) end,
    abandon = function(s, a) return s:abandon(a.why) end,
    transfer = function(s, a) return s:transfer(a.to, a.why) end,
}

local function changes_of(session)
    local seen = tier1.list()
    for i, change in ipairs(session:changes()) do
        seen[i] = {flow = change.flow, step = change.step,
                   fate = FATES[change.fate], reason = change.reason}
    end
    return seen
end

function Walker:call(action)
    self.now = action.at or self.now
    if action.call == "restore" then
        local bytes = self.session:snapshot()
        local seen = self:again("restore", bytes)
        seen.snapshot = hex(bytes)
        return seen
    elseif action.call == "replay" then
        return self:again("replay", self.session:record())
    end
    local wait = self.session:view().wait
    local told = {token = math.tointeger(tonumber(action.token)) or
                          (action.token and ("%d"):format(action.token)) or
                          wait and wait.token or 0}
    for key, value in pairs(action) do
        if key ~= "token" then told[key] = value end
    end
    local ok, state, err = pcall(ACT[action.call], self.session, told)
    local seen = self:result(ok, state, err)
    if action.call == "revise" and seen.returns > 0 then
        seen.changes = changes_of(self.session)
    end
    return seen
end

local function packets_of(session, audience)
    return {json = session:packet("json", audience),
            markdown = session:packet("markdown", audience),
            text = session:packet("text", audience)}
end

function Walker:finish(customer)
    if not self.session then
        return {}
    end
    local outcome, visits = self.session:outcome(), tier1.list()
    outcome["end"], outcome.how = outcome.how, nil
    for i, visit in ipairs(self.session:visits()) do
        visits[i] = (visit.undone and "-" or "") .. visit.flow .. "/" ..
                    visit.step
    end
    local done = self.session:state() == "done"
    return {outcome = outcome, visits = visits,
            record = self.session:record(),
            packets = done and packets_of(self.session) or nil,
            customer = done and customer and
                       packets_of(self.session, "customer") or nil}
end

-- The same, whatever the order of keys.
local function line(value)
    if type(value) ~= "table" then
        return type(value) == "string" and value or
               assert(reader:to_json(value))
    end
    local parts = {}
    for key, item in next, value do
        parts[#parts + 1] = tostring(key) .. ": " .. line(item)
    end
    table.sort(parts)
    return "{" .. table.concat(parts, ", ") .. "}"
end

local function hold(place, expected, got, passed)
    for key in next, expected do
        if not passed[key] and got[key] == nil then
            error(place .. ": " .. key .. " is not there", 0)
        end
    end
    for key, item in next, got do
        local want, have = line(expected[key]), line(item)
        if want ~= have then
            local at = 1
            while want:byte(at) == have:byte(at) do at = at + 1 end
            local from = math.max(at - 30, 1)
            error(("%s: %s differs at byte %d\n    expected …%s\n" ..
                   "    got      …%s"):format(place, key, at,
                   want:sub(from, from + 120), have:sub(from, from + 120)), 0)
        end
    end
end

local function replay(library, walk)
    local walker, seen = start(library, walk)
    hold("start", walk.start, seen, {})
    for i, action in ipairs(walk.actions) do
        hold(("action %d, %s"):format(i, action.call), action,
             walker:call(action), TOLD)
    end
    hold("end", walk["end"], walker:finish(walk["end"].customer), {})
end

local walks, agree = 0, 0
for _, path in ipairs(arg) do
    local stream = assert(io.open(path, "rb"))
    local file = assert(reader:from_json(stream:read("a")))
    stream:close()
    assert(file.tier1_vectors == 1, path .. " is of another version")
    local library = load(file)
    for _, walk in ipairs(file.walks) do
        local ok, err = xpcall(replay, function(e)
            return type(e) == "string" and e or debug.traceback(tostring(e))
        end, library, walk)
        walks, agree = walks + 1, agree + (ok and 1 or 0)
        if not ok then
            print("not ok " .. walk.name .. ": " .. err)
        end
    end
end
print(agree .. " of " .. walks .. " walks agree")
if agree < walks or walks == 0 then
    os.exit(1, true)
end
