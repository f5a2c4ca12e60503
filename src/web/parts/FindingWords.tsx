import type { ComponentChildren } from 'preact'
import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import { plain } from '../../letter/letter.ts'
import { isObject } from '../../letter/words.ts'
import type { Finding, Weight } from '../../workflow/check/finding.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { findingSentence } from '../desk/findingWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Details } from './Details.tsx'
import { Code } from './Line.tsx'
import { ParticularsBelow, Source } from './Particulars.tsx'
import { Tag } from './Tag.tsx'

/** What would follow, the gravest first. */
export const weightSentences = {
  refused: 'wouldBeRefused',
  sentBack: 'wouldBeSentBack',
  note: 'goodToKnow',
} as const satisfies Readonly<Record<Weight, Sentence>>

const colours = { refused: 'red', sentBack: 'yellow', note: 'blue' } as const satisfies Readonly<
  Record<Weight, string>
>

/** A draft as far as a finding speaks of it. */
export type FoundIn = Pick<KeptDraft, 'type' | 'to'>

interface FindingProps {
  readonly words: CaseWords
  readonly draft: FoundIn
  readonly finding: Finding
}

/** What would follow, as a word. */
export function WeightTag({ words, weight }: { readonly words: CaseWords; readonly weight: Weight }) {
  return <Tag colour={colours[weight]}>{words.say(weightSentences[weight])}</Tag>
}

/** What a finding says by its code. */
export function findingText({ words, draft, finding }: FindingProps): string {
  return words.say(findingSentence(finding), { state: plain(words.country(draft.to)) })
}

/**
 * A finding in the reader's words by its code; below, what the rule has to say beside it, and what the State wrote of itself. The code
 * and the rule are for whoever is asked about them, and folded.
 *
 * @param children - beside the words
 */
export function FindingWords({
  children,
  ...found
}: FindingProps & { readonly children?: ComponentChildren }) {
  const { words, draft, finding } = found
  const { code, pointer, says, source } = finding
  return (
    <>
      {findingText(found)} {children}
      <ParticularsBelow words={words} type={draft.type} pointer={pointer} says={says} />
      <Details label={words.say('codeAndRule')} isOpen={false}>
        <Code text={code} /> · {pointer === '' ? null : <Code text={pointer} />}
        {pointer === '' ? null : ' · '}
        <Source words={words} source={source} />
      </Details>
    </>
  )
}

/** The words of a draft's own record: what kind a measure is of that it asks for. */
export function withKinds(words: CaseWords, { body }: Pick<KeptDraft, 'body'>): CaseWords {
  const { measures } = body
  const kinds = new Map(
    (Array.isArray(measures) ? measures : []).flatMap((measure) =>
      isObject(measure) && typeof measure.id === 'string' && typeof measure.kind === 'string'
        ? [[measure.id, measure.kind]]
        : [],
    ),
  )
  const { known } = words
  return { ...words, known: { ...known, kindOf: (id) => kinds.get(id) ?? known.kindOf(id) } }
}
