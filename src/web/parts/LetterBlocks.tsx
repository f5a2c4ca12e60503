import type { ComponentChildren } from 'preact'
import type { Block, Line as LetterLine, Version } from '../../letter/letter.ts'
import { Line } from './Line.tsx'

interface BlocksProps {
  readonly blocks: readonly Block[]
  /** Of the headings of sections. */
  readonly level: number
}

/** What a letter says. */
export function LetterBlocks({ blocks, level }: BlocksProps) {
  return (
    <>
      {blocks.map((block, place) => (
        <LetterBlock key={place} block={block} level={level} />
      ))}
    </>
  )
}

function LetterBlock({ block, level }: { readonly block: Block; readonly level: number }) {
  switch (block.kind) {
    case 'section':
      return (
        <section class="desk-letter__section">
          <Heading level={level}>
            <Line line={block.title} />
          </Heading>
          <LetterBlocks blocks={block.blocks} level={level + 1} />
        </section>
      )
    case 'field':
      return (
        <Pair label={block.label}>
          <Line line={block.value} />
        </Pair>
      )
    case 'list':
      return (
        <Pair label={block.label}>
          <ul class="desk-letter__lines">
            {block.items.map((item, place) => (
              <li key={place}>
                <Line line={item} />
              </li>
            ))}
          </ul>
        </Pair>
      )
    case 'text':
      return (
        <div class="desk-letter__text">
          <div class="desk-letter__label">
            <Line line={block.label} />
          </div>
          {block.versions.map((version, place) => (
            <Written key={place} version={version} />
          ))}
        </div>
      )
    case 'paragraph':
      return (
        <p class="govuk-body">
          <Line line={block.line} />
        </p>
      )
    case 'table':
      return (
        <table class="govuk-table">
          <thead class="govuk-table__head">
            <Row cells={block.head} isHead={true} />
          </thead>
          <tbody class="govuk-table__body">
            {block.rows.map((cells, place) => (
              <Row key={place} cells={cells} isHead={false} />
            ))}
          </tbody>
        </table>
      )
  }
}

function Heading({ level, children }: { readonly level: number; readonly children: ComponentChildren }) {
  if (level <= 2) return <h2 class="govuk-heading-m">{children}</h2>
  if (level === 3) return <h3 class="govuk-heading-s">{children}</h3>
  if (level === 4) return <h4 class="govuk-heading-s">{children}</h4>
  if (level === 5) return <h5 class="govuk-heading-s">{children}</h5>
  return <h6 class="govuk-heading-s">{children}</h6>
}

function Pair({ label, children }: { readonly label: LetterLine; readonly children: ComponentChildren }) {
  return (
    <div class="desk-letter__pair">
      <div class="desk-letter__label">
        <Line line={label} />
      </div>
      <div class="desk-wrap">{children}</div>
    </div>
  )
}

function Row({ cells, isHead }: { readonly cells: readonly LetterLine[]; readonly isHead: boolean }) {
  return (
    <tr class="govuk-table__row">
      {cells.map((cell, place) =>
        isHead ? (
          <th key={place} scope="col" class="govuk-table__header">
            <Line line={cell} />
          </th>
        ) : (
          <td key={place} class="govuk-table__cell">
            <Line line={cell} />
          </td>
        ),
      )}
    </tr>
  )
}

/** What a person wrote, in the language and direction in which it was written. */
function Written({ version: { role, language, direction, mark, text } }: { readonly version: Version }) {
  return (
    <div class={`desk-letter__${role}`}>
      {mark === null ? null : (
        <div class="govuk-hint desk-letter__mark">
          <Line line={mark} />
        </div>
      )}
      <p class="govuk-body desk-letter__words" lang={language} dir={direction}>
        {text}
      </p>
    </div>
  )
}
