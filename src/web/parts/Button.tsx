import type { ComponentChildren } from 'preact'

interface ButtonProps {
  readonly kind?: 'secondary' | 'warning'
  readonly children: ComponentChildren
}

/** Sends the form in which it stands. */
export function Button({ kind, children }: ButtonProps) {
  return (
    <button type="submit" class={kind === undefined ? 'govuk-button' : `govuk-button govuk-button--${kind}`}>
      {children}
    </button>
  )
}
