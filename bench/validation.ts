import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { validateMessage } from '../src/message/validate.ts'

/** How many messages a second of processor time judges: the request of the examples, whole, as it comes from the wire. */
export function validationsPerCpuSecond(): number {
  const text = readFileSync(resolve(import.meta.dirname, '../schemas/example/request.json'), 'utf8')
  const message: unknown = JSON.parse(text)
  const judge = (times: number): number => {
    const before = process.cpuUsage()
    for (let count = 0; count < times; count += 1) {
      if (!validateMessage(message).ok) throw new Error('the example is not valid')
    }
    const { user, system } = process.cpuUsage(before)
    return (times * 1_000_000) / (user + system)
  }
  judge(5_000)
  return judge(40_000)
}
