local rounds = tonumber((...)) or 1
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local sum = 0
for _ = 1, rounds do sum = sum + fib(29) end
print(sum)
