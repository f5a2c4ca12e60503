import { type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { type Rate, type Take, takerOf } from '../rate.ts'

/** How often each token may ask, and how many questions are answered at once: one may go through all records. */
export interface Turns {
  /** Lets `work` answer a question of this token, or refuses with QUESTIONS_TOO_MANY or NODE_BUSY. */
  readonly take: <Answer extends object>(
    token: string,
    work: () => Promise<Result<Answer>>,
  ) => Promise<Result<Answer>>
}

/** How often, and how much at once. */
export interface TurnLimits {
  readonly rate: Rate
  readonly atOnceMax: number
}

/** @param nowMs - a clock that never goes back */
export function turnsOf(nowMs: () => number, { rate, atOnceMax }: TurnLimits = ofQuestions): Turns {
  const { tokensMax } = webLimits.api
  /** The token that asked longest ago first. */
  const takers = new Map<string, Take>()
  let atOnce = 0
  const takerFor = (token: string): Take => {
    const take = takers.get(token) ?? takerOf(rate, nowMs)
    takers.delete(token)
    takers.set(token, take)
    const [oldest = ''] = takers.keys()
    if (takers.size > tokensMax) takers.delete(oldest)
    return take
  }
  return {
    async take(token, work) {
      if (!takerFor(token)()) return refuse('QUESTIONS_TOO_MANY')
      if (atOnce >= atOnceMax) return refuse('NODE_BUSY')
      atOnce += 1
      try {
        return await work()
      } finally {
        atOnce -= 1
      }
    },
  }
}

const { questions, questionsAtOnceMax } = webLimits.api
const ofQuestions: TurnLimits = { rate: questions, atOnceMax: questionsAtOnceMax }
