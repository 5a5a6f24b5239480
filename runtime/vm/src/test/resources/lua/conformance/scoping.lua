-- Manual 3.3.4, 3.5: local variables, blocks, goto and labels.
local x = 1
do local x = x + 1 print(x) do local x = x * 10 print(x) end print(x) end
print(x)
local x = x + 5 print(x)
local function f() return x end
local x = 100
print(f(), x)
local a, b, c = 1 print(a, b, c)
local a, b = 1, 2, 3 print(a, b)
local a, b, c = (function() return 1, 2, 3 end)() print(a, b, c)
local a, b, c = ((function() return 1, 2, 3 end)()) print(a, b, c)
for i = 1, 3 do local i = i * 2 io.write(i, " ") end print()
local i = 7 for i = 1, 2 do end print(i)
repeat local done = true until done
local n = 0 repeat local k = n n = n + 1 until k >= 3 print(n)
if true then local hidden = 1 end print(hidden)
while true do local w = 1 break end print(w)
global = 5 local function g() global = global + 1 return global end print(g(), g(), global, _G.global, _ENV.global, _G == _ENV)
do local _ENV = { print = print } y = 3 print(y, x) end print(y)
local function withenv(_ENV) return z end print(withenv { z = "from env" })
do local p = print local _ENV = setmetatable({}, { __index = function(_, k) return "<" .. k .. ">" end }) p(anything) end
do local i = 1 ::top:: if i <= 3 then io.write(i, ",") i = i + 1 goto top end print() end
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end io.write(i, ":", j, " ") ::continue:: end end print()
do goto skip local unused = 1 ::skip:: end
do local k = 0 ::a:: k = k + 1 if k < 3 then goto a elseif k < 5 then goto b end goto c ::b:: goto a ::c:: print("k", k) end
do
  local fs = {}
  do local i = 1 ::again:: local captured = i fs[i] = function() captured = captured + 10 return captured end i = i + 1 if i <= 3 then goto again end end
  print(fs[1](), fs[2](), fs[3](), fs[1]())
end
for i = 1, 2 do for j = 1, 2 do if j == 2 then goto out end end end ::out:: print("out")
do goto e ::s:: print("s") goto f ::e:: print("e") goto s ::f:: print("f") end
while true do do break end end print("break out")
repeat if x then break end until false
do local t = {} for i = 1, 3 do t[i] = function() i = i + 1 return i end end print(t[1](), t[1](), t[2](), t[3]()) end
do local t = {} local j = 0 while j < 3 do j = j + 1 local k = j t[j] = function() k = k + 1 return k end end print(t[1](), t[1](), t[2](), t[3]()) end
do local t = {} for _, v in ipairs { 5, 6 } do t[#t + 1] = function() v = v + 1 return v end end print(t[1](), t[1](), t[2]()) end
do local u repeat local v = 5 u = function() return v end until u() == 5 print(u()) end
local function bad(s) print(select(2, load(s, "=g"))) end
bad "goto nowhere" bad "do ::a:: end goto a" bad "::a:: ::a::" bad "goto f; local x; ::f:: print(x)" bad "break" bad "do goto x; local a; ::x:: ; print(a) end" bad "repeat goto c; local z; ::c:: until z" bad "function f() goto l end ::l::"
bad "goto 1" bad "::1::" bad "do local a goto x; end ::x:: local b; goto y" bad "if true then break end" bad "for i=1,2 do function f() break end end" bad "::a:: do ::a:: end"
print(load "goto f; local x; ::f::" ~= nil, load "goto f; local x; ::f:: ;;; ::g::" ~= nil, load "do goto x; local a; ::x:: end" ~= nil, load "break" == nil)
local many = {} for i = 1, 200 do many[i] = "v" .. i end
print(load("local " .. table.concat(many, ",") .. " = 1 return v1") ~= nil, select(2, load("local " .. table.concat(many, ",") .. ",v201", "=many")))
local function shadow(x) local x = x or "default" return x end print(shadow(), shadow(1))
local function rec(n) if n == 0 then return "end" end return rec(n - 1) end print(rec(100))
local fact = function(n) return fact end print(fact(1))
local mutual local function other(n) if n == 0 then return "even" end return mutual(n - 1) end function mutual(n) if n == 0 then return "odd" end return other(n - 1) end print(other(10), other(7))
function _G.declared(a) return a end print(declared(1)) local t = { u = {} } function t.u.f(a) return a end function t.u:m(a) return self == t.u, a end print(t.u.f(2), t.u:m(3))
print((function(...) local a, b = ... return select("#", ...), a, b end)(nil, nil))
