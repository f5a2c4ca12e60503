import type { ComponentChildren } from 'preact'
import type { DraftChoices, ItemChoice, MeasureChoice } from '../../exchange/drafts/choices.ts'
import type { BasisChoice } from '../../exchange/drafts/stated.ts'
import { blocksOf, textBlock } from '../../letter/body.ts'
import { reads } from '../../letter/language.ts'
import { typeTitle } from '../../letter/words.ts'
import { type Block, type Line as LetterLine, plain } from '../../letter/letter.ts'
import { placeAt } from '../../letter/place.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { messageName } from '../desk/messageName.ts'
import type { Sentence } from '../desk/words.ts'
import { Choice, type ChoiceGroup, type ChoiceText } from '../parts/Field.tsx'
import { Code, Line, OthersWords } from '../parts/Line.tsx'
import { Radios, type RadioChoice } from '../parts/Radios.tsx'
import type { Named } from '../../letter/named.ts'
import { type MeantFile, filesMeant, isOfAnother, messagesMeant } from './meant.ts'
import type { FormNode } from './node.ts'
import { type Offering, measuresOffered, partsOffered } from './offered.ts'
import { placesOf } from './places.ts'
import type { Asked } from './shown.ts'

/** So many measures are seen with what each asks for; more are opened. */
const measuresSeenMax = 4

interface NamedProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly named: Named
  readonly offering: Offering
  /** What stands there now, as it is sent. */
  readonly chosen: string
}

/** A choice among what the request has, where its schema asks for an id. What stands there already stays choosable. */
export function NamedField({ asked, node, named, offering, chosen }: NamedProps) {
  const { words } = asked
  const measures = named === 'measure' || named === 'part' ? measuresOffered(offering, node) : []
  if (measures.length > 0 && measures.length <= measuresSeenMax)
    return <Measures {...{ asked, node, named, offering, chosen, measures }} />
  const groups = [
    ...placesOffered(words, named, offering),
    ...(named === 'part' ? partsGroup(words, offering, measures) : []),
  ]
  const listed =
    measures.length > 0
      ? measures.map(({ id, kind }) => ({ value: id, text: `${id} ${words.kind(kind)}` }))
      : textsOf(words, named, offering, node)
  const blank = { value: '', text: words.say(node.need === 'never' ? 'notStated' : 'chooseOne') }
  const isEmpty = listed.length + groups.length === 0
  const wanted = isEmpty && !isOfAnother(node) ? fromWhere[named] : undefined
  const more = wanted === undefined ? correctedHint(words, named, offering) : words.say(wanted)
  const hint = [asked.hint, more].filter(isSaid).join(' ')
  return (
    <Choice
      {...asked}
      hint={hint === '' ? undefined : hint}
      choices={[blank, ...withChosen(listed, chosen, groups)]}
      groups={groups}
      chosen={chosen}
    />
  )
}

/** Where what is named is written, said as long as there is none of it. */
const fromWhere: Readonly<Partial<Record<Named, Sentence>>> = {
  exhibit: 'noFileToName',
  basis: 'noBasisToName',
  measure: 'noMeasureToName',
  part: 'noMeasureToName',
  offence: 'noOffenceToName',
  item: 'noItemToName',
  placeOfCorrected: 'noPlaceToName',
}

/** Of which message the places are that a correction is offered: another may have been chosen on the page since. */
function correctedHint(words: CaseWords, named: Named, { choices }: Offering): string | undefined {
  const { corrected } = choices
  if (named !== 'placeOfCorrected' || corrected === null) return undefined
  const { sequence, type } = corrected
  const message = sequence === null ? typeTitle(type, words.language) : messageName(words, { sequence, type })
  return words.say('placesOfMessage', { message })
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined
}

function withChosen(
  listed: readonly ChoiceText[],
  chosen: string,
  groups: readonly ChoiceGroup[],
): readonly ChoiceText[] {
  const all = [...listed, ...groups.flatMap(({ choices }) => choices)]
  const isKnown = chosen === '' || all.some(({ value }) => value === chosen)
  return isKnown ? listed : [...listed, { value: chosen, text: chosen }]
}

/** The places of the message that is meant: a correction names them in the whole message, all others in the body of the request. */
function placesOffered(words: CaseWords, named: Named, { choices }: Offering): readonly ChoiceGroup[] {
  const { opening, corrected } = choices
  if (named === 'place' && opening !== null) return placesOf(opening, words, '')
  return named === 'placeOfCorrected' && corrected !== null ? placesOf(corrected, words, '/body') : []
}

interface MeasuresProps extends NamedProps {
  readonly measures: readonly MeasureChoice[]
}

/** A few measures, each with what it asks for; where a part of one may be meant, the parts behind them, for whoever wants one. */
function Measures({ asked, node, named, offering, chosen, measures }: MeasuresProps) {
  const { words } = asked
  const choices = measures.map((measure): RadioChoice => {
    const text = (
      <>
        <Code text={measure.id} /> {words.kind(measure.kind)}
      </>
    )
    const hint = measure.asked === null ? {} : { hint: <AskedFor words={words} measure={measure} /> }
    return { value: measure.id, text, ...hint }
  })
  const parts = named === 'part' ? partTexts(words, offering, measures) : []
  const isPart = parts.some(({ value }) => value === chosen)
  const isKnown = chosen === '' || isPart || choices.some(({ value }) => value === chosen)
  const other = isKnown ? [] : [{ value: chosen, text: <Code text={chosen} /> }]
  const blank = node.need === 'always' ? [] : [{ value: '', text: words.say('notStated') }]
  const marked = chosen === '' ? null : chosen
  // Not folded: buttons of one group, of which one is chosen, are reached by the arrows alone, and by none within what is folded.
  const ofPart = parts.map((part, place): RadioChoice =>
    place === 0 ? { ...part, heading: words.say('onlyPartOfMeasure') } : part,
  )
  return <Radios {...asked} choices={[...choices, ...other, ...blank, ...ofPart]} chosen={marked} />
}

/** Members of every measure that say nothing of what it asks for. */
const ofNoContent = ['id', 'kind', 'basis', 'coercive', 'relation']

/** The first that a measure says of what it asks for, as it stands in the letter. */
function AskedFor({
  words,
  measure: { kind, asked },
}: {
  readonly words: CaseWords
  readonly measure: MeasureChoice
}) {
  const blocks =
    asked === null ? [] : blocksOf(placeAt(`measure/${kind}.json`), asked, words.known, ofNoContent)
  const [first] = linesIn(blocks)
  return first === undefined ? null : (
    <>
      <Line line={first.label} />: {first.value}
    </>
  )
}

/** Characters of what a person wrote that are shown: the letter has all of it. */
const shownMax = 120

function* linesIn(
  blocks: readonly Block[],
): Generator<{ readonly label: LetterLine; readonly value: ComponentChildren }> {
  for (const block of blocks) {
    if (block.kind === 'section') yield* linesIn(block.blocks)
    if (block.kind === 'field') yield { label: block.label, value: <Line line={block.value} /> }
    if (block.kind === 'list') yield { label: block.label, value: <Line line={block.items[0] ?? []} /> }
    const [version] = block.kind === 'text' ? block.versions : []
    if (block.kind !== 'text' || version === undefined) continue
    const { text, language } = version
    yield { label: block.label, value: <OthersWords language={language}>{cut(text)}</OthersWords> }
  }
}

/** The parts that a decision may make of measures. */
function partTexts(
  { say }: CaseWords,
  offering: Offering,
  measures: readonly MeasureChoice[],
): readonly ChoiceText[] {
  return measures.flatMap(({ id }) =>
    partsOffered(offering, id).map((value, place) => ({
      value,
      text: say('partOfMeasure', { number: place + 1, measure: id }),
    })),
  )
}

function partsGroup(
  words: CaseWords,
  offering: Offering,
  measures: readonly MeasureChoice[],
): readonly ChoiceGroup[] {
  const choices = partTexts(words, offering, measures)
  return choices.length === 0 ? [] : [{ label: words.say('onlyPartOfMeasure'), choices, isClosed: false }]
}

function textsOf(words: CaseWords, named: Named, offering: Offering, node: FormNode): readonly ChoiceText[] {
  const { choices } = offering
  if (named === 'exhibit') return filesMeant(offering, node).map((file) => fileText(words, choices, file))
  if (named === 'place' || named === 'placeOfCorrected') return []
  if (named === 'item') return (choices.items ?? []).map((item) => itemText(words, item))
  if (named === 'basis') return choices.bases.map((basis) => basisText(words, basis))
  if (named === 'message')
    return messagesMeant(choices, node).map((message) => ({
      value: message.id,
      text: messageName(words, message),
    }))
  return choices.offences.map(({ number, code, domestic }) => {
    const value = String(number)
    if (code !== null) return { value, text: `${value}. ${words.offence(code)}` }
    return { value, text: domestic === null ? value : `${value}. ${domestic}`, language: '' }
  })
}

/** A file by its id and name, and where these do not say which it is, with the message that hands it over. */
function fileText(words: CaseWords, choices: DraftChoices, meant: MeantFile): ChoiceText {
  const texts = meant.files.map(({ name, of }) => {
    if (of === null || !meant.isWithMessage) return name
    const state = plain(words.country(of.isOwn ? choices.own : choices.other))
    const told = [
      words.say('messageNumber', { sequence: of.sequence }),
      ...(meant.isWithState ? [state] : []),
    ]
    return [isolated(name), ...told].join(' · ')
  })
  return { value: meant.id, text: `${meant.id} ${texts.join('; ')}`, language: '' }
}

/** A name of whichever direction, so that what stands behind it keeps its place. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

/** A question as it was put, in a language of the reader where it was put in one. */
function itemText({ known, language }: CaseWords, { id, question }: ItemChoice): ChoiceText {
  const block = textBlock([], question, known)
  const versions = block.kind === 'text' ? block.versions : []
  const version = versions.find((one) => reads(language, one.language)) ?? versions[0]
  if (version === undefined) return { value: id, text: id }
  return { value: id, text: cut(version.text), language: version.language }
}

/** The beginning of what a person wrote: the letter has all of it. */
function cut(text: string): string {
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text
}

/** A legal basis as it is cited: its instrument, by its own name where the code does not say which, and the article. */
function basisText(words: CaseWords, { id, instrument, article, title }: BasisChoice): ChoiceText {
  const listed = instrument === null ? null : words.basis(instrument)
  const said = [listed, title, article].filter((one) => one !== null)
  return said.length === 0 ? { value: id, text: id } : { value: id, text: said.join(', ') }
}
