-- SPDX-License-Identifier: MIT
rockspec_format = "3.0"
package = "tier1"
version = "0.1.0-1"
source = {
    -- The rock is made from a checkout: `luarocks make`.
    url = "git+file:.",
}
description = {
    summary = "Troubleshooting flowcharts that people walk through",
    detailed = [[
Loads flows in YAML, walks a support agent or a customer through one, records
the way, and makes the packet that Tier 2 works from. It needs the C library
tier1, which it looks for as luarocks looks for any: TIER1_DIR is its prefix.]],
    license = "MIT",
}
dependencies = {"lua >= 5.4, < 5.5"}
external_dependencies = {
    TIER1 = {header = "tier1/tier1.h", library = "tier1"},
}
build = {
    type = "builtin",
    modules = {
        tier1 = {
            sources = {
                "src/call.c", "src/engine.c", "src/error.c", "src/flow.c",
                "src/host.c", "src/journal.c", "src/library.c",
                "src/module.c", "src/options.c", "src/session.c",
                "src/value_push.c", "src/value_read.c", "src/view.c",
            },
            libraries = {"tier1"},
            incdirs = {"$(TIER1_INCDIR)"},
            libdirs = {"$(TIER1_LIBDIR)"},
        },
    },
}
test = {type = "command", script = "tests/test_session.lua"}
