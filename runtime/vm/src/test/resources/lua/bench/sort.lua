local rounds = tonumber((...)) or 1
local sum = 0
for r = 1, rounds do
  local x, list, words, records = 42, {}, {}, {}
  for i = 1, 120000 do x = (x * 16807) % 2147483647 list[i] = x * 32768 + i end
  for i = 1, 12000 do words[i] = "w" .. list[i] records[i] = { key = list[i] } end
  table.sort(list)
  table.sort(words)
  table.sort(records, function(a, b) return a.key > b.key end)
  sum = sum + list[1] % 1000 + list[#list] % 1000 + #words[1] + records[1].key % 1000
end
print(string.format("%d", sum))
