import { openServers, startPair } from './world.ts'

const servers = await openServers()
console.log(servers.durability)
const profile = process.argv[2]
const pair = await startPair(servers, 'exchange', profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])
for (const inFlight of [1, 16, 64]) {
  const before = [await pair.asking.call('counted'), await pair.answering.call('counted')]
  const result = await pair.asking.call('load', { inFlight, warmMs: 1000, measuredMs: 4000 })
  const after = [await pair.asking.call('counted'), await pair.answering.call('counted')]
  const n = result.perSecond * 5
  console.log(inFlight, result, before.map((b, i) => Object.fromEntries(Object.entries(after[i] ?? {}).map(([k, v]) => [k, k === 'cpuMs' ? (v - (b as never)[k]) / n : n / (v - (b as never)[k])]))))
}
console.log(await pair.asking.call('unplaced'))
await pair.close()
await servers.close()
