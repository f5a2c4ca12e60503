import type { ComponentChildren } from 'preact'

interface DetailsProps {
  readonly label: string
  readonly isOpen: boolean
  readonly children: ComponentChildren
}

/** What is seen only by whoever wants it. */
export function Details({ label, isOpen, children }: DetailsProps) {
  return (
    <details class="govuk-details" open={isOpen}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{label}</span>
      </summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  )
}
