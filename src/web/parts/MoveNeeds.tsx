import type { DeskMove } from '../../exchange/desk/deskMove.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { type Needed, neededIn } from '../form/needed.ts'

interface MoveNeedsProps {
  readonly words: CaseWords
  readonly move: DeskMove
}

/** What a message needs that may be sent: what it must say, by its schema; a consultation, files and approval, by the workflow. */
export function MoveNeeds({ words, move }: MoveNeedsProps) {
  const needs = [...wordsNeeded(words, move, neededIn(words, move.type)), ...othersNeeded(words, move)]
  if (needs.length === 0) return null
  return (
    <ul class="govuk-list govuk-list--bullet govuk-hint">
      {needs.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

function wordsNeeded(words: CaseWords, { type, measures }: DeskMove, needed: Needed): readonly string[] {
  const { say, known } = words
  const list = (items: readonly string[]): string => known.format.and(items)
  const may = new Set(measures.map(({ outcome }) => outcome))
  const { always, oneOf, ofOutcomes } = needed
  return [
    ...(always.length === 0 ? [] : [say('moveSays', { list: list(always) })]),
    ...oneOf.map((names) => say('moveSaysOne', { list: names.join(' / ') })),
    ...[...ofOutcomes].flatMap(([outcome, said]) => {
      if (outcome !== '' && !may.has(outcome)) return []
      const called = outcome === '' ? null : words.outcome(type, outcome)
      return called === null
        ? [say('moveSays', { list: list(said) })]
        : [say('moveOutcomeSays', { outcome: called, list: list(said) })]
    }),
  ]
}

const consultations = { all: 'moveConsultFirst', some: 'moveConsultSome' } as const

function othersNeeded(
  words: CaseWords,
  { type, consultFirst, handsOver, listsFiles, tellsResult, binds, isSent }: DeskMove,
): readonly string[] {
  const { say, known } = words
  const outcomes = typeof binds === 'string' ? [] : binds.map((one) => words.outcome(type, one) ?? one)
  return [
    ...(isSent ? [say('moveSent')] : []),
    ...(consultFirst === 'nothing' ? [] : [say(consultations[consultFirst])]),
    ...(handsOver ? [say('moveFiles')] : []),
    ...(listsFiles ? [say('moveManifest')] : []),
    ...(tellsResult ? [say('moveResult')] : []),
    ...(binds === 'always' ? [say('moveApproval')] : []),
    ...(outcomes.length === 0 ? [] : [say('moveApprovalOf', { list: known.format.and(outcomes) })]),
  ]
}
