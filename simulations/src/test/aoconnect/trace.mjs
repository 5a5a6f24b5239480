// What a node shows of a message that caused others: its trace, and streams of both. node trace.mjs URL
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { connect, createDataItemSigner } from '@permaweb/aoconnect'

const url = process.argv[2]
const status = await (await fetch(`${url}/status`)).json()
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096, publicExponent: 65537 })
const signer = createDataItemSigner(privateKey.export({ format: 'jwk' }))
const ao = connect({ MODE: 'legacy', MU_URL: url, CU_URL: url, GATEWAY_URL: url, noLog: true })
const read = async path => (await fetch(url + path)).json()

const spawn = name => ao.spawn({
  module: status.modules.lua,
  scheduler: status.scheduler,
  signer,
  tags: [{ name: 'Name', value: name }, { name: 'Authority', value: status.messenger }]
})
const evaluate = async (process, data) => {
  const message = await ao.message({ process, signer, data, tags: [{ name: 'Action', value: 'Eval' }] })
  return { message, result: await ao.result({ process, message }) }
}

// The events of a stream until one of this name; heartbeats are left out.
async function events (path, headers, last, count = 1) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), 30_000)
  const response = await fetch(url + path, { headers, signal: stop.signal })
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  const found = []
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = Object.fromEntries(text.slice(0, end).split('\n').map(line => line.split(/: (.*)/s)))
      text = text.slice(end + 2)
      if (lines.event) found.push({ name: lines.event, id: lines.id, data: JSON.parse(lines.data) })
    }
    if (found.filter(event => event.name === last).length >= count) break
  }
  clearTimeout(timer)
  stop.abort()
  return found
}

const first = await spawn('first')
const second = await spawn('second')
await evaluate(second, 'Handlers.add("Ping", "Ping", function(msg) msg.reply({ Action = "Pong", Data = "pong" }) end)')
const later = events(`/${first}/results/live`, {}, 'result')
await new Promise(resolve => setTimeout(resolve, 500))
const { message } = await evaluate(first, `
  Send({ Target = "${second}", Action = "Ping", Data = "ping" })
  Spawn("${status.modules.lua}", { Data = "1", Tags = { Name = "child" } })`)

const live = await events(`/trace/${message}/live`, {}, 'complete')
const tree = live.findLast(event => event.name === 'trace').data
assert.equal(tree.process, first)
assert.ok(tree.gasUsed > 0)
const [sent, spawned] = tree.pushes
assert.deepEqual([sent.kind, sent.state, sent.target], ['message', 'delivered', second])
assert.equal(sent.pushedFor, message)
const [ping] = sent.children
assert.equal(ping.process, second)
const [pong] = ping.pushes[0].children
assert.equal(pong.process, first)
assert.equal(spawned.kind, 'spawn')
const [child, notice] = spawned.children
assert.deepEqual([child.process, child.slot], [spawned.item, 0])
assert.equal(notice.process, first)

// Times are written soon after; without them the trace is the same each time it is asked for.
let whole = await read(`/trace/${message}`)
for (let i = 0; i < 100 && pongOf(whole).evaluationMicros === undefined; i++) {
  await new Promise(resolve => setTimeout(resolve, 50))
  whole = await read(`/trace/${message}`)
}
assert.ok(pongOf(whole).evaluationMicros >= 0)
assert.deepEqual(await read(`/trace/${message}`), whole)
function pongOf (trace) { return trace.pushes[0].children[0].pushes[0].children[0] }
const flat = await read(`/trace/${message}?depth=0`)
const cut = flat.pushes[0].children[0]
assert.equal(cut.truncated, 'depth')
assert.equal((await read(cut.next)).message, ping.message)

const [woken] = await later
assert.equal(woken.data.message, message)
const all = await events(`/${first}/results/live?from=0`, {}, 'result', 4)
assert.deepEqual(all.map(event => event.id), ['0', '1', '2', '3'])
const resumed = await events(`/${first}/results/live`, { 'Last-Event-ID': '2' }, 'result')
assert.deepEqual(resumed[0], all[3])

const state = await fetch(`${url}/state/${first}`)
assert.equal(state.headers.get('last-ordinate'), '3')
assert.ok((await state.arrayBuffer()).byteLength > 0)
assert.equal((await fetch(`${url}/state/${first}?to=${tree.timestamp}`)).status, 425)

const traces = await read(`/?debug=1&process=${first}&message=${message}&page-size=100`)
assert.equal(traces.edges.length, 5)
assert.equal(traces.edges[0].node.relation, 'self')
console.log('trace: all as expected')
