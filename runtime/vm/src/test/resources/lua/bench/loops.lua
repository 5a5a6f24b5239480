local rounds = tonumber((...)) or 1
local sum = 0
for _ = 1, rounds do
  local a = 1
  for i = 1, 2500 do
    for j = 1, 2000 do
      a = a + i * j % 7 - j
      if a < 0 then a = a + 1000000 end
    end
  end
  sum = sum + a
end
print(sum)
