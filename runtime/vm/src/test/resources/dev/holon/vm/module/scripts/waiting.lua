-- Waiting for messages in the middle of a handler or an Eval.

local case, equal = Test.case, Test.equal

case("evalWaitsForTheAnswer", function()
  local p = Test.boot()
  local asked = p:eval("local answer = Send{ Target = 'bob', Action = 'Ask' }.receive() return 'got ' .. answer.Data")
  equal(asked.Output.data, "")
  equal(#asked.Messages, 1)
  equal(p:value("#Handlers.coroutines"), "1")
  equal(p:deliver("carol", { ["X-Reference"] = "1" }, "not it").Output, nil)
  equal(p:deliver("bob", { ["X-Reference"] = "2" }, "nor this").Output, nil)
  local answered = p:deliver("bob", { ["X-Reference"] = "1" }, "it")
  equal(answered.Output.data, "got it")
  equal(answered.Output.print, true)
  equal(p:value("return #Handlers.coroutines, #Handlers.list, #Inbox"), "0\t0\t2")
end)

case("handlerKeepsItsLocalsWhileItWaits", function()
  local p = Test.boot()
  p:eval([[
    Handlers.add("quote", "Quote", function(msg)
      local first = Send{ Target = "a", Action = "Price" }.receive()
      local second = Send{ Target = "b", Action = "Price" }.receive()
      msg.reply{ Data = tonumber(first.Data) + tonumber(second.Data) }
    end)]])
  p:send("Quote", { Reference = "7" })
  equal(p:send("Quote", { Reference = "8" }).Messages[1].Target, "a")
  equal(p:deliver("a", { ["X-Reference"] = "2" }, "20").Messages[1].Target, "b")
  equal(p:deliver("a", { ["X-Reference"] = "1" }, "1").Messages[1].Target, "b")
  local late = p:deliver("b", { ["X-Reference"] = "3" }, "22").Messages[1]
  equal(late.Data, "42")
  equal(Test.tag(late, "X-Reference"), "8")
  local early = p:deliver("b", { ["X-Reference"] = "4" }, "2").Messages[1]
  equal(early.Data, "3")
  equal(Test.tag(early, "X-Reference"), "7")
  equal(p:value("return #Handlers.coroutines, #Handlers.list"), "0\t1")
end)

case("receiveTakesAnyPattern", function()
  local p = Test.boot()
  p:eval("for i = 1, 3 do local msg = Receive({ Action = 'Tick' }) print(i, msg.Data) end return 'done'")
  equal(p:send("Tick", nil, "x").Output.data, "1\tx")
  equal(p:send("Tock").Output, nil)
  equal(p:send("Tick", nil, "y").Output.data, "2\ty")
  equal(p:send("Tick", nil, "z").Output.data, "3\tz\ndone")
  equal(p:send("Tick").Output, nil)
end)

case("waitingHandlerGoesOnWithItsOwnList", function()
  local p = Test.boot()
  p:eval([[
    seen = ""
    Handlers.add("a", function(msg) return msg.Action == "Go" and 1 end, function() Receive("On") seen = seen .. "a" end)
    Handlers.add("b", "Go", function() seen = seen .. "b" end)]])
  p:send("Go")
  p:eval("Handlers.prepend('x', 'Go', function() seen = seen .. 'x' end)")
  p:send("On")
  equal(p:value("seen"), "ab")
end)

case("spawnWaitsForTheNewProcess", function()
  local p = Test.boot()
  p:eval("local child = Spawn('m', {}).receive().Process print('child ' .. child)")
  local result = p:deliver("process-id", { Action = "Spawned", Process = "new-id", Reference = "1" })
  equal(result.Output.data, "child new-id")
end)

case("answerMayComeFromAnotherAddress", function()
  local p = Test.boot()
  p:eval("print(Send{ Target = 'router', Action = 'Ask' }.receive('worker').Data)")
  equal(p:deliver("router", { ["X-Reference"] = "1" }, "no").Output, nil)
  equal(p:deliver("worker", { ["X-Reference"] = "1" }, "yes").Output.data, "yes")
end)

case("onReplyRunsOnceForTheAnswer", function()
  local p = Test.boot()
  p:eval("Send{ Target = 'bob' }.onReply(function(msg) print('answer ' .. msg.Data) end)")
  equal(p:deliver("bob", { ["X-Reference"] = "1" }, "a").Output.data, "answer a")
  equal(p:deliver("bob", { ["X-Reference"] = "1" }, "b").Output, nil)
end)

case("errorAfterWaitingFailsTheMessageThatWokeIt", function()
  local p = Test.boot()
  p:eval("Receive('On') error('too late')")
  equal(p:send("On").Error, "eval:1: too late")
end)

case("handlerMayUseCoroutinesOfItsOwn", function()
  local p = Test.boot()
  equal(p:value("local f = coroutine.wrap(function() for i = 1, 2 do coroutine.yield(i) end end) return f(), f()"), "1\t2")
end)
