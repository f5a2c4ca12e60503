import { parseArgs } from 'node:util'
import { playDrill, seconds } from './drill.ts'
import { drills } from './drills.ts'

/*
 * `npm run drill` lists the drills; `npm run drill -- NAME [--seed N] [--times 3]` plays one against nodes that are processes of
 * their own, `-- all` plays each. Ends with 1 where one found something, with 2 where this machine lacks what one needs.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, times: { type: 'string', default: '1' } },
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function list(): void {
  for (const { name, does } of drills) say(`${name.padEnd(24)}${does}`)
  say('Play one with: npm run drill -- NAME [--seed N] [--times 3], or all with: npm run drill -- all')
}

const isAll = positionals.length === 1 && positionals[0] === 'all'
const unknown = isAll ? [] : positionals.filter((one) => drills.every(({ name }) => name !== one))
const chosen = unknown.length > 0 ? [] : drills.filter(({ name }) => isAll || positionals.includes(name))
const times = Number(values.times)
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
const ended = { held: 0, broken: 0, lacking: 0 }

if (!Number.isInteger(times) || times < 1) {
  say('--times: a whole number from 1 on')
  process.exit(2)
}
if (chosen.length === 0) {
  list()
  if (unknown.length > 0) {
    say(`There is no drill called ${unknown.join(', ')}`)
    process.exitCode = 2
  }
}
for (let time = 0; time < times; time += 1) {
  for (const drill of chosen) {
    const { name, does } = drill
    const seed = firstSeed + time
    const lacks = await drill.lacks()
    if (lacks !== null) {
      ended.lacking += 1
      say(`${name}: not played, for ${lacks}`)
      continue
    }
    say(`${name}, seed ${seed}: ${does}`)
    const began = performance.now()
    try {
      await playDrill(drill, { seed, share: 1, say })
      ended.held += 1
      say(`  held, in ${seconds(performance.now() - began)}`)
    } catch (reason) {
      ended.broken += 1
      say(
        `  BROKEN after ${seconds(performance.now() - began)}: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
      )
      say(`  again: npm run drill -- ${name} --seed ${seed}`)
    }
  }
}
if (chosen.length > 0) say(`${ended.held} held, ${ended.broken} broken, ${ended.lacking} not played`)
if (ended.broken > 0) process.exitCode = 1
else if (ended.lacking > 0) process.exitCode = 2
// A node that was opened here may leave a timer behind.
process.exit()
