// What a client of the network does, with the unmodified client, against a running node: node end-to-end.mjs URL
import assert from 'node:assert/strict'
import { connect } from '@permaweb/aoconnect'
import { ethereumSigner, rsaSigner } from './signers.mjs'

const url = process.argv[2]
const status = await (await fetch(`${url}/status`)).json()
const ao = connect({ MODE: 'legacy', MU_URL: url, CU_URL: url, GATEWAY_URL: url, noLog: true })
const module = status.modules.lua
const scheduler = status.scheduler

async function evaluate (process, signer, data) {
  const message = await ao.message({ process, signer, data, tags: [{ name: 'Action', value: 'Eval' }] })
  return { message, result: await ao.result({ process, message }) }
}

async function exercise (name, signer, strangerSigner) {
  // A process listens to what other processes send only when it trusts the messenger that signs it.
  const tags = [{ name: 'Name', value: name }, { name: 'Authority', value: status.messenger }]
  const process = await ao.spawn({ module, scheduler, signer, tags })
  const booted = await ao.result({ process, message: process })
  assert.equal(booted.Error, undefined)

  const defined = await evaluate(process, signer, `
    Count = 0
    Handlers.add("Increment", "Increment", function(msg)
      Count = Count + tonumber(msg.Data)
      msg.reply({ Action = "Counted", Data = tostring(Count) })
    end)
    Handlers.add("Fail", "Fail", function(msg) Count = 1000000; error("told to fail") end)
    return "ready"`)
  assert.equal(defined.result.Error, undefined)
  assert.equal(defined.result.Output.data, 'ready')

  // An Ethereum key signs the same content with the same signature: without the number all would be one message.
  const sent = []
  for (let i = 1; i <= 20; i++) {
    const tags = [{ name: 'Action', value: 'Increment' }, { name: 'Number', value: String(i) }]
    sent.push(await ao.message({ process, signer, data: '1', tags }))
  }
  for (let i = 1; i <= 20; i++) {
    const result = await ao.result({ process, message: sent[i - 1] })
    assert.equal(result.Messages.length, 1)
    assert.equal(result.Messages[0].Data, String(i))
    assert.ok(result.Messages[0].Tags.some(t => t.name === 'Action' && t.value === 'Counted'))
    assert.ok(result.GasUsed > 0)
  }

  const page = await ao.results({ process, limit: 5, sort: 'ASC' })
  assert.equal(page.edges.length, 5)
  const decoded = JSON.parse(Buffer.from(page.edges[4].cursor, 'base64').toString())
  assert.equal(decoded.ordinate, '4')
  const rest = await ao.results({ process, from: page.edges[4].cursor, limit: 100, sort: 'ASC' })
  assert.equal(rest.edges.length, 22 - 5)
  const newest = await ao.results({ process, limit: 1, sort: 'DESC' })
  assert.equal(newest.edges[0].node.Messages[0].Data, '20')

  const dry = await ao.dryrun({ process, data: '5', tags: [{ name: 'Action', value: 'Increment' }] })
  assert.equal(dry.Messages[0].Data, '25')
  const dryAgain = await ao.dryrun({ process, data: '5', tags: [{ name: 'Action', value: 'Increment' }] })
  assert.equal(dryAgain.Messages[0].Data, '25')

  const failing = await ao.message({ process, signer, data: '', tags: [{ name: 'Action', value: 'Fail' }] })
  const failed = await ao.result({ process, message: failing })
  assert.match(String(failed.Error), /told to fail/)
  const stranger = await evaluate(process, strangerSigner, 'Count = -1')
  assert.match(JSON.stringify(stranger.result), /owner/)
  const after = await evaluate(process, signer, 'return Count')
  assert.equal(after.result.Output.data, '20')
  return process
}

const rsa = rsaSigner()
const ethereum = ethereumSigner()
const first = await exercise('rsa', rsa, ethereum)
const second = await exercise('ethereum', ethereum, rsa)

// A process writes to another one, which answers: pushed by the node, without the client.
await evaluate(second, ethereum, `
  Handlers.add("Ping", "Ping", function(msg) msg.reply({ Action = "Pong", Data = msg.Data .. " pong" }) end)`)
await evaluate(first, rsa, `
  Handlers.add("Pong", "Pong", function(msg) LastPong = msg.Data end)
  Handlers.add("LastPong", "LastPong", function(msg) print(LastPong) end)
  Send({ Target = "${second}", Action = "Ping", Data = "ping" })`)
let pong
for (let i = 0; i < 100 && pong?.trim() !== 'ping pong'; i++) {
  await new Promise(resolve => setTimeout(resolve, 100))
  pong = (await ao.dryrun({ process: first, tags: [{ name: 'Action', value: 'LastPong' }] })).Output.data
}
assert.equal(pong.trim(), 'ping pong')

const assigned = await ao.assign({ process: first, message: (await evaluate(second, ethereum, 'return 1')).message })
assert.match(assigned, /^[A-Za-z0-9_-]{43}$/)
console.log('end to end: all as expected')
