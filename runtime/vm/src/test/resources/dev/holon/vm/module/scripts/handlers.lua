-- Handlers: patterns, order, runs, changes while a message is handled.

local case, equal = Test.case, Test.equal

local function hits(pattern)
  local p = Test.boot()
  p:eval("hit = 0 Handlers.add('h', " .. pattern .. ", function() hit = hit + 1 end)")
  local result = p:send("Go", { Size = "5", Sort = "a.b" })
  if result.Error then
    return result.Error
  end
  return p:value("return hit, #Inbox")
end

case("patternDecides", function()
  local TAKEN, LEFT, SEEN = "1\t0", "0\t1", "1\t1"
  for pattern, expected in pairs({
    ["'Go'"] = TAKEN,
    ["'Stop'"] = LEFT,
    ["{ Action = 'Go' }"] = TAKEN,
    ["{ Action = 'Go', Size = '_' }"] = TAKEN,
    ["{ Action = 'Go', Size = true }"] = TAKEN,
    ["{ Action = 'Go', Absent = true }"] = LEFT,
    ["{ Action = 'Go', Absent = '_' }"] = LEFT,
    ["{ Cron = true }"] = LEFT,
    ["{ Cron = false }"] = TAKEN,
    ["{ Nonce = 2 }"] = TAKEN,
    ["{ Size = '%d+' }"] = TAKEN,
    ["{ Size = '^%a+$' }"] = LEFT,
    ["{ Sort = 'a.b' }"] = TAKEN,
    ["{ Size = { '4', '5' } }"] = TAKEN,
    ["{ Size = { '4', { '6', '7' } } }"] = LEFT,
    ["{ Action = { 'Stop', 'Go' }, Size = function(v) return v == '5' end }"] = TAKEN,
    ["{ Size = function(v) return tonumber(v) > 9 end }"] = LEFT,
    ["{ Size = function(v, msg) return msg.Action == 'Go' end }"] = TAKEN,
    ["{ From = 'stranger-address' }"] = TAKEN,
    ["function(msg) return msg.Size == '5' end"] = TAKEN,
    ["function() return 'skip' end"] = LEFT,
    ["function() return 0 end"] = LEFT,
    ["function() end"] = LEFT,
    ["function() return 'anything' end"] = LEFT,
    ["function() return -1 end"] = TAKEN,
    ["function() return 'break' end"] = TAKEN,
    ["function() return 1 end"] = SEEN,
    ["function() return 'continue' end"] = SEEN,
    ["function() return {} end"] = "the pattern of handler h must return a boolean, a number or a string",
    ["Handlers.utils.hasMatchingTag('Size', '5')"] = TAKEN,
    ["Handlers.utils.hasMatchingTag('Size', '6')"] = LEFT,
    ["Handlers.utils.hasMatchingTagOf('Size', { '6', '5' })"] = TAKEN,
    ["Handlers.utils.hasMatchingData('x')"] = LEFT,
    ["Handlers.utils.continue('Go')"] = SEEN,
    ["Handlers.utils.continue({ Action = 'Stop' })"] = LEFT,
  }) do
    equal(hits(pattern), expected, pattern)
  end
end)

local function order(code)
  local p = Test.boot()
  p:eval("seen = '' function note(text) return function() seen = seen .. text end end")
  equal(p:eval(code).Error, nil)
  equal(p:send("Go").Error, nil)
  return p:value("seen"), p
end

case("handlersRunInOrderUntilOneTakesTheMessage", function()
  local seen, p = order([[
    Handlers.add("b", "Go", note("b"))
    Handlers.append("c", "Go", note("c"))
    Handlers.prepend("a", function() return "continue" end, note("a"))
    Handlers.once("o", function() return "continue" end, note("o"))
    Handlers.add("b", "Go", note("B"))
    Handlers.add("gone", "Go", note("x"))
    Handlers.remove("gone")]])
  equal(seen, "oaB")
  p:send("Go")
  equal(p:value("return seen, #Handlers.list"), "oaBaB\t3")
end)

case("handlersStandBeforeAndAfterOthers", function()
  local ALL = "function() return 1 end"
  local seen = order(([[
    Handlers.add("m", ALL, note("m"))
    Handlers.before("m").add("l", ALL, note("l"))
    Handlers.after("m").add("n", ALL, note("n"))
    Handlers.after("_default").add("z", ALL, note("z"))
    Handlers.before("_default").add("y", ALL, note("y"))
    Handlers.after("_eval").add("a", ALL, note("a"))
    Handlers.before("l").add("n", ALL, note("N"))]]):gsub("ALL", ALL))
  equal(seen, "aNlmzy")
  local p = Test.boot()
  equal(p:eval("local _ = Handlers.before('none').add('x', 'X', print)").Error, "eval:1: there is no handler none")
end)

case("handlerEndsAfterItsRuns", function()
  local p = Test.boot()
  p:eval("n = 0 Handlers.add('h', 'Go', function() n = n + 1 end, 2) Handlers.add('i', 'Go', print, 'inf')")
  for _ = 1, 4 do
    p:send("Go")
  end
  equal(p:value("return n, #Handlers.list"), "2\t1")
end)

case("inactiveHandlerIsPassedOver", function()
  local seen = order("Handlers.add('a', 'Go', note('a')) Handlers.add('b', 'Go', note('b')) Handlers.list[1].inactive = true")
  equal(seen, "b")
end)

case("resolverChoosesByPattern", function()
  local seen, p = order([[
    Handlers.add("r", "Go", { [{ Kind = "x" }] = note("x"), [{ Kind = "y" }] = note("y") })]])
  equal(seen, "")
  p:send("Go", { Kind = "y" })
  equal(p:value("seen"), "y")
end)

case("listMayChangeWhileAMessageIsHandled", function()
  local seen = order([[
    local ALL = function() return 1 end
    Handlers.add("a", ALL, function()
      note("a")()
      Handlers.prepend("new", ALL, note("!"))
      Handlers.remove("b")
      Handlers.remove("a")
    end)
    Handlers.add("b", ALL, note("b"))
    Handlers.add("c", ALL, note("c"))]])
  equal(seen, "ac")
end)

case("defaultHandlerTakesThePlaceOfTheInbox", function()
  local seen, p = order("Handlers.add('_default', function() return true end, note('d'))")
  equal(seen, "d")
  equal(p:value("#Inbox"), "0")
end)

case("faultyHandlerFailsTheEvaluation", function()
  local p = Test.boot()
  p:eval("Handlers.add('bad', 'Bad', function() error('oops') end)")
  equal(p:send("Bad").Error, "eval:1: oops")
end)

case("wrongArgumentsAreRefused", function()
  local p = Test.boot()
  local refusal = "eval:1: a handler needs a name, a pattern and a function"
  equal(p:eval("local _ = Handlers.add('x')").Error, refusal)
  equal(p:eval("local _ = Handlers.add('x', 5, print)").Error, refusal)
  equal(p:eval("local _ = Handlers.add({}, 'x', print)").Error, refusal)
  equal(p:value("Handlers.add('x', print)"), "1")
end)
