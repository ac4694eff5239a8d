-- SPDX-License-Identifier: MIT
-- growth.lua BENCH FLOW: 100,000 steps leave no memory behind.
local bench, flow = ...
local printed
local quiet = setmetatable({print = function(text) printed = text end},
                           {__index = _G})

assert(loadfile(bench, "t", quiet))(flow, 100000)
print(printed)
local steps, grown = printed:match('"steps": (%d+),.*"rss_growth_kib": (%-?%d+)}')
assert(steps == "100000")
-- under a sanitizer the heap holds back what was freed
assert(tonumber(grown) < 1024 or os.getenv("TIER1_SANITIZED"), "it has grown")
