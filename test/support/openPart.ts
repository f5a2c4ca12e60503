import assert from 'node:assert/strict'
import type { DeskClient, Page } from './desk.ts'
import { postedBy } from './formControls.ts'

/** A part of a draft that somebody has open, with words that are not sent yet. */
export interface OpenPart {
  /** Of the page, and where its form is sent. */
  readonly path: string
  /** What its form sends. */
  readonly members: Record<string, string>
}

/** Begins a draft and opens a part of it that takes words. */
export async function openPart(client: DeskClient, words: string): Promise<OpenPart> {
  const { location: draft } = await client.post('/ask', { to: 'qa.pp', reference: 'VN-95', language: 'en' })
  const [, path = ''] = /href="([^"?]+\/parts\/[^"?]+)/.exec((await client.get(draft)).text) ?? []
  const page = await client.get(path)
  const [, field = ''] = /<textarea[^>]* name="([^"]+)"/.exec(page.text) ?? []
  assert.ok(field !== '', page.text)
  return { path, members: { ...formOf(page, path), [field]: words } }
}

/** What the form of a page sends as it stands. */
export function formOf({ text }: Pick<Page, 'text'>, action: string): Record<string, string> {
  const begin = text.lastIndexOf('<form', text.indexOf(`action="${action}"`))
  return Object.fromEntries(postedBy(`${text.slice(begin, text.indexOf('</form>', begin))}</form>`))
}
