local function var(...) local a, b = ... local t = { ... } local n = select("#", ...) return n, a, b, #t, ... end
for i = 0, 20 do print(var()) print(var(i)) print(var(i, i + 1, i + 2)) print((var(i, nil))) end
local function pass(...) return ... end
local function both(...) return 1, pass(...) end
for i = 1, 15 do print(both(i, "x", i * 0.5)) print(pass(both(i)), pass()) end
local function many(n) local t = {} for i = 1, n do t[i] = i end return table and table.unpack and #t or #t end
for i = 1, 10 do print(many(i * 30)) end
local function default(a, b, c) b = b or 5 c = c and c * 2 return a and a + b, b, c end
for i = 1, 20 do print(default(i)) print(default(i, 1.5)) print(default(nil, nil, i)) print(default(i, i, i, i)) end
local function booleans(a, b) local x = a and b local y = a or b local z = not a local w = a == b local v = a ~= nil and b ~= nil return x, y, z, w, v, a and 1 or 2 end
local values = { nil, false, true, 0, 1.5, "s" }
for i = 1, 6 do for j = 1, 6 do print(booleans(values[i], values[j])) end end
for i = 1, 6 do for j = 1, 6 do print(booleans(values[j], values[i])) end end
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(18), fib(10.0), pcall(fib, "x"), pcall(fib, {}))
local function ack(m, n) if m == 0 then return n + 1 elseif n == 0 then return ack(m - 1, 1) else return ack(m - 1, ack(m, n - 1)) end end
print(ack(2, 6))
local function kinds(x) if x == nil then return "nil" elseif x == 1 then return "one" elseif x == "a" then return "a" elseif x == 2.5 then return "f" elseif x == true then return "t" elseif 3 == x then return 3 end return x end
for i = 1, 20 do print(kinds(), kinds(1), kinds(1.0), kinds("a"), kinds(2.5), kinds(true), kinds(3), kinds(i)) end
local function bounds(x) local n = 0 if x < 3 then n = n + 1 end if x <= 3.5 then n = n + 2 end if 2 < x then n = n + 4 end if 2.5 <= x then n = n + 8 end return n end
for i = 1, 20 do print(bounds(i), bounds(i * 0.25), pcall(bounds, "5")) end
local object = setmetatable({}, { __call = function(self, a, ...) return a, ... end })
local function calls(i) return object(i, i + 1), (object(i)), object() end
for i = 1, 20 do print(calls(i)) end
local function strings(n) local s = "" for i = 1, n do s = s .. i .. "," .. i * 0.5 end return s, #s end
for i = 1, 15 do print(strings(i)) end
local function polymorphic(x) local y = x for i = 1, 2 do y = y end return y end
for i = 1, 40 do print(polymorphic(i), polymorphic(i * 0.5), polymorphic("s" .. i), polymorphic(i % 2 == 0)) end
local function sum(t, n) local s = 0 for i = 1, n do s = s + t[i] end return s end
local ints, floats, texts = {}, {}, {}
for i = 1, 40 do ints[i] = i floats[i] = i * 0.5 texts[i] = "" .. i end
for i = 1, 40 do print(sum(ints, i), sum(floats, i), sum(texts, i), pcall(sum, ints, 41)) end
local function upto(n) local x, y = 0, 0.0 for i = 1, n do x, y = y, x + i end return x, y end
for i = 1, 30 do print(upto(i)) end
local t = {} for i = 1, 300 do t[i] = function(a) return a + i end end
local s = 0 for i = 1, 300 do s = t[i](s) end print(s)
