import { type Direction, directionOf } from './language.ts'
import type { Block, Letter, Line, Sheet, Span, Version } from './letter.ts'
import { qrCodeOf, quietZone } from './qrCode.ts'
import { letterStyle } from './style.ts'
import { phrase } from './words.ts'

/**
 * A letter as one HTML file: no script, nothing from a network, ready to be printed. Every text of others is escaped
 * and isolated, so that it cannot turn the words around it.
 */
export function letterHtml(letter: Letter): string {
  const { language, direction, title } = letter
  return `<!DOCTYPE html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${escaped(title)}</title>
<style>
${letterStyle(pageCounter(letter))}
</style>
</head>
<body>
${letter.sheets.map(sheetHtml).join('\n')}
</body>
</html>
`
}

/** The page number as CSS generated content: the words of the phrase are strings, its places are counters. */
function pageCounter({ language }: Letter): string {
  return phrase(language, 'page')
    .split(/(\{[a-z]+\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part === '{page}') return 'counter(page)'
      return part === '{pages}' ? 'counter(pages)' : JSON.stringify(part)
    })
    .join(' ')
}

function sheetHtml({ letterhead, title, blocks, proof }: Sheet): string {
  const head = letterhead.map((line) => `<div>${lineHtml(line)}</div>`).join('')
  return `<main class="sheet">
<header><div class="letterhead">${head}</div><h1>${lineHtml(title)}</h1></header>
${blocksHtml(blocks, 2)}
${proof === null ? '' : proofHtml(proof)}
</main>`
}

function proofHtml({ title, uri, blocks }: NonNullable<Sheet['proof']>): string {
  return `<footer class="proof"><h2>${lineHtml(title)}</h2>
${qrSvg(uri)}
${blocksHtml(blocks, 3)}
<p class="uri"><code dir="ltr">${escaped(uri)}</code></p></footer>`
}

function blocksHtml(blocks: readonly Block[], level: number): string {
  return blocks.map((block) => blockHtml(block, level)).join('\n')
}

function blockHtml(block: Block, level: number): string {
  switch (block.kind) {
    case 'section': {
      const heading = `h${Math.min(level, 6)}`
      return `<section><${heading}>${lineHtml(block.title)}</${heading}>
${blocksHtml(block.blocks, level + 1)}
</section>`
    }
    case 'field':
      return pairHtml(block.label, lineHtml(block.value))
    case 'list':
      return pairHtml(
        block.label,
        `<ul>${block.items.map((item) => `<li>${lineHtml(item)}</li>`).join('')}</ul>`,
      )
    case 'text':
      return `<div class="text"><div class="label">${lineHtml(block.label)}</div>${block.versions.map(versionHtml).join('')}</div>`
    case 'paragraph':
      return `<p>${lineHtml(block.line)}</p>`
    case 'table':
      return `<table><thead><tr>${block.head.map((cell) => `<th scope="col">${lineHtml(cell)}</th>`).join('')}</tr></thead>
<tbody>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${lineHtml(cell)}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`
  }
}

function pairHtml(label: Line, value: string): string {
  return `<div class="pair"><div class="label">${lineHtml(label)}</div><div class="value">${value}</div></div>`
}

function versionHtml({ role, language, direction, mark, text }: Version): string {
  const head = mark === null ? '' : `<div class="mark">${lineHtml(mark)}</div>`
  return `<div class="${role}">${head}<p class="words" lang="${escaped(language)}" dir="${direction}">${escaped(text)}</p></div>`
}

function lineHtml(line: Line): string {
  return line.map(spanHtml).join('')
}

function spanHtml({ text, language, style }: Span): string {
  if (style === 'code') return `<code dir="ltr">${escaped(text)}</code>`
  const words = style === 'strong' ? `<strong>${escaped(text)}</strong>` : escaped(text)
  if (language === undefined) return words
  const direction: Direction | 'auto' = language === '' ? 'auto' : directionOf(language)
  return `<bdi lang="${escaped(language)}" dir="${direction}">${words}</bdi>`
}

/** Text as it stands between tags and in an attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Modules of a code, with its quiet zone, that can be read at the usual size. */
const smallCode = 61

/** The QR code as one path of squares. */
function qrSvg(uri: string): string {
  const code = qrCodeOf(uri)
  const size = code.length + 2 * quietZone
  const squares = code.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x + quietZone} ${y + quietZone}h1v1h-1z`] : [])),
  )
  const kind = size > smallCode ? 'qr large' : 'qr'
  return `<svg class="${kind}" role="img" aria-label="${escaped(uri)}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${squares.join('')}" fill="#000"/></svg>`
}
