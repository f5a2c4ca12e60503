/** An element of a page: enough of HTML for what our pages and GOV.UK's fixtures are made of. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}

const voids = new Set(['br', 'hr', 'img', 'input', 'link', 'meta'])
const named: Readonly<Record<string, string>> = { amp: '&', gt: '>', lt: '<', nbsp: '\u00a0', quot: '"' }

/** Reads HTML in which every element that is opened is closed. Throws where one is not. */
export function readHtml(html: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open: Element[] = [root]
  const tokens = html.matchAll(/<!--.*?-->|<\/([a-z0-9]+)\s*>|<([a-z0-9]+)((?:"[^"]*"|[^">])*)>|([^<]+)/gs)
  for (const [, closed, opened, attributes = '', text] of tokens) {
    const at = open.at(-1) ?? root
    if (text !== undefined) at.children.push(plain(text))
    else if (closed !== undefined) {
      if (at.name !== closed) throw new Error(`</${closed}> in <${at.name}>`)
      open.pop()
    } else if (opened !== undefined) {
      const element: Element = { name: opened, attributes: attributesIn(attributes), children: [] }
      at.children.push(element)
      if (!voids.has(opened) && !attributes.endsWith('/')) open.push(element)
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name ?? ''}> is not closed`)
  return root
}

/** Every element within one, itself included, in the order of the page. */
export function* elementsIn(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) if (typeof child !== 'string') yield* elementsIn(child)
}

/** What a person reads there. */
export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/([^\s=/]+)(?:\s*=\s*"([^"]*)")?/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name.toLowerCase(), plain(value)]))
}

function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (typeof hex === 'string') return String.fromCodePoint(parseInt(hex, 16))
    if (typeof decimal === 'string') return String.fromCodePoint(Number(decimal))
    return named[String(name)] ?? whole
  })
}
