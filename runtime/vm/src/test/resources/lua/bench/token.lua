local rounds = tonumber((...)) or 1
local balances, ids, log = {}, {}, {}
for i = 1, 1000 do
  ids[i] = string.format("wallet-%06d-%s", i * 7919 % 1000003, ("abcdefghij"):rep(2):sub(1, 10 + i % 10))
  balances[ids[i]] = "1000000"
end
local handlers = {}
local function matches(pattern, message)
  for k, v in pairs(pattern) do if message.Tags[k] ~= v then return false end end
  return true
end
local function handle(message)
  for _, h in ipairs(handlers) do if matches(h.pattern, message) then return h.run(message) end end
  error("no handler for " .. tostring(message.Tags.Action))
end
handlers[1] = { pattern = { Action = "Info" }, run = function() return { Name = "Token" } end }
handlers[2] = { pattern = { Action = "Balance" }, run = function(m) return { Balance = balances[m.Tags.Target or m.From] or "0" } end }
handlers[3] = { pattern = { Action = "Transfer" }, run = function(m)
  assert(type(m.Tags.Recipient) == "string", "Recipient is required")
  local quantity = tonumber(m.Tags.Quantity)
  assert(quantity and quantity > 0, "Quantity must be greater than 0")
  local from = tonumber(balances[m.From] or "0")
  if from < quantity then return { Error = "Insufficient balance", Target = m.From } end
  balances[m.From] = string.format("%d", from - quantity)
  balances[m.Tags.Recipient] = string.format("%d", tonumber(balances[m.Tags.Recipient] or "0") + quantity)
  return {
    { Target = m.From, Action = "Debit-Notice", Data = string.format("You transferred %s to %s", m.Tags.Quantity, m.Tags.Recipient) },
    { Target = m.Tags.Recipient, Action = "Credit-Notice", Data = "You received " .. m.Tags.Quantity .. " from " .. m.From },
  }
end }
local sum, x = 0, 1
for _ = 1, rounds do
  for i = 1, 15000 do
    x = x * 16807 % 2147483647
    local message = { From = ids[x % 1000 + 1], Id = "m" .. i, Tags = { Action = i % 10 == 0 and "Balance" or "Transfer", Recipient = ids[i % 1000 + 1], Quantity = tostring(x % 5000 + 1) } }
    local ok, result = pcall(handle, message)
    if ok and result[1] then sum = sum + #result[1].Data + #result[2].Data else sum = sum + 1 end
  end
end
for i = 1, 1000 do sum = sum + tonumber(balances[ids[i]]) % 1000 end
print(string.format("%d", sum))
