-- Whole programs, as people write them, through many messages.

local case, equal, tag = Test.case, Test.equal, Test.tag

local function start(name)
  local p = Test.boot()
  equal(p:eval(PROGRAMS[name]).Error, nil, name)
  return p
end

case("tokenMovesBalances", function()
  local p = start("token")
  equal(p:send("Balance", { Recipient = "process-id" }).Messages[1].Data, "1000000000000000000000000")
  equal(p:handle({ From = "owner-address", Tags = { Action = "Mint", Recipient = "alice", Quantity = "100000000000000000000" } })
    .Messages[1].Target, "owner-address")
  local sent = p:handle({ From = "alice", Tags = {
    Action = "Transfer", Recipient = "bob", Quantity = "99999999999999999999", Reference = "4",
  } }).Messages
  equal(sent[1].Target, "bob")
  equal(tag(sent[1], "Action"), "Credit-Notice")
  equal(tag(sent[1], "Sender"), "alice")
  equal(tag(sent[2], "Action"), "Debit-Notice")
  equal(tag(sent[2], "X-Reference"), "4")
  equal(p:handle({ From = "alice", Tags = { Action = "Balance" } }).Messages[1].Data, "1")
  equal(p:handle({ From = "alice", Tags = { Action = "Transfer", Recipient = "bob", Quantity = "2" } }).Messages[1].Tags[5].value,
    "Transfer-Error")
  equal(p:handle({ From = "mallory", Tags = { Action = "Mint", Quantity = "5" } }).Error:match("only the owner mints"),
    "only the owner mints")
  p:handle({ From = "alice", Tags = { Action = "Transfer", Recipient = "bob", Quantity = "1", Cast = "true" } })
  local balances = p.globals.json.decode(p:send("Balances").Messages[1].Data)
  equal(balances.alice, nil)
  equal(balances.bob, "100000000000000000000")
  equal(p:send("Transfer", { Recipient = "x", Quantity = "-5" }).Messages[1], nil)
  equal(p:value("#Inbox"), "1")
end)

case("chatRoomPassesOnWhatMembersSay", function()
  local p = start("chat")
  equal(p:handle({ From = "alice", Data = "hi", Tags = { Action = "Say" } }).Messages[1].Data, "register first")
  p:handle({ From = "alice", Tags = { Action = "Register" } })
  p:handle({ From = "alice", Tags = { Action = "Register" } })
  equal(tag(p:handle({ From = "bob", Tags = { Action = "Register" } }).Messages[1], "Count"), "2")
  local said = p:handle({ From = "alice", Data = "hello", Tags = { Action = "Say" } }).Messages
  equal(#said, 2)
  equal(said[2].Target .. " " .. said[2].Data .. " " .. tag(said[2], "Nickname"), "bob hello alice")
  p:handle({ From = "alice", Tags = { Action = "Leave" } })
  equal(#p:handle({ From = "bob", Data = "anybody?", Tags = { Action = "Say" } }).Messages, 1)
  equal(p:value("table.concat(History, ', ')"), "alice: hi, alice: hello, bob: anybody?")
end)

case("counterListensToCronOnly", function()
  local p = start("counter")
  for i = 1, 7 do
    local result = p:cron({ Action = "Tick" })
    equal(#result.Messages, i % 3 == 0 and 1 or 0)
  end
  p:send("Tick")
  equal(p:send("Get").Messages[1].Data, "7")
end)

case("askerWaitsForBothFeeds", function()
  local p = start("asker")
  equal(p:handle({ From = "alice", Tags = { Action = "Price", Token = "AR", Reference = "11" } }).Messages[1].Target, "feed-one")
  equal(p:handle({ From = "bob", Tags = { Action = "Price", Token = "AR", Reference = "12" } }).Messages[1].Target, "feed-one")
  equal(p:deliver("feed-one", { ["X-Reference"] = "2" }, "6").Messages[1].Target, "feed-two")
  local bob = p:deliver("feed-two", { ["X-Reference"] = "3" }, "8").Messages[1]
  equal(bob.Target .. " " .. tag(bob, "Price") .. " " .. tag(bob, "Feeds"), "bob 7.0 2")
  p:deliver("feed-one", { ["X-Reference"] = "1" }, "?")
  local alice = p:deliver("feed-two", { ["X-Reference"] = "5" }, "9").Messages[1]
  equal(alice.Target .. " " .. tag(alice, "Price") .. " " .. tag(alice, "X-Reference"), "alice 9.0 11")
end)
