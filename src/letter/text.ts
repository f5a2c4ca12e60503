import type { Block, Letter, Line, Sheet } from './letter.ts'
import { plain } from './letter.ts'

/** A letter as plain text for a terminal, a line an entry. It may hold what the message holds: make it harmless to print. */
export function letterText(letter: Letter): readonly string[] {
  return letter.sheets.flatMap((sheet, index) => [...(index === 0 ? [] : ['', '']), ...sheetText(sheet)])
}

function sheetText({ letterhead, title, blocks, proof }: Sheet): readonly string[] {
  return [
    ...letterhead.map(plain),
    '',
    plain(title),
    '='.repeat(Math.min(widthOf(plain(title)), 78)),
    ...blocksText(blocks, 0),
    ...(proof === null ? [] : ['', plain(proof.title), ...blocksText(proof.blocks, 1), `  ${proof.uri}`]),
  ]
}

/** Columns in a terminal, closely enough: signs of East Asia take two. */
function widthOf(text: string): number {
  return Array.from(text).reduce((width, sign) => width + (/[\u2e80-\uffdc]/u.test(sign) ? 2 : 1), 0)
}

function blocksText(blocks: readonly Block[], depth: number): readonly string[] {
  return blocks.flatMap((block, index) => {
    const follows = depth === 0 && block.kind !== 'section' && blocks[index - 1]?.kind === 'section'
    return [...(follows ? [''] : []), ...blockText(block, depth)]
  })
}

function blockText(block: Block, depth: number): readonly string[] {
  const indent = '  '.repeat(depth)
  switch (block.kind) {
    case 'section':
      return [
        ...(depth === 0 ? [''] : []),
        `${indent}${plain(block.title)}`,
        ...blocksText(block.blocks, depth + 1),
      ]
    case 'field':
      return [`${indent}${labelled(block.label, block.value)}`]
    case 'list':
      return [
        `${indent}${labelled(block.label, [])}`,
        ...block.items.map((item) => `${indent}  - ${plain(item)}`),
      ]
    case 'text':
      return [
        `${indent}${labelled(block.label, [])}`,
        ...block.versions.flatMap(({ mark, text }) => [
          ...(mark === null ? [] : [`${indent}  [${plain(mark)}]`]),
          ...text.split('\n').map((line) => `${indent}  | ${line}`),
        ]),
      ]
    case 'paragraph':
      return [`${indent}${plain(block.line)}`]
    case 'table':
      return [...[block.head, ...block.rows].map((row) => `${indent}${row.map(plain).join(' | ')}`)]
  }
}

function labelled(label: Line, value: Line): string {
  return `${plain(label)}: ${plain(value)}`.trimEnd()
}
