local function fill(n)
  local t = { n, n + 1, [3] = "three", name = "n" .. n, 1.5 }
  for i = 4, n do t[i] = i t["k" .. i % 5] = i t[i + 0.0] = i * 2 end
  t.total = #t
  t[true], t.f = 1, 2.5
  return t
end
for n = 1, 25 do local t = fill(n) print(t.total, t.name, t[1], t[3], t[n], t.k1, t[true], t.f, t.none, t[2 ^ 1], #t.name) end
local function bad(t, k, v) t[k] = v return t[k] end
for i = 1, 12 do
  print(pcall(bad, {}, i % 3 == 0 and nil or i, 1)) print(pcall(bad, i, 1, 1)) print(pcall(bad, nil, 1, 1))
  print(pcall(bad, {}, 0 / 0 * i, 1)) print(pcall(bad, "s", "x", 1))
end
local Point = {} Point.__index = Point
function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end
function Point:add(o) self.x = self.x + o.x self.y = self.y + o.y self.sum = (self.sum or 0) + 1 return self end
function Point:length2() return self.x * self.x + self.y * self.y end
local Deep = setmetatable({}, { __index = Point }) Deep.__index = Deep
for i = 1, 25 do
  local p = Point.new(i, i * 0.5) p:add(Point.new(1, 1)):add(p)
  local d = setmetatable(Point.new(i, 2), Deep)
  print(p:length2(), p.sum, d:add(p).x, d:length2(), d.missing)
end
print(pcall(function() local p = Point.new(1, 2) p:nothing() end))
print(pcall(function() local s = "x" return s:none() end))
print(pcall(function() local n = 5 return n:none() end))
print(pcall(function() local n = 5 return n.x end))
print(pcall(function() local n = 5 n.x = 1 end))
local log = {}
local watched = setmetatable({}, { __index = function(t, k) log[#log + 1] = k return k end, __newindex = function(t, k, v) rawset(t, k, v) end, __len = function() return "len" end })
local function watch(i) watched[i] = watched[i] watched.a = i return #watched, watched[i], watched.a, watched.zzz end
for i = 1, 20 do print(watch(i)) end
print(#log)
local function length(v) return #v end
for i = 1, 20 do print(length("abc"), length({ 1, 2, i }), pcall(length, i)) end
counter = 0
local function globals() counter = counter + 1 return counter, missing end
for i = 1, 20 do print(globals()) end
local function list(...) return { ... }, { (...) }, { n = select("#", ...), ... } end
for i = 1, 15 do local a, b, c = list(i, nil, i * 2) print(#b, a[1], a[3], c.n) end
local big = {} for i = 1, 120 do big[i] = i end
local function many() return { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, many and 53 } end
for i = 1, 10 do local m = many() print(#m, m[50], m[51], m[53]) end
local function swap(t, i, j) t[i], t[j] = t[j], t[i] end
for i = 1, 60 do swap(big, i, 121 - i) end
print(big[1], big[120], big[60])
