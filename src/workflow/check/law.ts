import { type Particular, particular } from '../../message/particular.ts'
import { codeRefusal } from '../codes.ts'
import { contentGaps, offenceRefusal } from '../content.ts'
import { type Profile, allowsKind, groupOf } from '../profile.ts'
import { type AskedMeasure, type Draft, eachMeasure } from './draft.ts'
import { type Checking, type Finding, basisOf, note, refused, rulesOf, sentBack } from './finding.ts'
import { acceptedFor, isApplied, saidOf } from './inForce.ts'

/** A basis that no text says to be in force is one only where the State says that it applies it. */
export function bases({ bases: named, measures }: Draft, checking: Checking): readonly Finding[] {
  const { requested, at } = checking
  const kinds = [...new Set<string>(measures.map(({ kind }) => kind))]
  return named.flatMap(({ instrument, pointer }) => {
    const place = `${pointer}/instrument`
    const said = saidOf(requested, instrument)
    const says = [
      particular('basisNotInForce', { instrument, state: requested.state }),
      ...acceptedFor(checking, kinds),
    ]
    return [
      ...(isApplied(requested, instrument, at) ? [] : [sentBack('BASIS_NOT_IN_FORCE', place, says, 'R-01')]),
      ...(said?.reservations === undefined
        ? []
        : [
            note(
              'BASIS_RESERVATION',
              place,
              [particular('stateWrote', { text: said.reservations })],
              instrument,
            ),
          ]),
    ]
  })
}

/** An article that the instrument has, of those on which help rests: what is cited is told where it cannot be one of them. */
export function articles({ bases: named, message }: Draft): readonly Finding[] {
  const rows = message.body?.legalBasis ?? []
  return named.flatMap(({ instrument, pointer, profile }) => {
    const place = Number(pointer.split('/').at(-1))
    const cited = rows[place]?.article
    if (profile === null || cited === undefined) return []
    return articleFinding(instrument, profile.articles, cited, `${pointer}/article`) ?? []
  })
}

/** What is told of an article that is cited of an instrument; null: it can be one of those on which help rests. */
export function articleFinding(
  instrument: string,
  articles: string,
  cited: string,
  pointer: string,
): Finding | null {
  if (isOfArticles(cited, articles)) return null
  const says = [particular('articlesAre', { instrument, source: articles })]
  return note('ARTICLE_NOT_OF_BASIS', pointer, says, instrument)
}

/** Whether what is cited begins with a number of these: `13, 14, 16 to 21`. True where they are not told by numbers alone. */
function isOfArticles(cited: string, listed: string): boolean {
  if (!/^[0-9]+( to [0-9]+)?(, [0-9]+( to [0-9]+)?)*$/.test(listed)) return true
  const number = Number(/[0-9]+/.exec(cited)?.[0] ?? NaN)
  return listed.split(', ').some((range) => {
    const [first = NaN, last = first] = range.split(' to ').map(Number)
    return number >= first && number <= last
  })
}

/** A State that does something only on a treaty is asked on one that knows such measures, be it beside another basis. */
export function treaties(draft: Draft, { requested }: Checking): readonly Finding[] {
  const needed = rulesOf(requested).treatyNeededFor ?? []
  const isTreatyFor = ({ instrument, profile }: Draft['bases'][number], kind: string): boolean =>
    !withoutTreaty.has(instrument) && (profile === null || allowsKind(profile, kind))
  if (draft.bases.length === 0) return []
  return eachMeasure(draft, ({ id: measure, kind, pointer }) => {
    const what = subjectOf(kind)
    if (what === null || !needed.includes(what)) return []
    if (draft.bases.some((basis) => isTreatyFor(basis, kind))) return []
    const says = [particular('onlyOnTreaty', { measure, state: requested.state })]
    return [sentBack('TREATY_NEEDED', pointer, says, 'UNCC 37(6), 40(7)')]
  })
}

const withoutTreaty: ReadonlySet<string> = new Set(['RECIPROCITY', 'DOMESTIC'])

function subjectOf(kind: string): 'extradition' | 'assistance' | 'confiscation' | 'transfers' | null {
  const group = groupOf(kind)
  if (group === 'extradition' || group === 'transfers') return group
  if (group === 'assets') return 'confiscation'
  return group === 'evidence' ? 'assistance' : null
}

/** A code that its list allows for other measures than those asked for. */
export function codes({ message, measures }: Draft): readonly Finding[] {
  const refusal = codeRefusal(message, measures)
  if (refusal === null) return []
  return [refused('CODE_NOT_ALLOWED', refusal.pointer ?? '', refusal.says ?? [], 'schemas/code')]
}

/** What a measure rests on, and what its basis wants of it. Of a regime that is not chosen yet, nothing can be said. */
export function content(draft: Draft, checking: Checking): readonly Finding[] {
  const { message } = draft
  return eachMeasure(draft, (measure) => {
    const { id, kind, said, pointer, profile } = measure
    if (profile === null && isRegimeOpen(draft, measure)) return []
    if (profile === null || !allowsKind(profile, kind)) {
      const says = [particular('kindNotCovered', { measure: id, kind }), ...acceptedFor(checking, [kind])]
      return [refused('BASIS_NOT_COVERING', pointer, says, 'R-01, R-07')]
    }
    return [
      ...offenceFindings(draft, measure, profile, checking),
      ...contentGaps(message, said, profile).map(({ pointer: place, rule }) =>
        rule.weight === 'required'
          ? refused('CONTENT_MISSING', place, wantedFor(id, rule.words), rule.source)
          : sentBack('CONTENT_EXPECTED', place, wantedFor(id, rule.words), rule.source),
      ),
    ]
  })
}

/** Whether it is only not said yet which of the bases governs a measure. */
function isRegimeOpen({ message }: Draft, { said }: AskedMeasure): boolean {
  const bases = message.body?.legalBasis ?? []
  const named = 'basis' in said ? said.basis : undefined
  const governing = bases.filter((one) => (named === undefined ? one?.regime === true : one?.id === named))
  return governing.every((one) => one?.instrument === undefined)
}

/** Where another basis would do, it is named; an offence that is not written yet is no fault of the basis. */
function offenceFindings(
  { message }: Draft,
  { id, kind, said, pointer }: AskedMeasure,
  profile: Profile,
  checking: Checking,
): readonly Finding[] {
  const limit = offenceRefusal(message, { id, kind: said.kind ?? kind }, profile, said)
  if (limit === null) return []
  const [place, says] = [limit.pointer ?? pointer, limit.says ?? []]
  if (limit.code === 'CONTENT_MISSING') return [refused('CONTENT_MISSING', place, says, 'R-04')]
  const others = acceptedFor(checking, [kind], (other) => other.electronicOnlyUnless === undefined)
  return [refused('BASIS_NOT_COVERING', place, [...says, ...others], 'R-04')]
}

function wantedFor(measure: string, wanted: string): readonly Particular[] {
  return [particular('contentWanted', { measure, wanted })]
}

/**
 * Where dual criminality is examined, by the State's own rule or by the legal basis, the conduct is to be described:
 * the names of offences differ from law to law (UN Convention 35(2)). What an offence lacks is told once, as gravely
 * as the gravest of its measures asks for it.
 */
export function conduct(draft: Draft, { requested }: Checking): readonly Finding[] {
  const found = eachMeasure(draft, (measure) => {
    const asked = conductAsked(measure, rulesOf(requested).dualCriminality?.assistance, requested.state)
    if (asked === null) return []
    return measure.offences
      .filter(({ value }) => value.conduct === undefined)
      .map(({ pointer }) =>
        (asked.isDue ? sentBack : note)(
          'CONDUCT_NOT_DESCRIBED',
          `${pointer}/conduct`,
          [asked.rule, particular('describeConduct', {})],
          asked.source,
        ),
      )
  })
  const gravest = [...found].sort(
    (one, other) => Number(other.weight === 'sentBack') - Number(one.weight === 'sentBack'),
  )
  return gravest.filter(({ pointer }, place) => gravest.findIndex((one) => one.pointer === pointer) === place)
}

interface Asking {
  readonly isDue: boolean
  readonly rule: Particular
  readonly source: string
}

/** What the State has said goes before what its treaties let it do; what they demand stays. */
function conductAsked(
  { profile, kind, said }: AskedMeasure,
  policy: 'required' | 'coerciveOnly' | 'notAsked' | undefined,
  state: string,
): Asking | null {
  if (profile === null || profile.coercive.except?.includes(kind) === true) return null
  const { dualCriminality, source } = profile.coercive
  const isCoercive = 'coercive' in said && said.coercive === true
  const basis = basisOf(profile)
  if (dualCriminality === 'required')
    return { isDue: true, rule: particular('basisAsksDual', { basis }), source }
  if (policy === 'required' || (policy === 'coerciveOnly' && isCoercive))
    return { isDue: true, rule: particular('stateExaminesDual', { state }), source: 'UNCC 35(2), 40(8)' }
  const isGround = dualCriminality === 'mayRefuse' || dualCriminality === 'onlyCoercive'
  return isGround && isCoercive && policy === undefined
    ? { isDue: false, rule: particular('basisLetsRefuse', { basis }), source }
    : null
}
