-- Functions that only read and compute, called often with what they are used to, then with anything else.
local limit, scale, name = 10, 1.5, "width"
local base = { depth = 7 } base.__index = base
local middle = setmetatable({ height = 3 }, base) middle.__index = middle
local box = setmetatable({ width = 4, size = 2.5, label = "a box", [1] = 11, [2] = "two" }, middle)

local leaves = {
  function(x, y) return (x << 3 | x >> 2) ~ y & 0xff end,
  function(x, y) return x // y + x % y end,
  function(x, y) return x * scale - y / 2 end,
  function(x, y) if x < y then return x end return y end,
  function(x, y) return x <= y and x or limit end,
  function(x, y) return x == y end,
  function(x) return not x end,
  function(x) return -x, x end,
  function(x) return -x end,
  function(x) return ~x end,
  function(x) return #x end,
  function(x) return x.width end,
  function(x) return x.depth + x.height end,
  function(x) return x.size * 2 end,
  function(x) return x[1] end,
  function(x) return x.absent == nil end,
  function(x, y) return x.width > y.width end,
  function(x) if x then return "yes" else return "no" end end,
  function(x, y) local a, b, c = x, nil, true if b then a = y end return a end,
  function(x, y, z) return z end,
  function() return end,
  function() return limit end,
  function() return scale + limit end,
  function() return name end,
  function(x, y) return 2 ^ x / y end,
  function(x) local t = limit if x == 3 then t = scale end return t end,
  function(x) return leavesGlobal end,
  function(x, y) return x - 1.5 < y end,
}
leavesGlobal = "global"

local vector = setmetatable({}, {
  __add = function() return "added" end, __sub = function() return "subtracted" end,
  __mul = function() return "multiplied" end, __div = function() return "divided" end,
  __mod = function() return "mod" end, __idiv = function() return "idiv" end,
  __unm = function() return "negated" end, __bnot = function() return "bnot" end,
  __shl = function() return "shl" end, __shr = function() return "shr" end,
  __bor = function() return "bor" end, __band = function() return "band" end,
  __bxor = function() return "bxor" end, __pow = function() return "pow" end,
  __len = function() return "length" end, __lt = function() return true end,
  __le = function() return false end, __eq = function() return true end,
  __index = function(t, k) return k == "width" and 99 or k end,
})
local values = {
  5, 3, 0, -7, 2.5, 0.0, -1e300, 0 / 0, -9223372036854775807 - 1, "10", "0x10", "text", true, false,
  box, vector, {}, print,
}

local function show(...)
  local texts = {}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    local kind = type(value)
    texts[i] = (kind == "table" or kind == "function") and kind or value
  end
  print(select("#", ...), texts[1], texts[2], texts[3])
end

local function warm(leaf, x, y)
  local last
  for i = 1, 250 do last = leaf(x, y) end
  return last
end

for index, leaf in ipairs(leaves) do
  print("leaf", index)
  for _, pair in ipairs({ { 6, 4 }, { 6.5, 4.25 }, { box, box }, { "some", "text" } }) do
    show(pcall(warm, leaf, pair[1], pair[2]))
    for _, x in ipairs(values) do
      for _, y in ipairs({ 2, 0, 1.5, "3", vector }) do
        local function call() local r = leaf(x, y) return r end
        show(pcall(call))
        local function whole() return (leaf(x, y)), leaf(x) end
        show(pcall(whole))
        local function statement() leaf(x, y, 1, 2, 3) leaf() end
        show(pcall(statement))
      end
    end
  end
end

-- Variables of enclosing functions change their types.
for _, value in ipairs({ 20, 20.5, "30", box, 40 }) do
  limit = value
  show(pcall(warm, leaves[22], 1, 2))
  show(pcall(warm, leaves[23], 1, 2))
  scale = value
  show(pcall(warm, leaves[3], 1, 2))
  show(pcall(warm, leaves[26], 3, 2))
end

-- Deep in the stack, and in a coroutine.
local function deep(n) if n == 0 then return warm(leaves[4], 8, 9) end return (deep(n - 1)) end
print(deep(150))
local resumed = coroutine.wrap(function() for i = 1, 50 do coroutine.yield(leaves[4](i, 25)) end end)
local sum = 0
for i = 1, 50 do sum = sum + resumed() end
print(sum)
