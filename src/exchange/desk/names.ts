import type { Text } from '../../message/generated/types.ts'
import { stateOf } from '../../message/stateOf.ts'
import { authorityNames, timeZoneOf } from '../letterReading.ts'
import type { Node } from '../node.ts'
import type { CaseView } from './caseView.ts'

/** What is needed beside the data to put them into words. */
export interface DeskNames {
  /** IANA name of the zone in which the reader's authority works. */
  readonly timeZone: string
  /** Names of authorities by their id, as their trust lists have them. */
  readonly authorities: ReadonlyMap<string, Text>
}

/** The zone of the authority that reads, and the names of those in the cases and of others that are shown beside them. */
export function deskNames(
  node: Node,
  authority: string,
  cases: readonly CaseView[],
  others: readonly string[] = [],
): DeskNames {
  const states = cases.flatMap(({ own, counterpart }) => [stateOf(own), stateOf(counterpart)])
  return {
    timeZone: timeZoneOf(node, authority),
    authorities: authorityNames(node, [stateOf(authority), ...states, ...others.map(stateOf)]),
  }
}
