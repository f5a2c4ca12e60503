import { stateOf } from '../../message/stateOf.ts'
import type { Draft, Sent, SendOutcome } from '../../exchange/send.ts'
import type { Case } from '../../message/generated/types.ts'
import { findMessage } from '../../store/messages.ts'
import { type MessageStep, type Step, type WrongMove, partiesOf, statesIn } from './caseFile.ts'
import { inAdvance } from './overtaking.ts'
import { pause, persist, until } from './persist.ts'
import { compareStates } from './compare.ts'
import type { Stage } from './stage.ts'
import { type Thread, draftOf, newThread, wrongDraftOf } from './thread.ts'

/** What came of a playing. */
export interface Played {
  readonly messages: number
  readonly refused: number
  /** Where something was otherwise than the case says; empty when all went as written. */
  readonly differences: readonly string[]
}

/** Plays a case row by row, each wrong move at its moment, and compares both nodes with it after every row. */
export async function playCase(stage: Stage): Promise<Played> {
  const { played } = stage
  const player = new Player(stage)
  await player.tryWrongMoves('0')
  for (const step of played.steps) {
    await player.sideThreadsBefore(step)
    await player.row(step)
    await player.tryWrongMoves(step.row)
  }
  await player.sideThreadsBefore(null)
  return player.outcome()
}

/** A wrong move that needs another course of events than the case's own, and the thread in which it is prepared. */
interface SideThread {
  readonly thread: Thread
  readonly wrong: WrongMove
  ended: boolean
}

/** What the nodes get over by themselves. */
const passing: ReadonlySet<string> = new Set(['TRUST_LIST_EXPIRED', 'PEER_NOT_HEARD'])

class Player {
  readonly #stage: Stage
  readonly #main: Thread
  readonly #sides: readonly SideThread[]
  readonly #differences: string[] = []
  #messages = 0
  #refused = 0

  constructor(stage: Stage) {
    this.#stage = stage
    const { played } = stage
    this.#main = newThread(played, '')
    this.#sides = played.wrong
      .filter((wrong) => needsSideThread(played, wrong))
      .map((wrong) => ({
        thread: newThread(played, `what if ${wrong.number}`, {
          main: this.#main,
          record: wrong.record,
          ...(wrong.regime === undefined ? {} : { regime: wrong.regime }),
        }),
        wrong,
        ended: false,
      }))
  }

  outcome(): Played {
    return { messages: this.#messages, refused: this.#refused, differences: this.#differences }
  }

  /** One row of the course of events, in the main thread and in the side threads that still follow it. */
  async row(step: Step): Promise<void> {
    await this.#moveClock(step.at)
    if (step.what === 'message') {
      await this.#message(this.#main, step)
      for (const side of this.#sides)
        if (follows(this.#stage.played, side, step)) await this.#message(side.thread, step)
    } else {
      this.#stage.say(`     ${(step.at ?? '').padEnd(26)} ${step.what}: ${step.note}`)
      // What happens before the first message leaves nothing to compare.
      if (Object.keys(step.after).length > 0) await this.#compare(step)
    }
  }

  async #message(thread: Thread, step: MessageStep): Promise<void> {
    const overtaker = thread === this.#main ? overtakerOf(this.#stage.played, step) : undefined
    if (overtaker !== undefined) await this.#stage.lineDown(stateOf(step.from))
    const draft = await this.#withFiles(draftOf(thread, step, this.#now(step)), step)
    const sent = await this.#send(thread, draft)
    this.#messages += 1
    const row = `${step.record}·${step.label.slice(1)}`.padEnd(5)
    const side = thread.name === '' ? '' : `  (${thread.name})`
    this.#stage.say(
      `${row}${(step.at ?? sent.sentAt).padEnd(26)} ${step.from} → ${step.to}  ${step.type}${side}`,
    )
    if (overtaker !== undefined) {
      this.#stage.say(`     the line of ${stateOf(step.from)} is down: the message waits`)
      return
    }
    if (step.overtakes !== undefined) await this.#overtake(sent, step)
    await this.#untilPlaced(sent, step)
    const { files, nodeOf } = this.#stage
    await files?.arrived(nodeOf(stateOf(step.to)), draft.exhibits, step.badCopies ?? [])
    if (thread === this.#main) await this.#compare(step)
  }

  async #withFiles(draft: Draft, { badCopies = [] }: MessageStep): Promise<Draft> {
    const { files } = this.#stage
    if (files === null || draft.exhibits.length === 0) return draft
    const sender = this.#stage.nodeOf(stateOf(draft.from))
    const by = { officer: draft.people.officer, badCopies }
    return { ...draft, exhibits: await files.handedOver(sender, draft.exhibits, by) }
  }

  /** The later message is brought first, as a network may; the peer answers RECORD_GAP and both then come in order. */
  async #overtake(sent: Sent, step: MessageStep): Promise<void> {
    const answer = await inAdvance(this.#stage, sent, step)
    if (answer === 'RECORD_GAP')
      this.#stage.say(
        `     arrived before ${step.overtakes ?? ''}: RECORD_GAP, and is sent again in its order`,
      )
    else this.#differ(`row ${step.row}: the overtaking message was answered ${answer}, not RECORD_GAP`)
    await this.#stage.lineUp(stateOf(step.from))
  }

  /** The wrong moves of the main thread that come after this row; each must be refused, and leave nothing behind. */
  async tryWrongMoves(row: string): Promise<void> {
    for (const wrong of this.#stage.played.wrong) {
      if (wrong.afterRow === row && !needsSideThread(this.#stage.played, wrong))
        await this.#tryWrong(this.#main, wrong)
    }
  }

  /** The side threads whose moment comes before this row. */
  async sideThreadsBefore(step: Step | null): Promise<void> {
    for (const side of this.#sides) {
      const { wrong, ended } = side
      const comes =
        step === null ||
        (wrong.at !== undefined && step.at !== undefined && Date.parse(wrong.at) < Date.parse(step.at))
      if (ended || !comes || !hasHappened(this.#stage.played, wrong.afterRow, step)) continue
      await this.#moveClock(wrong.at)
      await this.#tryWrong(side.thread, wrong)
      side.ended = true
    }
  }

  async #tryWrong(thread: Thread, wrong: WrongMove): Promise<void> {
    const draft = wrongDraftOf(thread, wrong, this.#now(wrong))
    const outcome = await this.#attempt(draft)
    const code = outcome.ok ? 'accepted' : outcome.code
    const expected = wrong.accepted === true ? 'accepted' : (wrong.code ?? '')
    this.#stage.say(`  ✗  wrong move ${wrong.number}: ${wrong.from} ${wrong.type}: ${code}  (${wrong.note})`)
    if (code !== expected) this.#differ(`wrong move ${wrong.number} was answered ${code}, not ${expected}`)
    else if (outcome.ok) await this.#untilPlaced(outcome.sent, wrong)
    else this.#refused += 1
    if (!outcome.ok && wrong.pointer !== undefined && outcome.pointer !== wrong.pointer) {
      this.#differ(
        `wrong move ${wrong.number} was refused at ${outcome.pointer ?? 'nothing'}, not ${wrong.pointer}`,
      )
    }
  }

  async #send(thread: Thread, draft: Draft): Promise<Sent & { readonly sentAt: string }> {
    const outcome = await this.#attempt(draft)
    if (!outcome.ok) {
      const { code, detail = '', pointer = '', expected = [] } = outcome
      throw new Error(
        `${thread.name} ${draft.type} of ${draft.from} was refused: ${code} ${detail} ${pointer} ${expected.join(', ')}`,
      )
    }
    return { ...outcome.sent, sentAt: this.#stage.nodeOf(stateOf(draft.from)).node.now().toISOString() }
  }

  /**
   * A list that ran out in the months between two rows is renewed by the nodes within seconds, and a node that was
   * killed asks its peer what it lacks before it says anything new.
   */
  async #attempt(draft: Draft): Promise<SendOutcome> {
    const open = this.#stage.nodeOf(stateOf(draft.from))
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await persist(() => open.send(draft))
      if (outcome.ok || !passing.has(outcome.code) || attempt > 400) return outcome
      await pause(50)
      await persist(() => open.refreshTrust())
    }
  }

  /** What is still on its way when the calendar leaps would be written down as of the day before, after a later day. */
  async #untilPlaced(sent: Sent, step: MessageStep | WrongMove): Promise<void> {
    const sender = this.#stage.nodeOf(stateOf(step.from)).node
    await until(`${step.type} of ${step.from} has its receipt`, async () => {
      const row = await findMessage(sender.db, sent.digest)
      return row?.receipt != null && row.status === 'placed'
    })
  }

  async #compare(step: Step): Promise<void> {
    const nodes = partiesOf(this.#stage.played, step.record).map((state) => this.#stage.nodeOf(state))
    const { said, differences } = await compareStates(nodes, this.#main.request(step.record), step)
    if (said !== '') this.#stage.say(`       ${said}`)
    for (const difference of differences) this.#differ(`row ${step.row}: ${difference}`)
  }

  async #moveClock(at: string | undefined): Promise<void> {
    const { setClock, files, played } = this.#stage
    if (at === undefined || setClock === null) return
    await files?.told(statesIn(played).map(({ state }) => this.#stage.nodeOf(state)))
    await setClock(new Date(at))
  }

  #now(step: { readonly at?: string }): Date {
    return step.at === undefined ? new Date() : new Date(step.at)
  }

  #differ(difference: string): void {
    this.#differences.push(difference)
    this.#stage.say(`  !  ${difference}`)
  }
}

function needsSideThread(played: Case, wrong: WrongMove): boolean {
  if (wrong.regime !== undefined || wrong.accepted === true) return true
  // In place of a row, but later than the rows that follow it: the case's own record has moved on by then.
  const next = played.steps.find(({ row }) => row === wrong.insteadOfRow)
  const after = next === undefined ? undefined : played.steps[played.steps.indexOf(next) + 1]
  return wrong.at !== undefined && after?.at !== undefined && Date.parse(wrong.at) > Date.parse(after.at)
}

function indexOf(played: Case, row: string): number {
  return played.steps.findIndex((step) => step.row === row)
}

function follows(played: Case, { wrong, ended }: SideThread, step: MessageStep): boolean {
  return (
    !ended && step.record === wrong.record && indexOf(played, step.row) <= indexOf(played, wrong.afterRow)
  )
}

function hasHappened(played: Case, row: string, next: Step | null): boolean {
  return next === null || indexOf(played, row) < indexOf(played, next.row)
}

function overtakerOf(played: Case, step: MessageStep): MessageStep | undefined {
  return played.steps.find(
    (later): later is MessageStep => later.what === 'message' && later.overtakes === step.label,
  )
}
