local rounds = tonumber((...)) or 1
local sum = 0
for _ = 1, rounds do
  local a = {}
  for i = 1, 200000 do a[i] = i end
  for i = 1, #a do sum = sum + a[i] % 3 end
  for _, v in ipairs(a) do sum = sum + v % 5 end
  local h = {}
  for i = 1, 30000 do h["key" .. i % 5000] = i end
  for _, v in pairs(h) do sum = sum + v end
  for i = 1, 50000 do local t = { i, i + 1, x = i } sum = sum + #t + t.x end
  for i = #a, 100001, -1 do a[i] = nil end
  for i = 1, 5000 do table.insert(a, i) table.remove(a) end
  local sparse = {}
  for i = 1, 30000 do sparse[i * 17] = i end
  for k in pairs(sparse) do sum = sum + k % 7 end
end
print(string.format("%d", sum))
