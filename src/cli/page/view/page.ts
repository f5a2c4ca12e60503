import { programVersion } from '../../../programVersion.ts'
import { harmless } from '../../terminal.ts'
import { check, failureOf } from './check.ts'
import { button, element, labelled } from './elements.ts'
import { type Given, givenOfDropped, givenOfPicked } from './given.ts'
import { verdictShown } from './verdict.ts'
import { chooseLanguage, pageLanguages, word } from './words.ts'

/*
 * The page that a judge opens: what `rogatory verify` does, in a browser, without a network. Everything it shows of a
 * bundle is text of others, and is put in as text only.
 */

let bundles: Given[] = []
const pins = element('textarea', { rows: '3', spellcheck: 'false', dir: 'ltr', id: 'pins' })
const checkpoints = element('input', { type: 'file', multiple: '', id: 'checkpoints' })
const revocations = element('input', { type: 'file', multiple: '', id: 'revocations' })
const policy = element('input', { type: 'file', id: 'policy' })
const list = element('ul', { class: 'given' })
const result = element('section', { 'aria-live': 'polite', id: 'result' })
const checkButton = button('', () => void show())

/** One check at a time: a later one makes what an earlier one would show obsolete. */
let round = 0

async function show(): Promise<void> {
  round += 1
  const own = round
  const tell = async (progress: string): Promise<void> => {
    if (own === round)
      result.replaceChildren(heading(), element('p', { class: 'progress' }, harmless(progress)))
    // Lets the browser draw: the work that follows leaves it no time.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  result.setAttribute('aria-busy', 'true')
  const outcome = await check(
    {
      bundles,
      pins: pins.value,
      checkpoints: [...(checkpoints.files ?? [])],
      revocations: [...(revocations.files ?? [])],
      policy: policy.files?.[0] ?? null,
    },
    tell,
  )
  if (own !== round) return
  result.replaceChildren(heading(), ...verdictShown(outcome))
  result.setAttribute('aria-busy', 'false')
}

function heading(): HTMLElement {
  return element('h2', {}, word('verdict'))
}

function take(given: readonly Given[]): void {
  bundles = [...bundles, ...given]
  listBundles()
}

/** What was dropped could not even be listed. */
function fail(reason: unknown): void {
  round += 1
  result.replaceChildren(heading(), ...verdictShown({ kind: 'failure', failure: failureOf(reason) }))
}

function listBundles(): void {
  list.replaceChildren(
    ...bundles.map((given) => {
      const away = button(word('remove'), () => {
        bundles = bundles.filter((one) => one !== given)
        listBundles()
      })
      away.setAttribute('aria-label', `${word('remove')}: ${harmless(given.name)}`)
      return element('li', {}, element('bdi', {}, harmless(given.name)), away)
    }),
  )
  checkButton.disabled = bundles.length === 0
  round += 1
  result.replaceChildren()
  if (bundles.length > 0) void show()
}

function picker(text: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const input = element('input', {
    type: 'file',
    class: 'hidden',
    tabindex: '-1',
    'aria-hidden': 'true',
    ...attributes,
  })
  input.addEventListener('change', () => {
    if (input.files !== null) take(givenOfPicked(input.files))
    input.value = ''
  })
  return element(
    'span',
    {},
    input,
    button(text, () => input.click()),
  )
}

function dropZone(): HTMLElement {
  const zone = element(
    'div',
    { class: 'drop' },
    element('p', {}, word('dropHere')),
    element(
      'p',
      { class: 'actions' },
      picker(word('pickFiles'), { id: 'files', multiple: '', accept: '.zip,application/zip' }),
      picker(word('pickFolder'), { id: 'folder', webkitdirectory: '' }),
    ),
  )
  // A file that misses the zone would else take the place of the page.
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('over')
  })
  document.addEventListener('dragleave', () => zone.classList.remove('over'))
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('over')
    const items = event.dataTransfer?.items
    if (items !== undefined) void givenOfDropped(items).then(take, fail)
  })
  return zone
}

function languageChoice(): HTMLElement[] {
  const languages = pageLanguages()
  if (languages.length < 2) return []
  const buttons = languages.map((one) => button(one, () => build([one])))
  return [element('p', { class: 'actions languages' }, ...buttons)]
}

function build(wanted: readonly string[]): void {
  const { language, direction } = chooseLanguage(wanted)
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
      ...languageChoice(),
      element('h1', {}, word('title')),
      element('p', { class: 'lead' }, word('lead')),
      element(
        'section',
        {},
        element('h2', {}, word('bundles')),
        dropZone(),
        list,
        element('p', { class: 'help' }, word('bothSides')),
      ),
      element(
        'section',
        {},
        element('h2', {}, word('known')),
        labelled(word('pins'), pins, word('pinsHelp')),
        labelled(word('checkpoints'), checkpoints),
        labelled(word('revocations'), revocations),
        labelled(word('policy'), policy),
        element('p', { class: 'actions' }, checkButton),
      ),
      result,
      element('footer', {}, word('version', { version: programVersion })),
    ),
  )
  listBundles()
}

build(navigator.languages)
