import { canonicalText } from '../../message/canonical.ts'
import type { Authority, TrustList } from '../../message/generated/types.ts'
import { stateOf } from '../../message/stateOf.ts'
import { textsIn } from '../../message/texts.ts'
import {
  type Checking,
  type Finding,
  type Request,
  eachMeasure,
  note,
  refused,
  rulesOf,
  sentBack,
} from './finding.ts'

export function competence(
  { from, to, body }: Request,
  { requesting, requested }: Checking,
): readonly Finding[] {
  return eachMeasure(body, ({ id, kind }, pointer) => [
    ...(isCompetent(requesting, from, kind, 'requesting')
      ? []
      : [refused('AUTHORITY_NOT_COMPETENT', pointer, `${id}: ${from} may not ask for ${kind}`, 'R-08')]),
    ...(isCompetent(requested, to, kind, 'requested')
      ? []
      : [refused('AUTHORITY_NOT_COMPETENT', pointer, `${id}: ${to} does not answer for ${kind}`, 'R-08')]),
  ])
}

function isCompetent(list: TrustList, id: string, kind: string, role: 'requesting' | 'requested'): boolean {
  const authority = list.authorities.find((one) => one.id === id)
  return authority?.competences.some((one) => one.kind === kind && one.roles.includes(role)) === true
}

export function kinds({ body, to }: Request, { requested }: Checking): readonly Finding[] {
  return eachMeasure(body, ({ id, kind }, pointer) =>
    requested.capabilities.kinds.includes(kind)
      ? []
      : [
          refused(
            'KIND_NOT_KNOWN',
            pointer,
            `${id}: the node of ${stateOf(to)} does not know ${kind}`,
            'R-02',
          ),
        ],
  )
}

/** Every text that people wrote must be there in a language that the authority reads (UN Convention 40(13)). */
export function languages({ body, to }: Request, { requested }: Checking): readonly Finding[] {
  const authority = requested.authorities.find(({ id }) => id === to)
  if (authority === undefined) return []
  const unread = textsIn(body).filter(
    ({ text }) => !isRead(text.language, text.translations ?? [], authority),
  )
  const [first] = unread
  if (first === undefined) return []
  const words = `${to} reads ${authority.languages.join(', ')}; ${unread.length} text(s) are in none of these`
  return [sentBack('LANGUAGE_NOT_ACCEPTED', `/body${first.pointer}`, words, 'UNCC 40(13)')]
}

function isRead(
  language: string,
  translations: readonly { readonly language: string }[],
  { languages: accepted }: Authority,
): boolean {
  const primary = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? ''
  const readable = new Set(accepted.map(primary))
  return [language, ...translations.map((one) => one.language)].some((tag) => readable.has(primary(tag)))
}

export function sizes(request: Request, { requested }: Checking): readonly Finding[] {
  const { messageBytesMax, exhibitBytesMax } = requested.capabilities
  const bytes = Buffer.byteLength(canonicalText(request))
  return [
    ...(bytes <= messageBytesMax
      ? []
      : [
          refused(
            'MESSAGE_TOO_LARGE',
            '',
            `${requested.state} takes at most ${messageBytesMax} bytes`,
            'limits',
          ),
        ]),
    ...request.exhibits.flatMap((exhibit, place) =>
      exhibitBytesMax === 0 || exhibit.bytes <= exhibitBytesMax
        ? []
        : [
            sentBack(
              'EXHIBIT_TOO_LARGE',
              `/exhibits/${place}/bytes`,
              `${exhibit.id}: ${requested.state} takes files of at most ${exhibitBytesMax} bytes`,
              'limits',
            ),
          ],
    ),
  ]
}

export function forms(_: Request, { requested }: Checking): readonly Finding[] {
  const { channels } = rulesOf(requested)
  return [
    ...(channels?.diplomatic === 'required'
      ? [
          note(
            'DIPLOMATIC_CHANNEL',
            '/to',
            `${requested.state} asks for the diplomatic channel as well`,
            'UNCC 40(12)',
          ),
        ]
      : []),
    ...(channels?.paper === 'paperToFollow'
      ? [note('PAPER_TO_FOLLOW', '', `${requested.state} asks for the paper original to follow`, 'R-11')]
      : []),
  ]
}
