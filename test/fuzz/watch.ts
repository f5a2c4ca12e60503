import { Worker } from 'node:worker_threads'

/** Tells which input is being judged, to a thread that ends the process when one is judged for far too long. */
export interface Watch {
  readonly begin: (target: number, input: number) => void
  readonly end: () => Promise<number>
}

const stalledMs = 30_000

/** A thread of its own: an input that never comes back holds this one. */
const watching = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const state = new Int32Array(workerData.shared)
let last = -1
setInterval(() => {
  if (state[2] === last) {
    writeSync(2, 'hangs: ' + workerData.names[state[0]] + ', input ' + state[1] + '\\n')
    process.kill(process.pid, 'SIGKILL')
  }
  last = state[2]
}, ${stalledMs})
`

export function startWatch(names: readonly string[]): Watch {
  const state = new Int32Array(new SharedArrayBuffer(12))
  const worker = new Worker(watching, { eval: true, workerData: { shared: state.buffer, names } })
  worker.unref()
  return {
    begin: (target, input) => {
      state[0] = target
      state[1] = input
      state[2] = ((state[2] ?? 0) + 1) | 0
    },
    end: () => worker.terminate(),
  }
}
