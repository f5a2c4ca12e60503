import { hash } from 'node:crypto'
import type { Message } from '../../message/generated/types.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import { filesOfMessage } from '../../store/exhibits/filesOfMessage.ts'
import { listRecord, listUnplaced } from '../../store/messages.ts'
import { findRequest } from '../../store/requests.ts'
import { settleSetting } from '../../store/settings.ts'
import type { MessageRow, RequestRow } from '../../store/tables.ts'
import { type Announcement, takeInExhibit } from '../exhibits/takeIn.ts'
import { uuidV4 } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import type { Draft, SendOutcome } from '../send.ts'
import { isErased, messageIn } from '../stored.ts'
import { type Worker, startWorker } from '../worker.ts'
import { filled } from './filling.ts'
import { type OpenLine, type SeenRecord, openLines, saidNow } from './lines.ts'
import { type Opening, type Script, type Scripted, typeOf } from './script.ts'

/** Who plays: a node, its script, and how fast. */
export interface Playing {
  readonly node: Node
  readonly send: (draft: Draft) => Promise<SendOutcome>
  readonly script: Script
  /** So long after the last message of a record the next is said. */
  readonly paceMs: number
}

/** Setting: what tells the requests of one training world from those of another. */
const seedSetting = 'training.seed'

/** What passes by itself: it is tried again. */
const passing: ReadonlySet<RefusalCode> = new Set([
  'NODE_BUSY',
  'NODE_UNAVAILABLE',
  'PEER_NOT_HEARD',
  'TRUST_LIST_EXPIRED',
])

/** Plays the counterpart of a training world until it is closed. */
export function startPlayer(playing: Playing): Worker {
  const { pollMs, failurePauseMs } = exchangeLimits.training
  const player = new Player(playing)
  return startWorker({
    round: () => player.round(),
    pollMs,
    failurePauseMs,
    onFailure: (reason) =>
      playing.node.log.warn({ reason: String(reason) }, 'the counterpart of the training could not go on'),
  })
}

/**
 * Decides from the records and from nothing else: a player that was killed goes on where they stand. What it remembers is only
 * what it need not try again while a record stands as it is.
 */
export class Player {
  readonly #playing: Playing
  readonly #refused = new Set<string>()
  /** Whether there were more records than it looks at, and the log was told. */
  #isBeyond = false

  constructor(playing: Playing) {
    this.#playing = playing
  }

  /**
   * Says at most one thing in each record, and begins at most one. Returns whether anything was said.
   *
   * @throws Error at its end where something failed in a record: the others have gone on
   */
  async round(): Promise<boolean> {
    const { openings } = this.#playing.script
    const failures: string[] = []
    const hasSaid = async (where: string, say: () => Promise<boolean>): Promise<boolean> => {
      try {
        return await say()
      } catch (reason) {
        failures.push(`${where}: ${String(reason)}`)
        return false
      }
    }
    let saidAny = false
    for (const row of await this.#records())
      saidAny = (await hasSaid(row.id, () => this.#goOn(row))) || saidAny
    for (const opening of openings) {
      if (!(await hasSaid(opening.id, () => this.#begin(opening)))) continue
      saidAny = true
      break
    }
    if (failures.length > 0) throw new Error(`${failures.length} failed, the first is ${failures[0] ?? ''}`)
    return saidAny
  }

  /** The records that changed last; beyond, nobody is answered, which the log of the program tells. */
  async #records(): Promise<RequestRow[]> {
    const { node } = this.#playing
    const { recordsMax } = exchangeLimits.training
    const found = await node.db
      .selectFrom('request')
      .selectAll()
      .where('closed', 'is', null)
      .where('erased_at', 'is', null)
      .orderBy('updated_at', 'desc')
      .limit(recordsMax + 1)
      .execute()
    const isBeyond = found.length > recordsMax
    if (isBeyond && !this.#isBeyond)
      node.log.warn(
        { recordsMax },
        'the counterpart of the training answers only in the records that changed last',
      )
    this.#isBeyond = isBeyond
    return found.slice(0, recordsMax)
  }

  async #goOn(row: RequestRow): Promise<boolean> {
    const seen = await this.#seen(row)
    if (seen === null) return false
    for (const open of openLines(this.#playing.script, seen)) {
      if (this.#refused.has(`${row.head} ${open.id}`)) continue
      if (await this.#say(row, seen, open)) return true
    }
    return false
  }

  /** A record in which something may be said now; null: it is too soon, a message is on its way, or it is too long. */
  async #seen(row: RequestRow): Promise<SeenRecord | null> {
    const { node, paceMs } = this.#playing
    const { messagesMax } = exchangeLimits.training
    const { state } = openRecord(row)
    if (state === null || row.sequence > messagesMax) return null
    const placed = await listRecord(node.db, row.id, 0, messagesMax)
    const unplaced = await listUnplaced(node.db, row.id)
    const last = Math.max(...[...placed, ...unplaced].map(({ stored_at }) => stored_at.getTime()))
    const isOnItsWay = unplaced.some(({ status }) => status === 'pending')
    if (isOnItsWay || node.machineNow().getTime() < last + paceMs) return null
    const isOwn = ({ from_state }: MessageRow): boolean => from_state === node.state
    return {
      side: row.side,
      state,
      messages: placed
        .filter((one) => !isErased(one))
        .map((one) => ({ message: messageIn(one), isOwn: isOwn(one) })),
      said: new Set([...placed, ...unplaced].filter(isOwn).map(({ id }) => id)),
    }
  }

  async #say(row: RequestRow, seen: SeenRecord, { line, trigger, id }: OpenLine): Promise<boolean> {
    const { node } = this.#playing
    const sentAt = node.now().toISOString()
    // Nothing is taken in for what cannot be said.
    const requests = await this.#begun()
    if (saidNow(line, trigger, seen, { digests: new Map(), requests, sentAt }) === null) return false
    if (!(await this.#hasWhole(row, trigger))) return false
    const exhibits = await this.#takenIn(line.say, row.own_authority)
    const digests = new Map(exhibits.map((one) => [one.id, one.sha256]))
    const said = saidNow(line, trigger, seen, { digests, requests, sentAt })
    if (said === null) return false
    // If the process dies here: the files that were taken in are in nobody's hands, and are taken in anew.
    return await this.#send(`${row.head} ${id}`, {
      ...said,
      id,
      request: row.id,
      reference: row.reference,
      from: row.own_authority,
      to: row.counterpart_authority,
      type: typeOf(line.say.type),
      language: line.say.language,
      exhibits,
      people: this.#playing.script.people,
    })
  }

  async #begin(opening: Opening): Promise<boolean> {
    const { node, script } = this.#playing
    const request = await this.#requestOf(opening)
    if (this.#refused.has(request) || (await findRequest(node.db, request)) !== null) return false
    if (!(await this.#isTime(opening))) return false
    const { from, to, reference, say } = opening
    const sentAt = node.now().toISOString()
    const exhibits = await this.#takenIn(say, from)
    const digests = new Map(exhibits.map((one) => [one.id, one.sha256]))
    return await this.#send(request, {
      request,
      reference,
      from,
      to,
      type: typeOf(say.type),
      language: say.language,
      body: filled(say.body, { trigger: null, digests, requests: await this.#begun(), sentAt }),
      exhibits,
      people: script.people,
    })
  }

  /** Ids of the requests that were begun, by the ids of their openings. */
  async #begun(): Promise<ReadonlyMap<string, string>> {
    const begun = new Map<string, string>()
    for (const opening of this.#playing.script.openings) {
      const request = await this.#requestOf(opening)
      if ((await findRequest(this.#playing.node.db, request)) !== null) begun.set(opening.id, request)
    }
    return begun
  }

  /** The same in this world at every start, so that it is opened once; another in every other world. */
  async #requestOf({ id }: Opening): Promise<string> {
    const { node } = this.#playing
    const fresh = Buffer.from(node.random(16)).toString('hex')
    const seed = await settleSetting(node.db, seedSetting, fresh)
    return uuidV4(hash('sha256', JSON.stringify(['training', seed, id]), 'buffer'))
  }

  /** Whether the trainee has said what it waits for, long enough ago. */
  async #isTime({ after }: Opening): Promise<boolean> {
    if (after === undefined) return true
    const { node, script, paceMs } = this.#playing
    const first = await node.db
      .selectFrom('message')
      .select('stored_at')
      .where('from_state', '=', script.states.trainee.state)
      .where('type', '=', after)
      .where('status', '=', 'placed')
      .orderBy('stored_at')
      .limit(1)
      .executeTakeFirst()
    return first !== undefined && node.machineNow().getTime() >= first.stored_at.getTime() + paceMs
  }

  /** Whether every file that a message hands over has arrived as it was announced: nobody answers for one that they lack. */
  async #hasWhole({ id: request }: RequestRow, { id, exhibits }: Message): Promise<boolean> {
    const sealed = exhibits.filter((one) => one.sealed !== undefined)
    if (sealed.length === 0) return true
    // By the links of the message: the id that its giver has given a file may be that of another file here.
    const files = await filesOfMessage(this.#playing.node.db, request, id)
    const whole = files.filter(({ status }) => status === 'whole')
    return sealed.every((one) => whole.some(({ exhibit }) => exhibit === one.id))
  }

  async #takenIn(
    { exhibits = [] }: Pick<Scripted, 'exhibits'>,
    authority: string,
  ): Promise<Draft['exhibits']> {
    const { node, script } = this.#playing
    const handed: Draft['exhibits'][number][] = []
    for (const { id, name, title, content } of exhibits) {
      const bytes = Buffer.from(content, 'utf8')
      const order = { name, person: script.people.officer, authority, bytes: bytes.length }
      const taken = await takeInExhibit(node, oneChunk(bytes), order)
      if (!taken.ok) throw new Error(`${name} was not taken in: ${taken.code}`)
      handed.push({ id, title, ...announced(taken.announcement) })
    }
    return handed
  }

  /** @param key - what is not tried again where it is refused for good */
  async #send(key: string, draft: Draft): Promise<boolean> {
    const { node, send } = this.#playing
    const outcome = await send(draft)
    if (outcome.ok) return true
    const { code, detail = '', pointer = '' } = outcome
    if (passing.has(code)) return false
    if (this.#refused.size >= exchangeLimits.training.refusedMax) this.#refused.clear()
    this.#refused.add(key)
    node.log.warn(
      { type: draft.type, code, detail, pointer },
      'the counterpart of the training could not say what its script says',
    )
    return false
  }
}

/** What a message says of a file. */
function announced({ name, mediaType, bytes, sha256, sha512, scan, sealed }: Announcement) {
  return { name, mediaType, bytes, sha256, sha512, ...(scan === undefined ? {} : { scan }), sealed }
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
