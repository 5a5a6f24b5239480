// Every call of every version of the client that is in use, against a running node: node versions.mjs URL
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'

const url = process.argv[2]
const status = await (await fetch(`${url}/status`)).json()
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096, publicExponent: 65537 })
const jwk = privateKey.export({ format: 'jwk' })
const tag = (name, value) => ({ name, value })

async function exercise (version, client) {
  const done = []
  const ao = client.connect({ MODE: 'legacy', MU_URL: url, CU_URL: url, GATEWAY_URL: url, noLog: true })
  const signer = client.createDataItemSigner(jwk)
  const evaluate = async (process, data, more = {}) => {
    const message = await ao.message({ process, signer, data, tags: [tag('Action', 'Eval')], ...more })
    return { message, result: await ao.result({ process, message }) }
  }

  const spawn = name => ao.spawn({
    module: status.modules.lua, scheduler: status.scheduler, signer, tags: [tag('Name', `${name} ${version}`)]
  })
  const process = await spawn('one')
  assert.equal((await ao.result({ process, message: process })).Error, undefined)
  done.push('spawn')

  const anchor = '0000000000000000000000000000007b'
  const anchored = await evaluate(process, 'Count = 1; return "set"', { anchor })
  assert.equal(anchored.result.Output.data, 'set')
  const entry = await (await fetch(`${url}/su/${anchored.message}?process-id=${process}`)).json()
  assert.equal(entry.message.anchor, anchor)
  await assert.rejects(ao.message({ process, signer, data: 'x', anchor: 'short' }))
  done.push('message', 'result')

  const ids = []
  for (let i = 2; i <= 6; i++) ids.push((await evaluate(process, `Count = ${i}; return ${i}`)).message)
  const outputs = page => page.edges.map(edge => edge.node.Output.data)
  const all = ['set', '2', '3', '4', '5', '6']
  const first = await ao.results({ process, sort: 'ASC', limit: 4 })
  assert.deepEqual(outputs(first).slice(1), all.slice(0, 3))
  const second = await ao.results({ process, sort: 'ASC', limit: 4, from: first.edges.at(-1).cursor })
  assert.deepEqual(outputs(second), all.slice(3))
  assert.deepEqual((await ao.results({ process, from: second.edges.at(-1).cursor })).edges, [])
  const newest = await ao.results({ process, sort: 'DESC', limit: 2 })
  assert.deepEqual(outputs(newest), ['6', '5'])
  const older = await ao.results({ process, sort: 'DESC', limit: 3, to: newest.edges.at(-1).cursor })
  assert.deepEqual(outputs(older), ['5', '4', '3'])
  const between = await ao.results({ process, from: first.edges[1].cursor, to: second.edges[0].cursor })
  assert.deepEqual(outputs(between), ['2', '3', '4'])
  done.push('results')

  // Only the owner may evaluate, and a dry run has no signer: it says who it claims to be.
  const owner = entry.message.owner.address
  const dry = await ao.dryrun({ process, Owner: owner, data: 'Count = Count + 1; return Count', tags: [tag('Action', 'Eval')] })
  assert.equal(dry.Output.data, '7')
  assert.equal((await evaluate(process, 'return Count')).result.Output.data, '6')
  done.push('dryrun')

  const other = await spawn('two')
  const assigned = await ao.assign({ process: other, message: ids[0], exclude: ['Data'] })
  const kept = await (await fetch(`${url}/su/${assigned}?process-id=${other}`)).json()
  assert.equal(kept.message, null)
  assert.ok(kept.assignment.tags.some(t => t.name === 'Message' && t.value === ids[0]))
  assert.ok((await ao.result({ process: other, message: assigned })).Messages)
  done.push('assign')

  const cron = await ao.spawn({
    module: status.modules.lua, scheduler: status.scheduler, signer,
    tags: [tag('Name', `cron ${version}`), tag('Cron-Interval', '1-minute'), tag('Cron-Tag-Action', 'Tick')]
  })
  const isMonitored = async () => (await (await fetch(`${url}/crons/${cron}`)).json()).isMonitored
  assert.ok(await ao.monitor({ process: cron, signer }))
  assert.equal(await isMonitored(), true)
  await assert.rejects(ao.monitor({ process: cron, signer }))
  assert.ok(await ao.unmonitor({ process: cron, signer }))
  assert.equal(await isMonitored(), false)
  await assert.rejects(ao.unmonitor({ process: cron, signer }))
  done.push('monitor', 'unmonitor')

  if (ao.signMessage) {
    const signed = await ao.signMessage({ process, signer, data: 'Count = 8; return Count', tags: [tag('Action', 'Eval')] })
    assert.match(signed.id, /^[A-Za-z0-9_-]{43}$/)
    await ao.sendSignedMessage(signed)
    assert.equal((await ao.result({ process, message: signed.id })).Output.data, '8')
    done.push('signMessage', 'sendSignedMessage')
  }
  console.log(`${version}: ${done.join(' ')}`)
}

for (const version of ['0.0.58', '0.0.77', '0.0.90']) {
  await exercise(version, await import(`aoconnect-${version}`))
}
await exercise('0.0.98', await import('@permaweb/aoconnect'))
