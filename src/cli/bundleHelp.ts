import type { MessagePort } from 'node:worker_threads'
import type { BundleAnswer, BundleAsked, BundleTold } from '../bundleMaker.ts'
import type { BundleHelp, BundleProgress } from '../exchange/bundles/makeBundle.ts'
import { ExportRefused } from '../exchange/exportRefused.ts'

/** How far it is, is told so often; and pieces of the sealed file are handed over together, so many bytes at least. */
const tellEveryMs = 200
const writtenBytesMin = 1024 * 1024

/** What the node does, asked by a thread at its port; `end` hands over what is left to be written. */
export function askingNode(port: MessagePort): BundleHelp & { readonly end: () => Promise<void> } {
  const waiting = new Map<number, (answer: BundleAnswer) => void>()
  let number = 0
  port.on('message', (answer: BundleAnswer) => {
    waiting.get(answer.number)?.(answer)
    waiting.delete(answer.number)
  })
  const ask = async (asked: BundleAsked): Promise<unknown> => {
    number += 1
    const answered = new Promise<BundleAnswer>((resolve) => waiting.set(number, resolve))
    port.postMessage({ number, ...asked } satisfies BundleTold)
    const { done, failed } = await answered
    if (failed === undefined) return done
    if (failed.refusal !== undefined) throw new ExportRefused(failed.refusal)
    throw new Error(failed.message)
  }
  const write = writer((piece) => ask({ ask: 'write', given: piece }))
  let toldMs = -Infinity
  let toldStep: BundleProgress['step'] | null = null
  return {
    refuseUnsigned: async () => {
      await ask({ ask: 'refuseUnsigned' })
    },
    sequenceAll: async () => (await ask({ ask: 'sequenceAll' })) as number,
    cosign: () => ask({ ask: 'cosign' }),
    note: async (event) => (await ask({ ask: 'note', given: event })) as string,
    verifierKey: async (log, key) => (await ask({ ask: 'verifierKey', given: [log, key] })) as string,
    choose: async (requests) => {
      await ask({ ask: 'choose', given: requests })
    },
    sign: async (list) => (await ask({ ask: 'sign', given: list })) as string,
    write: write.add,
    end: write.end,
    tell(progress) {
      const now = performance.now()
      if (progress.step === toldStep && now - toldMs < tellEveryMs) return
      ;[toldStep, toldMs] = [progress.step, now]
      port.postMessage({ progress } satisfies BundleTold)
    },
  }
}

interface Writer {
  readonly add: (piece: Uint8Array) => Promise<void>
  readonly end: () => Promise<void>
}

/** Whoever hands a part of memory to another thread hands over all that is around it: pieces are handed over as one of their own. */
function writer(write: (piece: Uint8Array) => Promise<unknown>): Writer {
  let held: Uint8Array[] = []
  let heldBytes = 0
  const end = async (): Promise<void> => {
    if (heldBytes === 0) return
    const whole = new Uint8Array(heldBytes)
    let at = 0
    for (const piece of held) {
      whole.set(piece, at)
      at += piece.length
    }
    ;[held, heldBytes] = [[], 0]
    await write(whole)
  }
  return {
    async add(piece) {
      // Whoever gives a piece may use its memory again.
      held.push(Uint8Array.from(piece))
      heldBytes += piece.length
      if (heldBytes >= writtenBytesMin) await end()
    },
    end,
  }
}
