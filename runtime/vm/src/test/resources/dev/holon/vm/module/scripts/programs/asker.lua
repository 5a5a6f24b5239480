-- Asks two price feeds one after the other and answers with the mean; gives up on one that answers nonsense.

Handlers.add("price", "Price", function(msg)
  local sum, count = 0, 0
  for _, feed in ipairs({ "feed-one", "feed-two" }) do
    local answer = Send({ Target = feed, Action = "Get-Price", Token = msg.Token }).receive()
    local price = tonumber(answer.Data)
    if price then
      sum, count = sum + price, count + 1
    end
  end
  msg.reply({ Action = "Price-Response", Price = count > 0 and sum / count or "unknown", Feeds = count })
end)
