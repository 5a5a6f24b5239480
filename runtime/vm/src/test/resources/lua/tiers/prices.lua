-- What costs more than its instruction costs the same in every tier.
local function powers(x, y) local s = 0.0 for i = 1, 20 do s = s + x ^ y + x ^ 2 + 1.5 ^ i end return s end
local function power(x, y) return x ^ y end
for i = 1, 30 do
  print(powers(1.5, 2) > 0, powers(i, 0.5) > 0, powers(1.0 * i, 3) > 0)
  print(pcall(power, i, 2), pcall(power, 2.0, i % 3 + 1.0), pcall(power, "3", 2), pcall(power, {}, 2))
end
local function remainders(x, y) local s = 0.0 for i = 1, 20 do s = s + x % y + i % 0.3 end return s end
local function remainder(x, y) return x % y end
for i = 1, 30 do
  print(remainders(1.7e308, 3e-308) >= 0, remainders(i, 3.5), remainders(1e300 / i, 7.0) >= 0)
  print(pcall(remainder, 1e300, i), pcall(remainder, i, 1e-300), pcall(remainder, 5.5, "1e-200"))
end
local function wide(n)
  if n > 0 then return n end
  local a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x, y, z = 1
  return z
end
for i = 1, 60 do print(wide(i), wide(-i)) end
local function tail(n) if n > 0 then return tail(n - 1) end local a, b, c, d, e, f, g, h, i, j, k, l, m = n return wide(m or 1) end
for i = 1, 20 do print(tail(i)) end
local function captures(n)
  local a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x, y, z = 1, 2, 3
  local g
  for i = 1, n do g = function() return a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x, y, z end end
  return g
end
for i = 1, 30 do print(captures(10)()) end
-- Chains of colliding keys: numbers and texts, with the place known and not.
local chain = {}
for i = 1, 60 do chain[i << 40] = i chain[i * 0x1p-40] = i end
local function sum(t) local s, n = 0, 0 for k, v in pairs(t) do s = s + v n = n + k * 0 end return s, n end
local function after(t, start) for k, v in next, t, start do return k, v end end
local last = next(chain)
for k in pairs(chain) do last = k end
for i = 1, 20 do print(sum(chain)) print(after(chain, 1 << 40), after(chain, last), after(chain, 60 << 40)) end
local turns = coroutine.wrap(function() while true do for k, v in pairs(chain) do coroutine.yield(v) end end end)
local total = 0
for i = 1, 500 do total = total + turns() end
print(total)
local far = {} for e = 1, 50 do far[1 << e] = 1 end far[1] = 1
local function border(t) local n = 0 for i = 1, 10 do n = n + #t end return n end
for i = 1, 20 do print(border(far)) end
