import assert from 'node:assert/strict'
import type { LetterLanguage } from '../../src/letter/language.ts'
import { tagsOf } from './tags.ts'

/** A letter as HTML is whole, in its language, and neither acts nor has anything from elsewhere. */
export function assertPlain(html: string, language: LetterLanguage, name: string): void {
  assert.match(html, new RegExp(`^<!DOCTYPE html>\n<html lang="${language}" dir="(ltr|rtl)">`), name)
  const tags = tagsOf(html)
  assert.ok(!tags.some(({ tag }) => ['script', 'link', 'img', 'iframe', 'a', 'base'].includes(tag)), name)
  for (const { attributes } of tags) {
    assert.ok(!attributes.some(([attribute]) => /^(on|src|href|style$)/.test(attribute)), name)
  }
  assert.match(html, /default-src 'none'/)
  assert.match(html, /@page \{ size: A4/)
}
