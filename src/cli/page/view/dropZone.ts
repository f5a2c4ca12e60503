import { button, element } from './elements.ts'
import { type Given, givenOfDropped, givenOfPicked } from './given.ts'
import { word } from './words.ts'

/** What becomes of what was given. */
export interface Taking {
  readonly take: (given: readonly Given[]) => void
  /** What was dropped could not even be listed. */
  readonly fail: (reason: unknown) => void
}

/** Where bundles are dropped, or picked: by its buttons, or by a click or Enter on the place itself. */
export function dropZone({ take }: Taking): HTMLElement {
  const files = picker({ id: 'files', multiple: '', accept: '.zip,application/zip' }, take)
  const folder = picker({ id: 'folder', webkitdirectory: '' }, take)
  const zone = element(
    'div',
    { class: 'drop', id: 'drop', tabindex: '0', role: 'group', 'aria-labelledby': 'drop-here' },
    element('p', { id: 'drop-here' }, word('dropHere')),
    files,
    folder,
    element(
      'p',
      { class: 'actions' },
      button(word('pickFiles'), () => files.click()),
      button(word('pickFolder'), () => folder.click()),
    ),
  )
  const isItself = ({ target }: Event): boolean => target === zone || target === zone.firstChild
  zone.addEventListener('click', (event) => {
    if (isItself(event)) files.click()
  })
  zone.addEventListener('keydown', (event) => {
    if (!isItself(event) || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    files.click()
  })
  return zone
}

function picker(attributes: Readonly<Record<string, string>>, take: Taking['take']): HTMLInputElement {
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
  return input
}

/** Takes what is dropped anywhere on the page: a file that misses the zone would else take the place of the page. */
export function takeDropped({ take, fail }: Taking): void {
  const over = (isOver: boolean): void => {
    document.getElementById('drop')?.classList.toggle('over', isOver)
  }
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    over(true)
  })
  document.addEventListener('dragleave', () => over(false))
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    over(false)
    const items = event.dataTransfer?.items
    if (items !== undefined) void givenOfDropped(items).then(take, fail)
  })
}
