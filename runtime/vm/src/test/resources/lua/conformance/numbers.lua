-- Manual 2.1, 3.4.1, 3.4.3, 3.4.4: integers and floats.
local maxi, mini = math.maxinteger, math.mininteger
local inf, nan = 1 / 0, 0 / 0
local function try(f, ...) print(pcall(f, ...)) end
print(maxi, mini, maxi + 1 == mini, mini - 1 == maxi, maxi * 2, mini * -1, -mini, mini // -1, mini % -1, maxi * maxi)
print(1, 1.0, -0.0, 0.0, 1e15, 1e16, 1e14, 1e100, 123456.789e3, 2 ^ 53, 2 ^ 63, -2 ^ 63, 1e15 + 0.5, 3.14159265358979, 0.1, 1 / 3)
print(100000000000000, 1e14 + 0.1, 123456789012345.0, 1234567890123456.0, 0.1 + 0.2, 1e-5, 1e-4, 123e-7, 5e-324, 1.7976931348623157e308)
print(inf, -inf, nan ~= nan, nan == nan, nan < nan, nan > 1, inf > maxi, -inf < mini, inf == inf, math.huge == inf)
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7.0 // 2, -7 // 2.0, 7 // 0.0, -7 // 0.0, 0 // 0.0 ~= 0 // 0.0, 5.5 // 1, -5.5 // 1, 1e308 // 1e-308)
print(7 % 3, -7 % 3, 7 % -3, -7 % -3, 7.5 % 2, -7.5 % 2, 7.5 % -2, -7.5 % -2, 5 % inf, -5 % inf, 5 % -inf, -5 % -inf, 0.0 % 5, -0.0 % 5, 6 % -3, -6 % 3, 6.0 % -3, -6.0 % 3)
print(5.3 % 0.1, -5.3 % 0.1, 1e300 % 3, 2 ^ 53 % 3, maxi % 2, mini % 2, mini % 3, maxi % -10, mini // 10, maxi // -10, mini // 3, mini % maxi, mini // maxi)
try(function() return 1 // 0 end) try(function() return 1 % 0 end) try(function() return mini // 0 end)
try(function(a, b) return a // b end, 1, 0) try(function(a, b) return a % b end, 1, 0) try(function(a, b) return a % b end, 1.0, 0)
print(1 / 0, -1 / 0, 1 / -0.0, 3 / 2, 4 / 2, maxi / 1, 2 ^ 2, 2 ^ 0.5, (-8) ^ (1 / 3) ~= (-8) ^ (1 / 3), 0 ^ 0, inf ^ 0, 0 ^ -1)
print(1 == 1.0, maxi == maxi + 0.0, mini == mini + 0.0, 2 ^ 53 == 2 ^ 53 + 1, (2 ^ 53 | 0) + 1 == 2 ^ 53, 0.0 == -0.0, 1 == "1", maxi + 0.0 == 2 ^ 63)
print(maxi < maxi + 0.0, maxi <= maxi + 0.0, maxi + 0.0 < maxi, maxi + 0.0 <= maxi, maxi > maxi + 0.0, mini < mini + 0.0, mini <= mini + 0.0, mini + 0.0 <= mini)
local big = (1 << 53) + 1
print(big < 2 ^ 53, big <= 2 ^ 53, 2 ^ 53 < big, 2 ^ 53 <= big, big == 2 ^ 53, big > 2 ^ 53 + 2, -big < -2 ^ 53, -2 ^ 53 < -big, -2 ^ 53 > -big)
print(1 < 1.5, 1.5 < 2, 2 < 1.5, -1 < -0.5, -1 > -1.5, maxi < inf, mini > -inf, maxi < 1e19, mini < -1e19, maxi < nan, maxi > nan, nan <= 1, 1 <= nan)
print(0 < -0.0, -0.0 < 0, 0 <= -0.0, 1 / (0 * -1), 1 / (0.0 * -1), 0 * -1, 0.0 * -1, -0.0 + 0, -0.0 - 0.0, -(0.0), -0, 1 / -(0.0))
for _, s in ipairs { "10", "0x10", " 10 ", "10a", "", " ", "1e1", "1e", "0x", "0xp1", "0x.p1", "0x1p4", "0x1.8", ".5", "5.", ".", "-5", "- 5", "+5", "--5", "+-5", "inf", "nan", "1_000",
  "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "0xffffffffffffffff", "0x1ffffffffffffffff", "-0x8000000000000000", "-0", "-0.0", "1e400", "1e-400",
  "\t10\n", "10\0", "1 0", "0b1", "1e+5", "1E5", "0X1P+2", "0x1P", "1f", "1.5e3.2", "١", "\v1\f", "00001", "-0x10", "+0xA", "0x+1", "1e5 x", "0x.1", "0x1.", "1..", "infinity", "0x1e2", "1e0x1", "2^53", "\r7\r" } do
  local n = tonumber(s)
  print((s:gsub("%c", "?")), n, math.type(n))
end
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil), pcall(math.type))
print(3 | 0, 3.0 | 0, "3" | 0, "3.0" | 0, pcall(function() return 3.5 | 0 end))
print(2 ^ 53 | 0, pcall(function() return 2 ^ 63 | 0 end)) print(pcall(function() return nan | 0 end)) print(pcall(function() return "3.5" | 0 end)) print(pcall(function() return "x" | 0 end))
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger(2 ^ 63), math.tointeger(-2 ^ 63), math.tointeger({}), math.tointeger("x"), math.tointeger(inf))
print(1e15 == 10 ^ 15, 1e15 // 1, 1e15 | 0, 10 // 0.3, 10 % 0.3, 1e17 + 1 - 1e17)
local t = {} t[1.0] = "a" t[2 ^ 53] = "b" t[-0.0] = "c"
print(t[1], t[1 << 53], t[0], next({ [3.0] = 1 }), math.type(next({ [3.0] = 1 })), math.type(next({ [3.5] = 1 })))
try(function() t[nan] = 1 end) try(function() t[nil] = 1 end) print(t[nan], t[nil], rawget(t, nan))
for _, f in ipairs { 1e15, 1e16, 123456789.123, 0.1, 1 / 3, 1e-10, 5e-324, 2 ^ -1074, 1e22, 1e21, 123456789012345678, 1.5, 100.0, 1e2, 12345678901234.5, 99999999999999.9, 999999999999999.9 } do io.write(tostring(f), " ", string.format("%.17g", f), "\n") end
print(-7 // 0.5, 7 // -0.5, 0.5 // 0.1, 1e308 + 1e308, -1e308 - 1e308, inf - inf ~= inf - inf, inf * 0 ~= inf * 0, 5 // inf, -5 // inf, -0.0 // 1)
print(maxi + 1.0, maxi - 1.0 == maxi, mini + 0.5, 1 + maxi, "10" + 1, "10" + 1.0, "0x10" + 0, "1e1" + 0, 10 .. "", -"10", -"0x7fffffffffffffff")
