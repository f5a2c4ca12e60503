import type { DraftChoices } from '../../exchange/drafts/choices.ts'
import { stateOf } from '../../message/stateOf.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Choice, Field } from '../parts/Field.tsx'
import { type FormNode, withAll } from './node.ts'
import type { Asked } from './shown.ts'
import { zoneGroups, zoneOfNoPlace } from './zones.ts'

/** So many fields of a page have the whole list: one is 4 to 5 kB as a page is sent, and most are not like the one before. */
const listedMax = 2

/** Id of the list that all fields of a page share where there are more. */
export const zoneListId = 'time-zones'

/** Whether a page has too many fields for a zone. */
export function hasManyZones(nodes: readonly FormNode[]): boolean {
  const all = [...withAll(nodes)].filter(({ control }) => control.kind === 'zone')
  return all.length > listedMax
}

interface ZoneProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly choices: DraftChoices | null
  readonly written: string
  /** As `Shown` has it. */
  readonly list: string | null
}

/** A time zone, by the State and the town. What stands there already stays choosable, whatever it is. */
export function ZoneField({ asked, node, choices, written, list }: ZoneProps) {
  const { words } = asked
  if (list !== null) {
    const hint = [asked.hint, words.say('zoneTyped')].filter((one) => one !== undefined).join(' ')
    return <Field {...asked} hint={hint} value={written} isCode autocomplete="off" list={list} />
  }
  const groups = zoneGroups(words, statesOf(choices))
  const listed = [zoneOfNoPlace, ...groups.flatMap((group) => group.choices)]
  const isKnown = written === '' || listed.some(({ value }) => value === written)
  const blank = { value: '', text: words.say(node.need === 'never' ? 'notStated' : 'chooseOne') }
  const before = [blank, zoneOfNoPlace, ...(isKnown ? [] : [{ value: written, text: written }])]
  return <Choice {...asked} choices={before} groups={groups} chosen={written} />
}

interface ZoneListProps {
  readonly words: CaseWords
  readonly choices: DraftChoices | null
}

/** The list of a page: browsers offer what of it has the words that were typed. */
export function ZoneList({ words, choices }: ZoneListProps) {
  const all = zoneGroups(words, statesOf(choices)).flatMap((group) => group.choices)
  return (
    <datalist id={zoneListId}>
      {[...all, zoneOfNoPlace].map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </datalist>
  )
}

/** The States between which the message goes, the own one first. */
function statesOf(choices: DraftChoices | null): readonly string[] {
  return choices === null ? [] : [choices.own, choices.other].map(stateOf)
}
