local rounds = tonumber((...)) or 1
local sum = 0
for _ = 1, rounds do
  local parts = {}
  for i = 1, 12000 do parts[#parts + 1] = "item" .. i .. "=" .. i * 3 .. ";" end
  local all = table.concat(parts)
  local changed, n = all:gsub("(%a+)(%d+)=(%d+)", "%3:%1")
  sum = sum + #changed + n
  for key, value in all:gmatch("(%w+)=(%w+)") do sum = sum + #key + #value end
  for i = 1, 12000 do sum = sum + #string.format("%05d %s %.2f", i, "name", i / 3) end
  for i = 1, 12000 do sum = sum + all:byte(i) + #all:sub(i, i + 10):upper() end
  sum = sum + #("abc"):rep(10000, ",") + select(2, all:gsub("%d+", function(d) return d + 1 end))
  local pos = 1
  while true do local a, b = all:find("item%d+9=", pos) if not a then break end sum = sum + b pos = b + 1 end
end
print(sum)
