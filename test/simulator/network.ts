import { limits } from '../../src/message/limits.ts'
import type { Courier } from '../../src/exchange/post.ts'
import type { Random } from '../fuzz/random.ts'
import { type Life, type Schedule, someMs } from './schedule.ts'

/** What peers can have of a node, as it stands behind its port. */
export interface PeerServices {
  receive(lines: readonly string[], from: readonly string[]): Promise<readonly string[]>
  answer(question: string, from: readonly string[]): Promise<readonly string[]>
  trustList(sequence?: number): Promise<string>
  revocationList(authority: string): Promise<Buffer>
  cosign(body: string): Promise<{ readonly status: number; readonly body: Buffer }>
  cosigned(originDigest: string): Promise<Buffer>
}

/** Whoever stands behind an address; null: nothing listens there. */
export type Behind = (state: string) => { readonly life: Life; readonly services: PeerServices } | null

/** How bad the lines are. */
export interface Weather {
  /** Once in so many calls each; 0: never. */
  readonly questionLost: number
  readonly answerLost: number
  readonly doubled: number
  readonly spoiled: number
  /** How long something is on its way, at most. */
  readonly slowMs: number
}

export const fairWeather: Weather = {
  questionLost: 0,
  answerLost: 0,
  doubled: 0,
  spoiled: 0,
  slowMs: 40,
}

/** What has left a node as the answer to messages. */
export interface Departed {
  readonly state: string
  readonly lines: readonly string[]
}

export function urlOf(state: string): string {
  return `https://${state.toLowerCase()}.example`
}

/** The lines between all nodes of a world. */
export class Network {
  weather: Weather = fairWeather
  /** Lines that are cut, as `MA NZ`. */
  readonly cuts = new Set<string>()
  /** What was posted lately, for whoever sends it again. */
  readonly overheard: { readonly to: string; readonly from: string; readonly lines: readonly string[] }[] = []
  /** Answers that have left and were not looked at yet. */
  departed: Departed[] = []
  /** Told of what a node has thrown instead of an answer. */
  fails: (state: string, reason: unknown) => void = () => undefined
  /** When each line that was cut was whole again, and when all of them were. */
  readonly #wholeAt = new Map<string, number>()
  #allWholeAt = -Infinity
  readonly #schedule: Schedule
  readonly #random: Random
  readonly #behind: Behind

  constructor(schedule: Schedule, random: Random, behind: Behind) {
    this.#schedule = schedule
    this.#random = random
    this.#behind = behind
  }

  /** What leaves the node of a State while this process lives. */
  courierOf(state: string, life: Life): Courier {
    const from = [state]
    const ask = async <Answer>(
      url: string,
      serve: (services: PeerServices) => Promise<Answer>,
    ): Promise<Answer> => await this.#call({ state, life }, stateAt(url), serve)
    const never = (): never => {
      throw new Error('no files are handed over in the simulator')
    }
    return {
      post: async (url, lines) => {
        const to = stateAt(url)
        this.#overhear({ to, from: state, lines })
        const answers = await ask(url, (services) => this.served(to, services, lines, from))
        return this.#spoiled(answers)
      },
      ask: async (url, question) =>
        this.#spoiled(await ask(url, (services) => services.answer(question, from))),
      fetchTrustList: (url, sequence) => ask(url, (services) => services.trustList(sequence)),
      fetchRevocationList: (url) =>
        ask(url, (services) => services.revocationList(url.slice(url.lastIndexOf('/') + 1))),
      submitCheckpoint: (url, body) => ask(url, (services) => services.cosign(body)),
      fetchCosigned: (url, digest) => ask(url, (services) => services.cosigned(digest)),
      askTimeStamp: never,
      fetchRange: never,
      fetchSeveral: never,
      cutOff: () => undefined,
      close: () => Promise.resolve(),
    }
  }

  /** Hands lines over to a node, and keeps what it answers. */
  async served(
    to: string,
    services: PeerServices,
    lines: readonly string[],
    from: readonly string[],
  ): Promise<readonly string[]> {
    const answers = await services.receive(lines, from)
    this.departed.push({ state: to, lines: answers })
    return answers
  }

  isCut(one: string, other: string): boolean {
    return this.cuts.has([one, other].sort().join(' '))
  }

  /** One of `cuts` is whole again. */
  join(cut: string): void {
    this.cuts.delete(cut)
    this.#wholeAt.set(cut, this.#schedule.now)
  }

  /** All lines are whole, and nothing gets lost on them. */
  clear(): void {
    this.weather = fairWeather
    this.cuts.clear()
    this.#allWholeAt = this.#schedule.now
  }

  /** How long the line between two has been whole, where it was cut or lost what went over it before. */
  wholeForMs(one: string, other: string): number {
    const wholeAt = this.#wholeAt.get([one, other].sort().join(' ')) ?? -Infinity
    return this.#schedule.now - Math.max(wholeAt, this.#allWholeAt)
  }

  #call<Answer>(
    from: { readonly state: string; readonly life: Life },
    to: string,
    serve: (services: PeerServices) => Promise<Answer>,
  ): Promise<Answer> {
    const schedule = this.#schedule
    const { life } = from
    return new Promise<Answer>((resolve, reject) => {
      let isOver = false
      const later = (ms: number, work: () => void): void => {
        schedule.after(ms, life, async () => {
          if (isOver) return
          isOver = true
          await schedule.enter(life, work)
        })
      }
      const fail = (ms: number, words: string, code: string): void => {
        later(ms, () => {
          reject(Object.assign(new Error(words), { code }))
        })
      }
      fail(limits.requestMs, 'no answer came in time', 'UND_ERR_HEADERS_TIMEOUT')
      const arrives = async (): Promise<void> => {
        const behind = this.#behind(to)
        if (behind === null || this.isCut(from.state, to)) {
          fail(this.#delayMs(), 'nobody answers there', 'ECONNREFUSED')
          return
        }
        await schedule.enter(behind.life, () => {
          serve(behind.services).then(
            (answer) => {
              if (this.#isHit('answerLost') || this.isCut(from.state, to)) return
              later(this.#delayMs(), () => {
                resolve(answer)
              })
            },
            (reason: unknown) => {
              this.fails(to, reason)
              fail(this.#delayMs(), `500 ${String(reason)}`, 'REFUSED')
            },
          )
        })
      }
      if (!this.#isHit('questionLost')) schedule.after(this.#delayMs(), null, arrives)
      if (this.#isHit('doubled')) schedule.after(this.#delayMs() * 3, null, arrives)
    })
  }

  #overhear(post: (typeof this.overheard)[number]): void {
    this.overheard.push(post)
    if (this.overheard.length > 40) this.overheard.shift()
  }

  /** A peer that is not in order answers something else. */
  #spoiled(lines: readonly string[]): readonly string[] {
    if (!this.#isHit('spoiled')) return lines
    return spoil(lines, this.#random)
  }

  #isHit(name: 'questionLost' | 'answerLost' | 'doubled' | 'spoiled'): boolean {
    const times = this.weather[name]
    return times > 0 && this.#random.once(times)
  }

  #delayMs(): number {
    return 1 + someMs(this.#random, this.weather.slowMs)
  }
}

/** Lines as nobody would send them who is in order. */
export function spoil(lines: readonly string[], random: Random): readonly string[] {
  const [first = ''] = lines
  const spoiled: readonly (() => readonly string[])[] = [
    () => lines.slice(1),
    () => [...lines, ...lines],
    () => [...lines].reverse(),
    () => lines.map((line) => line.slice(0, random.below(line.length + 1))),
    () => lines.map((line) => flipped(line, random)),
    () => [...lines, '', '{}', 'rubbish', '\u0000'],
    () => [first.split('.').reverse().join('.')],
    () => [JSON.stringify({ code: 'NODE_BUSY', expected: [first.slice(0, 20)] })],
  ]
  return random.pick(spoiled)()
}

/** Another character stands in the place of one. */
function flipped(line: string, random: Random): string {
  const at = random.below(Math.max(1, line.length))
  const others = ['A', 'z', '.', '-', '='].filter((one) => one !== line[at])
  return `${line.slice(0, at)}${random.pick(others)}${line.slice(at + 1)}`
}

function stateAt(url: string): string {
  return new URL(url).hostname.slice(0, 2).toUpperCase()
}
