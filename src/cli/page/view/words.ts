import { type LetterLanguage, type Direction, directionOf } from '../../../letter/language.ts'

/** The words of the page in one language. What the verifier finds is told in English everywhere: it is what is quoted. */
const english = {
  title: 'Rogatory: check of a bundle',
  lead: 'This page checks evidence of an exchange between States: that nothing in it was changed, left out or added. It runs on this computer alone. It sends nothing anywhere, and works without any network.',
  bundles: '1. The bundles',
  dropHere: 'Drop bundles here: zip files, or folders.',
  pickFiles: 'Pick zip files',
  pickFolder: 'Pick a folder',
  bothSides:
    'If you have the bundle of the other State as well, give both: each side is then held against the other.',
  remove: 'Take away',
  known: '2. What you know from elsewhere',
  pins: 'Fingerprints that you have compared, one a line: STATE=fingerprint',
  pinsHelp: 'By telephone, on paper, from an official register: 64 digits, or 24 words.',
  checkpoints: 'Checkpoints of the logs that you kept',
  revocations: 'Lists of revoked certificates that you fetched yourself (DER)',
  policy: 'Which witnesses must have cosigned (C2SP tlog-policy)',
  check: 'Check',
  checking: 'Checking…',
  reading: 'Reading {name}…',
  verdict: '3. The verdict',
  exit: 'exit {exit}',
  first: 'What is wrong first',
  notPinned:
    'Nobody has said here that these States are who they seem. Whoever made the bundle could have made the keys as well. Compare the fingerprints below with each State, and enter them above.',
  allPinned: 'The keys are those whose fingerprints you entered.',
  states: 'Whose keys',
  state: 'State',
  list: 'trust list',
  signer: 'fingerprint of its signer',
  compared: 'compared',
  yes: 'yes',
  no: 'no',
  told: 'All that was found, as the command rogatory verify tells it',
  json: 'The same for a program (JSON)',
  beside:
    'Beside the bundle, {name} holds {count} files of words to read (letters, a report). They are not signed, and nothing was checked in them.',
  print: 'Print',
  refused: 'NOT READ',
  failed: 'NOT CHECKED',
  version: 'rogatory {version}. The same program as the command, made from the same source.',
} as const

export type PageWord = keyof typeof english
type PageWords = Readonly<Record<PageWord, string>>

/** A language of the house is added here, with all its words; the page then offers it. */
const languages: Readonly<Partial<Record<LetterLanguage, PageWords>>> = { en: english }

let language: LetterLanguage = 'en'

/** The languages that the page has. */
export function pageLanguages(): LetterLanguage[] {
  return (Object.keys(languages) as LetterLanguage[]).sort()
}

/** Takes the first of these languages (BCP 47) that the page has; English where it has none of them. */
export function chooseLanguage(wanted: readonly string[]): {
  language: LetterLanguage
  direction: Direction
} {
  const bases = wanted.map((one) => one.toLowerCase().split('-')[0])
  language =
    pageLanguages().find((one) => one === bases.find((base) => base !== undefined && base in languages)) ??
    'en'
  return { language, direction: directionOf(language) }
}

/** A word of the page, with what belongs between its braces put in. */
export function word(name: PageWord, values: Readonly<Record<string, string | number>> = {}): string {
  const text = (languages[language] ?? english)[name]
  return text.replace(/\{([a-z]+)\}/g, (whole, key: string) => String(values[key] ?? whole))
}
