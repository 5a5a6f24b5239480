local mt = {}
local function event(name) mt[name] = function(a, b) return name .. (type(a) == "table" and a.id or tostring(a)) .. (type(b) == "table" and b.id or tostring(b)) end end
for _, name in ipairs { "__add", "__sub", "__mul", "__div", "__mod", "__idiv", "__pow", "__band", "__bor", "__bxor", "__shl", "__shr", "__concat" } do event(name) end
mt.__unm = function(a) return "unm" .. a.id end
mt.__bnot = function(a) return "bnot" .. a.id end
mt.__len = function(a) return a.id * 2 end
mt.__call = function(self, ...) return self.id, select("#", ...), ... end
mt.__eq = function(a, b) return a.id == b.id end
mt.__lt = function(a, b) return a.id < b.id end
mt.__le = function(a, b) return a.id <= b.id end
local function new(id) return setmetatable({ id = id }, mt) end
local function all(a, b)
  local r = { a + b, a - b, a * b, a / b, a % b, a // b, a ^ b, a & b, a | b, a ~ b, a << b, a >> b, a .. b }
  local s = "" for i = 1, #r do s = s .. r[i] .. " " end
  return s
end
for i = 1, 15 do print(all(new(i), new(i + 1))) print(all(new(i), 5)) print(all(2.5, new(i))) print(all(new(i), "t")) end
local function unary(a) return -a, ~a, #a end
for i = 1, 15 do print(unary(new(i))) end
local function compare(a, b) local n = 0 if a == b then n = n + 1 end if a < b then n = n + 2 end if a <= b then n = n + 4 end if a ~= b then n = n + 8 end if not (a < b) then n = n + 16 end if not (a <= b) then n = n + 32 end return n, a == b, a < b, a <= b, a > b, a >= b end
for i = 1, 15 do print(compare(new(i), new(7))) end
for i = 1, 15 do print(new(i)(i, nil)) local a, b = new(i)() print(a, b) end
local only = setmetatable({}, { __lt = function() return false end })
for i = 1, 5 do print(only <= only, only < only) end
-- The same code for numbers and for tables.
local function mix(a, b) local s = a for i = 1, 3 do s = s * 1 + b end return s end
local vmt = {} vmt.__mul = function(a, b) return setmetatable({ v = a.v * b }, vmt) end vmt.__add = function(a, b) return setmetatable({ v = a.v + (type(b) == "table" and b.v or b) }, vmt) end
for i = 1, 30 do
  print(mix(i, 2), mix(i, 0.5), mix(setmetatable({ v = i }, vmt), setmetatable({ v = 1 }, vmt)).v, mix(setmetatable({ v = i }, vmt), 3).v)
end
local half = setmetatable({}, { __div = function() return "half" end, __band = function() return {} end, __len = function() return 2.5 end, __unm = function() return nil end })
local function odd(h) local d = h / 2 local b = h & 1 local l = #h local u = -h return d, type(b), l, u end
for i = 1, 20 do print(odd(half)) end
local concat = setmetatable({}, { __concat = function(a, b) return type(a) == "table" and "<" .. b or a .. ">" end })
local function join(a, b, c) return a .. b .. c .. 1 .. 2.5 end
for i = 1, 15 do print(join("a", concat, i), join(concat, "b", i), join(i, 2, concat), pcall(join, {}, 1, 2)) end
-- Errors in metamethods.
local fails = setmetatable({}, { __add = function() error("in add") end, __index = function(t, k) error("no " .. k, 2) end, __lt = function() error({}) end })
local function try(f) local ok, e = pcall(f) return ok, type(e) == "string" and e or type(e) end
for i = 1, 15 do print(try(function() return fails + 1 end)) print(try(function() return fails.x end)) print(try(function() return fails < 1 end)) end
