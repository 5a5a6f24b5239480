-- A module whose programs stop wherever they show something, and go on with the next message.
T = {1, 2.5, "x", x = 1}
local lines = {}

local function text(v)
  if math.type(v) == "float" then return string.format("%.14g", v) end
  return tostring(v)
end

local function note(...)
  local n = select("#", ...)
  local parts = table.pack(...)
  for i = 1, n do
    local isFine, told = pcall(text, parts[i])
    parts[i] = isFine and told or "?"
  end
  lines[#lines + 1] = table.concat(parts, " ", 1, n)
end

function show(...)
  note(...)
  if coroutine.isyieldable() then coroutine.yield("shown") end
end

function S(v) return (tostring(v):sub(1, 200)) end
function Q(f)
  local isFine, v = pcall(f)
  if isFine then return v end
  return 0
end
function K(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  local i = 0
  return function()
    i = i + 1
    return keys[i], t[keys[i]]
  end
end

-- What a message can ask for besides going on with the program.
local A = {}
State = {list = {}, map = {}, long = {}}

local function counter(step)
  local n = step
  return function() n = n + step return n end, function() return n end, function(v) n = v end
end
local up, peek, put = counter(3)
local up2 = counter(0.5)
A[1] = function(x) up() put(peek() + x % 5) return peek(), up2() end

local words = ("alpha beta 42 gamma x9 "):rep(30)
local matcher = words:gmatch("(%a+)%s*(%d*)")
A[2] = function() return matcher() end

A[3] = function(x) return math.random(), math.random(1, x + 1), math.random(0) end

A[4] = function(x)
  State.text = ((State.text or "") .. "<" .. x .. ">"):sub(-180)
  State.long[("k"):rep(120 + x % 20)] = x
  return State.text, State.long[("k"):rep(120 + x % 20)]
end

A[5] = function(x)
  local key = ({x, x + 0.5, "s" .. x % 17, x % 2 == 0, {}, function() end, -x})[x % 7 + 1]
  State.map[key] = x
  if x % 3 == 0 then State.map[next(State.map)] = nil end
  return tostring(key), #State.list
end

local cursor
A[6] = function()
  local isFine, k, v = pcall(next, State.map, cursor)
  if not isFine then k = nil end
  cursor = k
  return tostring(k), v
end

local function yielder(name)
  local mt = {}
  mt.__index = function(_, k) return coroutine.yield(name .. "index", k) end
  mt.__newindex = function(t, k, v) rawset(t, k, coroutine.yield("newindex", v)) end
  mt.__add = function(a, b) return coroutine.yield("add") end
  mt.__concat = function(a, b) return coroutine.yield("concat", type(a), type(b)) end
  mt.__lt = function() return coroutine.yield("lt") == 1 end
  mt.__le = function() return coroutine.yield("le") == 1 end
  mt.__eq = function() return coroutine.yield("eq") == 1 end
  mt.__len = function() return coroutine.yield("len") end
  mt.__call = function(self, ...) return coroutine.yield("call", ...) end
  mt.__unm = function() return coroutine.yield("unm") end
  return setmetatable({}, mt)
end

local function tail(n, ...)
  if n == 0 then return coroutine.yield("tail", ...) end
  return tail(n - 1, n, ...)
end

local worker = coroutine.wrap(function(...)
  local a, b = yielder("a"), yielder("b")
  local captured = 0
  local function bump(n) captured = captured + n return captured end
  State.bump = bump
  while true do
    local got = {pcall(function(...)
      local v = a.x + 1
      a.y = v
      local s = "<" .. a .. "-" .. b .. ">" .. 7
      bump(a + b)
      if a < b then bump(1) end
      if a <= b or a == b then bump(2) end
      bump(#a) bump(-a)
      local total = 0
      for i, w in (function(limit, at)
        at = at + 1
        if at <= coroutine.yield("iterator", at) % 4 then return at, at * 2 end
      end), 3, 0 do total = total + w end
      for i = 1, 3 do total = total + coroutine.yield("loop", i) end
      for x = 1.0, 2.0, 0.5 do total = total + coroutine.yield("float", x) end
      for k, v in pairs(State.map) do coroutine.yield("pairs", v) break end
      tail(4, total, a(1, nil, 3))
      local handled = select("#", xpcall(function()
        error({coroutine.yield("before error")})
      end, function(e) return type(e) end))
      if coroutine.yield("fail?") % 2 == 0 then error("told to", handled) end
      return s, total, handled, ...
    end, captured, ...)}
    coroutine.yield("round", got[1], tostring(got[2]):sub(1, 60), captured)
  end
end)
A[7] = function(x) return worker(x) end
A[8] = function(x) return State.bump and State.bump(x) end

local tree
local function walk(t) if t then walk(t[1]) coroutine.yield(t[2]) walk(t[3]) end end
A[9] = function(x)
  local place, slot = {r = tree}, "r"
  while place[slot] do
    place = place[slot]
    slot = x < place[2] and 1 or 3
  end
  if tree then place[slot] = {[2] = x} else tree = {[2] = x} end
  State.walker = State.walker or coroutine.create(walk)
  local isFine, v = coroutine.resume(State.walker, tree)
  if not isFine or v == nil then State.walker = nil end
  return isFine, v
end

A[10] = function(x)
  local f = load("local a = ... n = (n or 0) + a return function(b) a = a + b return a, n end")
  State.loaded = x % 3 == 0 and State.loaded or f(x)
  return State.loaded(1)
end

A[11] = function(x)
  local t = {}
  State.list[#State.list + 1] = x % 2 == 0 and t or tostring
  return tostring(t), tostring(print), tostring(A[11]), tostring(coroutine.running()),
    collectgarbage("count")
end

A[12] = function(x)
  local kept
  for i = 1, 200 + x % 300 do kept = {i, ("g"):rep(300) .. i, {kept and kept[1]}} end
  State.kept = kept
  return #kept[2], collectgarbage("count")
end

A[13] = function(x)
  local nest = coroutine.wrap(function()
    local inner = coroutine.wrap(function() for i = 1, 9 do coroutine.yield(i) end end)
    while true do coroutine.yield(inner(), inner()) end
  end)
  State.nest = State.nest or nest
  return pcall(State.nest)
end

A[14] = function(x)
  local t = State.list
  if x % 2 == 0 then table.insert(t, 1, x) else table.remove(t, 1) end
  table.sort(State.order or {}, function(a, b) return a > b end)
  State.order = {x, #t, x % 3, 2}
  return #t, select("#", table.unpack(t)), table.concat(State.order, ",")
end

A[15] = function(x)
  setmetatable(State.map, x % 2 == 0 and {__index = State.list, __len = function() return x end} or nil)
  return #State.map, State.map[1] ~= nil
end

A[16] = function(x)
  local iterate, t, at = ipairs {x, x, x}
  State.step = State.step or {iterate, t, at}
  State.step[3] = iterate(State.step[2], State.step[3]) or 0
  return State.step[3], (("x"):rep(x % 40):gsub("x", function(c) return peek() % 2 == 0 and c end))
end

-- Messages that fail after they have changed much.
local function spoil(x)
  up() put(1e9) State.map = {} State.text = "spoilt" T = nil
  setmetatable(State.long, {__index = error})
  math.random()
  coroutine.running()
  pcall(worker, x) pcall(matcher)
  for i = 1, 20 do State.list[i] = {i} end
  if State.loaded then State.loaded(5) end
end
local B = {}
B[1] = function(x) spoil(x) error({code = x}) end
B[2] = function(x) spoil(x) while true do end end
B[3] = function(x) spoil(x) local t = {} while true do t[#t + 1] = ("m"):rep(1000) .. #t end end
B[4] = function(x) spoil(x) return coroutine.wrap(function() spoil(x) error("within") end)() end
B[5] = function(x) spoil(x) Program = nil State.walker = nil local a = nil + x end
