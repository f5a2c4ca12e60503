import type { CaseWords } from '../desk/caseWords.ts'
import type { ChoiceGroup, ChoiceText } from '../parts/Field.tsx'
import { countryCodes } from './codes.ts'

/** Zones that ICU still calls by the name that they had, by the name that they have now (IANA time zone database 2025c, zone.tab). */
export const renamedZones: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** The zone of no place. */
const ofNoPlace = 'UTC'

/** Where a zone stands in the list, by the first word of its name: codes of UN M49, and of Antarctica. */
const regions: Readonly<Record<string, string>> = {
  Africa: '002',
  America: '019',
  Antarctica: 'AQ',
  Arctic: '150',
  Asia: '142',
  Australia: '009',
  Europe: '150',
  Pacific: '009',
}

/** Of those that are named by an ocean: by what M49 counts the State or territory to. */
const regionsOfIslands: Readonly<Record<string, readonly string[]>> = {
  '002': ['CV', 'IO', 'KM', 'MG', 'MU', 'RE', 'SC', 'SH', 'TF', 'YT'],
  '009': ['CC', 'CX'],
  '019': ['BM', 'FK', 'GS'],
  '142': ['MV'],
  '150': ['ES', 'FO', 'IS', 'PT'],
}

interface Zone {
  /** As the IANA database calls it. */
  readonly name: string
  /** ISO 3166-1 alpha-2; null: of none that is known. */
  readonly state: string | null
  /** The State has no other. */
  readonly isAlone: boolean
}

type Zoned = Intl.Locale & {
  readonly timeZones?: readonly string[]
  readonly getTimeZones?: () => readonly string[]
}

let zonesKnown: readonly Zone[] | null = null

/** The zones of places that this program knows, with the States in which they are; found once, which takes some 50 ms. */
function zones(): readonly Zone[] {
  zonesKnown ??= newZones()
  return zonesKnown
}

function newZones(): readonly Zone[] {
  const states = new Map<string, { readonly state: string; readonly isAlone: boolean }>()
  for (const state of countryCodes) {
    const own = zonesOfState(state)
    for (const name of own) if (!states.has(name)) states.set(name, { state, isAlone: own.length === 1 })
  }
  return Intl.supportedValuesOf('timeZone')
    .filter((name) => name !== ofNoPlace)
    .map((name) => ({
      name: renamedZones[name] ?? name,
      ...(states.get(name) ?? { state: null, isAlone: false }),
    }))
}

function zonesOfState(state: string): readonly string[] {
  const locale: Zoned = new Intl.Locale(`und-${state}`)
  return locale.getTimeZones?.() ?? locale.timeZones ?? []
}

/** The zones that can be chosen by name. */
export function zoneNames(): readonly string[] {
  return [ofNoPlace, ...zones().map(({ name }) => name)]
}

/** What stands before all groups. */
export const zoneOfNoPlace: ChoiceText = { value: ofNoPlace, text: ofNoPlace }

const groupsKnown = new Map<string, readonly ChoiceGroup[]>()

/** Forgets the words of the lists, for whoever has changed the texts. */
export function forgetZones(): void {
  groupsKnown.clear()
}

/**
 * The zones by the names of the States in which they are, in the order of the reader's alphabet: first those of some States, then the
 * others by the regions of the world.
 *
 * @param states - ISO 3166-1 alpha-2, whose zones are most likely meant
 */
export function zoneGroups(words: CaseWords, states: readonly string[]): readonly ChoiceGroup[] {
  const near = states.flatMap((state): readonly ChoiceGroup[] => {
    const own = zones().filter((zone) => zone.state === state)
    return own.length === 0
      ? []
      : [{ label: placeName(words, state), choices: inOrder(words, own), isClosed: false }]
  })
  const seen = new Set(near.flatMap(({ choices }) => choices).map(({ value }) => value))
  const all = groupsKnown.get(words.language) ?? groupsOfWorld(words)
  groupsKnown.set(words.language, all)
  const others = all.map((group) => ({
    ...group,
    choices: group.choices.filter(({ value }) => !seen.has(value)),
  }))
  return [...near, ...others]
}

function groupsOfWorld(words: CaseWords): readonly ChoiceGroup[] {
  const groups = new Map<string, Zone[]>()
  for (const zone of zones()) {
    const region = regionOf(zone)
    groups.set(region, [...(groups.get(region) ?? []), zone])
  }
  return [...groups]
    .map(([region, some]) => ({
      label: placeName(words, region),
      choices: inOrder(words, some),
      isClosed: false,
    }))
    .sort((one, other) => new Intl.Collator(words.language).compare(one.label, other.label))
}

function regionOf({ name, state }: Zone): string {
  const [first = ''] = name.split('/')
  const [ofIsland] = Object.entries(regionsOfIslands).find(([, some]) => some.includes(state ?? '')) ?? []
  return regions[first] ?? ofIsland ?? first
}

function inOrder(words: CaseWords, some: readonly Zone[]): readonly ChoiceText[] {
  const order = new Intl.Collator(words.language)
  return some
    .map((zone) => ({ value: zone.name, text: zoneText(words, zone) }))
    .sort((one, other) => order.compare(one.text, other.text))
}

/** A place in words: the State, and the town where the State has more than one zone. */
function zoneText(words: CaseWords, { name, state, isAlone }: Zone): string {
  if (state === null) return name
  const outer = placeName(words, state)
  return isAlone ? outer : words.say('fieldWithin', { outer, label: townIn(words.language, name) })
}

/**
 * The town of a zone as the reader writes: where the library tells in their letters whose time it is (the time of New York), that and the
 * town in Latin letters, by which it can be typed; else the town alone.
 */
function townIn(language: string, name: string): string {
  const parts = new Intl.DateTimeFormat(language, {
    timeZone: name,
    timeZoneName: 'shortGeneric',
  }).formatToParts(0)
  const said = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const town = townOf(name)
  return said === '' || /\p{Script=Latin}/u.test(said) ? town : `${said} (${town})`
}

function townOf(name: string): string {
  return (name.split('/').at(-1) ?? name).replaceAll('_', ' ')
}

function placeName({ known }: CaseWords, code: string): string {
  return known.format.country(code) ?? code
}

/** The zone that was typed: by its name, or by its last word, which is a town; as it was typed where it is none that is known. */
export function zoneTyped(typed: string): string {
  const wanted = alike(typed)
  const names = zoneNames()
  return (
    names.find((name) => alike(name) === wanted) ??
    names.find((name) => alike(townOf(name)) === wanted) ??
    typed
  )
}

function alike(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, ' ')
}
