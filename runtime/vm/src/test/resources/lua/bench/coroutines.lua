local rounds = tonumber((...)) or 1
local sum = 0
local function walk(t) if t then walk(t[1]) coroutine.yield(t[2]) walk(t[3]) end end
local function build(n) if n == 0 then return nil end return { build(n - 1), n, build(n - 1) } end
local tree = build(11)
for _ = 1, rounds do
  for v in coroutine.wrap(function() walk(tree) end) do sum = sum + v end
  local co = coroutine.wrap(function() local n = 0 while true do n = n + coroutine.yield(n) end end)
  co()
  for i = 1, 300000 do sum = sum + co(i % 3) % 2 end
  for i = 1, 16000 do local c = coroutine.create(function(a) local b = coroutine.yield(a) return a + b end) coroutine.resume(c, i) local _, v = coroutine.resume(c, 1) sum = sum + v end
end
print(sum)
