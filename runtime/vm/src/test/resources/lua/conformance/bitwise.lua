-- Manual 3.4.2, 3.4.3: bitwise operators and their conversions.
local maxi, mini = math.maxinteger, math.mininteger
print(5 & 3, 5 | 3, 5 ~ 3, ~5, ~0, ~-1, -1 & 0xff, -1 >> 1, -1 >> 63, -1 >> 64, -1 << 63, -1 << 64, 1 << 62, 1 << 63, 1 << 64, 1 << 65)
print(1 << -1, 2 << -1, 1 >> -1, 1 >> -63, 1 >> -64, 1 << -64, 1 << maxi, 1 >> maxi, 1 << mini, 1 >> mini, -1 >> mini, -1 << mini, -1 >> -1, 0 << 1)
print(mini >> 63, mini >> 1, mini << 1, maxi << 1, maxi >> 1, ~maxi, ~mini, mini | maxi, mini & maxi, mini ~ maxi, mini ~ mini)
print(3.0 & 1, 3 | 4.0, 2.0 ~ 1.0, ~2.0, 1.0 << 2.0, 256.0 >> 4, -1.0 & 0xf, 2 ^ 53 | 1, -2 ^ 63 | 0, -0.0 | 0)
print("3" & 1, "0x10" | 1, " 7 " ~ 2, ~"0", "1" << "4", "3.0" | 0, "1e2" | 0, "-1" >> 60, "0xffffffffffffffff" & -1)
local function try(f, ...) print(pcall(f, ...)) end
local function band(a, b) return a & b end
local function bor(a, b) return a | b end
local function bxor(a, b) return a ~ b end
local function shl(a, b) return a << b end
local function shr(a, b) return a >> b end
local function bnot(a) return ~a end
local odd = { 1.5, "1.5", 2 ^ 63, -2 ^ 64, "x", "", 1 / 0, 0 / 0, {}, true, print, "9223372036854775808", "1e100", "0x1p63" }
for i, v in ipairs(odd) do
  io.write(i, ":\n") try(band, v, 1) try(bor, 1, v) try(bxor, v, v) try(shl, v, 1) try(shr, 1, v) try(bnot, v)
end
try(band, nil, 1) try(band, 1, nil) try(bnot, nil) try(shl, 1.5, {}) try(shl, {}, 1.5) try(bor, "a", 1.5) try(bor, 1.5, "a")
local a, b = 0x1234, 0xff00
print(a & b, a | b, a ~ b, a << 4, a >> 4, ~a & 0xffff, (a ~ b) ~ b == a, a & ~b, (a | b) - (a & b) == a ~ b)
for i = 0, 70, 7 do io.write(1 << i, " ", -1 >> i, " ", 0x123456789abcdef >> i, " ", 0x123456789abcdef << i, "\n") end
for i = -70, 0, 7 do io.write(1 << i, " ", -1 >> i, " ", 0x123456789abcdef >> i, "\n") end
local h = 0
for i = 1, 50 do h = (h ~ i) * 0x100000001b3 h = h ~ (h >> 17) ~ (h << 5) end
print(h, h & 0xffffffff, string.format("%x %X", h, h >> 32))
local x = 88172645463325252
for i = 1, 10 do x = x ~ (x << 13) x = x ~ (x >> 7) x = x ~ (x << 17) io.write(x, " ") end print()
print(1 | 2 ~ 3 & 4 << 1 + 1, 1 + 2 << 3 - 1, 8 >> 1 .. 0, ~1 + 1, - ~1, ~ -1, not ~0, 1 << 1 << 2, 64 >> 2 >> 1, 2 << 1 .. "" == "4")
