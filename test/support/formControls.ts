import { type Element, elementsIn, readHtml, textOf } from './html.ts'

/** A form of a page that is posted. */
export interface PageForm {
  readonly action: string
  /** It may bring files. */
  readonly bringsFiles: boolean
  /** What somebody fills in, by its name. */
  readonly asked: ReadonlySet<string>
  /** What a browser would post of it without a change, where its first button is pressed. */
  readonly members: Readonly<Record<string, readonly string[]>>
}

/** The forms of a page that are posted. */
export function formsOn(page: string): readonly PageForm[] {
  const all = [...elementsIn(readHtml(page.replace(/^<!doctype html>\n?/, '')))]
  return all.filter(({ name, attributes }) => name === 'form' && attributes.method === 'post').map(formOf)
}

function formOf(form: Element): PageForm {
  const { action = '', enctype } = form.attributes
  const fields = [...elementsIn(form)]
  const asked = fields.filter(
    ({ name, attributes }) =>
      ['input', 'textarea', 'select'].includes(name) &&
      attributes.name !== undefined &&
      attributes.type !== 'hidden' &&
      attributes.type !== 'file',
  )
  const button = fields.find(({ name, attributes }) => name === 'button' && attributes.name !== undefined)
  const members: Record<string, string[]> = {}
  const posted = postedIn(form).filter(([name]) => !fields.some((field) => isFileNamed(field, name)))
  for (const [name, value] of [
    ...posted,
    ...(button === undefined ? [] : [[button.attributes.name ?? '', button.attributes.value ?? ''] as const]),
  ])
    (members[name] ??= []).push(value)
  return {
    ...{ action, bringsFiles: enctype !== undefined, members },
    asked: new Set(asked.map(({ attributes }) => attributes.name ?? '')),
  }
}

function isFileNamed({ attributes }: Element, name: string): boolean {
  return attributes.type === 'file' && attributes.name === name
}

/** What a browser would post of a page whose form is sent without a change, in the order of the page. */
export function postedBy(html: string): readonly (readonly [string, string])[] {
  return postedIn(readHtml(html))
}

function postedIn(within: Element): readonly (readonly [string, string])[] {
  return [...elementsIn(within)].flatMap((element): readonly (readonly [string, string])[] => {
    const { name, value = '' } = element.attributes
    if (name === undefined || element.name === 'button') return []
    return valuesOf(element, value).map((one) => [name, one] as const)
  })
}

function valuesOf(element: Element, value: string): readonly string[] {
  const { type } = element.attributes
  if (element.name === 'textarea') {
    // As browsers do: the first line feed is of the page, and lines end in two characters.
    return [textOf(element).replace(/^\n/, '').replaceAll('\n', '\r\n')]
  }
  if (element.name === 'select') return [chosenIn(element)]
  if (element.name !== 'input') return []
  const isPressed = (type !== 'radio' && type !== 'checkbox') || 'checked' in element.attributes
  return isPressed ? [value] : []
}

function chosenIn(select: Element): string {
  const options = [...elementsIn(select)].filter(({ name }) => name === 'option')
  const chosen = options.find(({ attributes }) => 'selected' in attributes) ?? options[0]
  return chosen?.attributes.value ?? ''
}

/** The ids of a page. */
export function idsIn(html: string): readonly string[] {
  return [...elementsIn(readHtml(html))].flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]))
}
