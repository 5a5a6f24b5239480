-- A token without any library: balances by address, and a transfer with its two notices.
local balances = {}
local anchor = 0

local function tags(list)
  local map = {}
  for _, tag in ipairs(list) do map[tag.name] = tag.value end
  return map
end

local function send(target, action, quantity)
  anchor = anchor + 1
  return {
    Target = target,
    Anchor = string.format("%032d", anchor),
    Tags = { { name = "Action", value = action }, { name = "Quantity", value = quantity } },
  }
end

function handle(msg, env)
  local given = tags(msg.Tags)
  if given.Action == "Mint" then
    assert(msg.From == env.Process.Owner, "only the owner mints")
    balances[msg.From] = (balances[msg.From] or 0) + math.tointeger(tonumber(given.Quantity))
    return { Messages = {}, Spawns = {}, Assignments = {}, Output = "" }
  end
  assert(given.Action == "Transfer", "no such action")
  local quantity = math.tointeger(tonumber(given.Quantity))
  assert(quantity and quantity > 0, "Quantity must be a positive integer")
  local own = balances[msg.From] or 0
  assert(own >= quantity, "insufficient balance")
  balances[msg.From] = own - quantity
  balances[given.Recipient] = (balances[given.Recipient] or 0) + quantity
  return {
    Messages = {
      send(msg.From, "Debit-Notice", given.Quantity),
      send(given.Recipient, "Credit-Notice", given.Quantity),
    },
    Spawns = {},
    Assignments = {},
    Output = "",
  }
end
