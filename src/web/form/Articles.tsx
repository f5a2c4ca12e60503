import { Fragment } from 'preact'
import { entriesOf, entryOf, placeAt } from '../../letter/place.ts'
import { titleOf } from '../../letter/words.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Code, OthersWords } from '../parts/Line.tsx'

/** How lists call instruments beside their codes, and which those are. */
const codes: Readonly<Record<string, string>> = {
  'UN Convention': 'UNCC',
  Budapest: 'BUD',
  'European Convention on Extradition': 'ECE',
  'European Convention on Mutual Assistance': 'MA59',
  'EU-US Extradition Agreement': 'EUUS',
  'CETS 198': 'CETS198',
  'CETS 209': 'ECE3',
  'ETS 73': 'ETS73',
  'ETS 112': 'ETS112',
  'Directive 2014/41/EU': 'EIO',
  'Directive (EU) 2023/977': 'D2023_977',
  'Regulation (EU) 2018/1805': 'R1805',
  'Regulation (EU) 2023/1543': 'R1543',
  'Regulation (EU) 2024/3011': 'R3011',
  'Reg. (EU) 2024/3011': 'R3011',
}

/** What rests on no instrument of the list of instruments. */
const others: Readonly<Record<string, Sentence>> = {
  'Second Additional Protocol to the European Convention on Extradition': 'citedSecondExtraditionProtocol',
  'UN Model Treaty on Extradition': 'citedModelExtradition',
  'Model Treaty on Extradition': 'citedModelExtradition',
  'Convention against Torture': 'citedTorture',
  'European Convention on Human Rights': 'citedHumanRights',
  'Vienna Convention on Consular Relations': 'citedConsularRelations',
  practice: 'citedPractice',
  'practice of reciprocity': 'citedReciprocity',
  'constitution of the requested State': 'citedConstitution',
}

/** Where the law says it: the name of the law in the words of the reader, the articles as they are numbered everywhere. */
export function Articles({ words, text }: { readonly words: CaseWords; readonly text: string }) {
  if (text === '') return null
  return (
    <>
      (
      {text.split('; ').map((cited, at) => (
        <Fragment key={cited}>
          {at === 0 ? '' : '; '}
          <Cited words={words} cited={cited} />
        </Fragment>
      ))}
      )
    </>
  )
}

function Cited({ words, cited }: { readonly words: CaseWords; readonly cited: string }) {
  const law = lawsKnown.find((one) => cited === one || cited.startsWith(`${one} `))
  // A list that a State has added to cites as it likes.
  if (law === undefined) return <OthersWords language="en">{cited}</OthersWords>
  const articles = cited.slice(law.length + 1)
  return (
    <>
      {nameOf(words, law)}
      {articles === '' ? null : (
        <>
          {' '}
          <Code text={articles} />
        </>
      )}
    </>
  )
}

const instruments = placeAt('code/instrument.json').schema

/** The longest first: one may begin as another does. */
const lawsKnown: readonly string[] = [
  ...Object.keys(codes),
  ...Object.keys(others),
  ...entriesOf(instruments).flatMap(({ const: code }) => (typeof code === 'string' ? [code] : [])),
].sort((one, other) => other.length - one.length)

function nameOf({ language, say }: CaseWords, law: string): string {
  const sentence = others[law]
  if (sentence !== undefined) return say(sentence)
  const entry = entryOf(instruments, codes[law] ?? law)
  return (entry === null ? null : titleOf(language, entry)) ?? law
}
