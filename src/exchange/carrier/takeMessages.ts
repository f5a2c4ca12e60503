import { seal } from '../../envelope/seal.ts'
import type { Receipt } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import { carrierLines, carrierNames, writeCarrierLines } from '../../store/carriers/carrierFiles.ts'
import type { Recipient } from '../../trust/list.ts'
import type { Node } from '../node.ts'
import { receive } from '../receive.ts'
import { jwsPayload } from '../stored.ts'

/** What became of the messages on a carrier. */
export interface Tally {
  readonly accepted: number
  readonly refused: number
  /** The lines that were refused, counted from 1: the first of them. */
  readonly places: readonly number[]
  /** How often each code was the answer. */
  readonly codes: Readonly<Record<string, number>>
  /** Whether the receipts are on the disk. */
  readonly isWritten: boolean
}

/** From where messages are taken, whose they are, and where their receipts go; null: nowhere. */
export interface Taking {
  readonly folder: string
  readonly peer: string
  readonly key: Recipient
  readonly receiptsTo: string | null
}

const atOnce = 20
/** So many refused lines a short receipt can name. */
const placesMax = 20

/**
 * Takes the messages of a carrier as those of a post of their State, in the same order, and writes the answers, a line each.
 * A receipt is sealed to whom it is for: on a disk it lies open longer than on a line. Where they cannot be written the messages are
 * taken all the same: the same carrier read again gives the same receipts.
 */
export async function takeMessages(node: Node, { receiptsTo, ...taking }: Taking): Promise<Tally> {
  if (receiptsTo !== null) {
    const counter = counting()
    try {
      await writeCarrierLines(receiptsTo, carrierNames.receipts, answers(node, taking, counter.count))
      return { ...counter.tally(), isWritten: true }
    } catch (reason) {
      if (!isOfDisk(reason)) throw reason
      node.log.warn({ reason: String(reason) }, 'receipts could not be written to a carrier')
    }
  }
  const counter = counting()
  const unwritten = answers(node, taking, counter.count)
  while ((await unwritten.next()).done !== true) continue
  return { ...counter.tally(), isWritten: false }
}

async function* answers(
  node: Node,
  { folder, peer, key }: Omit<Taking, 'receiptsTo'>,
  count: (answer: string) => void,
): AsyncGenerator<string> {
  const charactersMax = limits.envelopeCharactersMax
  for await (const lines of carrierLines(folder, carrierNames.messages, { charactersMax, atOnce })) {
    const arrived = lines.map((line) => ({ line, from: [peer] }))
    for (const answer of await receive(node, arrived)) {
      count(answer)
      yield answer.startsWith('{') ? answer : await seal(answer, key, 'receipt')
    }
  }
}

interface Counting {
  readonly count: (answer: string) => void
  readonly tally: () => Omit<Tally, 'isWritten'>
}

function counting(): Counting {
  const places: number[] = []
  const codes: Record<string, number> = {}
  let accepted = 0
  let refused = 0
  return {
    count(answer) {
      const code = codeOf(answer)
      if (code === null) accepted += 1
      else {
        refused += 1
        codes[code] = (codes[code] ?? 0) + 1
        if (places.length < placesMax) places.push(accepted + refused)
      }
    },
    tally: () => ({ accepted, refused, places, codes }),
  }
}

/** The code with which a message was refused; null: it was accepted. */
function codeOf(answer: string): string | null {
  if (answer.startsWith('{')) return (JSON.parse(answer) as { readonly code: string }).code
  const receipt = jwsPayload(answer) as Receipt
  return receipt.event === 'relayRejection' ? receipt.code : null
}

/** Whether a disk could not be written to. */
export function isOfDisk(reason: unknown): boolean {
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : ''
  return ['EACCES', 'EDQUOT', 'EFBIG', 'EIO', 'ENOSPC', 'EPERM', 'EROFS'].includes(code)
}
