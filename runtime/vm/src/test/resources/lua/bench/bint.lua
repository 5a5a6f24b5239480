local rounds = tonumber((...)) or 1
local BASE, BITS = 1 << 24, 24
local function fromint(n) local t = {} repeat t[#t + 1] = n & (BASE - 1) n = n >> BITS until n == 0 return t end
local function add(a, b)
  local r, carry = {}, 0
  for i = 1, math.max(#a, #b) do
    local s = (a[i] or 0) + (b[i] or 0) + carry
    r[i] = s & (BASE - 1)
    carry = s >> BITS
  end
  if carry > 0 then r[#r + 1] = carry end
  return r
end
local function mul(a, b)
  local r = {}
  for i = 1, #a + #b do r[i] = 0 end
  for i = 1, #a do
    local carry, x = 0, a[i]
    for j = 1, #b do
      local s = r[i + j - 1] + x * b[j] + carry
      r[i + j - 1] = s & (BASE - 1)
      carry = s >> BITS
    end
    r[i + #b] = r[i + #b] + carry
  end
  while #r > 1 and r[#r] == 0 do r[#r] = nil end
  return r
end
local function decimal(a)
  local digits, n = {}, { table.unpack(a) }
  while #n > 0 do
    local rest = 0
    for i = #n, 1, -1 do local v = rest << BITS | n[i] n[i] = v // 1000000 rest = v % 1000000 end
    digits[#digits + 1] = string.format("%06d", rest)
    while #n > 0 and n[#n] == 0 do n[#n] = nil end
  end
  return (table.concat(digits):len() > 0 and digits[#digits] or "0"), #digits
end
local sum = ""
for _ = 1, rounds do
  local f = fromint(1)
  for i = 2, 900 do f = mul(f, fromint(i)) end
  local a, b = fromint(0), fromint(1)
  for _ = 1, 3000 do a, b = b, add(a, b) end
  local top, n = decimal(mul(f, a))
  sum = top .. ":" .. n
end
print(sum)
