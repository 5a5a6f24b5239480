local rounds = tonumber((...)) or 1
local function counter(step) local n = 0 return function() n = n + step return n end end
local function compose(f, g) return function(x) return f(g(x)) end end
local sum = 0
for _ = 1, rounds do
  for i = 1, 40000 do
    local c = counter(i)
    c() c()
    sum = (sum + c()) % 1000000007
    local f = compose(function(x) return x + i end, function(x) return x * 2 end)
    sum = (sum + f(i)) % 1000000007
  end
  local list = {}
  for i = 1, 20000 do list[i] = function(k) return k + i end end
  for k = 1, 10 do for i = 1, #list do sum = (sum + list[i](k)) % 1000000007 end end
end
print(sum)
