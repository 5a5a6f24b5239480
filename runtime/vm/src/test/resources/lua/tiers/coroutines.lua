local function generator(n) return coroutine.wrap(function() for i = 1, n do local got = coroutine.yield(i, i * 0.5) if got then i = i + got end end return "end" end) end
for n = 1, 12 do local g, s = generator(n), 0 for i = 1, n do local a, b = g(i) s = s + a + b end print(s, g()) end
-- Yields in metamethods, iterators, pcall, and deep calls.
local mt = { __add = function(a, b) return coroutine.yield("add") end, __index = function(t, k) return coroutine.yield("index " .. k) end, __lt = function() return coroutine.yield("lt") end, __eq = function() return coroutine.yield("eq") end, __concat = function() return coroutine.yield("concat") end, __newindex = function(t, k, v) coroutine.yield("newindex") end, __call = function(self, x) return coroutine.yield("call") end, __len = function() return coroutine.yield("len") end, __unm = function() return coroutine.yield("unm") end, __div = function() return coroutine.yield("div") end, __le = function() return coroutine.yield("le") end }
local function work(o, other, n)
  local s, f = 0, 0.5
  for i = 1, n do
    s = s + (o + 1) f = f * 2 s = s + o.field
    if o < other then s = s + 1 end
    if o <= other then s = s + 1 else s = s + 2 end
    if o == other then s = s + 10 end
    o.x = s
    s = s + #o + o(1) - (-o) + o / 2
    local c = "a" .. o .. "b"
    s = s + #tostring(c)
  end
  return s, f
end
for n = 1, 6 do
  local a, b = setmetatable({}, mt), setmetatable({}, mt)
  local co = coroutine.create(work)
  local ok, v = coroutine.resume(co, a, b, n)
  local steps, text = 0, ""
  while coroutine.status(co) == "suspended" do
    steps = steps + 1
    local reply = steps % 7
    if n > 3 and steps % 2 == 0 then reply = reply + 0.5 end
    ok, v, f = coroutine.resume(co, reply)
    if not ok then break end
  end
  print(n, steps, ok, v, f)
end
local function protected(n)
  local log = 0
  for i = 1, n do
    local ok, e = pcall(function() local x = coroutine.yield(i) if x == "fail" then error("failed " .. i, 0) end return x end)
    log = log .. (ok and "+" or "-") .. tostring(e)
  end
  return log
end
for n = 1, 10 do
  local co = coroutine.wrap(protected)
  local v = co(n)
  for i = 1, n do v = co(i % 3 == 0 and "fail" or i) end
  print(v)
end
local function recursive(n) if n == 0 then coroutine.yield("bottom") return 0 end return 1 + recursive(n - 1) end
for _, n in ipairs { 1, 5, 50, 150, 400 } do local co = coroutine.wrap(recursive) print(co(n), co()) end
local function iterate(n) for i in coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) do if i == n then return i end end end
for n = 1, 12 do print(iterate(n)) end
-- Coroutines that resume one another.
local function chain(n) if n == 0 then coroutine.yield("leaf") return 1 end local co = coroutine.create(chain) local total = 0 while true do local ok, v = coroutine.resume(co, n - 1) if not ok then error(v, 0) end if coroutine.status(co) == "dead" then return total + v + 1 end total = total + 1 coroutine.yield(v) end end
for n = 0, 8 do local co, steps = coroutine.create(chain), 0 local ok, v repeat ok, v = coroutine.resume(co, n) steps = steps + 1 until coroutine.status(co) == "dead" print(n, steps, ok, v) end
print(pcall(coroutine.wrap(function() error("inside") end)))
local dead = coroutine.create(function() local x = nil + 1 end)
print(coroutine.resume(dead)) print(coroutine.resume(dead))
local shared = 0
local a = coroutine.wrap(function() for i = 1, 30 do shared = shared + i coroutine.yield() end end)
local b = coroutine.wrap(function() for i = 1, 30 do shared = shared * 2 % 1000003 coroutine.yield() end end)
for i = 1, 30 do a() b() shared = shared + 1 end
print(shared)
