import { harmless } from '../../terminal.ts'
import { button, element } from './elements.ts'
import { type PageWord, word } from './words.ts'

/** A field for files that the reader has from elsewhere. It outlives a change of the language, with what was picked. */
export interface FileField {
  readonly files: () => readonly File[]
  /** The field in the language of the page. */
  readonly shown: () => HTMLElement
}

/**
 * Makes a field. The browser would write its own button in its own language beside a field for files; so that stands unseen,
 * and takes the focus, and what is seen is a part of the label.
 *
 * @param name - the word for its label, and its id
 */
export function fileField(
  name: PageWord,
  { multiple, help, changed }: { multiple: boolean; help?: PageWord; changed: () => void },
): FileField {
  const input = element('input', { type: 'file', class: 'unseen', id: name })
  input.multiple = multiple
  const picked = element('ul', { class: 'picked' })
  const list = (): void => {
    picked.replaceChildren(
      ...[...(input.files ?? [])].map((file) => element('li', {}, element('bdi', {}, harmless(file.name)))),
      ...(input.value === '' ? [] : [element('li', {}, takeAway())]),
    )
  }
  const takeAway = (): HTMLButtonElement => {
    const away = button(word('remove'), () => {
      input.value = ''
      input.dispatchEvent(new Event('change'))
      input.focus()
    })
    away.setAttribute('aria-label', `${word('remove')}: ${word(name)}`)
    return away
  }
  input.addEventListener('change', () => {
    list()
    changed()
  })
  return {
    files: () => [...(input.files ?? [])],
    shown: () => {
      list()
      const label = element(
        'label',
        { for: name },
        word(name),
        element('span', { class: 'pick' }, word('pick')),
      )
      const field = element('div', { class: 'field' }, input, label, picked)
      if (help === undefined) return field
      input.setAttribute('aria-describedby', `${name}-help`)
      field.append(element('p', { class: 'help', id: `${name}-help` }, word(help)))
      return field
    },
  }
}
