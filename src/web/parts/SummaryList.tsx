import type { ComponentChildren } from 'preact'

/** A label and what stands beside it; null: it is left out. */
export type SummaryRow = readonly [label: ComponentChildren, value: ComponentChildren] | null

/** Labels with what stands beside them. */
export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }) {
  return (
    <dl class="govuk-summary-list">
      {rows
        .filter((row) => row !== null)
        .map(([label, value], place) => (
          <div key={place} class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{label}</dt>
            <dd class="govuk-summary-list__value desk-wrap">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
