import { meaningOf, titleOf } from '../../letter/words.ts'
import { entryOf, placeAt } from '../../letter/place.ts'
import type { OfferedGround } from '../../workflow/offered.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Details } from '../parts/Details.tsx'
import { Choice, type ChoiceGroup } from '../parts/Field.tsx'
import { Articles } from './Articles.tsx'
import type { FormNode } from './node.ts'
import type { Asked } from './shown.ts'

const list = 'code/refusal-ground.json'

/** What grounds are about, in the order in which they are shown. */
const groups = {
  request: 'groundsAboutRequest',
  state: 'groundsAboutState',
  offence: 'groundsAboutOffence',
  person: 'groundsAboutPerson',
} as const satisfies Readonly<Record<string, Sentence>>

/** What is known of a code of a list: its name, its articles and what it means, in the reader's language where it has words. */
export interface CodeInWords {
  readonly title: string
  /** As the list has it: laws by their names in English, with their articles. */
  readonly articles: string
  readonly meaning: string | null
}

export function codeInWords({ language }: CaseWords, document: string, code: string): CodeInWords {
  const entry = entryOf(placeAt(document).schema, code)
  const articles = entry?.description
  return {
    title: (entry === null ? null : titleOf(language, entry)) ?? code,
    articles: typeof articles === 'string' ? articles : '',
    meaning: meaningOf(language, document, code),
  }
}

/** Whether a field asks for the code of a ground. */
export function isGroundCode({ document, name }: FormNode): boolean {
  return document === 'part/ground.json' && name === 'code'
}

interface GroundChoiceProps {
  readonly asked: Asked
  readonly offered: readonly OfferedGround[]
  readonly chosen: string
}

/** The grounds that the basis of the request allows here, by what they are about; on which the other State was not heard yet, closed. */
export function GroundChoice({ asked, offered, chosen }: GroundChoiceProps) {
  const { words } = asked
  const { say } = words
  const known = offered.find(({ code }) => code === chosen)
  const isOffered = known !== undefined && !known.isUnheard
  const stays =
    chosen === '' || isOffered ? [] : [{ value: chosen, text: codeInWords(words, list, chosen).title }]
  const open = groupsOf(words, offered, false)
  const closed = groupsOf(words, offered, true)
  const hint = offered.length === 0 ? say('noGroundHere') : hintOf(words, known)
  return (
    <Choice
      {...asked}
      hint={hint}
      choices={[{ value: '', text: say('chooseOne') }, ...stays]}
      groups={[...open, ...closed]}
      chosen={chosen}
    />
  )
}

/** What the ground that is chosen means, and what it needs. */
function hintOf(words: CaseWords, ground: OfferedGround | undefined): string | undefined {
  if (ground === undefined) return undefined
  const { meaning } = codeInWords(words, list, ground.code)
  return [meaning, ...needsOf(words, ground)].filter((one) => one !== null).join(' ')
}

function needsOf(
  { say }: CaseWords,
  { articles, isNeverAlone, isUnheard }: OfferedGround,
): readonly string[] {
  return [
    ...(isNeverAlone ? [say('groundNeverAlone')] : []),
    ...(isUnheard ? [say('groundUnheard')] : []),
    ...(articles.length === 0 ? [] : [say('groundCites', { articles: articles.join(' / ') })]),
  ]
}

function groupsOf(
  words: CaseWords,
  offered: readonly OfferedGround[],
  isUnheard: boolean,
): readonly ChoiceGroup[] {
  return inGroups(offered.filter((one) => one.isUnheard === isUnheard)).map(([sentence, grounds]) => {
    const group = words.say(sentence)
    return {
      label: isUnheard ? words.say('groundsUnheard', { group }) : group,
      choices: grounds.map(({ code }) => ({ value: code, text: codeInWords(words, list, code).title })),
      isClosed: isUnheard,
    }
  })
}

/** The grounds by what they are about; one that a State has added by files may say nothing of that, and is of the request. */
function inGroups(
  grounds: readonly OfferedGround[],
): readonly (readonly [Sentence, readonly OfferedGround[]])[] {
  const { schema } = placeAt(list)
  const aboutOf = (code: string): string => {
    const about = entryOf(schema, code)?.about
    return typeof about === 'string' && about in groups ? about : 'request'
  }
  return Object.entries(groups).flatMap(([about, sentence]) => {
    const some = grounds.filter(({ code }) => aboutOf(code) === about)
    return some.length === 0 ? [] : [[sentence, some] as const]
  })
}

interface GroundsExplainedProps {
  readonly words: CaseWords
  readonly offered: readonly OfferedGround[]
}

/** Each ground with its articles, what it means, and what it needs. */
export function GroundsExplained({ words, offered }: GroundsExplainedProps) {
  const { say } = words
  if (offered.length === 0) return null
  return (
    <Details label={say('groundsExplained')} isOpen={false}>
      {inGroups(offered).map(([sentence, grounds]) => (
        <section key={sentence}>
          <p class="govuk-body govuk-!-font-weight-bold">{say(sentence)}</p>
          <dl>
            {grounds.map((ground) => (
              <Explained key={ground.code} words={words} ground={ground} />
            ))}
          </dl>
        </section>
      ))}
    </Details>
  )
}

function Explained({ words, ground }: { readonly words: CaseWords; readonly ground: OfferedGround }) {
  const { title, articles, meaning } = codeInWords(words, list, ground.code)
  return (
    <>
      <dt>
        {title} <Articles words={words} text={articles} />
      </dt>
      <dd>{[meaning, ...needsOf(words, ground)].filter((one) => one !== null).join(' ')}</dd>
    </>
  )
}
