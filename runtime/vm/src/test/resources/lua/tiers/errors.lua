local function fail(kind, x)
  local a, b = 1, {}
  for i = 1, 3 do
    if kind == 1 then a = a + x
    elseif kind == 2 then a = x.field
    elseif kind == 3 then x.field = 1
    elseif kind == 4 then x()
    elseif kind == 5 then a = x < a
    elseif kind == 6 then a = #x
    elseif kind == 7 then a = a .. x
    elseif kind == 8 then a = a & x
    elseif kind == 9 then a = a // x
    elseif kind == 10 then a = a % x
    elseif kind == 11 then error("plain " .. i)
    elseif kind == 12 then error({ code = i })
    elseif kind == 13 then b.c.d = 1
    elseif kind == 14 then a = -x
    elseif kind == 15 then undefined_function()
    elseif kind == 16 then x:method()
    elseif kind == 17 then error("level two", 2)
    elseif kind == 18 then error()
    elseif kind == 19 then a = b < x
    elseif kind == 20 then a = 1 < x
    else return a end
  end
  return a
end
local values = { nil, true, "text", 0, 1.5, {} }
for round = 1, 4 do
  for kind = 1, 21 do
    for i = 1, 6 do
      local ok, e = pcall(fail, kind, values[i])
      print(kind, i, ok, type(e) == "table" and (e.code or "table") or e)
    end
  end
end
local function handler(e) return "handled: " .. tostring(e) end
for i = 1, 15 do print(xpcall(fail, handler, 11, i)) print(xpcall(fail, handler, 1, "x")) print(select("#", xpcall(fail, handler, 21, i))) end
local function nested(n) if n == 0 then error("deep") end local ok, e = pcall(nested, n - 1) error("again: " .. e, 0) end
for i = 1, 10 do print(pcall(nested, i)) end
local function rethrow(n) local ok, e = pcall(fail, 12) if not ok then error(e) end end
for i = 1, 10 do local ok, e = pcall(rethrow) print(ok, e.code) end
local function open(n) local x = n local function get() return x end local ok = pcall(function() x = x + 1 error("after") end) x = x + 10 return get(), ok end
for i = 1, 20 do print(open(i)) end
local function overflow(n) return 1 + overflow(n + 1) end
local ok, e = pcall(overflow, 1) print(ok, e)
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
print(depth(150), depth(5000), depth(50000))
local function tail(n, s) if n == 0 then return s end return tail(n - 1, s + n) end
print(tail(10, 0), tail(100000, 0))
local function mutualA(n) if n == 0 then return "a" end return mutualB(n - 1) end
function mutualB(n) if n == 0 then return "b" end return mutualA(n - 1) end
print(mutualA(1001), mutualA(1000), pcall(mutualB, "x"))
local function nativeTail(n) return select(2, n, n + 1, n + 2) end
for i = 1, 15 do print(nativeTail(i)) print((nativeTail(i))) end
local function callBad(n) local t = { f = n > 5 and print or nil } return t.f(n) end
for i = 1, 12 do print(pcall(callBad, i)) end
