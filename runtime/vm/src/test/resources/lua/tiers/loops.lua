local function count(a, b, c) local n, last = 0, nil for i = a, b, c do n = n + 1 last = i if n > 50 then break end end return n, last end
for round = 1, 4 do
  print(count(1, 10, 1)) print(count(10, 1, -3)) print(count(1, 0, 1)) print(count(1.0, 3, 1)) print(count(1, 3.7, 1))
  print(count(1, 2, 0.25)) print(count("1", 3, 1)) print(count(0x7ffffffffffffffe, 0x7fffffffffffffff, 1))
  print(count(-0x7fffffffffffffff, 0x8000000000000000, -1)) print(count(1, 1e100, 7)) print(count(3, -1e100, -1)) print(count(1, 5, 0))
  print(pcall(count, {}, 1, 1)) print(pcall(count, 1, "x", 1)) print(pcall(count, 1, 2, {})) print(pcall(count, 1, nil, 1))
end
local function nested(n)
  local s = 0
  for i = 1, n do for j = i, n do if (i + j) % 3 == 0 then goto skip end s = s + i * j ::skip:: end end
  return s
end
for n = 1, 20 do print(nested(n)) end
local function kinds(n) local s = 0 for i = 1, n do s = s + i if i == 10 then s = s + 0.5 elseif i == 20 then s = "" .. 7 end end return s end
for n = 1, 30 do print(kinds(n)) end
local function repeated(n) local i, s = 0, 0 repeat local done = i >= n i = i + 1 s = s + i until done return s, i end
for n = 1, 20 do print(repeated(n)) end
local function goes(n) local s = 0 ::top:: s = s + n n = n - 1 if n > 0 then goto top end return s end
for n = 1, 20 do print(goes(n)) end
local function first() while true do local x = 1 if x then return 1 end end end
local function forever(n) while true do n = n - 1 if n < 0 then return n end end end
for n = 1, 20 do print(first(), forever(n)) end
-- Generic loops.
local function sums(t) local s, names = 0, 0 for k, v in pairs(t) do s = s + v names = names + 1 end for i, v in ipairs(t) do s = s + i * v end return s, names end
for n = 1, 20 do local t = {} for i = 1, n do t[i] = i * i end t.x = 5 t[2.5] = 1 print(sums(t)) end
local function range(n) return function(s, i) if i < n then return i + 1, i * i, "c" end end, nil, 0 end
for n = 1, 12 do local s = 0 for i, q, c in range(n) do s = s + i + q + #c end print(s) end
print(pcall(function() for k in 5 do end end))
print(pcall(function() for k, v in next, {}, "no" do end end))
local self = setmetatable({}, { __call = function(t, s, i) if i < 3 then return i + 1 end end })
for n = 1, 5 do local s = 0 for i in self, nil, 0 do s = s + i end print(s) end
local t = {}
for i = 1, 60 do t[i] = i end
for k in pairs(t) do t[k] = nil end
print(next(t))
-- A loop whose variable is assigned, and one that lives in a register captured elsewhere.
for n = 1, 3 do local s = 0 for i = 1, 50 do i = i * 2 s = s + i i = "text" end print(s) end
do local f do local x = 1 f = function() x = x + 1 return x end end for i = 1, 20 do local y = f() if y % 5 == 0 then print(y) end end end
