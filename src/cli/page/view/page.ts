import { letterLanguages } from '../../../letter/language.ts'
import { programVersion } from '../../../programVersion.ts'
import { harmless } from '../../terminal.ts'
import { type Outcome, check, failureOf } from './check.ts'
import { dropZone, takeDropped } from './dropZone.ts'
import { button, element } from './elements.ts'
import type { Given } from './given.ts'
import { knownFields } from './known.ts'
import { outcomeInWords, outcomeShown } from './outcomeShown.ts'
import { chooseLanguage, spoken, word } from './words.ts'

/*
 * The page that a judge opens: what `rogatory verify` does, in a browser, without a network. Everything it shows of a
 * bundle is text of others, and is put in as text only.
 */

let bundles: Given[] = []
let outcome: Outcome | null = null
/** How often the reader has changed what he knows, and how often when the check began of which the outcome is. */
let changes = 0
let changesChecked = 0
/** One check at a time: a later one makes what an earlier one would show obsolete. */
let round = 0

const known = knownFields(() => {
  changes += 1
  showOutcome()
})
const list = element('ul', { class: 'given' })
const result = element('section', { id: 'result', 'aria-labelledby': 'verdict' })
/** What is said aloud: the progress, and the verdict in one sentence. The result itself would be read from end to end. */
const aloud = element('p', { class: 'unseen', id: 'aloud', role: 'status', 'aria-live': 'polite' })
const checkButton = button('', () => void runCheck())

async function runCheck(): Promise<void> {
  round += 1
  const own = round
  const asked = { bundles, ...known.known() }
  changesChecked = changes
  outcome = null
  const tell = async (progress: string): Promise<void> => {
    if (own === round) {
      result.replaceChildren(heading(), element('p', { class: 'progress' }, progress))
      aloud.textContent = progress
    }
    // Lets the browser draw: the work that follows leaves it no time.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  result.setAttribute('aria-busy', 'true')
  const found = await check(asked, tell)
  if (own === round) conclude(found)
}

function conclude(found: Outcome): void {
  outcome = found
  showOutcome()
  aloud.textContent = outcomeInWords(found)
  result.setAttribute('aria-busy', 'false')
}

function showOutcome(): void {
  if (outcome === null) return
  const isStale = changes !== changesChecked
  const stale = isStale ? [element('p', { class: 'note warning stale' }, word('stale'))] : []
  result.replaceChildren(heading(), ...stale, ...outcomeShown(outcome))
}

function heading(): HTMLElement {
  return element('h2', { id: 'verdict' }, word('verdict'))
}

function take(given: readonly Given[]): void {
  setBundles([...bundles, ...given])
}

function fail(reason: unknown): void {
  round += 1
  changesChecked = changes
  conclude({ kind: 'failure', failure: failureOf(reason) })
}

function setBundles(given: Given[]): void {
  bundles = given
  round += 1
  outcome = null
  result.replaceChildren()
  aloud.textContent = ''
  listBundles()
  if (bundles.length > 0) void runCheck()
}

function listBundles(): void {
  list.replaceChildren(
    ...bundles.map((given) => {
      const away = button(word('remove'), () => {
        setBundles(bundles.filter((one) => one !== given))
        document.getElementById('drop')?.focus()
      })
      away.setAttribute('aria-label', `${word('remove')}: ${harmless(given.name)}`)
      return element('li', {}, element('bdi', {}, harmless(given.name)), away)
    }),
  )
  checkButton.disabled = bundles.length === 0
}

/** Each language is called as its own readers call it: whoever looks for it cannot read the others. */
function languageChoice(): HTMLElement {
  const buttons = letterLanguages.map((one) => {
    const choice = button(ownName(one), () => {
      build([one])
      document.getElementById(`language-${one}`)?.focus()
    })
    choice.id = `language-${one}`
    choice.lang = one
    choice.setAttribute('aria-pressed', String(one === spoken().language))
    return choice
  })
  return element('nav', { class: 'actions languages', 'aria-label': word('languages') }, ...buttons)
}

function ownName(language: string): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/** Puts the page together in the first of these languages that it has. What was given, entered and found stays. */
function build(wanted: readonly string[]): void {
  chooseLanguage(wanted)
  const { language, direction } = spoken()
  document.documentElement.lang = language
  document.documentElement.dir = direction
  document.title = word('title')
  checkButton.textContent = word('check')
  checkButton.className = 'main'
  checkButton.id = 'check'
  document.body.replaceChildren(
    element(
      'main',
      {},
      languageChoice(),
      element('h1', {}, word('title')),
      element('p', { class: 'lead' }, word('lead')),
      element(
        'section',
        {},
        element('h2', {}, word('bundles')),
        dropZone({ take, fail }),
        list,
        element('p', { class: 'help' }, word('bothSides')),
      ),
      element(
        'section',
        {},
        element('h2', {}, word('known')),
        ...known.shown(),
        element('p', { class: 'actions' }, checkButton),
      ),
      aloud,
      result,
      element('footer', {}, word('version', { program: `rogatory ${programVersion}` })),
    ),
  )
  listBundles()
  showOutcome()
}

takeDropped({ take, fail })
build(navigator.languages)
