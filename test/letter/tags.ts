import assert from 'node:assert/strict'

export interface Tag {
  readonly tag: string
  readonly attributes: readonly (readonly [string, string])[]
}

const token = /<!DOCTYPE html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+="[^"<>]*")*)\s*(\/?)>|([^<>]+)|([<>])/g
const attribute = /([a-zA-Z-]+)="([^"]*)"/g
const entity = /&(?!amp;|lt;|gt;|quot;|#39;)/
const empty = ['meta', 'rect', 'path', 'br']

/** The tags of a page of ours. Asserts that each is closed in its turn and that no sign of a tag stands in a text. */
export function tagsOf(html: string): readonly Tag[] {
  const open: string[] = []
  const tags: Tag[] = []
  for (const [whole, closing, tag, attributes = '', single, text, stray] of html.matchAll(token)) {
    assert.equal(stray, undefined, `a stray ${whole}`)
    const inStyle = open.at(-1) === 'style'
    if (text !== undefined && !inStyle) assert.doesNotMatch(text, entity)
    if (tag === undefined) continue
    if (closing === '/') {
      assert.equal(open.pop(), tag, `</${tag}>`)
      continue
    }
    tags.push({
      tag,
      attributes: [...attributes.matchAll(attribute)].map(([, name = '', value = '']) => [name, value]),
    })
    if (single === '' && !empty.includes(tag)) open.push(tag)
  }
  assert.deepEqual(open, [])
  return tags
}
