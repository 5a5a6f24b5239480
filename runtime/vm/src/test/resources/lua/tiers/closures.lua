local function counter(step)
  local n, calls = 0, 0
  return function() n = n + step calls = calls + 1 return n end, function() return n, calls end, function(v) n = v end
end
for i = 1, 30 do
  local next, peek, set = counter(i)
  next() next() set(i * 0.5) next()
  print(next(), peek())
end
-- A loop's variable is fresh in each iteration.
local kept = {}
for i = 1, 40 do
  local sum = i
  kept[i] = { function() return i + sum end, function(d) sum = sum + d return sum end }
end
for i = 1, 40 do print(kept[i][1](), kept[i][2](i), kept[i][1]()) end
-- A captured variable that the loop itself changes.
local function accumulate(n)
  local total, seen = 0, {}
  local function add(v) total = total + v end
  local function read() return total end
  for i = 1, n do
    total = total + 1
    add(i)
    if read() ~= total then print("stale", i) end
    total = total * 1
    seen[i] = read
  end
  return total, seen[1]()
end
for i = 1, 30 do print(accumulate(i)) end
-- Captured, never assigned by a closure.
local function reader(n)
  local x, t = 1, {}
  local read = function() return x end
  for i = 1, n do x = x + i t[#t + 1] = read() end
  local s = 0
  for i = 1, #t do s = s + t[i] end
  return s, read()
end
for i = 1, 30 do print(reader(i)) end
-- Closing in blocks, by break and by goto.
local function blocks(n)
  local fs = {}
  for i = 1, n do
    local a = i * 2
    fs[#fs + 1] = function() a = a + 1 return a end
    if i % 7 == 0 then break end
    do local b = a + 1 fs[#fs + 1] = function() return b + a end if i % 3 == 0 then goto continue end b = b * 2 end
    a = a + 100
    ::continue::
  end
  local s = 0
  for i = 1, #fs do s = s + fs[i]() end
  return s
end
for i = 1, 20 do print(blocks(i)) end
local function while_(n) local fs, i = {}, 0 while i < n do local j = i fs[#fs + 1] = function() j = j + 1 return j end i = i + 1 end local s = 0 for _, f in ipairs(fs) do s = s + f() + f() end return s end
for i = 1, 20 do print(while_(i)) end
local function nested(a) return function(b) return function(c) a = a + b b = b + c return a, b, c end end end
for i = 1, 20 do local f = nested(i)(2) f(3) print(f(4)) end
