-- SPDX-License-Identifier: MIT
function more(n) return n + 1 end
