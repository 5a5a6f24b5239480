-- Manual 3.3.4, 3.3.5: control structures, numeric and generic for.
local maxi, mini = math.maxinteger, math.mininteger
local function run(a, b, c, cap) local out, n = {}, 0 for i = a, b, c do n = n + 1 if n > (cap or 8) then out[#out + 1] = "..." break end out[#out + 1] = tostring(i) end print(#out, table.concat(out, " ")) end
run(1, 3, 1) run(3, 1, 1) run(3, 1, -1) run(1, 0, 1) run(1, 1, 1) run(1, 1, -1) run(1, 10, 3) run(10, 1, -4) run(1.0, 3, 1) run(1, 3.5, 1) run(1, 3, 0.5) run(1, 3.0, 1) run(0.1, 0.5, 0.1) run(1, -1, -0.5)
run(maxi - 2, maxi, 1) run(mini + 2, mini, -1) run(maxi - 1, maxi, 2) run(mini, mini + 1, maxi) run(maxi, mini, mini) run(1, 1 / 0, 1) run(1, -1 / 0, 1) run(1, -1 / 0, -1) run(maxi, 1e100, 1) run(mini, -1e100, -1) run(1, 0 / 0, 1) run(1, 0 / 0, -1)
run(1, 2.9, 1) run(-1, -2.9, -1) run(1, -2.1, -1) run(3, 2 ^ 63, maxi) run(maxi - 1, 2 ^ 63, 1) run(1.5, maxi, 2 ^ 62) run(2 ^ 53, 2 ^ 53 + 4, 1) run(1, 3, 1 / 0) run(1 / 0, 1 / 0, 1) run(0, 1, 5e-1) run(-3, 3, 2) run(mini, maxi, maxi)
local function try(f, ...) print(pcall(f, ...)) end
try(run, 1, 2, 0) try(run, 1, 2, 0.0) try(run, {}, 2, 1) try(run, 1, {}, 1) try(run, 1, 2, {}) try(run, nil, 2, 1) try(run, 1, nil, 1) try(run, "a", 1, 1) try(run, "1", 2, 1) try(run, 1, "2", 1) try(run, 1, 2, "1")
for i = 3, 1 do print("never") end for i = 1, 2 do local j = i i = 10 io.write(j, i, " ") end print()
local calls = {} local function note(n) calls[#calls + 1] = n return n end for i = note(1), note(3), note(2) do end print(table.concat(calls, ","))
local function iter(s, c) if c < s then return c + 1, c * c end end for a, b in iter, 4, 0 do io.write(a, "=", b, " ") end print()
for a, b, c, d in (function(s, c) if not c then return 1, 2, 3 end end) do print(a, b, c, d) end
for k in pairs {} do print("never") end for k, v in next, { 10 } do print(k, v) end for a in (function() return nil, 1 end) do print("never") end for a in (function(s, c) if c == nil then return false end end) do print("false goes on", a) end
try(function() for i in 5 do end end) try(function() for i in nil do end end) try(function() local t = {} for i in t do end end) try(function() for i in undefined do end end) try(function() for k in pairs() do end end) try(function() for k in pairs(nil) do end end)
local callable = setmetatable({}, { __call = function(self, s, c) c = (c or 0) + 1 if c < 4 then return c end end }) for i in callable do io.write(i, " ") end print()
local t = { 1, 2, 3, nil, 5 } local n = 0 for i, v in ipairs(t) do n = n + v end print(n)
for i, v in ipairs(setmetatable({}, { __index = function(_, i) if i < 4 then return i * i end end })) do io.write(i, v, " ") end print()
local n, s = 0, 0 while n < 10 do n = n + 1 if n % 2 == 0 then goto next end s = s + n ::next:: end print(n, s)
repeat n = n - 1 local stop = n < 5 until stop print(n)
if nil then print(1) elseif false then print(2) elseif 0 then print("zero is true") else print(4) end if "" then print("empty is true") end if not nil then print("not nil") end
local function sign(x) if x > 0 then return "+" elseif x < 0 then return "-" else return "0" end end print(sign(1), sign(-1), sign(0), sign(-0.0))
local function early() do return 1 end print("never") end print(early())
local function nested() for i = 1, 10 do for j = 1, 10 do while true do if i * j == 42 then return i, j end break end end end end print(nested())
local keys = {} for k, v in pairs { 10, 20, 30, 40 } do keys[#keys + 1] = k .. "=" .. v end print(table.concat(keys, " "))
local m = { 1, 2, 3, 4, 5, 6 } for k in pairs(m) do m[k] = nil end print(next(m))
local m = { 1, 2, 3 } for k, v in pairs(m) do m[k] = v * 2 end print(m[1], m[2], m[3])
for i = 1, 3 do if i == 2 then goto continue end io.write(i, " ") ::continue:: end print()
for i = 10, 1, -3 do io.write(i, " ") end for i = 1, 0.99 do io.write("x") end for i = 1, 2 ^ 53, 2 ^ 52 do io.write(i, " ") end print()
for i = 1, 3 do for i = i, 3 do io.write(i) end io.write(" ") end print()
do local i = 1 while i < 100 do i = i * 2 if i > 50 then break end end print(i) end
print(select("#", (function() for i = 1, 3 do if i == 2 then return i, i, i end end end)()))
for i = -0.0, 0 do print(1 / i) end for i = 0, -0.0 do print(i) end
