local rounds = tonumber((...)) or 1
local M = 0xffffffff
local function rotl(x, n) return ((x << n) | (x >> (32 - n))) & M end
local sum = 0
for _ = 1, rounds do
  local a, b, c, d = 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574
  for i = 1, 180000 do
    a = (a + b + i) & M d = rotl(d ~ a, 16)
    c = (c + d) & M b = rotl(b ~ c, 12)
    a = (a + b) & M d = rotl(d ~ a, 8)
    c = (c + d) & M b = rotl(b ~ c, 7)
  end
  local h = 0xcbf29ce484222325
  for i = 1, 400000 do h = (h ~ (i & 255)) * 0x100000001b3 end
  sum = sum ~ a ~ b ~ c ~ d ~ h
end
print(sum)
