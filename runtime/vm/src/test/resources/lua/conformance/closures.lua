-- Manual 3.5: closures and upvalues.
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end, function(v) n = v end end
local inc, get, set = counter() print(inc(), inc(), get()) set(10) print(inc(), get()) local inc2, get2 = counter() print(inc2(), get2(), get())
local fs = {} for i = 1, 5 do fs[i] = { function() return i end, function() i = i + 100 end } end fs[1][2]() fs[3][2]() fs[3][2]() for i = 1, 5 do io.write(fs[i][1](), " ") end print()
local ws, k = {}, 0 while k < 3 do k = k + 1 local c = k ws[k] = function() c = c * 2 return c, k end end print(ws[1]()) print(ws[2]()) print(ws[1]()) k = 99 print(ws[3]())
local rs = {} local m = 0 repeat m = m + 1 local c = m rs[m] = function() c = c + 1 return c end until rs[m]() > 3 print(#rs, rs[1](), rs[1](), rs[2]())
local shared = {} do local v = 0 for i = 1, 3 do shared[i] = function() v = v + i return v end end end print(shared[1](), shared[2](), shared[3](), shared[1]())
local function outer() local a = 1 local function middle() local b = 2 local function inner() a = a + 1 b = b + 1 return a, b end return inner, function() return b end end return middle, function() return a end end
local middle, geta = outer() local in1, getb1 = middle() local in2, getb2 = middle() print(in1()) print(in1()) print(in2()) print(geta(), getb1(), getb2())
local function params(a, ...) local rest = { ... } return function(d) a = a + d rest[1] = (rest[1] or 0) + 1 return a, rest[1] end end local p1, p2 = params(1), params(10, 20) print(p1(1)) print(p1(1)) print(p2(1))
local x = 1 local function f() return x end x = 2 print(f()) local x = 3 print(f(), x) local function h() x = x + 1 return x end h() print(x)
local function fib() local a, b = 0, 1 return function() local r = a a, b = b, a + b return r end end local nextfib = fib() for i = 1, 20 do io.write(nextfib(), " ") end print()
local function compose(...) local fns = { ... } return function(...) local v = table.pack(...) for i = #fns, 1, -1 do v = table.pack(fns[i](table.unpack(v, 1, v.n))) end return table.unpack(v, 1, v.n) end end print(compose(function(x) return x + 1 end, function(x, y) return x * y end)(6, 7))
local function curry(f, n) n = n or 2 local function step(args, left) return function(x) local a = { table.unpack(args) } a[#a + 1] = x if left == 1 then return f(table.unpack(a)) end return step(a, left - 1) end end return step({}, n) end print(curry(function(a, b, c) return a + b * c end, 3)(1)(2)(3))
local memo = setmetatable({}, { __index = function(t, n) local v = n < 2 and n or t[n - 1] + t[n - 2] rawset(t, n, v) return v end }) print(memo[80])
local Y = function(f) return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end) end print(Y(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)(20))
local function acc() local t = 0 return { add = function(_, v) t = t + v return _ end, total = function() return t end } end print(acc():add(1):add(2).total())
do local a = {} for i = 1, 3 do local x = i a[i] = function() x = x + 1 return function() x = x * 10 return x end end end local g = a[1]() print(g(), a[1]()(), g()) end
do local fns = {} for i = 1, 2 do for j = 1, 2 do fns[#fns + 1] = function() i = i + 1 j = j + 10 return i .. ":" .. j end end end for n = 1, 4 do io.write(fns[n](), " ", fns[n](), " ") end print() end
do local co = {} for i = 1, 3 do co[i] = coroutine.wrap(function() local n = i while true do n = n + i coroutine.yield(n) end end) end print(co[1](), co[2](), co[1](), co[3](), co[2]()) end
local function same() local function f() end local function g() return f end return g end local g = same() print(g() == g()) local function gen() return function() return 1 end end print(type(gen()), rawequal(gen, gen))
do local up = "before" local ok, e = pcall(function() up = "changed" error("stop", 0) end) print(ok, e, up) end do local v = 1 local function f(n) if n > 0 then v = v + n f(n - 1) end end f(10) print(v) end
local funcs = {} for _, name in ipairs { "a", "b", "c" } do funcs[name] = function(...) return name .. select("#", ...) end end print(funcs.a(), funcs.b(1), funcs.c(1, 2))
local t = {} for i = 1, 100 do t[i] = function(n) if n then i = n end return i end end local s = 0 t[50](1000) for i = 1, 100 do s = s + t[i]() end print(s) local function many() local a, b, c, d, e, f, g, h = 1, 2, 3, 4, 5, 6, 7, 8 return function() a, b, c, d, e, f, g, h = h, a, b, c, d, e, f, g return a, b, c, d, e, f, g, h end end local r = many() print(r()) print(r())
local list = nil for i = 5, 1, -1 do local rest = list list = function() return i, rest end end local node = list while node do local v v, node = node() io.write(v, " ") end print() local self = {} function self.me() return self end print(self.me() == self) do local function late() return later() end function later() return "later" end print(late()) end
