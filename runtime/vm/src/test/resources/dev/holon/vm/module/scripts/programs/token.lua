-- A token: balances that do not fit into 64 bits, transfers with notices to both sides, minting by the owner.

local bint = require(".bint")(256)

Ticker = "HOL"
Denomination = "18"
Balances = Balances or { [ao.id] = tostring(bint("1000000") * bint("1000000000000000000")) }

local function balanceOf(address)
  return bint(Balances[address] or "0")
end

local function change(address, amount)
  local balance = balanceOf(address) + amount
  Balances[address] = not bint.iszero(balance) and tostring(balance) or nil
end

local function requireQuantity(text)
  local quantity = type(text) == "string" and bint.tobint(text)
  assert(quantity and bint.__lt(0, quantity), "Quantity must be a whole number above zero")
  return quantity
end

Handlers.add("info", "Info", function(msg)
  msg.reply({ Ticker = Ticker, Denomination = Denomination })
end)

Handlers.add("balance", "Balance", function(msg)
  local address = msg.Tags.Recipient or msg.From
  msg.reply({ Account = address, Balance = Balances[address] or "0", Data = Balances[address] or "0" })
end)

Handlers.add("balances", "Balances", function(msg)
  msg.reply({ Data = json.encode(Balances) })
end)

Handlers.add("transfer", { Action = "Transfer", Recipient = "_", Quantity = "^%d+$" }, function(msg)
  local quantity = requireQuantity(msg.Quantity)
  if balanceOf(msg.From) < quantity then
    msg.reply({ Action = "Transfer-Error", ["Message-Id"] = msg.Id, Error = "the balance is too small" })
    return
  end
  change(msg.From, -quantity)
  change(msg.Recipient, quantity)
  if not msg.Cast then
    Send({ Target = msg.Recipient, Action = "Credit-Notice", Sender = msg.From, Quantity = msg.Quantity })
    msg.reply({ Action = "Debit-Notice", Recipient = msg.Recipient, Quantity = msg.Quantity })
  end
end)

Handlers.add("mint", "Mint", function(msg)
  assert(msg.From == Owner, "only the owner mints")
  change(msg.Recipient or msg.From, requireQuantity(msg.Quantity))
  msg.reply({ Action = "Mint-Confirmation", Quantity = msg.Quantity })
end)
