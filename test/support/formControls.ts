import { type Element, elementsIn, readHtml, textOf } from './html.ts'

/** What a browser would post of a page whose form is sent without a change, in the order of the page. */
export function postedBy(html: string): readonly (readonly [string, string])[] {
  return [...elementsIn(readHtml(html))].flatMap((element): readonly (readonly [string, string])[] => {
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
