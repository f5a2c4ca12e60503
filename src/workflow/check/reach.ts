import { canonicalText } from '../../message/canonical.ts'
import type { TrustList, Authority } from '../../message/generated/types.ts'
import { type AuthorityRole, type Particular, particular } from '../../message/particular.ts'
import { stateOf } from '../../message/stateOf.ts'
import { isCompetent } from '../competence.ts'
import { groupOf } from '../profile.ts'
import { type Draft, type Written, eachMeasure } from './draft.ts'
import { type Checking, type Finding, note, refused, sentBack } from './finding.ts'

export function competence(draft: Draft, { requesting, requested }: Checking): readonly Finding[] {
  const { from = '', to = '' } = draft.message
  return eachMeasure(draft, ({ id: measure, kind, pointer }) => {
    const told = (name: 'mayNotAsk' | 'doesNotAnswer', authority: string): readonly Particular[] => [
      particular(name, { measure, authority, kind }),
    ]
    return [
      ...(isCompetent(authorityIn(requesting, from), kind, 'requesting')
        ? []
        : [refused('AUTHORITY_NOT_COMPETENT', pointer, told('mayNotAsk', from), 'R-08')]),
      ...(isCompetent(authorityIn(requested, to), kind, 'requested')
        ? []
        : [sentBack('AUTHORITY_NOT_COMPETENT', pointer, told('doesNotAnswer', to), 'R-08')]),
    ]
  })
}

/** The authority of this id as a list names it, or null. */
export function authorityIn({ authorities }: TrustList, id: string | undefined): Authority | null {
  return authorities.find((one) => one.id === id) ?? null
}

/** As what an authority is designated for a kind, beside the central authority; by kind, else by group.. */
const designations: Readonly<Record<string, AuthorityRole>> = {
  extradition: 'extradition',
  preservation: 'contactPoint24x7',
  'preservation-location': 'contactPoint24x7',
  'emergency-disclosure': 'contactPoint24x7',
  'contact-test': 'contactPoint24x7',
  'asset-tracing': 'assetRecovery',
  'police-query': 'police',
}

/** Another authority than the one addressed may be the one that the State has designated for this. */
export function designation(draft: Draft, { requested, at }: Checking): readonly Finding[] {
  const addressed = authorityIn(requested, draft.message.to)
  const roles = addressed?.roles
  if (addressed === null || roles === undefined) return []
  return eachMeasure(draft, ({ id: measure, kind, pointer }) => {
    const wanted = designations[kind] ?? designations[groupOf(kind) ?? '']
    if (wanted === undefined || roles.includes(wanted)) return []
    const better = requested.authorities.find(
      (one) =>
        one.roles?.includes(wanted) === true && isCompetent(one, kind, 'requested') && isServing(one, at),
    )
    if (better === undefined) return []
    const says = [
      particular('otherDesignated', { measure, state: requested.state, other: better.id, role: wanted }),
      particular('addressedIs', { authority: addressed.id, roles }),
    ]
    return [note('AUTHORITY_NOT_DESIGNATED', pointer, says, 'R-08, R-09; UNCC 37(19), 40(12), 41')]
  })
}

function isServing({ validFrom, validUntil }: Authority, at: Date): boolean {
  const isOver = validUntil !== undefined && Date.parse(validUntil) <= at.getTime()
  return Date.parse(validFrom) <= at.getTime() && !isOver
}

export function kinds(draft: Draft, { requested }: Checking): readonly Finding[] {
  const state = stateOf(draft.message.to ?? '')
  return eachMeasure(draft, ({ id: measure, kind, pointer }) =>
    requested.capabilities.kinds.includes(kind)
      ? []
      : [
          refused(
            'KIND_NOT_KNOWN',
            pointer,
            [particular('kindNotKnownThere', { measure, state, kind })],
            'R-02',
          ),
        ],
  )
}

/** A file without a byte: nothing of its size is wrong, but nobody means to hand it over. */
export function emptyFiles({ message }: Written): readonly Finding[] {
  return (message.exhibits ?? []).flatMap((exhibit, place) =>
    exhibit?.bytes === 0
      ? [
          note(
            'EXHIBIT_EMPTY',
            `/exhibits/${place}/bytes`,
            [particular('fileIsEmpty', { file: exhibit.id ?? '' })],
            'schemas',
          ),
        ]
      : [],
  )
}

export function sizes({ message }: Written, { requested }: Checking): readonly Finding[] {
  const { state, capabilities } = requested
  const { messageBytesMax, exhibitBytesMax } = capabilities
  const bytes = Buffer.byteLength(canonicalText(message))
  return [
    ...(bytes <= messageBytesMax
      ? []
      : [
          refused(
            'MESSAGE_TOO_LARGE',
            '',
            [particular('messageBytesMost', { state, bytes: messageBytesMax })],
            'limits',
          ),
        ]),
    ...(message.exhibits ?? []).flatMap((exhibit, place) =>
      exhibitBytesMax === 0 || exhibit?.bytes === undefined || exhibit.bytes <= exhibitBytesMax
        ? []
        : [
            sentBack(
              'EXHIBIT_TOO_LARGE',
              `/exhibits/${place}/bytes`,
              [particular('fileBytesMost', { file: exhibit.id ?? '', state, bytes: exhibitBytesMax })],
              'limits',
            ),
          ],
    ),
  ]
}
