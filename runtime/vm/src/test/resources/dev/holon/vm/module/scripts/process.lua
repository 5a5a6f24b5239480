-- The process: Eval, trust, the inbox, what it sends.

local case, equal, tags = Test.case, Test.equal, Test.tags

case("evalPutsOutValues", function()
  local p = Test.boot()
  for code, expected in pairs({
    ["1 + 1"] = "2",
    ["return 'a', 'b'"] = "a\tb",
    ["print('x') return 5"] = "x\n5",
    ["x = 3"] = "",
    ["{ b = 1, a = { true } }"] = "{\n  a = {\n    true\n  },\n  b = 1\n}",
    ["{}"] = "{}",
    ["nil"] = "nil",
    ["#Inbox"] = "0",
    ["Owner"] = "owner-address",
    ["Name"] = "holon",
    ["ao.authorities[1]"] = "authority-address",
    ["999999999900"] = "999999999900",
    ["7 // 2, 2^53"] = "3\t9.007199254741e+15",
    ["ao.env.Process.Tags.Scheduler"] = "scheduler-address",
    ["Dump({ 1, 'a' })"] = '{\n  1,\n  "a"\n}',
    ["Tab({ Tags = { { name = 'a', value = 'b' } } }).a"] = "b",
    ["Colors.red .. Colors.reset"] = "\27[31m\27[0m",
    ["#Errors"] = "0",
    ["Utils.map(function(x) return 2 * x end, { 1, 2 })[2]"] = "4",
  }) do
    local result = p:eval(code)
    equal(result.Error, nil, code)
    equal(result.Output.data, expected, code)
    equal(result.Output.prompt, "holon> ")
    equal(result.Output.print, nil)
  end
end)

case("evalByAnyoneElseFails", function()
  local p = Test.boot()
  local result = p:handle({ Data = "x = 1", Tags = { Action = "Eval" } })
  equal(result.Error, "only the owner may Eval")
  equal(result.Unchanged, true)
  equal(p:value("x"), "nil")
end)

case("faultyEvalFailsWithItsPosition", function()
  local p = Test.boot()
  equal(p:eval("error('boom')").Error, "eval:1: boom")
  equal(p:eval("local x = = 1").Error, "eval:1: unexpected symbol near '='")
  equal(p:eval("local t; t.x = 1").Error, "eval:1: attempt to index a nil value (local 't')")
  equal(p:eval("Send{ Data = 'no target' } return 1").Error, "eval:1: Send needs a table with a Target")
  equal(p:eval("error({ code = 5 })").Error.code, 5)
end)

case("sentMessageHasItsTagsInOrder", function()
  local p = Test.boot()
  local message = p:eval(
    "Send{ Target = 'bob', Data = 'hi', Zeta = 1, Action = 'Greet', Alpha = true, Tags = { Beta = 'b' } }").Messages[1]
  equal(message.Target, "bob")
  equal(message.Data, "hi")
  equal(message.Anchor, string.rep("0", 31) .. "1")
  equal(tags(message), "Data-Protocol=ao Variant=ao.TN.1 Type=Message Reference=1"
    .. " Action=Greet Alpha=true Beta=b Zeta=1")
end)

case("explicitTagListKeepsItsOrder", function()
  local p = Test.boot()
  local message = p:eval(
    "ao.send({ Target = 'bob', Tags = { { name = 'z', value = '1' }, { name = 'a', value = '2' } }, M = 3 })").Messages[1]
  equal(tags(message):match("Reference=1 (.*)"), "z=1 a=2 M=3")
end)

case("tableDataIsSentAsJson", function()
  local p = Test.boot()
  equal(p:eval("Send{ Target = 'bob', Data = { 1, 2 } }").Messages[1].Data, "[1,2]")
end)

case("replyGoesToTheSenderAndNamesTheReference", function()
  local p = Test.boot()
  p:eval("Handlers.add('ping', 'Ping', Handlers.utils.reply('pong'))")
  local message = p:send("Ping", { Reference = "77" }).Messages[1]
  equal(message.Target, "stranger-address")
  equal(message.Data, "pong")
  equal(Test.tag(message, "X-Reference"), "77")
  equal(p:send("Ping", { ["Reply-To"] = "carol" }).Messages[1].Target, "carol")
end)

case("forwardedMessageCanBeAnsweredToItsFirstSender", function()
  local p = Test.boot()
  p:eval("Handlers.add('fwd', 'Pass', function(msg) msg.forward('dave') end)")
  local message = p:handle({ Data = "payload", Tags = {
    { name = "Action", value = "Pass" }, { name = "Type", value = "Message" }, { name = "Q", value = "1" },
    { name = "Reference", value = "5" },
  } }).Messages[1]
  equal(message.Target, "dave")
  equal(message.Data, "payload")
  equal(tags(message):match("Reference=1 (.*)"),
    "Action=Pass Q=1 Reply-To=stranger-address X-Origin=stranger-address X-Reference=5")
  p:eval("Handlers.add('answer', 'Q', function(msg) msg.reply({ Data = 'a' }) end)")
  local answer = p:send("Q", { ["Reply-To"] = "first", ["X-Reference"] = "5", Reference = "9" }).Messages[1]
  equal(answer.Target, "first")
  equal(Test.tag(answer, "X-Reference"), "5")
end)

case("spawnInheritsSchedulerAndAuthority", function()
  local p = Test.boot()
  local spawn = p:eval("Spawn('other-module', { Data = 'd', Tags = { Name = 'child' } })").Spawns[1]
  equal(tags(spawn), "Data-Protocol=ao Variant=ao.TN.1 Type=Process From-Process=process-id From-Module=module-id"
    .. " Module=other-module Reference=1 Name=child Scheduler=scheduler-address Authority=authority-address")
  equal(spawn.Anchor, string.rep("0", 31) .. "1")
  equal(Test.tag(p:eval("Spawn({ Data = 'd' })").Spawns[1], "Module"), "module-id")
end)

case("assignLeavesWithTheResult", function()
  local p = Test.boot()
  local assignment = p:eval("Assign{ Processes = { ao.id }, Message = 'm' }").Assignments[1]
  equal(assignment.Processes[1], "process-id")
  equal(assignment.Message, "m")
end)

case("unhandledMessagesGoToTheInbox", function()
  local p = Test.boot()
  equal(p:handle({ Data = "one", Tags = {
    { name = "Colour", value = "red" }, { name = "Colour", value = "blue" }, { name = "From", value = "liar" },
  } }).Output, nil)
  equal(p:value("local m = Inbox[1] return m.Data, m.Colour, m.Tags.Colour, #m.TagArray, m.From"),
    "one\tred\tred\t3\tstranger-address")
end)

case("inboxDropsItsOldestMessage", function()
  local p = Test.boot()
  p:eval("for i = 1, 10000 do Inbox[i] = { Data = i } end")
  p:handle({ Data = "new" })
  equal(p:value("return #Inbox, Inbox[1].Data, Inbox[10000].Data"), "10000\t2\tnew")
end)

case("printOutsideEvalIsMarked", function()
  local p = Test.boot()
  p:eval("Handlers.add('p', 'P', function() print('a', 1) print({ 2 }) ao.log('c') end)")
  local output = p:send("P").Output
  equal(output.data, "a\t1\n{\n  2\n}\nc")
  equal(output.print, true)
end)

case("messageOfAProcessNeedsATrustedSigner", function()
  local p = Test.boot()
  p:eval("hits = 0 Handlers.add('h', 'Go', function() hits = hits + 1 end)")
  local refused = p:handle({
    From = "some-process", Owner = "stranger-address", ["Forwarded-By"] = "stranger-address", Tags = { Action = "Go" },
  })
  equal(refused.Output.data, "untrusted sender")
  p:deliver("some-process", { Action = "Go" })
  equal(p:value("return hits, #Inbox"), "1\t0")
  local forged = p:handle({
    From = "owner-address", Owner = "stranger-address", ["Forwarded-By"] = "stranger-address",
    Data = "x = 1", Tags = { Action = "Eval" },
  })
  equal(forged.Output.data, "untrusted sender")
  equal(p:value("x"), "nil")
end)

case("assignedMessageNeedsAnAssignable", function()
  local p = Test.boot()
  p:eval("Handlers.add('pay', 'Pay', function() Paid = true end)")
  local pay = { Target = "elsewhere", Tags = { Action = "Pay" } }
  equal(p:handle(pay).Output.data, "not assignable")
  equal(p:value("Paid"), "nil")
  p:eval("ao.addAssignable('pay', { Action = 'Pay' })")
  p:handle(pay)
  equal(p:value("Paid"), "true")
  equal(p:handle({ From = "owner-address", Target = "elsewhere", Data = "y = 1", Tags = { Action = "Eval" } }).Output.data,
    "not assignable")
  p:eval("ao.addAssignable(function() return true end)")
  equal(p:handle({ From = "owner-address", Target = "elsewhere", Data = "y = 1", Tags = { Action = "Eval" } }).Error,
    "only the owner may Eval")
  p:eval("ao.removeAssignable(2) ao.removeAssignable('pay') Paid = false")
  p:handle(pay)
  equal(p:value("Paid, #ao.assignables"), "false\t0")
end)

case("ownerOfASpawnedProcessIsItsParent", function()
  local p = Test.boot({ { name = "From-Process", value = "parent" }, { name = "Name", value = "child" } })
  local result = p:handle({
    From = "parent", Owner = "authority-address", ["Forwarded-By"] = "authority-address",
    Data = "Owner", Tags = { Action = "Eval" },
  })
  equal(result.Output.data, "parent")
  equal(result.Output.prompt, "child> ")
end)

case("spawnItemMayBringTheFirstProgram", function()
  local p = Test.boot()
  p:handle({ Id = "process-id", From = "owner-address", Data = "greeting = 'hi ' .. Owner",
    Tags = { Type = "Process", ["On-Boot"] = "Data" } })
  equal(p:value("return greeting, #Inbox"), "hi owner-address\t0")
  local other = Test.boot()
  equal(other:handle({ Id = "process-id", From = "owner-address", Data = "error('not run')", Tags = { Type = "Process" } })
    .Output, nil)
end)

case("aProcessMayRuleItsOwnTrust", function()
  local p = Test.boot()
  p:eval("local trusted = ao.isTrusted function ao.isTrusted(msg) return msg.From == 'friend' or trusted(msg) end")
  local result = p:handle({ From = "friend", Owner = "x", ["Forwarded-By"] = "x", Data = "hello" })
  equal(result.Output, nil)
  equal(p:value("#Inbox"), "1")
end)

case("sanitizedMessageKeepsOnlyWhatMayBePassedOn", function()
  local p = Test.boot()
  p:handle({ Data = "d", Tags = { Colour = "red", Reference = "3" } })
  equal(p:value("local m = ao.sanitize(Inbox[1]) return m.Data, m.Colour, m.Reference, m.Id, m.TagArray"),
    "d\tred\tnil\tnil\tnil")
end)

case("clearOutboxForgetsWhatWasSent", function()
  local p = Test.boot()
  equal(#p:eval("Send{ Target = 'a' } ao.clearOutbox() Send{ Target = 'b' }").Messages, 1)
end)
