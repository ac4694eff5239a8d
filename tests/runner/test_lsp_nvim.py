# SPDX-License-Identifier: MIT
"""The language server in a real editor: Neovim, with its own client, set up
as docs/editors/neovim.md says."""

import os
import re
import subprocess
import sys

NVIM = os.path.abspath(sys.argv.pop(2))

import runner  # noqa: E402  (it takes what is left of the arguments)

PAGE = os.path.join(os.environ["TIER1_SOURCE"], "docs", "editors",
                    "neovim.md")
FLOW = """tier1: 1
id: lamp
title: A lamp stays dark
steps:
  look:
    ask: Is it on?
    type: yes_no
    "yes": fine
    "no": fnie
  fine:
    resolve: Good.
"""
DRIVE = r"""
local out = io.open('said', 'w')
local function say(...) out:write(table.concat({...}, ' '), '\n') out:flush() end
local ok, why = pcall(function()
  vim.cmd('edit lamp.yaml')
  local found
  assert(vim.wait(20000, function()
    found = vim.diagnostic.get(0)
    return #found > 0
  end), 'no diagnostics')
  say('found', found[1].code or found[1].user_data.lsp.code, found[1].lnum)
  vim.api.nvim_buf_set_text(0, 8, 10, 8, 14, {'look'})
  assert(vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end),
         'diagnostics stay')
  vim.api.nvim_win_set_cursor(0, {8, 12})
  vim.lsp.buf.definition()
  assert(vim.wait(20000, function()
    return vim.api.nvim_win_get_cursor(0)[1] == 10
  end), 'no jump')
  say('jumped')
  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover',
    vim.lsp.util.make_position_params(), 20000)
  for _, one in pairs(hover) do
    say('hover', (one.result.contents.value:gsub('\n', ' ')))
  end
  vim.lsp.buf.rename('better')
  assert(vim.wait(20000, function()
    return vim.api.nvim_buf_get_lines(0, 7, 8, false)[1]:find('better')
  end), 'no rename')
  vim.api.nvim_buf_set_text(0, 5, 8, 5, 8, {'    '})
  if vim.lsp.buf.format then
    vim.lsp.buf.format({timeout_ms = 20000})
  else
    vim.lsp.buf.formatting_sync(nil, 20000)
  end
  say('laid out', vim.api.nvim_buf_get_lines(0, 5, 6, false)[1])
  vim.cmd('write')
end)
say(ok and 'done' or 'failed ' .. tostring(why))
out:close()
vim.cmd('qall!')
"""


class Neovim(runner.Case):
    def test_a_session(self):
        with open(PAGE, encoding="utf-8") as f:
            setup = re.search(r"```lua\n(.*?)```", f.read(), re.DOTALL)[1]
        self.write("lamp.yaml", FLOW)
        self.write("init.lua", setup)
        self.write("drive.lua", DRIVE)
        env = {**os.environ, "HOME": self.folder,
               "XDG_CONFIG_HOME": self.folder, "XDG_DATA_HOME": self.folder,
               "XDG_STATE_HOME": self.folder, "XDG_CACHE_HOME": self.folder,
               "PATH": os.path.dirname(runner.TIER1) + ":" +
               os.environ["PATH"]}
        ran = subprocess.run(
            [NVIM, "--headless", "-n", "-i", "NONE", "-u", "init.lua",
             "-c", "luafile drive.lua"],
            cwd=self.folder, env=env, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=100)
        said = self.read("said")
        self.assertTrue(said.endswith("done\n"), said + ran.stderr)
        self.assertIn("found unknown-step 8\n", said)
        self.assertIn("jumped\n", said)
        self.assertIn("hover **fine** (resolve)", said)
        self.assertIn("laid out     ask: Is it on?\n", said)
        # the layout has a line between the steps
        self.assertEqual(self.read("lamp.yaml"), FLOW.replace(
            "fnie", "look").replace("  fine:", "\n  fine:").replace(
                "fine", "better"))


runner.main()
