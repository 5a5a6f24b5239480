-- Manual 3.4.3: coercions between strings and numbers.
local function try(f, ...) print(pcall(f, ...)) end
print("10" + 5, "10" * "2", "3" - 1, "7" // 2, "7" % 4, "2" ^ 2, "7" / 2, -"3", -"3.0", "0x10" + 1, " 5 " + 1, "1e2" + 0, "5" + 0, 5 .. "", 5.0 .. "")
print(10 .. 20, 1.5 .. "x", -1 .. "", 2 ^ 63 .. "", 1e100 .. "", (0 / 0 ~= 0 / 0), 1e15 .. "", -0.0 .. "", 2 ^ 53 .. "")
print("10" == 10, "10" < "9", "a" < "b", "a" < "B", "" < "a", "a\0b" < "a\0c", "a" < "a\0", "Z" < "a", "abc" <= "abc", "abc" < "abcd", "\200" > "a")
for _, op in ipairs { "+", "-", "*", "/", "//", "%", "^", "..", "<", "<=", "&", "==" } do
  local f = load("local a, b = ... return a " .. op .. " b", "=op")
  try(f, "10", 3) try(f, 10, "3") try(f, "10", "3") try(f, "abc", 1) try(f, 1, "abc") try(f, {}, 1) try(f, 1, {}) try(f, nil, "1") try(f, "1", nil) try(f, true, false) try(f, "1", print) try(f, "10", "0x3")
end
for _, s in ipairs { "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e308", "0x7fffffffffffffff", "0xffffffffffffffff", "1.0", "-0" } do print(s + 1, s * 1, s - 1, s // 1, -s, s .. "") end
print(math.max("10" + 0, 9), #(10 .. ""), ("x"):rep("3"), ("abc"):sub("2", "3"), ("abc"):byte("1"), string.char("65", 66.0))
try(string.rep, "x", "1.5") try(string.rep, "x", 1.5) try(string.rep, "x", "y") try(string.rep, "x", {}) try(string.rep, "x") try(string.char, 2 ^ 63) try(string.char, "3.0") try(("x").rep, "x", 0 / 0)
try(load("for i = '1', 2 do end", "=f")) try(load("for i = 1, '2' do end", "=f")) try(load("for i = 1, 2, '1' do end", "=f")) try(load("for i = 1, {} do end", "=f"))
local t = { 10, 20, 30 }
print(t["1"], t[1.0], t["1" + 0], rawlen("abc"), #"abc", ("5" + 0) | 0, "5" | 0, math.type("5" + 0), math.type("5.0" + 0), math.type("5" * 1.0))
print(tostring(12), tostring(-0.0), tostring(1e300 * 1e10), tostring(nil), tostring(true), tostring("x"), tostring(12345678901234567890))
print(string.format("%d %s %g", "10", 10, "0x10"), pcall(string.format, "%d", "10.5"), ("%5.1f"):format("3.14159"))
print(1 < 2, pcall(function() return 1 < "2" end)) print(pcall(function() return "1" < 2 end)) print(pcall(function() return {} < {} end)) print(pcall(function() return nil < 1 end)) print(pcall(function() return print < print end))
print(pcall(function() return {} <= 1 end)) print(pcall(function() return true < false end)) print(pcall(function() return "a" >= 1 end)) print(pcall(function() return 1 > nil end))
