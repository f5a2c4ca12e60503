import type { SpokenRule } from './guardForms.ts'
import { checkOf } from '../message/checkOf.ts'
import { disputedOf, replacingIn, restOf, standingBy } from './handedOver.ts'
import { answeredBy } from './said.ts'
import type { Delivery } from './state.ts'
import type { Turn } from './turn.ts'

/** Claims about what a message says of files that were handed over, each with the refusal it leads to. */
export const deliveryGuards = {
  /**
   * Every file of the delivery that was not accepted before was checked, and its digest is the one announced; or it is said to
   * be left open, and why. What accepts nothing is no receipt.
   */
  everyFileAgrees: {
    code: 'REPLY_MISMATCH',
    pointer: '/body/checks',
    holds: ({ message, said, measure }) => {
      if (message.type !== 'delivery-receipt') return false
      const delivery = answeredIn({ message, said, measure })
      if (delivery === undefined) return false
      const checks = delivery.exhibits.map((file) => ({ file, check: checkOf(message, file) }))
      if (checks.some(({ check }) => check === undefined)) return false
      const standings = checks.map(({ check, file }) => standingBy(check, file))
      return !standings.includes('disputed') && (standings.length === 0 || standings.includes('accepted'))
    },
  },
  /**
   * What a discrepancy says in so many words is accepted is kept: its digest agrees, the conditions are accepted, and something
   * else of the delivery is disputed.
   */
  acceptedIsKept: {
    code: 'REPLY_MISMATCH',
    pointer: '/body/checks',
    holds: ({ message, said, measure }) => {
      if (message.type !== 'delivery-receipt') return false
      const delivery = answeredIn({ message, said, measure })
      const left = delivery === undefined ? [] : (restOf(delivery, message, true)?.exhibits ?? [])
      return left.every((file) => checkOf(message, file)?.standing !== 'accepted')
    },
  },
  /** What is replaced was disputed and not replaced yet, each once, and what takes its place is handed over here. */
  replacesDisputed: {
    code: 'REPLY_MISMATCH',
    pointer: '#/replaces',
    holds: ({ message, said, measure }) => {
      const replacing = replacingIn(message, said) ?? []
      const { exhibits } = said.fields
      const handed = Array.isArray(exhibits) ? exhibits : message.exhibits.map(({ id }) => id)
      const isDisputed = (delivery: string, id: string): boolean =>
        measure.deliveries.some((one) => one.message === delivery && disputedOf(one).includes(id))
      const places = replacing.map(({ delivery, exhibit }) => `${delivery} ${exhibit}`)
      return (
        new Set(places).size === places.length &&
        replacing.every(({ delivery, exhibit, by }) => isDisputed(delivery, exhibit) && handed.includes(by))
      )
    },
  },
  /** Budapest 28(3): material given on conditions is kept only by accepting them. */
  conditionsAnswered: {
    code: 'REPLY_MISMATCH',
    pointer: '/body/conditionsAccepted',
    holds: ({ message, said, measure }) => {
      const delivery = answeredIn({ message, said, measure })
      if (delivery === undefined || delivery.conditions.length === 0) return true
      return message.type === 'delivery-receipt' && message.body.conditionsAccepted === true
    },
  },
} as const satisfies Record<string, SpokenRule>

/** The delivery that a receipt answers at a measure. */
function answeredIn({
  message,
  said,
  measure,
}: Pick<Turn, 'message' | 'said' | 'measure'>): Delivery | undefined {
  return measure.deliveries.find((one) => one.message === answeredBy(message, said))
}
