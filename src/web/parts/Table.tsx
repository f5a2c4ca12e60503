import type { ComponentChildren } from 'preact'

interface TableProps {
  readonly caption: ComponentChildren
  readonly head: readonly string[]
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly ComponentChildren[])[]
  /** Columns keep their width whatever stands in them: what is in one is compared with what is beside it. */
  readonly isCompared?: boolean
}

/** From so many columns on a table is read row by row below 1200 px already, else below 900. */
const wideColumnsMin = 5

/**
 * A table that is read row by row where there is no room for its columns; there each cell says in which column it stands. The
 * roles keep it a table for whoever does not see it.
 */
export function Table({ caption, head, rows, isCompared = false }: TableProps) {
  const isWide = head.length >= wideColumnsMin
  const kind = `${isCompared ? ' desk-table--compared' : ''}${isWide ? ' desk-table--wide' : ''}`
  return (
    <table class={`govuk-table desk-table${kind}`} role="table">
      <caption class="govuk-table__caption">{caption}</caption>
      <thead class="govuk-table__head" role="rowgroup">
        <tr class="govuk-table__row" role="row">
          {head.map((text) => (
            <th key={text} scope="col" role="columnheader" class="govuk-table__header">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body" role="rowgroup">
        {rows.map((cells, row) => (
          <tr key={row} class="govuk-table__row" role="row">
            {cells.map((cell, column) => (
              <Cell key={column} label={head[column] ?? ''} isHead={column === 0}>
                {cell}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps {
  readonly label: string
  readonly isHead: boolean
  readonly children: ComponentChildren
}

function Cell({ label, isHead, children }: CellProps) {
  const content = (
    <>
      <span class="desk-table__label" aria-hidden="true">
        {label}
      </span>
      <div class="desk-wrap">{children}</div>
    </>
  )
  return isHead ? (
    <th scope="row" role="rowheader" class="govuk-table__header">
      {content}
    </th>
  ) : (
    <td role="cell" class="govuk-table__cell">
      {content}
    </td>
  )
}
