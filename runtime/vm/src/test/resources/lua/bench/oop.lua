local rounds = tonumber((...)) or 1
local Shape = {} Shape.__index = Shape
function Shape.new(w, h) return setmetatable({ w = w, h = h, n = 0 }, Shape) end
function Shape:area() self.n = self.n + 1 return self.w * self.h end
function Shape:grow(d) self.w = self.w + d self.h = self.h + d return self end
local Square = setmetatable({}, { __index = Shape }) Square.__index = Square
function Square.new(s) local o = Shape.new(s, s) return setmetatable(o, Square) end
function Square:side() return self.w end
local Vector = {} Vector.__index = Vector
Vector.__add = function(a, b) return setmetatable({ x = a.x + b.x, y = a.y + b.y }, Vector) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y end
local sum = 0
for _ = 1, rounds do
  for i = 1, 300 do
    local s, q = Shape.new(i, 2), Square.new(i)
    for j = 1, 250 do
      sum = sum + s:area() + q:grow(1):area() - q:side()
      q:grow(-1)
    end
    sum = sum + s.n
  end
  local v, one = setmetatable({ x = 0, y = 0 }, Vector), setmetatable({ x = 1, y = 2 }, Vector)
  for i = 1, 60000 do v = v + one if v == one then sum = sum + 1 end end
  sum = sum + v.x + v.y
end
print(sum)
