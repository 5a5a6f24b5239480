-- Every operator on every pair of kinds, known and unknown beforehand.
local function show(...) print(...) end
local operators = {
  function(a, b) return a + b end, function(a, b) return a - b end, function(a, b) return a * b end,
  function(a, b) return a / b end, function(a, b) return a % b end, function(a, b) return a // b end,
  function(a, b) return a ^ b end, function(a, b) return a & b end, function(a, b) return a | b end,
  function(a, b) return a ~ b end, function(a, b) return a << b end, function(a, b) return a >> b end,
  function(a, b) return a == b end, function(a, b) return a < b end, function(a, b) return a <= b end,
  function(a, b) return a ~= b end, function(a, b) return not (a < b) end, function(a, b) return not (a <= b) end,
}
local values = { 0, 1, -1, 7, -3, 64, 2.0, -0.5, 4.0, math and 0 or 0, 1 << 63, 0x7fffffffffffffff, "10", "0x10", "abc", true, {} }
for round = 1, 3 do
  for k, operator in ipairs(operators) do
    for i = 1, #values do
      for j = 1, #values do
        local x, y = values[i], values[j]
        local ok, result = pcall(operator, x, y)
        if type(x) ~= "table" and type(y) ~= "table" and not (k == 7 and type(result) == "number") and result == result then
          show(k, i, j, ok, result)
        end
      end
    end
  end
end
local function constants(a)
  return a + 1, a - 1, a * 3, a / 2, a % 5, a // 3, a & 6, a | 1, a ~ 5, a << 2, a >> 1, 1 + a, 10 - a, 3 * a, 6 // 2, -a, ~a
end
for i = -20, 20 do print(constants(i)) end
for i = -20, 20, 4 do print(pcall(constants, i + 0.0)) end
for i = 1, 15 do print(pcall(constants, i % 4 == 0 and "x" or i)) end
local function shifts(a) return a << 63, a << 64, a << -1, a >> 63, a >> 64, a >> -1, a << 0 end
for i = -10, 10 do print(shifts(i)) end
local function division(a, b) local q, r = 0, 0 for i = 1, 3 do q = q + a // b r = r + a % b end return q, r end
for i = -3, 3 do print(pcall(division, 17, i)) if i ~= 0 then print(pcall(division, -17.0, i)) end end
local function wrap() local m = 0x7fffffffffffffff for i = 1, 3 do m = m + 1 end return m, m * m, -m, m - 1 end
for i = 1, 10 do print(wrap()) end
local n = 0
for i = 1, 100 do local f = i * 0.5 if f < 10 then n = n + 1 elseif f == 25 then n = n + 1000 end if f <= 12.5 then n = n + 3 end if f ~= f then n = -1 end end
print(n)
local nan = 0.0 / 0.0
local c = 0
for i = 1, 30 do local x = nan + i if x < 1 then c = c + 1 end if not (x < 1) then c = c + 10 end if x <= 1 then c = c + 100 end if x == x then c = c + 1000 end end
print(c)
