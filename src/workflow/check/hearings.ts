import { particular } from '../../message/particular.ts'
import { readInstant } from '../instant.ts'
import { clockRule, noBasis, profileNamed } from '../profile.ts'
import type { Written } from './draft.ts'
import { type Checking, type Finding, note } from './finding.ts'

const dayMs = 86_400_000

/** What gives the other side the chance to be heard, and where that is owed. */
const hearings: Readonly<Record<string, string>> = {
  'asset-freeze-lift-intent': 'UNCC 50(8); UNCAC 55(8)',
  'consult-open': 'UNCC 40(28), 37(17)',
}

/**
 * A chance to be heard is none where the time for it is over before a person has read of it. No treaty gives a number;
 * what comes within the last reminder of the clock is told, whatever the basis.
 */
export function shortReplies({ message }: Written, { at }: Checking): readonly Finding[] {
  const source = hearings[message.type ?? '']
  const replyBy = (message.body as { readonly replyBy?: string } | undefined)?.replyBy
  if (source === undefined || replyBy === undefined) return []
  const days = Math.max(0, ...(clockRule(profileNamed(noBasis), 'REPLY_BY')?.warnings ?? []))
  if (readInstant(replyBy, 'UTC') >= at.getTime() + days * dayMs) return []
  return [note('REPLY_TIME_SHORT', '/body/replyBy', [particular('fewDaysLeft', { days })], source)]
}

/**
 * Extradition is not refused before the other State was heard, where that is appropriate (UN Convention 37(17)): a soft
 * rule, so whoever refuses without having heard it says why, and is reminded where he does not. Whether it was heard
 * stands in the record, which is not looked at here.
 */
export function unheardRefusals({ message }: Written): readonly Finding[] {
  if (message.type !== 'extradition-decision') return []
  return (message.body?.outcomes ?? []).flatMap((one, index) =>
    (one?.outcome !== 'refused' && one?.outcome !== 'partial') || one.notConsulted !== undefined
      ? []
      : [
          note(
            'CONSULTATION_EXPECTED',
            `/body/outcomes/${index}/notConsulted`,
            [particular('sayWhyNotHeard', {})],
            'UNCC 37(17); R-18',
          ),
        ],
  )
}
