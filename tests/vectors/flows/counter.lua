-- SPDX-License-Identifier: MIT
local words = {shop = 'a shop', depot = 'the depot'}

function spoken(place)
  if type(place) == 'table' then
    return (words[place.kind] or place.kind or 'nowhere') .. ' (' .. tostring(place.since) .. ')'
  end
  return words[place] or tostring(place)
end
